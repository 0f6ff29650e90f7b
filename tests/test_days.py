"""Dates as letters write them, against days worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from qa.messages import Message
from qa.text.days import NO_DAY, NO_LETTER_DATE, NO_YEAR, find_days, years_in

WRITTEN = date(2024, 3, 2)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("15 februari 2024", "2024-02-15", "day"),
        ("1 maart 2023", "2023-03-01", "day"),
        ("23 januari jl.", "2024-01-23", "day"),
        ("23 december jl.", "2023-12-23", "day"),
        ("2 maart jl.", "2024-03-02", "day"),
        ("4 april a.s.", "2024-04-04", "day"),
        ("1 februari aanstaande", "2025-02-01", "day"),
        ("29 februari jl.", "2024-02-29", "day"),
        ("15 February 2024", "2024-02-15", "day"),
        ("February 15, 2024", "2024-02-15", "day"),
        ("5th of x, 12 March 2020", "2020-03-12", "day"),
        ("05-02-2024", "2024-02-05", "day"),
        ("juli 2023", "2023-07", "month"),
        ("eind 2022", "2022", "year"),
        ("in 2021", "2021", "year"),
    ],
)
def test_a_date(text: str, value: str, precision: str) -> None:
    found = find_days(f"De top was {text} in Vilnius.", WRITTEN)
    assert [(d.value, d.precision, d.reason) for d in found] == [(value, precision, None)]


@pytest.mark.parametrize(
    ("text", "written", "reason"),
    [
        ("23 januari", WRITTEN, NO_YEAR),
        ("23 januari jl.", None, NO_LETTER_DATE),
        ("4 april a.s.", None, NO_LETTER_DATE),
        ("31 februari 2024", WRITTEN, NO_DAY),
        ("31 april jl.", WRITTEN, NO_DAY),
        ("12-13-2024", WRITTEN, NO_DAY),
        ("May 5", WRITTEN, NO_YEAR),
    ],
)
def test_what_cannot_be_told_has_a_reason(text: str, written: date | None, reason: Message) -> None:
    (found,) = find_days(f"Dat was op {text}, aldus de brief.", written)
    assert (found.value, found.reason) == (None, reason)
    assert found.reason is not None
    assert found.reason.say("nl") == reason.say("nl") != reason


@pytest.mark.parametrize(
    "text",
    ["1.500 woningen", "nr. 449", "28 676", "artikel 10", "mei is een maand", "in 2023-2024"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_days(text) == []


def test_places_count_characters() -> None:
    text = "Op 3 mei 2020 en in juni 2021."
    assert [text[d.start : d.end] for d in find_days(text)] == ["3 mei 2020", "juni 2021"]


def test_years_are_of_two_centuries_and_stand_alone() -> None:
    assert years_in("In 2019 en 1997, niet in 1815, 20190 of 12019") == {"2019", "1997"}
