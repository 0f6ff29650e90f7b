"""What is shown with a quote by its place alone."""

from __future__ import annotations

import pytest
from scored import letter_of

from qa.answering.shown import quote_at, words_around
from qa.records import ContextSpan

LETTER = letter_of(
    "De brug is oud.\n\nDe kosten zijn € 4 mln. op 3 mei 2024.\n\nDe maatregelen zijn:\n\n"
    "– een hek;\n\n– een bord.",
    day="2024-06-01",
)
COST = "De kosten zijn € 4 mln. op 3 mei 2024."


def place(text: str) -> tuple[int, int]:
    start = LETTER.text.index(text)
    return start, start + len(text)


def test_a_quote_is_the_letters_text_with_its_neighbours_and_values() -> None:
    quote = quote_at(LETTER, *place(COST))
    assert (quote.text, quote.score) == (COST, 0.0)
    assert (quote.citation.start, quote.citation.end) == place(COST)
    assert quote.before
    assert quote.after
    assert (quote.before.text, quote.after.text) == ("De brug is oud.", "De maatregelen zijn:")
    assert (quote.before.start, quote.before.end) == place(quote.before.text)
    (amount,) = quote.amounts
    (day,) = quote.days
    assert LETTER.text[amount.start : amount.end] == amount.text == "€ 4 mln."
    assert LETTER.text[day.start : day.end] == day.text == "3 mei 2024"
    assert quote.listed == ()


def test_the_first_and_the_last_paragraph_have_one_neighbour() -> None:
    first, last = (
        quote_at(LETTER, *place("De brug is oud.")),
        quote_at(LETTER, *place("– een bord.")),
    )
    assert first.before is None
    assert first.after
    assert first.after.text == COST
    assert last.after is None
    assert last.before
    assert last.before.text == "– een hek;"
    assert [span.text for span in last.listed] == [
        "De maatregelen zijn:",
        "– een hek;",
        "– een bord.",
    ]
    assert all(LETTER.text[span.start : span.end] == span.text for span in last.listed)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (8, 3), (0, 10_000)])
def test_a_place_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="."):
        quote_at(LETTER, start, end)


def test_words_around_are_context_subject_date_and_year() -> None:
    letter = letter_of("Tekst.", day="2024-06-01", subject="De brug", vergaderjaar="2023–2024")
    context = [ContextSpan("Het staal.", 0, 10), ContextSpan("Het hek.", 11, 19)]
    assert words_around(letter, context) == "Het staal. Het hek. De brug 01 06 2024 2023–2024"
    assert words_around(letter_of("Tekst."), []).strip() == ""
