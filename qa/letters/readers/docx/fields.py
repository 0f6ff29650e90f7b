"""Fields of a DOCX: which text is a field's instruction, which its result, and which contents.

A field begins, has an instruction, then perhaps a result, and ends; all of it may go over many
paragraphs, and fields stand in fields. What a field without a result shows is made here: a check
box, the choice of a list, a symbol, a fraction, a number that is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.letters.readers.docx.counting import Counters
from qa.letters.readers.docx.package import W
from qa.letters.readers.docx.styles import is_on
from qa.letters.readers.markup import Element
from qa.letters.readers.numerals import whole
from qa.letters.readers.raised import fraction
from qa.letters.readers.symbol_fonts import sign

CHECKED, EMPTY = "☒", "☐"

_CONTENTS = {"TOC", "INDEX", "TOA"}
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[\da-f]+|\d+)(?:.*?\\f\s+\"?([^\"\\]+)\"?)?", re.IGNORECASE)
_FRACTION = re.compile(r"\s*EQ\s+\\f\s*\(([^();,]+)[;,]([^();,]+)\)\s*", re.IGNORECASE)


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False
    has_result: bool = False
    choice: str = ""  # what a form's field shows

    @property
    def name(self) -> str:
        words = self.instruction.split(maxsplit=1)
        return words[0].upper() if words else ""


class Fields:
    """The fields that are open at a place of a story, outermost first."""

    def __init__(self, counters: Counters | None = None) -> None:
        self._open: list[_Field] = []
        self._counters = counters or Counters()

    def beside(self) -> Fields:
        """Return those of another story, which go on with the same counts."""
        return Fields(self._counters)

    def enter(self, level: int | None) -> None:
        """Begin a paragraph of a level in the outline, from 0; ``None`` if it is no heading."""
        self._counters.enter(level)

    @property
    def shows_text(self) -> bool:
        """Whether text here is to be seen: no field is still in its instruction."""
        return all(one.in_result for one in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether text here is of a table of contents or an index."""
        return any(one.name in _CONTENTS for one in self._open)

    def begin(self, mark: Element | None = None, instruction: str = "") -> None:
        """Open a field; one with its instruction at once is in its result."""
        choice = _choice(mark) if mark is not None else ""
        self._open.append(_Field(instruction, bool(instruction), False, choice))

    def instruct(self, text: str) -> None:
        """Take in a part of the instruction of the innermost field."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def separate(self) -> None:
        """Begin the result of the innermost field."""
        if self._open:
            self._open[-1].in_result = True

    def take(self) -> None:
        """Note that text of a result was shown."""
        for one in self._open:
            one.has_result = True

    def end(self) -> str:
        """Close the innermost field; returns what it shows if it has no result of its own."""
        if not self._open:
            return ""
        closed = self._open.pop()
        counted = self._counters.count(closed.instruction)
        if closed.has_result:
            return ""
        return closed.choice or counted or _computed(closed.instruction)


def unclosed(story: Element) -> set[Element]:
    """Return the marks that begin a field which never ends; what follows one is plain text."""
    begun: list[Element] = []
    for mark in story.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return set(begun)


def _choice(mark: Element) -> str:
    """Return what a form's check box or list shows."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        checked = "checked" if box.find(f"{W}checked") is not None else "default"
        return CHECKED if is_on(box, checked) else EMPTY
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [one.get(f"{W}val", "") for one in choices.iter(f"{W}listEntry")]
    chosen = choices.find(f"{W}result")
    if chosen is None:
        chosen = choices.find(f"{W}default")
    at = whole(chosen.get(f"{W}val"), 0) if chosen is not None else 0
    return entries[at] if 0 <= at < len(entries) else ""


def _computed(instruction: str) -> str:
    """Return what Word makes of a field that keeps no result: a symbol, a fraction."""
    symbol = _SYMBOL.match(instruction)
    if symbol:
        code = int(symbol[1], 0) if symbol[1].lower().startswith("0x") else whole(symbol[1], 0)
        return sign((symbol[2] or "").strip(), code)
    made = _FRACTION.fullmatch(instruction)
    if made:
        return fraction(made[1], made[2])
    words = instruction.split(maxsplit=1)
    return f"[formula {words[1].strip()}]" if words[:1] in (["EQ"], ["eq"]) and words[1:] else ""
