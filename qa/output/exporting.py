"""The quotes and amounts of an answer as tables: CSV, and XLSX for spreadsheets."""

from __future__ import annotations

from qa.citations.citing import pages_said
from qa.output.tables import Cell, Sheet, csv_of, xlsx_of
from qa.records import Answer

QUOTES = ("question", "quote", "letter", "paragraph", "pages", "reference", "link", "says",
          "sha256", "start", "end")  # fmt: skip
AMOUNTS = ("question", "amount as written", "value", "low", "high", "currency", "limit", "per",
           "why no value", "letter", "paragraph", "reference", "start", "end")  # fmt: skip


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
    """Return the quotes as CSV."""
    return csv_of(QUOTES, quote_rows(answer))


def as_xlsx(answer: Answer) -> bytes:
    """Return the quotes and the amounts as a workbook of two sheets."""
    return xlsx_of(
        [
            Sheet("quotes", QUOTES, quote_rows(answer), wide=((0, 30), (1, 70))),
            Sheet("amounts", AMOUNTS, amount_rows(answer), wide=((0, 30), (1, 18))),
        ]
    )
