"""One generation of an index in Milvus, open to be searched.

Milvus brings the nearest passages by their vectors and the best by their words (sparse vectors of
stems, weighed as BM25 does); both are scored again here exactly, as the folder's store scores them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.index.checking import wrong_offset
from qa.index.generations import Manifest
from qa.index.held import HeldGeneration
from qa.index.milvus.database import Row, Table, quoted
from qa.index.milvus.generations import MilvusGenerations
from qa.index.milvus.holdings import MilvusHoldings
from qa.index.milvus.rows import POSITIONS, Payload, condition, stem_number
from qa.index.protocol import NEAR, NEAR_OF, Candidate, Place, Store
from qa.messages import Message
from qa.records import Chunk, chunk_id_of
from qa.records.filters import Filter
from qa.system.cache import Cache
from qa.text.lexical import WordGroup, WordStatistics, bm25_of_counts, stem
from qa.text.phrases import holds_phrases, stems_of
from qa.text.spelling import LONG, SHORTEST, spelled_like

_MORE = 16  # brought beyond what is asked for, since equal scores are ordered here
_MORE_WORDS = 2  # times as many by words: a row may have several stems of one word
_MOST = 16_000  # rows that one search brings
_KEPT_FREQUENCIES = 100_000  # stems
_FIELDS = ("doc_id", "payload", "vector")


class MilvusStore(HeldGeneration):
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

    def search(
        self,
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        k: int,
        where: Filter | None = None,
    ) -> list[Candidate]:
        """Return the ``k`` nearest chunks, the ``k`` best by words, and their neighbours.

        Args:
            embedding: The question's unit vector, shape (dimension,).
            groups: The question's words with their neighbours, for BM25.
            k: How many of each, at least 1.
            where: Which passages to search; applied inside the search.

        Returns:
            Candidates in the order of ``chunk_id``, each with both scores; among them up to
            `NEAR` chunks of the same letter before and after each of the `NEAR_OF` best.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        statistics = self.statistics(groups)
        asked = self.holdings.both(condition(where) if where else "")
        held = self._holding(where.phrases, asked) if where and where.phrases else None
        if held is not None:
            asked = f"id in {sorted(held)}"
        passages = self._tables["passages"]
        by_vector = self._best("vector", embedding.tolist(), k + _MORE, asked)
        sparse = _question_words(groups, statistics)
        by_words = self._best("words", sparse, _MORE_WORDS * k + _MORE, asked) if sparse else set()
        every = self._candidates(
            passages.get(by_vector | by_words, _FIELDS), embedding, groups, statistics
        )
        nearest = _first([c for c in every if _id(c) in by_vector], k, lambda c: c.dense)
        best = _first([c for c in every if _id(c) in by_words], k, lambda c: float(c.words.sum()))
        near = {
            _id(candidate) + step
            for candidate in (*nearest[:NEAR_OF], *best[:NEAR_OF])
            for step in range(-NEAR, NEAR + 1)
            if candidate.place[1] + step >= 0
        }
        if held is not None:
            near &= held
        near |= {_id(candidate) for candidate in (*nearest, *best)}
        more = passages.get(near - by_vector - by_words, _FIELDS)
        every += self._candidates(more, embedding, groups, statistics)
        return sorted((c for c in every if _id(c) in near), key=lambda c: c.chunk_id)

    def _best(self, field: str, query: Any, count: int, asked: str) -> set[int]:
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

    def _candidates(
        self,
        rows: Sequence[Row],
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        statistics: WordStatistics,
    ) -> list[Candidate]:
        payloads = [Payload(row["payload"]) for row in rows]
        words = bm25_of_counts(
            [payload.stems for payload in payloads], [payload.length for payload in payloads],
            groups, statistics,
        )  # fmt: skip
        return [
            Candidate(
                chunk_id=chunk_id_of(row["doc_id"], *payload.span),
                doc_id=row["doc_id"],
                dense=float(np.array(row["vector"], np.float32) @ embedding),
                words=words[:, i],
                tokens=payload.tokens,
                sentences=payload.sentences,
                place=_place(row["id"]),
            )
            for i, (row, payload) in enumerate(zip(rows, payloads, strict=True))
        ]

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
        near = self._tables["forms"].nearest(
            "vector", vectors.tolist(), k + _MORE, self.holdings.holds, ["form"]
        )
        forms = [
            sorted((-row["distance"], row["form"]) for row in rows if row["distance"] >= floor)
            for rows in near
        ]
        counted = self._counted([stem(form) for word in forms for _, form in word])
        return [_nearest_stems(word, counted, k) for word in forms]

    def spelled_like(self, words: Sequence[str]) -> list[list[str]]:
        """Return for each word the stems of the letters' words that it may be mistyped for.

        A word that stands in the letters is not mistyped.
        """
        table, holds = self._tables["forms"], self.holdings.holds
        known = {row["form"] for row in table.where_in("form", words, ["form"], holds)}
        found: list[list[str]] = []
        for word in words:
            if word in known or len(word) < SHORTEST:
                found.append([])
                continue
            slips = 1 if len(word) < LONG else 2
            asked = self.holdings.both(
                f"form like {quoted(word[0] + '%')}",
                f"length >= {len(word) - slips} and length <= {len(word) + slips}",
            )
            forms = spelled_like(word, sorted(row["form"] for row in table.where(asked, ["form"])))
            stems = list(dict.fromkeys(map(stem, forms)))
            counted = self._counted(stems)
            found.append([name for name in stems if counted[name]])
        return found


def _even(row: Row) -> float:
    return round(float(row["distance"]), 6)


def _id(candidate: Candidate) -> int:
    return candidate.place[0] << POSITIONS | candidate.place[1]


def _place(number: int) -> Place:
    return number >> POSITIONS, number & ((1 << POSITIONS) - 1)


def _first(
    candidates: list[Candidate], k: int, score: Callable[[Candidate], float]
) -> list[Candidate]:
    """Return the ``k`` of the highest score, equal ones by letter and position."""
    return sorted(candidates, key=lambda c: (-round(score(c), 6), c.doc_id, c.place[1]))[:k]


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


def _nearest_stems(
    forms: Sequence[tuple[float, str]], counted: Mapping[str, int], k: int
) -> list[tuple[str, float]]:
    """Keep the ``k`` nearest forms that can be found, and name each by its stem."""
    stems: dict[str, float] = {}
    kept = 0
    for distance, form in forms:
        name = stem(form)
        if name not in stems and not counted[name]:
            continue
        stems.setdefault(name, -distance)
        kept += 1
        if kept == k:
            break
    return list(stems.items())
