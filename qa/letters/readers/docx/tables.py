"""Tables of a DOCX: which hold data and which only place text, their rows, and their heads."""

from __future__ import annotations

from collections.abc import Sequence

from qa.letters.readers.docx.package import W
from qa.letters.readers.docx.styles import Styles, has_borders, is_on
from qa.letters.readers.grid import Cell
from qa.letters.readers.markup import Element, name_of

_CELL_PARAGRAPHS = 4  # a cell with more holds a letter, not a value, if few lines are drawn
_FEW_ROWS = 2


def table_rows(table: Element) -> list[Element]:
    """Return the rows of a table, those of tables in its cells not."""
    return [row for row in table.iter(f"{W}tr") if nearest(row, "tbl") is table]


def row_cells(row: Element, table: Element) -> list[Element]:
    """Return the cells of a row."""
    return [cell for cell in row.iter(f"{W}tc") if nearest(cell, "tbl") is table]


def is_deleted(row: Element) -> bool:
    """Tell a row that was deleted with changes tracked."""
    return row.find(f"{W}trPr/{W}del") is not None


def is_hidden(row: Element) -> bool:
    """Tell a row that Word does not print."""
    return is_on(row.find(f"{W}trPr"), "hidden")


def nearest(element: Element, name: str) -> Element | None:
    """Return the nearest element of a name that an element stands in."""
    return next((one for one in element.iterancestors() if name_of(one) == name), None)


def has_text(element: Element) -> bool:
    """Tell whether any letter or symbol stands below an element."""
    return any((one.text or "").strip() for one in element.iter(f"{W}t")) or (
        next(element.iter(f"{W}sym"), None) is not None
    )


def holds_data(table: Element, rows: Sequence[Sequence[Element]], styles: Styles) -> bool:
    """Tell a table of data from one that places text: lines drawn, and several filled columns."""
    filled = sum(sum(map(has_text, cells)) >= 2 for cells in rows)
    if not filled:
        return False
    own = table.find(f"{W}tblPr/{W}tblBorders")
    style = table.find(f"{W}tblPr/{W}tblStyle")
    ruled = (
        has_borders(own)
        if own is not None
        else (style is not None and styles.draws_table(style.get(f"{W}val", "")))
    )
    borders = [_own_borders(cell) for cells in rows for cell in cells]
    cleared = sum(one is not None and not has_borders(one) for one in borders)
    if ruled and 2 * cleared < len(borders) and (_is_gridded(own) or len(rows) > _FEW_ROWS):
        return True
    drawn = (ruled and cleared < len(borders)) or any(
        has_borders(one) for one in borders if one is not None
    )
    return drawn and filled >= 2 and not any(_is_full(cell) for cells in rows for cell in cells)


def _own_borders(cell: Element) -> Element | None:
    """Return the borders that a cell has instead of its table's, or its row."""
    own = cell.find(f"{W}tcPr/{W}tcBorders")
    if own is not None:
        return own
    row = nearest(cell, "tr")
    return row.find(f"{W}tblPrEx/{W}tblBorders") if row is not None else None


def has_columns(table: Element) -> bool:
    """Tell whether a row of a table has text in two cells."""
    return any(sum(map(has_text, row_cells(row, table))) >= 2 for row in table_rows(table))


def _is_gridded(borders: Element | None) -> bool:
    """Tell own lines between cells from a frame around all of them; a style has both."""
    return borders is None or any(
        borders.find(f"{W}{side}") is not None for side in ("insideH", "insideV")
    )


def _is_full(cell: Element) -> bool:
    return sum(map(has_text, cell.iter(f"{W}p"))) > _CELL_PARAGRAPHS


def head_rows(rows: Sequence[Element], cells: Sequence[Sequence[Cell]]) -> int:
    """Count the rows that Word repeats as head; the first row counts where none is marked.

    A second one counts where the first has a heading over several columns, and the second has
    nothing under the other headings.
    """
    marked = 0
    for row in rows:
        if not is_on(row.find(f"{W}trPr"), "tblHeader"):
            break
        marked += 1
    if marked or len(cells) < 3 or all(cell.columns == 1 for cell in cells[0]):
        return marked or 1
    alone = {cell.at for cell in cells[0] if cell.columns == 1}
    below = [cell for cell in cells[1] if has_text(cell.element)]
    return 2 if alone and below and not alone & {cell.at for cell in below} else 1
