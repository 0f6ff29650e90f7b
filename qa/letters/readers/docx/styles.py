"""What the styles of a DOCX say: hidden, struck, raised, fonts; headings, contents, tables.

Capitals (w:caps) are what Word prints; small capitals stay as they were typed, for they are letters
of another shape, and what is copied from the page has them so. Text of one point cannot be read and
is hidden; so is white text, unless something around it is shaded (`Styles.on_white`).

A style has what the style that it is based on has, unless it says otherwise. Paragraph style and
character style are put together as Word does: what both switch on is off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from qa.letters.readers.docx.package import W, child
from qa.letters.readers.markup import Element, name_of
from qa.letters.readers.numerals import whole
from qa.letters.readers.printed import Shift

Gone = Literal["hidden", "struck"]

_HEADING = re.compile(r"(?:heading|kop|titel|title|tussenkop|huisstijl-kop)[ -]?\d*", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|inhopg|inhoudsopgave) ?\d|toc ?heading|kopvaninhoudsopgave"
    r"|table of (?:figures|authorities)|toa heading|index \d|lijst ?met ?afbeeldingen",
    re.IGNORECASE,
)
_TOGGLES = {
    "strike",
    "vanish",
    "caps",
}  # switched on by two styles they are off; w:dstrike is not so
_SWITCHES = {*_TOGGLES, "dstrike"}
_SAYS = {
    f"{W}{name}"
    for name in (*_SWITCHES, "vertAlign", "position", "rFonts", "rStyle", "b", "i", "color", "sz",
                 "shd", "highlight")
}  # fmt: skip
_OFF = {"0", "false", "off", "none"}
_BODY_LEVEL = 9
_TOO_SMALL = 2  # half points; Word's smallest letters
_WHITE = re.compile(r"F[A-F0-9]F[A-F0-9]F[A-F0-9]", re.IGNORECASE)  # #f0f0f0 and lighter
_NO_BORDER = {None, "nil", "none"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set: why it is not to be read, whether it is raised, its fonts."""

    gone: Gone | None = None
    shift: Shift | None = None
    fonts: tuple[str, str] = ("", "")  # for ASCII, for other characters
    emphasised: bool = False  # bold or italic by its own settings
    capitals: bool = False
    vanished: bool = False  # hidden text; small or white text is not
    white: bool = False  # and neither shaded nor highlighted itself


@dataclass
class _Settings:
    """What one style, or a run itself, says of text; what is not in it is inherited."""

    switches: dict[str, bool] = field(default_factory=dict)
    shift: Shift | Literal["none"] | None = None
    fonts: dict[str, str] = field(default_factory=dict)
    color: str | None = None
    size: int | None = None  # in half points
    shaded: bool | None = None


def is_on(properties: Element | None, name: str) -> bool:
    """Tell whether properties switch something on."""
    found = child(properties, name) if properties is not None else None
    return found is not None and found.get(f"{W}val", "1") not in _OFF


class Styles:
    """The styles of a document by id."""

    def __init__(self, part: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._settings: dict[tuple[str, str], _Settings] = {}
        self._looks: dict[tuple[object, ...], Look] = {}
        self._headings: dict[str, bool] = {}
        self._levels: dict[str, int | None] = {}
        self._contents: dict[str, bool] = {}
        for style in part.iter(f"{W}style") if part is not None else ():
            self._styles[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}default") not in {None, *_OFF}:
                self._defaults[style.get(f"{W}type", "")] = style.get(f"{W}styleId", "")

    def chain(self, style: str) -> Iterator[Element]:
        """Go through a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            based = self._styles[style].find(f"{W}basedOn")
            style = based.get(f"{W}val", "") if based is not None else ""

    def of_paragraph(self, paragraph: Element) -> str:
        """Return the id of a paragraph's style, the document's default one if it names none."""
        properties = child(paragraph, "pPr")
        style = child(properties, "pStyle") if properties is not None else None
        default = self._defaults.get("paragraph", "")
        return default if style is None else str(style.get(f"{W}val", ""))

    def is_heading(self, style: str, paragraph: Element) -> bool:
        """Tell a heading by its style's name or its level in the outline."""
        if style not in self._headings:
            named = any(_HEADING.fullmatch(name) for name in self._names(style))
            self._headings[style] = named or self._level_of_style(style) is not None
        own = _level(paragraph)
        return self._headings[style] if own is None else own < _BODY_LEVEL

    def level(self, style: str, paragraph: Element) -> int | None:
        """Return a paragraph's level in the outline, from 0; ``None`` if it has none."""
        own = _level(paragraph)
        if own is None:
            return self._level_of_style(style)
        return own if own < _BODY_LEVEL else None

    def _level_of_style(self, style: str) -> int | None:
        if style not in self._levels:
            levels = (_level(one) for one in self.chain(style))
            found = next((one for one in levels if one is not None), _BODY_LEVEL)
            self._levels[style] = found if found < _BODY_LEVEL else None
        return self._levels[style]

    def is_contents(self, style: str) -> bool:
        """Tell a line of a table of contents by its style."""
        if style not in self._contents:
            self._contents[style] = any(_CONTENTS.fullmatch(one) for one in self._names(style))
        return self._contents[style]

    def _names(self, style: str) -> list[str]:
        """Return a style's id and name; Word's own styles have English names in all languages."""
        named = self._styles[style].find(f"{W}name") if style in self._styles else None
        return [style, named.get(f"{W}val", "") if named is not None else ""]

    def draws_table(self, style: str) -> bool:
        """Tell a style of tables with lines or shades; one that is not defined, by its name."""
        if style not in self._styles:
            return re.search(r"grid|raster|list|table ?\d", style, re.IGNORECASE) is not None
        return any(has_borders(one) or _has_shades(one) for one in self.chain(style))

    def look(self, paragraph_style: str, run: Element | None) -> Look:
        """Return how a run is set, by its own settings and its styles.

        Args:
            paragraph_style: The id of its paragraph's style.
            run: Its ``w:rPr``.
        """
        said = [one for one in run if one.tag in _SAYS] if run is not None else []
        key = (paragraph_style, *((one.tag, *one.attrib.values()) for one in said))
        if key not in self._looks:
            self._looks[key] = self._look(paragraph_style, said)
        return self._looks[key]

    def _look(self, paragraph_style: str, said: Sequence[Element]) -> Look:
        style = next((one.get(f"{W}val", "") for one in said if name_of(one) == "rStyle"), "")
        found = _merged(self._styled(paragraph_style, style), _settings(said))
        on = found.switches
        gone: Gone | None = None
        if on.get("vanish") or (found.size is not None and found.size <= _TOO_SMALL):
            gone = "hidden"
        elif on.get("strike") or on.get("dstrike"):
            gone = "struck"
        ascii_font = found.fonts.get("ascii", "")
        return Look(
            gone,
            None if found.shift == "none" else found.shift,
            (ascii_font, found.fonts.get("hAnsi", ascii_font)),
            any(name_of(one) in {"b", "i"} and one.get(f"{W}val", "1") not in _OFF for one in said),
            bool(on.get("caps")),
            bool(on.get("vanish")),
            _WHITE.fullmatch(found.color or "") is not None and not found.shaded,
        )

    def prints_capitals(self, paragraph: Element) -> bool:
        """Tell whether a paragraph's number, which is set as its mark is, is in capitals."""
        properties = child(paragraph, "pPr")
        mark = child(properties, "rPr") if properties is not None else None
        return self.look(self.of_paragraph(paragraph), mark).capitals

    def hides(self, paragraph: Element, mark: Element | None) -> bool:
        """Tell a paragraph whose mark is hidden, by itself or by a style."""
        return self.look(self.of_paragraph(paragraph), mark).vanished

    def on_white(self, run: Element, paragraph_style: str) -> bool:
        """Tell that nothing around a run is shaded, as far as can be seen; a box may be."""
        if any(_is_shaded(child(one, "pPr")) for one in self.chain(paragraph_style)):
            return False
        for around in run.iterancestors():
            name = name_of(around)
            if name == "txbxContent":
                return False
            if name in {"p", "tc", "tbl"} and _is_shaded(child(around, f"{name}Pr")):
                return False
            style = around.find(f"{W}tblPr/{W}tblStyle") if name == "tbl" else None
            if style is not None and any(map(_has_shades, self.chain(style.get(f"{W}val", "")))):
                return False
        return True

    def _styled(self, paragraph_style: str, run_style: str) -> _Settings:
        key = (paragraph_style, run_style)
        if key not in self._settings:
            above, below = self._inherited(paragraph_style), self._inherited(run_style)
            merged = _merged(above, below)
            for name in _TOGGLES:
                both = above.switches.get(name, False) and below.switches.get(name, False)
                if both:
                    merged.switches[name] = False
                elif name in above.switches or name in below.switches:
                    merged.switches[name] = any(
                        one.switches.get(name, False) for one in (above, below)
                    )
            self._settings[key] = merged
        return self._settings[key]

    def _inherited(self, style: str) -> _Settings:
        made = _Settings()
        for one in reversed(list(self.chain(style))):
            properties = one.find(f"{W}rPr")
            if properties is not None:
                made = _merged(made, _settings(properties))
        return made


def has_borders(element: Element) -> bool:
    """Tell that a table or a style has a line around or between its cells."""
    return any(
        one.get(f"{W}val") not in _NO_BORDER
        for borders in element.iter(f"{W}tblBorders", f"{W}tcBorders")
        for one in borders
    )


def _has_shades(style: Element) -> bool:
    return any(one.get(f"{W}fill", "auto") != "auto" for one in style.iter(f"{W}shd"))


def _is_shaded(properties: Element | None) -> bool:
    shade = child(properties, "shd") if properties is not None else None
    return shade is not None and is_dark(shade)


def is_dark(shade: Element) -> bool:
    """Tell a shade, or a mark of a highlighter, on which white text is seen."""
    if name_of(shade) == "highlight":
        return shade.get(f"{W}val", "none") not in {"none", "white"}
    fill = shade.get(f"{W}fill", "auto")
    pattern = shade.get(f"{W}val", "clear")
    return pattern not in {"clear", "nil"} or (fill != "auto" and not _WHITE.fullmatch(fill))


def _merged(above: _Settings, below: _Settings) -> _Settings:
    return replace(
        above,
        switches={**above.switches, **below.switches},
        shift=below.shift or above.shift,
        fonts={**above.fonts, **below.fonts},
        color=below.color or above.color,
        size=above.size if below.size is None else below.size,
        shaded=above.shaded if below.shaded is None else below.shaded,
    )


def _level(element: Element) -> int | None:
    """Return the level in the outline that a paragraph or style names, `_BODY_LEVEL` for text."""
    properties = child(element, "pPr")
    level = child(properties, "outlineLvl") if properties is not None else None
    if level is None:
        return None
    return min(max(whole(level.get(f"{W}val"), 0), 0), _BODY_LEVEL)


def _settings(properties: Iterable[Element]) -> _Settings:
    made = _Settings()
    for one in properties:
        name = name_of(one)
        if name in _SWITCHES:
            made.switches[name] = one.get(f"{W}val", "1") not in _OFF
        elif name == "vertAlign":
            found = {"superscript": "raised", "subscript": "lowered"}.get(one.get(f"{W}val", ""))
            made.shift = found or "none"  # type: ignore[assignment]
        elif name == "position" and made.shift is None:
            height = one.get(f"{W}val", "0")
            if height.lstrip("-+0"):
                made.shift = "lowered" if height.startswith("-") else "raised"
        elif name == "color":
            made.color = one.get(f"{W}val")
        elif name == "sz":
            made.size = whole(one.get(f"{W}val"), _TOO_SMALL + 1)
        elif name in {"shd", "highlight"}:
            made.shaded = made.shaded or is_dark(one)
        elif name == "rFonts":
            made.fonts = {
                kind: font for kind in ("ascii", "hAnsi") if (font := one.get(f"{W}{kind}"))
            }
    return made
