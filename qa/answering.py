"""From hits to an answer made of quotes, or to "not found in these letters".

Numbered steps: 1 the sentences of the best hits' paragraphs are scored (`qa.evidence`); 2 the best
are cut from the letter as quotes; 3 sentences that name what the quote leaves unsaid come as
context; 4 if too little speaks for an answer (`qa.support`), it is "not found", with the words
that are missing. Nothing is written or summed up: every quote is the letter's own text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from qa.amounts import Amount, find_amounts
from qa.citations import cite
from qa.days import Day, find_days
from qa.encoder import StaticEncoder
from qa.evidence import QUOTE_CHARACTERS, Evidence, EvidenceReader
from qa.index import LetterSource
from qa.matching import Query, matches
from qa.records import (
    Answer,
    ContextSpan,
    Hit,
    Letter,
    Quote,
    Searched,
    SecondLook,
    Sentence,
    Unit,
)
from qa.second_look import look_again
from qa.sentences import sentences_of
from qa.support import WORD_MET, Support, weigh

JOINED = 0.2
"""The sentence before or after the best one joins its quote if it is this many times as likely."""

MAX_QUOTES = 3

CONTEXT_GAIN = 0.35
"""A sentence is context if it meets a question token this much better than the quote does."""

MAX_CONTEXT = 2
"""Context sentences with one quote."""

SECOND_QUOTE = 0.2
"""A further quote must be at least this many times as likely as the best one."""


def answer(
    query: Query,
    hits: Sequence[Hit],
    letters: LetterSource,
    reader: EvidenceReader,
    lexicon: StaticEncoder,
    searched: Searched,
) -> Answer:
    """Make an answer from the hits of a question.

    Args:
        query: The question, made ready.
        hits: In rank order.
        letters: Gives letters by their doc_id.
        reader: Scores the sentences.
        lexicon: The encoder whose token vectors the question was matched with.
        searched: What was searched, to be told with the answer.
    """
    scored = reader.gather(query, hits, letters)
    if not scored:
        reason = "no passage in these letters resembles the question"
        if searched.letters == 0:
            reason = (
                "the filter leaves no letter; a letter whose date is unknown has no place in it"
            )
        if query.phrases:
            held = _listed(query.phrases)
            reason = (
                f"no passage in these letters holds {held} as written; "
                "without the quotation marks, words close to these are found too"
            )
        return Answer(query.question, False, reason, (), tuple(hits), searched, query.phrases)
    support = weigh(query, hits, scored, lexicon, reader.tokens_of(scored[0].letter, letters))
    if not support.is_enough:
        reason = _reason(support)
        return Answer(query.question, False, reason, (), tuple(hits), searched, support.missing)
    quotes = tuple(_quote(query, chosen, span, lexicon) for chosen, span in _choose(scored))
    reason = "the letters say so in the words quoted"
    return Answer(query.question, True, reason, quotes, tuple(hits), searched)


def _choose(scored: Sequence[Evidence]) -> list[tuple[Evidence, tuple[int, int]]]:
    """Take the best sentence, and further ones that come near it and say something else.

    Returns each with the span to quote: the sentence, or it and one of its neighbours.
    """
    chosen: list[tuple[Evidence, tuple[int, int]]] = []
    texts: set[str] = set()
    for candidate in scored:
        if len(chosen) == MAX_QUOTES or candidate.share < SECOND_QUOTE * scored[0].share:
            break
        text = _folded(candidate.sentence.text)
        quoted = any(
            first.letter.doc_id == candidate.letter.doc_id
            and span[0] <= candidate.sentence.start < span[1]
            for first, span in chosen
        )
        if text not in texts and not quoted:
            texts.add(text)
            chosen.append((candidate, _span(candidate, scored)))
    return chosen


def _span(best: Evidence, scored: Sequence[Evidence]) -> tuple[int, int]:
    """Return what to quote: the sentence with a neighbour that is nearly as good, if both fit."""
    start, end = best.sentence.start, best.sentence.end
    if end - start > QUOTE_CHARACTERS:
        cut = best.letter.text.rfind(" ", start, start + QUOTE_CHARACTERS + 1)
        return start, cut if cut > start else start + QUOTE_CHARACTERS
    sentences = sentences_of(best.unit)
    at = sentences.index(best.sentence)
    neighbours = {s.start for s in sentences[max(0, at - 1) : at + 2]} - {start}
    for other in scored:  # best first
        if other.share < JOINED * best.share:
            break
        same = other.letter.doc_id == best.letter.doc_id
        if same and other.sentence.start in neighbours and not other.sentence.text.endswith("?"):
            joined = min(start, other.sentence.start), max(end, other.sentence.end)
            if joined[1] - joined[0] <= QUOTE_CHARACTERS:
                return joined
    return start, end


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _quote(query: Query, chosen: Evidence, span: tuple[int, int], lexicon: StaticEncoder) -> Quote:
    """Cut the quote and its context out of the letter."""
    before, after = _around(chosen.letter, chosen.unit)
    text = chosen.letter.text[span[0] : span[1]]
    context = tuple(_context(query, chosen, lexicon, span))
    return Quote(
        text=text,
        score=round(chosen.share, 6),
        citation=cite(chosen.letter, *span),
        context=context,
        before=before,
        after=after,
        amounts=tuple(_at(span[0], amount) for amount in find_amounts(text)),
        days=tuple(_at(span[0], day) for day in find_days(text, chosen.letter.metadata.date)),
        second_look=_second_look(query, chosen, text, context),
    )


def _second_look(
    query: Query, chosen: Evidence, text: str, context: Sequence[ContextSpan]
) -> SecondLook:
    """Look at the quote again, with what is shown around it and what dates its letter."""
    known = chosen.letter.metadata
    day = known.date.strftime("%d %m %Y") if known.date else ""
    around = [span.text for span in context] + [known.subject or "", day, known.vergaderjaar or ""]
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
    if not earlier:
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


def _reason(support: Support) -> str:
    """Say which words of the question the best letter does not meet."""
    if not support.missing:
        return "the letters do not say: they name these words, but no sentence answers the question"
    return f"the letters do not say: nothing close to {_listed(support.missing)}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
