"""A letter cut into sentences with their tokens, and what they meet of a question together.

A sentence seldom names all that a question does; what it lacks may stand before it in its paragraph
or above it. Scores nothing: `qa.answering.evidence` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.answering.pairs import Pairs, pairs_of
from qa.encoders.fitted import EvidenceNumbers
from qa.errors import IndexDamagedError
from qa.letters.sentences import sentences_of
from qa.records import Letter, Sentence
from qa.retrieval.matching import Query
from qa.text.lexical import stem, words

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class LetterText:
    """The sentences of a letter with their tokens, in reading order.

    ``holders`` tells in which sentences each stem stands, ``places`` which of the sentences are a
    unit's own, ``above`` which stand in its heading, the two units above it and the question that
    it answers. ``pairs`` are the letter's questions with their answers.
    """

    letter: Letter
    sentences: list[Sentence]
    tokens: list[NDArray[np.int32]]
    holders: dict[str, list[int]]
    places: dict[str, tuple[int, int]]
    above: dict[str, list[int]]
    pairs: Pairs

    @classmethod
    def of(cls, letter: Letter, tokens: list[NDArray[np.int32]]) -> LetterText:
        """Cut a letter, given the tokens of each of its sentences.

        Raises:
            IndexDamagedError: If there are more or fewer of these than the letter has sentences.
        """
        sentences: list[Sentence] = []
        places: dict[str, tuple[int, int]] = {}
        above: dict[str, list[int]] = {}
        pairs = pairs_of(letter)
        for number, unit in enumerate(letter.units):
            first = len(sentences)
            sentences += sentences_of(unit)
            places[unit.label] = (first, len(sentences))
            labels = {other.label for other in letter.units[max(0, number - 2) : number]}
            labels |= {unit.heading} if unit.heading in places else set()
            labels |= pairs.questions_of(unit.label)
            above[unit.label] = sorted(i for label in labels for i in range(*places[label]))
        if len(tokens) != len(sentences):
            raise IndexDamagedError(
                "sentence-tokens-differ",
                found=len(tokens),
                doc_id=letter.doc_id,
                expected=len(sentences),
            )
        holders: dict[str, list[int]] = {}
        for number, one in enumerate(sentences):
            for name in {stem(word) for word in words(one.text)}:
                holders.setdefault(name, []).append(number)
        return cls(letter, sentences, tokens, holders, places, above, pairs)

    @cached_property
    def all_tokens(self) -> NDArray[np.int32]:
        """The tokens of all sentences, one after the other."""
        return np.concatenate([np.zeros(0, np.int32), *self.tokens])

    @cached_property
    def named(self) -> frozenset[str]:
        """The folded words of the letter, of its subject and of its date."""
        known = self.letter.metadata
        texts = [unit.text for unit in self.letter.units]
        return frozenset(words(" ".join([*texts, known.topic or "", str(known.date or "")])))

    def with_context(
        self, own: FloatArray, labels: Iterable[str], fitted: EvidenceNumbers
    ) -> FloatArray:
        """Return what the sentences of some units meet with what stands before and above them.

        Args:
            own: What each meets alone, shape (question tokens or words, sentences), 0 to 1.
            labels: Of the units.
            fitted: What a match before or above a sentence counts.

        Returns:
            The same shape; the sentences of other units have what they meet alone.
        """
        met = own.copy()
        for label in labels:
            first, last = self.places[label]
            before = np.zeros_like(own[:, first:last])
            before[:, 1:] = (
                np.maximum.accumulate(own[:, first : last - 1], axis=1) if last > first else 0
            )
            met[:, first:last] = np.maximum(met[:, first:last], fitted.before * before)
            if self.above[label]:
                above = own[:, self.above[label]].max(axis=1)
                met[:, first:last] = np.maximum(met[:, first:last], fitted.above * above[:, None])
        return met

    def words_met(self, query: Query) -> FloatArray:
        """Return what each sentence meets of the question's words, shape (words, sentences)."""
        met = np.zeros((len(query.groups), len(self.sentences)), np.float32)
        for row, group in enumerate(query.groups):
            for name, weight in sorted(group.items(), key=lambda pair: pair[1]):  # the best stays
                met[row, self.holders.get(name, [])] = weight
        return met
