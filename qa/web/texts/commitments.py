"""The strings of the page of commitments, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.commitments import Status
from qa.records.commitments import CommitmentKind
from qa.text.due import Reason
from qa.web.texts.form import Language


@dataclass(frozen=True, slots=True)
class CommitmentTexts:
    """Every string of the page in one language. ``{}`` is filled with ``str.format``."""

    title: str
    lead: str
    words: str
    words_hint: str
    sender: str
    what: str
    status: str
    any_: str
    due_since: str
    due_until: str
    by_due: str
    by_letter: str
    sorted_by: str
    all_: str
    none: str
    count_one: str
    count_many: str
    as_file: str
    calendar: str
    due: str
    days: str
    until: str
    since: str
    kept: str
    why: Mapping[str, str]
    letter_of: str
    undated: str
    kinds: Mapping[CommitmentKind, str]
    statuses: Mapping[Status, str]
    without_days: Mapping[Reason, str]
    how: str
    in_letter: str


_EN = CommitmentTexts(
    title="Commitments",
    lead="Sentences in which ministers commit themselves in the letters, verbatim; with the term "
    "and, where a later letter speaks of it, what may keep it.",
    words="Words",
    words_hint="in the sentence, the subject or the sender",
    sender="Who",
    what="Kind",
    status="Status",
    any_="all",
    due_since="Due from",
    due_until="Due until",
    by_due="by term",
    by_letter="by letter, newest first",
    sorted_by="Order",
    all_="All commitments",
    none="No commitment fits.",
    count_one="{} commitment",
    count_many="{} commitments",
    as_file="Take along:",
    calendar="calendar",
    due="Term",
    days="{} to {}",
    until="until {}",
    since="from {}",
    kept="Perhaps kept by",
    why={
        "names the letter": "it names this letter",
        "names its date": "it names the date of this letter",
        "same dossier": "of the same dossier, with like words",
    },
    letter_of="Letter of {}",
    undated="Undated letter",
    kinds={
        "inform": "will inform",
        "send": "will send or publish",
        "investigate": "will investigate",
        "act": "will act",
        "money": "money pledged",
    },
    statuses={"open": "open", "overdue": "overdue", "perhaps kept": "perhaps kept"},
    without_days={
        "vague": "the words tell no days",
        "event": "hangs on an event",
        "repeats": "comes again and again",
        "undated": "the letter has no date",
        "recess": "the dates of that recess are not known here",
    },
    how="Found by rules in the sentences of the letters; the status is what these letters show, "
    "as of {}. “Overdue” means that the term is over and no letter here speaks of it; “perhaps "
    "kept” has been checked by nobody.",
    in_letter="Commitments in this letter",
)

_NL = CommitmentTexts(
    title="Toezeggingen",
    lead="Zinnen waarin bewindspersonen zich in de brieven vastleggen, letterlijk; met de termijn "
    "en, waar een latere brief erover spreekt, wat haar misschien nakomt.",
    words="Woorden",
    words_hint="in de zin, het onderwerp of de afzender",
    sender="Wie",
    what="Soort",
    status="Stand",
    any_="alle",
    due_since="Termijn vanaf",
    due_until="Termijn tot en met",
    by_due="op termijn",
    by_letter="op brief, de nieuwste eerst",
    sorted_by="Volgorde",
    all_="Alle toezeggingen",
    none="Er is geen toezegging die past.",
    count_one="{} toezegging",
    count_many="{} toezeggingen",
    as_file="Meenemen:",
    calendar="agenda",
    due="Termijn",
    days="{} tot en met {}",
    until="tot en met {}",
    since="vanaf {}",
    kept="Misschien nagekomen in",
    why={
        "names the letter": "noemt deze brief",
        "names its date": "noemt de datum van deze brief",
        "same dossier": "van hetzelfde dossier, met dezelfde woorden",
    },
    letter_of="Brief van {}",
    undated="Brief zonder datum",
    kinds={
        "inform": "zal informeren",
        "send": "zal sturen of publiceren",
        "investigate": "zal onderzoeken",
        "act": "zal handelen",
        "money": "geld toegezegd",
    },
    statuses={
        "open": "open",
        "overdue": "over de termijn",
        "perhaps kept": "misschien nagekomen",
    },
    without_days={
        "vague": "de woorden noemen geen dagen",
        "event": "hangt af van een gebeurtenis",
        "repeats": "komt steeds terug",
        "undated": "de brief heeft geen datum",
        "recess": "de data van dat reces zijn hier niet bekend",
    },
    how="Gevonden met regels in de zinnen van de brieven; de stand is wat deze brieven laten zien, "
    "op {}. “Over de termijn”: de termijn is voorbij en geen brief hier spreekt erover; "
    "“misschien nagekomen” heeft niemand nagegaan.",
    in_letter="Toezeggingen in deze brief",
)

COMMITMENT_TEXTS: Mapping[Language, CommitmentTexts] = {"en": _EN, "nl": _NL}
