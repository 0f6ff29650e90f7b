"""Which letters to search: by date, dossier, kind, sender or letter. Searches nothing."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.errors import QuestionError
from qa.text.days import find_days
from qa.text.dossiers import dossier_number

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages to search; an empty field filters nothing. Dates are ISO, both ends included.

    Values of one field are alternatives, fields must all be fulfilled. A letter without a date is
    left out as soon as a date is asked for, unless ``undated`` lets it pass. A sender fits if its
    function or name holds the words, whatever their capitals and accents. A passage must hold every
    one of ``phrases`` as written (`qa.text.phrases`). ``without`` are ids of letters that are left
    out; the program sets it itself, so that a set of questions does not answer itself.
    """

    doc_ids: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    undated: bool = False
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is filtered."""
        return self != Filter()


def make_filter(
    letters: Sequence[str] = (),
    dossiers: Sequence[str] = (),
    kinds: Sequence[str] = (),
    senders: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    undated: bool = False,
) -> Filter:
    """Make a filter of what a person typed.

    Args:
        letters: Ids of letters.
        dossiers: Numbers as in ids or as printed: "28676", "36 725 VI"; a dossier's number alone
            stands for all of its chapters.
        kinds: Such as "Brief"; capitals do not count.
        senders: Parts of a function or name.
        since: The first day: "2023", "2023-05", "2023-05-31", "mei 2023" or "31 mei 2023".
        until: The last day, likewise; a year or month counts to its end.
        undated: Let letters pass whose date is unknown.

    Raises:
        QuestionError: Naming the date that is none.
    """
    return Filter(
        doc_ids=tuple(letters),
        dossiers=tuple(dossier_number(dossier.upper()) for dossier in dossiers),
        kinds=tuple(kinds),
        senders=tuple(senders),
        since=_day(since, last=False) if since else None,
        until=_day(until, last=True) if until else None,
        undated=undated,
    )


def _day(text: str, last: bool) -> str:
    found = _DAY.fullmatch(_as_iso(text.strip()))
    try:
        if found is None:
            raise ValueError
        year = int(found[1])
        month = int(found[2]) if found[2] else (12 if last else 1)
        end = calendar.monthrange(year, month)[1] if last else 1
        return datetime.date(year, month, int(found[3]) if found[3] else end).isoformat()
    except (ValueError, IndexError):
        raise QuestionError("no-date", text=text) from None


def _as_iso(text: str) -> str:
    """Write "5 februari 2024", "05-02-2024" and "februari 2024" as ISO; others as they are."""
    for day in find_days(text):
        if day.text == text and day.value is not None:
            return day.value
    return text


def filter_json(where: Filter) -> dict[str, Any]:
    """Return the fields that filter, by the names that `make_filter` takes."""
    fields = {
        "letters": list(where.doc_ids),
        "dossiers": list(where.dossiers),
        "kinds": list(where.kinds),
        "senders": list(where.senders),
        "since": where.since,
        "until": where.until,
        "undated": where.undated,
    }
    return {name: value for name, value in fields.items() if value}
