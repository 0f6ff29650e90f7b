"""All letters that speak to a question, oldest to newest, each with its best sentence.

Shows how an answer came about and changed. A letter speaks to the question if its best sentence
comes near the best of all. A letter without a date stands at the end of its parliamentary year,
one without either at the end. The numbers below are rules of thumb. Answers nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.choosing import Chosen
from qa.answering.differences import find_differences
from qa.answering.evidence import Evidence
from qa.citations.citing import cite
from qa.records import Citation, Difference, Searched

HITS = 60
"""Passages whose letters are looked at."""

MOST = 40
"""Letters that are shown, at most: the best."""

NEAR = 0.6
"""A letter's best sentence must meet this share of what the best of all meets of the question."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What one letter says: its best sentence, and the letter's date through its citation."""

    text: str
    citation: Citation
    subject: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The letters that speak to a question, oldest first, and where they differ."""

    question: str
    moments: tuple[Moment, ...]
    differences: tuple[Difference, ...]
    searched: Searched


def make_timeline(question: str, scored: Sequence[Evidence], searched: Searched) -> Timeline:
    """Order what letters say by their dates.

    Args:
        question: As asked.
        scored: The sentences of many letters, best first.
        searched: What was searched.
    """
    best: dict[str, Evidence] = {}
    for evidence in scored:
        best.setdefault(evidence.letter.doc_id, evidence)
    most = max((_met(evidence) for evidence in best.values()), default=0.0)
    near = [evidence for evidence in best.values() if _met(evidence) >= NEAR * most][:MOST]
    near.sort(key=lambda one: (_when(one), one.letter.doc_id))
    spans = [Chosen(e, (e.sentence.start, e.sentence.end)) for e in near]
    differences = find_differences(spans, near) if near else []
    return Timeline(question, tuple(map(_moment, near)), tuple(differences), searched)


def _when(evidence: Evidence) -> str:
    """Return what a letter is sorted by: its date, or the end of its parliamentary year,
    which runs to the third Tuesday of September."""
    known = evidence.letter.metadata
    if known.date:
        return known.date.isoformat()
    return f"{known.vergaderjaar[-4:]}-09" if known.vergaderjaar else "9999"


def _met(evidence: Evidence) -> float:
    return float(evidence.met.mean()) if evidence.met.size else 0.0


def _moment(evidence: Evidence) -> Moment:
    sentence = evidence.sentence
    place = cite(evidence.letter, sentence.start, sentence.end)
    return Moment(sentence.text, place, evidence.letter.metadata.topic)
