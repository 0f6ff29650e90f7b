"""Names of a sentence that its translation does not have in any form, and the other way round.

A name is a word with a capital within a sentence, an abbreviation, or a code such as F-16. It is
there if it is written alike, if the word list or the pairs say so, or if its token vectors meet
those of the other text. Proves nothing true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from qa.encoders.encoder import StaticEncoder
from qa.retrieval.matching import name_met
from qa.text.folding import fold
from qa.text.gloss import known_words
from qa.text.language import STOPWORDS
from qa.text.numbers import Language
from qa.text.pairs import PAIRS

MET = 0.5
"""How well the token vectors must meet a name, 0 to 1, for it to be there."""

ALIKE = 82
"""How alike two names must be written, 0 to 100, to be one: "Zelenski" and "Zelensky"."""

_TITLE = 0.6
"""Share of words with a capital, above which a text is a title."""

_TITLES = {
    "sen", "sens", "rep", "reps", "rev", "capt", "det", "gov", "lt", "col", "sgt", "st", "pm", "mp",
    "mps", "premier", "prime", "dhr", "mr", "mrs", "ms", "mevrouw", "meneer", "drs", "prof", "ir",
    "dr", "i", "de", "van", "the", "of", "der", "den", "het", "ten", "ter",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’./&][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_STARTS = re.compile(r"(?:^|[.!?:;…]|[“\"‘'(«–—-]|\n)\s*$")


class Name(NamedTuple):
    """A name as ``text[start:end]`` writes it."""

    text: str
    start: int
    end: int


def names_in(text: str, language: Language) -> list[Name]:
    """Return the names of a text by place, a part of a joined word for itself.

    A word that begins a sentence is one only if the word list writes it with a capital, or if it is
    an abbreviation; so is any word of a title in which most have capitals.
    """
    found = list(_names(text, language))
    words = [word[0] for word in _WORD.finditer(text) if word[0][0].isalpha()]
    is_title = sum(map(_is_capital, words)) > _TITLE * len(words) and len(words) > 3
    return [name for name in found if not is_title or _listed(name.text, language) == "name"]


def lacking(
    names: list[Name], other: str, language: Language, lexicon: StaticEncoder
) -> list[Name]:
    """Return the names that another text does not have in any form.

    Args:
        names: From `names_in`.
        other: The text in the other language.
        language: Of the names.
        lexicon: Gives the token vectors by which names meet across languages.
    """
    if not names:
        return []
    there = _Words(other, lexicon)
    return [name for name in names if not there.has(name.text, language)]


def _names(text: str, language: Language) -> Iterator[Name]:
    written, text = text, _without_dots(text)
    for word in _WORD.finditer(text):
        begins = _STARTS.search(text[max(0, word.start() - 3) : word.start()]) is not None
        for part in _PART.finditer(word[0]):
            start = word.start() + part.start()
            plain = part[0]
            if not _is_capital(plain) or fold(plain) in _TITLES or len(plain) < 2:
                continue
            codes = sum(sign.isupper() for sign in plain) > 1
            if codes and plain.isupper() and text.isupper():
                continue
            listed = _listed(plain, language)
            if not codes and (listed == "word" or fold(plain) in STOPWORDS):
                continue
            if begins and part.start() == 0 and not codes and listed != "name":
                continue
            end = start + len(plain)
            while written[end : end + 1] not in ("", " ") and text[end] == " ":
                end += 1  # the full stops that were taken out
            yield Name(plain, start, end)


def _without_dots(text: str) -> str:
    """Write "U.S." as "US", with the places of what follows kept."""
    return _DOTTED.sub(lambda found: found[0].replace(".", "").ljust(len(found[0])), text)


def _is_capital(word: str) -> bool:
    return any(sign.isupper() for sign in word) and any(sign.isalpha() for sign in word)


def _listed(word: str, language: Language) -> Literal["name", "word", ""]:
    """Tell whether the word list has a word with a capital, without, or not at all."""
    others = (_english() if language == "nl" else _dutch()).get(fold(word), ())
    if any(other[:1].isupper() for other in others):
        return "name"
    return "word" if others else ""


class _Words:
    """The words of a text in which names are sought."""

    def __init__(self, text: str, lexicon: StaticEncoder) -> None:
        text = _without_dots(text)
        self._words = {fold(part) for part in _PART.findall(text)}
        self._joined = fold(re.sub(r"[\W_]+", "", text))
        self._initials = _initials(text)
        self._lexicon = lexicon
        self._ids = np.concatenate(lexicon.token_ids([text]))

    def has(self, name: str, language: Language) -> bool:
        """Tell whether a name is there."""
        folded = fold(name)
        known = (_english() if language == "nl" else _dutch()).get(folded, ())
        forms = {folded, *(fold(part) for other in known for part in other.split())}
        if any(_same(form, word) for form in forms for word in self._words):
            return True
        if len(folded) >= 4 and folded in self._joined:
            return True
        if name.isupper():
            if folded in self._initials:
                return True
        elif any(fuzz.ratio(folded, word) >= ALIKE for word in self._words):
            return True
        return name_met(name, self._ids, self._lexicon) >= MET


def _same(name: str, word: str) -> bool:
    """Tell whether two folded words are forms of one: "trump" and "trumps"."""
    if name == word:
        return True
    short, long = sorted((name, word), key=len)
    return len(short) >= 4 and len(long) - len(short) <= 3 and long.startswith(short)


def _initials(text: str) -> set[str]:
    """Return the first letters of words that follow one another, as abbreviations have them."""
    letters = "".join(fold(word)[0] for word in _PART.findall(text) if fold(word) not in STOPWORDS)
    ends = range(2, 7)
    return {letters[at : at + n] for at in range(len(letters)) for n in ends}


def _paired() -> list[tuple[str, str]]:
    return [(dutch, one) for dutch, english in PAIRS.items() for one in english]


@cache
def _english() -> Mapping[str, frozenset[str]]:
    """Return for a folded Dutch word the English ones, each as the list writes it."""
    return _gathered(
        [(fold(dutch), english) for dutch, english in known_words().items()] + _paired()
    )


@cache
def _dutch() -> Mapping[str, frozenset[str]]:
    """Return for a folded English word the Dutch ones; with a capital if the English has one."""
    listed = [
        (fold(part), dutch.capitalize() if part[0].isupper() else dutch)
        for dutch, english in known_words().items()
        for part in english.split()
    ]
    return _gathered(listed + [(english, dutch) for dutch, english in _paired()])


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, other in pairs:
        found.setdefault(word, set()).add(other)
    return {word: frozenset(others) for word, others in found.items()}
