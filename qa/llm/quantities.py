"""How much and when, written alike in Dutch and English: "€ 1,5 mld." and "€1.5 billion".

Finds numbers, amounts, percentages, dates and times of the day, with their places. What another
language may well leave out or say otherwise ("one", "both") is soft: it can answer to a quantity of
the other text and asks for none. Reads text; changes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qa.text.language import (
    DUTCH_MONTHS,
    DUTCH_NUMBERS,
    DUTCH_TENS,
    DUTCH_WEEKDAYS,
    ENGLISH_WEEKDAYS,
    MONTH_NUMBERS,
)
from qa.text.numbers import NUMBER, Language, number_value
from qa.text.spelled import find_spelled

QuantityKind = Literal["number", "amount", "date"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What ``text[start:end]`` says: ``key`` is alike in both languages.

    ``also`` is another key it may have: "14 uur" is two o'clock or fourteen hours. ``unit`` is a
    currency (ISO 4217), "%" or empty.
    """

    kind: QuantityKind
    key: str
    start: int
    end: int
    unit: str = ""
    soft: bool = False
    also: str = ""

    def is_as(self, other: Quantity) -> bool:
        """Tell whether two are worth the same."""
        return bool({self.key, self.also} & {other.key, other.also} - {""})


_SCALES: Mapping[Language, Mapping[str, int]] = {
    "nl": {"duizend": 3, "dzd": 3, "miljoen": 6, "mln": 6, "mio": 6, "miljard": 9, "mld": 9,
           "mrd": 9, "biljoen": 12},
    "en": {"hundred": 2, "thousand": 3, "k": 3, "million": 6, "mln": 6, "m": 6, "mn": 6,
           "billion": 9, "bn": 9, "bln": 9, "trillion": 12, "miljoen": 6, "miljard": 9, "mld": 9},
}  # fmt: skip
_SHORT_SCALE = 3  # letters of one that is written with a full stop: "mln."
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "us$": "USD", "usd": "USD",
    "dollar": "USD", "£": "GBP", "gbp": "GBP", "pond": "GBP", "pound": "GBP",
}  # fmt: skip
_SIGN = r"€|US\$|\$|£|\b(?:EUR|USD|GBP)\b"
_NAME = r"euro|(?:Amerikaanse |US )?dollar|(?:Britse |British )?(?:pond|pound)|EUR|USD|GBP"
_ENDING = r"(?:['’]?s|en)?\b"
_PERCENT = r"%|-?(?:procent(?:en)?|percent|per\scent|percentage)\b"
_SCALED: Mapping[Language, str] = {
    language: rf"(?:[\s-]?(?P<scale>{'|'.join(sorted(names, key=len, reverse=True))})\b\.?)?"
    for language, names in _SCALES.items()
}
_SHORT = {name[:3]: at for name, at in MONTH_NUMBERS.items() if name != "maart"} | {
    "mrt": 3, "febr": 2, "sept": 9,
}  # fmt: skip
_WEEKDAYS = {
    name: at for names in (DUTCH_WEEKDAYS, ENGLISH_WEEKDAYS) for at, name in enumerate(names)
}


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_YEAR = r"(?:1[5-9]|20)\d\d"
_NTH = r"(?:st|nd|rd|th|e|de|ste)?"
_ALSO = r"(?:,\s?|\s?[-–]\s?|,?\s(?:en|and|to|tot|t/m|tot en met|tot|through)\s)"
_DAYS = rf"[0-3]?\d{_NTH}(?:{_ALSO}[0-3]?\d{_NTH}){{0,9}}"  # as far as letters go
_DAY = re.compile(
    rf"\b(?P<day>{_DAYS})(?: of)?\s(?P<month>{_any(MONTH_NUMBERS)}|(?:{_any(_SHORT)})\b\.?)(?!\w)"
    rf"|\b(?P<month2>{_any(MONTH_NUMBERS)}|(?:{_any(_SHORT)})\b\.?)\s(?P<day2>{_DAYS})\b(?![.,:]?\d)"
    rf"|\b(?P<day3>\d{{1,2}})[-/](?P<month3>\d{{1,2}})[-/](?P<year3>{_YEAR})\b"
    rf"|\b(?P<year4>{_YEAR})-(?P<month4>\d\d)-(?P<day4>\d\d)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b(?:{_any(MONTH_NUMBERS)})\b", re.IGNORECASE)
_AFTER_MONTH = re.compile(rf"\s(?:of\s)?{_YEAR}")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|from|until|till|by|before|after|of|early|late|mid|end|this|last|next|for|to|and"
    r"|during|between)[\s-]$",
    re.IGNORECASE,
)
_MODAL = {"may", "march"}  # months that are also words of another kind
_WEEKDAY = re.compile(rf"\b(?P<day>{_any(_WEEKDAYS)})\w*", re.IGNORECASE)
_QUARTER = re.compile(
    r"\b(?:Q(?P<n>[1-4])|(?P<nth>[1-4])(?:e|de|ste|st|nd|rd|th)\s(?:kwartaal|quarter)"
    r"|(?P<word>eerste|tweede|derde|vierde|first|second|third|fourth)\s(?:kwartaal|quarter))\b",
    re.IGNORECASE,
)
_NTHS = {"eerste": 1, "first": 1, "tweede": 2, "second": 2, "derde": 3, "third": 3, "vierde": 4,
         "fourth": 4}  # fmt: skip
_CLOCK = re.compile(
    r"\b(?P<hour>[0-2]?\d)(?:[.:](?P<minute>[0-5]\d))?\s?(?:u(?:ur)?\b|(?P<half>[ap])\.?m\b\.?"
    r"|o['’]clock)|\b(?P<hour2>[0-2]?\d):(?P<minute2>[0-5]\d)\b",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\b(?:1[5-9]|20)?(?P<en>\d0)['’]?s\b"
    rf"|\bjaren\s['’]?(?:(?:1[5-9]|20)?(?P<nl>\d0)|(?P<word>{'|'.join(DUTCH_TENS)}))\b",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(rf"(?<![\d.,])\b{_YEAR}\b(?![.,]?\d)(?!\s?(?:{_SIGN}|{_PERCENT}))", re.I)
_NUMBER: Mapping[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"(?:(?P<sign>{_SIGN})\s?)?(?<![\d/])(?P<number>{NUMBER})(?:,-|,–|,—)?{scaled}"
        rf"(?:[\s-]?(?P<name>(?:{_NAME})(?:{_ENDING})|[€$](?!\s?\d))|\s?(?P<percent>{_PERCENT}))?",
        re.IGNORECASE,
    )
    for language, scaled in _SCALED.items()
}
_UNIT = re.compile(
    rf"\s?(?:(?P<name>(?:{_NAME})(?:{_ENDING}))|(?P<percent>{_PERCENT}))", re.IGNORECASE
)
_VAGUE = {
    "tientallen": 1, "dozens": 1, "tens of": 1, "scores of": 1, "honderden": 2, "hundreds": 2,
    "duizenden": 3, "thousands": 3, "miljoenen": 6, "millions": 6, "miljarden": 9, "billions": 9,
}  # fmt: skip
_VAGUELY = re.compile(rf"\b(?:{_any(_VAGUE)})\b", re.IGNORECASE)
_SOFT: Mapping[str, int | str] = {
    "both": 2, "beide": 2, "beiden": 2, "allebei": 2, "couple": 2, "pair": 2, "paar": 2, "twice": 2,
    "double": 2, "doubled": 2, "dubbel": 2, "dubbele": 2, "tweemaal": 2, "half": "0.5", "duo": 2,
    "twin": 2, "triple": 3, "driemaal": 3, "dozen": 12, "dozijn": 12, "quarter": "0.25",
    "kwart": "0.25", "one": 1, "één": 1, "een": 1, "single": 1, "once": 1, "eenmaal": 1, "a": 1,
    "an": 1, "acht": 8, "tweetal": 2, "drietal": 3, "viertal": 4, "vijftal": 5, "tiental": 10,
    "decade": 10, "decennium": 10, "fortnight": 14, "driekwart": "0.75", "quarters": "0.25",
    "hundred": 100, "tweede": 2, "second": 2, "first": 1, "eerste": 1, "zero": 0, "nul": 0,
}  # fmt: skip
_SOFTLY = re.compile(rf"\b(?:{'|'.join(_SOFT)})\b", re.IGNORECASE)
_JOINED = re.compile(rf"\b({'|'.join(sorted(DUTCH_NUMBERS[2:], key=len, reverse=True))})\w*", re.I)
"""A Dutch number that begins a word: "vierdaagse"; "acht" may be another word."""
_NOTE = re.compile(
    r"(?:(?<=[a-zà-ÿ])|(?<=[^\W\d]\.)|(?<=\b20\d\d\.)|(?<=[\w.][)”’\"]))\d{1,2}(?=[\s.,;:)]|$)"
)


def quantities(text: str, language: Language) -> list[Quantity]:
    """Return the quantities of a text by place, those of a date in parts: month and day, year.

    Args:
        text: A sentence, or a few.
        language: What it is written in: "1.500" is 1,500 in Dutch.

    Example:
        >>> [(one.kind, one.key) for one in quantities("op 3 februari 2025 € 1,5 mld.", "nl")]
        [('date', '2-3'), ('number', '2025'), ('amount', '1500000000')]
    """
    finder = _Finder(_NOTE.sub(_blank, text), language)
    found = [*finder.dates(), *finder.amounts(), *finder.soft()]
    return sorted(found, key=lambda one: (one.start, one.end))


class _Finder:
    """Takes what it finds out of the rest, so that nothing is found twice."""

    def __init__(self, text: str, language: Language) -> None:
        self.rest = text
        self.language: Language = language

    def _taken(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for match in list(pattern.finditer(self.rest)):
            self._take(*match.span())
            yield match

    def _take(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + "\x00" * (end - start) + self.rest[end:]

    def dates(self) -> Iterator[Quantity]:
        """Yield days, months, weekdays, quarters, times and years."""
        for match in self._taken(_QUARTER):
            number = match["n"] or match["nth"] or _NTHS[match["word"].casefold()]
            yield Quantity("date", f"Q{number}", *match.span())
        for match in self._taken(_DAY):
            yield from _day(match)
        for match in list(_MONTH.finditer(self.rest)):
            if self._is_month(match):
                self._take(*match.span())
                yield Quantity("date", str(MONTH_NUMBERS[match[0].casefold()]) + "-", *match.span())
        for match in self._taken(_WEEKDAY):
            yield Quantity("date", f"day {_WEEKDAYS[match['day'].casefold()]}", *match.span())
        for match in self._taken(_CLOCK):
            hour, minute = match["hour"] or match["hour2"], match["minute"] or match["minute2"]
            key, also = f"{int(hour) % 12}:{minute or '00'}", "" if minute else str(int(hour))
            yield Quantity("date", key, *match.span(), also=also)
        for match in self._taken(_DECADE):
            number = match["en"] or match["nl"] or number_value(match["word"])
            yield Quantity("date", f"'{number}", *match.span(), soft=True)
        for match in self._taken(_BARE_YEAR):
            yield Quantity("date", match[0], *match.span())

    def _is_month(self, match: re.Match[str]) -> bool:
        """Tell "May" from "may"."""
        name = match[0].casefold()
        if name not in _MODAL or self.language == "nl":
            return name in DUTCH_MONTHS or self.language == "en"
        if not match[0][0].isupper():
            return False
        near = _BEFORE_MONTH.search(self.rest[: match.start()])
        return bool(near or _AFTER_MONTH.match(self.rest, match.end()))

    def amounts(self) -> Iterator[Quantity]:
        """Yield what is counted, in figures and in words."""
        for match in self._taken(_NUMBER[self.language]):
            value = number_value(match["number"], self.language)
            if value is None:
                continue
            scale = match["scale"]
            if scale:
                value = value.scaleb(_SCALES[self.language][scale.casefold().rstrip(".")])
            unit = _unit(match["sign"] or match["name"], match["percent"])
            ends_sentence = match[0].endswith(".") and len(scale or "") > _SHORT_SCALE
            yield _counted(value, unit, bool(scale), match.start(), match.end() - ends_sentence)
        for one in list(find_spelled(self.rest, self.language)):
            unit_match = _UNIT.match(self.rest, one.end)
            unit = _unit(unit_match["name"], unit_match["percent"]) if unit_match else ""
            end = unit_match.end() if unit_match else one.end
            if self.rest[one.start : one.end].casefold() not in _SOFT and one.value != 1:
                yield _counted(one.value, unit, one.value >= 1_000_000, one.start, end)
                self._take(one.start, end)
        for match in self._taken(_VAGUELY):
            yield Quantity("amount", f"e{_VAGUE[match[0].casefold()]}", *match.span())

    def soft(self) -> Iterator[Quantity]:
        """Yield what may answer to a number and need not be answered."""
        for match in self._taken(_SOFTLY):
            value = Decimal(_SOFT[match[0].casefold()])
            yield Quantity("number", _plain(value), *match.span(), soft=True)
        for match in self._taken(_JOINED) if self.language == "nl" else ():
            value = Decimal(DUTCH_NUMBERS.index(match[1].casefold()))
            yield Quantity("number", _plain(value), *match.span(), soft=True)


def _blank(match: re.Match[str]) -> str:
    """Return what stands for the mark of a note, which says nothing."""
    return "\x00" * len(match[0])


def _day(match: re.Match[str]) -> Iterator[Quantity]:
    parts = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
    name = parts["month"].casefold().rstrip(".")
    month = int(name) if name.isdigit() else (MONTH_NUMBERS.get(name) or _SHORT[name])
    for day in re.findall(r"\d+", parts["day"]):  # "14, 15 en 16 maart"
        yield Quantity("date", f"{month}-{int(day)}", *match.span())
    if "year" in parts:
        yield Quantity("date", parts["year"], *match.span())


def _unit(currency: str | None, percent: str | None) -> str:
    if percent:
        return "%"
    if not currency:
        return ""
    name = currency.split()[-1].casefold()
    return next((iso for sign, iso in _CURRENCIES.items() if name.startswith(sign)), "")


def _counted(value: Decimal, unit: str, scaled: bool, start: int, end: int) -> Quantity:
    kind: QuantityKind = "amount" if scaled or unit not in {"", "%"} else "number"
    return Quantity(kind, _plain(value), start, end, unit)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
