"""From a sentence that sends the reader to another letter, to what that letter says.

"Ik verwijs u naar mijn brief van 3 mei 2023" and "zie Kamerstuk 29 684, nr. 173" answer nothing
themselves. Where the letter that they name is in the index and speaks to the question, its best
sentence is quoted in their place, one step, and they are told beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from qa.answering.glossary import Explaining
from qa.citations.citing import cite
from qa.index import Filter, LetterEntry
from qa.letters.references import find_references
from qa.records import Answer, Letter, Quote, Referral
from qa.text.days import find_days

_SENDS = re.compile(
    r"\b(?:zie|verwijs|verwijzen|verwezen|verwijzing|see|refers?|referred)\b", re.IGNORECASE
)
_PAPER = re.compile(
    r"\b(?:\w*brie(?:f|ven)|antwoord(?:en)?|beantwoording|\w*rapportage|\w*nota|letters?|answers?)\b",
    re.IGNORECASE,
)


class Letters(Explaining, Protocol):
    """Gives letters, and tells which there are."""

    def letter(self, doc_id: str) -> Letter:
        """Return a letter."""

    def has(self, doc_id: str) -> bool:
        """Tell whether a letter can be found."""

    def entries_where(self, where: Filter) -> list[LetterEntry]:
        """Return the letters that a filter leaves, by doc_id."""


def sends_on(text: str) -> bool:
    """Tell whether a sentence sends the reader on: "zie", "ik verwijs u naar"."""
    return _SENDS.search(text) is not None


def referred_to(text: str, letter: Letter, letters: Letters) -> tuple[str, ...]:
    """Return the ids of the letters that a sentence sends the reader to, as far as they are here.

    By the number of the publication; else all of the day that is named, for several may be of it.

    Args:
        text: The sentence.
        letter: The letter that it stands in.
        letters: Tells which letters there are.
    """
    if not sends_on(text):
        return ()
    targets = (target for one in find_references(text) for target in one.targets)
    found = dict.fromkeys(one for one in targets if letters.has(one))
    if not found:
        for paper in _PAPER.finditer(text):
            days = (day for day in find_days(text, letter.metadata.date) if day.start > paper.end())
            day = next((one.value for one in days if one.precision == "day" and one.value), None)
            if day:
                found |= dict.fromkeys(
                    entry.doc_id for entry in letters.entries_where(Filter(since=day, until=day))
                )
    found.pop(letter.doc_id, None)
    return tuple(found)


def follow(
    quotes: Sequence[Quote], letters: Letters, where: Filter, ask: Callable[[Filter], Answer]
) -> tuple[Quote, ...]:
    """Put in the place of a quote that sends the reader on what the other letter says.

    Args:
        quotes: Of an answer, best first.
        letters: Gives letters, and tells which there are.
        where: Which letters the question was asked of: no other one is followed to.
        ask: Asks the question of some of the letters, without following anything.
    """
    kept: dict[tuple[str, int, int], Quote] = {}  # none is quoted twice
    for quote in (_followed(one, letters, where, ask) for one in quotes):
        place = quote.citation
        kept.setdefault((place.doc_id, place.start, place.end), quote)
    return tuple(kept.values())


def _followed(
    quote: Quote, letters: Letters, where: Filter, ask: Callable[[Filter], Answer]
) -> Quote:
    letter = letters.letter(quote.citation.doc_id)
    targets = set(referred_to(quote.text, letter, letters))
    if where.doc_ids:
        targets &= set(where.doc_ids)
    if not targets:
        return quote
    found = ask(replace(where, doc_ids=tuple(sorted(targets))))
    if not found.quotes:
        return quote
    place = quote.citation
    referral = Referral(quote.text, cite(letter, place.start, place.end), quote.asked)
    return replace(found.quotes[0], score=quote.score, referral=referral)
