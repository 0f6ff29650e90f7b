"""What retrieval and the build need of a store: add, delete, search with a filter.

`qa.index.store` keeps passages in a folder; another engine fits by the same few methods.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.index.segment import SegmentContent
from qa.lexical import WordGroup, WordStatistics
from qa.records import Chunk, Letter

Place = tuple[int, int]
"""Number of a segment, and row in it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages to search; an empty field filters nothing. Dates are ISO, both ends included.

    A letter without a date is left out as soon as a date is asked for. A passage must hold every
    one of ``phrases`` as written (`qa.phrases`).
    """

    doc_ids: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    phrases: tuple[str, ...] = ()

    def condition(self) -> tuple[str, list[str]]:
        """Return what it asks of letters as an SQL condition and its values; "" for none."""
        parts: list[str] = []
        values: list[str] = []
        for column, wanted in (("doc_id", self.doc_ids), ("kind", self.kinds)):
            if wanted:
                parts.append(f"{column} IN ({','.join('?' * len(wanted))})")
                values.extend(wanted)
        if self.dossiers:
            marks = ",".join("?" * len(self.dossiers))
            parts.append(f"doc_id IN (SELECT doc_id FROM dossiers WHERE dossier IN ({marks}))")
            values.extend(self.dossiers)
        for sign, day in ((">=", self.since), ("<=", self.until)):
            if day:
                parts.append(f"date {sign} ?")
                values.append(day)
        return " AND ".join(parts), values


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
    tokens: NDArray[np.int32]
    sentences: NDArray[np.int32]
    place: Place


class Store(Protocol):
    """Where passages are kept: what retrieval and the build need of it, and no more."""

    def add(self, content: SegmentContent) -> None:
        """Take in letters with their chunks; seen by searches after ``commit``."""

    def delete(self, doc_ids: Collection[str]) -> int:
        """Take letters out; returns how many were there. Seen after ``commit``."""

    def commit(self, described: Mapping[str, Any]) -> None:
        """Make all additions and deletions visible at once, or none."""

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
