"""What is shown with a quote by its place in a letter alone, whatever was asked.

`qa.answering.quoting` adds what depends on the question; `qa.verifying` makes the same again from a
letter to compare a saved quote with. Chooses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from qa.answering.lists import whole_list
from qa.citations.citing import cite
from qa.records import ContextSpan, Letter, Quote, Unit
from qa.text.amounts import Amount, find_amounts
from qa.text.days import Day, find_days


def quote_at(letter: Letter, start: int, end: int) -> Quote:
    """Return ``letter.text[start:end]`` as a quote, without what depends on the question.

    Raises:
        ValueError: If the range is empty or outside the letter.
    """
    unit = letter.unit_at(start)
    text = letter.text[start:end]
    before, after = _around(letter, unit)
    return Quote(
        text=text,
        score=0.0,
        citation=cite(letter, start, end),
        before=before,
        after=after,
        listed=tuple(ContextSpan(u.text, u.start, u.end) for u in whole_list(letter, unit)),
        amounts=tuple(_at(start, amount) for amount in find_amounts(text)),
        days=tuple(_at(start, day) for day in find_days(text, letter.metadata.date)),
        notices=letter.source.notices,
    )


def words_around(letter: Letter, context: Iterable[ContextSpan]) -> str:
    """Return what a reader sees around a quote: its context, the letter's subject and date."""
    known = letter.metadata
    day = known.date.strftime("%d %m %Y") if known.date else ""
    return " ".join(
        [*(span.text for span in context), known.topic or "", day, known.vergaderjaar or ""]
    )


Found = TypeVar("Found", Amount, Day)


def _at(offset: int, found: Found) -> Found:
    """Move what was found in a quote to its place in the letter."""
    return replace(found, start=found.start + offset, end=found.end + offset)


def _around(letter: Letter, unit: Unit) -> tuple[ContextSpan | None, ContextSpan | None]:
    """Return the paragraphs before and after a unit, for who wants to read on."""
    at = letter.units.index(unit)
    sides = (reversed(letter.units[:at]), letter.units[at + 1 :])
    before, after = (
        next((ContextSpan(u.text, u.start, u.end) for u in side if u.kind == "paragraph"), None)
        for side in sides
    )
    return before, after
