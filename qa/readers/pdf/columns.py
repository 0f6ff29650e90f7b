"""Text in two columns: the left column is read to its end, then the right one.

A table's cells are short; a column's lines are running text, as wide as each other, and the right
ones begin at one place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from qa.readers.pdf.rows import Row

_LEAST = 4  # rows: fewer side by side may be anything
_SAME = 3.0  # points: beginnings of the lines of one column differ by no more
_WORDS = 4  # in the usual line of a column; a cell of a table has fewer
_WIDTH = 0.7  # of the wider column: both are wide
_NUMERIC = re.compile(r"[\d€%.,\s–-]+")


def in_columns(rows: Sequence[Row]) -> list[Row]:
    """Put the rows of one page in reading order."""
    ordered: list[Row] = []
    at = 0
    while at < len(rows):
        end = _end_of_columns(rows, at)
        if end - at < _LEAST or not _are_columns(rows[at:end]):
            ordered.append(rows[at])
            at += 1
            continue
        gutter = median(row.cells[-1][0] for row in rows[at:end] if len(row.cells) == 2)
        for side in (0, 1):
            ordered += [part for row in rows[at:end] if (part := _part(row, side, gutter))]
        at = end
    return ordered


def _end_of_columns(rows: Sequence[Row], start: int) -> int:
    """Return where rows that stand in the columns of the first of them end."""
    if len(rows[start].cells) != 2:
        return start
    left, right = (cell[0] for cell in rows[start].cells)
    end = start
    while end < len(rows):
        cells = rows[end].cells
        both = len(cells) == 2 and abs(cells[1][0] - right) < _SAME and cells[0][0] > left - _SAME
        one = len(cells) == 1 and (
            cells[0][1] < right - 2 or abs(cells[0][0] - right) < _SAME
        )  # the last line of a paragraph, beside nothing
        if not both and not one:
            break
        end += 1
    return end


def _are_columns(rows: Sequence[Row]) -> bool:
    pairs = [row.cells for row in rows if len(row.cells) == 2]
    if len(pairs) < _LEAST:
        return False
    widths = [max(cells[side][1] - cells[side][0] for cells in pairs) for side in (0, 1)]
    words = [median(len(cells[side][2].split()) for cells in pairs) for side in (0, 1)]
    numeric = any(_NUMERIC.fullmatch(text) for cells in pairs for _, _, text in cells)
    return min(widths) > _WIDTH * max(widths) and min(words) >= _WORDS and not numeric


def _part(row: Row, side: int, gutter: float) -> Row | None:
    """Return what a row has in one column."""
    if len(row.cells) == 1:
        return row if (row.cells[0][0] >= gutter - _SAME) == bool(side) else None
    x0, x1, text = row.cells[side]
    before = len(row.cells[0][2]) + 1 if side else 0
    marks = [(at - before, length) for at, length in row.marks if before <= at < before + len(text)]
    return replace(row, text=text, x0=x0, x1=x1, marks=marks, cells=[row.cells[side]])
