"""The files that the letters of a segment were made of, in the segment's SQLite file.

files      path, fingerprint, the file's own id, the letter it became part of
anchors    its long paragraphs, by which forms of one letter find each other
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from qa.index.content import CorpusFile

FILE_SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT UNIQUE, fingerprint TEXT, own_id TEXT,
    doc_id TEXT);
CREATE INDEX files_by_own_id ON files (own_id);
CREATE INDEX files_by_doc_id ON files (doc_id);
CREATE TABLE anchors (anchor INTEGER, file INTEGER, PRIMARY KEY (anchor, file)) WITHOUT ROWID;
"""
_COLUMNS = "id, path, fingerprint, own_id, doc_id"
_MANY = 500  # values in one condition


def insert_files(table: sqlite3.Connection, files: Iterable[CorpusFile]) -> None:
    """Write files into a table that is being made."""
    for file in files:
        found = table.execute(
            "INSERT INTO files (path, fingerprint, own_id, doc_id) VALUES (?, ?, ?, ?)",
            (file.path, file.fingerprint, file.own_id, file.doc_id),
        )
        table.executemany(
            "INSERT OR IGNORE INTO anchors VALUES (?, ?)",
            [(anchor, found.lastrowid) for anchor in file.anchors],
        )


Ask = Callable[[str, Sequence[Any]], Iterator[tuple[Any, ...]]]
"""Puts a query with its values to the table that holds the files."""


class FileTable:
    """The files of a segment, open to be read."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def fingerprints(self) -> Iterator[tuple[str, str, str]]:
        """Go through all files: path, fingerprint, doc_id of their letter."""
        yield from self._ask("SELECT path, fingerprint, doc_id FROM files", ())

    def all(self) -> Iterator[CorpusFile]:
        """Go through all files with their anchors."""
        anchors: dict[int, list[int]] = {}
        for anchor, file in self._ask("SELECT anchor, file FROM anchors", ()):
            anchors.setdefault(file, []).append(anchor)
        for row in self._ask(f"SELECT {_COLUMNS} FROM files", ()):
            yield _file(row, anchors.get(row[0], ()))

    def where(self, column: str, values: Collection[str]) -> list[CorpusFile]:
        """Return files by ``path``, ``own_id`` or ``doc_id``, with their anchors."""
        assert column in {"path", "own_id", "doc_id"}
        found = []
        for part in _in_parts(values):
            query = f"SELECT {_COLUMNS} FROM files WHERE {column} IN ({_marks(part)})"
            for row in list(self._ask(query, part)):
                anchors = self._ask("SELECT anchor FROM anchors WHERE file = ?", row[:1])
                found.append(_file(row, [anchor for (anchor,) in anchors]))
        return found

    def sharing(self, anchors: Collection[int]) -> Mapping[int, list[str]]:
        """Return for each anchor the paths of the files that have it."""
        shared: dict[int, list[str]] = {}
        for part in _in_parts(anchors):
            query = (
                "SELECT anchor, path FROM anchors JOIN files ON files.id = anchors.file "
                f"WHERE anchor IN ({_marks(part)})"
            )
            for anchor, path in self._ask(query, part):
                shared.setdefault(anchor, []).append(path)
        return shared


def _file(row: tuple[Any, ...], anchors: Iterable[int]) -> CorpusFile:
    """Make a file of the columns `_COLUMNS`."""
    return CorpusFile(row[1], row[2], row[3], row[4], tuple(anchors))


def _marks(values: Collection[Any]) -> str:
    return ", ".join("?" * len(values))


def _in_parts(values: Collection[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]
