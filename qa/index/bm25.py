"""BM25 over postings. The words of a question in another language join through neighbours that the
caller supplies (`qa.retrieval` finds them).

Source of the formula: Robertson and Zaragoza 2009, section 3; idf as in Lucene, never negative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.index.postings import Postings

K1 = 1.2
"""How soon more of the same word stops counting, as Lucene sets it."""

B = 0.75
"""How much a long chunk is held against it, 0 to 1, as Lucene sets it."""


@dataclass(frozen=True, slots=True)
class WordStatistics:
    """Counts over all live rows of an index: what BM25 weighs words by."""

    rows: int
    mean_length: float
    frequencies: Mapping[str, int]  # stem -> rows that hold it

    def idf(self, stem_: str) -> float:
        """Return how telling a stem is: log(1 + (N - n + 0.5) / (n + 0.5)), at least 0."""
        n = self.frequencies.get(stem_, 0)
        return float(np.log1p((self.rows - n + 0.5) / (n + 0.5)))


WordGroup = Mapping[str, float]
"""One word of the question: its stem and those of its neighbours, with weights up to 1."""


def bm25(
    postings: Postings, groups: Sequence[WordGroup], statistics: WordStatistics
) -> NDArray[np.float32]:
    """Score every row by BM25.

    Each group counts once for a row: with the best of its stems, as if they were one word. The work
    is in proportion to the postings of the stems.

    Args:
        postings: The rows.
        groups: One group for each word of the question.
        statistics: Counts over the whole index, of which these rows may be a part.

    Returns:
        Scores of shape (rows,), at least 0.
    """
    scores = np.zeros(len(postings.lengths), np.float32)
    best = np.zeros_like(scores)
    for group in groups:
        found = [_stem_scores(postings, *pair, statistics) for pair in group.items()]
        found = [(rows, values) for rows, values in found if len(rows)]
        if len(found) == 1:
            scores[found[0][0]] += found[0][1]
            continue
        for rows, values in found:
            best[rows] = np.maximum(best[rows], values)
        for rows, _ in found:  # a row of two stems is added once: it is emptied by the first
            scores[rows] += best[rows]
            best[rows] = 0
    return scores


def best_rows(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Return the ``k`` rows of the highest scores above 0, best first; equal ones rise."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) > k:
        values = scores[positive]
        least = np.partition(values, len(values) - k)[len(values) - k]
        above = positive[values > least]
        positive = np.concatenate([above, positive[values == least][: k - len(above)]])
    return positive[np.lexsort((positive, -scores[positive]))]


def bm25_parts(
    postings: Postings,
    groups: Sequence[WordGroup],
    statistics: WordStatistics,
    rows: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return what each group adds to the score of some rows, shape (groups, rows).

    The columns' sums are the scores of `bm25`.

    Args:
        postings: Those of the rows.
        groups: One group for each word of the question.
        statistics: Counts over the whole index.
        rows: Rising.
    """
    parts = np.zeros((len(groups), len(rows)), np.float32)
    if len(rows) == 0:
        return parts
    for part, group in zip(parts, groups, strict=True):
        for stem_, weight in group.items():
            of_stem = postings.part_of(stem_)
            held = postings.rows[of_stem]
            if len(held) == 0:
                continue
            at = np.minimum(np.searchsorted(held, rows), len(held) - 1)
            hit = np.flatnonzero(held[at] == rows)
            times, lengths = postings.counts[of_stem][at[hit]], postings.lengths[rows[hit]]
            values = _scores(lengths, times, stem_, weight, statistics)
            part[hit] = np.maximum(part[hit], values)
    return parts


def bm25_of_counts(
    counts: Sequence[Mapping[str, int]],
    lengths: Sequence[int],
    groups: Sequence[WordGroup],
    statistics: WordStatistics,
) -> NDArray[np.float32]:
    """Return what each group adds to the score of some chunks, shape (groups, chunks).

    As `bm25_parts`, for chunks that are known one by one.

    Args:
        counts: How often each chunk has each stem.
        lengths: How many words each chunk has.
        groups: The question's words.
        statistics: Counts over the whole index.
    """
    parts = np.zeros((len(groups), len(counts)), np.float32)
    every = np.array(lengths, np.int32)
    for part, group in zip(parts, groups, strict=True):
        for stem_, weight in group.items():
            times = np.array([chunk.get(stem_, 0) for chunk in counts], np.uint8)
            np.maximum(part, _scores(every, times, stem_, weight, statistics), out=part)
    return parts


def _stem_scores(
    postings: Postings, stem_: str, weight: float, statistics: WordStatistics
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the rows that hold a stem, rising, and what it adds to their scores."""
    of_stem = postings.part_of(stem_)
    rows = postings.rows[of_stem]
    if not len(rows):  # most stems of a question are not in a small segment
        return rows, np.zeros(0, np.float32)
    counts = postings.counts[of_stem]
    return rows, _scores(postings.lengths[rows], counts, stem_, weight, statistics)


def _scores(
    lengths: NDArray[np.int32],
    counts: NDArray[np.uint8],
    stem_: str,
    weight: float,
    statistics: WordStatistics,
) -> NDArray[np.float32]:
    """Return the scores of rows of these lengths that hold a stem so many times."""
    mean = np.float32(max(statistics.mean_length, 1.0))
    times = counts.astype(np.float32)
    norm = np.float32(K1 * (1 - B)) + np.float32(K1 * B) / mean * lengths.astype(np.float32)
    factor = np.float32(weight * statistics.idf(stem_) * (K1 + 1))
    return np.asarray(factor * times / (times + norm), np.float32)
