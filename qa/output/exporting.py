"""The quotes and amounts of an answer as tables: CSV, and XLSX for spreadsheets.

What a letter says is written as text in every cell: a spreadsheet never takes it for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import xlsxwriter

from qa.citations.citing import pages_said
from qa.records import Answer
from qa.text.xml_signs import held_by_xml

QUOTES = ("question", "quote", "letter", "paragraph", "pages", "reference", "link", "says",
          "sha256", "start", "end")  # fmt: skip
AMOUNTS = ("question", "amount as written", "value", "low", "high", "currency", "limit", "per",
           "why no value", "letter", "paragraph", "reference", "start", "end")  # fmt: skip

Cell = str | int | float | None
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")  # the wide signs count too
_STRANGE = "\ufffd"  # in place of a character that no spreadsheet can hold


def quote_rows(answer: Answer) -> list[tuple[Cell, ...]]:
    """Return a row of the columns `QUOTES` for each quote."""
    return [
        (
            answer.question.typed, quote.text, quote.citation.doc_id,
            quote.citation.paragraph or quote.citation.unit, pages_said(quote.citation),
            quote.citation.reference, quote.citation.url, quote.second_look.sentence,
            quote.citation.sha256, quote.citation.start, quote.citation.end,
        )
        for quote in answer.quotes
    ]  # fmt: skip


def amount_rows(answer: Answer) -> list[tuple[Cell, ...]]:
    """Return a row of the columns `AMOUNTS` for each amount in the quotes."""
    return [
        (
            answer.question.typed, amount.text,
            *(None if number is None else float(number)
              for number in (amount.value, amount.low, amount.high)),
            amount.currency, amount.limit, amount.per, amount.reason, quote.citation.doc_id,
            quote.citation.paragraph or quote.citation.unit, quote.citation.reference,
            amount.start, amount.end,
        )
        for quote in answer.quotes
        for amount in quote.amounts
    ]  # fmt: skip


def as_csv(answer: Answer) -> str:
    """Return the quotes as CSV with a byte order mark, so that spreadsheets read the accents."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(QUOTES)
    for row in quote_rows(answer):
        table.writerow([_harmless(_held(cell)) for cell in row])
    return "\ufeff" + written.getvalue()


def _harmless(cell: Cell) -> Cell:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _held(cell: Cell) -> Cell:
    return held_by_xml(cell, _STRANGE) if isinstance(cell, str) else cell


def as_xlsx(answer: Answer) -> bytes:
    """Return the quotes and the amounts as a workbook of two sheets."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, heads, rows in (
            ("quotes", QUOTES, quote_rows(answer)),
            ("amounts", AMOUNTS, amount_rows(answer)),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 0, 30, wrapped)
            sheet.set_column(1, 1, 70 if name == "quotes" else 18, wrapped)
            sheet.set_column(2, len(heads), 16)
            _write_row(sheet, 0, heads, bold)
            for number, row in enumerate(rows, start=1):
                _write_row(sheet, number, row)
    return written.getvalue()


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
