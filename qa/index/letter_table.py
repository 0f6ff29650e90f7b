"""The letters of a segment in one SQLite file: records, columns to filter by, and their files.

    letters     one row a letter, numbered as they rise by doc_id: columns to filter by, what a
                list tells (JSON), the record, the chunks and what it commits to (compressed)
    dossiers, senders, places   what a letter is found by
    files, anchors                 which files letters were made of (`qa.index.file_table`)

Written once and never changed. A compressed record carries a checksum of its own (zlib), so that a
damaged one is never quoted from.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from qa.errors import IndexDamagedError
from qa.index.content import (
    CorpusFile,
    LetterEntry,
    entry_of_letter,
    office_of,
    sender_text,
)
from qa.index.file_table import FILE_SCHEMA, FileTable, insert_files
from qa.messages import Message
from qa.records import Chunk, Letter, Sentence, chunk_id_of
from qa.records.commitments import Committed
from qa.records.filters import Filter
from qa.system.cache import Cache
from qa.text.folding import fold
from qa.text.offices import office_name

KEPT_CHARACTERS = 4_000_000
"""Text of the letters that are kept for the next question, of all tables together; a letter takes
some ten bytes for each character."""

_LETTER = TypeAdapter(Letter)
_ENTRY = TypeAdapter(LetterEntry)
_COMMITTED = TypeAdapter(Committed)

_SCHEMA = """
CREATE TABLE letters (
    number INTEGER PRIMARY KEY, doc_id TEXT UNIQUE, date TEXT, kind TEXT COLLATE NOCASE,
    entry BLOB, record BLOB, chunks BLOB, committed BLOB
);
CREATE INDEX letters_by_date ON letters (date);
CREATE INDEX letters_by_kind ON letters (kind);
CREATE INDEX letters_that_commit ON letters (number) WHERE committed IS NOT NULL;
CREATE TABLE dossiers (dossier TEXT, number INTEGER, PRIMARY KEY (dossier, number)) WITHOUT ROWID;
CREATE TABLE senders (number INTEGER, function TEXT, name TEXT, folded TEXT);
CREATE TABLE places (name TEXT, number INTEGER, start INTEGER, stop INTEGER,
    PRIMARY KEY (name, number, start)) WITHOUT ROWID;
"""
_INSERT = "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def write_letters(
    path: Path, letters: Sequence[Letter], chunks: Sequence[Chunk], files: Sequence[CorpusFile]
) -> None:
    """Write letters that rise by doc_id, with their chunks and the files they were made of."""
    of_letter: dict[str, list[Chunk]] = {letter.doc_id: [] for letter in letters}
    for chunk in chunks:
        of_letter[chunk.doc_id].append(chunk)
    with _new(path) as table:
        for number, letter in enumerate(letters):
            _insert_letter(table, number, letter, of_letter[letter.doc_id])
        insert_files(table, files)


class _new:
    """A new table, committed and closed at the end of a ``with``; closed when it fails."""

    def __init__(self, path: Path) -> None:
        self._table = sqlite3.connect(path)
        self._table.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA}{FILE_SCHEMA}"
        )

    def __enter__(self) -> sqlite3.Connection:
        return self._table

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._table.commit()
        self._table.close()


def _insert_letter(
    table: sqlite3.Connection, number: int, letter: Letter, chunks: Sequence[Chunk]
) -> None:
    known = letter.metadata
    entry = entry_of_letter(letter, len(chunks))
    table.execute(
        _INSERT,
        (
            number, entry.doc_id, entry.date, entry.kind, _ENTRY.dump_json(entry),
            zlib.compress(_LETTER.dump_json(letter)), _packed(chunks),
            zlib.compress(_COMMITTED.dump_json(letter.committed)) if letter.committed else None,
        ),
    )  # fmt: skip
    table.executemany(
        "INSERT OR IGNORE INTO dossiers VALUES (?, ?)",
        [(dossier.number, number) for dossier in known.dossiers],
    )
    table.executemany(
        "INSERT INTO senders VALUES (?, ?, ?, ?)",
        [
            (number, office_of(sender), sender.name, fold(sender_text(sender)))
            for sender in known.senders
        ],
    )
    table.executemany(
        "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?)",
        [(name, number, start, end) for name, start, end in letter.named_places],
    )


def described_chunk(chunk: Chunk) -> list[Any]:
    """Return a chunk without its text, which the letter holds, as JSON can write it."""
    return [
        chunk.start, chunk.end, chunk.units, chunk.paragraphs, chunk.context,
        [(s.start, s.end, s.unit) for s in chunk.sentences],
    ]  # fmt: skip


def _packed(chunks: Sequence[Chunk]) -> bytes:
    described = [described_chunk(chunk) for chunk in chunks]
    return zlib.compress(json.dumps(described, ensure_ascii=False).encode())


def merge_letters(
    path: Path, inputs: Sequence[LetterTable], order: Iterable[tuple[int, int]]
) -> None:
    """Write a new table from letters of others.

    Args:
        path: The new table.
        inputs: The others.
        order: Input and number in it, of each letter that stays; they rise by doc_id.
    """
    numbers: list[dict[int, int]] = [{} for _ in inputs]  # old number -> new
    with _new(path) as table:
        for new, (i, old) in enumerate(order):
            numbers[i][old] = new
            table.execute(_INSERT, (new, *inputs[i].row(old, "*")[1:]))
        for source, renumbered in zip(inputs, numbers, strict=True):
            for name, columns, at in (("dossiers", 2, 1), ("senders", 4, 0), ("places", 4, 1)):
                table.executemany(
                    f"INSERT INTO {name} VALUES ({', '.join('?' * columns)})",
                    (
                        (*row[:at], renumbered[row[at]], *row[at + 1 :])
                        for row in source.rows_of(name)
                        if row[at] in renumbered
                    ),
                )
            stays = {source.doc_id(number) for number in renumbered}
            insert_files(table, (one for one in source.files.all() if one.doc_id in stays))


class _Read(NamedTuple):
    """A letter as it was read, and its chunks as `described_chunk` wrote them."""

    letter: Letter
    chunks: list[list[Any]]


_READ: Cache[tuple[int, int], _Read] = Cache(KEPT_CHARACTERS, lambda read: len(read.letter.text))
_TABLES = itertools.count()


class LetterTable:
    """The letters of a segment, open to be read. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open a table.

        Raises:
            IndexDamagedError: If it is not one.
        """
        self._path = path
        self._place = next(_TABLES)  # among all that were opened
        uri = f"file:{path.resolve().as_posix()}?mode=ro&immutable=1"
        self._table = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self.files = FileTable(self._each)
        self._ask("SELECT 1 FROM letters LIMIT 1")  # reads one page, whatever the size

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return list(self._each(query, values))

    def _each(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._table.execute(query, values)
        except sqlite3.Error as error:
            raise self._damaged(str(error)) from None

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError("table-damaged", path=self._path, reason=reason)

    def row(self, number: int, columns: str) -> tuple[Any, ...]:
        """Return columns of a letter as they are stored."""
        found = self._ask(f"SELECT {columns} FROM letters WHERE number = ?", (int(number),))
        if not found:
            raise self._damaged(Message("table-lacks-letter", number=number))
        return found[0]

    def rows_of(self, name: str) -> Iterator[tuple[Any, ...]]:
        """Go through a whole table."""
        return self._each(f"SELECT * FROM {name}")

    def doc_id(self, number: int) -> str:
        """Return the id of a letter."""
        return str(self.row(number, "doc_id")[0])

    def doc_ids(self) -> list[str]:
        """Return the ids of all letters, in the order of their numbers."""
        return [doc_id for (doc_id,) in self._ask("SELECT doc_id FROM letters ORDER BY number")]

    def number(self, doc_id: str) -> int | None:
        """Return the number of a letter, or ``None`` if it is not here."""
        found = self._ask("SELECT number FROM letters WHERE doc_id = ?", (doc_id,))
        return int(found[0][0]) if found else None

    def letter(self, number: int) -> Letter:
        """Return a letter.

        Raises:
            IndexDamagedError: If its record is not what was written.
        """
        return self._kept(number).letter

    def _kept(self, number: int) -> _Read:
        return _READ.get((self._place, int(number)), lambda: self._read(number))

    def _read(self, number: int) -> _Read:
        record, packed = self.row(number, "record, chunks")
        try:
            letter = _LETTER.validate_json(zlib.decompress(record))
            return _Read(letter, json.loads(zlib.decompress(packed)))
        except (zlib.error, ValueError, TypeError) as error:
            raise self._damaged(str(error).splitlines()[0]) from None

    def chunks(self, number: int) -> list[Chunk]:
        """Return the chunks of a letter, in reading order.

        Raises:
            IndexDamagedError: If its record is not what was written.
        """
        letter, described = self._kept(number)
        return [undescribed_chunk(letter, *chunk) for chunk in described]

    def chunk(self, number: int, place: int) -> Chunk:
        """Return one chunk of a letter by its place in reading order; see `chunks`."""
        letter, described = self._kept(number)
        return undescribed_chunk(letter, *described[place])

    def entries(self, where: Filter | None = None) -> Iterator[tuple[int, LetterEntry]]:
        """Go through the letters that a filter leaves, or all, with their numbers."""
        condition, values = _condition(where or Filter())
        query = f"SELECT number, entry FROM letters{condition} ORDER BY number"
        for number, entry in self._each(query, values):
            yield number, _ENTRY.validate_json(entry)

    def committed(self, where: Filter | None = None) -> Iterator[tuple[int, str, Committed]]:
        """Go through the letters of a filter that commit to anything, or keep it: number, id."""
        condition, values = _condition(where or Filter())
        query = f"SELECT number, doc_id, committed FROM letters{condition or ' WHERE 1'}"
        for number, doc_id, packed in self._each(f"{query} AND committed IS NOT NULL", values):
            try:
                yield number, doc_id, _COMMITTED.validate_json(zlib.decompress(packed))
            except (zlib.error, ValueError) as error:
                raise self._damaged(str(error).splitlines()[0]) from None

    def entry(self, number: int) -> LetterEntry:
        """Return what a list tells of one letter."""
        return _ENTRY.validate_json(self.row(number, "entry")[0])

    def numbers_where(self, where: Filter) -> list[int]:
        """Return the numbers of the letters that a filter leaves; its phrases do not count."""
        condition, values = _condition(where)
        found = self._ask(f"SELECT number FROM letters{condition}", values)
        return [number for (number,) in found]

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """Return the values of a column with their letters' numbers; see `Holdings.values_of`."""
        query = {
            "date": "SELECT date, number FROM letters WHERE date IS NOT NULL",
            "kind": "SELECT kind, number FROM letters WHERE kind IS NOT NULL",
            "dossier": "SELECT dossier, number FROM dossiers",
            "sender": "SELECT function, number FROM senders WHERE function IS NOT NULL",
            "abbreviation": "SELECT DISTINCT substr(name, 2, length(name) - 2), number "
            "FROM places WHERE name LIKE '(%)'",
        }[column]
        return [(str(value), int(number)) for value, number in self._ask(query)]

    def places_of(self, name: str) -> list[tuple[int, int, int]]:
        """Return where letters name a publication or explain an abbreviation: number and place."""
        return [
            (int(number), int(start), int(stop))
            for number, start, stop in self._ask(
                "SELECT number, start, stop FROM places WHERE name = ? ORDER BY 1, 2", (name,)
            )
        ]


def undescribed_chunk(
    letter: Letter, start: int, end: int, units: list[str], paragraphs: list[int], context: str,
    sentences: list[tuple[int, int, str]],
) -> Chunk:  # fmt: skip
    """Return the chunk that `described_chunk` described."""
    return Chunk(
        chunk_id_of(letter.doc_id, start, end),
        letter.doc_id,
        start,
        end,
        letter.text[start:end],
        tuple(units),
        tuple(paragraphs),
        context,
        tuple(Sentence(s, e, letter.text[s:e], unit) for s, e, unit in sentences),
    )


def _condition(where: Filter) -> tuple[str, list[str]]:
    """Return what a filter asks of letters as an SQL condition with its values; "" for nothing."""
    parts: list[str] = []
    values: list[str] = []
    for column, wanted in (("doc_id", where.doc_ids), ("kind", where.kinds)):
        if wanted:
            parts.append(f"{column} IN ({_marks(wanted)})")
            values.extend(wanted)
    if where.without:
        parts.append(f"doc_id NOT IN ({_marks(where.without)})")
        values.extend(where.without)
    if where.dossiers:
        marks = _marks(where.dossiers)
        whole = "substr(dossier, 1, instr(dossier || '-', '-') - 1)"  # without its chapter
        parts.append(
            "number IN (SELECT number FROM dossiers "
            f"WHERE dossier IN ({marks}) OR {whole} IN ({marks}))"
        )
        values.extend([*where.dossiers, *where.dossiers])
    if where.senders:
        any_of = " OR ".join("folded LIKE ? ESCAPE '\\'" for _ in where.senders)
        parts.append(f"number IN (SELECT number FROM senders WHERE {any_of})")
        values.extend(f"%{_literal(fold(office_name(one)))}%" for one in where.senders)
    days = [(sign, day) for sign, day in ((">=", where.since), ("<=", where.until)) if day]
    if days:
        dated = " AND ".join(f"date {sign} ?" for sign, _ in days)
        parts.append(f"({dated} OR date IS NULL)" if where.undated else dated)
        values.extend(day for _, day in days)
    return " WHERE " * bool(parts) + " AND ".join(parts), values


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


def _literal(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
