"""Numbers of list items and headings in a DOCX, which Word computes and the file does not hold.

Reads numbering.xml and the list settings of styles; counts as Word does: lists of one abstract
list go on with each other, a level begins again below a higher one. Knows the formats that letters
have; another one counts as 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from qa.letters.readers.docx.package import W, child
from qa.letters.readers.docx.styles import Styles, is_on
from qa.letters.readers.markup import Element
from qa.letters.readers.numerals import numeral, whole
from qa.letters.readers.symbol_fonts import UNKNOWN, as_characters
from qa.text.language import DUTCH_NUMBERS

_LETTERS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_MOST_LETTERS = 26 * 10
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "•", "o": "○", "-": "–"}
_NOTE_SIGNS = "*†‡§"
_DUTCH_ORDINALS = {1: "eerste", 3: "derde", 8: "achtste"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    ``restart`` is the level (from 1) below which it begins again, 0 for never; ``None`` for any
    higher one. ``font`` is that of a bullet; ``style`` the paragraphs' style that it belongs to.
    """

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    tight: bool = False
    hidden: bool = False
    font: str = ""
    style: str = ""
    digits: int = 0


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the list that it counts with, its levels, and where it begins anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number or bullet; ``prefix`` is it with the space behind it, if there is any."""

    text: str
    prefix: str


@dataclass
class Numbering:
    """All lists of a document, and how far each has counted."""

    styles: Styles
    _abstracts: dict[str, Element] = field(default_factory=dict)
    _numbers: dict[str, Element] = field(default_factory=dict)
    _lists: dict[str, _List | None] = field(default_factory=dict)  # those met so far
    _places: dict[str, tuple[str | None, int | None]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)  # abstract list -> level
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, part: Element | None, styles: Styles) -> Numbering:
        """Read numbering.xml, which may be missing."""
        made = cls(styles)
        if part is not None:
            for one in part.iter(f"{W}abstractNum"):
                made._abstracts[one.get(f"{W}abstractNumId", "")] = one
            for one in part.iter(f"{W}num"):
                made._numbers[one.get(f"{W}numId", "")] = one
        return made

    def _list(self, number: str) -> _List | None:
        """Return a list by its number, read when it is first met."""
        if number not in self._lists:
            element = self._numbers.get(number)
            self._lists[number] = None if element is None else self._read_list(element)
        return self._lists[number]

    def _read_list(self, element: Element) -> _List:
        abstract = self._resolved(_value(element, "abstractNumId", ""))
        base = self._abstracts.get(abstract)
        levels = dict(_levels(base)) if base is not None else {}
        starts = {}
        for override in element.iter(f"{W}lvlOverride"):
            at = whole(override.get(f"{W}ilvl"), 0)
            levels.update((at, level) for _, level in _levels(override))
            start = override.find(f"{W}startOverride")
            if start is not None and at in levels:
                starts[at] = whole(start.get(f"{W}val"), 1)
                levels[at] = replace(levels[at], start=starts[at])
        return _List(abstract, levels, starts)

    def _resolved(self, abstract: str) -> str:
        """Follow a list that only names a style of lists to the list that has the levels."""
        seen: set[str] = set()
        while abstract in self._abstracts and abstract not in seen:
            seen.add(abstract)
            style = _value(self._abstracts[abstract], "numStyleLink", "")
            if not style:
                break
            number = next((n for one in self.styles.chain(style) if (n := _list_of(one)[0])), "")
            linked = [
                one
                for one, element in self._abstracts.items()
                if _value(element, "styleLink", "") == style and one not in seen
            ]
            if not linked and number in self._numbers:
                linked = [_value(self._numbers[number], "abstractNumId", "")]
            abstract = linked[0] if linked else abstract
        return abstract

    def label(self, paragraph: Element) -> Label | None:
        """Count this paragraph and return its number as Word shows it; ``None`` if it has none."""
        place = self._place(paragraph)
        if place is None:
            return None
        number, at = place
        found = self._list(number)
        level = found.levels.get(at) if found is not None else None
        if found is None or level is None:
            return None
        counts = self._count(number, found, at)
        if level.hidden:
            return None
        text = _bullet(level) if level.format == "bullet" else _numbered(found.levels, at, counts)
        if self.styles.prints_capitals(paragraph):
            text = text.upper()
        shown = text.strip()
        if not shown:
            return None
        return Label(shown, text.lstrip() if level.tight else f"{shown} ")

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the list and level of a paragraph, by its own settings or its style's."""
        number, at = _list_of(paragraph)
        if number is None:
            number, level = self._place_of_style(self.styles.of_paragraph(paragraph))
            at = level if at is None else at
        return (number, at or 0) if number not in {None, "", "0"} and number is not None else None

    def _place_of_style(self, style: str) -> tuple[str | None, int | None]:
        """Return the list and level that a style gives, or those that it is based on."""
        if style not in self._places:
            number: str | None = None
            at: int | None = None
            for one in self.styles.chain(style):
                number, level = _list_of(one)
                at = level if at is None else at
                if number is not None:
                    at = self._level_of_style(number, style) if at is None else at
                    break
            self._places[style] = (number, at)
        return self._places[style]

    def _level_of_style(self, number: str, style: str) -> int | None:
        found = self._list(number)
        return next(
            (at for at, level in (found.levels.items() if found else ()) if level.style == style),
            None,
        )

    def _count(self, number: str, found: _List, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if at in found.starts and (number, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((number, at))
        counts[at] = counts.get(at, found.levels[at].start - 1) + 1
        for deeper in [other for other in counts if other > at]:
            level = found.levels.get(deeper)
            restart = level.restart if level is not None else None
            if restart is None or at < restart:
                del counts[deeper]
        return counts


def _levels(element: Element) -> Iterator[tuple[int, Level]]:
    for level in element.iter(f"{W}lvl"):
        restart = level.find(f"{W}lvlRestart")
        fonts = level.find(f"{W}rPr/{W}rFonts")
        form = next(level.iter(f"{W}numFmt"), None)
        custom = form.get(f"{W}format", "") if form is not None else ""
        yield (
            whole(level.get(f"{W}ilvl"), 0),
            Level(
                form.get(f"{W}val", "decimal") if form is not None else "decimal",
                _value(level, "lvlText", ""),
                whole(_value(level, "start", "1"), 1),
                whole(restart.get(f"{W}val"), 0) if restart is not None else None,
                is_on(level, "isLgl"),
                _value(level, "suff", "tab") == "nothing",
                is_on(level.find(f"{W}rPr"), "vanish"),
                fonts.get(f"{W}ascii", "") if fonts is not None else "",
                _value(level, "pStyle", ""),
                len(match[0]) if (match := re.match(r"0*1(?=,|$)", custom)) else 0,
            ),
        )


def _numbered(levels: dict[int, Level], at: int, counts: dict[int, int]) -> str:
    """Write a number with those of the higher levels that its text names."""
    own = levels[at]

    def written(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        level = levels.get(other, Level())
        if level.format == "none" or other > at:
            return ""
        form = "decimal" if own.legal and level.format != "decimalZero" else level.format
        return formatted(counts.get(other, level.start), form, level.digits)

    return (
        "" if own.format == "none" and "%" not in own.text else re.sub(r"%(\d)", written, own.text)
    )


def _bullet(level: Level) -> str:
    text = level.text.strip()
    if text in _BULLETS:
        return _BULLETS[text]
    shown = as_characters(text, level.font).replace(UNKNOWN, "•")
    return shown or "•"


def formatted(count: int, form: str, digits: int = 0) -> str:
    """Write a number in one of Word's formats.

    Args:
        count: The number.
        form: The value of ``w:numFmt``.
        digits: The fewest digits of a custom format ("001" has 3).
    """
    letter = _LETTERS.get(form)
    if letter in {"a", "A"} and 26 < count <= _MOST_LETTERS:  # after "z" comes "aa", "bb"
        return numeral((count - 1) % 26 + 1, letter) * ((count - 1) // 26 + 1)
    if letter:
        return numeral(count, letter)
    if form == "decimalZero":
        return f"{count:02}"
    if form == "chicago" and count > 0:
        return _NOTE_SIGNS[(count - 1) % 4] * ((count - 1) // 4 + 1)
    if form == "ordinal":
        return f"{count}e"
    if form == "numberInDash":
        return f"- {count} -"
    if form == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x245F + count)
    if form in {"cardinalText", "ordinalText"} and 0 <= count < len(DUTCH_NUMBERS):
        name = DUTCH_NUMBERS[count]
        ordinal = _DUTCH_ORDINALS.get(count, f"{name}{'ste' if count == 20 else 'de'}")
        return (ordinal if form == "ordinalText" else name).capitalize()
    return "" if form == "none" else str(count).zfill(digits)


def _list_of(element: Element) -> tuple[str | None, int | None]:
    """Return the list and the level that a paragraph or a style itself names."""
    properties = child(element, "pPr")
    found = child(properties, "numPr") if properties is not None else None
    if found is None:
        return None, None
    number, level = child(found, "numId"), child(found, "ilvl")
    return (
        number.get(f"{W}val", "") if number is not None else None,
        whole(level.get(f"{W}val"), 0) if level is not None else None,
    )


def _value(element: Element, name: str, default: str) -> str:
    found = child(element, name)
    return str(found.get(f"{W}val", default)) if found is not None else default
