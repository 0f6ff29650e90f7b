"""What retrieval and the build need of a store: search with a filter; add, delete, publish.

`qa.index.store` and `qa.index.writer` keep passages in a folder; another engine fits by the same
few methods.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.filters import Filter
from qa.index.content import LetterEntry, SegmentContent
from qa.lexical import WordGroup, WordStatistics
from qa.records import Chunk, Letter

Place = tuple[int, int]
"""Number of a segment, and row in it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search brings, with what is needed to score it again.

    ``tokens`` are the encoder's token ids of the text, ``sentences`` the (start, end) positions
    of its sentences in them. ``words`` has one BM25 score for each group of the question.
    """

    chunk_id: str
    doc_id: str
    dense: float
    words: NDArray[np.float32]
    tokens: NDArray[np.int32] | NDArray[np.uint16]
    sentences: NDArray[np.int32]
    place: Place


class Store(Protocol):
    """One generation of an index, open to be searched."""

    manifest: dict[str, Any]

    def newer(self) -> Store:
        """Return the current generation: itself, or the one that was published since."""

    def search(
        self,
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        k: int,
        where: Filter | None = None,
    ) -> list[Candidate]:
        """Return the ``k`` nearest, the ``k`` best by words, and what stands next to these."""

    def statistics(self, groups: Sequence[WordGroup]) -> WordStatistics:
        """Return how often the stems of these groups occur in all that can be found."""

    def similar_words(
        self, vectors: NDArray[np.float32], k: int, floor: float
    ) -> list[list[tuple[str, float]]]:
        """Return the stems of the letters' words nearest to each vector, with their cosines."""

    def spelled_like(self, words: Sequence[str]) -> list[list[str]]:
        """Return for each word the stems of the letters' words that it may be mistyped for."""

    def chunk(self, place: Place) -> Chunk:
        """Return the chunk of a candidate."""

    def letter(self, doc_id: str) -> Letter:
        """Return a letter."""

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""

    @property
    def entries(self) -> dict[str, LetterEntry]:
        """The letters that can be found, by doc_id, in order."""


class Writer(Protocol):
    """Writes the next generation; nothing is seen before ``commit``."""

    def add(self, content: SegmentContent) -> None:
        """Take in letters with their chunks."""

    def delete(self, doc_ids: Collection[str]) -> int:
        """Take letters out; returns how many were there."""

    def clear(self) -> None:
        """Take all letters out."""

    def commit(self, described: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make all additions and deletions visible at once, or none."""
