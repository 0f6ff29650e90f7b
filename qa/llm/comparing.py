"""A translation compared with its original: numbers, amounts, dates, names and negation.

Finds what one of the two has and the other has not, and says it in words, with the places. It knows
no grammar: a translation in which nothing differs may still be wrong. Changes no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.encoders.encoder import StaticEncoder
from qa.llm.denying import denials_in
from qa.llm.names import Name, lacking, names_in
from qa.llm.quantities import Quantity, quantities
from qa.messages import Message
from qa.retrieval.matching import matches, question_tokens
from qa.text.numbers import Language

DifferenceKind = Literal["number", "amount", "date", "name", "negation"]

Span = tuple[int, int]
"""Start and end of a stretch of a text."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the original says and the translation does not, or the other way round.

    ``original`` and ``translation`` are the words in each, with their places; empty where there is
    none, and ``None`` the place.
    """

    kind: DifferenceKind
    original: str
    translation: str
    original_at: Span | None
    translation_at: Span | None

    @property
    def message(self) -> Message:
        """The difference in words."""
        if self.original and self.translation:
            return Message(
                "translation-differs", original=self.original, translation=self.translation
            )
        if self.original:
            return Message("translation-lacks", original=self.original)
        return Message("translation-adds", translation=self.translation)


def compare(
    original: str, translation: str, language: Language, lexicon: StaticEncoder
) -> tuple[Difference, ...]:
    """Return what differs between a sentence and its translation, in the order of kinds.

    Args:
        original: The sentence.
        translation: Into English if the original is Dutch, else into Dutch.
        language: Of the original.
        lexicon: Gives the token vectors by which names meet across languages.
    """
    pair = _Pair(original, translation, language, lexicon)
    return (*pair.quantities(), *pair.names(), *pair.negation())


def covered(original: str, translation: str, lexicon: StaticEncoder) -> float:
    """Return how much of the telling words of a translation its original meets, 0 to 1."""
    tokens = question_tokens(translation, lexicon)
    met = matches(tokens, [np.concatenate(lexicon.token_ids([original]))])[:, 0]
    return float(tokens.weights @ met) if met.size else 0.0


_UNLIKE = re.compile(
    r"\b(?:un(?!der|it|ion|til|iver|ique)[a-z]{4,}|dis(?:agree|approv|belie|regard|satis)\w*"
    r"|im(?:possib|probab|prop)\w*|in(?:ab|accura|adequa|capab|complet|correct|effect|effici|elig"
    r"|suffic|valid|visib)\w*|ir(?:relev|resp|reg)\w*|illegal\w*|non-?\w{4,}|lack(?:s|ed|ing)?"
    r"|absen\w+|rather than|instead|hardly|few|fewer|little|refus\w+|fail\w*|prevent\w*|unless"
    r"|except\w*|nothing|nobody|far from|den(?:y|ies|ied)|other than"
    r"|on(?:aan|af|be(?!t)|bru|dui|eens|gel|gew|juist|logisch|mog|nodig|recht|ver|vol|wen|zeker|wett"
    r"|wel|zor)\w+|\w{3,}lo(?:os|ze)|behalve|tenzij|weinig|nauwelijks|amper|ontbre\w+|gebrek\w*"
    r"|nergens|weiger\w*|nee|in plaats van|laat staan|anders dan)\b",
    re.IGNORECASE,
)
"""What may deny without "not", as the other language may have it: "impossible", "onjuist"."""

_NOT_DENYING = re.compile(
    r"\s(?:alleen|only|just|merely|slechts|later than|more than|less than|meer dan"
    r"|minder dan|langer)\b|\.?\s?\d",
    re.IGNORECASE,
)
"""What makes of "not" or "no" before it no denial: "not only", "no later than", "No. 1"."""


_JOINED = re.compile(r"[\s\-–’'&/.]{1,2}(?:(?:van|of|de|the|der|den|voor|for)\s){0,2}")
"""What may stand between the words of one name."""


@dataclass(frozen=True, slots=True)
class _Pair:
    original: str
    translation: str
    language: Language
    lexicon: StaticEncoder

    @property
    def other(self) -> Language:
        return "en" if self.language == "nl" else "nl"

    def quantities(self) -> Iterator[Difference]:
        """Yield the quantities that have no counterpart, two of a kind together."""
        here = quantities(self.original, self.language)
        there = quantities(self.translation, self.other)
        lost = _unanswered(here, there, self.original, self.translation)
        added = _unanswered(there, here, self.translation, self.original)
        for one in lost:
            mate = next((two for two in added if _kindred(one, two)), None)
            if mate:
                added.remove(mate)
            there_at = (mate.start, mate.end) if mate else None
            yield self._between(one.kind, (one.start, one.end), there_at)
        for two in added:
            yield self._between(two.kind, None, (two.start, two.end))

    def names(self) -> Iterator[Difference]:
        """Yield the names that have no counterpart."""
        here = _names(self.original, self.language)
        there = _names(self.translation, self.other)
        lost = lacking(here, self.translation, self.language, self.lexicon)
        added = lacking(there, self.original, self.other, self.lexicon)
        for span in _together(lost, self.original):
            yield self._between("name", span, None)
        for span in _together(added, self.translation):
            yield self._between("name", None, span)

    def negation(self) -> Iterator[Difference]:
        """Yield a "not" that has no counterpart."""
        here, there = _denials(self.original), _denials(self.translation)
        if len(here) > len(there) + _may_deny(self.translation):
            yield self._between("negation", here[-1], None)
        elif len(there) > len(here) + _may_deny(self.original):
            yield self._between("negation", None, there[-1])

    def _between(self, kind: DifferenceKind, here: Span | None, there: Span | None) -> Difference:
        original = self.original[slice(*here)].strip() if here else ""
        translation = self.translation[slice(*there)].strip() if there else ""
        return Difference(kind, original, translation, here, there)


def _denials(text: str) -> list[Span]:
    return [span for span in denials_in(text) if not _NOT_DENYING.match(text, span[1])]


def _may_deny(text: str) -> int:
    """Count what may deny without "not"."""
    return len(_UNLIKE.findall(text))


def _kindred(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind or "date" not in {one.kind, other.kind}


def _unanswered(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], text: str, other: str
) -> list[Quantity]:
    """Return the quantities that the other text does not have, by what they are worth."""
    found = []
    for one in ours:
        if one.soft:
            continue
        same = [two for two in theirs if one.is_as(two) or _written_alike(one, two, text, other)]
        if not same or (one.unit and not any(two.unit in {one.unit, ""} for two in same)):
            found.append(one)
    return found


def _written_alike(one: Quantity, two: Quantity, text: str, other: str) -> bool:
    """Tell whether two are printed alike: "12.500" that was copied is not twelve and a half."""
    return (
        "date" not in {one.kind, two.kind}
        and text[one.start : one.end] == other[two.start : two.end]
    )


def _names(text: str, language: Language) -> list[Name]:
    """Return the names of a text but those that are part of a date or an amount."""
    counted = [one for one in quantities(text, language) if not one.soft]
    return [
        name
        for name in names_in(text, language)
        if not any(one.start < name.end and name.start < one.end for one in counted)
    ]


def _together(names: Sequence[Name], text: str) -> list[Span]:
    """Return the places of names, those that follow one another as one."""
    spans: list[Span] = []
    for name in names:
        if spans and _JOINED.fullmatch(text[spans[-1][1] : name.start]):
            spans[-1] = (spans[-1][0], name.end)
        else:
            spans.append((name.start, name.end))
    return spans
