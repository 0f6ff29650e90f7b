"""Fit what the signals of ``qa.retrieval`` and the matches around a passage count.

Coordinate search: each number in turn takes the value of its grid that brings the evidence of the
questions up most (mean reciprocal rank), until a round brings nothing. A search over thirty values
finds something on any set, so it is judged by folds: every letter's questions under the numbers
that the others' have found.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.encoders.fitted import Fitted
from qa.evaluation.questions import EvalQuestion, holds_evidence
from qa.index import Candidate, Store
from qa.questions import analyse
from qa.records import Chunk
from qa.retrieval.retriever import Retriever
from training.asked import FOLDS, Asked, Figures, Numbers, folds_of, with_numbers

GRID: dict[str, tuple[float, ...]] = {
    "weights.tokens": (0.5, 0.7, 1.0, 1.4, 2.0),  # the weight of "dense" stays: shares count alone
    "weights.sentence": (0.5, 0.7, 1.0, 1.4, 2.0),
    "weights.words": (0.5, 0.7, 1.0, 1.4, 2.0),
    "in_chunk": (0.7, 0.8, 0.9, 1.0),
    "nearby.0": (0.6, 0.7, 0.8, 0.9),
    "nearby.1": (0.4, 0.5, 0.6, 0.7),
    "in_letter": (0.0, 0.1, 0.2, 0.3, 0.4),
    "word_in_letter": (0.5, 0.6, 0.7, 0.8, 0.9),
}

GAIN = 0.002
"""What a value must bring at least: one of 260 questions a place further up is half of it."""

DEPTH = 50  # hits that are looked at

Point = dict[str, float]
"""A value for each name of `GRID`."""


def fit_retrieval(asked: Asked, fitted: Fitted) -> tuple[Numbers, Figures]:
    """Return weights and discounts, and the mean reciprocal rank of the evidence.

    Args:
        asked: What to fit on.
        fitted: The numbers so far: where the search begins.
    """
    ranks = _Ranks(asked, fitted)
    now = point_of(fitted)
    found = search(ranks, now, np.ones(len(asked.answerable), bool))
    figures = {}
    for what, values in (
        ("as they were", ranks.of(now)),
        ("fitted", ranks.of(found)),
        ("fitted, unseen", unseen(ranks, now, [str(q.letter) for q in asked.answerable])),
    ):
        for lang in ("en", "nl"):
            of = np.array([question.lang == lang for question in asked.answerable])
            figures[f"MRR, {what}, {lang}"] = round(float(values[of].mean()), 4)
    return joined(found), figures


def point_of(fitted: Fitted) -> Point:
    """Return the numbers that are searched for as they are."""
    part = fitted.retrieval
    flat = {f"weights.{name}": value for name, value in part.weights.items()}
    flat |= {f"nearby.{i}": value for i, value in enumerate(part.nearby)}
    return {name: flat.get(name, getattr(part, name, 0.0)) for name in GRID}


def joined(point: Point) -> Numbers:
    """Return a point as numbers of the part."""
    numbers: Numbers = {name: value for name, value in point.items() if "nearby" not in name}
    return {**numbers, "nearby": (point["nearby.0"], point["nearby.1"])}


def search(ranks: _Ranks, start: Point, counts: NDArray[np.bool_]) -> Point:
    """Search from the numbers given, by the questions that count."""
    best, reached = dict(start), ranks.mean(start, counts)
    better = True
    while better:
        better = False
        for name, values in GRID.items():
            for value in values:
                tried = {**best, name: value}
                mean = ranks.mean(tried, counts)
                if mean > reached + GAIN:
                    best, reached, better = tried, mean, True
    return best


def unseen(ranks: _Ranks, start: Point, letters: Sequence[str]) -> NDArray[np.float64]:
    """Return each question's reciprocal rank under numbers found without its letter's fold."""
    fold = folds_of(letters)
    values = np.zeros(len(letters))
    for number in range(FOLDS):
        held = fold == number
        values[held] = ranks.of(search(ranks, start, ~held))[held]
    return values


class _Ranks:
    """Reciprocal ranks of the evidence of all questions, each set of numbers tried once."""

    def __init__(self, asked: Asked, fitted: Fitted) -> None:
        self._asked, self._fitted = asked, fitted
        self._store: Any = _Remembering(asked.store)
        asked.lexicon.fitted = fitted
        retriever = Retriever(self._store, asked.lexicon, asked.lexicon)
        self._queries = [retriever.query(analyse(q.question)) for q in asked.answerable]
        self._right: dict[tuple[str, str], bool] = {}
        self._tried: dict[Hashable, NDArray[np.float64]] = {}

    def mean(self, point: Point, counts: NDArray[np.bool_]) -> float:
        """Return the mean over the questions that count."""
        return float(self.of(point)[counts].mean())

    def of(self, point: Point) -> NDArray[np.float64]:
        """Return one over the rank of the first hit that holds the evidence, 0 if none does."""
        key = tuple(point.items())
        if key not in self._tried:
            self._tried[key] = self._measure(point)
        return self._tried[key]

    def _measure(self, point: Point) -> NDArray[np.float64]:
        part = with_numbers(self._fitted.retrieval, joined(point))
        self._asked.lexicon.fitted = self._fitted.model_copy(update={"retrieval": part})
        retriever = Retriever(self._store, self._asked.lexicon, self._asked.lexicon)
        found = []
        for question, query in zip(self._asked.answerable, self._queries, strict=True):
            hits = retriever.search(query, DEPTH)
            right = (1 / hit.rank for hit in hits if self._holds(question, hit.chunk))
            found.append(next(right, 0.0))
        return np.array(found)

    def _holds(self, question: EvalQuestion, chunk: Chunk) -> bool:
        key = question.id, chunk.chunk_id
        if key not in self._right:
            self._right[key] = holds_evidence(chunk.text, question)
        return self._right[key]


class _Remembering:
    """A store that searches and opens nothing twice: no number that is tried changes either."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[bytes, list[Candidate]] = {}
        self._chunks: dict[Any, Chunk] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def search(self, embedding: Any, groups: Any, k: int, where: Any = None) -> list[Candidate]:
        """Search as the store does; the embedding tells the questions apart."""
        key = embedding.tobytes()
        if key not in self._found:
            self._found[key] = self._store.search(embedding, groups, k, where)
        return self._found[key]

    def chunk(self, place: Any) -> Chunk:
        """Return a chunk."""
        if place not in self._chunks:
            self._chunks[place] = self._store.chunk(place)
        return self._chunks[place]
