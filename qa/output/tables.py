"""Tables as CSV, and as XLSX for spreadsheets.

What a letter says is written as text in every cell: a spreadsheet never takes it for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

from qa.text.xml_signs import held_by_xml

Cell = str | int | float | None
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")  # the wide signs count too
_STRANGE = "\ufffd"  # in place of a character that no spreadsheet can hold
_WIDTH = 16  # of a column, in characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, its rows, and the width in characters of columns that are wide."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    wide: Sequence[tuple[int, int]] = ()


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV with a byte order mark, so that spreadsheets read the accents."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(heads)
    for row in rows:
        table.writerow([_harmless(_held(cell)) for cell in row])
    return "\ufeff" + written.getvalue()


def xlsx_of(sheets: Iterable[Sheet]) -> bytes:
    """Return tables as a workbook, one sheet each, its heads standing still."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(one.name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(one.heads), _WIDTH)
            for column, width in one.wide:
                sheet.set_column(column, column, width, wrapped)
            _write_row(sheet, 0, one.heads, bold)
            for number, row in enumerate(one.rows, start=1):
                _write_row(sheet, number, row)
    return written.getvalue()


def _harmless(cell: Cell) -> Cell:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _held(cell: Cell) -> Cell:
    return held_by_xml(cell, _STRANGE) if isinstance(cell, str) else cell


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet,
    number: int,
    cells: Sequence[Cell],
    style: xlsxwriter.format.Format | None = None,
) -> None:
    for column, cell in enumerate(map(_held, cells)):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, style)
        elif cell is not None:
            sheet.write_number(number, column, cell, style)
