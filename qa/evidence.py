"""How well the sentences of letters meet a question: the paragraphs of the best hits, scored.

A sentence seldom names all that a question does: "Daarbij is € 10 mln. toegezegd" leaves to the
sentences before it what "daarbij" means. So each part of the question may be met in the sentence
itself, or at a discount in what stands before it in its paragraph or just above that. Chooses
nothing; `qa.answering` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.encoder import StaticEncoder
from qa.lexical import stem, words
from qa.matching import Query, matches
from qa.question import asked_for, holds
from qa.records import Hit, Letter, Sentence, Unit
from qa.sentences import sentences_of

READ_HITS = 8
"""Hits whose paragraphs are read."""

QUOTE_CHARACTERS = 400
"""The longest quote."""

# These weights were fitted on the project's own questions (benchmarks/questions) and checked on
# others; each was moved alone until no step made more first quotes right.

BEFORE, ABOVE = 0.8, 0.6
"""What a match counts that stands before the sentence in its paragraph, or in the heading or the
two units above the paragraph."""

WORDS, WORD_BEFORE = 0.3, 0.6
"""Weight of whole words met, and what one counts that stands before the sentence."""

SIMILAR = 0.3
"""Weight of the cosine between question and sentence."""

HOLDS = 0.1
"""Added if the sentence holds the kind of thing that is asked for."""

RETRIEVED = 0.02
"""Weight of the hit's own score."""

FULL = 0.05
"""Added to a full sentence of `FULL_CHARACTERS` or more, in part to a shorter one."""

FULL_CHARACTERS = 250

ASKS = 0.6
"""Taken off a sentence that asks something itself: letters repeat the questions they answer."""

ASIDE = 0.1
"""Taken off the letterhead and the signature, which name much and say little."""

TOO_LONG = 0.3
"""Taken off a sentence that cannot be quoted whole."""


@dataclass(frozen=True)
class Evidence:
    """A sentence with its score and what it meets of the question.

    ``own`` is what the sentence itself meets of each question token, ``met`` what it meets
    together with what stands around it; both 0 to 1.
    """

    score: float
    letter: Letter
    unit: Unit
    sentence: Sentence
    hit: Hit
    own: NDArray[np.float32]  # (question tokens,)
    met: NDArray[np.float32]  # (question tokens,)


def gather(
    query: Query,
    hits: Sequence[Hit],
    letter_of: Callable[[str], Letter],
    lexicon: StaticEncoder,
) -> list[Evidence]:
    """Score every sentence of the paragraphs that the best hits touch.

    Args:
        query: The question, made ready.
        hits: In rank order; the first `READ_HITS` are read.
        letter_of: Gives a letter by its doc_id.
        lexicon: The encoder whose token vectors the question was matched with.

    Returns:
        Evidence by falling score; equal scores in reading order.
    """
    reader = _Reader(query, lexicon)
    found: list[Evidence] = []
    seen: set[tuple[str, str]] = set()
    for hit in hits[:READ_HITS]:
        letter = letter_of(hit.chunk.doc_id)
        for label in hit.chunk.units:
            unit = letter.unit(label)
            if unit is None or unit.kind == "heading" or (letter.doc_id, label) in seen:
                continue
            seen.add((letter.doc_id, label))
            found.extend(reader.read(hit, letter, unit))
    return sorted(found, key=lambda e: (-round(e.score, 6), e.letter.doc_id, e.sentence.start))


class _Reader:
    """Scores the sentences of units for one question."""

    def __init__(self, query: Query, lexicon: StaticEncoder) -> None:
        self.query = query
        self.lexicon = lexicon
        self.kind = asked_for(query.question)

    @cached_property
    def _question(self) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.lexicon.encode_queries([self.query.question])[0]
        return vector

    @cached_property
    def _idf(self) -> NDArray[np.float32]:
        idf = np.array(self.query.idf, np.float32)
        share: NDArray[np.float32] = idf / max(float(idf.sum()), 1e-9)
        return share

    def read(self, hit: Hit, letter: Letter, unit: Unit) -> list[Evidence]:
        """Score the sentences of one unit."""
        sentences = sentences_of(unit)
        texts = [sentence.text for sentence in sentences]
        own = self._tokens(texts)
        above = self._tokens([other.text for other in _above(letter, unit)]).max(axis=1, initial=0)
        met = np.maximum(np.maximum(own, BEFORE * _before(own)), ABOVE * above[:, None])
        whole = self._words(texts)
        whole = np.maximum(whole, WORD_BEFORE * _before(whole))
        cosines = self.lexicon.encode_passages(texts) @ self._question
        scores = self.query.tokens.weights @ met + WORDS * (self._idf @ whole)
        scores += SIMILAR * np.maximum(cosines, 0) + RETRIEVED * hit.score
        scores += np.array([self._bonus(text) for text in texts], np.float32)
        scores -= ASIDE * (unit.kind in {"letterhead", "signature"})
        return [
            Evidence(float(scores[i]), letter, unit, sentence, hit, own[:, i], met[:, i])
            for i, sentence in enumerate(sentences)
        ]

    def _bonus(self, text: str) -> float:
        """Return what the form of a sentence adds to its score, whatever its words."""
        bonus = FULL * min(len(text), FULL_CHARACTERS) / FULL_CHARACTERS
        bonus += HOLDS * holds(self.kind, text)
        return bonus - ASKS * text.endswith("?") - TOO_LONG * (len(text) > QUOTE_CHARACTERS)

    def _tokens(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what each text meets of each question token, shape (tokens, texts)."""
        ids = [tokens.ids for tokens in self.lexicon.tokenize(texts)]
        return matches(self.query.tokens, ids, self.lexicon)

    def _words(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what each text meets of each of the question's words, shape (words, texts)."""
        met = np.zeros((len(self.query.groups), len(texts)), np.float32)
        for column, text in enumerate(texts):
            stems = {stem(word) for word in words(text)}
            for row, group in enumerate(self.query.groups):
                met[row, column] = max((w for s, w in group.items() if s in stems), default=0.0)
        return met


def _above(letter: Letter, unit: Unit) -> list[Unit]:
    """Return the unit's heading and the two units above it."""
    at = letter.units.index(unit)
    heading = letter.unit(unit.heading) if unit.heading else None
    return [*([heading] if heading else []), *letter.units[max(0, at - 2) : at]]


def _before(own: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for each column the best of the columns before it, shape like ``own``."""
    shifted = np.concatenate([np.zeros_like(own[:, :1]), own[:, :-1]], axis=1)
    best: NDArray[np.float32] = np.maximum.accumulate(shifted, axis=1)
    return best
