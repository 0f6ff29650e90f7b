"""Why passages were found: the question's words in them, and words that mean nearly the same.

The words are shown as they stand in the letters. Two words mean nearly the same if their vectors in
the lexicon are near, which is bilingual: "pledge" and "bijdrage". Finds and ranks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import StaticEncoder
from qa.records import FoundBy, Hit
from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.lexical import stem

MOST = 6
"""Words of one kind that are shown for a passage."""

_KEPT = 8192  # word vectors that are kept, 2 KB each

_WORD = re.compile(r"[^\W_]{2,}")


class _Word(NamedTuple):
    """A word's vector, and whether it is one token."""

    vector: NDArray[np.float32]
    whole: bool


class Explainer:
    """Explains hits; keeps the vectors of words it has met. Safe to use from several threads."""

    def __init__(self, lexicon: StaticEncoder) -> None:
        self._lexicon = lexicon
        self._kept: dict[str, _Word] = {}

    def explain(self, of: Sequence[str], hits: Sequence[Hit]) -> list[Hit]:
        """Return hits with what they were found by, given the content words of the question."""
        asked = [word for word in of if not word.isdigit()]
        seen = [_words(hit.chunk.text) for hit in hits]
        known = self._known([*asked, *(word for words in seen for word in words)])
        return [
            replace(hit, found_by=self._found_by(asked, words, known))
            for hit, words in zip(hits, seen, strict=True)
        ]

    def _known(self, words: Iterable[str]) -> dict[str, _Word]:
        """Return words with their vectors; those met before are not computed again."""
        asked = set(words)
        if len(self._kept) > _KEPT:
            self._kept = {}
        kept = self._kept  # another thread may begin anew meanwhile
        new = sorted(asked - kept.keys())
        vectors, pieces = self._lexicon.encode_queries(new), self._lexicon.token_ids(new)
        for word, vector, ids in zip(new, vectors, pieces, strict=True):
            kept[word] = _Word(vector, len(ids) == 1)
        return {word: kept[word] for word in asked}

    def _found_by(
        self, asked: Sequence[str], words: dict[str, str], known: Mapping[str, _Word]
    ) -> FoundBy:
        stems = {stem(word): shown for word, shown in reversed(words.items())}
        own = [stems[stem(word)] for word in asked if stem(word) in stems]
        others = [word for word in asked if stem(word) not in stems]
        across = []
        fitted = self._lexicon.fitted.retrieval
        if words and others:
            names = list(words)
            vectors = np.stack([known[name].vector for name in names])
            whole = np.array([known[name].whole for name in names])
            for word in others:
                cosines = vectors @ known[word].vector
                least = np.where(whole & known[word].whole, fitted.nearly, fitted.nearly_in_pieces)
                cosines[cosines < least] = 0.0
                best = int(cosines.argmax())
                if cosines[best] > 0.0:
                    across.append((word, words[names[best]]))
        return FoundBy(tuple(own[:MOST]), tuple(across[:MOST]))


def words_read(hits: Sequence[Hit]) -> list[tuple[str, tuple[str, ...]]]:
    """Return for each word of a question the words of the letters that it was read as.

    Only for words that no passage has as they are; the most frequent first, three at most.
    """
    told = [hit.found_by for hit in hits if hit.found_by]
    own = {stem(fold(word)) for found in told for word in found.words}
    counts: dict[str, dict[str, int]] = {}
    for found in told:
        for word, meant in found.across:
            if stem(word) not in own:
                of_word = counts.setdefault(word, {})
                of_word[fold(meant)] = of_word.get(fold(meant), 0) + 1
    return [
        (word, tuple(sorted(of_word, key=lambda one: (-of_word[one], one))[:3]))
        for word, of_word in counts.items()
    ]


_folded = lru_cache(maxsize=50_000)(fold)


def _words(text: str) -> dict[str, str]:
    """Return the words of a text, folded, each with how it first stands there."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        name = _folded(match[0])
        if name not in STOPWORDS and not name.isdigit():
            found.setdefault(name, match[0])
    return found
