"""When letters came: beside the index, the moment at which each version of a letter was first seen.

    arrivals.sqlite   one row a version: id, sha256 of its file, moment (ISO, UTC)

Tells what is new since somebody looked. A version that went and comes back is not new, nor is one
that is read again by another reader. Written after a generation is published; what a process that
was ended did not write, the next update writes, with its own moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

NAME = "arrivals.sqlite"

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
        if not self._path.exists():
            return 0
        with closing(self._open()) as table:
            found = table.execute("SELECT max(generation) FROM known").fetchone()
        return int(found[0] or 0)

    def record(self, versions: Mapping[str, str], generation: int, moment: str) -> None:
        """Record the versions of letters that are not known yet.

        Args:
            versions: Letter's id -> sha256 of its file.
            generation: That holds them; with these all of its letters are recorded.
            moment: When they came, ISO in UTC.
        """
        rows = [(doc_id, version, moment) for doc_id, version in versions.items()]
        with closing(self._open()) as table, table:
            table.executemany("INSERT OR IGNORE INTO arrivals VALUES (?, ?, ?)", rows)
            table.execute("DELETE FROM known")
            table.execute("INSERT INTO known VALUES (?)", (generation,))

    def since(self, moment: str, until: str = "9999") -> dict[tuple[str, str], str]:
        """Return what came after a moment: (id, version) -> when, the newest first."""
        if not self._path.exists():
            return {}
        with closing(self._open()) as table:
            rows = table.execute(
                "SELECT doc_id, version, came FROM arrivals WHERE came > ? AND came <= ? "
                "ORDER BY came DESC, doc_id",
                (moment, until),
            ).fetchall()
        return {(doc_id, version): came for doc_id, version, came in rows}

    def forget(self, doc_ids: Collection[str]) -> None:
        """Take letters out for good."""
        if not self._path.exists():
            return
        with closing(self._open()) as table:
            table.execute("PRAGMA secure_delete=ON")
            with table:
                table.executemany(
                    "DELETE FROM arrivals WHERE doc_id = ?", [(doc_id,) for doc_id in doc_ids]
                )

    def _open(self) -> sqlite3.Connection:
        table = sqlite3.connect(self._path, timeout=30)
        table.executescript(_SCHEMA)
        return table
