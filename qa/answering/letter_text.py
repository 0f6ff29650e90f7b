"""A letter cut into sentences with their tokens, and what they meet of a question together.

A sentence seldom names all that a question does; what it lacks may stand before it in its paragraph
or above it. Scores nothing: `qa.answering.evidence` does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.lexical import stem, words
from qa.matching import Query
from qa.records import Letter, Sentence
from qa.sentences import sentences_of

BEFORE, ABOVE = 0.8, 0.6
"""What a match counts that stands before the sentence in its paragraph, or in the heading or the
two units above the paragraph."""

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class LetterText:
    """The sentences of a letter with their tokens and stems, in reading order.

    ``places`` tells for each unit which of the sentences are its own, ``above`` which stand in its
    heading and the two units above it.
    """

    letter: Letter
    sentences: list[Sentence]
    tokens: list[NDArray[np.int32]]
    stems: list[frozenset[str]]
    places: dict[str, tuple[int, int]]
    above: dict[str, list[int]]

    @classmethod
    def of(cls, letter: Letter, tokens: list[NDArray[np.int32]]) -> LetterText:
        """Cut a letter, given the tokens of each of its sentences.

        Raises:
            IndexDamagedError: If there are more or fewer of these than the letter has sentences.
        """
        sentences: list[Sentence] = []
        places: dict[str, tuple[int, int]] = {}
        above: dict[str, list[int]] = {}
        for number, unit in enumerate(letter.units):
            first = len(sentences)
            sentences += sentences_of(unit)
            places[unit.label] = (first, len(sentences))
            labels = {other.label for other in letter.units[max(0, number - 2) : number]}
            labels |= {unit.heading} if unit.heading in places else set()
            above[unit.label] = sorted(i for label in labels for i in range(*places[label]))
        if len(tokens) != len(sentences):
            raise IndexDamagedError(
                f"the index has tokens of {len(tokens)} sentences of {letter.doc_id}, which has "
                f"{len(sentences)}; rebuild it with: letters-qa index --rebuild"
            )
        return cls(
            letter,
            sentences,
            tokens,
            [frozenset(stem(word) for word in words(one.text)) for one in sentences],
            places,
            above,
        )

    def with_context(self, own: FloatArray) -> FloatArray:
        """Return what each sentence meets with what stands before and above it.

        Args:
            own: What each meets alone, shape (question tokens or words, sentences), 0 to 1.

        Returns:
            The same shape.
        """
        met = own.copy()
        for label, (first, last) in self.places.items():
            before = np.zeros_like(own[:, first:last])
            before[:, 1:] = (
                np.maximum.accumulate(own[:, first : last - 1], axis=1) if last > first else 0
            )
            met[:, first:last] = np.maximum(met[:, first:last], BEFORE * before)
            if self.above[label]:
                above = own[:, self.above[label]].max(axis=1)
                met[:, first:last] = np.maximum(met[:, first:last], ABOVE * above[:, None])
        return met

    def words_met(self, query: Query) -> FloatArray:
        """Return what each sentence meets of the question's words, shape (words, sentences)."""
        met = np.zeros((len(query.groups), len(self.sentences)), np.float32)
        for column, stems in enumerate(self.stems):
            for row, group in enumerate(query.groups):
                met[row, column] = max((w for s, w in group.items() if s in stems), default=0.0)
        return met
