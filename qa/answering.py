"""From hits to an answer made of quotes, or to "not found in these letters".

Numbered steps: 1 the paragraphs of the best hits are cut into sentences; 2 each sentence is scored
by how it meets the question, together with what stands before it in its paragraph; 3 the best are
cut from the letter as quotes; 4 sentences that name what the quote leaves unsaid come as context;
5 if too much of the question is met nowhere, the answer is "not found", with the words that are
missing. Nothing is written or summed up: every quote is the letter's own text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.citations import cite
from qa.encoder import StaticEncoder
from qa.matching import Query, matches
from qa.records import Answer, ContextSpan, Hit, Letter, Quote, Searched, Sentence, Unit
from qa.sentences import sentences_of

READ_HITS = 6
"""Hits whose paragraphs are read for quotes."""

QUOTE_CHARACTERS = 400
"""The longest quote; two neighbouring sentences may share one quote if they fit."""

MAX_QUOTES = 3

INHERITED = 0.6
"""What a match counts that stands earlier in the same paragraph, not in the sentence itself."""

FOUND_FLOOR = 0.5
"""Least share of the question that the best quote and its context must meet."""

CONTEXT_GAIN = 0.35
"""A sentence is context if it meets a question token this much better than the quote does."""

MAX_CONTEXT = 2
"""Context sentences with one quote."""

SECOND_QUOTE = 0.85
"""A further quote must score at least this share of the best one."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """A sentence with its score and its matches."""

    score: float
    letter: Letter
    sentence: Sentence
    hit: Hit
    own: NDArray[np.float32]  # (question tokens,) met in the sentence itself
    met: NDArray[np.float32]  # (question tokens,) with what stands before it


def answer(
    query: Query,
    hits: Sequence[Hit],
    letter_of: Callable[[str], Letter],
    lexicon: StaticEncoder,
    searched: Searched,
) -> Answer:
    """Make an answer from the hits of a question.

    Args:
        query: The question, made ready.
        hits: In rank order.
        letter_of: Gives a letter by its doc_id.
        lexicon: The encoder whose token vectors the question was matched with.
        searched: What was searched, to be told with the answer.
    """
    scored = _score_sentences(query, hits[:READ_HITS], letter_of, lexicon)
    if not scored:
        reason = "no passage in these letters resembles the question"
        return Answer(query.question, False, reason, (), tuple(hits), searched)
    best = scored[0]
    support = float(query.tokens.weights @ best.met)
    if support < FOUND_FLOOR:
        return Answer(query.question, False, _reason(query, best), (), tuple(hits), searched)
    quotes = tuple(_quote(query, chosen, lexicon) for chosen in _choose(scored))
    reason = "the letters say so in the words quoted"
    return Answer(query.question, True, reason, quotes, tuple(hits), searched)


def _score_sentences(
    query: Query,
    hits: Sequence[Hit],
    letter_of: Callable[[str], Letter],
    lexicon: StaticEncoder,
) -> list[_Scored]:
    """Score every sentence of the paragraphs that the hits touch; best first."""
    found: dict[tuple[str, int], _Scored] = {}
    for hit in hits:
        letter = letter_of(hit.chunk.doc_id)
        for label in hit.chunk.units:
            unit = letter.unit(label)
            if unit is None or unit.kind == "heading":
                continue
            for scored in _score_unit(query, hit, letter, unit, lexicon):
                key = (letter.doc_id, scored.sentence.start)
                if key not in found or found[key].score < scored.score:
                    found[key] = scored
    return sorted(
        found.values(),
        key=lambda s: (-round(s.score, 6), s.letter.doc_id, s.sentence.start),
    )


def _score_unit(
    query: Query, hit: Hit, letter: Letter, unit: Unit, lexicon: StaticEncoder
) -> list[_Scored]:
    sentences = sentences_of(unit)
    tokens = [found.ids for found in lexicon.tokenize([s.text for s in sentences])]
    own = matches(query.tokens, tokens, lexicon)
    before = _surroundings(query, letter, unit, lexicon)
    met = np.maximum(own, INHERITED * _best_before(own, before))
    vectors = lexicon.encode_passages([s.text for s in sentences])
    question = lexicon.encode_queries([query.question])[0]
    similar = np.maximum(vectors @ question, 0)
    scores = query.tokens.weights @ met + 0.3 * similar + 0.05 * hit.score
    return [
        _Scored(float(scores[i]), letter, sentence, hit, own[:, i], met[:, i])
        for i, sentence in enumerate(sentences)
    ]


def _surroundings(
    query: Query, letter: Letter, unit: Unit, lexicon: StaticEncoder
) -> NDArray[np.float32]:
    """Return what the heading and the letter's subject meet, shape (question tokens,)."""
    heading = letter.unit(unit.heading) if unit.heading else None
    texts = [text for text in (heading.text if heading else "", letter.metadata.subject or "")]
    tokens = [found.ids for found in lexicon.tokenize(texts)]
    best: NDArray[np.float32] = matches(query.tokens, tokens, lexicon).max(axis=1, initial=0)
    return best


def _best_before(own: NDArray[np.float32], first: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for each sentence the best match of what stands before it, shape like ``own``."""
    shifted = np.concatenate([first[:, None], own[:, :-1]], axis=1)
    best: NDArray[np.float32] = np.maximum.accumulate(shifted, axis=1)
    return best


def _choose(scored: Sequence[_Scored]) -> list[_Scored]:
    """Take the best sentence, and further ones that come near it and say something else."""
    chosen = [scored[0]]
    texts = {_folded(scored[0].sentence.text)}
    for candidate in scored[1:]:
        if len(chosen) == MAX_QUOTES or candidate.score < SECOND_QUOTE * scored[0].score:
            break
        text = _folded(candidate.sentence.text)
        if text not in texts:
            texts.add(text)
            chosen.append(candidate)
    return chosen


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _quote(query: Query, chosen: _Scored, lexicon: StaticEncoder) -> Quote:
    """Cut the quote and its context out of the letter."""
    start, end = _quote_span(chosen.letter, chosen.sentence)
    return Quote(
        text=chosen.letter.text[start:end],
        score=round(chosen.score, 6),
        citation=cite(chosen.letter, start, end),
        context=tuple(_context(query, chosen, lexicon, (start, end))),
    )


def _quote_span(letter: Letter, sentence: Sentence) -> tuple[int, int]:
    """Return the sentence's span, cut at a word's end if it is longer than a quote may be."""
    end = sentence.end
    if end - sentence.start > QUOTE_CHARACTERS:
        end = letter.text.rfind(" ", sentence.start, sentence.start + QUOTE_CHARACTERS + 1)
        end = end if end > sentence.start else sentence.start + QUOTE_CHARACTERS
    return sentence.start, end


def _context(
    query: Query, chosen: _Scored, lexicon: StaticEncoder, quoted: tuple[int, int]
) -> list[ContextSpan]:
    """Find the sentences before the quote that meet what the quote itself does not name."""
    unit = chosen.letter.unit(chosen.sentence.unit)
    assert unit is not None
    earlier = [s for s in sentences_of(unit) if s.end <= quoted[0]]
    heading = chosen.letter.unit(unit.heading) if unit.heading else None
    if heading:
        earlier.insert(0, Sentence(heading.start, heading.end, heading.text, heading.label))
    if not earlier:
        return []
    tokens = [found.ids for found in lexicon.tokenize([s.text for s in earlier])]
    own = matches(query.tokens, tokens, lexicon)
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


def _reason(query: Query, best: _Scored) -> str:
    """Say which words of the question the best sentence and its context do not meet."""
    met: dict[str, float] = {}
    for word, value in zip(query.tokens.words, best.met, strict=True):
        met[word] = max(met.get(word, 0.0), float(value))
    missing = [word for word, value in met.items() if value < FOUND_FLOOR]
    words = ", ".join(f'"{word}"' for word in missing)
    return (
        f"the letters do not say: nothing close to {words}"
        if words
        else ("the letters do not say: no sentence meets enough of the question")
    )
