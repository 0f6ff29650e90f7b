"""Where two letters say the same thing with another amount, date or number.

Two sentences are on one subject if their words agree, figures apart. Which of the two is true is
not decided here: both are shown, with their letters' dates. The numbers below are rules of thumb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qa.answering.choosing import Chosen
from qa.answering.evidence import Evidence
from qa.citations.citing import cite
from qa.records import Difference, DifferenceKind, Letter, Sentence, Side
from qa.text.amounts import find_amounts
from qa.text.days import find_days
from qa.text.lexical import content_words, stem
from qa.text.numbers import NUMBER, number_value

SAME_SUBJECT = 0.6
"""Share of the words of the shorter sentence that the other must have."""

FEWEST_WORDS = 4
"""Sentences with fewer telling words in common are never compared."""

COMPARED = 80
"""The best sentences that each quote is compared with: what is further down is on another
subject, and each has to be read for amounts and dates."""

MOST = 5
"""Differences that are told, at most."""

_KINDS: tuple[DifferenceKind, ...] = ("amount", "date", "number")


class InLetter(Protocol):
    """A sentence of a letter; `Evidence` is one."""

    @property
    def letter(self) -> Letter:
        """The letter."""

    @property
    def sentence(self) -> Sentence:
        """The sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a letter, by itself."""

    letter: Letter
    sentence: Sentence


def find_differences(chosen: Sequence[Chosen], scored: Sequence[Evidence]) -> list[Difference]:
    """Compare each quoted sentence with those of other letters.

    Args:
        chosen: What is quoted.
        scored: All sentences that were read, best first.

    Returns:
        At most `MOST`, in the order of the quotes, one for each pair of letters and kind; the older
        letter first.
    """
    return compare([one.evidence for one in chosen], scored)


def compare(quoted: Sequence[InLetter], others: Sequence[InLetter]) -> list[Difference]:
    """Compare sentences with those of other letters; see `find_differences`."""
    found: list[Difference] = []
    seen: set[tuple[str, str, DifferenceKind]] = set()
    figured = [(one, _of(one)) for one in quoted if _figures(one)]
    figured = [(one, mine) for one, mine in figured if any(mine.values.values())]
    if not figured:
        return []
    described = [(one, _of(one)) for one in others[:COMPARED] if _figures(one)]
    for one, mine in figured:
        for other, theirs in described:
            if other.letter.doc_id == one.letter.doc_id or not _one_subject(mine, theirs):
                continue
            for kind in _KINDS:
                values = mine.values[kind], theirs.values[kind]
                pair = sorted((one.letter.doc_id, other.letter.doc_id))
                if not _differ(*values) or (pair[0], pair[1], kind) in seen:
                    continue
                seen.add((pair[0], pair[1], kind))
                sides = [_side(e, v) for e, v in zip((one, other), values, strict=True)]
                sides.sort(key=lambda side: side.citation.date or "")
                found.append(Difference(kind, (sides[0], sides[1])))
                break
    return found[:MOST]


def figures_said(kind: DifferenceKind, text: str, sent: date | None) -> str:
    """Return what a sentence names of a kind, as it is written there.

    Args:
        kind: Of the difference.
        text: The sentence.
        sent: The date of its letter.
    """
    return ", ".join(_described(text, sent).values[kind].values())


def _figures(evidence: InLetter) -> bool:
    return any(sign.isdigit() for sign in evidence.sentence.text)


def _side(evidence: InLetter, values: dict[str, str]) -> Side:
    sentence = evidence.sentence
    place = cite(evidence.letter, sentence.start, sentence.end)
    return Side(place, sentence.text, ", ".join(values.values()))


@dataclass(frozen=True)
class _Described:
    """A sentence's telling stems, and what it names of each kind: normalised -> as written."""

    stems: frozenset[str]
    values: dict[DifferenceKind, dict[str, str]]


def _of(evidence: InLetter) -> _Described:
    return _described(evidence.sentence.text, evidence.letter.metadata.date)


def _described(text: str, sent: date | None) -> _Described:
    rest = text
    amounts: dict[str, str] = {}
    days: dict[str, str] = {}
    for amount in find_amounts(text):
        rest = rest.replace(amount.text, " ", 1)
        if amount.value is not None and amount.currency:
            amounts[f"{amount.value.normalize():f} {amount.currency}"] = amount.text
    for day in find_days(text, sent):
        rest = rest.replace(day.text, " ", 1)
        if day.value is not None and day.precision != "year":
            days[day.value] = day.text
    numbers = {
        str(number_value(number)): number
        for number in re.findall(rf"(?<![\w.,/-])(?:{NUMBER})(?![\w/-]|[.,]\d)", rest)
    }
    stems = frozenset(stem(word) for word in content_words(rest) if not word.isdigit())
    return _Described(stems, {"amount": amounts, "date": days, "number": numbers})


def _one_subject(one: _Described, other: _Described) -> bool:
    common = len(one.stems & other.stems)
    shorter = min(len(one.stems), len(other.stems))
    return common >= FEWEST_WORDS and common >= SAME_SUBJECT * shorter


def _differ(one: dict[str, str], other: dict[str, str]) -> bool:
    """Tell whether both name something and nothing in common."""
    return bool(one) and bool(other) and one.keys().isdisjoint(other)
