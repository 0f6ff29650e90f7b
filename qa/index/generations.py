"""Generations of an index in one folder: which is current, which are kept, who may write.

    current.json              names the current generation and its checksum
    generations/000007.json   a generation: what made it, its counts, its segments, files left out
    segments/<id>/            shared by generations (`qa.index.segment`)
    .unfinished.json          what a writer that was killed had written, for the next to go on from
    .lock, .owner             held by the one process that publishes; who it is
    .merging                  held by the one process that merges

A generation is built beside: new segments get folders of their own, then the generation's file is
written, and ``current.json`` is replaced by one rename. Whatever is killed before that rename
leaves the old generation; after it the new one stands. Files and folders are synced before they are
named. The last `KEPT` generations stay, and with them every segment they name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from qa.errors import IndexDamagedError, IndexNotFoundError
from qa.index.files import UNFINISHED, remove_folder
from qa.index.locking import holding_lock
from qa.messages import Message
from qa.system.whole_files import write_whole

FORMAT = 7
"""Of the files of an index; one of another format is refused, and read anew by the next update."""

KEPT = 3
"""Generations that stay, the current one among them."""

Manifest = dict[str, Any]
"""A generation: ``generation``, ``made``, ``segments`` ({id, sha256, deleted}), ``counts``,
``left_out`` and ``messages`` (`qa.index.left_out`) and what made it. ``deleted`` holds numbers of
letters of the segment."""


class Generations:
    """The generations in the folder of one index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.segments = folder / "segments"
        self._pointer = folder / "current.json"
        self._manifests = folder / "generations"
        self._unfinished = folder / ".unfinished.json"

    # --- reading -----------------------------------------------------------------------------

    def must_exist(self) -> None:
        """Refuse a folder without an index.

        Raises:
            IndexNotFoundError: With the command that builds one.
        """
        self.must_be_folder()
        if not (self._pointer.exists() or (self.folder / "manifest.json").exists()):
            raise IndexNotFoundError("index-missing", folder=self.folder)

    def must_be_folder(self) -> None:
        """Refuse a file where the folder should be."""
        if self.folder.exists() and not self.folder.is_dir():
            raise IndexNotFoundError("index-is-a-file", folder=self.folder)

    def numbers(self) -> list[int]:
        """Return the numbers of the generations that are kept, rising.

        What a writer that was killed left before its generation was current is none.
        """
        written = self._written()
        newest = self._newest(written)
        return [number for number in written if number <= newest]

    def _written(self) -> list[int]:
        """Return the numbers of all generations of which there is a file, rising."""
        found = [path.stem for path in self._manifests.glob("*.json")]
        return sorted(int(name) for name in found if name.isdigit())

    def _newest(self, written: Sequence[int]) -> int:
        """Return the last generation that was ever current; older programs do not note it."""
        last = max(written, default=0)
        with suppress(IndexDamagedError, TypeError, ValueError):
            return int(self._json(self._pointer).get("newest", last))
        return last

    def mark(self) -> tuple[int, int]:
        """Return what changes when another generation becomes current; cheap."""
        try:
            found = self._pointer.stat()
        except OSError:
            return 0, 0
        return found.st_ino, found.st_mtime_ns

    def current(self) -> Manifest:
        """Return the current generation.

        Raises:
            IndexNotFoundError: If there is no index.
            IndexDamagedError: If the file that names it, or its own, is not whole.
        """
        self.must_exist()
        pointer = self._json(self._pointer)
        if not self._pointer.exists() or pointer.get("format") != FORMAT:
            raise IndexDamagedError(
                "index-of-another-format",
                folder=self.folder,
                format=pointer.get("format", "2 or older"),
                reads=FORMAT,
            )
        return self.read(int(pointer.get("generation", 0)), str(pointer.get("sha256")))

    def current_number(self) -> int:
        """Return the number of the current generation, or 0 where that cannot be read."""
        with suppress(IndexDamagedError, TypeError, ValueError):
            return int(self._json(self._pointer).get("generation", 0))
        return 0

    def read(self, number: int, sha256: str | None = None) -> Manifest:
        """Return a generation; compare its file with its checksum if that is given.

        Raises:
            IndexDamagedError: If it is not whole.
        """
        path = self._path(number)
        manifest = self._json(path)
        own = manifest.pop("sha256", None)
        if own != _digest(manifest) or (sha256 is not None and own != sha256):
            raise self._damaged(path, Message("not-as-written"))
        return manifest

    def _json(self, path: Path) -> Manifest:
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(found, dict):
                raise ValueError("it holds no object")
        except FileNotFoundError:
            if path == self._pointer:  # an index of an older format
                return {}
            raise self._damaged(path, Message("file-not-there")) from None
        except PermissionError as error:
            raise IndexDamagedError("rights-wrong", path=path, reason=error.strerror) from None
        except (OSError, ValueError) as error:
            raise self._damaged(path, str(error)) from None
        return found

    def _damaged(self, path: Path, reason: str) -> IndexDamagedError:
        return IndexDamagedError("generation-unreadable", path=path, reason=reason)

    def _path(self, number: int) -> Path:
        return self._manifests / f"{number:06d}.json"

    # --- writing -----------------------------------------------------------------------------

    @contextmanager
    def writing(self, wait: float = 0) -> Iterator[None]:
        """Hold the lock of the one writer; clean up what no generation needs when it is done.

        Args:
            wait: How long to wait for another writer, in seconds.

        Raises:
            IndexBusyError: If another process is writing; the message names it.
        """
        self.must_be_folder()
        self.segments.mkdir(parents=True, exist_ok=True)
        self._manifests.mkdir(exist_ok=True)
        with holding_lock(self.folder, wait):
            try:
                yield
            finally:
                with suppress(OSError):
                    self._clean()

    @contextmanager
    def merging(self) -> Iterator[bool]:
        """Hold the lock of the one merger; yields whether it was free."""
        lock = FileLock(self.folder / ".merging")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def publish(self, manifest: Manifest) -> Manifest:
        """Make a new generation current by one rename; the lock must be held.

        Args:
            manifest: All of it but its number and its date.

        Returns:
            The generation as it stands on disk.
        """
        written = self._written()
        number = max([self.current_number(), *written], default=0) + 1
        self.remove(set(written) - set(self.numbers()))  # of writers that were killed
        whole = {"generation": number, "made": _now(), **manifest}
        whole["generation"] = number
        digest = _digest(whole)
        write_whole(self._path(number), _text({**whole, "sha256": digest}))
        self._point_to(number, digest, newest=number)
        (self.folder / "manifest.json").unlink(missing_ok=True)  # of an older format
        return whole

    def _point_to(self, number: int, digest: str, newest: int) -> None:
        pointer = {"format": FORMAT, "generation": number, "sha256": digest, "newest": newest}
        write_whole(self._pointer, _text(pointer))

    def go_back_to(self, number: int) -> Manifest:
        """Make a generation that is kept current again; the lock must be held.

        Raises:
            IndexDamagedError: If it is not whole.
        """
        manifest = self.read(number)
        self._point_to(number, _digest(manifest), self._newest(self._written()))
        return manifest

    def keep_unfinished(
        self, begun_with: int, segments: Sequence[Mapping[str, object]], described: Manifest
    ) -> None:
        """Name what is written and not published; the lock must be held.

        Args:
            begun_with: The generation that was current when writing began, 0 if there was none.
            segments: The entries that the next generation would have so far.
            described: What whoever goes on wants to know again.
        """
        whole = {"generation": begun_with, "segments": list(segments), "described": described}
        write_whole(self._unfinished, _text({**whole, "sha256": _digest(whole)}))

    def unfinished(self) -> Manifest:
        """Return what a writer named that did not finish; nothing if something came between."""
        try:
            found: Manifest = json.loads(self._unfinished.read_text(encoding="utf-8"))
            whole = found.pop("sha256") == _digest(found)
            return found if whole and found["generation"] == self.current_number() else {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def drop_unfinished(self) -> None:
        """Name it no longer: its segments go with the next cleaning."""
        self._unfinished.unlink(missing_ok=True)

    def remove(self, numbers: Collection[int]) -> None:
        """Remove generations; without the current one there is no index. The lock must be held."""
        if self.current_number() in numbers:
            self._pointer.unlink()
        for number in numbers:
            self._path(number).unlink(missing_ok=True)

    def _clean(self) -> None:
        """Remove generations beyond the last, and segments that none of those kept names."""
        numbers, current = self.numbers(), self.current_number()
        kept = {*numbers[-KEPT:], current}
        for number in self._written():
            if number not in kept:
                self._path(number).unlink()
        named = {entry["id"] for entry in self.unfinished().get("segments", [])}
        if not named:
            self.drop_unfinished()
        for number in kept & set(numbers):
            try:
                named.update(entry["id"] for entry in self.read(number)["segments"])
            except (IndexDamagedError, KeyError, TypeError):
                return  # a damaged generation may name any segment: keep them all
        with self.merging() as free:
            for folder in self.segments.iterdir():
                being_written = folder.name.startswith(UNFINISHED) and not free
                if folder.name not in named and not being_written:
                    remove_folder(folder)
        for path in [*self.folder.glob(".*.tmp"), *self._manifests.glob(".*.tmp")]:
            path.unlink(missing_ok=True)  # of a process that was ended while it wrote


def _digest(manifest: Manifest) -> str:
    """Return the checksum of a generation, whatever its white space."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _text(content: Manifest) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
