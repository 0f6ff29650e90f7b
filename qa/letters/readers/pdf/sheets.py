"""What a page of a PDF gives: fragments of lines with their place, size and style, on sheets.

A sheet holds the text of a page in one direction. Coordinates are points from the top left corner
of the page as it is rendered (the crop box).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.records import LeftOutKind

Box = tuple[float, float, float, float]


@dataclass
class Printed:
    """Text on one line: its box, its baseline and its style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool


@dataclass
class Fragment(Printed):
    """A run of characters on one line, without a wide gap.

    ``marks`` are (position, length) of raised small numbers in ``text``; ``bold`` and ``italic``
    hold if all of it is, ``ends_bold`` if its last words are.
    """

    page: int
    marks: list[tuple[int, int]] = field(default_factory=list)
    lowered: list[tuple[int, int]] = field(default_factory=list)
    left_out: LeftOutKind | None = None
    ends_bold: bool = False


@dataclass(frozen=True)
class Frame:
    """Where a point of the page stands for a reader of text in one direction, and its size.

    u = xx * x + xy * y + x0 runs along the lines, v = yx * x + yy * y + y0 from line to line.
    """

    xx: float
    xy: float
    x: float
    yx: float
    yy: float
    y: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return (u, v) of a point."""
        return (
            self.xx * x + self.xy * y + self.x,
            round(self.yx * x + self.yy * y + self.y, 2),
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) of a box."""
        if self.xx == 1:  # most pages
            return x0 + self.x, self.y - y1, x1 + self.x, self.y - y0
        a, c = self.xx * x0 + self.xy * y0 + self.x, self.xx * x1 + self.xy * y1 + self.x
        b, d = self.yx * x0 + self.yy * y0 + self.y, self.yx * x1 + self.yy * y1 + self.y
        return min(a, c), min(b, d), max(a, c), max(b, d)


@dataclass
class PageGlyphs:
    """The fragments of a page in the file's order, and its size.

    A page has a sheet for each direction that text on it has: ``turn`` counts the quarter turns to
    the left. ``left_out`` is what is not to be quoted, by kind; ``images`` counts pictures.
    """

    number: int
    frame: Frame
    fragments: list[Fragment]
    images: int
    left_out: list[Fragment] = field(default_factory=list)
    turn: int = 0

    @property
    def width(self) -> float:
        """In points, along the lines."""
        return self.frame.width

    @property
    def height(self) -> float:
        """In points, across the lines."""
        return self.frame.height

    def shown(self, box: Box) -> Box:
        """Return a box of the sheet as (x0, y0, x1, y1) on the page as it is shown."""
        x0, y0, x1, y1 = box
        if self.turn == 1:
            return y0, self.width - x1, y1, self.width - x0
        if self.turn == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 3:
            return self.height - y1, x0, self.height - y0, x1
        return box
