"""Numbers in words that stand in several: "twenty-five thousand", "vijf miljoen", "two thirds".

Both languages, ordinals too: "third" and "derde" are worth 3. One Dutch word is the subject of
`qa.text.numbers`. Reads text; changes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from qa.text.language import DUTCH_NUMBERS, ENGLISH_NUMBERS
from qa.text.numbers import Language, number_value

_ENGLISH = {name: value for value, name in enumerate(ENGLISH_NUMBERS) if value} | {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES: Mapping[Language, Mapping[str, int]] = {
    "nl": {"honderd": 2, "duizend": 3, "miljoen": 6, "miljard": 9, "biljoen": 12},
    "en": {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12},
}
_ORDINALS: Mapping[Language, Sequence[str]] = {
    "nl": ("nulde", "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste",
           "negende", "tiende", "elfde", "twaalfde"),
    "en": ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
           "ninth", "tenth", "eleventh", "twelfth"),
}  # fmt: skip
_ENGLISH_MORE = {f"{name}s": at for at, name in enumerate(_ORDINALS["en"]) if at > 2}  # two thirds
_DUTCH_MORE = {"helft": "0.5", "halve": "0.5"}
_ARTICLES = {"een", "acht"}  # "acht" is also of "achten"
_BETWEEN = {"and", "en"}
_WORD = re.compile(r"[^\W\d_]+")
_JOINS = re.compile(r"\s|-|\s(?:and|en)\s")


class Spelled(NamedTuple):
    """A number in words at ``text[start:end]``; ``value`` is what it is worth."""

    start: int
    end: int
    value: Decimal


def find_spelled(text: str, language: Language) -> Iterator[Spelled]:
    """Yield the numbers in words of a text, in order; articles are none.

    Args:
        text: Any text.
        language: "ten" is ten in English alone.

    Example:
        >>> [str(one.value) for one in find_spelled("Twenty-five thousand, and two hundred.", "en")]
        ['25000', '200']
    """
    group: list[_Part] = []
    for word in _WORD.finditer(text):
        plain = word[0].casefold()
        if plain in _BETWEEN:
            continue
        part = _part(word, plain, language)
        joins = group and _JOINS.fullmatch(text[group[-1].end : word.start()])
        if group and not (part and joins and _goes_on(group[-1], part)):
            yield _added(group)
            group = []
        if part:
            group.append(part)
    if group:
        yield _added(group)


class _Part(NamedTuple):
    """One word of a number; ``multiplies`` what stands before it, as "thousand" does."""

    start: int
    end: int
    value: Decimal
    multiplies: bool


def _part(word: re.Match[str], plain: str, language: Language) -> _Part | None:
    scale = _SCALES[language].get(plain)
    if scale:
        return _Part(*word.span(), Decimal(10) ** scale, True)
    value = _value(plain, language)
    return _Part(*word.span(), value, False) if value else None


def _value(word: str, language: Language) -> Decimal | None:
    ordinals = _ORDINALS[language]
    if word in ordinals:
        return Decimal(ordinals.index(word))
    if language == "en":
        plain = re.sub(r"ieth$", "y", word)
        found = (
            _ENGLISH.get(plain) or _ENGLISH.get(plain.removesuffix("th")) or _ENGLISH_MORE.get(word)
        )
        return Decimal(found) if found else None
    if word in _ARTICLES or word in ENGLISH_NUMBERS and word not in DUTCH_NUMBERS:
        return None
    if word in _DUTCH_MORE:
        return Decimal(_DUTCH_MORE[word])
    return number_value(word) or number_value(re.sub(r"(?:de|ste)$", "", word) or word)


def _goes_on(last: _Part, part: _Part) -> bool:
    """Tell whether a word goes on with the number: "twenty" and "five", not "two" and "three"."""
    if part.multiplies:
        return True
    if last.multiplies:
        return part.value < last.value
    return last.value >= 20 and last.value % 10 == 0 and part.value < 10


def _added(group: Sequence[_Part]) -> Spelled:
    total, part = Decimal(0), Decimal(0)
    for one in group:
        if not one.multiplies:
            part += one.value
        elif one.value == 100:
            part = (part or 1) * one.value
        else:
            total, part = total + (part or 1) * one.value, Decimal(0)
    return Spelled(group[0].start, group[-1].end, total + part)
