"""The ledger of commitments: entries with their letters, what state they are in, and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args

from qa.commitments.keeping import Keeping, Kept
from qa.errors import QuestionError
from qa.index import LetterEntry, Store
from qa.records.commitments import COMMITMENT_KINDS, Commitment, CommitmentKind
from qa.records.filters import Filter, make_filter
from qa.text.folding import fold

Status = Literal["open", "overdue", "perhaps kept"]
"""No later letter was found that keeps it; likewise, and its term is over; one was found that may.
What letters alone show: a promise can be kept without a letter that says so."""
STATUSES: tuple[Status, ...] = get_args(Status)

Order = Literal["letter", "due"]

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Entry:
    """A commitment with its letter; ``kept`` is the sentence that perhaps keeps it."""

    letter: LetterEntry
    commitment: Commitment
    status: Status
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; what is empty leaves all.

    ``words`` must all stand in the sentence, its subject or who commits, whatever their capitals
    and accents. ``due_since`` and ``due_until`` are ISO days: the term must overlap them; a term
    without days does not.
    """

    where: Filter = Filter()
    kinds: tuple[CommitmentKind, ...] = ()
    statuses: tuple[Status, ...] = ()
    words: str = ""
    due_since: str | None = None
    due_until: str | None = None


def make_wanted(
    where: Filter,
    kinds: Iterable[str] = (),
    statuses: Iterable[str] = (),
    words: str = "",
    due_since: str | None = None,
    due_until: str | None = None,
) -> Wanted:
    """Make of what a person typed which entries are asked for; days as in `make_filter`.

    Raises:
        QuestionError: Naming the kind, status or date that is none.
    """
    days = make_filter(since=due_since or None, until=due_until or None)
    return Wanted(
        where=where,
        kinds=tuple(_one_of(kind, COMMITMENT_KINDS, "commitment-kind-unknown") for kind in kinds),
        statuses=tuple(_one_of(one, STATUSES, "commitment-status-unknown") for one in statuses),
        words=words,
        due_since=days.since,
        due_until=days.until,
    )


def _one_of(typed: str, known: Sequence[T], code: str) -> T:
    for one in known:
        if typed.strip().casefold() == one:
            return one
    raise QuestionError(code, name=typed, known=", ".join(known))


@dataclass(frozen=True, slots=True)
class Ledger:
    """All commitments of an index, the newest letter first, as they stand on ``today``."""

    entries: tuple[Entry, ...]
    today: date

    def chosen(
        self, wanted: Wanted, letters: Iterable[str], order: Order = "letter"
    ) -> list[Entry]:
        """Return the entries that are asked for.

        Args:
            wanted: What is asked for.
            letters: Ids of the letters that its filter leaves.
            order: By letter, the newest first; or by term, the earliest end first, those without
                days last.
        """
        left = set(letters)
        fits = _fits(wanted)
        found = [one for one in self.entries if one.letter.doc_id in left and fits(one)]
        return sorted(found, key=_due_key) if order == "due" else found

    def of(self, doc_id: str) -> list[Entry]:
        """Return the entries of one letter, in reading order."""
        return [one for one in self.entries if one.letter.doc_id == doc_id]


def make_ledger(store: Store, today: date) -> Ledger:
    """Make the ledger of an index.

    Args:
        store: The index.
        today: The day on which terms are over or not.
    """
    entries = store.entries
    committed = store.committed_where(Filter())
    keeping = Keeping(store, entries, committed)
    found = []
    for doc_id in sorted(committed, key=lambda one: entries[one].date or "", reverse=True):
        commitments = committed[doc_id].commitments
        kept = keeping.of(doc_id, commitments) if commitments else {}
        for one in commitments:
            by = kept.get(one.start)
            found.append(Entry(entries[doc_id], one, _status(one, by, today), by))
    return Ledger(tuple(found), today)


def _status(commitment: Commitment, kept: Kept | None, today: date) -> Status:
    if kept is not None:
        return "perhaps kept"
    due = commitment.due
    return "overdue" if due is not None and due.last is not None and due.last < today else "open"


def _fits(wanted: Wanted) -> Callable[[Entry], bool]:
    words = fold(wanted.words).split()

    def fits(entry: Entry) -> bool:
        one = entry.commitment
        return (
            (not wanted.kinds or one.kind in wanted.kinds)
            and (not wanted.statuses or entry.status in wanted.statuses)
            and _overlaps(entry, wanted.due_since, wanted.due_until)
            and _holds(entry, words)
        )

    return fits


def _overlaps(entry: Entry, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    due = entry.commitment.due
    if due is None or due.reason is not None:
        return False
    return not (
        (since and due.last and due.last.isoformat() < since)
        or (until and due.first and due.first.isoformat() > until)
    )


def _holds(entry: Entry, words: Sequence[str]) -> bool:
    if not words:
        return True
    letter = entry.letter
    parts = (
        entry.commitment.text,
        entry.commitment.by or "",
        letter.subject or "",
        *letter.senders,
    )
    text = fold(" ".join(parts))
    return all(word in text for word in words)


def _due_key(entry: Entry) -> tuple[bool, str, str]:
    due = entry.commitment.due
    day = (due.last or due.first) if due else None
    return day is None, day.isoformat() if day else "", entry.letter.doc_id
