"""Tables of a PDF: rows whose words stand in columns, with or without drawn lines.

A table is a run of rows with wide gaps at the same places. A cell that goes on over several
printed lines stays one cell where its row has only that cell filled. Finds no tables inside notes,
and none with one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qa.letters.readers.pdf.layout import Row
from qa.letters.readers.pdf.letterhead import is_label
from qa.letters.readers.pdf.paragraphs import hangs
from qa.letters.readers.structure import opens_letterhead

Box = tuple[float, float, float, float]

_WIDE = 3  # cells: two rows of so many are a table already
_LEAST_ROWS = 3  # fewer rows side by side may be a letterhead or a signature
_LEAST_CELLS = 2
_NEAR = 2.6  # times the size: rows further apart are not one table
_SLACK = 3.0  # points
_NUMERIC = re.compile(r"(?:€|EUR|[+-])?\s*\d[\d.,\s]*(?:%|mln\.?|mld\.?)?|[-–]")


@dataclass
class TableRow:
    """A row: (text, box) of each cell, an empty text for an empty cell."""

    page: int
    cells: list[tuple[str, Box]]
    is_head: bool = False
    turn: int = 0


@dataclass
class Table:
    """Rows in order, those of the head first; ``headers`` has one text for each column."""

    rows: list[TableRow] = field(default_factory=list)
    headers: tuple[str, ...] = ()


def find_tables(rows: Sequence[Row]) -> Iterator[Table | list[Row]]:
    """Go through rows in reading order: tables, and the stretches of other rows between them."""
    plain: list[Row] = []
    i = 0
    while i < len(rows):
        end = _table_end(rows, i)
        if end is None:
            plain.append(rows[i])
            i += 1
            continue
        if plain:
            yield plain
            plain = []
        yield _table(rows[i:end])
        i = end
    if plain:
        yield plain


def _is_tabular(row: Row) -> bool:
    item = len(row.cells) == 2 and (hangs(row.cells[0][2]) or is_label(row.cells[0][2]))
    return len(row.cells) >= _LEAST_CELLS and not item and not opens_letterhead(row.text)


def _table_end(rows: Sequence[Row], start: int) -> int | None:
    """Return where the table that begins at ``start`` ends, or ``None`` if none begins there."""
    if not _is_tabular(rows[start]):
        return None
    columns = _columns([rows[start]])
    full = 1
    end = start + 1
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        near = row.page == above.page and row.baseline - above.baseline < _NEAR * row.size
        if not near or not _fits(row, columns):
            break
        if _is_tabular(row):
            full += 1
        columns = _columns(rows[start : end + 1])
        end += 1
    while end > start and not _is_tabular(rows[end - 1]):
        end -= 1
    wide = end - start == full >= 2 and all(len(row.cells) >= _WIDE for row in rows[start:end])
    return end if (full >= _LEAST_ROWS or wide) and len(columns) >= _LEAST_CELLS else None


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the (x0, x1) of columns: stretches that cells cover, joined where they overlap."""
    spans = sorted((x0, x1) for row in rows for x0, x1, _ in row.cells)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 <= columns[-1][1] + _SLACK:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _fits(row: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether no cell of a row bridges two columns."""
    return all(
        sum(x0 < right and left < x1 for left, right in columns) <= 1 for x0, x1, _ in row.cells
    )


def _table(rows: Sequence[Row]) -> Table:
    columns = _columns(rows)
    made = []
    for row in rows:
        cells: list[tuple[str, Box]] = [("", (x0, row.y0, x1, row.y1)) for x0, x1 in columns]
        for x0, x1, text in row.cells:
            at = next(i for i, (left, right) in enumerate(columns) if left - 1 <= x0 <= right + 1)
            before = f"{cells[at][0]} " if cells[at][0] else ""
            cells[at] = (before + text, (x0, row.y0, x1, row.y1))
        made.append(TableRow(row.page, cells, turn=row.turn))
    made = _joined(made)
    heads = _head_rows(made)
    if not heads:
        return Table(made)
    head = TableRow(
        made[0].page,
        [
            (
                " ".join(row.cells[i][0] for row in made[:heads] if row.cells[i][0]),
                _around([row.cells[i][1] for row in made[:heads]]),
            )
            for i in range(len(columns))
        ],
        is_head=True,
        turn=made[0].turn,
    )
    return Table([head, *made[heads:]], tuple(text for text, _ in head.cells))


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _joined(rows: list[TableRow]) -> list[TableRow]:
    """Join a row without a first cell to the row above: its cells go on there.

    A row in which more than half of the cells are filled is one of its own.
    """
    joined: list[TableRow] = []
    for row in rows:
        filled = [i for i, (text, _) in enumerate(row.cells) if text]
        goes_on = filled and 0 not in filled and len(filled) <= len(row.cells) // 2
        if joined and goes_on:
            above = joined[-1]
            for i in filled:
                text, box = above.cells[i]
                above.cells[i] = (f"{text} {row.cells[i][0]}".strip(), box)
        else:
            joined.append(row)
    return joined


def _head_rows(rows: Sequence[TableRow]) -> int:
    """Count the rows before the first with a number in a cell; one, if there are no numbers."""
    for i, row in enumerate(rows):
        if any(_NUMERIC.fullmatch(text) for text, _ in row.cells if text):
            return i
    return 1
