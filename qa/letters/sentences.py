"""Dutch text to sentences, by rules: abbreviations, initials, dates and numbers do not end one.

Libraries tried split after "mln." or "t.b.v."; letters are full of both. Works on the regular
text of a unit; sentences cover all of it but white space.
"""

from __future__ import annotations

import re

from qa.records import Sentence, Unit
from qa.text.language import ABBREVIATIONS, DUTCH_MONTH, LAST_ABBREVIATIONS

_END = re.compile(r"([.?!…]+)([»”\"’')\]]*)(?:\s+|$)")
_LAST_WORD = re.compile(r"[^\s(«“\"‘'\[]*$")
_OPENERS = "«“\"‘'(["
_MONTH = re.compile(rf"(?:{DUTCH_MONTH})\b")
_FUNCTION_WORDS = {"de", "het", "een", "dit", "deze", "die", "dat", "in", "op", "over", "wij", "ik",
                   "tot", "met", "daarnaast", "hierbij", "ook", "voor", "uw", "er", "zij", "als",
                   "tijdens", "daarbij", "bij", "aan", "naar", "om", "door", "wel"}  # fmt: skip


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences.

    Returns:
        Start and end of each sentence, without white space around it, in order.

    Example:
        >>> sentence_spans("Op 23 januari jl. sprak ik (€ 87 mln.) toe. Dat was al.")
        [(0, 43), (44, 55)]
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and not _ends_here(text, match):
            continue
        spans.append(_trimmed(text, start, match.end()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return [(low, high) for low, high in spans if low < high]


def sentences_of(unit: Unit) -> list[Sentence]:
    """Return the sentences of a unit, with offsets; a row of a table is one sentence."""
    if unit.kind == "row":
        return [Sentence(unit.start, unit.end, unit.text, unit.label)]
    return [
        Sentence(unit.start + start, unit.start + end, unit.text[start:end], unit.label)
        for start, end in sentence_spans(unit.text)
    ]


def _ends_here(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip(_OPENERS)
    if not following or following[0].islower():
        return False
    if match[1] != ".":
        return True
    last = _last_word(text, match.start())
    folded = last.casefold()
    if re.fullmatch(r"[^\W\d_]|(?:[A-Z][a-z]?\.)+[A-Z][a-z]?", last):
        return False  # an initial: "K.H. Ollongren"
    if folded in LAST_ABBREVIATIONS:
        return _starts_sentence(following)
    if folded in ABBREVIATIONS:
        return False
    if last.isdigit() and len(last) <= 2:
        return not _MONTH.match(following) and not following[0].isdigit()
    return True


def _last_word(text: str, end: int) -> str:
    match = _LAST_WORD.search(text, max(0, end - 40), end)
    return match[0] if match else ""


def _starts_sentence(following: str) -> bool:
    """After an abbreviation only a capital on a common word shows that a new sentence begins."""
    word = re.match(r"[^\W\d_]+", following)
    return word is not None and word[0].casefold() in _FUNCTION_WORDS or following[:1] in "–-"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
