"""One immutable segment: letters, their chunks, vectors, tokens and words in one folder.

    segment.json         counts, and checksums of the other files; for people too
    letters.sqlite       letters, what they are filtered by, their files (`qa.index.letter_table`)
    vectors*.faiss       one unit vector for each chunk (`qa.index.vectors`)
    forms*.faiss         one for each word form without a digit
    arrays.safetensors   keys, tokens, sentences, words and where letters begin

Row i of every array is chunk i; the rows of a letter stand together, and letters rise by doc_id. A
segment is written once and never changed; letters are deleted by naming them in the manifest
(`qa.index.generations`). A large one is mapped into memory: opening costs the same at any size.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import IndexDamagedError
from qa.index.arrays import open_arrays, write_arrays
from qa.index.content import SegmentContent, TokenLists
from qa.index.files import sha256_of
from qa.index.letter_table import LetterTable, write_letters
from qa.index.postings import Postings
from qa.index.vectors import Vectors, VectorWriter
from qa.messages import Message
from qa.records import Chunk, Letter, chunk_id_of
from qa.text.sorted_strings import SortedStrings

SEGMENT_FILE = "segment.json"
EXACT_FORMS = 4_096
"""Up to this many word forms every vector is compared; many words are sought at a time."""

HELD_BYTES = 32_000_000
"""Files of a segment up to this size together are compared with their checksums when it is opened,
and read whole, so that nothing done to them later can reach whoever has them open. A larger segment
is compared by ``letters-qa index --verify`` and mapped; each letter's record has a checksum."""


def write_segment(folder: Path, content: SegmentContent, *, coded: bool = True) -> None:
    """Write a segment into a new folder. It is not in use before a manifest names it.

    Args:
        folder: Of the segment.
        content: What it holds.
        coded: Whether many vectors get codes, by which they are searched faster.
    """
    folder.mkdir(parents=True)
    write_letters(folder / "letters.sqlite", content.letters, content.chunks, content.files)
    for name, vectors in (("vectors", content.vectors), ("forms", content.form_vectors)):
        writer = vector_writer(folder, name, vectors.shape[1], coded=coded)
        writer.add(vectors)
        writer.close()
    counts = dict.fromkeys((letter.doc_id for letter in content.letters), 0)
    for chunk in content.chunks:
        counts[chunk.doc_id] += 1
    write_segment_arrays(
        folder,
        content.postings,
        {
            "keys": content.keys,
            "tokens": content.tokens.ids,
            "token_starts": content.tokens.starts,
            "sentences": content.sentences,
            "sentence_starts": content.sentence_starts,
            "spans": np.array([(c.start, c.end) for c in content.chunks], np.int32).reshape(-1, 2),
            "letter_rows": np.concatenate([[0], np.cumsum(list(counts.values()))]).astype(np.int64),
            "letter_paragraphs": np.array([len(x.paragraphs) for x in content.letters], np.int32),
        },
        list(counts),
    )
    describe_segment(folder)


def key_of(form: str) -> int:
    """Return the key by which a word is recognised in other segments: 64 bits of its hash."""
    digest = hashlib.blake2b(form.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def vector_writer(folder: Path, name: str, dimension: int, *, coded: bool = True) -> VectorWriter:
    """Begin the vectors of a segment's chunks ("vectors") or of its words ("forms")."""
    exact = EXACT_FORMS if name == "forms" else None
    return VectorWriter(folder, name, dimension, exact if coded else sys.maxsize)


def write_segment_arrays(
    folder: Path, postings: Postings, arrays: Mapping[str, NDArray[Any]], doc_ids: Sequence[str]
) -> None:
    """Write the arrays of a segment with its words."""
    written = {
        **arrays,
        "form_stems": postings.form_stems,
        "form_rows": (form_rows := postings.wordlike_forms()),
        "form_keys": np.array([key_of(postings.forms[int(i)]) for i in form_rows], np.int64),
        "word_starts": postings.starts,
        "word_rows": postings.rows,
        "word_counts": postings.counts,
        "lengths": postings.lengths,
    }
    tables = {"forms": postings.forms, "stems": postings.stems, "doc_ids": doc_ids}
    for name, strings in tables.items():
        table = strings if isinstance(strings, SortedStrings) else SortedStrings.of(strings)
        written[name], written[f"{name}_starts"] = table.arrays
    write_arrays(folder / "arrays.safetensors", written)


def describe_segment(folder: Path) -> None:
    """Write the last file of a segment: its counts and the checksums of the others."""
    arrays = open_arrays(folder / "arrays.safetensors")
    described = {
        "letters": len(arrays["letter_paragraphs"]),
        "paragraphs": int(arrays["letter_paragraphs"].sum()),
        "rows": len(arrays["lengths"]),
        "words": int(arrays["lengths"].sum()),
        "bytes": sum(path.stat().st_size for path in folder.iterdir()),
        "sha256": {path.name: sha256_of(path) for path in sorted(folder.iterdir())},
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    (folder / SEGMENT_FILE).write_text(text, encoding="utf-8")


class Segment:
    """An open segment. Records are read when they are asked for."""

    def __init__(self, folder: Path, expected_sha256: str | None = None) -> None:
        """Open a segment and check that its files are whole.

        Args:
            folder: The segment's folder.
            expected_sha256: Of ``segment.json``, as the manifest gives it; not checked if ``None``.

        Raises:
            IndexDamagedError: If a file is missing, cut short or of another length; if the segment
                is small, also if a byte of it has changed.
        """
        self.folder = folder
        described = self._read_description(expected_sha256)
        self.rows: int = described["rows"]
        self.letters: int = described["letters"]
        self.paragraphs: int = described["paragraphs"]
        self.words: int = described["words"]
        self.bytes: int = described["bytes"]
        self.checksums: Mapping[str, str] = described["sha256"]
        large = self.bytes > HELD_BYTES
        if not large:
            self.check_files()
        try:
            self.table = LetterTable(folder / "letters.sqlite")
            self.vectors = Vectors(folder, "vectors", mapped=large)
            self.form_vectors = Vectors(folder, "forms", mapped=large)
            arrays = open_arrays(folder / "arrays.safetensors", mapped=large)
            self.keys: NDArray[np.uint8] = arrays["keys"]
            self.tokens = TokenLists(arrays["tokens"], arrays["token_starts"])
            self.sentences: NDArray[np.int32] = arrays["sentences"]
            self.sentence_starts: NDArray[np.int64] = arrays["sentence_starts"]
            self.spans: NDArray[np.int32] = arrays["spans"]
            self.letter_rows: NDArray[np.int64] = arrays["letter_rows"]
            self.form_rows: NDArray[np.int32] = arrays["form_rows"]
            self.form_keys: NDArray[np.int64] = arrays["form_keys"]
            self.letter_paragraphs: NDArray[np.int32] = arrays["letter_paragraphs"]
            self.doc_ids = SortedStrings(arrays["doc_ids"], arrays["doc_ids_starts"])
            self.postings = Postings(
                forms=SortedStrings(arrays["forms"], arrays["forms_starts"]),
                form_stems=arrays["form_stems"],
                stems=SortedStrings(arrays["stems"], arrays["stems_starts"]),
                starts=arrays["word_starts"],
                rows=arrays["word_rows"],
                counts=arrays["word_counts"],
                lengths=arrays["lengths"],
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise self._damaged(str(error).split("\n")[0]) from None
        self._check_lengths()

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError("segment-unreadable", folder=self.folder, reason=reason)

    def _read_description(self, expected_sha256: str | None) -> dict[str, Any]:
        path = self.folder / SEGMENT_FILE
        try:
            if expected_sha256 is not None and sha256_of(path) != expected_sha256:
                raise self._damaged(Message("not-as-named", file=SEGMENT_FILE))
            described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._damaged(str(error)) from None
        return described

    def _check_lengths(self) -> None:
        lengths = {
            "vectors": (len(self.vectors), self.rows),
            "keys": (len(self.keys), self.rows),
            "tokens": (len(self.tokens.starts) - 1, self.rows),
            "sentences": (len(self.sentence_starts) - 1, self.rows),
            "words": (len(self.postings.lengths), self.rows),
            "letters": (len(self.letter_rows) - 1, self.letters),
            "paragraphs": (len(self.letter_paragraphs), self.letters),
            "doc_ids": (len(self.doc_ids), self.letters),
            "forms": (len(self.form_vectors), len(self.form_rows)),
            "form_keys": (len(self.form_keys), len(self.form_rows)),
        }
        for name, (length, expected) in lengths.items():
            if length != expected:
                raise self._damaged(
                    Message("rows-miscounted", name=name, found=length, expected=expected)
                )

    def check_files(self) -> None:
        """Compare every file with its checksum.

        Raises:
            IndexDamagedError: Naming the first file that differs.
        """
        for name, expected in self.checksums.items():
            try:
                same = sha256_of(self.folder / name) == expected
            except OSError as error:
                raise self._damaged(str(error)) from None
            if not same:
                raise self._damaged(Message("file-has-changed", name=name))

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self.vectors.dimension

    def letter_numbers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of each row's letter."""
        return np.asarray(np.searchsorted(self.letter_rows, rows, side="right") - 1, np.int64)

    def rows_of(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of letters by their numbers, rising."""
        at = np.sort(np.asarray(numbers, np.int64))
        starts, ends = self.letter_rows[at], self.letter_rows[at + 1]
        counts = ends - starts
        offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.asarray(np.repeat(starts, counts) + offsets, np.int64)

    def chunk_id(self, row: int) -> tuple[str, str]:
        """Return the chunk_id and the doc_id of a row."""
        doc_id = self.doc_ids[int(self.letter_numbers(np.array([row]))[0])]
        start, end = self.spans[row].tolist()
        return chunk_id_of(doc_id, start, end), doc_id

    def chunk(self, row: int) -> Chunk:
        """Return the chunk of a row."""
        number = int(self.letter_numbers(np.array([row]))[0])
        return self.table.chunk(number, row - int(self.letter_rows[number]))

    def tokens_of(self, row: int) -> NDArray[np.int32] | NDArray[np.uint16]:
        """Return the token ids of a row."""
        return self.tokens.ids[self.tokens.starts[row] : self.tokens.starts[row + 1]]

    def sentences_of(self, row: int) -> NDArray[np.int32]:
        """Return where the sentences of a row lie among its tokens, shape (sentences, 2)."""
        return self.sentences[self.sentence_starts[row] : self.sentence_starts[row + 1]]

    def letter(self, doc_id: str) -> Letter | None:
        """Return a letter, or ``None`` if it is not here."""
        number = self.doc_ids.get(doc_id)
        return None if number is None else self.table.letter(number)
