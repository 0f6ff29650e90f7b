"""Letters and passages as rows of Milvus, and back. Touches no Milvus."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from qa.errors import IndexDamagedError
from qa.index.bm25 import K1, B
from qa.index.content import (
    LetterEntry,
    SegmentContent,
    entry_of_letter,
    office_of,
    sender_text,
)
from qa.index.letter_table import described_chunk, undescribed_chunk
from qa.index.milvus.database import (
    FOREVER,
    MOST_VALUES,
    Row,
    listed,
    packed,
    pieces,
    quoted,
    unpacked,
)
from qa.index.protocol import Replaces
from qa.records import Chunk, Letter, Metadata
from qa.records.filters import Filter
from qa.text.dossiers import whole_dossier
from qa.text.folding import fold
from qa.text.offices import office_name

POSITIONS = 16
"""Bits of a passage's id that are its position in the letter; those above number the letter."""

_PIECES = 12  # bits of a letter's rows
_LETTER = TypeAdapter(Letter)
_ENTRY = TypeAdapter(LetterEntry)
_LONGEST = 900  # characters of a value in an array; none of a real letter comes near


def stem_number(stem: str) -> int:
    """Return the dimension of a stem in sparse vectors, below 2**32 - 1.

    Two stems may share one: passages found by it are scored again by the stems themselves.
    """
    return zlib.crc32(stem.encode()) % (2**32 - 1)


def as_the_folder_keeps(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors in half precision, so that both stores give the same scores."""
    return vectors.astype(np.float16).astype(np.float32)


def passage_rows(
    content: SegmentContent, numbers: Mapping[str, int], since: int, mean_length: float
) -> Iterator[Row]:
    """Go through the passages of letters as rows.

    Args:
        content: The letters.
        numbers: The number of each letter.
        since: The generation from which they hold.
        mean_length: Words that a passage has on average, for the weight of words.
    """
    letters = {letter.doc_id: _columns(letter) for letter in content.letters}
    counts = stem_counts(content)
    vectors = as_the_folder_keeps(content.vectors)
    position, before = 0, ""
    for row, chunk in enumerate(content.chunks):
        position = position + 1 if chunk.doc_id == before else 0
        before = chunk.doc_id
        number = numbers[chunk.doc_id]
        length = int(content.postings.lengths[row])
        tokens = content.tokens.ids[content.tokens.starts[row] : content.tokens.starts[row + 1]]
        first, last = content.sentence_starts[row : row + 2]
        payload = {
            "span": (chunk.start, chunk.end),
            "tokens": tokens.tolist(),
            "sentences": content.sentences[first:last].tolist(),
            "stems": counts[row],
            "length": length,
        }
        yield {
            "id": number << POSITIONS | position, "since": since, "until": FOREVER,
            "letter": number, "doc_id": chunk.doc_id, "key": content.keys[row].tobytes().hex(),
            "vector": vectors[row].tolist(), "words": _sparse(counts[row], length, mean_length),
            "stems": sorted({stem_number(stem) for stem in counts[row]})[:MOST_VALUES],
            "payload": packed(payload), **letters[chunk.doc_id],
        }  # fmt: skip


def with_vectors(rows: Sequence[Row], replaces: Replaces) -> list[Row]:
    """Return rows of passages with other vectors, and the keys that these are known by."""
    if not rows:
        return []
    keys = np.array([list(bytes.fromhex(row["key"])) for row in rows], np.uint8)
    new, vectors = replaces(keys)
    kept = as_the_folder_keeps(vectors)
    return [
        {**row, "key": key.tobytes().hex(), "vector": vector.tolist()}
        for row, key, vector in zip(rows, new, kept, strict=True)
    ]


def _sparse(counts: Mapping[str, int], length: int, mean_length: float) -> dict[int, float]:
    """Return what BM25 gives each stem of a passage, without how telling the stem is."""
    norm = K1 * (1 - B + B * length / max(mean_length, 1.0))
    values = {stem_number(s): n * (K1 + 1) / (n + norm) for s, n in counts.items()}
    return values or {0: 1e-9}  # Milvus wants one


def stem_counts(content: SegmentContent) -> list[dict[str, int]]:
    """Return for each passage how often it has each stem."""
    postings = content.postings
    found: list[dict[str, int]] = [{} for _ in content.chunks]
    for number, stem in enumerate(postings.stems):
        for at in range(int(postings.starts[number]), int(postings.starts[number + 1])):
            found[int(postings.rows[at])][stem] = int(postings.counts[at])
    return found


def letter_rows(content: SegmentContent, numbers: Mapping[str, int], since: int) -> Iterator[Row]:
    """Go through letters as rows, several for a long one."""
    chunks: dict[str, list[Chunk]] = {letter.doc_id: [] for letter in content.letters}
    for chunk in content.chunks:
        chunks[chunk.doc_id].append(chunk)
    for letter in content.letters:
        number, own = numbers[letter.doc_id], chunks[letter.doc_id]
        described = [described_chunk(chunk) for chunk in own]
        record = {"letter": _LETTER.dump_python(letter, mode="json"), "chunks": described}
        texts = pieces(packed(record))
        names = sorted({name for name, *_ in letter.named_places if len(name) < _LONGEST})
        functions = sorted({name for s in letter.metadata.senders if (name := office_of(s))})
        entry = _ENTRY.dump_json(entry_of_letter(letter, len(own))).decode()
        rows = max(len(texts), -(-len(names) // MOST_VALUES))
        for piece in range(rows):
            yield {
                "id": number << _PIECES | piece, "since": since, "until": FOREVER,
                "letter": number, "piece": piece, "doc_id": letter.doc_id,
                "functions": [one[:_LONGEST] for one in functions],
                "names": names[piece * MOST_VALUES : (piece + 1) * MOST_VALUES],
                "entry": entry if piece == 0 else "",
                "record": texts[piece] if piece < len(texts) else "", **_columns(letter),
            }  # fmt: skip


def _columns(letter: Letter) -> Row:
    """Return what letters and their passages are filtered by."""
    known = letter.metadata
    return {
        "date": known.date.isoformat() if known.date else "",
        "kind": (known.kind or "").casefold(),
        "dossiers": sorted(_dossiers(known))[:MOST_VALUES],
        "senders": _plain("\n".join(map(sender_text, known.senders))),
    }


def _dossiers(known: Metadata) -> set[str]:
    """Return the numbers of a letter's dossiers, and of those that they are chapters of."""
    numbers = {dossier.number for dossier in known.dossiers}
    return numbers | {whole_dossier(number) for number in numbers}


def entry_of(row: Row) -> LetterEntry:
    """Return what a list tells of a letter, from its first row."""
    return _ENTRY.validate_json(row["entry"])


def letter_of(rows: Sequence[Row]) -> tuple[Letter, list[Chunk]]:
    """Return a letter and its chunks from all of its rows.

    Raises:
        IndexDamagedError: If they are not what was written.
    """
    text = "".join(row["record"] for row in sorted(rows, key=lambda row: row["piece"]))
    try:
        record = unpacked(text)
        letter = _LETTER.validate_python(record["letter"], strict=False)
        return letter, [undescribed_chunk(letter, *chunk) for chunk in record["chunks"]]
    except (ValueError, ValidationError, TypeError, KeyError) as error:
        raise IndexDamagedError(
            "milvus-letter-differs", reason=str(error).splitlines()[0]
        ) from None


class Payload:
    """What a passage's row tells beside its columns."""

    def __init__(self, text: str) -> None:
        found = unpacked(text)
        self.span: tuple[int, int] = tuple(found["span"])
        self.tokens: NDArray[np.int32] = np.array(found["tokens"], np.int32)
        self.sentences: NDArray[np.int32] = np.array(found["sentences"], np.int32).reshape(-1, 2)
        self.stems: Counter[str] = Counter(found["stems"])
        self.length: int = found["length"]


def condition(where: Filter) -> str:
    """Return what a filter asks of letters as a condition; "" for nothing. Phrases do not count."""
    parts = []
    if where.doc_ids:
        parts.append(f"doc_id in {listed(where.doc_ids)}")
    if where.without:
        parts.append(f"doc_id not in {listed(where.without)}")
    if where.kinds:
        parts.append(f"kind in {listed([kind.casefold() for kind in where.kinds])}")
    if where.dossiers:
        parts.append(f"array_contains_any(dossiers, {listed(where.dossiers)})")
    if where.senders:
        any_of = (
            f"senders like {quoted(f'%{_plain(office_name(one))}%')}" for one in where.senders
        )
        parts.append(f"({' or '.join(any_of)})")
    days = [
        f"date {sign} {quoted(day)}"
        for sign, day in ((">=", where.since), ("<=", where.until))
        if day
    ]
    if days:
        dated = " and ".join(days)
        parts.append(f'(({dated}) or date == "")' if where.undated else f'{dated} and date != ""')
    return " and ".join(parts)


def _plain(text: str) -> str:
    """Fold a text, and replace the signs that stand for others in a condition by spaces."""
    return fold(text).translate(str.maketrans("%_\\", "   "))
