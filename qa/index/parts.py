"""The segments of one generation with what is deleted in them, looked into as one.

Answers what is there: letters, files, words, values to filter by. Does not rank (`qa.index.store`)
and does not write (`qa.index.writer`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.index.content import CorpusFile, LetterEntry
from qa.index.generations import Generations, Manifest
from qa.index.segment import Segment
from qa.records import Chunk, Letter
from qa.records.commitments import Committed
from qa.records.filters import Filter


@dataclass(frozen=True)
class Part:
    """A segment and the numbers of its letters that are deleted. Never changes."""

    name: str
    sha256: str
    segment: Segment
    gone: frozenset[int] = frozenset()

    def without(self, numbers: Collection[int]) -> Part:
        """Return the part with more of its letters deleted."""
        return Part(self.name, self.sha256, self.segment, self.gone | frozenset(numbers))

    def number(self, doc_id: str) -> int | None:
        """Return the number of a letter that is here and not deleted."""
        number = self.segment.doc_ids.get(doc_id)
        return None if number is None or number in self.gone else number

    @cached_property
    def gone_rows(self) -> NDArray[np.int64]:
        """Rows of deleted letters, rising."""
        return self.segment.rows_of(sorted(self.gone))

    @cached_property
    def live(self) -> NDArray[np.bool_] | None:
        """Which rows can be found; ``None`` if all can."""
        if not self.gone:
            return None
        live = np.ones(self.segment.rows, bool)
        live[self.gone_rows] = False
        return live

    @property
    def live_rows(self) -> int:
        """How many rows can be found."""
        return self.segment.rows - len(self.gone_rows)

    @property
    def live_letters(self) -> int:
        """How many letters can be found."""
        return self.segment.letters - len(self.gone)

    @cached_property
    def words(self) -> int:
        """How many words stand in the rows that can be found."""
        return self.segment.words - int(self.segment.postings.lengths[self.gone_rows].sum())

    @property
    def paragraphs(self) -> int:
        """How many paragraphs can be found."""
        return self.segment.paragraphs - self.paragraphs_of(self.gone)

    def paragraphs_of(self, numbers: Collection[int]) -> int:
        """Return how many paragraphs some letters have."""
        return int(self.segment.letter_paragraphs[list(numbers)].sum())

    def frequency(self, stem: str) -> int:
        """Return in how many of the rows that can be found a stem occurs."""
        rows = self.segment.postings.rows_of(stem)
        return len(rows) if self.live is None else int(np.count_nonzero(self.live[rows]))


def open_parts(
    generations: Generations, manifest: Manifest, known: Iterable[Part] = ()
) -> list[Part]:
    """Open the segments of a generation; those that are open already are used again.

    Raises:
        IndexDamagedError: If one is not whole.
    """
    open_already = {(part.name, part.sha256): part for part in known}
    parts = []
    try:
        for entry in manifest.get("segments", []):
            name, sha256, gone = entry["id"], entry["sha256"], frozenset(entry["deleted"])
            part = open_already.get((name, sha256))
            if part is None:
                part = Part(name, sha256, Segment(generations.segments / name, sha256), gone)
            elif part.gone != gone:
                part = Part(name, sha256, part.segment, gone)
            parts.append(part)
    except (KeyError, TypeError) as error:
        raise IndexDamagedError(
            "generation-lacks",
            generation=manifest.get("generation"),
            folder=generations.folder,
            lacking=error,
        ) from None
    return parts


def counts_of(parts: Collection[Part]) -> dict[str, int]:
    """Return how many letters, paragraphs and chunks can be found."""
    return {
        "letters": sum(part.live_letters for part in parts),
        "paragraphs": sum(part.paragraphs for part in parts),
        "chunks": sum(part.live_rows for part in parts),
    }


class Parts:
    """Several parts as one. A letter is in at most one of them."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = list(parts)

    def place_of(self, doc_id: str) -> tuple[Part, int] | None:
        """Return the part that holds a letter and its number there."""
        for part in reversed(self.parts):
            number = part.number(doc_id)
            if number is not None:
                return part, number
        return None

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""
        return self.place_of(doc_id) is not None

    @property
    def live_letters(self) -> int:
        """How many letters can be found."""
        return sum(part.live_letters for part in self.parts)

    def letter(self, doc_id: str) -> Letter | None:
        """Return a letter, or ``None`` if it cannot be found."""
        place = self.place_of(doc_id)
        return place[0].segment.table.letter(place[1]) if place else None

    def sentence_tokens(self, doc_id: str) -> list[NDArray[np.int32]]:
        """Return the token ids of each sentence of a letter, in reading order; none if not here."""
        place = self.place_of(doc_id)
        if place is None:
            return []
        segment, number = place[0].segment, place[1]
        return [
            segment.tokens_of(row)[first:last].astype(np.int32)
            for row in range(*segment.letter_rows[number : number + 2].tolist())
            for first, last in segment.sentences_of(row).tolist()
        ]

    def entry(self, doc_id: str) -> LetterEntry | None:
        """Return what a list tells of a letter, or ``None``."""
        place = self.place_of(doc_id)
        return place[0].segment.table.entry(place[1]) if place else None

    def entries(self, where: Filter | None = None) -> dict[str, LetterEntry]:
        """Return the letters that a filter leaves, or all, in the order of their ids."""
        found = {
            entry.doc_id: entry
            for part in self.parts
            for number, entry in part.segment.table.entries(where)
            if number not in part.gone
        }
        return dict(sorted(found.items()))

    def committed(self, where: Filter | None = None) -> dict[str, Committed]:
        """Return what the letters of a filter commit to and keep, of those that do, by id."""
        found = {
            doc_id: committed
            for part in self.parts
            for number, doc_id, committed in part.segment.table.committed(where)
            if number not in part.gone
        }
        return dict(sorted(found.items()))

    def _numbers(self, doc_ids: Collection[str] | None) -> Iterator[tuple[Part, int]]:
        for part in self.parts:
            if doc_ids is None:
                yield from ((part, n) for n in range(part.segment.letters) if n not in part.gone)
            else:
                found = map(part.number, sorted(doc_ids))
                yield from ((part, number) for number in found if number is not None)

    def chunks(
        self, doc_ids: Collection[str] | None = None
    ) -> Iterator[tuple[Chunk, NDArray[np.float32]]]:
        """Go through the chunks of some letters, or of all, with their vectors."""
        for part, number in self._numbers(doc_ids):
            first, last = part.segment.letter_rows[number : number + 2].tolist()
            vectors = part.segment.vectors.at(np.arange(first, last))
            yield from zip(part.segment.table.chunks(number), vectors, strict=True)

    def keys(
        self, doc_ids: Collection[str] | None = None
    ) -> Iterator[tuple[bytes, tuple[Part, int]]]:
        """Go through the keys of the vectors of some letters, or of all: where each stands."""
        for part, number in self._numbers(doc_ids):
            first, last = part.segment.letter_rows[number : number + 2].tolist()
            for row in range(first, last):
                yield part.segment.keys[row].tobytes(), (part, row)

    def vectors(
        self, doc_ids: Collection[str] | None = None
    ) -> Mapping[bytes, NDArray[np.float32]]:
        """Return the vectors of some letters, or of all, by their keys; read when asked for."""
        return _Vectors(dict(self.keys(doc_ids)))

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication or explain an abbreviation."""
        return sorted(
            (part.segment.doc_ids[number], start, end)
            for part in self.parts
            for number, start, end in part.segment.table.places_of(name)
            if number not in part.gone
        )

    def values_of(self, column: str) -> dict[str, int]:
        """Return the values of ``date``, ``kind``, ``dossier``, ``sender`` or ``abbreviation``
        with the number of letters that have each."""
        counts: dict[str, int] = {}
        for part in self.parts:
            for value, number in part.segment.table.values_of(column):
                if number not in part.gone:
                    counts[value] = counts.get(value, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    # --- files -------------------------------------------------------------------------------

    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """Return all files by path: fingerprint, and doc_id of the letter; reads them all."""
        known = {}
        for part in self.parts:
            gone = {part.segment.doc_ids[number] for number in part.gone}
            for path, fingerprint, doc_id in part.segment.table.files.fingerprints():
                if doc_id not in gone:
                    known[path] = (fingerprint, doc_id)
        return known

    def files_where(self, column: str, values: Collection[str]) -> dict[str, CorpusFile]:
        """Return files by ``path``, ``own_id`` or ``doc_id``: path -> file."""
        return {
            file.path: file
            for part in self.parts
            for file in part.segment.table.files.where(column, values)
            if part.number(file.doc_id) is not None
        }

    def files_sharing(self, anchors: Collection[int], at_most: int) -> set[str]:
        """Return the paths of files that share a long paragraph.

        Args:
            anchors: The paragraphs.
            at_most: A paragraph that more files than this have says nothing.
        """
        holders: dict[int, set[str]] = {}
        for part in self.parts:
            shared = part.segment.table.files.sharing(anchors)
            paths = {path for found in shared.values() for path in found}
            live = {
                file.path
                for file in part.segment.table.files.where("path", paths)
                if part.number(file.doc_id) is not None
            }
            for anchor, found in shared.items():
                holders.setdefault(anchor, set()).update(live.intersection(found))
        return {path for found in holders.values() if len(found) <= at_most for path in found}


class _Vectors(Mapping[bytes, NDArray[np.float32]]):
    """Vectors by key, read when they are asked for."""

    def __init__(self, places: dict[bytes, tuple[Part, int]]) -> None:
        self._places = places

    def __getitem__(self, key: bytes) -> NDArray[np.float32]:
        part, row = self._places[key]
        return part.segment.vectors.at(np.array([row]))[0]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
