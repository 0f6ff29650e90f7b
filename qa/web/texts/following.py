"""The strings of the page of what one follows, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.web.texts.form import Language


@dataclass(frozen=True, slots=True)
class FollowingTexts:
    """Every string of the page in one language; its script reads most from data attributes."""

    title: str
    lead: str
    kept_here: str
    kept_server: str
    add: str
    question: str
    question_hint: str
    dossier: str
    sender: str
    what: str
    kinds: Mapping[str, str]
    follow: str
    none: str
    new_one: str
    new_many: str
    nothing_new: str
    since: str
    remove: str
    looked: str
    feed: str
    export: str
    import_: str
    imported: str
    not_imported: str
    failed: str
    loading: str
    needs_script: str
    too_little: str


_EN = FollowingTexts(
    title="Following",
    lead="Questions, dossiers, senders and commitments that you follow: what new or changed "
    "letters say about them since you looked.",
    kept_here="Kept in this browser only.",
    kept_server="Kept for you on this server.",
    add="Follow something",
    question="Question, or words of commitments",
    question_hint="what did NL pledge for ammunition",
    dossier="Dossier",
    sender="Sender",
    what="What",
    kinds={"question": "a question", "letters": "letters", "commitments": "commitments"},
    follow="Follow",
    none="You follow nothing yet.",
    new_one="{} new",
    new_many="{} new",
    nothing_new="nothing new",
    since="since {}",
    remove="Follow no longer",
    looked="I have looked",
    feed="Feed (Atom)",
    export="Save as a file",
    import_="Take in from a file",
    imported="Taken in.",
    not_imported="This file is no list of what is followed.",
    failed="This could not be asked now; try again later.",
    loading="Looking …",
    needs_script="This page needs JavaScript: the list is kept in your browser.",
    too_little="Type a question, or give a dossier or a sender.",
)

_NL = FollowingTexts(
    title="Volgen",
    lead="Vragen, dossiers, afzenders en toezeggingen die u volgt: wat nieuwe of gewijzigde "
    "brieven erover zeggen sinds u keek.",
    kept_here="Alleen in deze browser bewaard.",
    kept_server="Voor u bewaard op deze server.",
    add="Iets volgen",
    question="Vraag, of woorden van toezeggingen",
    question_hint="wat zegde Nederland toe aan munitie",
    dossier="Dossier",
    sender="Afzender",
    what="Wat",
    kinds={"question": "een vraag", "letters": "brieven", "commitments": "toezeggingen"},
    follow="Volg",
    none="U volgt nog niets.",
    new_one="{} nieuw",
    new_many="{} nieuw",
    nothing_new="niets nieuws",
    since="sinds {}",
    remove="Niet meer volgen",
    looked="Ik heb gekeken",
    feed="Feed (Atom)",
    export="Bewaar als bestand",
    import_="Neem over uit een bestand",
    imported="Overgenomen.",
    not_imported="Dit bestand is geen lijst van wat gevolgd wordt.",
    failed="Dit kon nu niet worden gevraagd; probeer het later weer.",
    loading="Kijken …",
    needs_script="Deze pagina heeft JavaScript nodig: de lijst staat in uw browser.",
    too_little="Typ een vraag, of geef een dossier of een afzender.",
)

FOLLOWING_TEXTS: Mapping[Language, FollowingTexts] = {"en": _EN, "nl": _NL}
