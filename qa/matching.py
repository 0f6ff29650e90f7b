"""Token-level matching: how well each token of a question is met by the tokens of a text.

For each question token the best cosine over the text's tokens (late interaction, Khattab and
Zaharia 2020, here over a static table), weighed by how telling the token is. The table is
bilingual, so "pledge" meets "toegezegd". Pure arithmetic; no files, no index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.encoder import StaticEncoder
from qa.folding import fold
from qa.lexical import STOPWORDS, content_words

IDF_FLOOR = 0.1
"""Least idf of a word: one that stands everywhere still counts a little."""


class TokenCosines:
    """Cosines of a few unit vectors with the tokens of a lexicon, each computed once."""

    def __init__(self, vectors: NDArray[np.float32], lexicon: StaticEncoder) -> None:
        self._vectors = vectors
        self._lexicon = lexicon
        self._values = np.zeros((len(vectors), len(lexicon.table)), np.float32)
        self._known = np.zeros(len(lexicon.table), bool)

    def of(self, ids: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """Return the cosines with these tokens, shape (vectors, ids)."""
        asked = np.zeros(len(self._known), bool)
        asked[ids] = True
        fresh = np.flatnonzero(asked & ~self._known)
        if len(fresh):
            norms = np.maximum(self._lexicon.norms[fresh], 1e-9)
            self._values[:, fresh] = (self._vectors @ self._lexicon.table[fresh].T) / norms
            self._known[fresh] = True
        return self._values[:, ids]


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """The telling tokens of a question.

    ``words`` says for each token in which content word of the question it stands.
    """

    vectors: NDArray[np.float32]  # (tokens, dimension), length 1
    weights: NDArray[np.float32]  # (tokens,), sum 1
    words: tuple[str, ...]
    cosines: TokenCosines


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for searching.

    ``groups`` holds for each content word its stem and those of its neighbours, with weights;
    ``idf`` how telling each group is in the letters searched, ``telling`` the tokens' weights by
    norm and idf, sum 1; ``phrases`` what a passage must hold as written.
    """

    question: str
    embedding: NDArray[np.float32]  # (dimension,)
    tokens: QuestionTokens
    groups: tuple[dict[str, float], ...]
    idf: tuple[float, ...]
    telling: NDArray[np.float32]
    phrases: tuple[str, ...] = ()


def question_tokens(question: str, lexicon: StaticEncoder) -> QuestionTokens:
    """Cut a question into its telling tokens: those of content words, weighed by their norm.

    The trained table gives telling words long vectors; no list of weights is needed.
    """
    tokens = lexicon.tokenize([question])[0]
    kept = set(content_words(question))
    ids, words, seen = [], [], set()
    for number, start, end in zip(tokens.ids, tokens.starts, tokens.ends, strict=True):
        word = _word_around(question, int(start), int(end))
        telling = (
            any(part in kept for part in _parts(word))
            and fold(question[start:end]) not in STOPWORDS
        )
        if telling and number not in seen:
            seen.add(number)
            ids.append(int(number))
            words.append(word)
    vectors = lexicon.table[ids].astype(np.float32)
    norms = lexicon.norms[ids].astype(np.float32)
    weights = norms / max(float(norms.sum()), 1e-9)
    unit = np.asarray(vectors / np.maximum(norms, 1e-9)[:, None], np.float32)
    return QuestionTokens(unit, weights, tuple(words), TokenCosines(unit, lexicon))


def weights_by_idf(tokens: QuestionTokens, idf: Mapping[str, float]) -> NDArray[np.float32]:
    """Weigh tokens also by how telling their words are in the letters searched.

    Args:
        tokens: Of a question.
        idf: Of each content word of the question, folded.

    Returns:
        Shape (tokens,), sum 1.
    """
    factors = [
        max([IDF_FLOOR, *(idf[part] for part in _parts(word) if part in idf)])
        for word in tokens.words
    ]
    weights = tokens.weights * np.array(factors, np.float32)
    return np.asarray(weights / max(float(weights.sum()), 1e-9), np.float32)


def _parts(word: str) -> list[str]:
    return fold(word).replace("-", " ").split()


def _word_around(text: str, start: int, end: int) -> str:
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "-"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "-"):
        end += 1
    return text[start:end].strip("-")


def matches(
    question: QuestionTokens, texts: Sequence[NDArray[np.integer[Any]]]
) -> NDArray[np.float32]:
    """Return how well each question token is met in each text.

    Args:
        question: The question's tokens.
        texts: Token ids of each text.

    Returns:
        Shape (tokens, texts): the best cosine, at least 0; 0 for a text without tokens.
    """
    result = np.zeros((len(question.weights), len(texts)), np.float32)
    lengths = np.array([len(ids) for ids in texts], np.int64)
    filled = np.flatnonzero(lengths)
    if len(filled) == 0 or len(question.weights) == 0:
        return result
    cosines = question.cosines.of(np.concatenate([ids for ids in texts if len(ids)]))
    starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
    best = np.maximum.reduceat(cosines, starts, axis=1)
    result[:, filled] = np.maximum(best, 0)
    return result
