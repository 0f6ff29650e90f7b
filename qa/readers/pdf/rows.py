"""A printed line of a PDF's column."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Row:
    """One printed line of a column; ``marks`` are (position, length) of raised numbers."""

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    marks: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[float, float, str]] = field(default_factory=list)  # x0, x1, text
