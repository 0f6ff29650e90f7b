"""The index in a folder, open to be searched: FAISS, BM25 and SQLite behind one generation.

A store keeps the generation it was opened with, whatever is written meanwhile; `newer` gives the
next one. Opening reads headers only. Writing is the subject of `qa.index.writer`, the files on disk
that of `qa.index.generations` and `qa.index.segment`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.index.bm25 import WordGroup, WordStatistics, best_rows, bm25, bm25_parts
from qa.index.checking import check_segment
from qa.index.comparing import beyond
from qa.index.filtering import Filtering
from qa.index.generations import Generations, Manifest
from qa.index.parts import Part, Parts, counts_of, open_parts
from qa.index.protocol import NEAR, Candidate, Place
from qa.index.searching import Searching, Sought
from qa.records import Chunk, chunk_id_of
from qa.records.filters import Filter
from qa.system.cache import Cache

_KEPT_FREQUENCIES = 100_000  # stems
_MORE_FORMS = 4  # word forms beyond those asked for, since some may stand in deleted letters only


class LocalStore(Searching):
    """One generation of an index. Satisfies `qa.index.protocol.Store`; safe in several threads."""

    holdings: Parts

    def __init__(self, generations: Generations, manifest: Manifest, parts: Sequence[Part]) -> None:
        self._generations = generations
        self._mark = (0, 0)
        self.manifest = manifest
        self.folder = generations.folder
        self.parts = list(parts)
        self.holdings = Parts(parts)
        self._frequencies: Cache[str, int] = Cache(_KEPT_FREQUENCIES)
        self._filtering = Filtering()

    @classmethod
    def open(cls, folder: Path, known: Sequence[Part] = ()) -> LocalStore:
        """Open the current generation.

        Args:
            folder: Of the index.
            known: Parts that are open already and may be used again.

        Raises:
            IndexNotFoundError: If there is none; the message has the command that builds it.
            IndexDamagedError: If its files are not whole.
        """
        generations = Generations(folder)
        for attempt in range(3):
            mark = generations.mark()
            manifest = generations.current()
            try:
                parts = open_parts(generations, manifest, known)
            except IndexDamagedError:
                if attempt < 2 and generations.mark() != mark:
                    continue  # it was replaced, and its segments removed, while it was opened
                raise
            break
        store = cls(generations, manifest, parts)
        store._mark = mark
        store.deleted_since = store._find_deleted()
        return store

    def _find_deleted(self) -> frozenset[str]:
        """Return the letters that a later generation does not hold: this one was gone back to."""
        newest = max(self._generations.numbers(), default=0)
        if newest <= self.manifest["generation"]:
            return frozenset()
        with suppress(IndexDamagedError):
            parts = open_parts(self._generations, self._generations.read(newest), self.parts)
            return frozenset(beyond(self.parts, parts))
        return frozenset()

    def newer(self) -> LocalStore:
        """Return the current generation: itself, or the one that was published since."""
        if self._generations.mark() == self._mark:
            return self
        return LocalStore.open(self.folder, self.parts)

    # --- what there is -----------------------------------------------------------------------

    def searched(self, where: Filter | None = None) -> tuple[int, int]:
        """Return how many letters and paragraphs a filter leaves; its phrases do not count."""
        if not where or not replace(where, phrases=()):
            counts = self.manifest["counts"]
            return counts["letters"], counts["paragraphs"]
        found = [(part, self._filtering.letters(part, where)) for part in self.parts]
        paragraphs = sum(part.paragraphs_of(numbers) for part, numbers in found)
        return sum(len(numbers) for _, numbers in found), paragraphs

    def chunk(self, place: Place) -> Chunk:
        """Return the chunk of a candidate."""
        return self.parts[place[0]].segment.chunk(place[1])

    def verify(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Check everything: files, offsets, counts, and that passages find themselves.

        Returns how many segments were checked.

        Args:
            progress: Called with how many segments are checked, and of how many.

        Raises:
            IndexDamagedError: With the first thing that is wrong.
        """
        for done, part in enumerate(self.parts, start=1):
            check_segment(part.segment)
            if progress:
                progress(done, len(self.parts))
        counts = {name: self.manifest["counts"].get(name) for name in counts_of(self.parts)}
        if counts != counts_of(self.parts):
            raise IndexDamagedError(
                "generation-counts",
                generation=self.manifest["generation"],
                folder=self.folder,
                counted=counts,
                found=counts_of(self.parts),
            )
        return len(self.parts)

    # --- searching ---------------------------------------------------------------------------

    def statistics(self, groups: Sequence[WordGroup]) -> WordStatistics:
        """Return how often the stems of these groups occur in all that can be found."""
        rows = sum(part.live_rows for part in self.parts)
        total = sum(part.words for part in self.parts)
        stems = dict.fromkeys(name for group in groups for name in group)
        return WordStatistics(
            rows, total / max(rows, 1), {name: self._frequency(name) for name in stems}
        )

    def _frequency(self, name: str) -> int:
        """Return in how many rows a stem occurs; counted once, for a generation never changes."""
        return self._frequencies.get(name, lambda: sum(part.frequency(name) for part in self.parts))

    def _select(self, where: Filter | None) -> list[NDArray[np.bool_] | None]:
        """Return which rows of each part a filter leaves; ``None`` for all."""
        return [self._filtering.rows(part, where) for part in self.parts]

    def _best(
        self, sought: Sought, selection: Sequence[NDArray[np.bool_] | None]
    ) -> tuple[list[Place], list[Place]]:
        """Return the places of the nearest and of the best by words, of all parts."""
        nearest: list[tuple[float, Place]] = []
        worded: list[tuple[float, Place]] = []
        for i, (part, mask) in enumerate(zip(self.parts, selection, strict=True)):
            rows, cosines = _nearest(part, sought.embedding, sought.k, mask)
            scores = bm25(part.segment.postings, sought.groups, sought.statistics)
            if mask is not None:
                scores[~mask] = 0
            best = best_rows(scores, sought.k).tolist()
            scored = zip((-cosines).tolist(), rows.tolist(), strict=True)
            nearest += [(score, (i, row)) for score, row in scored]
            worded += [(-float(scores[row]), (i, row)) for row in best]
        return self._first(nearest, sought.k), self._first(worded, sought.k)

    def _first(self, scored: list[tuple[float, Place]], k: int) -> list[Place]:
        """Return the ``k`` of least value; equal ones at the end by letter and position."""
        scored.sort()
        if len(scored) > k:
            last = scored[k - 1][0]
            even = [place for score, place in scored if score == last]
            even.sort(key=lambda place: (self.parts[place[0]].segment.chunk_id(place[1])[1], place))
            sure = [place for score, place in scored if score < last]
            return sure + even[: k - len(sure)]
        return [place for _, place in scored]

    def _around(
        self, places: Sequence[Place], selection: Sequence[NDArray[np.bool_] | None]
    ) -> set[Place]:
        """Return what stands next to these in their letters and is not filtered out."""
        found: set[Place] = set()
        for i, (part, mask) in enumerate(zip(self.parts, selection, strict=True)):
            near = _rows_of(i, places)
            numbers = part.segment.letter_numbers(near)
            low = np.maximum(near - NEAR, part.segment.letter_rows[numbers]).tolist()
            high = np.minimum(near + NEAR + 1, part.segment.letter_rows[numbers + 1]).tolist()
            rows = {row for ends in zip(low, high, strict=True) for row in range(*ends)}
            found |= {(i, row) for row in rows if mask is None or mask[row]}
        return found

    def _describe(self, places: Collection[Place], sought: Sought) -> Iterator[Candidate]:
        """Describe what stands at these places, part by part."""
        for i, part in enumerate(self.parts):
            segment, rows = part.segment, _rows_of(i, places)
            if not len(rows):
                continue
            near = sought.nearness(segment.vectors.at(rows))
            words = bm25_parts(segment.postings, sought.groups, sought.statistics, rows)
            spans = segment.spans[rows].tolist()
            numbers = segment.letter_numbers(rows).tolist()
            doc_ids = {number: segment.doc_ids[number] for number in set(numbers)}
            for position, row in enumerate(rows.tolist()):
                doc_id = doc_ids[numbers[position]]
                yield Candidate(
                    chunk_id=chunk_id_of(doc_id, *spans[position]),
                    doc_id=doc_id,
                    dense=near[position][0],
                    words=words[:, position],
                    tokens=segment.tokens_of(row),
                    sentences=segment.sentences_of(row),
                    place=(i, row),
                    passage=near[position][1],
                )

    @cached_property
    def _forms(self) -> list[tuple[Part, NDArray[np.bool_] | None]]:
        """The parts, and which of their words no larger part has; ``None`` for all of them.

        Most words of a small segment stand in a large one too: they are sought only there.
        """
        parts = sorted(self.parts, key=lambda part: -len(part.segment.form_keys))
        known = np.zeros(0, np.int64)
        found: list[tuple[Part, NDArray[np.bool_] | None]] = []
        for part in parts:
            keys = part.segment.form_keys
            at = np.minimum(np.searchsorted(known, keys), max(len(known) - 1, 0))
            new = known[at] != keys if len(known) else np.ones(len(keys), bool)
            found.append((part, new if len(known) else None))
            known = np.union1d(known, keys[new])
        return found

    def _near_forms(
        self, vectors: NDArray[np.float32], k: int, floor: float
    ) -> list[dict[str, float]]:
        """Return for each vector the nearest forms of all parts with their cosines."""
        found: list[dict[str, float]] = [{} for _ in vectors]
        for part, new in self._forms:
            near = part.segment.form_vectors.nearest(vectors, k + _MORE_FORMS, new)
            for word, (rows, cosines) in zip(found, near, strict=True):
                for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True):
                    if cosine >= floor:
                        form = part.segment.postings.forms[int(part.segment.form_rows[row])]
                        word[form] = max(word.get(form, 0.0), cosine)
        return found

    def _known_forms(self, words: Sequence[str]) -> set[str]:
        """Return which of these words stand in a part."""
        return {w for w in words if any(w in part.segment.postings.forms for part in self.parts)}

    def _forms_like(self, word: str) -> list[Sequence[str]]:
        """Return the forms of each part."""
        return [part.segment.postings.forms for part in self.parts]

    def _frequencies_of(self, stems: Iterable[str]) -> Callable[[str], int]:
        """Return what counts a stem; each is counted when it is asked for."""
        return self._frequency


def _nearest(
    part: Part, embedding: NDArray[np.float32], k: int, mask: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the ``k`` nearest rows, equal ones by their rows: those of a letter stand together."""
    wide = k + 1
    while True:
        ((rows, cosines),) = part.segment.vectors.nearest(embedding[None], wide, mask)
        if len(rows) < wide or cosines[-1] < cosines[k - 1]:
            break
        wide *= 4  # the cut falls among equal ones, of which any may have been brought
    order = np.lexsort((rows, -cosines))[:k]
    return rows[order], cosines[order]


def _rows_of(i: int, places: Collection[tuple[int, int]]) -> NDArray[np.int64]:
    """Return the rows of one part among places in all of them, rising."""
    return np.array(sorted(row for part, row in places if part == i), np.int64)
