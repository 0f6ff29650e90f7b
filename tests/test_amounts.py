"""Amounts as letters write them, against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import PLEDGE

from qa.text.amounts import RANGE, SCALE, Language, find_amounts, total


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€ 87 mln.", 87_000_000, "EUR"),
        ("€ 87 mln", 87_000_000, "EUR"),
        ("€87 miljoen", 87_000_000, "EUR"),
        ("1,5 miljard euro", 1_500_000_000, "EUR"),
        ("EUR 250 m", 250_000_000, "EUR"),
        ("EUR 3,2 mld.", 3_200_000_000, "EUR"),
        ("€ 125.000", 125_000, "EUR"),
        ("€ 1.234.567,89", "1234567.89", "EUR"),
        ("€ 1 234 567", 1_234_567, "EUR"),
        ("€ 12,50", "12.50", "EUR"),
        ("€ 1.500,-", 1_500, "EUR"),
        ("250.000 euro", 250_000, "EUR"),
        ("tien miljoen euro", 10_000_000, "EUR"),
        ("anderhalf miljard euro", 1_500_000_000, "EUR"),
        ("half miljoen euro", 500_000, "EUR"),
        ("60 miljard dollar", 60_000_000_000, "USD"),
        ("US$ 61 miljard", 61_000_000_000, "USD"),
        ("$ 5 mld.", 5_000_000_000, "USD"),
        ("£ 2,5 mln.", 2_500_000, "GBP"),
        ("CHF 20 mln.", 20_000_000, "CHF"),
        ("2 biljoen euro", 2_000_000_000_000, "EUR"),
        ("300 duizend euro", 300_000, "EUR"),
    ],
)
def test_an_amount(text: str, value: int | str, currency: str) -> None:
    (found,) = find_amounts(f"Het kabinet trekt {text} uit voor steun.")
    assert (found.value, found.currency, found.reason) == (Decimal(value), currency, None)
    assert found.text.strip(".") == text.strip(".")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("EUR 1.5 billion", 1_500_000_000),
        ("€1,500", 1_500),
        ("€ 1,234.50", "1234.50"),
        ("2 trillion euros", 2_000_000_000_000),
        ("ten million euros", 10_000_000),
    ],
)
def test_an_amount_in_english(text: str, value: int | str) -> None:
    language: Language = "en"
    (found,) = find_amounts(f"They gave {text} to it.", language)
    assert found.value == Decimal(value)


def test_the_amounts_of_the_founding_letter() -> None:
    found = find_amounts(PLEDGE)
    assert [(a.text, a.value) for a in found] == [
        ("€ 87 mln.", 87_000_000), ("€ 25 mln.", 25_000_000), ("€ 10 mln.", 10_000_000),
    ]  # fmt: skip
    assert [PLEDGE[a.start : a.end] for a in found] == [a.text for a in found]
    summed = total(found)
    assert (summed.value, summed.currency, summed.addends) == (122_000_000, "EUR", tuple(found))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("€ 10 tot 15 mln.", 10_000_000, 15_000_000),
        ("€ 10-15 miljoen", 10_000_000, 15_000_000),
        ("10 à 15 miljoen euro", 10_000_000, 15_000_000),
        ("tussen € 2,5 en € 3 mld.", 2_500_000_000, 3_000_000_000),
        ("€ 500.000 tot € 1.000.000", 500_000, 1_000_000),
    ],
)
def test_a_range_has_no_single_value(text: str, low: int, high: int) -> None:
    (found,) = find_amounts(f"De kosten zijn {text} volgens de raming.")
    assert (found.value, found.reason, found.low, found.high) == (None, RANGE, low, high)
    assert found.reason == "a range, not one amount"
    assert RANGE.say("nl") == "van het ene bedrag tot het andere, niet één bedrag"


def test_a_scale_that_may_belong_to_both_is_not_guessed() -> None:
    first, second = find_amounts("Er is € 10 en € 20 mln. beschikbaar.")
    assert (first.value, first.reason) == (None, SCALE)
    assert second.value == 20_000_000


@pytest.mark.parametrize(
    ("text", "limit", "per"),
    [
        ("maximaal € 750 miljoen", "at most", None),
        ("circa € 5 mln.", "about", None),
        ("ten minste 3 miljoen euro", "at least", None),
        ("€ 250 per jaar", None, "per jaar"),
        ("€ 40 mln. structureel", None, "structureel"),
        ("€ 12,50 per uur", None, "per uur"),
    ],
)
def test_limits_and_periods(text: str, limit: str | None, per: str | None) -> None:
    (found,) = find_amounts(f"Dat is {text} voor dit doel.")
    assert (found.limit, found.per) == (limit, per)


@pytest.mark.parametrize(
    "text",
    ["Op 15 februari 2024 kwamen 87 landen bijeen.", "artikel 10, tweede lid", "155 mm munitie",
     "In 2023 waren er 1.500 woningen.", "nr. 449", "5 procent", "van € tot euro"],
)  # fmt: skip
def test_what_is_no_money_is_no_amount(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("€ 10 mln. en $ 5 mln.", "different currencies"),
        ("€ 10 mln. per jaar en € 5 mln. voor 2024", "different periods or units"),
        ("€ 10 mln. en circa € 5 mln.", "not all of them are exact"),
        ("€ 10 mln. en tussen € 2 en € 3 mln.", "no single value"),
    ],
)
def test_what_is_not_alike_is_not_added(text: str, reason: str) -> None:
    found = find_amounts(text)
    assert len(found) == 2
    summed = total(found)
    assert summed.value is None
    assert reason in (summed.reason or "")


def test_one_amount_is_nothing_to_add() -> None:
    with pytest.raises(ValueError, match="nothing to add up"):
        total(find_amounts("€ 10 mln."))
