"""What every store tells of its generation, whichever engine keeps it. Searches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.errors import LetterNotFoundError
from qa.index.content import LetterEntry
from qa.index.left_out import left_out_of
from qa.index.protocol import Holdings
from qa.letters.file_ids import composed, last_name
from qa.letters.references import reference_target
from qa.messages import Message
from qa.records import Chunk, Letter
from qa.records.commitments import Committed
from qa.records.filters import Filter

DELETED = Message("deleted-later")
"""What a letter says of itself that a later generation does not hold."""


class HeldGeneration:
    """One generation, told from its holdings and its manifest.

    ``folder`` has the index's name; the folder's store keeps all in it, others older versions only.
    """

    manifest: dict[str, Any]
    folder: Path
    holdings: Holdings
    deleted_since: frozenset[str] = frozenset()
    """Letters that were deleted after this generation, which was gone back to."""

    @property
    def name(self) -> str:
        """Name of the index: its folder's, never a path or an address."""
        return self.folder.resolve().name

    @property
    def problems(self) -> list[str]:
        """A sentence about each file that was left out: a message, if it is one that is known."""
        return [one["problem"] for one in left_out_of(self.manifest)]

    @property
    def entries(self) -> dict[str, LetterEntry]:
        """The letters that can be found, by doc_id, in order; reads them all."""
        return self.holdings.entries()

    def entries_where(self, where: Filter) -> list[LetterEntry]:
        """Return the letters that a filter leaves, by doc_id; its phrases do not count."""
        found = self.holdings.entries(replace(where, phrases=())).values()
        return [
            replace(entry, notices=(*entry.notices, DELETED))
            if entry.doc_id in self.deleted_since
            else entry
            for entry in found
        ]

    def committed_where(self, where: Filter) -> dict[str, Committed]:
        """Return what letters of a filter commit to and keep, by doc_id; without its phrases."""
        return self.holdings.committed(replace(where, phrases=()))

    def entry(self, doc_id: str) -> LetterEntry | None:
        """Return what a list tells of a letter, or ``None`` if it cannot be found."""
        return self.holdings.entry(doc_id)

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""
        return self.holdings.has(doc_id)

    def find_id(self, typed: str) -> str:
        """Return the id of the letter that a person names.

        Args:
            typed: An id, however its accents are made; a reference ("28676-449"); the id that a
                file of the letter has alone, which may have been the letter's before a copy came;
                or the name of the letter's file, where one letter alone has it.

        Returns:
            The id, or ``typed`` if it names no letter, or more than one.
        """
        typed = composed(typed.strip())
        target = reference_target(typed)
        for doc_id in (typed, target):
            if doc_id and self.has(doc_id):
                return doc_id
        of_file = {file.doc_id for file in self.holdings.files_where("own_id", [typed]).values()}
        if len(of_file) == 1:
            return of_file.pop()
        named = [doc_id for doc_id in self.entries if last_name(doc_id) == typed]
        return named[0] if len(named) == 1 else typed

    def letter(self, doc_id: str) -> Letter:
        """Return a letter.

        Raises:
            LetterNotFoundError: If the index does not hold it.
        """
        letter = self.holdings.letter(doc_id) or self.holdings.letter(self.find_id(doc_id))
        if letter is None:
            raise LetterNotFoundError("no-such-letter", doc_id=doc_id, index=self.name)
        if letter.doc_id in self.deleted_since:
            notices = (*letter.source.notices, DELETED)
            return replace(letter, source=replace(letter.source, notices=notices))
        return letter

    def sentence_tokens(self, doc_id: str) -> list[NDArray[np.int32]]:
        """Return the token ids of each sentence of a letter, in reading order."""
        return self.holdings.sentence_tokens(doc_id)

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication or explain an abbreviation: doc_id, start, end.

        Args:
            name: A publication's id or an abbreviation, as in `Letter.named_places`.
        """
        return self.holdings.places_of(name)

    def values_of(self, column: str) -> dict[str, int]:
        """Return the values of ``date``, ``kind``, ``dossier``, ``sender`` or ``abbreviation``
        with the number of letters that have each."""
        return self.holdings.values_of(column)

    def live_chunks(self) -> Iterator[Chunk]:
        """Go through all chunks that can be found."""
        return (chunk for chunk, _ in self.holdings.chunks())
