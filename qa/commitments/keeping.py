"""Which later letter perhaps keeps a commitment. Offers; never says that it does.

A later letter is offered if a sentence of it speaks of the promise: it says that one is kept
("zoals toegezegd") or names the letter or its date, and shares words with the commitment that few
sentences of the ledger have. Of several the one that shares most is offered, then the earliest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Literal

from qa.index import LetterEntry, LetterSource
from qa.letters.sentences import sentence_spans
from qa.records import Letter
from qa.records.commitments import Commitment, Committed
from qa.text.days import find_days
from qa.text.language import STOPWORDS
from qa.text.lexical import stem, words

Why = Literal["names the letter", "names its date", "same dossier"]

SHARED = 0.35
"""Of the weight of a commitment's words that a sentence must share; half of it where the sentence
names the letter or its date."""

_FEW = 2
"""Words that must be shared, at least; one where the letter or its date is named."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence of a later letter, ``letter.text[start:end]``, that perhaps keeps a commitment."""

    doc_id: str
    date: str | None
    start: int
    end: int
    text: str
    why: Why


class Keeping:
    """Finds for a commitment the later letter that perhaps keeps it."""

    def __init__(
        self,
        letters: LetterSource,
        entries: Mapping[str, LetterEntry],
        committed: Mapping[str, Committed],
    ) -> None:
        """Take the letters of an index, what a list tells of them, and what they commit to."""
        self._letters = letters
        self._entries = entries
        self._committed = committed
        self._of_dossier: dict[str, list[str]] = {}
        for doc_id, one in committed.items():
            for dossier in entries[doc_id].dossiers if one.fulfilments else ():
                self._of_dossier.setdefault(dossier, []).append(doc_id)
        texts = [one.text for each in committed.values() for one in each.commitments]
        self._holding = Counter(word for text in texts for word in set(_telling(text)))
        self._count = max(1, len(texts))

    def of(self, doc_id: str, commitments: Iterable[Commitment]) -> dict[int, Kept]:
        """Return for the commitments of a letter, by where they start, what perhaps keeps them."""
        entry = self._entries[doc_id]
        offered = list(self._offered(entry))
        found = {}
        for one in commitments:
            best = max(
                ((score, kept) for kept in offered if (score := self._score(one, kept)) > 0),
                key=lambda pair: (pair[0], [-ord(sign) for sign in pair[1].date or ""]),
                default=None,
            )
            if best is not None:
                found[one.start] = best[1]
        return found

    def _score(self, commitment: Commitment, kept: Kept) -> float:
        wanted = set(_telling(commitment.text))
        shared = wanted & set(_telling(kept.text))
        share = self._weight(shared) / (self._weight(wanted) or 1.0)
        halves = 1 if kept.why == "same dossier" else 2
        return share if len(shared) >= _FEW / halves and share >= SHARED / halves else 0.0

    def _weight(self, stems: Iterable[str]) -> float:
        return sum(log(1 + self._count / (1 + self._holding[one])) for one in stems)

    def _offered(self, entry: LetterEntry) -> Iterator[Kept]:
        """Return the sentences of later letters that may speak of a promise of this one."""
        for doc_id, start, end in self._letters.places_of(entry.doc_id):
            if _is_later(self._entries.get(doc_id), entry):
                yield self._naming(self._letters.letter(doc_id), start, end)
        day = entry.date
        for doc_id in sorted({one for d in entry.dossiers for one in self._of_dossier.get(d, ())}):
            later = self._entries[doc_id]
            if not _is_later(later, entry):
                continue
            for one in self._committed[doc_id].fulfilments:
                why: Why = "names its date" if _names(one.text, day, later.date) else "same dossier"
                yield Kept(doc_id, later.date, one.start, one.end, one.text, why)

    def _naming(self, letter: Letter, start: int, end: int) -> Kept:
        """Return the sentence of a letter in which another letter is named."""
        unit = letter.unit_at(start)
        spans = [(unit.start + a, unit.start + b) for a, b in sentence_spans(unit.text)]
        first, last = next(((a, b) for a, b in spans if a <= start < b), (unit.start, unit.end))
        sent = letter.metadata.date
        return Kept(
            letter.doc_id, sent.isoformat() if sent else None, first, last,
            letter.text[first:last], "names the letter",
        )  # fmt: skip


def _telling(text: str) -> list[str]:
    """Return the stems of a text's words that tell what it is about."""
    return [stem(word) for word in words(text) if word not in STOPWORDS and len(word) > 3]


def _is_later(other: LetterEntry | None, entry: LetterEntry) -> bool:
    return (
        other is not None
        and other.doc_id != entry.doc_id
        and bool(other.date and entry.date)
        and str(other.date) > str(entry.date)
    )


def _names(text: str, day: str | None, written: str | None) -> bool:
    """Tell whether a sentence of a letter written on a day names another day."""
    sent = date.fromisoformat(written) if written else None
    return day is not None and any(found.value == day for found in find_days(text, sent))
