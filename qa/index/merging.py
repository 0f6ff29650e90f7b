"""Segments merged in the background, so that an index that grows letter by letter stays fast.

As in Lucene's tiered merging: segments fall into tiers by size, each `FAN` times the one below;
when a tier holds `FAN` of them they become one, and a segment of which much is deleted is written
anew.

Costs: adding a letter writes one small segment, in proportion to that letter. Every passage is
written again once a tier, log(rows / `SMALLEST`) / log(`FAN`) times in all: four times on its way
to a million. An index of n passages has at most `FAN` - 1 segments in each tier. Merging reads
immutable segments and needs no lock; publishing its result does, for an instant. Letters that were
deleted meanwhile are deleted in the result. What one build or update writes becomes one segment
before it is published (`qa.index.writer`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.index.checking import check_segment
from qa.index.files import UNFINISHED, move_folder, remove_folder, sha256_of, writing_into
from qa.index.generations import Generations, Manifest
from qa.index.letter_table import merge_letters
from qa.index.parts import Part, open_parts
from qa.index.postings import merge_postings
from qa.index.segment import (
    SEGMENT_FILE,
    Segment,
    describe_segment,
    vector_writer,
    write_segment_arrays,
)

FAN = 8
"""Segments of one tier that become one, and how much larger each tier's segments are."""

SMALLEST = 512
"""Rows of the lowest tier's segments, at most."""

LARGEST = 2_000_000
"""A segment of more rows than this is not merged any more."""

MOST_DELETED = 0.3
"""Share of deleted rows above which a segment is written anew."""

_WAIT = 600.0  # seconds that publishing a merge waits for a writer
_CHECKED_LETTERS = 200  # of a merged segment; all of its files are compared with their checksums
_BLOCK = 16_384  # rows moved at a time

Progress = Callable[[str, int, int], None]
"""Called with the stage ("merge"), how many rows are done, and of how many."""


def choose(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that should become one, or none."""
    for part in parts:
        if len(part.gone_rows) > MOST_DELETED * part.segment.rows:
            return [part]
    tiers: dict[int, list[Part]] = {}
    for part in parts:
        if part.live_rows <= LARGEST:
            tiers.setdefault(_tier(part.live_rows), []).append(part)
    for tier in sorted(tiers):
        if len(tiers[tier]) >= FAN:
            return tiers[tier]
    return []


def _tier(rows: int) -> int:
    tier = 0
    while rows > SMALLEST:
        rows //= FAN
        tier += 1
    return tier


def merge(folder: Path, progress: Progress | None = None) -> int:
    """Merge what should be merged and publish the result; returns how often that was needed.

    Does nothing if another process is merging. Readers and a writer may go on meanwhile.

    Args:
        folder: Of the index.
        progress: Called as the work goes on.

    Raises:
        IndexBusyError: If a writer does not finish in time.
        IndexDamagedError: If a segment is not whole.
    """
    generations = Generations(folder)
    done = 0
    with generations.merging() as free:
        while free:
            chosen = choose(open_parts(generations, generations.current()))
            if not chosen or not _merge_and_publish(generations, chosen, progress):
                break
            done += 1
    return done


def _merge_and_publish(
    generations: Generations, chosen: Sequence[Part], progress: Progress | None
) -> bool:
    """Merge parts; returns False if the index was built anew meanwhile."""
    beside = new_folder(generations)
    try:
        write_merged(beside, chosen, progress)
        with generations.writing(wait=_WAIT):
            manifest = generations.current()
            now = {p.name: p for p in open_parts(generations, manifest, chosen)}
            if not any(part.name in now for part in chosen):
                return False  # everything was built anew
            with writing_into(beside):
                merged = open_part(settle(generations, beside))
            merged = merged.without(_deleted_since(chosen, now, merged.segment))
            generations.publish(replaced(manifest, chosen, merged))
    finally:
        remove_folder(beside)
    return True


def _deleted_since(chosen: Sequence[Part], now: dict[str, Part], merged: Segment) -> list[int]:
    gone = {
        part.name: now[part.name].gone if part.name in now else range(part.segment.letters)
        for part in chosen
    }  # a part whose letters are all deleted is no longer named
    doc_ids = (
        part.segment.doc_ids[number]
        for part in chosen
        for number in set(gone[part.name]) - part.gone
    )
    return [number for number in map(merged.doc_ids.get, doc_ids) if number is not None]


def replaced(manifest: Manifest, gone: Sequence[Part], merged: Part) -> Manifest:
    """Return a generation in which one part stands for others, at the place of the first."""
    names = {part.name for part in gone}
    entries = [entry for entry in manifest["segments"] if entry["id"] not in names]
    first = min(i for i, entry in enumerate(manifest["segments"]) if entry["id"] in names)
    if merged.live_letters:
        entries.insert(first, entry_of(merged))
    rest = {k: v for k, v in manifest.items() if k not in {"generation", "made", "segments"}}
    return {**rest, "segments": entries}


def entry_of(part: Part) -> dict[str, object]:
    """Return what a generation says of a part."""
    return {"id": part.name, "sha256": part.sha256, "deleted": sorted(part.gone)}


def new_folder(generations: Generations) -> Path:
    """Return the place of a segment that is being written."""
    return generations.segments / f"{UNFINISHED}{uuid.uuid4().hex[:12]}"


def settle(generations: Generations, beside: Path) -> Path:
    """Move a finished segment to its place, synced; returns the place."""
    place = generations.segments / beside.name.removeprefix(UNFINISHED)
    move_folder(beside, place)
    return place


def open_part(place: Path) -> Part:
    """Open a segment at its place."""
    sha256 = sha256_of(place / SEGMENT_FILE)
    return Part(place.name, sha256, Segment(place, sha256))


def write_merged(folder: Path, parts: Sequence[Part], progress: Progress | None = None) -> None:
    """Write one segment with all letters of several parts that are not deleted, and check it.

    Raises:
        IndexWriteError: If the disk is full, or may not be written to.
        IndexDamagedError: If a part is not whole, or the new segment cannot be read back.
    """
    with writing_into(folder):
        _write_merged(folder, parts, progress)
    check_segment(Segment(folder), _CHECKED_LETTERS)


def _write_merged(folder: Path, parts: Sequence[Part], progress: Progress | None) -> None:
    layout = Layout(parts)
    segments = layout.segments
    folder.mkdir(parents=True)
    merge_letters(folder / "letters.sqlite", [s.table for s in segments], layout.order)
    _write_vectors(folder, "vectors", segments, layout.new_rows, layout.rows, progress)
    postings, renamed = merge_postings([s.postings for s in segments], layout.new_rows)
    kept = postings.wordlike_forms()
    place = np.full(len(postings.forms) + 1, -1, np.int64)  # the last one stands for forms that go
    place[kept] = np.arange(len(kept))
    new_forms = [place[of[s.form_rows]] for of, s in zip(renamed, segments, strict=True)]
    _write_vectors(folder, "forms", segments, new_forms, len(kept))
    tokens, token_starts = layout.lists([(s.tokens.ids, s.tokens.starts) for s in segments])
    sentences, sentence_starts = layout.lists([(s.sentences, s.sentence_starts) for s in segments])
    paragraphs = [s.letter_paragraphs[number : number + 1] for s, number in layout.letters]
    write_segment_arrays(
        folder,
        postings,
        {
            "keys": layout.of_rows([s.keys for s in segments]),
            "tokens": tokens,
            "token_starts": token_starts,
            "sentences": sentences,
            "sentence_starts": sentence_starts,
            "spans": layout.of_rows([s.spans for s in segments]),
            "letter_rows": layout.letter_rows,
            "letter_paragraphs": np.concatenate([segments[0].letter_paragraphs[:0], *paragraphs]),
        },
        layout.doc_ids,
    )
    describe_segment(folder)


Array = NDArray[Any]


class Layout:
    """Where the letters of several parts stand in one segment: they rise by doc_id.

    ``order`` names each by its part and its number there; ``new_rows`` has for each part the new
    number of every row, -1 for a row that goes.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.segments = [part.segment for part in parts]
        found = sorted(
            (doc_id, i, number)
            for i, part in enumerate(parts)
            for number, doc_id in enumerate(part.segment.doc_ids)
            if number not in part.gone
        )
        self.doc_ids = [doc_id for doc_id, _, _ in found]
        for before, after in zip(self.doc_ids, self.doc_ids[1:], strict=False):
            if before == after:
                raise IndexDamagedError(
                    "letter-in-two-segments", doc_id=after, folder=self.segments[0].folder.parent
                )
        self.order = [(i, number) for _, i, number in found]
        self._spans = [
            (i, *self.segments[i].letter_rows[number : number + 2].tolist())
            for i, number in self.order
        ]
        counts = [last - first for _, first, last in self._spans]
        self.letter_rows = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.rows = int(self.letter_rows[-1])
        self.new_rows = [np.full(segment.rows, -1, np.int64) for segment in self.segments]
        for (i, first, last), start in zip(self._spans, self.letter_rows.tolist(), strict=False):
            self.new_rows[i][first:last] = np.arange(start, start + last - first)

    @property
    def letters(self) -> Iterator[tuple[Segment, int]]:
        """Each letter's segment and its number there."""
        return ((self.segments[i], number) for i, number in self.order)

    def of_rows(self, arrays: Sequence[Array]) -> Array:
        """Return what belongs to the rows, in their new order; one array for each part."""
        return np.concatenate(
            [arrays[0][:0], *(arrays[i][first:last] for i, first, last in self._spans)]
        )

    def lists(self, lists: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
        """Return lists that belong to the rows, and where each begins; likewise.

        Args:
            lists: For each part all lists one after the other, and where those of a row begin.
        """
        found, lengths = [lists[0][0][:0]], [np.zeros(1, np.int64)]
        for i, first, last in self._spans:
            values, starts = lists[i]
            begins = starts[first : last + 1]
            found.append(values[begins[0] : begins[-1]])
            lengths.append(np.diff(begins))
        return np.concatenate(found), np.cumsum(np.concatenate(lengths))


def _write_vectors(
    folder: Path,
    name: str,
    segments: Sequence[Segment],
    new_rows: Sequence[NDArray[np.int64]],
    total: int,
    progress: Progress | None = None,
) -> None:
    """Write vectors in their new order, a block at a time."""
    sources = [s.vectors if name == "vectors" else s.form_vectors for s in segments]
    writer = vector_writer(folder, name, sources[0].dimension)
    for start, places in _blocks(new_rows, total):
        block = np.zeros((min(_BLOCK, total - start), sources[0].dimension), np.float32)
        for source, (old, new) in zip(sources, places, strict=True):
            block[new - start] = source.at(old)
        writer.add(block)
        if progress:
            progress("merge", start + len(block), total)
    writer.close()


def _blocks(
    new_rows: Sequence[NDArray[np.int64]], total: int
) -> Iterator[tuple[int, list[tuple[NDArray[np.int64], NDArray[np.int64]]]]]:
    """Go through the new rows block by block: for each source the old rows and their new ones."""
    orders = [np.argsort(rows, kind="stable") for rows in new_rows]
    for start in range(0, total, _BLOCK):
        places = []
        for rows, order in zip(new_rows, orders, strict=True):
            rising = rows[order]
            first, last = np.searchsorted(rising, [start, min(start + _BLOCK, total)])
            places.append((order[first:last], rising[first:last]))
        yield start, places
