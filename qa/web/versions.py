"""Places of an older version of a letter, found again in the letter as it is now.

A link carries the version whose characters it counts. If the letter has changed since, its words
are looked up in the version that was kept, and then in the letter of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.errors import QAError
from qa.index.versions import VersionStore
from qa.records import Letter
from qa.verifying.proof import Proof, SavedQuote, prove
from qa.web.links import Range

Since = Literal["same", "moved", "changed", "gone", "not kept"]
"""What became of the words of a link: "same" as well if the letter has changed elsewhere only."""

_WORST: tuple[Since, ...] = ("same", "moved", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Followed:
    """Ranges in the letter as it is now, and what became of them; ``changed`` if the letter did."""

    ranges: tuple[Range, ...]
    since: Since = "same"
    changed: bool = False


def follow(
    letter: Letter, version: str, ranges: Sequence[Range], label: str, kept: VersionStore
) -> Followed:
    """Find the places of a link in a letter as it is now.

    Args:
        letter: As it is now.
        version: Beginning of the sha256 of the version that the link counts in; empty for now.
        ranges: In the text of that version.
        label: Of a unit of that version, in place of ranges; may be empty.
        kept: Older versions.
    """
    if not version or letter.version.startswith(version):
        unit = letter.unit(label) if label else None
        return Followed((*ranges, (unit.start, unit.end)) if unit else tuple(ranges))
    try:
        old = kept.letter(letter.doc_id, version)
    except QAError:
        return Followed((), "not kept", changed=True)
    unit = old.unit(label) if label else None
    asked = [*ranges, (unit.start, unit.end)] if unit else list(ranges)
    proofs = [
        _proof(old, letter, one)
        for one in asked
        if one[1] <= len(old.text) and old.text[slice(*one)].strip()
    ]
    found = sorted((p.place.start, p.place.end) for p in proofs if p.place is not None)
    outcomes: list[Since] = [_since(proof) for proof in proofs]
    return Followed(tuple(found), max(outcomes, key=_WORST.index, default="same"), changed=True)


def _proof(old: Letter, now: Letter, place: Range) -> Proof:
    quote = SavedQuote("", old.text[slice(*place)], old.doc_id, *place, old.version)
    return prove(quote, lambda _: now)


def _since(proof: Proof) -> Since:
    verdict = proof.verdict
    return "same" if verdict == "verbatim" or verdict == "altered" else verdict
