"""Numbers of list items and headings in an ODT, which its program computes.

A list that goes on takes up the counts of the one before it of its style, or of the one that it
names; an item that only holds a deeper list is not counted. Headings count by their level in the
outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from qa.letters.readers.markup import Element, name_of
from qa.letters.readers.numerals import numeral, whole
from qa.letters.readers.odt.styles import FO, STYLE, TEXT, Styles
from qa.letters.readers.symbol_fonts import UNKNOWN, as_characters, is_symbol_font

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_OUTLINE = "\0outline"
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "•", "o": "○", "-": "–"}
_DASH = "–"  # of a list whose style is not in the file
_LEVELS = {
    "list-level-style-number", "outline-level-style", "list-level-style-bullet",
    "list-level-style-image",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts; ``bullet`` is printed in place of a number."""

    format: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1
    pattern: str = ""  # "%1%.%2%)"
    bullet: str | None = None
    doubles: bool = False  # after "z" comes "aa", "bb", not "aa", "ab"


@dataclass
class Lists:
    """All styles of lists, and how far each list has counted."""

    _levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)  # style -> the last list of it
    _ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, roots: Iterable[Element]) -> Lists:
        """Read the styles of lists, the document's own last."""
        made = cls()
        for root in roots:
            for style in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
                outline = name_of(style) == "outline-style"
                name = _OUTLINE if outline else style.get(f"{STYLE}name", "")
                for level in style:
                    if name_of(level) in _LEVELS:
                        made._levels[name, whole(level.get(f"{TEXT}level"), 1)] = _level(level)
        return made

    def begin(self, element: Element, style: str) -> str:
        """Begin a list that is in no other; returns the name of what it counts with."""
        key = f"list {len(self._ids)}"
        continued = element.get(f"{TEXT}continue-list")
        if continued is not None and continued in self._ids:
            key = self._ids[continued]
        elif element.get(f"{TEXT}continue-numbering") == "true" and style in self._last:
            key = self._last[style]
        self._counts.setdefault(key, {})
        self._last[style] = key
        self._ids[element.get(XML_ID) or f"\0{len(self._ids)}"] = key
        return key

    def begin_inner(self, element: Element, key: str, level: int) -> None:
        """Begin a list in an item of another; it counts from its start unless it goes on."""
        if element.get(f"{TEXT}continue-numbering") == "false":
            self._counts[key].pop(level, None)

    def label(self, item: Element, key: str, style: str, level: int) -> str | None:
        """Count an item, and return what is printed before it; ``None`` for nothing."""
        kind = self._levels.get((style, level))
        counts = self._counts[key]
        self._count(counts, level, kind, item.get(f"{TEXT}start-value"))
        printed = item.find(f"{TEXT}number")
        if printed is not None:
            return "".join(printed.itertext()).strip() or None
        if kind is None:
            return _DASH
        shown = self._number(style, level, counts) if kind.bullet is None else kind.bullet
        return shown or None

    def label_apart(self, item: Element, key: str, style: str, level: int) -> str | None:
        """Count a paragraph that is an item without standing in a list."""
        self._counts.setdefault(key, {})
        return self.label(item, key, style, level)

    def heading(self, element: Element, styles: Styles) -> str | None:
        """Count a heading, and return its number; ``None`` if it has none."""
        printed = element.find(f"{TEXT}number")
        if printed is not None:
            return "".join(printed.itertext()).strip() or None
        level = whole(element.get(f"{TEXT}outline-level"), 1)
        kind = self._levels.get((_OUTLINE, level))
        if (
            kind is None
            or element.get(f"{TEXT}is-list-header") == "true"
            or not styles.is_numbered(element.get(f"{TEXT}style-name"))
        ):
            return None
        counts = self._counts.setdefault(_OUTLINE, {})
        if element.get(f"{TEXT}restart-numbering") == "true":
            counts.pop(level, None)
        self._count(counts, level, kind, element.get(f"{TEXT}start-value"))
        return self._number(_OUTLINE, level, counts) or None

    def _count(
        self, counts: dict[int, int], level: int, kind: _Level | None, start: str | None
    ) -> None:
        first = kind.start if kind else 1
        counts[level] = whole(start, counts.get(level, first - 1) + 1)
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

    def _number(self, style: str, level: int, counts: dict[int, int]) -> str:
        kind = self._levels[style, level]
        if not kind.format:
            return f"{kind.before}{kind.after}".strip()
        if kind.pattern:
            return re.sub(
                r"%(\d+)%", lambda one: self._written(style, int(one[1]), counts), kind.pattern
            ).strip()
        first = max(1, level - kind.shown + 1)
        shown = [self._written(style, one, counts) for one in range(first, level + 1)]
        return f"{kind.before}{'.'.join(filter(None, shown))}{kind.after}".strip()

    def _written(self, style: str, level: int, counts: dict[int, int]) -> str:
        kind = self._levels.get((style, level), _Level())
        if not kind.format:
            return ""
        count = counts.get(level, kind.start)
        if kind.doubles and kind.format in {"a", "A"} and 26 < count <= 26 * 10:
            return numeral((count - 1) % 26 + 1, kind.format) * ((count - 1) // 26 + 1)
        return numeral(count, kind.format)


def _level(element: Element) -> _Level:
    name = name_of(element)
    before, after = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
    if name == "list-level-style-image":
        return _Level(bullet="•")
    if name == "list-level-style-bullet":
        shown = _bullet(element)
        return _Level(bullet=f"{before}{shown}{after}" if shown else "")
    pattern = next((v for k, v in element.attrib.items() if k.endswith("}num-list-format")), "")
    return _Level(
        element.get(f"{STYLE}num-format", ""),
        before,
        after,
        whole(element.get(f"{TEXT}start-value"), 1),
        whole(element.get(f"{TEXT}display-levels"), 1),
        pattern,
        doubles=element.get(f"{STYLE}num-letter-sync") == "true",
    )


def _bullet(element: Element) -> str:
    text = element.get(f"{TEXT}bullet-char", "").strip()
    if text in _BULLETS:
        return _BULLETS[text]
    properties = element.find(f"{STYLE}text-properties")
    fonts = [
        properties.get(name, "").strip("'\"")
        for name in (f"{STYLE}font-name", f"{FO}font-family")
        if properties is not None
    ]
    font = next(filter(is_symbol_font, fonts), "")
    return as_characters(text, font).replace(UNKNOWN, "•")
