"""Numbers as people print them count as numbers and amounts everywhere."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.questions.answer_type import gives
from qa.questions.kind import holds
from qa.text.amounts import find_amounts, total
from qa.text.folding import fold
from qa.text.lexical import words
from qa.text.numbers import find_numbers, number_value

SPACED = ["97 500", "97.500", "97\u00a0500", "97\u2009500", "97\u202f500", "97'500"]


@pytest.mark.parametrize("number", SPACED)
def test_thousands_are_one_number_whatever_parts_them(number: str) -> None:
    assert find_numbers(f"Er zijn {number} woningen, in 2024 500 meer.") == [number, "2024", "500"]
    assert number_value(number) == 97_500
    sentence = f"Er zijn {number} woningen gebouwd."
    assert holds("amount", sentence)
    assert gives("count", sentence, "Hoeveel woningen zijn er gebouwd?")
    (amount,) = find_amounts(f"De subsidie is € {number},- per jaar voor iedere gemeente.")
    assert (amount.value, amount.per) == (97_500, "per jaar")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2½", "2.5"), ("½", "0.5"), ("3/4", "0.75"), ("1,25", "1.25"),
        ("1.250.000,50", "1250000.5"), ("1 250 000", "1250000"), ("anderhalf", "1.5"),
        ("drieëntwintig", "23"), ("tweehonderdvijfentwintigduizend", "225000"),
        ("tachtig", "80"), ("duizend", "1000"),
    ],
)  # fmt: skip
def test_what_a_number_is_worth(printed: str, value: str) -> None:
    assert number_value(printed) == Decimal(value)


@pytest.mark.parametrize("word", ["en", "enen", "tienduizenden", "honderdzoveel"])
def test_a_word_that_is_no_number_has_no_value(word: str) -> None:
    assert number_value(word) is None


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [
        ("€ 1,25 mld.", 1_250_000_000, None),
        ("75.000 euro per jaar", 75_000, "per jaar"),
        ("€ 75.000,- p.j.", 75_000, "p.j."),
        ("97 500 euro", 97_500, None),
        ("1 250 000 euro", 1_250_000, None),
        ("2½ miljoen euro", 2_500_000, None),
        ("een kwart miljoen euro", 250_000, None),
        ("2 miljoen 500 duizend euro", 2_500_000, None),
        ("drie miljoen tweehonderdduizend euro", 3_200_000, None),
        ("vijfentwintig miljoen euro", 25_000_000, None),
        ("€ 2 ton", 200_000, None),
        ("€87mln", 87_000_000, None),
    ],
)
def test_amounts_as_people_print_them(text: str, value: int, per: str | None) -> None:
    (amount,) = find_amounts(f"Dat kost naar verwachting {text}.")
    assert (amount.value, amount.per) == (value, per)
    assert gives("money", f"Dat kost {text}.", "Hoeveel geld kost dat?")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("tussen € 97 500 en € 120 000", 97_500, 120_000), ("10 à 15 miljoen euro", 10**7, 15 * 10**6),
     ("500.000–600.000 euro", 500_000, 600_000)],
)  # fmt: skip
def test_ranges(text: str, low: int, high: int) -> None:
    (amount,) = find_amounts(f"Dat kost {text} per jaar.")
    assert (amount.value, amount.low, amount.high) == (None, low, high)


def test_a_weight_is_no_amount_and_no_sum_mixes_periods() -> None:
    assert find_amounts("Er is 3 ton slib gestort.") == []
    a, b, c = find_amounts("€ 97 500, 2.500 euro en 75.000 euro per jaar")
    assert total([a, b]).value == 100_000
    assert total([a, c]).value is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [("¾ van de gemeenten doet mee.", "share"), ("3/4 van de gemeenten doet mee.", "share"),
     ("Eén op de drie gemeenten doet mee.", "share"), ("Het duurt 1½ uur.", "number"),
     ("Er is 3,5 × 10⁶ m³ gestort.", "number"), ("Er is 12 000 000 kg gestort.", "count")],
)  # fmt: skip
def test_fractions_and_powers_are_numbers(text: str, asked: str) -> None:
    assert gives(asked, text, "Hoeveel?")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["Dat staat in Kamerstuk 28 676, nr. 353.", "Zie dossier 28 676.", "Zie 36 725 VI, nr. 19.",
     "Zie (Kamerstukken 29 521 en 33 279, nr. 310)."],
)  # fmt: skip
def test_the_number_of_a_paper_is_no_amount(text: str) -> None:
    assert not holds("amount", text)
    assert not gives("number", text, "Hoeveel?")


def test_a_raised_digit_or_a_fraction_does_not_become_part_of_the_number() -> None:
    assert words("10⁶ ton, 2½ uur") == ["10", "6", "ton", "2", "1", "2", "uur"]
    assert fold("CO₂ en m²") == "co2 en m2"
