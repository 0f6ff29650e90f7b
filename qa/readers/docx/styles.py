"""What the styles of a DOCX say: hidden, struck, raised, fonts; headings, contents, tables.

A style has what the style that it is based on has, unless it says otherwise. Paragraph style and
character style are put together as Word does: what both switch on is off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from qa.readers.docx.package import W, child
from qa.readers.markup import Element, name_of
from qa.readers.printed import Shift

Gone = Literal["hidden", "struck"]

_HEADING = re.compile(r"(?:heading|kop|titel|title|tussenkop|huisstijl-kop)[ -]?\d*", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|inhopg|inhoudsopgave) ?\d|toc ?heading|kopvaninhoudsopgave"
    r"|table of (?:figures|authorities)|toa heading|index \d|lijst ?met ?afbeeldingen",
    re.IGNORECASE,
)
_TOGGLES = {"strike", "vanish"}  # switched on by two styles they are off; w:dstrike is not so
_SWITCHES = {*_TOGGLES, "dstrike"}
_SAYS = {
    f"{W}{name}" for name in (*_SWITCHES, "vertAlign", "position", "rFonts", "rStyle", "b", "i")
}
_OFF = {"0", "false", "off", "none"}
_BODY_LEVEL = 9
_NO_BORDER = {None, "nil", "none"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set: why it is not to be read, whether it is raised, its fonts."""

    gone: Gone | None = None
    shift: Shift | None = None
    fonts: tuple[str, str] = ("", "")  # for ASCII, for other characters
    emphasised: bool = False  # bold or italic by its own settings


@dataclass
class _Settings:
    """What one style, or a run itself, says of text; what is not in it is inherited."""

    switches: dict[str, bool] = field(default_factory=dict)
    shift: Shift | Literal["none"] | None = None
    fonts: dict[str, str] = field(default_factory=dict)


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
            levels = (_has_level(one) for one in self.chain(style))
            self._headings[style] = named or next((one for one in levels if one is not None), False)
        own = _has_level(paragraph)
        return self._headings[style] if own is None else own

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
        if on.get("vanish"):
            gone = "hidden"
        elif on.get("strike") or on.get("dstrike"):
            gone = "struck"
        ascii_font = found.fonts.get("ascii", "")
        return Look(
            gone,
            None if found.shift == "none" else found.shift,
            (ascii_font, found.fonts.get("hAnsi", ascii_font)),
            any(name_of(one) in {"b", "i"} and one.get(f"{W}val", "1") not in _OFF for one in said),
        )

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


def _merged(above: _Settings, below: _Settings) -> _Settings:
    return replace(
        above,
        switches={**above.switches, **below.switches},
        shift=below.shift or above.shift,
        fonts={**above.fonts, **below.fonts},
    )


def _has_level(element: Element) -> bool | None:
    """Tell whether a paragraph or style has a level in the outline; ``None`` if it says nothing."""
    properties = child(element, "pPr")
    level = child(properties, "outlineLvl") if properties is not None else None
    return None if level is None else level.get(f"{W}val", "") != str(_BODY_LEVEL)


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
        elif name == "rFonts":
            made.fonts = {
                kind: font for kind in ("ascii", "hAnsi") if (font := one.get(f"{W}{kind}"))
            }
    return made
