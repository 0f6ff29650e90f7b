"""Measures over a run and its qrels, and intervals by bootstrap.

A run maps queries to ranked ids, qrels to relevant ids; the measures are those of ir-measures,
which is imported only here. Reads and writes the field's files. Asks no questions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.errors import QAError


class Qrel(NamedTuple):
    """A judgement: ``doc_id`` answers ``query_id`` if ``relevance`` is above 0."""

    query_id: str
    doc_id: str
    relevance: int


class ScoredDoc(NamedTuple):
    """One line of a run; a higher score ranks first, equal scores by ``doc_id``."""

    query_id: str
    doc_id: str
    score: float


class Interval(NamedTuple):
    """A mean with its 95 % interval, over ``n`` values."""

    mean: float
    low: float
    high: float
    n: int


def measure(
    run: Iterable[ScoredDoc], qrels: Sequence[Qrel], measures: Iterable[str]
) -> dict[str, dict[str, float]]:
    """Return each measure for each query of the qrels, in the order of the qrels.

    A query that the run does not answer counts as 0.

    Args:
        run: Scored ids; equal scores are ordered by id.
        qrels: Judgements; each query needs a relevant id.
        measures: Names as in ir-measures: "Success@5", "RR", "nDCG@10", "R@10".

    Raises:
        QAError: If ir-measures is not installed.
    """
    try:
        import ir_measures  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise QAError("ir-measures-missing") from None

    parsed = {ir_measures.parse_measure(name): name for name in measures}
    # ir-measures breaks ties its own way: hand it ranks as scores
    ranked = [
        ir_measures.ScoredDoc(doc.query_id, doc.doc_id, float(-rank))
        for rank, doc in enumerate(ranking(run))
    ]
    judged = [ir_measures.Qrel(*qrel) for qrel in qrels]
    queries = dict.fromkeys(qrel.query_id for qrel in qrels)
    found = {name: dict.fromkeys(queries, 0.0) for name in parsed.values()}
    for metric in ir_measures.iter_calc(list(parsed), judged, ranked):
        found[parsed[metric.measure]][metric.query_id] = float(metric.value)
    return found


_DIGITS = 6  # of a score, behind the point


def ranking(run: Iterable[ScoredDoc]) -> list[ScoredDoc]:
    """Return the run by query, each query's best first, equal scores by id."""
    return sorted(run, key=lambda doc: (doc.query_id, -doc.score, doc.doc_id))


def write_run(path: Path, run: Iterable[ScoredDoc], name: str) -> None:
    """Write a run as TREC's tools read it: query, Q0, document, rank, score, name of the run.

    Those tools rank by the score alone, and equal ones each in their own way; so of two that would
    be written alike the second is written a little lower.
    """
    written: dict[str, tuple[int, float]] = {}
    with path.open("w", encoding="utf-8") as out:
        for doc in ranking(run):
            rank, least = written.get(doc.query_id, (0, math.inf))
            score = min(round(doc.score, _DIGITS), least - 10**-_DIGITS)
            written[doc.query_id] = rank + 1, score
            out.write(f"{doc.query_id} Q0 {doc.doc_id} {rank + 1} {score:.{_DIGITS}f} {name}\n")


def write_qrels(path: Path, qrels: Iterable[Qrel]) -> None:
    """Write judgements as TREC's tools read them: query, 0, document, relevance."""
    lines = (f"{qrel.query_id} 0 {qrel.doc_id} {qrel.relevance}\n" for qrel in qrels)
    path.write_text("".join(lines), encoding="utf-8")


def interval(values: Sequence[float], rounds: int = 2000, seed: int = 7) -> Interval:
    """Return the mean and its 95 % interval, by drawing the values again with replacement.

    Source: Efron and Tibshirani 1993, chapter 13 (percentile interval).

    Raises:
        ValueError: If there is no value.
    """
    if not values:
        raise ValueError("no values to draw from")
    sample = np.asarray(values, np.float64)
    means = _draw(len(sample), rounds, seed) @ sample / len(sample)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(sample.mean()), float(low), float(high), len(sample))


def paired_difference(ours: Mapping[str, float], theirs: Mapping[str, float]) -> Interval:
    """Return how much more we reach than they on the same queries, with its 95 % interval.

    Raises:
        ValueError: If the queries are not the same.
    """
    if ours.keys() != theirs.keys():
        raise ValueError("not the same queries")
    return interval([ours[query] - theirs[query] for query in ours])


def _draw(size: int, rounds: int, seed: int) -> NDArray[np.float64]:
    """Return how often each of ``size`` values is drawn in each round, (rounds, size)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(size, np.full(size, 1 / size), rounds).astype(np.float64)
