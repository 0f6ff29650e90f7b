"""Dates that letters name, normalised: "15 februari jl." in a letter of 2 March 2024 is 2024-02-15.

Dutch and English ways of writing. A date whose year is not said, or hangs on the date of a letter
that has none, gets no value, and the reason. Guesses no year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.messages import Message
from qa.text.language import ENGLISH_MONTH, MONTH, MONTH_NUMBERS

Precision = Literal["day", "month", "year"]

_YEAR = r"(?:19|20)\d\d"
_LAST = r"jl\.?|jongstleden|last"
_NEXT = r"a\.s\.?|aanstaande|next"

_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:e|ste|de|st|nd|rd|th)? (?P<month>{MONTH})\b"
    rf"(?:,? (?P<year>{_YEAR})\b| (?P<last>{_LAST})(?!\w)| (?P<next>{_NEXT})(?!\w))?"
    rf"|\b(?P<month2>{ENGLISH_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?\d)"
    rf"(?:,? (?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<month3>{MONTH}) (?P<year3>{_YEAR})\b"
    rf"|\b(?P<day4>\d{{1,2}})-(?P<month4>\d{{1,2}})-(?P<year4>{_YEAR})\b"
    r"|\b(?:in|sinds|vanaf|per|begin|medio|eind|voorjaar|najaar|zomer|winter|since|from|by|during"
    rf"|early|late|spring|autumn|summer) (?:van )?(?P<year5>{_YEAR})\b(?!\s?[-–]\d)",
    re.IGNORECASE,
)

NO_YEAR = Message("day-without-year")
NO_LETTER_DATE = Message("day-without-letter-date")
NO_DAY = Message("day-not-there")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as ``text[start:end]`` writes it.

    ``value`` is ISO: "2024-02-15", "2024-02" or "2024" by ``precision``; ``None`` with the
    ``reason`` if it cannot be told.
    """

    text: str
    start: int
    end: int
    precision: Precision
    value: str | None
    reason: Message | None = None


def find_days(text: str, written: date | None = None) -> list[Day]:
    """Find the dates in a text, in order.

    Args:
        text: Any text.
        written: The date of the letter it stands in, from which "jl." and "a.s." count.

    Example:
        >>> [day.value for day in find_days("op 23 januari jl.", date(2024, 2, 5))]
        ['2024-01-23']
    """
    return [_day(match, written) for match in _DAY.finditer(text)]


def _day(match: re.Match[str], written: date | None) -> Day:
    parts = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value}

    def found(precision: Precision, value: str | None, reason: Message | None = None) -> Day:
        return Day(match[0], match.start(), match.end(), precision, value, reason)

    year, month = parts.get("year"), _month(parts.get("month"))
    if month is None:
        return found("year", year) if "day" not in parts else found("day", None, NO_DAY)
    if "day" not in parts:
        return found("month", f"{year}-{month:02d}")
    number = int(parts["day"])

    def on(day: date | None) -> Day:
        return found("day", day.isoformat() if day else None, None if day else NO_DAY)

    if year:
        return on(_made(int(year), month, number))
    if "last" not in parts and "next" not in parts:
        return found("day", None, NO_YEAR)
    if written is None:
        return found("day", None, NO_LETTER_DATE)
    if "last" in parts:
        return on(_nearest(written.year, -1, month, number, lambda one: one <= written))
    return on(_nearest(written.year, 1, month, number, lambda one: one >= written))


def _month(name: str | None) -> int | None:
    if name is None:
        return None
    if name.isdigit():
        return int(name) if 1 <= int(name) <= 12 else None
    return MONTH_NUMBERS[name.casefold()]


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(
    year: int, step: int, month: int, day: int, fits: Callable[[date], bool]
) -> date | None:
    """Return the first such day of this year or of those after (or before) it that fits."""
    years = (year + step * i for i in range(9))  # 29 February may be eight years away
    days = (_made(one, month, day) for one in years)
    return next((one for one in days if one is not None and fits(one)), None)


def years_in(text: str) -> set[str]:
    """Return the years that a text names, of the last century and of this one.

    Example:
        >>> years_in("In 2019, niet in 1815 of 20190")
        {'2019'}
    """
    return set(re.findall(r"\b(?:19|20)\d\d\b", text))
