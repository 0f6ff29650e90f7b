"""The ledger of commitments as a table (CSV, XLSX) and as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from qa.output.schema.commitments import CommitmentModel
from qa.output.tables import Cell, Sheet, csv_of, xlsx_of

COLUMNS = (
    "commitment", "kind", "status", "who", "term as written", "from", "until", "why no days",
    "amounts", "date of letter", "subject", "dossiers", "letter", "paragraph", "reference", "link",
    "perhaps kept by", "its reference",
)  # fmt: skip

_SUMMARY = 70
"""Characters of a commitment in the title of its day."""


def ledger_rows(commitments: Iterable[CommitmentModel]) -> list[tuple[Cell, ...]]:
    """Return a row of the columns `COLUMNS` for each commitment."""
    return [_row(one) for one in commitments]


def _row(one: CommitmentModel) -> tuple[Cell, ...]:
    due, kept, place = one.due, one.perhaps_kept_by, one.citation
    return (
        one.text, one.kind, one.status, "; ".join(one.who), due.text if due else None,
        due.first if due else None, due.last if due else None, due.reason if due else None,
        "; ".join(amount.text for amount in one.amounts), place.date, one.subject,
        ", ".join(one.dossiers), place.doc_id, place.paragraph or place.unit, place.reference,
        place.url, kept.text if kept else None, kept.citation.reference if kept else None,
    )  # fmt: skip


def ledger_csv(commitments: Iterable[CommitmentModel]) -> str:
    """Return the commitments as CSV."""
    return csv_of(COLUMNS, ledger_rows(commitments))


def ledger_xlsx(commitments: Iterable[CommitmentModel]) -> bytes:
    """Return the commitments as a workbook of one sheet."""
    rows = ledger_rows(commitments)
    return xlsx_of([Sheet("commitments", COLUMNS, rows, wide=((0, 80), (10, 40), (16, 60)))])


def ledger_calendar(commitments: Sequence[CommitmentModel], made: str) -> bytes:
    """Return the commitments that have days as a calendar: each on the last day of its term.

    Args:
        commitments: Those without days are left out; a term without an end stands on its first day.
        made: When the index was made, ISO: the stamp of the entries, which so do not change by
            being fetched again.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//letters-qa//commitments//NL")
    calendar.add("version", "2.0")
    stamp = datetime.fromisoformat(made).astimezone(UTC)
    for one in commitments:
        day = (one.due.last or one.due.first) if one.due else None
        if day is not None:
            calendar.add_component(_event(one, date.fromisoformat(day), stamp))
    return bytes(calendar.to_ical())


def _event(one: CommitmentModel, day: date, stamp: datetime) -> Event:
    place = one.citation
    words = " ".join(one.text.split())
    key = f"{place.doc_id} {place.anchor} {words}"
    event = Event()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@letters-qa")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", words if len(words) <= _SUMMARY else f"{words[:_SUMMARY].rstrip()} …")
    event.add("description", f"{words}\n\n{'; '.join(one.who)}\n{place.reference}")
    event.add("categories", [one.kind, one.status])
    event.add("transp", "TRANSPARENT")
    if place.url:
        event.add("url", place.url)
    return event
