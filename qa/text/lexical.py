"""Words: how Dutch text is cut into them.

Words are folded (case, accents) and stemmed with Snowball's "dutch_porter"; its newer "dutch"
conflates words that differ (minister, mini).
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from qa.text.folding import fold
from qa.text.language import STOPWORDS

_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_JOINS = re.compile(r"[-‐‑'’]")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("dutch_porter")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Dutch stem of a folded word."""
    return _stemmer().stemWord(word)


def words(text: str) -> list[str]:
    """Cut a text into folded words; a hyphenated word gives its parts and itself without hyphen.

    Example:
        >>> words("De IT-coalitie t.b.v. Oekraïne")
        ['de', 'it', 'coalitie', 'itcoalitie', 't', 'b', 'v', 'oekraine']
    """
    folded = fold(text)
    if not _JOINS.search(folded):
        return _PART.findall(folded)
    found = []
    for match in _WORD.finditer(folded):
        parts = _PART.findall(match[0])
        found.extend(parts)
        if len(parts) > 1:
            found.append("".join(parts))
    return found


def content_words(question: str) -> list[str]:
    """Return the question's folded words without stopwords, each once, in order.

    If nothing is left, all its words are returned: "Wat is dat?" asks for something too.
    """
    return subject_words(question) or list(dict.fromkeys(words(question)))


def subject_words(question: str) -> list[str]:
    """Return the question's folded words that carry a subject, each once, in order; maybe none.

    Example:
        >>> subject_words("Hoe gaat het met de IT?")
        ['it']
        >>> subject_words("Is it on?")
        []
    """
    named = capitals_in(question)
    every = dict.fromkeys(words(question))
    return [word for word in every if word not in STOPWORDS or word in named]


def capitals_in(question: str) -> set[str]:
    """Return the folded words that are written in capitals, unless all are: IT is not "it"."""
    if question.isupper() and len(question.split()) > 1:
        return set()
    return {fold(match) for match in _CAPITALS.findall(question)}
