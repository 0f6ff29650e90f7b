"""What one generation in Milvus holds: letters, files, passages. Does not rank, does not write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from qa.index.content import CorpusFile, LetterEntry
from qa.index.letter_table import KEPT_CHARACTERS
from qa.index.milvus.database import Table, holding, listed
from qa.index.milvus.rows import Payload, condition, entry_of, letter_of
from qa.records import Chunk, Letter
from qa.records.commitments import Committed
from qa.records.filters import Filter
from qa.system.cache import Cache

_FILE_FIELDS = ("path", "fingerprint", "own_id", "doc_id", "anchors")


class MilvusHoldings:
    """One generation, or the next one while it is being written. Safe in several threads."""

    def __init__(self, tables: Mapping[str, Table], generation: int) -> None:
        """Take a generation.

        Args:
            tables: Of its epoch; none of them for an index without letters.
            generation: Its number.
        """
        self.tables = tables
        self.holds = holding(generation)
        self._records: Cache[int, tuple[Letter, list[Chunk]]] = Cache(
            KEPT_CHARACTERS, lambda record: len(record[0].text)
        )

    def both(self, *conditions: str) -> str:
        """Join conditions to that of this generation."""
        return " and ".join([self.holds, *(one for one in conditions if one)])

    # --- letters -----------------------------------------------------------------------------

    def numbers_of(self, doc_ids: Collection[str]) -> dict[str, int]:
        """Return the numbers of letters by their ids; those that are not here are left out."""
        if not self.tables:
            return {}
        found = self.tables["letters"].where_in(
            "doc_id", doc_ids, ["doc_id", "letter"], self.both("piece == 0")
        )
        return {row["doc_id"]: row["letter"] for row in found}

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""
        return bool(self.numbers_of([doc_id]))

    def record(self, number: int) -> tuple[Letter, list[Chunk]]:
        """Return a letter by its number, with its chunks.

        Raises:
            IndexDamagedError: If its rows are not what was written.
        """
        rows = self.tables["letters"]
        return self._records.get(
            number, lambda: letter_of(rows.where(f"letter == {number}", ["piece", "record"]))
        )

    def letter(self, doc_id: str) -> Letter | None:
        """Return a letter, or ``None`` if it cannot be found."""
        number = self.numbers_of([doc_id]).get(doc_id)
        return None if number is None else self.record(number)[0]

    def sentence_tokens(self, doc_id: str) -> list[NDArray[np.int32]]:
        """Return the token ids of each sentence of a letter, in reading order; none if not here."""
        number = self.numbers_of([doc_id]).get(doc_id)
        if number is None:
            return []
        rows = self.tables["passages"].where(self.both(f"letter == {number}"), ["payload"])
        rows.sort(key=lambda row: row["id"])
        return [
            payload.tokens[first:last]
            for payload in (Payload(row["payload"]) for row in rows)
            for first, last in payload.sentences.tolist()
        ]

    def entry(self, doc_id: str) -> LetterEntry | None:
        """Return what a list tells of a letter, or ``None``."""
        if not self.tables:
            return None
        found = self.tables["letters"].where_in(
            "doc_id", [doc_id], ["entry"], self.both("piece == 0")
        )
        return entry_of(found[0]) if found else None

    def entries(self, where: Filter | None = None) -> dict[str, LetterEntry]:
        """Return the letters that a filter leaves, or all, in the order of their ids."""
        if not self.tables:
            return {}
        asked = self.both("piece == 0", condition(where) if where else "")
        found = map(entry_of, self.tables["letters"].every(asked, ["entry"]))
        return {entry.doc_id: entry for entry in sorted(found, key=lambda entry: entry.doc_id)}

    def committed(self, where: Filter | None = None) -> dict[str, Committed]:
        """Return what the letters of a filter commit to and keep, of those that do, by id."""
        numbers = self.numbers_of(self.entries(where))
        letters = {doc_id: self.record(numbers[doc_id])[0] for doc_id in sorted(numbers)}
        return {doc_id: one.committed for doc_id, one in letters.items() if one.committed}

    def doc_ids(self) -> set[str]:
        """Return the ids of all letters; reads them all."""
        if not self.tables:
            return set()
        found = self.tables["letters"].every(self.both("piece == 0"), ["doc_id"])
        return {row["doc_id"] for row in found}

    def beyond(self, other: MilvusHoldings) -> tuple[str, ...]:
        """Return the ids of letters that are here and not in another generation, in order."""
        return tuple(sorted(self.doc_ids() - other.doc_ids()))

    @property
    def live_letters(self) -> int:
        """How many letters can be found."""
        return self.tables["letters"].count(self.both("piece == 0")) if self.tables else 0

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication or explain an abbreviation."""
        asked = self.both(f"array_contains_any(names, {listed([name])})")
        found = self.tables["letters"].where(asked, ["letter"])
        letters = [self.record(number)[0] for number in sorted({row["letter"] for row in found})]
        return sorted(
            {
                (letter.doc_id, start, end)
                for letter in letters
                for named, start, end in letter.named_places
                if named == name
            }
        )

    def values_of(self, column: str) -> dict[str, int]:
        """Return the values of ``date``, ``kind``, ``dossier``, ``sender`` or ``abbreviation``
        with the number of letters that have each."""
        counts: Counter[str] = Counter()
        fields = {
            "date": "entry", "kind": "entry", "dossier": "entry", "sender": "functions",
            "abbreviation": "names",
        }  # fmt: skip
        field = fields[column]
        for row in self.tables["letters"].every(self.both("piece == 0"), [field]):
            if field == "entry":
                entry = entry_of(row)
                one = getattr(entry, column, None)
                counts.update(set(entry.dossiers) if column == "dossier" else [one] if one else [])
            elif column == "abbreviation":
                counts.update({name[1:-1] for name in row[field] if name.startswith("(")})
            else:
                counts.update(set(row[field]))
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    # --- passages ----------------------------------------------------------------------------

    def chunks(
        self, doc_ids: Collection[str] | None = None
    ) -> Iterator[tuple[Chunk, NDArray[np.float32]]]:
        """Go through the chunks of some letters, or of all, with their vectors."""
        ids = self.entries() if doc_ids is None else sorted(doc_ids)
        for number in self.numbers_of(ids).values():
            asked = self.both(f"letter == {number}")
            rows = self.tables["passages"].where(asked, ["vector"])
            rows.sort(key=lambda row: row["id"])
            for chunk, row in zip(self.record(number)[1], rows, strict=True):
                yield chunk, np.array(row["vector"], np.float32)

    def vectors(
        self, doc_ids: Collection[str] | None = None
    ) -> Mapping[bytes, NDArray[np.float32]]:
        """Return the vectors of some letters, or of all, by their keys."""
        if not self.tables:
            return {}
        fields = ["key", "vector"]
        passages = self.tables["passages"]
        if doc_ids is None:
            found = passages.every(self.holds, fields)
        else:
            numbers = self.numbers_of(doc_ids).values()
            found = iter(passages.where_in("letter", numbers, fields, self.holds))
        return {bytes.fromhex(row["key"]): np.array(row["vector"], np.float32) for row in found}

    # --- files -------------------------------------------------------------------------------

    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """Return all files by path: fingerprint, and doc_id of the letter; reads them all."""
        if not self.tables:
            return {}
        found = self.tables["files"].every(self.holds, ["path", "fingerprint", "doc_id"])
        return {row["path"]: (row["fingerprint"], row["doc_id"]) for row in found}

    def files_where(self, column: str, values: Collection[str]) -> dict[str, CorpusFile]:
        """Return files by ``path``, ``own_id`` or ``doc_id``: path -> file."""
        if not self.tables:
            return {}
        found = self.tables["files"].where_in(column, values, _FILE_FIELDS, self.holds)
        return {
            row["path"]: CorpusFile(
                row["path"], row["fingerprint"], row["own_id"], row["doc_id"], tuple(row["anchors"])
            )
            for row in found
        }

    def files_sharing(self, anchors: Collection[int], at_most: int) -> set[str]:
        """Return the paths of files that share a long paragraph.

        Args:
            anchors: The paragraphs.
            at_most: A paragraph that more files than this have says nothing.
        """
        if not self.tables or not anchors:
            return set()
        asked = self.both(f"array_contains_any(anchors, {sorted(anchors)})")
        holders: dict[int, set[str]] = {}
        for row in self.tables["files"].where(asked, ["path", "anchors"]):
            for anchor in set(row["anchors"]).intersection(anchors):
                holders.setdefault(anchor, set()).add(row["path"])
        return {path for found in holders.values() if len(found) <= at_most for path in found}
