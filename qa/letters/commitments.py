"""The commitments in a letter: each sentence by which its sender binds himself, with its term.

Reads letters of the government: those signed by a minister or state secretary, and papers without a
signature where the cabinet or the Netherlands speaks. Questions, motions and notes commit nobody.
Whether a sentence commits is the subject of `qa.letters.committing`, its term of `qa.text.due`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from qa.letters.committing import Terms, may_commit, says_it_is_kept, what_it_commits_to
from qa.letters.sentences import sentences_of
from qa.records import Metadata, Sentence, Unit
from qa.records.commitments import Commitment, Committed, Fulfilment
from qa.text.amounts import find_amounts
from qa.text.due import Due, find_due

LONGEST = 2_000
"""Characters of a sentence that is read; what is longer is a table or a list without full stops."""

SHORTEST_YEAR = 360
"""Days: a period of so many is one of the years of a budget."""

_BARE_YEAR = re.compile(r"\d{4}")
"""A year without a word before it says of what something is, not when it is done."""

_RANKS = {None: 0, "recess": 1, "undated": 2, "event": 3, "repeats": 4, "vague": 5}
"""Of several terms that a sentence names without days the one that tells most."""

_OF_GOVERNMENT = re.compile(r"minister|staatssecretaris|kabinet|regering", re.IGNORECASE)
_OF_PARLIAMENT = re.compile(
    r"motie|amendement|verslag van|besluitenlijst|vragen van", re.IGNORECASE
)


def find_commitments(units: tuple[Unit, ...], metadata: Metadata) -> Committed:
    """Return what a letter commits to and keeps; nothing of who is not of the government."""
    if metadata.kind and _OF_PARLIAMENT.match(metadata.kind):
        return Committed()
    signed = [sender.function or sender.name or "" for sender in metadata.senders]
    if signed and not any(_OF_GOVERNMENT.search(one) for one in signed):
        return Committed()
    found = [
        (_commitment(sentence, unit, metadata.date, bool(signed)), _fulfilment(sentence, unit))
        for unit in units
        if unit.kind in {"paragraph", "row"} and unit.part != "question"
        for sentence in sentences_of(unit)
        if len(sentence.text) <= LONGEST
    ]
    return Committed(
        tuple(commitment for commitment, _ in found if commitment),
        tuple(fulfilment for _, fulfilment in found if fulfilment),
    )


def _fulfilment(sentence: Sentence, unit: Unit) -> Fulfilment | None:
    if not says_it_is_kept(sentence.text):
        return None
    return Fulfilment(sentence.start, sentence.end, sentence.text, unit.label, unit.anchor)


def _commitment(
    sentence: Sentence, unit: Unit, written: date | None, signed: bool
) -> Commitment | None:
    text = sentence.text
    if not may_commit(text) or what_it_commits_to(text, "days", True, signed) is None:
        return None  # dates and amounts, which take longer, would not change that
    dues = [
        due for due in find_due(text, written)
        if not _is_over(due, written) and not _BARE_YEAR.fullmatch(due.text.strip())
    ]  # fmt: skip
    amounts = tuple(one.text for one in find_amounts(text))
    said = what_it_commits_to(text, _kind_of(dues), bool(amounts), signed)
    if said is None:
        return None
    near = [due for due in dues if due.start < said.end and due.end > said.start]
    if said.kind == "money":
        near = [due for due in near if not _is_of_a_budget(due)]
    return Commitment(
        sentence.start, sentence.end, sentence.text, unit.label, unit.anchor, said.kind, said.by,
        _due(near, sentence.start), amounts if said.kind == "money" else (),
    )  # fmt: skip


def _kind_of(dues: Sequence[Due]) -> Terms:
    """Return the most telling kind of some terms."""
    reasons = {due.reason for due in dues}
    return (
        "days"
        if reasons & {None, "undated", "recess"}
        else "event"
        if "event" in reasons
        else "other"
        if dues
        else ""
    )


def _is_of_a_budget(due: Due) -> bool:
    """Tell whether a period is that of an amount ("in 2024", "vanaf 2025"), and not of a deed."""
    if due.first is None:
        return False
    return due.last is None or (due.last - due.first).days >= SHORTEST_YEAR


def _is_over(due: Due, written: date | None) -> bool:
    """Tell whether a period lay behind when the letter was written."""
    return written is not None and due.last is not None and due.last < written


def _due(dues: list[Due], offset: int) -> Due | None:
    """Return the term among those that a sentence names: the first with an end, with days, any."""
    if not dues:
        return None
    due = min(dues, key=lambda one: (one.reason is not None, one.last is None, _RANKS[one.reason]))
    return replace(due, start=offset + due.start, end=offset + due.end)
