"""Cuts a chosen sentence out of its letter as a quote, with all that is shown beside it.

Sentences that name what the quote leaves unsaid ("daarbij", "deze bijeenkomst") come as context;
paragraphs around it, the list it belongs to, other letters that say the same, amounts, dates and a
second look go with it. Every stretch is the letter's own text. Chooses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qa.answering.choosing import Chosen
from qa.answering.evidence import Evidence
from qa.answering.glossary import Explaining, terms_in
from qa.answering.second_look import look_again
from qa.answering.shown import asked_question, quote_at, words_around
from qa.citations.citing import cite
from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentences_of
from qa.records import AskedQuestion, ContextSpan, Letter, Quote, SecondLook, Sentence, Unit
from qa.retrieval.matching import Query, matches

MAX_CONTEXT = 2
"""Context sentences with one quote. A rule of thumb."""


def quote(query: Query, choice: Chosen, lexicon: StaticEncoder, letters: Explaining) -> Quote:
    """Cut the quote and its context out of the letter.

    Args:
        query: The question, made ready.
        choice: What to quote.
        lexicon: The encoder whose token vectors the question was matched with.
        letters: Where abbreviations are looked up.
    """
    chosen, span = choice.evidence, choice.span
    shown = quote_at(chosen.letter, *span)
    context = tuple(_context(query, chosen, lexicon, span))
    return replace(
        shown,
        score=chosen.share,
        context=context,
        asked=_asked(chosen),
        led_by=_span_of(chosen.led_by),
        also=tuple(
            cite(other.letter, other.sentence.start, other.sentence.end) for other in choice.also
        ),
        terms=terms_in([*(one.text for one in context), shown.text], chosen.letter, letters),
        second_look=_second_look(
            query, chosen, shown.text, context, lexicon.fitted.support.word_met
        ),
    )


def _asked(chosen: Evidence) -> AskedQuestion | None:
    """Return the question that a sentence answers in its letter, if it answers one."""
    question = chosen.asked or ((chosen.unit,) if chosen.unit.part == "question" else ())
    if not question:
        return None
    return asked_question(chosen.letter, question, chosen.unit.pair or "")


def _span_of(sentence: Sentence | None) -> ContextSpan | None:
    return ContextSpan(sentence.text, sentence.start, sentence.end) if sentence else None


def _second_look(
    query: Query, chosen: Evidence, text: str, context: Sequence[ContextSpan], word_met: float
) -> SecondLook:
    """Look at the quote again, with what is shown around it and what dates its letter."""
    met = {
        word
        for word, value in zip(query.tokens.words, chosen.met.tolist(), strict=True)
        if value >= word_met
    }
    return look_again(query.question.text, text, words_around(chosen.letter, context), met)


def _context(
    query: Query, chosen: Evidence, lexicon: StaticEncoder, quoted: tuple[int, int]
) -> list[ContextSpan]:
    """Find the sentences before the quote that meet what the quote itself does not name.

    Of a note it is the sentence that the note belongs to.
    """
    if chosen.unit.kind == "note":
        return marked_sentence(chosen.letter, chosen.unit)
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
        if best_gain[i] < lexicon.fitted.choosing.context_gain:
            break
        sentence = earlier[i]
        spans[sentence.start] = ContextSpan(sentence.text, sentence.start, sentence.end)
        named = np.maximum(named, own[:, i])
    return [spans[start] for start in sorted(spans)]


def marked_sentence(letter: Letter, note: Unit) -> list[ContextSpan]:
    """Return the sentence at whose words, or behind whose end, the mark of a note stands."""
    for mark in letter.marks:
        if mark.note == note.label:
            unit = letter.unit_at(mark.offset)
            before = [one for one in sentences_of(unit) if one.start < max(mark.offset, 1)]
            return [ContextSpan(one.text, one.start, one.end) for one in before[-1:]]
    return []
