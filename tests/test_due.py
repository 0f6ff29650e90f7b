"""Terms that letters name, and the days they come to."""

from __future__ import annotations

from datetime import date

import pytest

from qa.text.due import find_due
from qa.text.periods import find_periods
from qa.text.recesses import christmas, next_recess, summer

WRITTEN = date(2024, 2, 5)

DAYS = [
    # a day
    ("op 1 mei 2024", "2024-05-01", "2024-05-01"),
    ("op 1 mei", "2024-05-01", "2024-05-01"),
    ("op 3 februari", "2025-02-03", "2025-02-03"),
    ("voor 1 mei 2024", "2024-02-05", "2024-04-30"),
    ("vóór 1 mei", "2024-02-05", "2024-04-30"),
    ("uiterlijk op 1 mei", "2024-02-05", "2024-05-01"),
    ("uiterlijk 01-05-2024", "2024-02-05", "2024-05-01"),
    ("vanaf 1 januari 2025", "2025-01-01", None),
    ("na 1 mei 2024", "2024-05-02", None),
    ("by 1 May 2024", "2024-02-05", "2024-05-01"),
    ("before May 1, 2024", "2024-02-05", "2024-04-30"),
    # months, quarters, halves, years
    ("in maart 2024", "2024-03-01", "2024-03-31"),
    ("in januari", "2025-01-01", "2025-01-31"),
    ("begin juli", "2024-07-01", "2024-07-10"),
    ("medio juli", "2024-07-11", "2024-07-20"),
    ("eind februari", "2024-02-21", "2024-02-29"),
    ("in het eerste kwartaal van 2025", "2025-01-01", "2025-03-31"),
    ("in het vierde kwartaal", "2024-10-01", "2024-12-31"),
    ("uiterlijk in het tweede kwartaal van dit jaar", "2024-02-05", "2024-06-30"),
    ("in Q3 2024", "2024-07-01", "2024-09-30"),
    ("in de eerste helft van 2025", "2025-01-01", "2025-06-30"),
    ("in the second half of next year", "2025-07-01", "2025-12-31"),
    ("in 2025", "2025-01-01", "2025-12-31"),
    ("dit jaar", "2024-02-05", "2024-12-31"),
    ("nog dit jaar", "2024-02-05", "2024-12-31"),
    ("begin volgend jaar", "2025-01-01", "2025-03-31"),
    ("medio 2024", "2024-05-01", "2024-08-31"),
    ("by mid-2025", "2024-02-05", "2025-08-31"),
    ("eind 2024", "2024-10-01", "2024-12-31"),
    ("voor het einde van het jaar", "2024-02-05", "2024-12-31"),
    ("voor eind 2024", "2024-02-05", "2024-12-31"),
    ("in de loop van 2025", "2025-01-01", "2025-12-31"),
    ("early next year", "2025-01-01", "2025-03-31"),
    # seasons and recesses
    ("dit najaar", "2024-09-01", "2024-11-30"),
    ("in het voorjaar van 2025", "2025-03-01", "2025-05-31"),
    ("begin deze zomer", "2024-06-01", "2024-06-30"),
    ("voor de zomer", "2024-02-05", "2024-07-04"),
    ("na de zomer", "2024-09-01", None),
    ("voor het zomerreces", "2024-02-05", "2024-07-04"),
    ("na het zomerreces", "2024-09-03", None),
    ("voor het kerstreces van 2023", "2024-02-05", "2023-12-21"),
    ("before the summer recess", "2024-02-05", "2024-07-04"),
    ("op Prinsjesdag", "2024-09-17", "2024-09-17"),
    ("uiterlijk op Verantwoordingsdag", "2024-02-05", "2024-05-15"),
    # counted from the letter
    ("binnen zes weken", "2024-02-05", "2024-03-18"),
    ("binnen drie maanden", "2024-02-05", "2024-05-05"),
    ("over twee weken", "2024-02-19", "2024-02-19"),
    ("within a year", None, None),
    ("volgende week", "2024-02-12", "2024-02-18"),
    ("deze week", "2024-02-05", "2024-02-11"),
    ("volgende maand", "2024-03-01", "2024-03-31"),
    ("in het komende jaar", "2024-02-05", "2025-02-05"),
]


@pytest.mark.parametrize(("words", "first", "last"), DAYS, ids=lambda value: str(value))
def test_a_term_comes_to_these_days(words: str, first: str | None, last: str | None) -> None:
    found = find_due(f"Ik stuur u {words} een brief.", WRITTEN)
    if first is None and last is None:
        assert found == []
        return
    (due,) = found
    assert (due.text, due.reason) == (words, None)
    days = tuple(day.isoformat() if day else None for day in (due.first, due.last))
    assert days == (first, last)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("binnenkort", "vague"),
        ("zo spoedig mogelijk", "vague"),
        ("op korte termijn", "vague"),
        ("de komende jaren", "vague"),
        ("te zijner tijd", "vague"),
        ("voorafgaand aan het commissiedebat", "event"),
        ("na afronding van het onderzoek", "event"),
        ("in de eerstvolgende voortgangsrapportage", "event"),
        ("jaarlijks", "repeats"),
        ("voor het herfstreces", "recess"),
    ],
)
def test_a_term_without_days_says_why(words: str, reason: str) -> None:
    (due,) = find_due(f"Ik stuur u {words} een brief.", WRITTEN)
    assert (due.first, due.last, due.reason) == (None, None, reason)
    assert words.startswith(due.text)


def test_terms_of_an_undated_letter_hang_in_the_air() -> None:
    assert [due.reason for due in find_due("binnen zes weken, voor de zomer")] == ["undated"] * 2
    (due,) = find_due("uiterlijk 1 mei 2024")
    assert (due.first, due.last) == (None, date(2024, 5, 1))


@pytest.mark.parametrize(
    "text",
    [
        "de brief van 3 maart 2024",
        "in het vergaderjaar 2023-2024",
        "Kamerstuk 2024/25, nr. 3",
        "het rapport uit 2023",
        "de motie d.d. 5 februari 2024",
        "op 31 juni",
        "drie weken geleden, over drie weken geleden gesproken",
    ],
)
def test_what_names_something_else_is_no_term(text: str) -> None:
    assert find_due(text, WRITTEN) == []


def test_offsets_are_those_of_the_words() -> None:
    text = "Voor de zomer, of anders uiterlijk eind 2024, hoort u van mij, zodra dat kan."
    for due in find_due(text, WRITTEN):
        assert text[due.start : due.end] == due.text


def test_recesses_of_years_that_were_checked() -> None:
    assert summer(2008)[0] == date(2008, 7, 4)
    assert summer(2022) == (date(2022, 7, 8), date(2022, 9, 5))
    assert summer(2023) == (date(2023, 7, 7), date(2023, 9, 4))
    assert christmas(2023) == (date(2023, 12, 22), date(2024, 1, 15))


def test_a_recess_that_is_not_known_is_not_guessed() -> None:
    assert next_recess("may", date(2024, 1, 1)) == (date(2024, 4, 26), date(2024, 5, 13))
    assert next_recess("may", date(2025, 1, 1)) is None
    assert next_recess("autumn", date(2020, 1, 1)) is None
    assert next_recess("spring", date(2023, 1, 1)) is None  # that of 2023 is not in the list
    assert next_recess("summer", date(1999, 1, 1)) is None


def test_a_running_season_is_the_one_meant_and_the_next_is_the_next() -> None:
    written = date(2024, 4, 2)
    (this,), (next_,) = (
        find_periods(words, written) for words in ("dit voorjaar", "volgend voorjaar")
    )
    assert (this.first, next_.first) == (date(2024, 3, 1), date(2025, 3, 1))
