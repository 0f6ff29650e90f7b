"""The index of a corpus in one folder: immutable segments behind a manifest.

    manifest.json          the current generation: encoder, chunker, counts, segments
    generations/000007.json   the same, kept for the last three generations
    segments/<id>/         see `qa.index.segment`
    .lock                  held by the one process that writes

A new generation is built beside: new segments get their own folders, then ``manifest.json`` is
replaced by one rename. A reader opens the manifest once and keeps its segments; what fails before
the rename leaves the old generation in place. Deleting a letter names it in the manifest.

Cost: adding letters writes one new segment in proportion to them; the manifest is rewritten, in
proportion to the number of segments. Above `MAX_SEGMENTS` the caller merges (`needs_merge`).
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from qa.errors import IndexBusyError, IndexDamagedError, IndexNotFoundError, LetterNotFoundError
from qa.index.files import move_folder, sha256_of, write_whole
from qa.index.protocol import Candidate, Filter, Place
from qa.index.segment import (
    SEGMENT_FILE,
    LetterEntry,
    Segment,
    SegmentContent,
    postings_of,
    write_segment,
)
from qa.lexical import Postings, WordGroup, WordStatistics, bm25, bm25_parts, stem
from qa.phrases import holds_phrases, stems_of
from qa.records import Chunk, Letter
from qa.spelling import spelled_like

FORMAT = 2
MAX_SEGMENTS = 8
KEPT_GENERATIONS = 3
NEAR = 2
"""How many chunks before and after one that is found come along, for what they name."""

_BLOCK = 2048  # word vectors multiplied at a time
_MANIFEST = "manifest.json"


@dataclass
class _Staged:
    """What a writer has built and not yet published."""

    segments: list[dict[str, Any]] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    replaces_all: bool = False


class LocalStore:
    """The store in a folder: FAISS, BM25 and SQLite files. Satisfies `qa.index.protocol.Store`."""

    def __init__(self, folder: Path) -> None:
        """Open the current generation, or stand ready for the first one if there is none."""
        self.folder = folder
        self.manifest: dict[str, Any] = self._read_manifest()
        self._staged = _Staged()
        self.segments: list[Segment] = []
        self._live: list[NDArray[np.bool_]] = []
        self._gone: list[frozenset[str]] = []
        for entry in self.manifest.get("segments", []):
            segment = Segment(folder / "segments" / entry["id"], entry["sha256"])
            gone = frozenset(entry["deleted"])
            live = np.ones(segment.rows, bool)
            live[segment.rows_of(sorted(gone))] = False
            self.segments.append(segment)
            self._live.append(live)
            self._gone.append(gone)
        self._gone_words = [self._words_gone(i) for i in range(len(self.segments))]

    @classmethod
    def open(cls, folder: Path) -> LocalStore:
        """Open an index that must exist.

        Raises:
            IndexNotFoundError: If there is none; the message has the command that builds it.
            IndexDamagedError: If its files are not whole.
        """
        _must_be_folder(folder)
        if not (folder / _MANIFEST).exists():
            raise IndexNotFoundError(
                f"no index in {folder}; build it with: letters-qa index --index {folder}"
            )
        return cls(folder)

    @classmethod
    def replacing(cls, folder: Path) -> LocalStore:
        """Open a damaged index in order to build it anew; it stays as it is until ``commit``."""
        store = cls.__new__(cls)
        store.folder = folder
        store.manifest = {"generation": _last_generation(folder)}
        store._staged = _Staged(replaces_all=True)
        store.segments, store._live, store._gone, store._gone_words = [], [], [], []
        return store

    def _read_manifest(self) -> dict[str, Any]:
        path = self.folder / _MANIFEST
        if not path.exists():
            return {}
        try:
            manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if manifest["format"] != FORMAT:
                raise IndexDamagedError(
                    f"index {self.folder} has format {manifest['format']}, this program reads "
                    f"{FORMAT}; rebuild it with: letters-qa index --rebuild"
                )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(
                f"{path} cannot be read ({error}); rebuild with: letters-qa index --rebuild"
            ) from None
        return manifest

    # --- reading -----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the index: its folder's, never a path."""
        return self.folder.resolve().name

    @property
    def entries(self) -> dict[str, LetterEntry]:
        """The letters that can be found, by doc_id, in order."""
        entries = {
            doc_id: entry
            for segment, gone in zip(self.segments, self._gone, strict=True)
            for doc_id, entry in segment.letters.items()
            if doc_id not in gone
        }
        return dict(sorted(entries.items()))

    def letter(self, doc_id: str) -> Letter:
        """Return a letter.

        Raises:
            LetterNotFoundError: If the index does not hold it.
        """
        for segment, gone in zip(self.segments, self._gone, strict=True):
            if doc_id in segment.letters and doc_id not in gone:
                return segment.letter(doc_id)
        raise LetterNotFoundError(
            f"no letter {doc_id} in index {self.name}; see them with: letters-qa letters"
        )

    def citing(self, target: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication, by its id: doc_id, start, end in its text."""
        return sorted(
            found
            for segment, gone in zip(self.segments, self._gone, strict=True)
            for found in segment.citing(target)
            if found[0] not in gone
        )

    def verify(self) -> None:
        """Compare every file of every segment with its checksum.

        Raises:
            IndexDamagedError: Naming the first file that differs.
        """
        for segment in self.segments:
            segment.verify()

    def chunk(self, place: Place) -> Chunk:
        """Return the chunk of a candidate."""
        return self.segments[place[0]].chunk(place[1])

    def live_chunks(self) -> Iterator[tuple[Chunk, NDArray[np.uint8], NDArray[np.float32]]]:
        """Go through all chunks that can be found, with their keys and vectors."""
        for segment, live in zip(self.segments, self._live, strict=True):
            rows = np.flatnonzero(live)
            for row, vector in zip(rows, segment.vectors_at(rows), strict=True):
                yield segment.chunk(int(row)), segment.keys[row], vector

    def _words_gone(self, i: int) -> Postings | None:
        """Count the words of deleted chunks, so that they do not weigh in the statistics."""
        dead = np.flatnonzero(~self._live[i])
        if len(dead) == 0:
            return None
        return postings_of([self.segments[i].chunk(int(row)) for row in dead])

    def statistics(self, groups: Sequence[WordGroup]) -> WordStatistics:
        """Count, over all live chunks, the stems of these groups."""
        rows = sum(int(live.sum()) for live in self._live)
        total = sum(
            float(segment.postings.lengths[live].sum())
            for segment, live in zip(self.segments, self._live, strict=True)
        )
        stems = {name for group in groups for name in group}
        frequencies = dict.fromkeys(stems, 0)
        for segment, gone in zip(self.segments, self._gone_words, strict=True):
            for name in stems:
                frequencies[name] += segment.postings.document_frequency(name)
                frequencies[name] -= gone.document_frequency(name) if gone else 0
        return WordStatistics(rows, total / max(rows, 1), frequencies)

    def search(
        self,
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        k: int,
        where: Filter | None = None,
    ) -> list[Candidate]:
        """Return the ``k`` nearest chunks, the ``k`` best by words, and what stands next to these.

        Args:
            embedding: The question's unit vector, shape (dimension,).
            groups: The question's words with their neighbours, for BM25.
            k: How many of each, at least 1.
            where: Which passages to search; applied inside the search.

        Returns:
            Candidates in the order of ``chunk_id``, each with both scores; among them up to
            `NEAR` chunks of the same letter before and after each one found.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        statistics = self.statistics(groups)
        nearest: list[tuple[float, str, Place]] = []
        worded: list[tuple[float, str, Place]] = []
        allowed = [self._allowed(i, where) for i in range(len(self.segments))]
        for i, segment in enumerate(self.segments):
            rows, cosines = segment.nearest(embedding, k, None if allowed[i].all() else allowed[i])
            scores = bm25(segment.postings, groups, statistics)
            scores[~allowed[i]] = 0
            positive = np.flatnonzero(scores > 0)
            best = positive[np.argsort(-scores[positive], kind="stable")][:k]
            names = segment.names([*rows.tolist(), *best.tolist()])
            for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True):
                nearest.append((-cosine, names[row][0], (i, row)))
            for row in best.tolist():
                worded.append((-float(scores[row]), names[row][0], (i, row)))
        places = {place for _, _, place in [*sorted(nearest)[:k], *sorted(worded)[:k]]}
        candidates = [
            candidate
            for i in range(len(self.segments))
            for candidate in self._candidates(
                i, sorted(row for j, row in places if j == i), allowed[i], embedding,
                groups, statistics,
            )
        ]  # fmt: skip
        return sorted(candidates, key=lambda candidate: candidate.chunk_id)

    def _candidates(
        self,
        i: int,
        found: Sequence[int],
        allowed: NDArray[np.bool_],
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        statistics: WordStatistics,
    ) -> Iterator[Candidate]:
        """Describe the rows found in a segment, and the rows of the same letters next to them."""
        if not found:
            return
        segment = self.segments[i]
        around = {row + step for row in found for step in range(-NEAR, NEAR + 1)}
        inside = sorted(row for row in around if 0 <= row < segment.rows and allowed[row])
        names = segment.names(inside)
        letters = {row: names[row][1] for row in found}
        rows = [
            row
            for row in inside
            if any(letters.get(row + step) == names[row][1] for step in range(-NEAR, NEAR + 1))
        ]
        at = np.array(rows, np.int64)
        cosines = segment.vectors_at(at) @ embedding
        words = bm25_parts(segment.postings, groups, statistics, at)
        bounds = np.searchsorted(segment.sentences[:, 0], [at, at + 1])
        for position, row in enumerate(rows):
            tokens = slice(segment.tokens.starts[row], segment.tokens.starts[row + 1])
            first, last = bounds[:, position]
            yield Candidate(
                chunk_id=names[row][0],
                doc_id=names[row][1],
                dense=float(cosines[position]),
                words=words[:, position],
                tokens=np.asarray(segment.tokens.ids[tokens]),
                sentences=np.asarray(segment.sentences[first:last, 1:]),
                place=(i, row),
            )

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
        found: list[dict[str, float]] = [{} for _ in vectors]  # form -> cosine
        for segment in self.segments:
            if not len(segment.postings.forms):
                continue
            cosines = np.empty((len(segment.postings.forms), len(vectors)), np.float32)
            for start in range(0, len(cosines), _BLOCK):  # in halves on disk; small copies are fast
                part = slice(start, start + _BLOCK)
                cosines[part] = segment.form_vectors[part].astype(np.float32) @ vectors.T
            for word, row in zip(found, cosines.T, strict=True):
                near = np.argpartition(-row, min(k, len(row) - 1))[: k + 1]
                for form in near[row[near] >= floor]:
                    name = segment.postings.forms[form]
                    word[name] = max(word.get(name, 0.0), float(row[form]))
        return [_stems_of(word, k) for word in found]

    def spelled_like(self, words: Sequence[str]) -> list[list[str]]:
        """Return for each word the stems of the letters' words that it may be mistyped for.

        A word that stands in the letters is not mistyped.
        """
        found = []
        for word in words:
            forms = [f for s in self.segments for f in spelled_like(word, s.postings.forms)]
            found.append([] if word in forms else list(dict.fromkeys(map(stem, forms))))
        return found

    def _allowed(self, i: int, where: Filter | None) -> NDArray[np.bool_]:
        """Return which rows of a segment may be found."""
        allowed = self._live[i]
        if where is None:
            return allowed
        segment = self.segments[i]
        condition, values = where.condition()
        if condition:
            rows = segment.rows_of(sorted(segment.letters_where(condition, values)))
            allowed = allowed & _mask(rows, segment.rows)
        if where.phrases:
            rows = np.flatnonzero(allowed)
            for name in stems_of(where.phrases):
                rows = np.intersect1d(rows, segment.postings.rows_of(name), assume_unique=True)
            holding = [row for row in rows if holds_phrases(segment.text(row), where.phrases)]
            allowed = _mask(holding, segment.rows)
        return allowed

    # --- writing -----------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of this index; leave nothing half-written behind.

        Raises:
            IndexBusyError: If another process is writing.
        """
        _must_be_folder(self.folder)
        (self.folder / "segments").mkdir(parents=True, exist_ok=True)
        (self.folder / "generations").mkdir(exist_ok=True)
        lock = FileLock(self.folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusyError(
                f"index {self.folder} is being written by another process; wait until it is done"
            ) from None
        try:
            yield
        finally:
            self._remove_unused()
            lock.release()

    def add(self, content: SegmentContent) -> None:
        """Write letters into a new segment; it counts after `commit`."""
        name = uuid.uuid4().hex[:12]
        beside = self.folder / "segments" / f".{name}.{os.getpid()}"
        write_segment(beside, content)
        place = self.folder / "segments" / name
        move_folder(beside, place)
        sha256 = sha256_of(place / SEGMENT_FILE)
        Segment(place, sha256).verify()
        self._staged.segments.append({"id": name, "sha256": sha256, "deleted": []})

    def delete(self, doc_ids: Collection[str]) -> int:
        """Take letters out; it counts after `commit`."""
        self._staged.deleted.update(doc_ids)
        return len(set(doc_ids) & set(self.entries))

    def clear(self) -> None:
        """Take all letters out; it counts after `commit`."""
        self._staged.replaces_all = True

    @property
    def is_cleared(self) -> bool:
        """Whether `commit` will leave nothing of the old generation."""
        return self._staged.replaces_all or not self.segments

    def commit(self, described: Mapping[str, Any]) -> None:
        """Publish a new generation by one rename.

        Args:
            described: What else the manifest tells: encoder, chunker, counts, versions.
        """
        kept = [] if self._staged.replaces_all else self.manifest.get("segments", [])
        segments = []
        for entry, segment in zip(kept, self.segments, strict=False):
            gone = set(entry["deleted"]) | (self._staged.deleted & set(segment.letters))
            if gone != set(segment.letters):
                segments.append({**entry, "deleted": sorted(gone)})
        manifest = {
            "format": FORMAT,
            "generation": self.manifest.get("generation", 0) + 1,
            **described,
            "segments": [*segments, *self._staged.segments],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.folder / "generations" / f"{manifest['generation']:06d}.json", text)
        write_whole(self.folder / _MANIFEST, text)
        self._staged = _Staged()

    def needs_merge(self) -> bool:
        """Tell whether the segments have become many, or hold mostly deleted letters."""
        dead = sum(int((~live).sum()) for live in self._live)
        rows = sum(segment.rows for segment in self.segments)
        return len(self.segments) > MAX_SEGMENTS or dead > rows / 2

    def _remove_unused(self) -> None:
        """Remove generations beyond the last three, and segments that none of them names."""
        manifests = sorted((self.folder / "generations").glob("*.json"))
        for path in manifests[:-KEPT_GENERATIONS]:
            path.unlink()
        named: set[str] = set()
        for path in [*manifests[-KEPT_GENERATIONS:], self.folder / _MANIFEST]:
            if path.exists():
                try:
                    manifest = json.loads(path.read_text(encoding="utf-8"))
                    named.update(entry["id"] for entry in manifest["segments"])
                except (OSError, ValueError, KeyError, TypeError):
                    return  # a damaged manifest may name any segment: keep them all
        for folder in (self.folder / "segments").iterdir():
            if folder.name not in named:
                shutil.rmtree(folder, ignore_errors=True)


def _stems_of(forms: Mapping[str, float], k: int) -> list[tuple[str, float]]:
    """Keep the ``k`` nearest forms and name each by its stem."""
    best = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    stems: dict[str, float] = {}
    for form, cosine in best:
        stems.setdefault(stem(form), cosine)
    return list(stems.items())


def _mask(rows: Sequence[int] | NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    mask = np.zeros(length, bool)
    mask[rows] = True
    return mask


def _must_be_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise IndexNotFoundError(f"{folder} is a file; choose a folder with --index")


def _last_generation(folder: Path) -> int:
    """Return the number of the newest generation there is a manifest of, or 0."""
    return max((int(path.stem) for path in (folder / "generations").glob("*.json")), default=0)
