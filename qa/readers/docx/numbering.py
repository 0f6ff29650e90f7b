"""Numbers of list items in a DOCX, which Word computes and the file does not hold.

Reads numbering.xml and the list settings of styles; counts as Word does. Formats seen in letters:
bullets, 1. a. i. and their capitals; another one counts as 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.readers.markup import Element
from qa.readers.numerals import numeral, whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_MOST_LETTERS = 26 * 10
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "•", "o": "○", "-": "–"}


@dataclass
class Level:
    """How one level of a list is numbered."""

    style: str
    text: str
    start: int


@dataclass
class Numbering:
    """All lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # numId -> level -> Level
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style -> (numId, level)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Element | None, styles: Element | None) -> Numbering:
        """Read the two parts; either may be missing."""
        made = cls()
        abstract: dict[str, dict[int, Level]] = {}
        for one in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            abstract[one.get(f"{W}abstractNumId", "")] = {
                _whole(level.get(f"{W}ilvl", "0")): Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", "%1."),
                    _whole(_value(level, "start", "1")),
                )
                for level in one.iter(f"{W}lvl")
            }
        for one in numbering.iter(f"{W}num") if numbering is not None else ():
            levels = dict(abstract.get(_value(one, "abstractNumId", ""), {}))
            for override in one.iter(f"{W}lvlOverride"):
                at = _whole(override.get(f"{W}ilvl", "0"))
                start = override.find(f"{W}startOverride")
                if start is not None and at in levels:
                    old = levels[at]
                    levels[at] = Level(old.style, old.text, _whole(start.get(f"{W}val", "1")))
            made.levels[one.get(f"{W}numId", "")] = levels
        for style in styles.iter(f"{W}style") if styles is not None else ():
            found = _list_of(style)
            if found:
                made.styles[style.get(f"{W}styleId", "")] = found
        return made

    def label(self, paragraph: Element) -> str | None:
        """Count this paragraph and return its number as Word shows it; ``None`` if it has none."""
        place = _list_of(paragraph)
        if place is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            place = self.styles.get(style.get(f"{W}val", "")) if style is not None else None
        if place is None or place[0] == "0":
            return None
        number, at = place
        level = self.levels.get(number, {}).get(at)
        if level is None or level.style == "none":
            return None
        counts = self._counts.setdefault(number, {})
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [other for other in counts if other > at]:
            del counts[deeper]
        if level.style == "bullet":
            return _SYMBOLS.get(level.text.strip(), level.text.strip() or "•")
        text = level.text
        for other in range(at + 1):
            made = self.levels[number].get(other)
            count = counts.get(other, made.start if made else 1)
            text = text.replace(f"%{other + 1}", _numeral(count, made.style if made else "decimal"))
        return text.strip()


def _list_of(element: Element) -> tuple[str, int] | None:
    found = element.find(f"{W}pPr/{W}numPr")
    if found is None:
        return None
    number = _value(found, "numId", "")
    return (number, _whole(_value(found, "ilvl", "0"))) if number else None


def _value(element: Element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", default) if found is not None else default


def _whole(text: str) -> int:
    return whole(text, 0)


def _numeral(count: int, style: str) -> str:
    """Write a number as Word does, which goes on after "z" with "aa", "bb"."""
    form = _STYLES.get(style, "1")
    if form in {"a", "A"} and 26 < count <= _MOST_LETTERS:
        return numeral((count - 1) % 26 + 1, form) * ((count - 1) // 26 + 1)
    return numeral(count, form)
