"""When letters came: beside the index, the moment at which each version of a letter was first seen.

    arrivals.sqlite   one row a version: id, sha256 of its file, moment (ISO, UTC)

Tells what is new since somebody looked. A version that went and comes back is not new, nor is one
that is read again by another reader. Written after a generation is published; what a process that
was ended did not write, the next update writes, with its own moment. A damaged file tells nothing
and is begun anew by the next update; the letters that were there before are then not new.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

NAME = "arrivals.sqlite"

LONG_AGO = ""
"""The moment of a letter that came nobody knows when."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS arrivals (doc_id TEXT, version TEXT, came TEXT,
    PRIMARY KEY (doc_id, version)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS arrivals_by_moment ON arrivals (came);
CREATE TABLE IF NOT EXISTS known (generation INTEGER);
"""


class Arrivals:
    """The arrivals of one index. Safe to use from several threads and processes."""

    def __init__(self, index: Path) -> None:
        self._path = index / NAME

    @property
    def generation(self) -> int:
        """The generation whose letters are all recorded; 0 if none is."""
        ((number,), *_) = self._read("SELECT max(generation) FROM known") or [(0,)]
        return int(number or 0)

    def record(self, came: Mapping[tuple[str, str], str], generation: int) -> None:
        """Record the versions of letters that are not known yet.

        Args:
            came: (letter's id, sha256 of its file) -> when it came, ISO in UTC, or `LONG_AGO`.
            generation: That holds them; with these all of its letters are recorded.
        """
        rows = [(doc_id, version, moment) for (doc_id, version), moment in came.items()]
        try:
            self._insert(rows, generation)
        except sqlite3.OperationalError:
            raise  # locked, or no room: the file itself is whole
        except sqlite3.DatabaseError:
            log.warning("%s is damaged and is begun anew", self._path)
            self._path.unlink()
            self._insert(rows, generation)

    def _insert(self, rows: Sequence[tuple[str, str, str]], generation: int) -> None:
        with closing(self._open()) as table, table:
            table.executemany("INSERT OR IGNORE INTO arrivals VALUES (?, ?, ?)", rows)
            table.execute("DELETE FROM known")
            table.execute("INSERT INTO known VALUES (?)", (generation,))

    def since(self, moment: str, until: str = "9999") -> dict[tuple[str, str], str]:
        """Return what came after a moment: (id, version) -> when, the newest first."""
        rows = self._read(
            "SELECT doc_id, version, came FROM arrivals WHERE came > ? AND came <= ? "
            "ORDER BY came DESC, doc_id",
            (moment, until),
        )
        return {(doc_id, version): came for doc_id, version, came in rows}

    def forget(self, doc_ids: Collection[str]) -> None:
        """Take letters out for good."""
        if not self._path.exists():
            return
        try:
            with closing(self._open()) as table:
                table.execute("PRAGMA secure_delete=ON")
                with table:
                    rows = [(doc_id,) for doc_id in doc_ids]
                    table.executemany("DELETE FROM arrivals WHERE doc_id = ?", rows)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # it is damaged, and may still name them
            self._path.unlink()

    def _read(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none if there is no file, or it is damaged."""
        if not self._path.exists():
            return []
        try:
            with closing(self._open()) as table:
                return table.execute(query, values).fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            log.warning("%s is damaged; the next update begins it anew", self._path)
            return []

    def _open(self) -> sqlite3.Connection:
        table = sqlite3.connect(self._path, timeout=30)
        table.executescript(_SCHEMA)
        return table
