"""Numbers as people print them: "97 500", "97.500", "1,25", "2½", "3/4", and what they are worth.

Reads text; changes none. Amounts of money are the subject of `qa.text.amounts`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Literal

from qa.text.language import DUTCH_NUMBERS, DUTCH_TENS, ENGLISH_NUMBERS

Language = Literal["nl", "en"]

_ONES = {name: value for value, name in enumerate(DUTCH_NUMBERS[:20]) if value} | {"één": 1}
_TENS = {name: 10 * value for value, name in enumerate(DUTCH_TENS, start=2)}

NUMBER_WORDS = {
    **{name: str(value) for value, name in enumerate(DUTCH_NUMBERS) if value},
    **{name: str(value) for value, name in enumerate(ENGLISH_NUMBERS) if value},
    "één": "1", "twenty": "20", "honderd": "100", "half": "0.5", "anderhalf": "1.5",
    "anderhalve": "1.5", "kwart": "0.25", "driekwart": "0.75", "quarter": "0.25",
}  # fmt: skip
"""Numbers that are written out, in Dutch and English; "een" is also an article."""

_PART = "|".join(sorted([*_ONES, *_TENS, "honderd", "duizend", "en", "ën"], key=len, reverse=True))
SPELLED = (
    rf"(?=\w*(?:tig|honderd|duizend|tien))(?:{_PART}){{2,}}"
    rf"|{'|'.join(sorted([*NUMBER_WORDS, *_ONES, *_TENS], key=len, reverse=True))}"
)
"""A number that is written out, for use inside a pattern, between word boundaries: "zes",
"vijfentwintig", "tweehonderdduizend"."""

SPACES = "\u00a0\u2007\u2009\u202f "
"""What may stand between the thousands of a number, besides a full stop, comma or apostrophe."""
FRACTION_SIGNS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_GROUPS = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+|\d{{1,3}}(?:[.,'’]\d{{3}})+"
NUMBER = (
    rf"(?:{_GROUPS})(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d+)?\s?[{FRACTION_SIGNS}]"
    rf"|[1-9]\d?[/⁄][1-9]\d?(?![\d/⁄-])|\d+(?:[.,]\d+)?|[{FRACTION_SIGNS}]"
)
"""A number in figures, for use inside a pattern, in a group of its own."""
_BARE = re.compile(rf"(?<![\d/])(?:{NUMBER})")


def find_numbers(text: str) -> list[str]:
    """Return the numbers in figures of a text, as printed, in order.

    Example:
        >>> find_numbers("97 500 woningen in 2024, 2½ keer zoveel als de 38.000 van 1/3")
        ['97 500', '2024', '2½', '38.000', '1/3']
    """
    return [match[0] for match in _BARE.finditer(text)]


def number_value(number: str, language: Language = "nl") -> Decimal | None:
    """Return what a number is worth, in figures or written out; ``None`` if it cannot be told.

    Args:
        number: One number, as `NUMBER` or `NUMBER_WORDS` has it.
        language: "1.500" is 1,500 in Dutch and one and a half in English.

    Example:
        >>> [str(number_value(n)) for n in ("97 500", "1,25", "2½", "3/4", "vijfentwintig")]
        ['97500', '1.25', '2.5', '0.75', '25']
    """
    plain = number.strip().casefold()
    if plain in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS[plain])
    if plain.isalpha():
        written = _written_out(plain)
        return None if written is None else Decimal(written)
    parts = re.fullmatch(r"(\d+)[/⁄](\d+)", plain)
    if parts:
        return Decimal(parts[1]) / Decimal(parts[2])  # `NUMBER` has none that begins with 0
    rest = plain.rstrip(FRACTION_SIGNS + " ")
    sign = plain[len(rest) :].strip()
    try:
        whole = Decimal(_one_mark(rest, language)) if rest else Decimal(0)
    except InvalidOperation:
        return None
    return whole + (Decimal(str(unicodedata.numeric(sign))) if sign else 0)


def _written_out(word: str) -> int | None:
    """Return what a Dutch number in one word is worth: "tweehonderdvijfentwintigduizend"."""
    for name, scale in (("duizend", 1000), ("honderd", 100)):
        before, found, after = word.partition(name)
        if found:
            times = _written_out(before) if before else 1
            rest = _written_out(after.removeprefix("en")) if after else 0
            return None if times is None or rest is None else times * scale + rest
    if word in _ONES or word in _TENS:
        return _ONES.get(word) or _TENS[word]
    joined = re.fullmatch(rf"({'|'.join(_ONES)})(?:en|ën)({'|'.join(_TENS)})", word)
    return _ONES[joined[1]] + _TENS[joined[2]] if joined else None


def _one_mark(number: str, language: Language) -> str:
    """Write a number with a full stop before its decimals and nothing between its thousands."""
    number = re.sub(rf"[{SPACES}'’]", "", number)
    marks = re.findall(r"[.,]", number)
    if not marks:
        return number
    last = marks[-1]
    if len(set(marks)) == 2:  # the last sign parts the decimals
        whole, decimals = number.rsplit(last, 1)
        return re.sub(r"[.,]", "", whole) + "." + decimals
    thousands = "." if language == "nl" else ","
    in_threes = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number) is not None
    if in_threes and (len(marks) > 1 or last == thousands):
        return re.sub(r"[.,]", "", number)
    return number.replace(",", ".")
