"""What is no answer by itself: heads, dates and salutations, list marks, contents, bare sources.

It stands in letters beside what they say, and often meets a question's words best. It is quoted
only where it is asked for: who signed, when a letter was sent, where something was published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.evidence import Evidence
from qa.letters.readers.structure import FINITE_VERB
from qa.records import Question, Unit
from qa.text.language import DUTCH_MONTH

_DAY = rf"\d{{1,2}} (?:{DUTCH_MONTH})(?:,? \d{{4}})?"
_BARE = re.compile(
    r"[\W\d_]*"  # "1)"
    r"|\W*(?:[Gg]eachte|Mijnheer|Mevrouw|Excellentie|Hoogachtend|Met vriendelijke groet)\b.{0,60}"
    rf"|(?:[Dd]atum |Date |[A-Z][\w’' -]{{2,30}}, )?{_DAY}\W*"
    r"|.{2,120}(?:\.{4,}|(?: \.){3,}|…{2,}) ?\d{1,3}"  # a line of the contents
    r"|De Kamer\W*|(?:en )?ga(?:at|an) over tot de orde van de dag\W*"  # the formulas of a motion
    r"|(?:gehoord|gelezen|gezien) (?:de|het) [^.]{2,200}[,;]",
    re.DOTALL,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|eu|gov|net|int|info)\b"
)
_TITLE = re.compile(r"«[^»]*»+|“[^”]*”|‘[^’]*’|\"[^\"]*\"|\([^)]*\)|\[[^\]]*\]")
_PUBLISHED = re.compile(
    rf"^\W*(?:\d{{1,2}}\W+)?(?:[\w.&’'-]+ ){{0,5}}[\w.&’'-]+, (?:{_DAY}|(?:p|blz|pag)\.|pagina \d)"
    r"|\b(?:kamerstuk\w*|handelingen|aanhangsel|staatscourant|stcrt|stb)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\s*(?:\[\d{1,2}\]|\(?\d{1,2}[.)]?)\s")
_OF_HEADS = frozenset({"reference", "who"})
_WHO = re.compile(
    r"\b(?:who|whose|wie|wiens|(?:which|what|welke) (?:\w+ )?(?:minister|secretary|staatssecretaris"
    r"|bewinds\w+))\b",
    re.IGNORECASE,
)
_SOURCE_ASKED = re.compile(
    r"\b(?:bron|bronnen|sources?|web ?sites?|url|internetadres|voetnoot|footnote|raadpleg\w*|online"
    r"|where can|waar (?:kan|staat|vind\w*)|(?:which|what|welke?|waar|where|wanneer|when)\b.{0,40}"
    r"\b(?:artikel(?:en)?|articles?|krant|newspaper|gepubliceerd|published|publicaties?"
    r"|publications?|note|noot|links?))\b",
    re.IGNORECASE,
)


def without_fragments(question: Question, scored: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that can answer a question; all if none can.

    Args:
        question: What is asked: it may ask for a head, a signature or a source.
        scored: Sentences, best first.
    """
    kept = [one for one in scored if not _is_fragment(question, one.unit, one.sentence.text)]
    return kept or list(scored)


def _is_fragment(question: Question, unit: Unit, text: str) -> bool:
    if unit.kind == "letterhead":
        return question.unit not in {"letterhead", "question"} and question.kind not in _OF_HEADS
    if unit.kind == "signature":
        return question.unit != "signature" and not _WHO.search(question.text)
    if _BARE.fullmatch(text):
        return True
    apart = unit.kind == "note" or _MARKED.match(text) or _is_mostly_address(text)
    wanted = question.kind == "reference" or _SOURCE_ASKED.search(question.text)
    return bool(apart and not wanted and is_source(text))


def _is_mostly_address(text: str) -> bool:
    return sum(len(one) for one in _ADDRESS.findall(text)) > len(text) / 3


def is_source(text: str) -> bool:
    """Tell whether a text only names where something was published.

    Example:
        >>> is_source("NRC, 16 april 2024, «Corendon blijft vliegen» (nrc.nl)")
        True
        >>> is_source("Zie www.stormaanpak.nl"), is_source("De aanpak staat op www.stormaanpak.nl.")
        (True, True)
        >>> is_source("De brief is van 16 april 2024.")
        False
    """
    rest = _TITLE.sub(" ", _ADDRESS.sub(" ", text))
    if FINITE_VERB.search(rest):
        return False
    return _ADDRESS.search(text) is not None or _PUBLISHED.search(text) is not None
