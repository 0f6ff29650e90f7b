"""The ledger of commitments for people and programs: chosen, a page at a time, and as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal, get_args

from qa.assistant.opened import Answering
from qa.commitments import Entry, Wanted
from qa.commitments.ledger import Order
from qa.output.ledger import ledger_calendar, ledger_csv, ledger_xlsx
from qa.output.schema.commitments import CommitmentModel, LedgerModel

LedgerFile = Literal["csv", "xlsx", "ics", "json"]
LEDGER_FILES: tuple[LedgerFile, ...] = get_args(LedgerFile)
"""Forms that the ledger can be had in."""


def chosen(assistant: Answering, wanted: Wanted, order: Order = "letter") -> list[Entry]:
    """Return the entries that are asked for; see `qa.commitments.Ledger.chosen`."""
    letters = [entry.doc_id for entry in assistant.letters_where(wanted.where)]
    return assistant.ledger().chosen(wanted, letters, order)


def ledger_page(
    assistant: Answering, wanted: Wanted, order: Order, offset: int, limit: int
) -> LedgerModel:
    """Return a page of the commitments that are asked for: ``limit`` from ``offset`` on."""
    found = chosen(assistant, wanted, order)
    return LedgerModel(
        index=assistant.searched.index,
        today=assistant.ledger().today.isoformat(),
        total=len(found),
        offset=offset,
        limit=limit,
        commitments=[
            CommitmentModel.of(one, assistant.letter) for one in found[offset : offset + limit]
        ],
    )


def ledger_file(
    assistant: Answering, wanted: Wanted, order: Order, form: LedgerFile
) -> str | bytes:
    """Return all commitments that are asked for as a file."""
    page = ledger_page(assistant, wanted, order, 0, len(assistant.ledger().entries))
    made = str(assistant.generation.get("made", "1970-01-01T00:00:00+00:00"))
    forms: Mapping[LedgerFile, Callable[[], str | bytes]] = {
        "csv": lambda: ledger_csv(page.commitments),
        "xlsx": lambda: ledger_xlsx(page.commitments),
        "ics": lambda: ledger_calendar(page.commitments, made),
        "json": lambda: json.dumps(page.as_json(), ensure_ascii=False, indent=2) + "\n",
    }
    return forms[form]()
