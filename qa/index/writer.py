"""Writes the next generation of an index in a folder: letters in, letters out, published at once.

    with LocalWriter.open(folder) as writer:
        writer.delete(["kst-28676-448"])
        writer.add(content)
        writer.commit({...})

Nothing is seen before `commit`. New segments are read back and checked (`qa.index.checking`) before
they are published. Holds the lock of the one writer from the beginning to the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.errors import IndexDamagedError, IndexNotFoundError
from qa.index.checking import check_segment
from qa.index.content import SegmentContent
from qa.index.files import remove_folder, writing_into
from qa.index.generations import Generations, Manifest
from qa.index.merging import (
    FAN,
    LARGEST,
    choose,
    entry_of,
    new_folder,
    open_part,
    settle,
    write_merged,
)
from qa.index.parts import Part, Parts, counts_of, open_parts
from qa.index.protocol import Replaces
from qa.index.replacing import write_replaced
from qa.index.segment import write_segment


class LocalWriter:
    """The one writer of an index. ``before`` is the generation it began with, empty if none."""

    def __init__(self, generations: Generations, manifest: Manifest, parts: list[Part]) -> None:
        self.before = manifest
        self._generations = generations
        self._old = parts
        self._parts = list(parts)
        self._fresh: set[str] = set()
        self._kept: set[str] = set()  # fresh segments that the next writer may go on from
        self._replaced: list[Part] = []  # of these, what was merged since

    @classmethod
    @contextmanager
    def open(cls, folder: Path, wait: float = 0) -> Iterator[LocalWriter]:
        """Take the lock and open the current generation; a damaged one counts as empty.

        Args:
            folder: Of the index.
            wait: How long to wait for another writer, in seconds.

        Raises:
            IndexBusyError: If another process is writing.
        """
        generations = Generations(folder)
        with generations.writing(wait):
            try:
                manifest = generations.current()
                parts = open_parts(generations, manifest)
            except (IndexNotFoundError, IndexDamagedError):
                manifest, parts = {}, []
            writer = cls(generations, manifest, parts)
            try:
                yield writer
            except Exception:
                generations.drop_unfinished()
                writer._kept.clear()
                raise
            finally:
                writer._discard()

    @property
    def known(self) -> Parts:
        """What the next generation holds so far."""
        return Parts(self._parts)

    @property
    def old(self) -> Parts:
        """What the generation holds that the writer began with."""
        return Parts(self._old)

    def add(self, content: SegmentContent, *, more: bool = False) -> None:
        """Take in letters with their chunks.

        Args:
            content: The letters.
            more: Whether others will follow: then all become one segment, and this one is written
                without what only its questions are answered faster by.

        Raises:
            IndexDamagedError: If what was written cannot be read back as it was given.
        """
        beside = new_folder(self._generations)
        try:
            with writing_into(beside):
                write_segment(beside, content, coded=not more)
                place = settle(self._generations, beside)
        finally:
            remove_folder(beside)
        part = open_part(place)
        self._fresh.add(part.name)
        check_segment(part.segment)
        self._parts.append(part)
        self._merge_fresh()

    @property
    def _unpublished(self) -> list[Part]:
        return [part for part in self._parts if part.name in self._fresh]

    def _merge_fresh(self) -> None:
        """Keep the segments of a long build few."""
        while len(chosen := choose(self._unpublished)) >= FAN:
            self._make_one(chosen)

    def _make_one(self, chosen: list[Part]) -> None:
        """Merge segments of which none is published yet."""
        beside = new_folder(self._generations)
        try:
            write_merged(beside, chosen)
            with writing_into(beside):
                merged = open_part(settle(self._generations, beside))
        finally:
            remove_folder(beside)
        self._fresh.add(merged.name)
        self._parts = [part for part in self._parts if part not in chosen] + [merged]
        for part in chosen:
            self._fresh.discard(part.name)
            if part.name in self._kept:
                self._replaced.append(part)
            else:
                remove_folder(part.segment.folder)

    def delete(self, doc_ids: Collection[str]) -> int:
        """Take letters out; returns how many were there."""
        count = 0
        parts = []
        for part in self._parts:
            numbers = [n for n in map(part.number, doc_ids) if n is not None]
            count += len(numbers)
            parts.append(part.without(numbers) if numbers else part)
        self._parts = parts
        return count

    def clear(self) -> None:
        """Take all letters out."""
        self._parts = []

    @property
    def unfinished(self) -> Mapping[str, Any]:
        """What a writer described that was ended before it committed; see `keep`."""
        found: dict[str, Any] = self._generations.unfinished().get("described", {})
        return found

    def keep(self, described: Mapping[str, Any]) -> None:
        """Keep what is added and deleted so far; see `qa.index.protocol.Writer`."""
        begun_with = int(self.before.get("generation", 0))
        with writing_into(self._generations.folder):
            self._generations.keep_unfinished(
                begun_with, [entry_of(part) for part in self._parts], dict(described)
            )
        self._kept = set(self._fresh)
        for part in self._replaced:
            remove_folder(part.segment.folder)
        self._replaced.clear()

    def go_on(self) -> None:
        """Begin with what the writer had added and deleted that was ended.

        Raises:
            IndexDamagedError: If that is not whole; then this one begins anew.
        """
        entries = self._generations.unfinished()
        self._parts = open_parts(self._generations, entries, self._old)
        self._fresh = {part.name for part in self._parts} - {part.name for part in self._old}
        self._kept = set(self._fresh)

    def replace_vectors(self, dimension: int, replaces: Replaces) -> None:
        """Give every passage another encoder's vector; see `qa.index.protocol.Writer`."""
        for part in self._parts[:]:
            beside = new_folder(self._generations)
            try:
                write_replaced(beside, part, dimension, replaces)
                with writing_into(beside):
                    new = open_part(settle(self._generations, beside)).without(part.gone)
            finally:
                remove_folder(beside)
            self._fresh.add(new.name)
            self._parts[self._parts.index(part)] = new

    def commit(self, described: Mapping[str, Any]) -> Manifest:
        """Make all additions and deletions visible at once, by one rename.

        Args:
            described: What the generation tells beside its segments: encoder, chunker, reader,
                versions, files left out.

        Returns:
            The generation as published.
        """
        fresh = self._unpublished
        if len(fresh) > 1 and sum(part.live_rows for part in fresh) <= LARGEST:
            self._make_one(fresh)  # a question costs less in one segment than in several
        parts = [part for part in self._parts if part.live_letters]
        manifest = {
            **described,
            "counts": {**counts_of(parts), "left_out": len(described.get("left_out", []))},
            "segments": [entry_of(part) for part in parts],
        }
        published = self._generations.publish(manifest)
        self._generations.drop_unfinished()
        self._fresh.clear()
        self._kept.clear()
        return published

    def _discard(self) -> None:
        """Remove segments that were written and neither published nor kept."""
        for part in self._parts:
            if part.name in self._fresh - self._kept:
                remove_folder(part.segment.folder)
