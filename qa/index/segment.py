"""One immutable segment: letters, their chunks, vectors, tokens and words in one folder.

    segment.json     counts, letters with their sha256, checksums of the other files; for people
    letters.sqlite   letters and chunks, with columns to filter by
    vectors.faiss    one unit vector for each chunk (exact inner product)
    keys.npy         for each chunk the key under which its vector is used again
    tokens.npy ...   the encoder's token ids of each chunk, and where its sentences are in them
    forms.txt ...    the words, for BM25

Row i of every array is chunk i. A segment is written once and never changed; letters are deleted
by naming them in the manifest (`qa.index.store`). The only import of faiss.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from qa.errors import IndexDamagedError
from qa.index.files import sha256_of
from qa.lexical import Postings, build_postings
from qa.records import Chunk, Letter

SEGMENT_FILE = "segment.json"
_ARRAYS = (
    "keys", "tokens", "token_starts", "sentences", "form_stems", "form_vectors",
    "word_starts", "word_rows", "word_counts", "lengths",
)  # fmt: skip
_LETTER = TypeAdapter(Letter)
_CHUNK = TypeAdapter(Chunk)

_SCHEMA = """
CREATE TABLE letters (
    doc_id TEXT PRIMARY KEY, version TEXT, path TEXT, date TEXT, kind TEXT, house TEXT,
    paragraphs INTEGER, record TEXT
);
CREATE TABLE dossiers (doc_id TEXT, dossier TEXT);
CREATE TABLE senders (doc_id TEXT, function TEXT, name TEXT);
CREATE TABLE citations (doc_id TEXT, target TEXT, start INTEGER, stop INTEGER);
CREATE INDEX citations_of_target ON citations (target);
CREATE TABLE chunks (row INTEGER PRIMARY KEY, chunk_id TEXT, doc_id TEXT, record TEXT);
CREATE INDEX chunks_of_letter ON chunks (doc_id);
"""


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """What the index knows of a letter without opening it."""

    doc_id: str
    version: str
    path: str
    paragraphs: int
    chunks: int
    fingerprint: str
    form: str
    date: str | None = None
    kind: str | None = None
    copies: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


_ENTRY = TypeAdapter(LetterEntry)


@dataclass(frozen=True, slots=True)
class TokenLists:
    """Token ids of many texts, one after the other: text i is ``ids[starts[i]:starts[i + 1]]``."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SegmentContent:
    """All that goes into a segment; row i of every part is chunk i.

    ``sentences`` has the shape (sentences, 3): row, first and last-but-one position of the
    sentence's tokens in that row. ``form_vectors`` has one unit vector for each word form.
    """

    letters: Sequence[Letter]
    chunks: Sequence[Chunk]
    vectors: NDArray[np.float32]  # (chunks, dimension)
    keys: NDArray[np.uint8]  # (chunks, 16)
    tokens: TokenLists
    sentences: NDArray[np.int32]
    postings: Postings
    form_vectors: NDArray[np.float16]  # (forms, lexicon dimension)


def searched_text(chunk: Chunk) -> str:
    """Return the text whose words are counted: the chunk's, with its context before it."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


def postings_of(chunks: Sequence[Chunk]) -> Postings:
    """Count the words of chunks."""
    return build_postings([searched_text(chunk) for chunk in chunks])


def write_segment(folder: Path, content: SegmentContent) -> None:
    """Write a segment into a new folder. It is not in use before a manifest names it."""
    folder.mkdir(parents=True)
    _write_records(folder / "letters.sqlite", content)
    index = faiss.IndexFlatIP(content.vectors.shape[1])
    index.add(np.ascontiguousarray(content.vectors, np.float32))
    faiss.write_index(index, str(folder / "vectors.faiss"))
    postings = content.postings
    arrays: dict[str, NDArray[Any]] = {
        "keys": content.keys,
        "tokens": content.tokens.ids,
        "token_starts": content.tokens.starts,
        "sentences": content.sentences,
        "form_stems": postings.form_stems,
        "form_vectors": content.form_vectors,
        "word_starts": postings.starts,
        "word_rows": postings.rows,
        "word_counts": postings.counts,
        "lengths": postings.lengths,
    }
    assert set(arrays) == set(_ARRAYS)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / "forms.txt").write_text("\n".join(postings.forms), encoding="utf-8")
    (folder / "stems.txt").write_text("\n".join(postings.stems), encoding="utf-8")
    described = {
        "rows": len(content.chunks),
        "letters": [asdict(entry) for entry in _entries(content)],
        "sha256": {path.name: sha256_of(path) for path in sorted(folder.iterdir())},
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / SEGMENT_FILE).write_text(text, encoding="utf-8")


def _entries(content: SegmentContent) -> Iterator[LetterEntry]:
    counts: dict[str, int] = {}
    for chunk in content.chunks:
        counts[chunk.doc_id] = counts.get(chunk.doc_id, 0) + 1
    for letter in content.letters:
        yield LetterEntry(
            letter.doc_id,
            letter.version,
            letter.source.path,
            len(letter.paragraphs),
            counts.get(letter.doc_id, 0),
            letter.fingerprint,
            letter.source.form,
            letter.metadata.date.isoformat() if letter.metadata.date else None,
            letter.metadata.kind,
            tuple(copy.path for copy in letter.copies),
            letter.source.notices,
        )


def _write_records(path: Path, content: SegmentContent) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(_SCHEMA)
        for letter in content.letters:
            known = letter.metadata
            connection.execute(
                "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    letter.doc_id,
                    letter.version,
                    letter.source.path,
                    known.date.isoformat() if known.date else None,
                    known.kind,
                    known.house,
                    len(letter.paragraphs),
                    _LETTER.dump_json(letter).decode(),
                ),
            )
            connection.executemany(
                "INSERT INTO dossiers VALUES (?, ?)",
                [(letter.doc_id, dossier.number) for dossier in known.dossiers],
            )
            connection.executemany(
                "INSERT INTO senders VALUES (?, ?, ?)",
                [(letter.doc_id, sender.function, sender.name) for sender in known.senders],
            )
            connection.executemany(
                "INSERT INTO citations VALUES (?, ?, ?, ?)",
                [
                    (letter.doc_id, target, reference.start, reference.end)
                    for reference in letter.references
                    for target in reference.targets
                ],
            )
        connection.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?)",
            [
                (row, chunk.chunk_id, chunk.doc_id, _CHUNK.dump_json(chunk).decode())
                for row, chunk in enumerate(content.chunks)
            ],
        )
    connection.close()


class Segment:
    """An open segment. Arrays are memory-mapped; records are read when they are asked for."""

    def __init__(self, folder: Path, expected_sha256: str) -> None:
        """Open a segment and check that its files are whole.

        Args:
            folder: The segment's folder.
            expected_sha256: Of ``segment.json``, as the manifest gives it.

        Raises:
            IndexDamagedError: If a file is missing, cut short or of another length.
        """
        self.folder = folder
        described = self._read_description(expected_sha256)
        self.rows: int = described["rows"]
        self.checksums: Mapping[str, str] = described["sha256"]
        self.letters = {
            entry["doc_id"]: _ENTRY.validate_python(entry) for entry in described["letters"]
        }
        try:
            self.vectors = faiss.read_index(str(folder / "vectors.faiss"))
            arrays = {
                name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                for name in _ARRAYS
            }
            forms = (folder / "forms.txt").read_text(encoding="utf-8").split("\n")
            stems = (folder / "stems.txt").read_text(encoding="utf-8").split("\n")
            uri = f"file:{(folder / 'letters.sqlite').resolve().as_posix()}?mode=ro&immutable=1"
            self._records = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._records.execute("SELECT count(*) FROM chunks").fetchone()
        except (OSError, ValueError, RuntimeError, EOFError, sqlite3.Error) as error:
            raise self._damaged(str(error).split("\n")[0]) from None
        self.keys = arrays["keys"]
        self.tokens = TokenLists(arrays["tokens"], arrays["token_starts"])
        self.sentences = arrays["sentences"]
        self.form_vectors = arrays["form_vectors"]
        self.postings = Postings(
            forms=forms if forms != [""] else [],
            form_stems=arrays["form_stems"],
            stems={stem: number for number, stem in enumerate(stems) if stem},
            starts=arrays["word_starts"],
            rows=arrays["word_rows"],
            counts=arrays["word_counts"],
            lengths=arrays["lengths"],
        )
        self._check_lengths()

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"index segment {self.folder} is damaged ({reason}); "
            "rebuild it with: letters-qa index --rebuild"
        )

    def _read_description(self, expected_sha256: str) -> dict[str, Any]:
        path = self.folder / SEGMENT_FILE
        try:
            if sha256_of(path) != expected_sha256:
                raise self._damaged(f"{SEGMENT_FILE} is not what the manifest names")
            described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._damaged(str(error)) from None
        return described

    def _check_lengths(self) -> None:
        lengths = {
            "vectors.faiss": self.vectors.ntotal,
            "keys.npy": len(self.keys),
            "token_starts.npy": len(self.tokens.starts) - 1,
            "lengths.npy": len(self.postings.lengths),
        }
        for name, length in lengths.items():
            if length != self.rows:
                raise self._damaged(f"{name} has {length} rows, not {self.rows}")

    def verify(self) -> None:
        """Compare every file with its checksum.

        Raises:
            IndexDamagedError: Naming the first file that differs.
        """
        for name, expected in self.checksums.items():
            if sha256_of(self.folder / name) != expected:
                raise self._damaged(f"{name} has changed")

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self.vectors.d)

    def nearest(
        self, embedding: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows nearest to a unit vector of shape (dimension,), and their cosines.

        Args:
            embedding: The question.
            k: How many rows; fewer come back if there are fewer.
            allowed: One value for each row; rows that are false are passed over in the search.
        """
        parameters = None
        if allowed is not None:
            rows = np.flatnonzero(allowed)
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]
        query = np.ascontiguousarray(embedding, np.float32)[None]
        scores, found = self.vectors.search(query, min(k, self.rows), params=parameters)
        kept = found[0] >= 0  # FAISS fills up with -1
        return found[0][kept], scores[0][kept]

    def vectors_at(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of rows, shape (rows, dimension)."""
        if len(rows) == 0:
            return np.zeros((0, self.dimension), np.float32)
        vectors: NDArray[np.float32] = self.vectors.reconstruct_batch(np.asarray(rows, np.int64))
        return vectors

    def chunk(self, row: int) -> Chunk:
        """Return the chunk of a row."""
        found = self._records.execute("SELECT record FROM chunks WHERE row = ?", (int(row),))
        return _CHUNK.validate_json(found.fetchone()[0])

    def text(self, row: int) -> str:
        """Return the text of a row's chunk."""
        return self.chunk(row).text

    def names(self, rows: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return the chunk_id and doc_id of each row."""
        marks = ",".join("?" * len(rows))
        found = self._records.execute(
            f"SELECT row, chunk_id, doc_id FROM chunks WHERE row IN ({marks})",
            [int(row) for row in rows],
        )
        return {row: (chunk_id, doc_id) for row, chunk_id, doc_id in found}

    def letter(self, doc_id: str) -> Letter:
        """Return a letter of this segment."""
        found = self._records.execute("SELECT record FROM letters WHERE doc_id = ?", (doc_id,))
        return _LETTER.validate_json(found.fetchone()[0])

    def citing(self, target: str) -> list[tuple[str, int, int]]:
        """Return where letters of this segment name a publication: doc_id, start, end."""
        return list(
            self._records.execute(
                "SELECT doc_id, start, stop FROM citations WHERE target = ? ORDER BY doc_id, start",
                (target,),
            )
        )

    def rows_of(self, doc_ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows of letters, rising."""
        rows: list[int] = []
        for doc_id in doc_ids:
            found = self._records.execute("SELECT row FROM chunks WHERE doc_id = ?", (doc_id,))
            rows.extend(row for (row,) in found)
        return np.array(sorted(rows), np.int64)

    def letters_where(self, condition: str, values: Sequence[str]) -> set[str]:
        """Return the doc_ids of the letters that fulfil an SQL condition on ``letters``."""
        found = self._records.execute(f"SELECT doc_id FROM letters WHERE {condition}", values)
        return {doc_id for (doc_id,) in found}
