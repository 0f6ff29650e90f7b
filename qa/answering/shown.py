"""What is shown with a quote by its place in a letter alone, whatever was asked.

`qa.answering.quoting` adds what depends on the question; `qa.verifying` makes the same again from a
letter to compare a saved quote with. Chooses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from qa.answering.caveats import caveats_after
from qa.answering.lists import whole_list
from qa.answering.pairs import Pair, Pairs, asker_of
from qa.citations.citing import cite
from qa.letters.sentences import sentences_of
from qa.records import AskedQuestion, ContextSpan, Hit, Letter, Quote, Unit
from qa.text.amounts import Amount, find_amounts
from qa.text.days import Day, find_days

ANSWER_CHARACTERS = 800
"""How much of an answer, in characters, is shown where only its question was found."""


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
        paragraph=_paragraph(unit, start, end),
        caveats=caveats_after(letter, start, end),
        before=before,
        after=after,
        listed=tuple(ContextSpan(u.text, u.start, u.end) for u in whole_list(letter, unit)),
        amounts=tuple(_at(start, amount) for amount in find_amounts(text)),
        days=tuple(_at(start, day) for day in find_days(text, letter.metadata.date)),
        notices=letter.source.notices,
    )


def _paragraph(unit: Unit, start: int, end: int) -> ContextSpan | None:
    """Return a unit that says more than what is quoted of it."""
    whole = unit.start >= start and unit.end <= end
    return None if whole else ContextSpan(unit.text, unit.start, unit.end)


def asked_question(letter: Letter, question: Sequence[Unit], answered: str) -> AskedQuestion:
    """Return a question that a letter repeats.

    Args:
        letter: The letter.
        question: The units of the question, at least one.
        answered: The numbers of its answer: "2, 3".
    """
    first, last = question[0], question[-1]
    return AskedQuestion(
        text=letter.text[first.start : last.end],
        start=first.start,
        end=last.end,
        number=first.pair or "",
        answered=answered,
        by=asker_of(letter, first),
    )


def with_pair(hit: Hit, letter: Letter, pairs: Pairs) -> Hit:
    """Return a passage with its place, and with the question that it answers, or holds; then with
    the answer too."""
    chunk = hit.chunk
    hit = replace(hit, citation=cite(letter, chunk.start, chunk.end))
    for unit in letter.units:
        pair = pairs.of(unit.label) if unit.start < chunk.end and chunk.start < unit.end else None
        if pair:
            question = pair.question_with(unit)
            asked = asked_question(letter, question or pair.questions[0], pair.number)
            return replace(hit, asked=asked, answer=_beginning(letter, pair) if question else None)
    return hit


def _beginning(letter: Letter, pair: Pair) -> ContextSpan:
    """Return the sentences of an answer, as many as a passage holds."""
    start = pair.answer[0].start
    ends = [one.end for unit in pair.answer for one in sentences_of(unit)]
    end = max((at for at in ends if at - start <= ANSWER_CHARACTERS), default=ends[0])
    return ContextSpan(letter.text[start:end], start, end)


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
