"""How candidates are found, whichever engine keeps the index: the nearest, the best by words, and
what stands next to the best of both. An engine brings places and describes them; see `Searching`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.index.bm25 import WordGroup, WordStatistics
from qa.index.held import HeldGeneration
from qa.index.protocol import NEAR_OF, Candidate, Place
from qa.records.filters import Filter
from qa.text.lexical import stem
from qa.text.spelling import SHORTEST, one_slip_from, spelled_like


@dataclass(frozen=True, slots=True)
class Sought:
    """What one search seeks, and the candidates that were described on its way, by place.

    ``vectors`` has a row for each part of the passages' vectors, shape (1 or 2, dimension).
    """

    vectors: NDArray[np.float32]
    groups: Sequence[WordGroup]
    statistics: WordStatistics
    k: int
    described: dict[Place, Candidate] = field(default_factory=dict)

    @property
    def embedding(self) -> NDArray[np.float32]:
        """What the nearest are nearest to: products with it are the sums of those with the rows."""
        whole: NDArray[np.float32] = self.vectors.sum(axis=0)
        return whole

    def nearness(self, passages: NDArray[np.float32]) -> list[tuple[float, float | None]]:
        """Return the products of each passage's vector with the rows, the second ``None`` if none.

        Args:
            passages: Shape (passages, dimension).
        """
        products = (passages @ self.vectors.T).tolist()
        return [(row[0], row[1] if len(row) > 1 else None) for row in products]


class Searching(HeldGeneration, ABC):
    """A generation that can be searched."""

    def search(
        self,
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        k: int,
        where: Filter | None = None,
    ) -> list[Candidate]:
        """Return the ``k`` nearest chunks, the ``k`` best by words, and their neighbours.

        Args:
            embedding: The question's vector, shape (dimension,), or a row for each part of the
                passages' vectors, (2, dimension): the nearest are those by the sum of the products.
            groups: The question's words with their neighbours, for BM25.
            k: How many of each, at least 1.
            where: Which passages to search; applied inside the search.

        Returns:
            Candidates in the order of ``chunk_id``, each with both scores; among them up to
            `qa.index.protocol.NEAR` chunks of the same letter before and after each of the
            `qa.index.protocol.NEAR_OF` best.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        sought = Sought(np.atleast_2d(embedding), groups, self.statistics(groups), k)
        selection = self._select(where)
        nearest, worded = self._best(sought, selection)
        around = self._around([*nearest[:NEAR_OF], *worded[:NEAR_OF]], selection)
        found = self._describe({*nearest, *worded, *around}, sought)
        return sorted(found, key=lambda candidate: candidate.chunk_id)

    def similar_words(
        self, vectors: NDArray[np.float32], k: int, floor: float
    ) -> list[list[tuple[str, float]]]:
        """Find the words of the letters nearest to given word vectors.

        Args:
            vectors: Unit vectors of the lexicon, shape (words, dimension).
            k: How many word forms for each at most.
            floor: Least cosine.

        Returns:
            For each vector (stem, cosine) pairs by falling cosine, each stem once.
        """
        if len(vectors) == 0:
            return []
        near = self._near_forms(vectors, k, floor)
        frequency = self._frequencies_of(stem(form) for word in near for form in word)
        return [_nearest_stems(word, frequency, k) for word in near]

    def spelled_like(self, words: Sequence[str]) -> list[list[str]]:
        """Return for each word the stems of the letters' words that it may be mistyped for.

        A word that stands in the letters is not mistyped.
        """
        known = self._known_forms(words)
        alike = [[] if word in known else self._stems_like(word) for word in words]
        frequency = self._frequencies_of(name for stems in alike for name in stems)
        return [[name for name in stems if frequency(name)] for stems in alike]

    def meant(self, word: str) -> str | None:
        """Return the word of the letters that one differs from by a slip, if it is one alone.

        A word that stands in the letters is meant itself. Forms of one word count as one.
        """
        if self._known_forms([word]):
            return None
        forms = [f for some in self._forms_like(word) for f in one_slip_from(word, some)]
        frequency = self._frequencies_of(map(stem, forms))
        found = [form for form in dict.fromkeys(forms) if frequency(stem(form))]
        return found[0] if len({stem(form) for form in found}) == 1 else None

    def _stems_like(self, word: str) -> list[str]:
        lists = self._forms_like(word) if len(word) >= SHORTEST else ()
        return list(dict.fromkeys(stem(f) for forms in lists for f in spelled_like(word, forms)))

    @abstractmethod
    def statistics(self, groups: Sequence[WordGroup]) -> WordStatistics:
        """Return how often the stems of these groups occur in all that can be found."""

    @abstractmethod
    def _select(self, where: Filter | None) -> Any:
        """Return what a filter leaves, in the engine's own form: the selection."""

    @abstractmethod
    def _best(self, sought: Sought, selection: Any) -> tuple[list[Place], list[Place]]:
        """Return the ``k`` nearest places and the ``k`` best by words, best first.

        Equal ones stand in the order of letter and position.
        """

    @abstractmethod
    def _around(self, places: Sequence[Place], selection: Any) -> Collection[Place]:
        """Return the places of the same letters next to these that may be found."""

    @abstractmethod
    def _describe(self, places: Collection[Place], sought: Sought) -> Iterable[Candidate]:
        """Return the candidates at these places; those at which nothing stands are left out."""

    @abstractmethod
    def _near_forms(
        self, vectors: NDArray[np.float32], k: int, floor: float
    ) -> list[dict[str, float]]:
        """Return for each vector some more than ``k`` word forms with cosines above a floor."""

    @abstractmethod
    def _known_forms(self, words: Sequence[str]) -> Collection[str]:
        """Return which of these words stand in the letters as they are."""

    @abstractmethod
    def _forms_like(self, word: str) -> Iterable[Sequence[str]]:
        """Return sorted lists of word forms, all or those alone that a word may be a slip of."""

    @abstractmethod
    def _frequencies_of(self, stems: Iterable[str]) -> Callable[[str], int]:
        """Return what tells in how many passages one of these stems occurs."""


def _nearest_stems(
    forms: dict[str, float], frequency: Callable[[str], int], k: int
) -> list[tuple[str, float]]:
    """Keep the ``k`` nearest forms that can be found, and name each by its stem."""
    stems: dict[str, float] = {}
    kept = 0
    for form, cosine in sorted(forms.items(), key=lambda pair: (-pair[1], pair[0])):
        name = stem(form)
        if name not in stems and not frequency(name):
            continue
        stems.setdefault(name, cosine)
        kept += 1
        if kept == k:
            break
    return list(stems.items())
