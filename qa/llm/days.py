"""Days and months of a sentence, compared with those of the quotes.

A day must stand there in its month, a month at all; "5 maart" and "6 april" are not "5 april". Days
that have changed places are told by the words beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentence_spans
from qa.retrieval.matching import matches, question_tokens
from qa.text.language import MONTH, MONTH_NUMBERS
from qa.text.lexical import subject_words

MARGIN = 0.1
"""By how much the words of another day must fit better, 0 to 1, for a day to be exchanged."""

_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{MONTH})\b"
    r"(?:\s+(?P<later>\d{1,2})(?:st|nd|rd|th)?(?!\d)\b)?",
    re.IGNORECASE,
)
_NOT_A_MONTH = re.compile(r"\b(?:may|march|mei)\b")  # in English a month has a capital
_LEAST_OWN = 2  # telling words of a piece that has a subject of its own
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CUT = re.compile(r"[,;:()]|\b(?:en|and|maar|but|terwijl|while)\b", re.IGNORECASE)

Day = tuple[int, int | None]
"""A month, and the day in it if that is named."""


def other_days(text: str, quotes: Sequence[str], lexicon: StaticEncoder) -> bool:
    """Tell whether a sentence names a day or month that its quotes do not, or exchanges two.

    Args:
        text: The sentence.
        quotes: What it cites.
        lexicon: Gives the token vectors by which words meet across languages.
    """
    there = {day for quote in quotes for day in days_in(quote)}
    months = {month for month, _ in there}
    for month, day in days_in(text):
        if month not in months or (day is not None and (month, day) not in there):
            return True
    return _exchanged(text, quotes, lexicon)


def days_in(text: str) -> set[Day]:
    """Return the days and months that a text names, whatever the language.

    Example:
        >>> sorted(days_in("on 5 March and in June"), key=str)
        [(3, 5), (6, None)]
    """
    found: set[Day] = set()
    for match in _DAY.finditer(text):
        number = match["day"] or match["later"]
        if number is None and _NOT_A_MONTH.fullmatch(match["month"]) and not _dutch_month(match):
            continue
        found.add((MONTH_NUMBERS[match["month"].casefold()], int(number) if number else None))
    return found


def _dutch_month(match: re.Match[str]) -> bool:
    return match["month"] == "mei"


def _exchanged(text: str, quotes: Sequence[str], lexicon: StaticEncoder) -> bool:
    """Tell whether a day stands with the words of another day of the quotes."""
    there = [part for quote in quotes for part in _parts(quote)]
    for day, words in _parts(text):
        same = [other for named, other in there if named == day]
        others = [other for named, other in there if named != day]
        if not (same and others and subject_words(words)):
            continue
        tokens = question_tokens(words, lexicon)
        ids = [np.concatenate(lexicon.token_ids([one])) for one in (*same, *others)]
        fit = tokens.weights @ matches(tokens, ids)
        if float(fit[len(same) :].max()) > float(fit[: len(same)].max()) + MARGIN:
            return True
    return False


def _parts(text: str) -> list[tuple[Day, str]]:
    """Return each day of a text with the words that stand with it."""
    found = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        pieces = [piece for piece in _CUT.split(sentence) if piece.strip()]
        dated = [piece for piece in pieces if days_in(piece)]
        if len(dated) < 2:  # one day: all words are its own
            found += [(day, _DAY.sub(" ", sentence)) for day in days_in(sentence)]
        else:
            shared = _with_shared(dated)
            found += [(day, words) for words, piece in shared for day in days_in(piece)]
    return found


def _with_shared(dated: Sequence[str]) -> list[tuple[str, str]]:
    """Return each piece and its words: "op 6 maart besproken" has its subject in the first one."""
    first = _DAY.search(dated[0])
    shared = dated[0][: first.start()] if first else ""
    words = [_YEAR.sub(" ", _DAY.sub(" ", piece)) for piece in dated]
    return [
        (f"{shared} {own}" if len(subject_words(own)) < _LEAST_OWN else own, piece)
        for own, piece in zip(words, dated, strict=True)
    ]
