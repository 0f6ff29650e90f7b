"""Cuts a chosen sentence out of its letter as a quote, with all that is shown beside it.

Sentences that name what the quote leaves unsaid ("daarbij", "deze bijeenkomst") come as context;
paragraphs around it, the list it belongs to, other letters that say the same, amounts, dates and a
second look go with it. Every stretch is the letter's own text. Chooses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from qa.amounts import Amount, find_amounts
from qa.answering.choosing import Chosen
from qa.answering.evidence import Evidence
from qa.answering.lists import whole_list
from qa.answering.support import WORD_MET
from qa.citations import cite
from qa.days import Day, find_days
from qa.encoder import StaticEncoder
from qa.glossary import Explaining, terms_in
from qa.matching import Query, matches
from qa.records import ContextSpan, Letter, Quote, SecondLook, Sentence, Unit
from qa.second_look import look_again
from qa.sentences import sentences_of

CONTEXT_GAIN = 0.35
"""A sentence is context if it meets a question token this much better than the quote does."""

MAX_CONTEXT = 2
"""Context sentences with one quote."""


def quote(query: Query, choice: Chosen, lexicon: StaticEncoder, letters: Explaining) -> Quote:
    """Cut the quote and its context out of the letter.

    Args:
        query: The question, made ready.
        choice: What to quote.
        lexicon: The encoder whose token vectors the question was matched with.
        letters: Where abbreviations are looked up.
    """
    chosen, span = choice.evidence, choice.span
    before, after = _around(chosen.letter, chosen.unit)
    text = chosen.letter.text[span[0] : span[1]]
    context = tuple(_context(query, chosen, lexicon, span))
    return Quote(
        text=text,
        score=chosen.share,
        citation=cite(chosen.letter, *span),
        context=context,
        before=before,
        after=after,
        listed=tuple(
            ContextSpan(unit.text, unit.start, unit.end)
            for unit in whole_list(chosen.letter, chosen.unit)
        ),
        also=tuple(
            cite(other.letter, other.sentence.start, other.sentence.end) for other in choice.also
        ),
        terms=terms_in([*(span.text for span in context), text], chosen.letter, letters),
        amounts=tuple(_at(span[0], amount) for amount in find_amounts(text)),
        days=tuple(_at(span[0], day) for day in find_days(text, chosen.letter.metadata.date)),
        second_look=_second_look(query, chosen, text, context),
        notices=chosen.letter.source.notices,
    )


def _second_look(
    query: Query, chosen: Evidence, text: str, context: Sequence[ContextSpan]
) -> SecondLook:
    """Look at the quote again, with what is shown around it and what dates its letter."""
    known = chosen.letter.metadata
    day = known.date.strftime("%d %m %Y") if known.date else ""
    around = [span.text for span in context] + [known.topic or "", day, known.vergaderjaar or ""]
    met = {
        word
        for word, value in zip(query.tokens.words, chosen.met.tolist(), strict=True)
        if value >= WORD_MET
    }
    return look_again(query.question, text, " ".join(around), met)


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


def _context(
    query: Query, chosen: Evidence, lexicon: StaticEncoder, quoted: tuple[int, int]
) -> list[ContextSpan]:
    """Find the sentences before the quote that meet what the quote itself does not name."""
    earlier = [s for s in sentences_of(chosen.unit) if s.end <= quoted[0]]
    heading = chosen.letter.unit(chosen.unit.heading) if chosen.unit.heading else None
    if heading:
        earlier.insert(0, Sentence(heading.start, heading.end, heading.text, heading.label))
    if not earlier or not len(query.tokens.weights):  # all words are strange to the lexicon
        return []
    tokens = lexicon.token_ids([s.text for s in earlier])
    own = matches(query.tokens, tokens)
    named = chosen.own.copy()
    spans: dict[int, ContextSpan] = {}
    for _ in range(MAX_CONTEXT):
        gains = query.tokens.weights @ np.maximum(own - named[:, None], 0)
        best_gain = np.maximum(own - named[:, None], 0).max(axis=0)
        # of equals the nearest sentence before the quote says it best
        i = max(range(len(earlier)), key=lambda j: (round(float(gains[j]), 6), j))
        if best_gain[i] < CONTEXT_GAIN:
            break
        sentence = earlier[i]
        spans[sentence.start] = ContextSpan(sentence.text, sentence.start, sentence.end)
        named = np.maximum(named, own[:, i])
    return [spans[start] for start in sorted(spans)]
