"""Generations of an index in Milvus: which is current, which are kept, who may write.

Row 0 of the table names the current generation; replacing it is the one act that publishes. Row 1
is the lease of the writer. Row 2 names the place of what a writer keeps for the next one, if it is
ended: one of two, which it writes in turn. The text of generation n stands in the rows from
n * `_ROOM` on.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.errors import IndexBusyError, IndexDamagedError, IndexNotFoundError
from qa.index.generations import KEPT, Manifest
from qa.index.locking import holding_lock
from qa.index.milvus.database import FOREVER, Database, Table, packed, pieces, unpacked

FORMAT = 3
"""Of the tables of an index; one of another format is refused."""

LEASE = 60.0
"""Seconds after which a writer that says nothing is taken for dead."""

_POINTER, _LEASE, _UNFINISHED = 0, 1, 2  # rows
_PLACES = (1_000, 5_000)  # rows where what is kept may begin
_ROOM = 10_000  # rows that a generation's text may take
_ALWAYS = {"since": 0, "until": FOREVER}


class MilvusGenerations:
    """The generations of one index in Milvus."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Take an index.

        Args:
            database: Its tables.
            folder: Where older versions of letters and the lock of this machine are.
        """
        self.database = database
        self.folder = folder

    @property
    def _table(self) -> Table:
        return self.database.generations

    # --- reading -----------------------------------------------------------------------------

    def pointer(self) -> dict[str, int]:
        """Return the numbers of the current and of the highest generation; empty if none."""
        found = self._table.get([_POINTER], ["text"])
        return dict(unpacked(found[0]["text"])) if found else {}

    def must_exist(self) -> dict[str, int]:
        """Return the pointer.

        Raises:
            IndexNotFoundError: If there is no index; the message has the command that builds it.
        """
        pointer = self.pointer()
        if not pointer:
            raise IndexNotFoundError(
                "milvus-index-missing", index=self.database.prefix, address=self.database.address
            )
        return pointer

    def current(self) -> Manifest:
        """Return the current generation.

        Raises:
            IndexNotFoundError: If there is none; the message has the command that builds it.
            IndexDamagedError: If it is of another format, or not whole.
        """
        pointer = self.must_exist()
        if pointer["format"] != FORMAT:
            raise IndexDamagedError(
                "milvus-index-of-another-format",
                index=self.database.prefix,
                format=pointer["format"],
                reads=FORMAT,
            )
        return self.read(pointer["generation"])

    def numbers(self) -> list[int]:
        """Return the numbers of the generations that are kept, rising."""
        found = self._table.where(f"id >= {_ROOM}", ["id"])
        return sorted({row["id"] // _ROOM for row in found})

    def read(self, number: int) -> Manifest:
        """Return a generation.

        Raises:
            IndexDamagedError: If it is not whole.
        """
        try:
            return self._text(number * _ROOM, _ROOM)
        except ValueError:
            raise IndexDamagedError(
                "milvus-generation-not-whole", generation=number, index=self.database.prefix
            ) from None

    def unfinished(self) -> Manifest:
        """Return what a writer kept that was ended; empty if nothing, or not whole."""
        found = self._table.get([_UNFINISHED], ["text"])
        try:
            return self._text(**unpacked(found[0]["text"])) if found else {}
        except (ValueError, TypeError):
            return {}

    def _text(self, first: int, rows: int) -> Manifest:
        """Read what `_write` wrote.

        Raises:
            ValueError: If it is not whole.
        """
        found = self._table.where(f"id >= {first} and id < {first + rows}", ["text"])
        text = "".join(row["text"] for row in sorted(found, key=lambda row: row["id"]))
        return dict(unpacked(text))

    # --- writing -----------------------------------------------------------------------------

    @contextmanager
    def writing(self, wait: float = 0) -> Iterator[Lease]:
        """Hold the lock of this machine, and the lease that keeps other machines out.

        Raises:
            IndexBusyError: If another process is writing; the message names it.
        """
        with holding_lock(self.folder, wait), Lease(self._table, wait) as lease:
            yield lease

    def publish(self, manifest: Manifest) -> Manifest:
        """Make a new generation current by replacing one row."""
        number = self.pointer().get("highest", 0) + 1
        made = datetime.now(UTC).isoformat(timespec="seconds")
        whole = {"generation": number, "made": made, **manifest}
        whole["generation"] = number
        self._write(number * _ROOM, whole)
        self.point_to(number)
        return whole

    def _write(self, first: int, content: Manifest) -> int:
        """Write a text into the rows from one on; returns how many it takes."""
        texts = pieces(packed(content))
        self._table.insert(
            [{"id": first + i, "text": text, **_ALWAYS} for i, text in enumerate(texts)]
        )
        return len(texts)

    def keep_unfinished(self, kept: Manifest) -> None:
        """Keep what the next writer is to know if this one is ended; by replacing one row."""
        found = self._table.get([_UNFINISHED], ["text"])
        before = unpacked(found[0]["text"])["first"] if found else _PLACES[1]
        first = _PLACES[before == _PLACES[0]]
        place = {"first": first, "rows": self._write(first, kept)}
        self._table.insert([{"id": _UNFINISHED, "text": packed(place), **_ALWAYS}])

    def drop_unfinished(self) -> None:
        """Let the next writer begin anew."""
        self._table.delete(f"id >= {_UNFINISHED} and id < {_ROOM}")

    def point_to(self, number: int) -> None:
        """Make a generation current."""
        highest = max(number, self.pointer().get("highest", 0))
        pointer = {"format": FORMAT, "generation": number, "highest": highest}
        self._table.insert([{"id": _POINTER, "text": packed(pointer), **_ALWAYS}])

    def forget(self, above: int) -> int:
        """Remove generations above the current one and beyond the last; returns the oldest kept."""
        numbers = self.numbers()
        kept = [number for number in numbers if number <= above][-KEPT:]
        self.remove(set(numbers).difference(kept))
        return min(kept, default=above)

    def remove(self, numbers: Collection[int]) -> None:
        """Remove what generations tell; their tables are another matter."""
        for number in numbers:
            self._table.delete(f"id >= {number * _ROOM} and id < {(number + 1) * _ROOM}")

    def remove_pointer(self) -> None:
        """Let no generation be current: there is no index any more."""
        self._table.delete(f"id == {_POINTER}")


class Lease:
    """The right to write, held by one process of all machines; renewed until it is given back.

    Whoever finds another's lease run out takes it. Milvus cannot compare and set: two that take it
    at once are told apart by reading it again, for the last to write wins.
    """

    def __init__(self, table: Table, wait: float) -> None:
        self._table = table
        self._wait = wait
        self._mine = {"owner": uuid.uuid4().hex, "process": os.getpid(),
                      "host": socket.gethostname()}  # fmt: skip
        self._ended = threading.Event()
        self._renewer = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Lease:
        until = time.monotonic() + self._wait
        while True:
            other = self._read()
            if other is None:
                self._write(time.time() + LEASE)
                other = self._read()
                if other is None or other["owner"] == self._mine["owner"]:
                    break
            if time.monotonic() >= until:
                raise IndexBusyError(
                    "milvus-index-being-written", process=other["process"], host=other["host"]
                )
            time.sleep(0.2)
        self._renewer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._renewer.join()
        if self._is_mine():
            self._write(0.0)

    def must_hold(self) -> None:
        """Refuse to publish if another process took the lease meanwhile.

        Raises:
            IndexBusyError: Then; what was written is cleaned up by the next writer.
        """
        if not self._is_mine():
            raise IndexBusyError("milvus-lease-lost", seconds=LEASE)

    def _is_mine(self) -> bool:
        found = self._read()
        return found is not None and found["owner"] == self._mine["owner"]

    def _read(self) -> dict[str, Any] | None:
        found = self._table.get([_LEASE], ["text"])
        lease = dict(unpacked(found[0]["text"])) if found else None
        return lease if lease and lease["until"] > time.time() else None

    def _write(self, until: float) -> None:
        text = packed({**self._mine, "until": until})
        self._table.insert([{"id": _LEASE, "text": text, **_ALWAYS}])

    def _renew(self) -> None:
        while not self._ended.wait(LEASE / 3):
            if self._is_mine():
                self._write(time.time() + LEASE)
