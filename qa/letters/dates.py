"""Dates as Dutch letters print them, and as metadata carry them. Guesses no year."""

from __future__ import annotations

import re
from datetime import date

from qa.text.days import find_days
from qa.text.language import DUTCH_MONTH, DUTCH_MONTHS

DATE = rf"\d{{1,2}} (?:{DUTCH_MONTH}) \d{{4}}"
"""A date with its year, for use inside a pattern."""


def dutch_date(text: str) -> date | None:
    """Read "7 oktober 2009"; ``None`` if it is no date with a year."""
    match = re.fullmatch(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})", text.strip().casefold())
    if not match or match[2] not in DUTCH_MONTHS:
        return None
    return _date(int(match[3]), DUTCH_MONTHS.index(match[2]) + 1, int(match[1]))


def iso_date(text: str) -> date | None:
    """Read "2021-07-06", also with a time after it; ``None`` if it is no date."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})(?=$|T| )", text.strip())
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def written_date(text: str) -> date | None:
    """Read a date behind a label: "7 oktober 2009", "7 October 2009", "07-10-2009"."""
    text = text.strip()
    numbers = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    if numbers:
        return _date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
    days = find_days(text)
    whole = len(days) == 1 and days[0].precision == "day" and days[0].text == text
    return dutch_date(text) or iso_date(text) or (iso_date(days[0].value or "") if whole else None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
