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

from qa.encoders.encoder import StaticEncoder
from qa.records import Question
from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.lexical import content_words

IDF_FLOOR = 0.1
"""Least idf of a word: one that stands everywhere still counts a little. A rule of thumb."""


class TokenCosines:
    """Cosines of a few unit vectors with the tokens of a lexicon, each computed once."""

    def __init__(self, vectors: NDArray[np.float32], lexicon: StaticEncoder) -> None:
        self._vectors = vectors
        self._lexicon = lexicon
        self._values = np.zeros((len(vectors), len(lexicon.table)), np.float32)
        self._known = np.zeros(len(lexicon.table), bool)

    def of(
        self, ids: NDArray[np.integer[Any]], rows: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:
        """Return the cosines of all vectors, or of some rows, with tokens: (vectors, ids)."""
        asked = np.zeros(len(self._known), bool)
        asked[ids] = True
        fresh = np.flatnonzero(asked & ~self._known)
        if len(fresh):
            norms = np.maximum(self._lexicon.norms[fresh], 1e-9)
            self._values[:, fresh] = (self._vectors @ self._lexicon.table[fresh].T) / norms
            self._known[fresh] = True
        return self._values[:, ids] if rows is None else self._values[rows[:, None], ids]


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """The telling tokens of a question.

    ``words`` says for each of them in which content word of the question it stands. ``ids`` are all
    tokens of the question, ``rows`` which of these are the telling ones; ``cosines`` are of all.
    """

    weights: NDArray[np.float32]  # (telling tokens,), sum 1
    words: tuple[str, ...]
    rows: NDArray[np.int64]  # (telling tokens,)
    ids: NDArray[np.int32]
    cosines: TokenCosines


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for searching one index.

    ``embedding`` is the encoder's, abbreviations spelled out, ``static`` the lexicon's of the
    question alone. ``groups`` holds for each content word its stem and those of its neighbours,
    with weights; ``idf`` how telling each group is in the letters searched, ``telling`` the tokens'
    weights by norm and idf, sum 1.
    """

    question: Question
    embedding: NDArray[np.float32]  # (dimension,), or (2, dimension) of two encoders
    static: NDArray[np.float32]  # (dimension of the lexicon,)
    tokens: QuestionTokens
    groups: tuple[dict[str, float], ...]
    idf: tuple[float, ...]
    telling: NDArray[np.float32]


def question_tokens(question: str, lexicon: StaticEncoder) -> QuestionTokens:
    """Cut a question into its telling tokens: those of content words, weighed by their norm.

    The trained table gives telling words long vectors; no list of weights is needed.
    """
    tokens = lexicon.tokenize([question])[0]
    kept = set(content_words(question))
    rows, words, seen = [], [], set()
    places = zip(tokens.ids.tolist(), tokens.starts, tokens.ends, strict=True)
    for row, (number, start, end) in enumerate(places):
        word = _word_around(question, int(start), int(end))
        tells = any(part in kept for part in _parts(word)) and (
            fold(question[start:end]) not in STOPWORDS or fold(question[start:end]) in kept
        )
        if tells and number not in seen:
            seen.add(number)
            rows.append(row)
            words.append(word)
    norms = lexicon.norms[tokens.ids].astype(np.float32)
    unit = lexicon.table[tokens.ids] / np.maximum(norms, 1e-9)[:, None]
    telling = np.array(rows, np.int64)
    return QuestionTokens(
        norms[telling] / max(float(norms[telling].sum()), 1e-9),
        tuple(words),
        telling,
        tokens.ids,
        TokenCosines(np.asarray(unit, np.float32), lexicon),
    )


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


def name_met(name: str, ids: NDArray[np.integer[Any]], lexicon: StaticEncoder) -> float:
    """Return how well a text's tokens meet a name, in its spelling or another language's, 0 to 1.

    Full at the ``name_cosine`` that is fitted to the lexicon.
    """
    met = matches(question_tokens(name, lexicon), [ids])
    full = lexicon.fitted.retrieval.name_cosine
    return min(float(met.mean()) / full, 1.0) if met.size else 0.0


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
    return matches_in_parts(question, texts, ())[0]


def matches_in_parts(
    question: QuestionTokens,
    texts: Sequence[NDArray[np.integer[Any]]],
    parts: Sequence[NDArray[np.integer[Any]]],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how well each question token is met in each text, and in parts of each text.

    Args:
        question: The question's tokens.
        texts: Token ids of each text.
        parts: For each text the first and last-but-one position of its parts, shape (parts, 2).

    Returns:
        Shapes (tokens, texts) and (tokens, parts of all texts); see `matches`.
    """
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in texts])]).astype(np.int64)
    bounds = np.stack([starts[:-1], starts[1:]], axis=1)
    within = [part + start for part, start in zip(parts, starts.tolist(), strict=False)]
    inner = np.concatenate([np.zeros((0, 2), np.int64), *within])
    if starts[-1] == 0 or len(question.rows) == 0:
        count = len(question.rows)
        return np.zeros((count, len(bounds)), np.float32), np.zeros((count, len(inner)), np.float32)
    cosines = np.zeros((len(question.rows), int(starts[-1]) + 1), np.float32)  # 0 ends the last
    cosines[:, :-1] = question.cosines.of(np.concatenate(list(texts)), question.rows)
    return _best_between(cosines, bounds), _best_between(cosines, inner)


def _best_between(values: NDArray[np.float32], bounds: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the greatest value between two positions of each row, at least 0; 0 for no stretch."""
    best = np.zeros((len(values), len(bounds)), np.float32)
    filled = np.flatnonzero(bounds[:, 0] < bounds[:, 1])
    if len(filled):
        found = np.maximum.reduceat(values, bounds[filled].ravel(), axis=1)[:, ::2]
        best[:, filled] = np.maximum(found, 0)
    return best
