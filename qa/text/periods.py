"""Periods that letters name: "het tweede kwartaal van 2024", "dit najaar", "de week van 3 juni".

Dutch and English. A period becomes its first and last day, counted from the date of the letter
where the words hang on it: "mei" is the first May that is not over. Seasons are whole months:
spring begins on 1 March, summer on 1 June, autumn on 1 September, winter on 1 December. What a text
says about a period ("voor", "eind") is the subject of `qa.text.due`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qa.text.language import ENGLISH_MONTH, MONTH, MONTH_NUMBERS
from qa.text.recesses import RecessName, next_recess

PeriodKind = Literal["day", "week", "month", "quarter", "half", "season", "year", "recess"]
Unknown = Literal["undated", "recess"]
"""Why a period has no days: it is counted from the date of a letter that has none; or the dates of
that recess are not known here."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period as ``text[start:end]`` names it: its days, both included, or why they are unknown.

    ``current`` tells that it is called the running one: "dit jaar".
    """

    start: int
    end: int
    kind: PeriodKind
    first: date | None = None
    last: date | None = None
    current: bool = False
    unknown: Unknown | None = None


_Days = tuple[date, date] | Unknown | None
"""First and last day; or why they are not known; or ``None`` if it is no period after all."""

_SEASONS = {
    "voorjaar": 3, "lente": 3, "spring": 3, "zomer": 6, "summer": 6, "najaar": 9, "herfst": 9,
    "autumn": 9, "winter": 12,
}  # fmt: skip
_RECESSES: dict[str, RecessName] = {
    "zomer": "summer", "summer": "summer", "kerst": "christmas", "christmas": "christmas",
    "winter": "christmas", "voorjaars": "spring", "krokus": "spring", "spring": "spring",
    "mei": "may", "may": "may", "herfst": "autumn", "autumn": "autumn",
}  # fmt: skip
_ORDINALS = {
    "eerste": 1, "1e": 1, "first": 1, "tweede": 2, "2e": 2, "second": 2, "derde": 3, "3e": 3,
    "third": 3, "vierde": 4, "4e": 4, "laatste": 4, "fourth": 4, "last": 4,
}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_YEAR = r"(?:19|20)\d\d(?![\d/]|[–-]\d)"
_THIS = r"dit|deze|this"
_NEXT = r"volgende?|aanstaande|next"
_COMING = r"komende?|aankomende?|the coming"
_OF_YEAR = (
    rf"(?: (?:(?:van |of |in )?(?:het jaar |the year )?(?P<year>{_YEAR})"
    r"|(?:van |of )?(?P<this>dit (?:kalender)?jaar|this year)"
    r"|(?:van |of )?(?P<next>(?:het )?volgende? (?:kalender)?jaar|next year)))?"
)


def _year_of(match: re.Match[str], written: date | None) -> int | Unknown | None:
    """Return the year that is named beside a period; ``None`` if none is."""
    if match["year"]:
        return int(match["year"])
    if match["this"] or match["next"]:
        return "undated" if written is None else written.year + bool(match["next"])
    return None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    """Return the first and last day of some months; month 13 is January of the next year."""
    last = first + count - 1
    year_of_last, month = year + (last - 1) // 12, (last - 1) % 12 + 1
    days = calendar.monthrange(year_of_last, month)[1]
    return date(year, first, 1), date(year_of_last, month, days)


def _in_year(
    year: int | Unknown | None, written: date | None, made: Callable[[int], tuple[date, date]]
) -> _Days:
    """Return the period of a year, or the first that is not over where no year is named."""
    if isinstance(year, str):
        return year
    if year is not None:
        return made(year)
    if written is None:
        return "undated"
    years = (written.year - 1, written.year, written.year + 1)
    return next((days for days in map(made, years) if days[1] >= written), None)


def _day(match: re.Match[str], written: date | None) -> _Days:
    month = match["month"].casefold()
    number = MONTH_NUMBERS.get(month) or int(month)
    year = int(match["year"]) if match["year"] else None

    def made(of: int) -> tuple[date, date]:
        day = date(of, number, int(match["day"]))
        return day, day

    try:
        return _in_year(year, written, made)
    except ValueError:  # 31 June
        return None


def _month(match: re.Match[str], written: date | None) -> _Days:
    number = MONTH_NUMBERS[match["month"].casefold()]
    return _in_year(_year_of(match, written), written, lambda year: _months(year, number, 1))


def _quarter(match: re.Match[str], written: date | None) -> _Days:
    number = _ORDINALS[match["number"].casefold()] if match["number"] else int(match["q"])
    year = _year_of(match, written)
    return _in_year(year, written, lambda of: _months(of, 3 * number - 2, 3))


def _running_quarter(match: re.Match[str], written: date | None) -> _Days:
    if written is None:
        return "undated"
    at = written.month - (written.month - 1) % 3 + (0 if _says_this(match) else 3)
    return _months(written.year + (at > 12), (at - 1) % 12 + 1, 3)


def _half(match: re.Match[str], written: date | None) -> _Days:
    number = min(2, _ORDINALS[match["number"].casefold()])
    year = _year_of(match, written)
    return _in_year(year, written, lambda of: _months(of, 6 * number - 5, 6))


def _season(match: re.Match[str], written: date | None) -> _Days:
    number = _SEASONS[match["season"].casefold()]
    year = _year_of(match, written)
    if year is None and written and re.match(rf"(?:{_NEXT})\b", match[0], re.IGNORECASE):
        running = _months(written.year, number, 3)
        if running[0] <= written <= running[1]:
            year = written.year + 1
    return _in_year(year, written, lambda of: _months(of, number, 3))


def _whole_year(match: re.Match[str], written: date | None) -> _Days:
    return _in_year(_year_of(match, written), written, lambda year: _months(year, 1, 12))


def _coming_year(match: re.Match[str], written: date | None) -> _Days:
    return (written, add_months(written, 12)) if written else "undated"


def _recess(match: re.Match[str], written: date | None) -> _Days:
    year = int(match["year"]) if match["year"] else None
    if year is None and written is None:
        return "undated"
    name = _RECESSES[match["recess"].casefold()]
    return next_recess(name, written or date(year or 1, 1, 1), year) or "recess"


def _some_recess(match: re.Match[str], written: date | None) -> _Days:
    return "recess"


def _running(match: re.Match[str], written: date | None) -> _Days:
    """Return this, the next or the coming week or month."""
    if written is None:
        return "undated"
    if match["unit"].casefold() == "week":
        monday = written - timedelta(days=written.weekday())
        first = monday + timedelta(days=0 if _says_this(match) else 7)
        return first, first + timedelta(days=6)
    at = written.month + (0 if _says_this(match) else 1)
    return _months(written.year + (at > 12), (at - 1) % 12 + 1, 1)


def _says_this(match: re.Match[str]) -> bool:
    return re.match(rf"(?:{_THIS})\b", match[0], re.IGNORECASE) is not None


def _budget_day(match: re.Match[str], written: date | None) -> _Days:
    """Return Prinsjesdag: the third Tuesday of September (Constitution, article 65)."""

    def made(year: int) -> tuple[date, date]:
        first = date(year, 9, 1)
        day = first + timedelta(days=(1 - first.weekday()) % 7 + 14)
        return day, day

    return _in_year(_year_of(match, written), written, made)


def _accounts_day(match: re.Match[str], written: date | None) -> _Days:
    """Return Verantwoordingsdag: the third Wednesday of May (Accounts Act 2016, article 2.40)."""

    def made(year: int) -> tuple[date, date]:
        first = date(year, 5, 1)
        day = first + timedelta(days=(2 - first.weekday()) % 7 + 14)
        return day, day

    return _in_year(_year_of(match, written), written, made)


def _christmas(match: re.Match[str], written: date | None) -> _Days:
    year = _year_of(match, written)
    return _in_year(year, written, lambda of: (date(of, 12, 25), date(of, 12, 26)))


def _turn_of_the_year(match: re.Match[str], written: date | None) -> _Days:
    return _in_year(None, written, lambda of: (date(of, 12, 31), date(of + 1, 1, 1)))


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, or the last of that month if it is shorter."""
    at = day.month - 1 + months
    year, month = day.year + at // 12, at % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


_Read = Callable[[re.Match[str], "date | None"], _Days]
_WHICH = rf"(?:(?:{_THIS}|{_NEXT}|{_COMING}) )?"
_KINDS: tuple[tuple[PeriodKind, str, _Read], ...] = (
    ("day", rf"\b(?P<day>\d{{1,2}})(?:e|ste|de|st|nd|rd|th)? (?P<month>{MONTH})\b"
            rf"(?:,? (?P<year>{_YEAR}))?(?: a\.s\.| aanstaande)?(?! (?:jl|jongstleden|ll)\b)",
     _day),
    ("day", rf"\b(?P<month>{ENGLISH_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?\d)"
            rf"(?:,? (?P<year>{_YEAR}))?", _day),
    ("day", rf"\b(?P<day>\d{{1,2}})-(?P<month>\d{{1,2}})-(?P<year>{_YEAR})", _day),
    ("day", rf"\b(?:Prinsjesdag|Budget Day)\b{_OF_YEAR}", _budget_day),
    ("day", rf"\bVerantwoordingsdag\b{_OF_YEAR}", _accounts_day),
    ("day", rf"\b(?:kerst|kerstmis|Christmas)\b(?![ -]?rec){_OF_YEAR}", _christmas),
    ("day", r"\b(?:jaarwisseling|turn of the year)\b", _turn_of_the_year),
    ("month", rf"(?<!\d )\b{_WHICH}(?P<month>{MONTH})\b{_OF_YEAR}", _month),
    ("quarter", rf"\b(?P<number>{_ORDINAL}) (?:kwartaal|quarter)\b{_OF_YEAR}", _quarter),
    ("quarter", rf"\b(?P<number>)Q(?P<q>[1-4])\b{_OF_YEAR}", _quarter),
    ("quarter", rf"\b(?:{_THIS}|{_NEXT}|{_COMING}) (?:kwartaal|quarter)\b", _running_quarter),
    ("half", rf"\b(?P<number>{_ORDINAL}) (?:helft|jaarhelft|halfjaar|half jaar|half)\b{_OF_YEAR}",
     _half),
    ("recess", rf"\b(?P<recess>{'|'.join(_RECESSES)})[ -]?(?:reces|recess)\b"
               rf"(?: (?:van |of )?(?P<year>{_YEAR}))?", _recess),
    ("recess", r"\b(?:reces|recess)\b", _some_recess),
    ("season", rf"\b{_WHICH}(?P<season>{'|'.join(_SEASONS)})\b(?![ -]?rec){_OF_YEAR}", _season),
    ("week", rf"\b(?:{_THIS}|{_NEXT}|{_COMING}) (?P<unit>week)\b", _running),
    ("month", rf"\b(?:{_THIS}|{_NEXT}|{_COMING}) (?P<unit>maand|month)\b", _running),
    ("year", r"\b(?:het )?(?:komende?|aankomende) jaar\b|\bthe coming year\b", _coming_year),
    ("year", rf"(?<!\d[/–-])\b(?:(?P<year>{_YEAR})|(?P<this>dit (?:kalender)?jaar|this year)"
             r"|(?P<next>(?:het )?volgende? (?:kalender)?jaar|next year))\b", _whole_year),
    ("year", r"\b(?P<year>)(?P<next>)(?P<this>het (?:kalender)?jaar|the year)\b(?! (?:19|20)\d\d)",
     _whole_year),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(text, re.IGNORECASE), read) for kind, text, read in _KINDS)


def find_periods(text: str, written: date | None = None) -> list[Period]:
    """Find the periods that a text names, in order; of two that overlap the longer.

    Args:
        text: Any text.
        written: The date of its letter, if that is known.

    Example:
        >>> [(p.first.isoformat(), p.last.isoformat())
        ...  for p in find_periods("in het tweede kwartaal van volgend jaar", date(2024, 2, 5))]
        [('2025-04-01', '2025-06-30')]
    """
    found = sorted(_all(text, written), key=lambda period: period.start - period.end)
    kept: list[Period] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda period: period.start)


def _all(text: str, written: date | None) -> Iterator[Period]:
    for kind, pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            days = read(match, written)
            if days is None:
                continue
            start = match.end() - len(match[0].lstrip())
            current = re.search(rf"\b(?:{_THIS})\b", match[0], re.IGNORECASE) is not None
            if isinstance(days, str):
                yield Period(start, match.end(), kind, current=current, unknown=days)
            else:
                yield Period(start, match.end(), kind, *days, current)
