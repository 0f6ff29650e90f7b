"""One generation of an index in Milvus, open to be searched.

Milvus brings the nearest passages by their vectors and the best by their words (sparse vectors of
stems, weighed as BM25 does); both are scored again here exactly, as the folder's store scores them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.index.bm25 import WordGroup, WordStatistics, bm25_of_counts
from qa.index.checking import wrong_offset
from qa.index.generations import Manifest
from qa.index.milvus.database import Row, Table, quoted
from qa.index.milvus.generations import MilvusGenerations
from qa.index.milvus.holdings import MilvusHoldings
from qa.index.milvus.rows import POSITIONS, Payload, condition, stem_number
from qa.index.protocol import NEAR, Candidate, Place, Store
from qa.index.searching import Searching, Sought
from qa.messages import Message
from qa.records import Chunk, chunk_id_of
from qa.records.filters import Filter
from qa.system.cache import Cache
from qa.text.phrases import holds_phrases, stems_of
from qa.text.spelling import LONG

_MORE = 16  # brought beyond what is asked for, since equal scores are ordered here
_MORE_WORDS = 2  # times as many by words: a row may have several stems of one word
_MOST = 16_000  # rows that one search brings
_KEPT_FREQUENCIES = 100_000  # stems
_FIELDS = ("doc_id", "payload", "vector")


class MilvusStore(Searching):
    """One generation of an index. Satisfies `qa.index.protocol.Store`; safe in several threads."""

    holdings: MilvusHoldings

    def __init__(
        self, generations: MilvusGenerations, manifest: Manifest, tables: Mapping[str, Table]
    ) -> None:
        self.manifest = manifest
        self.folder = generations.folder
        self.holdings = MilvusHoldings(tables, manifest["generation"])
        self._generations = generations
        self._tables = tables
        self._frequencies: Cache[str, int] = Cache(_KEPT_FREQUENCIES)

    @classmethod
    def open(cls, generations: MilvusGenerations) -> MilvusStore:
        """Open the current generation.

        Raises:
            IndexNotFoundError: If there is none.
            IndexDamagedError: If it is not whole.
            StoreError: If Milvus does not answer.
        """
        manifest = generations.current()
        store = cls(generations, manifest, generations.database.epoch(manifest["epoch"]))
        store.deleted_since = store._find_deleted()
        return store

    def _find_deleted(self) -> frozenset[str]:
        """Return the letters that a later generation does not hold: this one was gone back to."""
        newest = max(self._generations.numbers(), default=0)
        if newest <= self.manifest["generation"]:
            return frozenset()
        with suppress(IndexDamagedError):
            later = self._generations.read(newest)
            tables = self._generations.database.epoch(later["epoch"])
            return frozenset(self.holdings.beyond(MilvusHoldings(tables, newest)))
        return frozenset()

    def newer(self) -> Store:
        """Return the current generation: itself, or the one that was published since."""
        if self._generations.pointer().get("generation") == self.manifest["generation"]:
            return self
        return MilvusStore.open(self._generations)

    # --- what there is -----------------------------------------------------------------------

    def searched(self, where: Filter | None = None) -> tuple[int, int]:
        """Return how many letters and paragraphs a filter leaves; its phrases do not count."""
        where = replace(where, phrases=()) if where else None
        if not where:
            counts = self.manifest["counts"]
            return counts["letters"], counts["paragraphs"]
        found = self.holdings.entries(where).values()
        return len(found), sum(entry.paragraphs for entry in found)

    def chunk(self, place: Place) -> Chunk:
        """Return the chunk of a candidate."""
        return self.holdings.record(place[0])[1][place[1]]

    def verify(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Check every letter, offset and count; returns how many letters were checked.

        Args:
            progress: Called with how many letters are checked, and of how many.

        Raises:
            IndexDamagedError: With the first thing that is wrong.
        """
        numbers = self.holdings.numbers_of(self.entries)
        frequencies: Counter[str] = Counter()
        paragraphs = passages = 0
        for done, (doc_id, number) in enumerate(numbers.items(), start=1):
            letter, chunks = self.holdings.record(number)
            asked = self.holdings.both(f"letter == {number}")
            payloads = [Payload(row["payload"])
                        for row in self._tables["passages"].where(asked, ["payload"])]  # fmt: skip
            if wrong := wrong_offset(letter, chunks):
                raise self._damaged(wrong)
            if sorted(p.span for p in payloads) != sorted((c.start, c.end) for c in chunks):
                raise self._damaged(Message("milvus-passages-differ", doc_id=doc_id))
            for payload in payloads:
                frequencies.update(payload.stems.keys())
            paragraphs += len(letter.paragraphs)
            passages += len(chunks)
            if progress:
                progress(done, len(numbers))
        counts = {"letters": len(numbers), "paragraphs": paragraphs, "chunks": passages}
        if any(self.manifest["counts"][name] != count for name, count in counts.items()):
            raise self._damaged(
                Message("milvus-miscounts", counted=self.manifest["counts"], found=counts)
            )
        stems = self._tables["stems"].every(self.holdings.holds, ["stem", "frequency"])
        if {row["stem"]: row["frequency"] for row in stems if row["frequency"]} != frequencies:
            raise self._damaged(Message("milvus-stems-differ"))
        return len(numbers)

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError(
            "milvus-generation-damaged", generation=self.manifest["generation"], reason=reason
        )

    # --- searching ---------------------------------------------------------------------------

    def statistics(self, groups: Sequence[WordGroup]) -> WordStatistics:
        """Return how often the stems of these groups occur in all that can be found."""
        rows = self.manifest["counts"]["chunks"]
        stems = list(dict.fromkeys(name for group in groups for name in group))
        return WordStatistics(rows, self.manifest["words"] / max(rows, 1), self._counted(stems))

    def _counted(self, stems: Sequence[str]) -> dict[str, int]:
        """Return in how many passages stems occur; asked once, for a generation never changes."""
        found: dict[str, int] = {}

        def counted(name: str) -> int:
            if not found:
                rows = self._tables["stems"].where_in(
                    "stem", stems, ["stem", "frequency"], self.holdings.holds
                )
                found.update(dict.fromkeys(stems, 0))
                found.update((row["stem"], row["frequency"]) for row in rows)
            return found[name]

        return {name: self._frequencies.get(name, partial(counted, name)) for name in stems}

    def _select(self, where: Filter | None) -> tuple[str, set[int] | None]:
        """Return the condition that a filter sets, and the passages that hold its phrases."""
        asked = self.holdings.both(condition(where) if where else "")
        if where is None or not where.phrases:
            return asked, None
        held = self._holding(where.phrases, asked)
        return f"id in {sorted(held)}", held

    def _best(
        self, sought: Sought, selection: tuple[str, set[int] | None]
    ) -> tuple[list[Place], list[Place]]:
        """Return the best of what Milvus brings, scored again and so described already."""
        asked, k = selection[0], sought.k
        by_vector = self._brought("vector", sought.embedding.tolist(), k + _MORE, asked)
        sparse = _question_words(sought.groups, sought.statistics)
        by_words = (
            self._brought("words", sparse, _MORE_WORDS * k + _MORE, asked) if sparse else set()
        )
        every = self._described(map(_place, by_vector | by_words), sought)
        nearest = _first([c for c in every if _id(c.place) in by_vector], k, _nearness)
        worded = [c for c in every if _id(c.place) in by_words]
        return nearest, _first(worded, k, lambda c: float(c.words.sum()))

    def _around(
        self, places: Sequence[Place], selection: tuple[str, set[int] | None]
    ) -> set[Place]:
        """Return the places next to these; whether anything stands there shows when it is got."""
        held = selection[1]
        near = {
            (letter, position + step)
            for letter, position in places
            for step in range(-NEAR, NEAR + 1)
            if position + step >= 0
        }
        return near if held is None else {place for place in near if _id(place) in held}

    def _describe(self, places: Collection[Place], sought: Sought) -> list[Candidate]:
        """Describe what stands at these places, as far as it was not described before."""
        known = [sought.described[place] for place in places if place in sought.described]
        return known + self._described((p for p in places if p not in sought.described), sought)

    def _brought(self, field: str, query: Any, count: int, asked: str) -> set[int]:
        """Return the ids of the best passages; of equal ones those first by letter and position.

        Of more than `_MOST` equal ones Milvus chooses.
        """
        wide = count + 1
        while True:
            wide = min(wide, _MOST)
            rows = self._tables["passages"].nearest(field, [query], wide, asked, ["doc_id"])[0]
            if len(rows) < wide or wide == _MOST or _even(rows[-1]) < _even(rows[count - 1]):
                break
            wide *= 4  # the cut falls among equal ones, of which any may have been brought
        rows.sort(key=lambda row: (-_even(row), row["doc_id"], _place(row["id"])[1]))
        return {row["id"] for row in rows[:count]}

    def _holding(self, phrases: Sequence[str], asked: str) -> set[int]:
        """Return the ids of the passages that hold every phrase."""
        stems = [stem_number(name) for name in sorted(stems_of(phrases))]
        rows = self._tables["passages"].where(
            f"{asked} and array_contains_all(stems, {stems})", ["letter"]
        )
        return {
            row["id"] for row in rows if holds_phrases(self.chunk(_place(row["id"])).text, phrases)
        }

    def _described(self, places: Iterable[Place], sought: Sought) -> list[Candidate]:
        rows = self._tables["passages"].get({_id(place) for place in places}, _FIELDS)
        payloads = [Payload(row["payload"]) for row in rows]
        words = bm25_of_counts(
            [payload.stems for payload in payloads], [payload.length for payload in payloads],
            sought.groups, sought.statistics,
        )  # fmt: skip
        vectors = [np.array(row["vector"], np.float32) for row in rows]
        near = sought.nearness(np.stack(vectors)) if vectors else []
        found = [
            Candidate(
                chunk_id=chunk_id_of(row["doc_id"], *payload.span),
                doc_id=row["doc_id"],
                dense=near[i][0],
                words=words[:, i],
                tokens=payload.tokens,
                sentences=payload.sentences,
                place=_place(row["id"]),
                passage=near[i][1],
            )
            for i, (row, payload) in enumerate(zip(rows, payloads, strict=True))
        ]
        sought.described.update((candidate.place, candidate) for candidate in found)
        return found

    def _near_forms(
        self, vectors: NDArray[np.float32], k: int, floor: float
    ) -> list[dict[str, float]]:
        """Return for each vector the nearest forms with their cosines."""
        near = self._tables["forms"].nearest(
            "vector", vectors.tolist(), k + _MORE, self.holdings.holds, ["form"]
        )
        return [
            {row["form"]: row["distance"] for row in rows if row["distance"] >= floor}
            for rows in near
        ]

    def _known_forms(self, words: Sequence[str]) -> set[str]:
        """Return which of these words stand in the letters."""
        rows = self._tables["forms"].where_in("form", words, ["form"], self.holdings.holds)
        return {row["form"] for row in rows}

    def _forms_like(self, word: str) -> list[list[str]]:
        """Return the forms that begin as a word does and are about as long."""
        slips = 1 if len(word) < LONG else 2
        asked = self.holdings.both(
            f"form like {quoted(word[0] + '%')}",
            f"length >= {len(word) - slips} and length <= {len(word) + slips}",
        )
        return [sorted(row["form"] for row in self._tables["forms"].where(asked, ["form"]))]

    def _frequencies_of(self, stems: Iterable[str]) -> Callable[[str], int]:
        """Return what tells how often these stems occur, all counted at once."""
        return self._counted(list(dict.fromkeys(stems))).__getitem__


def _even(row: Row) -> float:
    return round(float(row["distance"]), 6)


def _id(place: Place) -> int:
    return place[0] << POSITIONS | place[1]


def _place(number: int) -> Place:
    return number >> POSITIONS, number & ((1 << POSITIONS) - 1)


def _first(candidates: list[Candidate], k: int, score: Callable[[Candidate], float]) -> list[Place]:
    """Return where the ``k`` of the highest score stand, equal ones by letter and position."""
    ranked = sorted(candidates, key=lambda c: (-round(score(c), 6), c.doc_id, c.place[1]))
    return [candidate.place for candidate in ranked[:k]]


def _nearness(candidate: Candidate) -> float:
    """Return by what the nearest are ranked."""
    return candidate.dense + (candidate.passage or 0.0)


def _question_words(groups: Sequence[WordGroup], statistics: WordStatistics) -> dict[int, float]:
    """Return what each stem of a question weighs, as a sparse vector."""
    weights: dict[int, float] = {}
    for group in groups:
        for name, weight in group.items():
            value = weight * statistics.idf(name)
            if statistics.frequencies.get(name) and value > 0:
                number = stem_number(name)
                weights[number] = weights.get(number, 0.0) + value
    return weights
