"""When something will be done: "voor het zomerreces", "medio 2024", "binnen zes weken".

Dutch and English. A term becomes a range of days, counted from the date of its letter; what cannot
be told gets no days, and the reason. The rules are written down in docs/commitments.md; which days
a period has is the subject of `qa.text.periods`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from qa.text.language import DUTCH_WEEKDAYS
from qa.text.numbers import NUMBER_WORDS, number_value
from qa.text.periods import Period, add_months, find_periods
from qa.text.recesses import summer

Reason = Literal["vague", "event", "repeats", "undated", "recess"]
"""Why a term has no days: its words tell none; it hangs on an event; it comes again and again; the
letter has no date; the dates of the recess are not known here."""


@dataclass(frozen=True, slots=True)
class Due:
    """A term as ``text[start:end]`` writes it.

    ``first`` and ``last`` are the days, both included, between which the thing will be done; one is
    ``None`` where the range is open on that side, both where there is a ``reason``.
    """

    text: str
    start: int
    end: int
    first: date | None = None
    last: date | None = None
    reason: Reason | None = None


_BEGINNING = "begin|aanvang|start|early|the beginning|beginning"
_MIDDLE = "medio|midden|half|halverwege|mid|the middle|middle"
_END = "einde?|het einde?|ultimo|late|the end|end"
_COURSE = "de loop|loop|the course"
_PART = re.compile(
    rf"\b(?:(?P<begin>{_BEGINNING})|(?P<mid>{_MIDDLE})|(?P<end>{_END})|(?P<course>{_COURSE}))"
    r"[ -](?:van |of |in )?(?:het |de |the )?$",
    re.IGNORECASE,
)
_BEFORE = r"uiterlijk v[oó]{2}r|v[oóòô]{2}r|before|ahead of"
_AT_LATEST = (
    "uiterlijk(?: in| op| per| binnen| aan| tot)?|binnen|tegen|tot en met|t/m|by|no later than"
    "|at the latest (?:in|by)|within|until"
)
_AFTER = r"(?:direct |kort |snel )?na(?: afloop van| ommekomst van)?|after"
_SINCE = "vanaf|met ingang van|from"
_DURING = "in|op|per|rond|rondom|omstreeks|tijdens|gedurende|met|around|during|on|for"
_WEEKDAY = f"(?:{'|'.join(DUTCH_WEEKDAYS)})"
_SIGN = re.compile(
    rf"\b(?P<nog>nog )?(?:(?:(?P<before>{_BEFORE})|(?P<latest>{_AT_LATEST})|(?P<after>{_AFTER}))"
    r"(?: (?:het|de|the)(?: [\w-]+){1,4} (?:van|op|of|on))?"  # "voor het debat van 3 juni"
    rf"|(?P<since>{_SINCE})|(?P<during>{_DURING}))(?: het| de| the)?(?: {_WEEKDAY})? $"
    r"|\b(?P<still>nog |later |reeds )$",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(
    r"\b(?:van|d\.d\.|uit|of|dated|sinds|since)(?: de| het| the)? $", re.IGNORECASE
)
_ALONE = {"week", "month", "season", "year", "quarter", "half"}
"""Kinds of period that are a term without a word before them: "dit najaar", "volgende week"."""

_NUMBER = "|".join([r"\d{1,3}", *sorted(NUMBER_WORDS, key=len, reverse=True)])
_COUNTED = re.compile(
    r"\b(?P<sign>binnen|over|within|in) "
    r"(?:maximaal |uiterlijk |ongeveer |circa |een termijn van |at most |about )?"
    rf"(?P<count>{_NUMBER}) "
    r"(?P<unit>werkdag(?:en)?|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|kwartalen|jaar"
    r"|days?|weeks?|months?|years?)\b"
    r"(?! (?:geleden|eerder|ago))",
    re.IGNORECASE,
)
_DAYS = {"werkdag": 1.4, "dag": 1, "day": 1, "week": 7, "weken": 7}  # of five days at work in seven
_MONTHS = {"maand": 1, "month": 1, "kwartal": 3, "jaar": 12, "year": 12}

_VAGUE = re.compile(
    r"\b(?:binnenkort|(?:op|binnen) (?:zeer )?(?:korte|afzienbare) termijn|op termijn"
    r"|op (?:een )?(?:later|nader te bepalen) (?:moment|tijdstip)|in een later stadium"
    r"|zo (?:spoedig|snel)(?: als)? mogelijk|(?:zeer )?spoedig|te zijner tijd|t\.z\.t\.?|eerdaags"
    r"|(?:(?:in|gedurende|voor|over) )?de (?:komende|aankomende)(?: \w+)? "
    r"(?:periode|tijd|jaren|maanden|weken|dagen)"
    r"|(?:in )?(?:de )?(?:nabije )?toekomst|tijdig|shortly|soon|as soon as possible|in due course"
    r"|in the (?:coming|near) (?:weeks|months|years|period|future)|at a later (?:date|stage))\b",
    re.IGNORECASE,
)
_HAPPENING = (
    r"[\w-]*(?:debat|overleg|behandeling|evaluatie|besluitvorming|onderzoek|raadpleging|consultatie"
    r"|rapportage|brief|jaarverslag|begroting|nota|formatie|kabinetsperiode|afronding|uitspraak"
    r"|inwerkingtreding|advies|verkenning|traject|top|raad|debate|evaluation|report|budget|summit)"
)
_EVENT = re.compile(
    r"\b(?:zodra|nadat|once|as soon as)\b[^,;:.()]{2,120}?"
    r"(?=[,;:.()]|$|\b(?:zal|zullen|wordt|worden)\b)"
    r"|\b(?:wanneer|indien|when)\b[^,;:.()]{2,80}?"
    r"\b(?:bekend|gereed|beschikbaar|afgerond|known|completed)\b"
    r"|\b(?:na|voorafgaand aan|(?:ruim )?v[oóòô]{2}r|gelijktijdig met|following|after|before"
    rf"|ahead of) (?:[\w-]+ ){{0,4}}?{_HAPPENING}\b"
    r"|\bbij (?:de )?(?:[\w-]+ ){0,2}?(?:begroting|voorjaarsnota|najaarsnota|miljoenennota)\b"
    r"|\bin (?:de|het) (?:eerst)?volgende (?:[\w-]+ ){0,2}?[\w-]*"
    r"(?:rapportage|brief|verslag|begroting)\b",
    re.IGNORECASE,
)
_REPEATS = re.compile(
    r"\b(?:(?:half)?jaarlijks|maandelijks|per kwartaal|(?:elke?|iedere?) (?:jaar|kwartaal|maand)"
    r"|twee(?:maal| keer) per jaar|periodiek|regelmatig|annually|regularly|periodically"
    r"|every (?:year|quarter|month))\b",
    re.IGNORECASE,
)


def find_due(text: str, written: date | None = None) -> list[Due]:
    """Find the terms that a sentence names, in order; of two that overlap the one with days.

    Args:
        text: A sentence.
        written: The date of its letter, if that is known.

    Example:
        >>> due, = find_due("Ik informeer u voor de zomer.", date(2024, 2, 5))
        >>> due.text, due.first.isoformat(), due.last.isoformat()
        ('voor de zomer', '2024-02-05', '2024-07-04')
    """
    kept: list[Due] = []
    for one in (*_counted(text, written), *_of_periods(text, written), *_without_days(text)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda due: due.start)


def _counted(text: str, written: date | None) -> Iterator[Due]:
    """Return terms like "binnen zes weken" and "over twee maanden"."""
    for match in _COUNTED.finditer(text):
        due = Due(match[0], match.start(), match.end())
        end = _counted_on(written, match["count"], match["unit"].casefold()) if written else None
        if end is None:
            yield replace(due, reason="undated")
        elif match["sign"].casefold() in {"binnen", "within"}:
            yield replace(due, first=written, last=end)
        else:
            yield replace(due, first=end, last=end)


def _counted_on(day: date, count: str, unit: str) -> date | None:
    number = number_value(count)
    if number is None:
        return None
    for name, days in _DAYS.items():
        if unit.startswith(name):
            return day + timedelta(days=round(float(number) * days))
    months = next(each for name, each in _MONTHS.items() if unit.startswith(name))
    return add_months(day, round(float(number) * months))


def _of_periods(text: str, written: date | None) -> Iterator[Due]:
    for period in find_periods(text, written):
        before = text[: period.start]
        part = _PART.search(before)
        if part:
            before = before[: part.start()]
        sign = _SIGN.search(before)
        if not (sign or part or _stands_alone(period, before)):
            continue
        if sign and sign["after"] and period.kind == "year" and sign.start() > 0:
            continue  # "de periode na 2030" names a period
        start = (sign or part or re.search("$", before)).start()  # type: ignore[union-attr]
        due = Due(text[start : period.end], start, period.end)
        yield _with_days(due, period, part, sign, written)


def _stands_alone(period: Period, before: str) -> bool:
    """Tell whether a period is a term by itself: "volgende week", "dit najaar"; no bare year."""
    return period.kind in _ALONE and not _OF_SOMETHING.search(before) and not period.unknown


def _with_days(
    due: Due,
    period: Period,
    part: re.Match[str] | None,
    sign: re.Match[str] | None,
    written: date | None,
) -> Due:
    said = {name for name, words in sign.groupdict().items() if words} if sign else {"during"}
    if period.unknown:
        return replace(due, reason=period.unknown)
    assert period.first is not None
    assert period.last is not None
    first, last = _cut(period, part)
    if "before" in said and part is None and period.kind == "season" and first.month == 6:
        first = summer(first.year)[0]  # "voor de zomer": before the House's recess
    if "before" in said:
        ends = part is not None and part["end"] is not None
        return replace(due, first=written, last=last if ends else first - timedelta(days=1))
    if "after" in said:
        return replace(due, first=last + timedelta(days=1))
    if "since" in said:
        return replace(due, first=first)
    running = period.current or said & {"latest", "nog", "still"}
    return replace(
        due,
        first=max(first, written)
        if running and written and "latest" not in said
        else written
        if "latest" in said
        else first,
        last=last,
    )


def _cut(period: Period, part: re.Match[str] | None) -> tuple[date, date]:
    """Return the days of the beginning, middle or end of a period, or all of them."""
    first, last = period.first, period.last
    assert first is not None
    assert last is not None
    if part is None or part["course"] or period.kind in {"day", "recess"}:
        return first, last
    at = 0 if part["begin"] else 1 if part["mid"] else 2
    if period.kind == "month":
        tens = ((1, 10), (11, 20), (21, last.day))[at]
        return first.replace(day=tens[0]), first.replace(day=tens[1])
    if period.kind == "year":
        begin, months = ((0, 3), (4, 4), (9, 3))[at]
    elif period.kind == "half":
        begin, months = ((0, 2), (2, 2), (4, 2))[at]
    elif period.kind == "week":
        return first + timedelta(days=(0, 2, 4)[at]), first + timedelta(days=(1, 3, 6)[at])
    else:
        begin, months = (at, 1)
    start = add_months(first, begin)
    return start, add_months(start, months) - timedelta(days=1)


def _without_days(text: str) -> Iterator[Due]:
    patterns: tuple[tuple[re.Pattern[str], Reason], ...] = (
        (_VAGUE, "vague"), (_EVENT, "event"), (_REPEATS, "repeats"),
    )  # fmt: skip
    for pattern, reason in patterns:
        for match in pattern.finditer(text):
            words = match[0].rstrip()
            yield Due(words, match.start(), match.start() + len(words), reason=reason)
