"""Recesses of the House of Representatives, when it does not meet. Reckons; reads no text.

The summer and the Christmas recess follow rules that fit every year checked (in `summer` and
`christmas`); the others move with school holidays, so that only those in `PRINTED` are known. All
begin on a Friday and end on the Monday before the House meets again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

RecessName = Literal["summer", "christmas", "spring", "may", "autumn"]
Period = tuple[date, date]
"""First and last day."""

FIRST_YEAR = 2008
"""The rules were checked from this year on; earlier recesses are not known here."""

PRINTED: dict[RecessName, tuple[Period, ...]] = {
    "spring": ((date(2024, 2, 16), date(2024, 2, 26)),),
    "may": ((date(2023, 4, 21), date(2023, 5, 8)), (date(2024, 4, 26), date(2024, 5, 13))),
    "autumn": ((date(2023, 10, 13), date(2023, 10, 23)),),
}
"""As the House's own page listed them (tweedekamer.nl, "Recessen", 2023 and 2024)."""

_FRIDAY = 4


def summer(year: int) -> Period:
    """Return the summer recess of a year: from the first Friday from 3 July on, 59 days.

    Checked: 2008, 2018, 2019 and 2022 (news of those days), 2023 and 2024 (tweedekamer.nl).

    Example:
        >>> summer(2024)[0].isoformat(), summer(2024)[1].isoformat()
        ('2024-07-05', '2024-09-02')
    """
    first = _friday_from(date(year, 7, 3))
    return first, first + timedelta(days=59)


def christmas(year: int) -> Period:
    """Return the recess that begins in December of a year: the last Friday up to the 23rd, 24 days.

    Checked: 2023 (tweedekamer.nl).

    Example:
        >>> christmas(2023)[0].isoformat(), christmas(2023)[1].isoformat()
        ('2023-12-22', '2024-01-15')
    """
    first = _friday_from(date(year, 12, 17))
    return first, first + timedelta(days=24)


def _friday_from(day: date) -> date:
    return day + timedelta(days=(_FRIDAY - day.weekday()) % 7)


def next_recess(name: RecessName, day: date, year: int | None = None) -> Period | None:
    """Return the recess of this name in a year, or the first that has not begun on a day.

    Returns:
        Its first and last day; ``None`` if that recess is not known.
    """
    if year is not None:
        return next((one for one in _of(name, year) if one[0].year == year), None)
    later = [one for at in (day.year, day.year + 1) for one in _of(name, at) if one[0] > day]
    known = later[0] if later else None
    if known is None or name in PRINTED and known[0].year > _year_due(name, day):
        return None  # the one that is meant is not in the list
    return known


def _year_due(name: RecessName, day: date) -> int:
    """Return the year of the next recess of a list: this one up to the month in which it begins."""
    latest = max(one[0].month for one in PRINTED[name])
    return day.year if day.month <= latest else day.year + 1


def _of(name: RecessName, year: int) -> Iterator[Period]:
    if year < FIRST_YEAR:
        return
    if name in PRINTED:
        yield from (one for one in PRINTED[name] if one[0].year == year)
    else:
        yield summer(year) if name == "summer" else christmas(year)
