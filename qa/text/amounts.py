"""Amounts of money in letters, normalised: "€ 87 mln." is 87,000,000 EUR.

Dutch and English ways of writing. What cannot be normalised gets no value, and the reason. Adds up
only what is alike. Reads text; changes none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from qa.messages import Message
from qa.text.numbers import NUMBER, SPELLED, Language, number_value

_SCALES = {
    "duizend": 3, "dzd": 3, "thousand": 3, "k": 3,
    "miljoen": 6, "mln": 6, "mio": 6, "million": 6, "m": 6, "mn": 6,
    "miljard": 9, "mld": 9, "mrd": 9, "bn": 9, "bln": 9, "biljoen": 12, "trillion": 12,
    "ton": 5,
}  # fmt: skip
_BILLION: dict[Language, int] = {"nl": 12, "en": 9}
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euro's": "EUR", "euros": "EUR", "us$": "USD",
    "usd": "USD", "$": "USD", "dollar": "USD", "dollars": "USD", "£": "GBP", "gbp": "GBP",
    "pond": "GBP", "pounds": "GBP", "chf": "CHF", "nok": "NOK", "sek": "SEK", "dkk": "DKK",
    "pln": "PLN", "uah": "UAH", "jpy": "JPY", "nlg": "NLG", "gulden": "NLG", "guldens": "NLG",
}  # fmt: skip
_LIMITS = {
    "at most": "maximaal|hoogstens|ten hoogste|niet meer dan|up to|at most|no more than|tot",
    "at least": "minimaal|minstens|ten minste|tenminste|at least|no less than",
    "about": "circa|ca\\.|ongeveer|zo'n|zo’n|rond(?: de)?|ruim|bijna|meer dan|about|approximately"
    "|around|some|nearly|almost|over|more than",
}
_PER = (
    "per (?:jaar|maand|week|dag|uur|kwartaal|persoon|inwoner|huishouden|woning|kind|leerling"
    "|student|kilo|kg|ton|liter|stuk|kilometer|km|m2|m²|year|month|week|day|hour|person|household)"
    "|jaarlijks|structureel|a year|annually|yearly|a month|per annum|per jr|elk jaar|ieder jaar"
    r"|p\.j\.|p/j"
)

_SIGN = r"€|US\$|\$|£|\b(?:EUR|USD|GBP|CHF|NOK|SEK|DKK|PLN|UAH|JPY|NLG)\b"
_LONG_SCALES = (name for name in (*_SCALES, "billion") if len(name) > 1 and name != "ton")
_SCALE = "|".join(sorted(_LONG_SCALES, key=len, reverse=True))
_NAME = r"euro(?:['’]?s)?|(?:Amerikaanse |US )?dollars?|(?:Britse )?pond|pounds|guldens?"
_DASH = r"(?:,-|,–|,—|,--)?"
_TO = r"(?:-|–|tot(?: en met)?|à|to)"
_SCALED = rf"(?:\s?(?P<{{0}}>{_SCALE}|m|k)\b\.?)?"
_SCALED_SIGN = (
    rf"(?:\s?(?P<low_scale>{_SCALE}|m|k|ton)\b\.?)?"  # "€ 3 ton" is money, "3 ton" a weight
)
_MORE = rf"(?:(?P<more>\d+|(?:{SPELLED})\b)\s(?P<more_scale>miljoen|miljard)\s(?:en\s)?)?"

_AMOUNT = re.compile(
    rf"(?:\b(?P<between>tussen|between)(?:\sde)?\s|(?P<limit>{'|'.join(_LIMITS.values())})\s)?"
    rf"(?:(?P<sign>{_SIGN})\s?(?P<low>{NUMBER})(?![\d.,]*\d){_DASH}{_SCALED_SIGN}"
    rf"(?:\s?(?:{_TO}|(?(between)(?:en|and)|(?!))\b)\s?(?:{_SIGN})?\s?"
    rf"(?P<high>{NUMBER}){_DASH}{_SCALED.format('scale')})?"
    rf"|(?<![^\W_]){_MORE}(?P<low2>{NUMBER}|(?:{SPELLED})\b)"
    rf"(?:\s?(?:{_TO}|(?(between)(?:en|and)|(?!))\b)\s?(?P<high2>{NUMBER}|(?:{SPELLED})\b))?"
    rf"{_SCALED.format('scale2')}\s(?P<name>{_NAME})\b)"
    rf"(?:\s(?P<per>{_PER})(?!\w))?",
    re.IGNORECASE,
)
_MONEY = re.compile(rf"{_SIGN}|\b(?:{_NAME})\b", re.IGNORECASE)
"""Without any of these no amount is found, and most texts have none."""

_SHARED = re.compile(r"\s?(?:,|en|and|/)\s?")  # what stands between two amounts of one list

RANGE = Message("amount-range")
SCALE = Message("amount-scale")
UNREADABLE = Message("amount-unreadable")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money as ``text[start:end]`` writes it.

    ``value`` is in whole units of the currency (ISO 4217), ``None`` with the ``reason`` if it
    cannot be told; ``low`` and ``high`` of a range. ``limit`` is "at most", "at least", "about" or
    ``None``; ``per`` the period or unit as written, such as "per jaar".
    """

    text: str
    start: int
    end: int
    currency: str
    value: Decimal | None
    reason: Message | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    limit: str | None = None
    per: str | None = None


def find_amounts(text: str, language: Language = "nl") -> list[Amount]:
    """Find the amounts of money in a text, in order.

    Args:
        text: Any text.
        language: "billion" is a thousand times less in English; "1.500" is 1,500 in Dutch.

    Example:
        >>> [(a.value, a.currency) for a in find_amounts("project (€ 87 mln.) en 1,5 miljard euro")]
        [(Decimal('87000000'), 'EUR'), (Decimal('1500000000'), 'EUR')]
    """
    if not _MONEY.search(text):
        return []
    found = [_amount(match, language) for match in _AMOUNT.finditer(text)]
    return [
        _with_shared_scale(text, amount, after)
        for amount, after in zip_longest(found, found[1:])
        if amount
    ]


def _amount(match: re.Match[str], language: Language) -> Amount:
    parts = match.groupdict()
    low, high = parts["low"] or parts["low2"], parts["high"] or parts["high2"]
    scale = parts["scale"] or parts["scale2"] or parts["low_scale"]
    sign = parts["sign"] or parts["name"].split()[-1]
    first = _value(low, parts["low_scale"] or scale, language)
    if first is not None and parts["more"]:
        first += _value(parts["more"], parts["more_scale"], language) or 0
    limit = next(
        (name for name, words in _LIMITS.items()
         if parts["limit"] and re.fullmatch(words, parts["limit"], re.IGNORECASE)), None,
    )  # fmt: skip
    text = match[0].rstrip(" ,")
    return Amount(
        text=text,
        start=match.start(),
        end=match.start() + len(text),
        currency=_CURRENCIES[sign.casefold().replace("’", "'")],
        value=None if high else first,
        reason=RANGE if high else (None if first is not None else UNREADABLE),
        low=first if high else None,
        high=_value(high, scale, language) if high else None,
        limit=limit,
        per=parts["per"],
    )


def _value(number: str, scale: str | None, language: Language) -> Decimal | None:
    value = number_value(number, language)
    if value is None or scale is None:
        return value
    name = scale.casefold().rstrip(".")
    exponent = _BILLION[language] if name == "billion" else _SCALES[name]
    scaled = value.scaleb(exponent)
    return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled


def _with_shared_scale(text: str, amount: Amount, after: Amount | None) -> Amount:
    """Take the value from "€ 10 en € 20 mln.": the scale may belong to both."""
    own, next_one = (
        bool(one and re.search(rf"(?:{_SCALE})\b", one.text, re.IGNORECASE))
        for one in (amount, after)
    )
    if after is None or amount.value is None or amount.value >= 1_000 or own or not next_one:
        return amount
    if not _SHARED.fullmatch(text[amount.end : after.start]):
        return amount
    return Amount(amount.text, amount.start, amount.end, amount.currency, None, SCALE,
                  limit=amount.limit, per=amount.per)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of amounts; ``value`` is ``None`` with the ``reason`` if they may not be added."""

    value: Decimal | None
    currency: str | None
    addends: tuple[Amount, ...]
    reason: Message | None = None


def total(amounts: Sequence[Amount]) -> Total:
    """Add amounts up: only of one currency, one period or unit, and all of them exact.

    Args:
        amounts: At least two.

    Raises:
        ValueError: If there are fewer.
    """
    if len(amounts) < 2:
        raise ValueError("nothing to add up")
    addends = tuple(amounts)
    reason = None
    if any(amount.value is None for amount in addends):
        reason = Message("sum-of-no-value")
    elif len({amount.currency for amount in addends}) > 1:
        reason = Message("sum-of-currencies")
    elif len({amount.per for amount in addends}) > 1:
        reason = Message("sum-of-periods")
    elif any(amount.limit for amount in addends):
        reason = Message("sum-of-inexact")
    if reason:
        return Total(None, None, addends, reason)
    added = sum((amount.value for amount in addends if amount.value is not None), Decimal(0))
    return Total(added, addends[0].currency, addends)
