"""The time that a question asks about: "in 2023", "letters of March 2024", "the latest".

Read as a wish which letters to search. Letters report on what was, so "in 2023" also means those of
the year after; only what is said of letters themselves ("a letter of 2023") is taken strictly.
Years that name a thing ("the 2014 report", "nota 2017-2018") are left alone. Finds no letters.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from qa.records import TimeRange
from qa.text.days import Day, find_days

REPORTED_YEARS = 1
"""Years after the one asked about in which letters still report on it."""

_LETTERS = r"\b(?:(?:kamer)?brie(?:f|ven)|letters?|stukken|papers?|documents?)\b"
_SINCE = re.compile(rf"{_LETTERS}.{{0,40}}\b(?:since|sinds|vanaf|after|na) $", re.IGNORECASE)
_UNTIL = re.compile(rf"{_LETTERS}.{{0,40}}\b(?:before|v[oó][oó]r) $", re.IGNORECASE)
_OF = re.compile(rf"{_LETTERS} (?:of|from|uit|van|dated|d\.d\.) (?:the year )?$", re.IGNORECASE)
_IN = re.compile(
    r"\b(?P<word>in|during|tijdens|gedurende|on|op|van|of)(?: the year| het jaar)? "
    r"(?:(?:early|late|mid|begin|eind|medio)[ -])?$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:in|since|sinds|vanaf|from|during|by|per) ", re.IGNORECASE)
_BARE_YEAR = re.compile(
    r"(?:in|during|begin|medio|eind|early|late|voorjaar|najaar|zomer|winter|spring|autumn|summer)\b",
    re.IGNORECASE,
)
_SUBJECT = "de|het|een|er|dat|dit|die|deze|ik|je|u|hij|zij|ze|we|wij|men|uw|mijn|onze?"
"""After these "nu" means "since": nu de oorlog voortduurt."""

_NEWEST = re.compile(
    r"(?<!at the )\b(?:latest|newest|most recent(?:ly)?)\b(?! (?:date|moment|deadline))"
    r"|\b(?:meest recente?|nieuwste|recentste|jongste)\b"
    r"|\blaatste (?:kamer)?(?:brief|brieven|stand|nieuws|cijfers|update|bericht|toezegging\w*"
    r"|ontwikkeling\w*|raming\w*|bedrag\w*|plan(?:nen|ning)?|besluit\w*|aantal\w*|kosten|over)\b"
    r"|\b(?:current(?:ly)?|at present|right now|as of now|at the moment|these days|now)\b(?! that)"
    r"|\b(?:the )?state of (?:play|affairs)\b"
    r"|\bstand van zaken\b|\b(?:huidige?|actuele?|momenteel|tegenwoordig|op dit moment)\b"
    rf"|(?<!tot )(?<!van )\bnu\b(?! (?:toe|{_SUBJECT})\b)",
    re.IGNORECASE,
)


def time_range_of(question: str) -> TimeRange | None:
    """Return the time a question asks about; None if it names none that is sure.

    Example:
        >>> time_range_of("what was pledged in 2023").until
        '2024-12-31'
        >>> time_range_of("brieven uit maart 2024 over Oekraïne").until
        '2024-03-31'
        >>> time_range_of("the 2014 report") is None
        True
    """
    for day in find_days(question):
        if day.value is not None and (found := _read(question, day)):
            return found
    newest = _NEWEST.search(question)
    return TimeRange(newest[0], newest=True) if newest else None


def _read(question: str, day: Day) -> TimeRange | None:
    """Return what a date in a question asks for; None if it only names a thing."""
    lead = _LEAD.match(day.text)
    before = question[: day.start + (lead.end() if lead else 0)]
    first, last = _bounds(day)
    if match := _SINCE.search(before):
        return TimeRange(question[match.start() : day.end], since=first.isoformat())
    if match := _UNTIL.search(before):
        return TimeRange(
            question[match.start() : day.end], until=(first - timedelta(days=1)).isoformat()
        )
    if match := _OF.search(before):
        words = question[match.start() : day.end]
        return TimeRange(words, first.isoformat(), last.isoformat())
    match = _IN.search(before)
    if match or _BARE_YEAR.match(day.text):
        words = question[match.start() if match else day.start : day.end]
        until = last.replace(year=last.year + REPORTED_YEARS, month=12, day=31)
        if match and match["word"].lower() in {"of", "van"}:  # a deadline is written of before
            first = first.replace(month=1, day=1)
        return TimeRange(words, first.isoformat(), until.isoformat())
    return None


def _bounds(day: Day) -> tuple[date, date]:
    """Return the first and the last day that are meant."""
    parts = [int(part) for part in (day.value or "").split("-")]
    if day.precision == "year":
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if day.precision == "month":
        year, month = parts
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(*parts), date(*parts)
