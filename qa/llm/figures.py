"""Numbers of a sentence and the words they stand with, compared with those of the quotes.

"10 million for tanks and 20 million for drones" is cut into two stretches, one for each number. A
number that stands with the words of another number of the quotes is exchanged. Words are compared
across languages by their token vectors, years as they are written. Proves nothing true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentence_spans
from qa.retrieval.matching import matches, question_tokens
from qa.text.amounts import find_amounts
from qa.text.language import MONTH
from qa.text.lexical import subject_words, words
from qa.text.numbers import NUMBER_WORDS, SPACES, Language, find_numbers

MARGIN = 0.1
"""By how much the words of another number must fit better, 0 to 1, for a number to be exchanged."""

CLEAR = 0.5
"""How much better a word must be met, 0 to 1, to speak for one number and against another."""

CLEAR_MARGIN = 0.3
"""As `MARGIN`, where a word speaks for the number as it stands."""

_NEAR = 3  # words before the first number of a sentence that are its own; those before are shared

_DAY = re.compile(rf"\b\d{{1,2}}(?=\s(?:{MONTH})\b)", re.IGNORECASE)
_YEAR = re.compile(
    rf"(?:\b(?:in|van|voor|over|sinds|tot|per|vanaf|eind|begin|medio|jaar|en|t/m|since|from|until|by"
    rf"|of|for|during|and|through|year|end|{MONTH})\s|[(–/-])((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(rf"\d+(?:[.,{SPACES}'’]\d+)*|[^\W\d_]+")
_APART = re.compile(
    r"[,;:]|\s[-–—]\s|\b(?:en|and|plus|maar|but|terwijl|while|whereas|waarvan|alsmede|evenals"
    r"|of which|as well as)\b",
    re.IGNORECASE,
)


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text, written alike in both languages; amounts by their value."""
    rest = text
    found = set()
    for amount in find_amounts(text, _language(text)):
        for value in (amount.value, amount.low, amount.high):
            if value is not None:
                found.add(f"{value.normalize():f}")
        rest = rest.replace(amount.text, " ")
    found |= {_plain(number) for number in find_numbers(rest)}
    found |= {NUMBER_WORDS[word] for word in words(rest) if word in NUMBER_WORDS and word != "een"}
    return {number.replace(",", ".") for number in found}


def _language(text: str) -> Language:
    """Return whose "billion" it is: Dutch has "miljard"."""
    return "en" if "billion" in text.casefold() else "nl"


def _plain(number: str) -> str:
    return re.sub(r"[.,]0*$", "", re.sub(rf"[{SPACES}'’]", ".", number)).replace(",", ".")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number at ``text[start:end]``, written alike; ``money`` tells an amount from a count."""

    start: int
    end: int
    keys: frozenset[str]
    money: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Numbers that stand together, and the words before and behind them.

    ``shared`` are the words that they have with the other numbers of the sentence.
    """

    keys: frozenset[str]
    money: bool
    before: str
    after: str
    years: frozenset[str]
    shared: str = ""

    @property
    def own(self) -> str:
        """The words of these numbers alone; the shared ones where there are none."""
        own = f"{self.before} {self.after}"
        return own if subject_words(own) else self.shared

    @property
    def every(self) -> str:
        """All words, the shared ones too."""
        return f"{self.shared} {self.before} {self.after}"


def exchanged(text: str, quotes: Sequence[str], lexicon: StaticEncoder) -> bool:
    """Tell whether a number of a sentence stands with the words or the year of another number.

    Args:
        text: The sentence; its numbers are in the quotes.
        quotes: What it cites.
        lexicon: Gives the token vectors by which words meet across languages.
    """
    there = [one for quote in quotes for one in _stretches(quote)]
    return any(
        _is_exchanged(one, key, there, lexicon) for one in _stretches(text) for key in one.keys
    )


def _is_exchanged(
    said: _Stretch, key: str, there: Sequence[_Stretch], lexicon: StaticEncoder
) -> bool:
    same = [one for one in there if key in one.keys]
    others = [one for one in there if one.money == said.money and not said.keys & one.keys]
    if not same or not others:
        return False
    years = frozenset[str]().union(*(one.years for one in same))
    if said.years - years and any(said.years & one.years for one in others):
        return True
    tokens = question_tokens(said.own, lexicon)
    ids = [np.concatenate(lexicon.token_ids([one.every])) for one in (*same, *others)]
    met = matches(tokens, ids)
    fit = tokens.weights @ met
    here, there_best = int(fit[: len(same)].argmax()), len(same) + int(fit[len(same) :].argmax())
    speaks_for = bool((met[:, here] - met[:, there_best] > CLEAR).any())
    margin = CLEAR_MARGIN if speaks_for else MARGIN
    return bool(fit[there_best] > fit[here] + margin)


def _stretches(text: str) -> list[_Stretch]:
    return [one for start, end in sentence_spans(text) for one in _of_sentence(text[start:end])]


def _of_sentence(sentence: str) -> list[_Stretch]:
    """Cut a sentence into a stretch for each number, or for numbers that nothing keeps apart."""
    figures = _figures(sentence)
    shared: list[str] = []
    found: list[_Stretch] = []
    waiting = ""  # words that belong to the next number
    for piece, inside in _pieces(sentence, figures):
        if inside:
            found.append(_stretch(piece, inside, waiting))
            waiting = ""
        elif not found:
            shared.append(piece)
        elif subject_words(found[-1].after):
            found[-1] = replace(found[-1], after=f"{found[-1].after} {piece}")
        else:
            waiting = f"{waiting} {piece}"
    if not found:
        return []
    first = found[0]
    if shared and not subject_words(f"{first.before} {first.after}"):
        first = replace(first, before=f"{shared.pop()} {first.before}")
    far, near = _cut_before(first.before)
    found[0] = replace(first, before=near)
    found[-1] = replace(found[-1], after=f"{found[-1].after} {waiting}")
    for last, number in enumerate(range(1, len(found))):
        one = found[number]
        if not subject_words(f"{one.before} {one.after}"):  # "10 for tanks in 2023 and 20 in 2024"
            one = replace(one, after=found[last].after)
        if not subject_words(one.before):  # "10 for tanks and 20 for drones": who gives both
            one = replace(one, before=found[last].before)
        found[number] = one
    return [replace(one, shared=" ".join([*shared, far])) for one in found]


def _pieces(sentence: str, figures: Sequence[_Figure]) -> Iterator[tuple[str, list[_Figure]]]:
    """Yield the pieces between commas and the like, with the numbers in each, by place in it."""
    cuts = [
        match.span()
        for match in _APART.finditer(sentence)
        if not any(one.start < match.end() and match.start() < one.end for one in figures)
    ]
    start = 0
    for end, following in [*cuts, (len(sentence), len(sentence))]:
        inside = [one for one in figures if start <= one.start and one.end <= end]
        moved = [replace(one, start=one.start - start, end=one.end - start) for one in inside]
        yield sentence[start:end], moved
        start = following


def _stretch(piece: str, figures: Sequence[_Figure], waiting: str) -> _Stretch:
    keys = frozenset[str]().union(*(one.keys for one in figures))
    years = frozenset(_YEAR.findall(f" {piece}"))
    for match in list(_YEAR.finditer(piece)):  # they are compared as they are written
        piece = _blank(piece, *match.span(1))
    after = " ".join(
        piece[one.end : following]
        for one, following in zip(
            figures, [*(one.start for one in figures[1:]), len(piece)], strict=True
        )
    )
    return _Stretch(
        keys,
        any(one.money for one in figures),
        f"{waiting} {piece[: figures[0].start]}",
        after,
        years,
    )


def _cut_before(before: str) -> tuple[str, str]:
    """Cut the words before the first number of a sentence into those far off and those near it."""
    every = before.split()
    told = [place for place, word in enumerate(every) if subject_words(word)]
    cut = told[-_NEAR] if len(told) > _NEAR else 0
    return " ".join(every[:cut]), " ".join(every[cut:])


def _figures(sentence: str) -> list[_Figure]:
    """Return the numbers of a sentence in order; days and years are none."""
    found = []
    rest = sentence
    for amount in find_amounts(sentence, _language(sentence)):
        values = (amount.value, amount.low, amount.high)
        keys = frozenset(f"{value.normalize():f}" for value in values if value is not None)
        found.append(_Figure(amount.start, amount.end, keys, money=True))
        rest = _blank(rest, amount.start, amount.end)
    for match in _DAY.finditer(rest):
        rest = _blank(rest, *match.span())
    for match in list(_YEAR.finditer(rest)):
        rest = _blank(rest, *match.span(1))
    for match in _FIGURE.finditer(rest):
        word = match[0].casefold()
        key = _plain(word) if word[0].isdigit() else NUMBER_WORDS.get(word)
        if key is not None and word != "een":
            found.append(_Figure(*match.span(), frozenset([key]), money=False))
    return sorted(found, key=lambda one: one.start)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
