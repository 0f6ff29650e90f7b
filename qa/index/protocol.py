"""What retrieval and the build need of an index: search with a filter; add, delete, publish.

`qa.index.store` keeps passages in a folder, `qa.index.milvus` in Milvus; both fit by the same few
methods.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.index.bm25 import WordGroup, WordStatistics
from qa.index.content import CorpusFile, LetterEntry, SegmentContent
from qa.records import Chunk, Letter
from qa.records.commitments import Committed
from qa.records.filters import Filter

Place = tuple[int, int]
"""Where a passage stands: two numbers; passages next to each other differ by one in the second."""

NEAR = 2
"""How many chunks before and after one that is found come along, for what they name."""

NEAR_OF = 24
"""Of how many of the best of each search these come along; of more was no better."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search brings, with what is needed to score it again.

    ``tokens`` are the encoder's token ids of the text, ``sentences`` the (start, end) positions
    of its sentences in them. ``words`` has one BM25 score for each group of the question. ``dense``
    is its product with the question's first row, ``passage`` with the second, if there is one.
    """

    chunk_id: str
    doc_id: str
    dense: float
    words: NDArray[np.float32]
    tokens: NDArray[np.int32] | NDArray[np.uint16]
    sentences: NDArray[np.int32]
    place: Place
    passage: float | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that is kept; ``damage`` is a sentence if it is not whole.

    ``segments`` is ``None`` where the engine has none of its own. ``deleted_since`` are letters
    that it holds and the newest generation does not. ``brings_back`` and ``takes_away`` are letters
    that came and went when it was gone back to, whose ids the generation before had not, or had.
    """

    number: int
    made: str = ""
    letters: int = 0
    paragraphs: int = 0
    segments: int | None = 0
    left_out: int = 0
    current: bool = False
    damage: str = ""
    deleted_since: tuple[str, ...] = ()
    brings_back: tuple[str, ...] = ()
    takes_away: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What the kept generations of an index hold of letters, whether they are deleted or not.

    ``doc_ids`` are other ids that the same files had before. ``versions`` are sha256 of files,
    ``files`` their paths below the corpus with their fingerprints. ``generations`` are the numbers
    of those that hold any of it, or cannot be read. ``notes`` are sentences about what stays.
    """

    doc_ids: tuple[str, ...] = ()
    versions: frozenset[str] = frozenset()
    files: frozenset[tuple[str, str]] = frozenset()
    generations: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


Replaces = Callable[[NDArray[np.uint8]], tuple[NDArray[np.uint8], NDArray[np.float32]]]
"""Gives new keys, (n, 16), and new vectors, (n, dimension), for the keys of n passages, (n, 16)."""


class Holdings(Protocol):
    """What a generation holds, or the next one while it is written: letters, files, vectors."""

    @property
    def live_letters(self) -> int:
        """How many letters can be found."""

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""

    def letter(self, doc_id: str) -> Letter | None:
        """Return a letter, or ``None`` if it cannot be found."""

    def entry(self, doc_id: str) -> LetterEntry | None:
        """Return what a list tells of a letter, or ``None``."""

    def entries(self, where: Filter | None = None) -> dict[str, LetterEntry]:
        """Return the letters that a filter leaves, or all, in the order of their ids."""

    def committed(self, where: Filter | None = None) -> dict[str, Committed]:
        """Return what the letters of a filter commit to and keep, of those that do, by id."""

    def sentence_tokens(self, doc_id: str) -> list[NDArray[np.int32]]:
        """Return the token ids of each sentence of a letter, in reading order; none if not here."""

    def chunks(
        self, doc_ids: Collection[str] | None = None
    ) -> Iterator[tuple[Chunk, NDArray[np.float32]]]:
        """Go through the chunks of some letters, or of all, with their vectors."""

    def vectors(
        self, doc_ids: Collection[str] | None = None
    ) -> Mapping[bytes, NDArray[np.float32]]:
        """Return the vectors of some letters, or of all, by their keys."""

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication or explain an abbreviation: doc_id, start, end.

        Args:
            name: A publication's id or an abbreviation, as in `Letter.named_places`.
        """

    def values_of(self, column: str) -> dict[str, int]:
        """Return the values of ``date``, ``kind``, ``dossier``, ``sender`` or ``abbreviation``
        with the number of letters that have each."""

    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """Return all files by path: fingerprint, and doc_id of the letter; reads them all."""

    def files_where(self, column: str, values: Collection[str]) -> dict[str, CorpusFile]:
        """Return files by ``path``, ``own_id`` or ``doc_id``: path -> file."""

    def files_sharing(self, anchors: Collection[int], at_most: int) -> set[str]:
        """Return the paths of files that share a long paragraph which few files have."""


class LetterSource(Protocol):
    """Gives letters, and the tokens of their sentences as the index keeps them."""

    def letter(self, doc_id: str) -> Letter:
        """Return a letter."""

    def sentence_tokens(self, doc_id: str) -> list[NDArray[np.int32]]:
        """Return the token ids of each sentence of a letter, in reading order."""

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication or explain an abbreviation: doc_id, start, end.

        Args:
            name: A publication's id or an abbreviation, as in `Letter.named_places`.
        """


class Store(LetterSource, Protocol):
    """One generation of an index, open to be searched."""

    manifest: dict[str, Any]
    folder: Path

    @property
    def holdings(self) -> Holdings:
        """What the generation holds."""

    @property
    def name(self) -> str:
        """Name of the index, never a path or an address."""

    @property
    def problems(self) -> list[str]:
        """A sentence about each file that was left out."""

    def newer(self) -> Store:
        """Return the current generation: itself, or the one that was published since."""

    def search(
        self,
        embedding: NDArray[np.float32],
        groups: Sequence[WordGroup],
        k: int,
        where: Filter | None = None,
    ) -> list[Candidate]:
        """Return the ``k`` nearest, the ``k`` best by words, and what stands next to the best."""

    def statistics(self, groups: Sequence[WordGroup]) -> WordStatistics:
        """Return how often the stems of these groups occur in all that can be found."""

    def similar_words(
        self, vectors: NDArray[np.float32], k: int, floor: float
    ) -> list[list[tuple[str, float]]]:
        """Return the stems of the letters' words nearest to each vector, with their cosines."""

    def spelled_like(self, words: Sequence[str]) -> list[list[str]]:
        """Return for each word the stems of the letters' words that it may be mistyped for."""

    def meant(self, word: str) -> str | None:
        """Return the word of the letters that one differs from by a slip, if it is one alone."""

    def chunk(self, place: Place) -> Chunk:
        """Return the chunk of a candidate."""

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""

    def entry(self, doc_id: str) -> LetterEntry | None:
        """Return what a list tells of a letter, or ``None`` if it cannot be found."""

    def find_id(self, typed: str) -> str:
        """Return the id of the letter that a person names, or ``typed`` if none is meant."""

    @property
    def entries(self) -> dict[str, LetterEntry]:
        """The letters that can be found, by doc_id, in order."""

    def entries_where(self, where: Filter) -> list[LetterEntry]:
        """Return the letters that a filter leaves, by doc_id; its phrases do not count."""

    def committed_where(self, where: Filter) -> dict[str, Committed]:
        """Return what letters of a filter commit to and keep, by doc_id; without its phrases."""

    def values_of(self, column: str) -> dict[str, int]:
        """Return the values of ``date``, ``kind``, ``dossier``, ``sender`` or ``abbreviation``
        with the number of letters that have each."""

    def searched(self, where: Filter | None = None) -> tuple[int, int]:
        """Return how many letters and paragraphs a filter leaves; its phrases do not count."""

    def live_chunks(self) -> Iterator[Chunk]:
        """Go through all chunks that can be found."""

    def verify(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Check everything; returns how many parts were checked, and fails at the first fault."""


class Writer(Protocol):
    """Writes the next generation; nothing is seen before ``commit``.

    ``before`` is the generation it began with, empty if there is none.
    """

    before: dict[str, Any]

    @property
    def known(self) -> Holdings:
        """What the next generation holds so far."""

    @property
    def old(self) -> Holdings:
        """What the generation holds that the writer began with."""

    def add(self, content: SegmentContent, *, more: bool = False) -> None:
        """Take in letters with their chunks; ``more`` tells that others will follow."""

    def delete(self, doc_ids: Collection[str]) -> int:
        """Take letters out; returns how many were there."""

    def clear(self) -> None:
        """Take all letters out."""

    @property
    def unfinished(self) -> Mapping[str, Any]:
        """What a writer described that was ended before it committed, if that can be gone on from;
        else nothing."""

    def keep(self, described: Mapping[str, Any]) -> None:
        """Keep what is added and deleted so far for the next writer, if this one is ended.

        Args:
            described: What the next one is to know, as JSON can write it.
        """

    def go_on(self) -> None:
        """Begin with what the writer had added and deleted that was ended."""

    def replace_vectors(self, dimension: int, replaces: Replaces) -> None:
        """Give every passage another encoder's vector; before anything is added or deleted.

        Args:
            dimension: Length of the new vectors.
            replaces: Gives them, and the keys they are known by.
        """

    def commit(self, described: Mapping[str, Any]) -> dict[str, Any]:
        """Make all additions and deletions visible at once, or none."""


class Engine(Protocol):
    """Keeps one index: opens it, writes it, looks after its generations."""

    def open(self) -> Store:
        """Open the current generation."""

    def writing(self, wait: float = 0) -> AbstractContextManager[Writer]:
        """Hold the right to write the next generation, waiting some seconds for another writer."""

    def generations(self) -> list[Generation]:
        """Return the generations that are kept, oldest first."""

    def roll_back(self, number: int | None = None) -> Generation:
        """Make an earlier generation current again, by default the last with other letters."""

    def held(self, doc_ids: Collection[str]) -> Held:
        """Return what the kept generations hold of letters, deleted or not."""

    def forget(self, doc_ids: Collection[str]) -> int:
        """Take letters out for good; returns the number of the current generation, 0 if none."""

    def merge(self, progress: Callable[[str, int, int], None] | None = None) -> int:
        """Merge what has become many; returns how often that was needed."""
