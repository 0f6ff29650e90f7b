"""Merged cells of a table in a DOCX: gridSpan and hMerge over columns, vMerge over rows.

Word keeps the cells below or behind a merged one, and shows nothing of them; they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.letters.readers.docx.package import W
from qa.letters.readers.grid import Cell
from qa.letters.readers.markup import Element
from qa.letters.readers.numerals import whole


@dataclass(frozen=True, slots=True)
class _Placed:
    """A ``w:tc`` in its column; ``covered`` if it goes on with the cell above."""

    element: Element
    at: int
    columns: int
    covered: bool


def spanning_cells(rows: Sequence[Sequence[Element]]) -> list[list[Cell]]:
    """Read the cells that begin in each row, each with its column and how far it spans.

    Args:
        rows: The ``w:tc`` elements of each row.
    """
    placed = [list(_placed(row)) for row in rows]
    covered = [{one.at for one in row if one.covered} for row in placed]
    return [
        [
            Cell(one.element, one.columns, 1 + _rows_below(covered, number, one.at), one.at)
            for one in row
            if not one.covered or number == 0
        ]
        for number, row in enumerate(placed)
    ]


def _rows_below(covered: Sequence[set[int]], number: int, at: int) -> int:
    """Count the rows below a row that a cell at this column covers."""
    below = 0
    while number + below + 1 < len(covered) and at in covered[number + below + 1]:
        below += 1
    return below


def _placed(row: Sequence[Element]) -> Iterator[_Placed]:
    at = 0
    open_cell: _Placed | None = None
    for cell in row:
        if cell is row[0]:
            at = _number(next(cell.iterancestors(f"{W}tr")), "trPr", "gridBefore", 0)
        columns = max(_number(cell, "tcPr", "gridSpan", 1), 1)
        if open_cell is not None and not _goes_on(cell, "hMerge"):
            yield open_cell
            open_cell = None
        if open_cell is None:
            open_cell = _Placed(cell, at, columns, _goes_on(cell, "vMerge"))
        else:
            open_cell = replace(open_cell, columns=open_cell.columns + columns)
        at += columns
    if open_cell is not None:
        yield open_cell


def _goes_on(cell: Element, name: str) -> bool:
    """Tell a cell that goes on with the one above or before it."""
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _number(element: Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    return default if found is None else whole(found.get(f"{W}val"), default)
