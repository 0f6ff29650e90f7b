"""Cells that span columns or rows to a grid, so that each stands under its own header.

Knows no format: a reader says how far a cell spans, and in which column it stands if the form says
so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MAX_COLUMNS = 200
"""A table in a letter has fewer columns; a file may claim millions."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as its form holds it; ``at`` is its column from 0, where the form names it."""

    element: Any
    columns: int = 1
    rows: int = 1
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid: its cell, and whether the cell begins in this row and column."""

    cell: Cell
    in_first_row: bool = True
    in_first_column: bool = True


def to_grid(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Slot | None]]:
    """Put the cells of each row in their columns, those that reach down from above too.

    Args:
        rows: The cells that begin in each row, from left to right.

    Returns:
        For each row a slot for each column up to its last one; ``None`` where no cell is.
    """
    hanging: dict[int, tuple[Slot, int]] = {}  # column -> (its slot, rows that it still fills)
    for row in rows:
        placed = {column: slot for column, (slot, _) in hanging.items()}
        hanging = {column: (slot, left - 1) for column, (slot, left) in hanging.items() if left > 1}
        column = 0
        for cell in row:
            first = max(column, min(cell.at or 0, MAX_COLUMNS))
            while first in placed:
                first += 1
            column = max(first + 1, min(first + cell.columns, MAX_COLUMNS))
            for i in range(first, column):
                placed.setdefault(i, Slot(cell, in_first_column=i == first))
                if cell.rows > 1:
                    hanging.setdefault(i, (Slot(cell, False, i == first), cell.rows - 1))
        yield [placed.get(i) for i in range(max(placed, default=-1) + 1)]


def own_cells(row: Sequence[Slot | None]) -> list[Slot | None]:
    """Return the slots whose text a row has, ``None`` for an empty one.

    A cell has its text in its first row and column. One that reaches down at the left of the row
    says what the row is about, so the row has it again; one that reaches down elsewhere stays
    empty. What only goes on from the left at the row's end is left out.
    """
    begins = next((i for i, slot in enumerate(row) if slot and slot.in_first_row), 0)
    own = [
        slot if slot and slot.in_first_column and (slot.in_first_row or i < begins) else None
        for i, slot in enumerate(row)
    ]
    while own and own[-1] is None:
        own.pop()
    return own
