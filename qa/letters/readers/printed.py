"""A line as it is printed, put together piece by piece, and what is left out of it.

Shared by the readers of word processors' files. Raised and lowered text waits until it is whole, so
that "10" with a raised "-" and a raised "6" is 10⁻⁶ also where each stands in a run of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from qa.letters.readers.markup import Flow, Inline
from qa.letters.readers.raised import lowered, raised
from qa.letters.readers.symbol_fonts import UNKNOWN
from qa.records import LeftOutKind

Shift = Literal["raised", "lowered"]

SIDEBAR = re.compile(
    r"Directoraat-Generaal|www\.rijksoverheid\.nl|Turfmarkt|Postbus \d+ ?\d{4} ?[A-Z]{2}|T  ?0\d\d"
    r"|Bij beantwoording|Uw kenmerk|Ons kenmerk|Onze referentie|Contactpersoon"
)
"""What stands beside the letters of ministries, in a box or a table that floats."""

_PAGE_NUMBER = re.compile(
    r"[\W\d]*(?:(?:pagina|blad|page|p)\b[\W\d]*)?(?:(?:van|of)\b[\W\d]*)?", re.IGNORECASE
)


def kind_of_margin(text: str, otherwise: LeftOutKind) -> LeftOutKind:
    """Tell a page's number from what else stands above or below the text of a page."""
    return "page number" if _PAGE_NUMBER.fullmatch(text) else otherwise


@dataclass
class PrintedLine:
    """A line as it is put together; ``style`` is that of its paragraph."""

    inline: Inline = field(default_factory=Inline)
    style: str = ""
    _waiting: str = ""
    _shift: Shift | None = None
    _emphasised: bool = False

    def add(self, text: str, shift: Shift | None = None, emphasised: bool = False) -> None:
        """Append text."""
        if shift != self._shift:
            self.settle()
        if shift is None:
            self.inline.add(text, emphasised)
            return
        self._waiting += text
        self._shift, self._emphasised = shift, emphasised

    def settle(self) -> None:
        """Write what waits."""
        if self._waiting:
            self.inline.add(self._shifted(), self._emphasised)
        self._waiting, self._shift = "", None

    def _shifted(self) -> str:
        """Write what waits in raised or lowered characters; "10" to the "1,5" is 10^1,5."""
        write, sign = (raised, "^") if self._shift == "raised" else (lowered, "_")
        text = write(self._waiting)
        behind_digit = self.inline.text[-1:].isdigit()
        as_it_was = text == self._waiting and text[:1].isdigit()
        return sign + text if behind_digit and as_it_was else text

    def mark(self, note: str) -> None:
        """Set the mark of a note here, without the space before it."""
        self.settle()
        if not self.inline.text.isspace():
            self.inline.text = self.inline.text.rstrip(" ")
        self.inline.mark(note)


@dataclass
class Aside:
    """What is left out of the text, piece after piece, until it is handed over."""

    pieces: list[tuple[LeftOutKind, str]] = field(default_factory=list)
    _goes_on: bool = False

    def add(self, kind: LeftOutKind, text: str, apart: bool = False) -> None:
        """Keep text; pieces of one kind are joined where nothing that is shown is between."""
        if self._goes_on and not apart and self.pieces and self.pieces[-1][0] == kind:
            text = self.pieces.pop()[1] + text
        self.pieces.append((kind, text))
        self._goes_on = not apart

    def interrupt(self) -> None:
        """Note that shown text, or a new paragraph, comes in between."""
        self._goes_on = False

    def add_unknown(self, text: str) -> None:
        """Keep the signs of a shown text that have no character."""
        if UNKNOWN in text:
            self.add("unreadable", UNKNOWN * text.count(UNKNOWN), apart=True)

    def hand_over(self, flow: Flow) -> None:
        """Make furniture of all of it."""
        for kind, text in self.pieces:
            flow.add_furniture(text, kind)
        self.pieces.clear()
