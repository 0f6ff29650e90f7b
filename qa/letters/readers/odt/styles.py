"""What the styles of an ODT say of text: hidden, struck, raised or lowered, bold, its font.

Capitals by style (fo:text-transform) are what is printed; small capitals stay as they were typed.
A style has what its parent has, unless it says otherwise; a span's style stands over that of its
paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.letters.readers.markup import Element
from qa.letters.readers.printed import Shift
from qa.records import LeftOutKind

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_NONE = {None, "none"}


@dataclass(frozen=True, slots=True)
class Look:
    """How text is set; ``None`` where nothing is said."""

    hidden: bool | None = None
    struck: bool | None = None
    shift: Shift | str | None = None  # "" is on the line
    font: str | None = None
    capitals: bool | None = None

    def over(self, below: Look) -> Look:
        """Put this look over another one."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.shift if self.shift is None else self.shift,
            below.font if self.font is None else self.font,
            below.capitals if self.capitals is None else self.capitals,
        )

    @property
    def gone(self) -> LeftOutKind | None:
        """Why text that is set so is not to be read."""
        if self.hidden:
            return "hidden"
        return "struck" if self.struck else None


class Styles:
    """The styles of a document and of its common part."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._families: dict[str, str] = {}  # a font's name in the document -> the font
        for root in roots:
            for face in root.iter(f"{STYLE}font-face"):
                family = face.get(f"{SVG}font-family", "").strip("'\"")
                self._families[face.get(f"{STYLE}name", "")] = family
            for style in root.iter(f"{STYLE}style"):
                key = (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", ""))
                self._styles[key] = style

    def look(self, family: str, name: str | None) -> Look:
        """Return what a style says of text, with its parents."""
        key = (family, name or "")
        if key not in self._looks:
            made = Look()
            for style in self._chain(family, name or ""):
                for properties in style.findall(f"{STYLE}text-properties"):
                    made = made.over(self._own(properties))
            self._looks[key] = made
        return self._looks[key]

    def is_numbered(self, name: str | None) -> bool:
        """Tell whether a heading's style leaves it the number of its level in the outline."""
        for style in self._chain("paragraph", name or ""):
            lists = style.get(f"{STYLE}list-style-name")
            if lists is not None:
                return bool(lists)
        return True

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[family, name]
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")

    def _own(self, properties: Element) -> Look:
        display = properties.get(f"{TEXT}display")
        lines = [
            properties.get(f"{STYLE}text-line-through-{name}") for name in ("style", "type", "text")
        ]
        said = [one for one in lines if one is not None]
        transform = properties.get(f"{FO}text-transform")
        font = properties.get(f"{STYLE}font-name")
        family = self._families.get(font or "") or properties.get(f"{FO}font-family") or font
        return Look(
            hidden=None if display is None else display == "none",
            struck=any(one not in _NONE for one in said) if said else None,
            shift=_shift(properties.get(f"{STYLE}text-position")),
            font=family.strip("'\"") if family else None,
            capitals=None if transform is None else transform == "uppercase",
        )


def _shift(position: str | None) -> Shift | str | None:
    """Read "super 58%", "-33% 58%"; ``None`` where no position is given."""
    words = (position or "").split()
    if not words:
        return None
    named: dict[str, Shift] = {"super": "raised", "sub": "lowered"}
    if words[0] in named:
        return named[words[0]]
    if not words[0].strip("-+0.%"):
        return ""
    return "lowered" if words[0].startswith("-") else "raised"


def emphasised_styles(root: Element) -> set[str]:
    """Return the names of the styles of a part that are bold or italic."""
    return {
        style.get(f"{STYLE}name", "")
        for style in root.iter(f"{STYLE}style")
        for properties in style.iter(f"{STYLE}text-properties")
        if properties.get(f"{FO}font-weight") == "bold"
        or properties.get(f"{FO}font-style") in {"italic", "oblique"}
    }
