"""The letters of an index as a list to look through: chosen by words, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from qa.index import LetterEntry
from qa.text.folding import fold

Column = Literal["doc_id", "subject", "date", "kind", "dossier", "sender", "form", "paragraphs"]
COLUMNS: tuple[Column, ...] = get_args(Column)
"""What a list can be sorted by."""

_VALUES: dict[Column, Callable[[LetterEntry], str | int | None]] = {
    "doc_id": lambda entry: entry.doc_id,
    "subject": lambda entry: fold(entry.subject) if entry.subject else None,
    "date": lambda entry: entry.date,
    "kind": lambda entry: fold(entry.kind) if entry.kind else None,
    "dossier": lambda entry: min(entry.dossiers, default=None),
    "sender": lambda entry: fold(entry.senders[0]) if entry.senders else None,
    "form": lambda entry: entry.form,
    "paragraphs": lambda entry: entry.paragraphs,
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list: ``letters`` are those from ``offset`` on, of ``total``."""

    letters: tuple[LetterEntry, ...]
    offset: int
    limit: int
    total: int


def list_letters(
    entries: Iterable[LetterEntry],
    *,
    words: str = "",
    by: Column = "doc_id",
    falling: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> Listing:
    """Return a page of letters.

    Args:
        entries: The letters.
        words: Only letters whose id, subject, senders, kind or file hold each of these words, or
            parts of words, whatever their capitals and accents.
        by: What to sort by; equal ones in the order of their ids, those without a value at the end.
        falling: Whether the greatest comes first.
        offset: How many to pass over.
        limit: How many to return, at most.
    """
    wanted = fold(words).split()
    found = sorted(
        (entry for entry in entries if _holds(entry, wanted)), key=lambda entry: entry.doc_id
    )
    value = _VALUES[by]
    with_value = [entry for entry in found if value(entry) is not None]
    without = [entry for entry in found if value(entry) is None]
    with_value.sort(key=value, reverse=falling)  # type: ignore[arg-type]
    chosen = [*with_value, *without]
    return Listing(tuple(chosen[offset : offset + limit]), offset, limit, len(chosen))


def _holds(entry: LetterEntry, words: Sequence[str]) -> bool:
    if not words:
        return True
    parts = (entry.doc_id, entry.subject or "", entry.kind or "", entry.path, *entry.senders)
    text = fold(" ".join(parts))
    return all(word in text for word in words)
