"""Whether a quote still stands in its letter, word for word.

It is looked up in the letter as it is now and said to be verbatim, moved, changed or gone. Letters
come through a function, so it proves against an index or against the files alone. What a saved
answer says of the words beside is compared in `qa.verifying`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from qa.citations.citing import cite
from qa.messages import Message
from qa.records import Citation, Letter

Verdict = Literal["verbatim", "altered", "moved", "changed", "gone"]
"""Altered: the words stand there, but what is said of them beside is not what the letter gives."""

_STANDS = {"verbatim": "proof-verbatim", "moved": "proof-moved", "changed": "proof-changed"}

_IN_WORD = re.compile(r"\w")

ALIKE = 60.0
"""Least likeness (0 to 100, `rapidfuzz.fuzz.partial_ratio`) of a paragraph that a quote changed
into."""


@dataclass(frozen=True, slots=True)
class SavedQuote:
    """A quote as it was saved: its words, and where they stood.

    ``path`` is its letter's file in the corpus, if the saved answer names it.
    """

    question: str
    text: str
    doc_id: str
    start: int
    end: int
    sha256: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a quote.

    ``place`` is where it stands now, or what it changed into, ``now`` these words; ``same_file``
    tells whether the letter's file is the very one of then. What the saved answer says of the words
    is compared by `qa.verifying`: ``differs`` names what the letter does not give ("reference",
    "amounts"), ``missing`` and ``unknown`` the fields that are not there and those that this
    program does not make, ``unchecked`` those that nothing here can tell.
    """

    quote: SavedQuote
    verdict: Verdict
    place: Citation | None = None
    now: str = ""
    same_file: bool = False
    letter_is_there: bool = True
    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def sentence(self) -> Message:
        """Say it in a sentence."""
        doc_id = self.quote.doc_id
        if self.verdict == "gone":
            return Message(
                "proof-gone" if self.letter_is_there else "proof-no-letter", doc_id=doc_id
            )
        assert self.place is not None
        start, end = self.place.start, self.place.end
        where = Message("proof-place", doc_id=doc_id, unit=self.place.unit, start=start, end=end)
        file = Message("proof-same-file" if self.same_file else "proof-other-file")
        if self.verdict == "altered":
            return Message("proof-altered", where=where, file=file, said=self._said)
        if self.verdict == "changed" and self.same_file:
            return Message("proof-changed-in-file", where=where)
        return Message(_STANDS[self.verdict], where=where, file=file)

    @property
    def _said(self) -> list[Message]:
        """Say what is wrong with what the saved answer says of the words."""
        said = (
            ("proof-differs", self.differs),
            ("proof-lacks", self.missing),
            ("proof-knows-not", self.unknown),
        )
        return [Message(code, names=list(names)) for code, names in said if names]


def prove(quote: SavedQuote, letter_of: Callable[[SavedQuote], Letter | None]) -> Proof:
    """Look the words of a quote up in the letters.

    Args:
        quote: Its words are not empty.
        letter_of: Gives the quote's letter as it is now; ``None`` if it is not there.
    """
    letter = letter_of(quote)
    if letter is None:
        return Proof(quote, "gone", letter_is_there=False)
    same_file = bool(quote.sha256) and quote.sha256 == letter.version
    if letter.text[quote.start : quote.end] == quote.text:
        place = cite(letter, quote.start, quote.end)
        return Proof(quote, "verbatim", place, quote.text, same_file)
    found = elsewhere(quote, letter)
    if found:
        return Proof(quote, "moved", cite(letter, *found), letter.text[slice(*found)], same_file)
    units = [unit for unit in letter.units if unit.kind != "heading"]
    best = process.extractOne(
        quote.text, [unit.text for unit in units], scorer=fuzz.partial_ratio, score_cutoff=ALIKE
    )
    if best is None:
        return Proof(quote, "gone", same_file=same_file)
    unit = units[best[2]]
    return Proof(quote, "changed", cite(letter, unit.start, unit.end), unit.text, same_file)


def elsewhere(quote: SavedQuote, letter: Letter) -> tuple[int, int] | None:
    """Return where the same words stand, whatever the white space; the nearest place of several.

    Whole words and numbers: "3 mln." does not stand in "13 mln.", nor in "1,3 mln.".
    """
    words = r"\s+".join(map(re.escape, quote.text.split()))
    before = r"(?<!\w)(?<!\d[.,])" if _IN_WORD.match(quote.text.split()[0][0]) else ""
    after = r"(?!\w|[.,]\d)" if _IN_WORD.match(quote.text.split()[-1][-1]) else ""
    places = [match.span() for match in re.finditer(before + words + after, letter.text)]
    return min(places, key=lambda span: abs(span[0] - quote.start), default=None)
