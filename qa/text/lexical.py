"""Words: how Dutch text is cut into them, and BM25 over them.

Words are folded (case, accents) and stemmed with Snowball's "dutch_porter"; its newer "dutch"
conflates words that differ (minister, mini). The words of a question in another language join
through neighbours that the caller supplies (`qa.retrieval` finds them). No file is read here.

Source of the formula: Robertson and Zaragoza 2009, section 3; idf as in Lucene, never negative.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import Stemmer
from numpy.typing import NDArray

from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.sorted_strings import SortedStrings

K1 = 1.2
"""How soon more of the same word stops counting, as Lucene sets it."""

B = 0.75
"""How much a long chunk is held against it, 0 to 1, as Lucene sets it."""

MOST_COUNTED = 255
"""More of one word in a chunk is counted as this many."""

_ROW_BITS, _COUNT_BITS = 32, 8  # of the numbers that postings are sorted by
_ROW_MASK = (1 << _ROW_BITS) - 1

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


@dataclass(frozen=True, slots=True)
class Postings:
    """Which rows hold which stem, how often. Arrays may be memory-mapped.

    ``forms`` are the folded words as they stand in the letters, sorted; ``form_stems`` gives the
    stem of each. The rows of stem i are ``rows[starts[i]:starts[i + 1]]``, rising; a count stops
    at `MOST_COUNTED`.
    """

    forms: SortedStrings
    form_stems: NDArray[np.int32]  # (forms,)
    stems: SortedStrings
    starts: NDArray[np.int64]  # (stems + 1,)
    rows: NDArray[np.int32]  # (postings,)
    counts: NDArray[np.uint8]  # (postings,)
    lengths: NDArray[np.int32]  # (rows,) words in each row

    def wordlike_forms(self) -> NDArray[np.int32]:
        """Return the numbers of the forms without a digit: what figures mean has no neighbours."""
        has_digit = re.compile(r"\d").search
        return np.array([i for i, form in enumerate(self.forms) if not has_digit(form)], np.int32)

    def document_frequency(self, stem_: str) -> int:
        """Return in how many rows the stem occurs."""
        return len(self.rows_of(stem_))

    def rows_of(self, stem_: str) -> NDArray[np.int32]:
        """Return the rows that hold the stem, rising."""
        return self.rows[self.part_of(stem_)]

    def part_of(self, stem_: str) -> slice:
        """Return where the postings of a stem stand; an empty slice if there are none."""
        number = self.stems.get(stem_)
        if number is None:
            return slice(0, 0)
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


def build_postings(texts: Sequence[str]) -> Postings:
    """Count the words of each text; row i is text i."""
    form_numbers: dict[str, int] = {}
    lengths = np.zeros(len(texts), np.int32)
    found: list[int] = []  # form numbers of all texts, one after the other
    for row, text in enumerate(texts):
        tokens = words(text)
        lengths[row] = len(tokens)
        found += [form_numbers.setdefault(token, len(form_numbers)) for token in tokens]
    stems_of_forms = [stem(form) for form in form_numbers]
    names = sorted(set(stems_of_forms))
    numbers = {name: number for number, name in enumerate(names)}
    by_form = np.array([numbers[name] for name in stems_of_forms], np.int64)
    pairs = (by_form[found] << _ROW_BITS) | np.repeat(np.arange(len(texts)), lengths)
    unique, counts = np.unique(pairs if found else np.zeros(0, np.int64), return_counts=True)
    forms = sorted(form_numbers)
    return Postings(
        forms=SortedStrings.of(forms),
        form_stems=np.array([numbers[stem(form)] for form in forms], np.int32),
        stems=SortedStrings.of(names),
        starts=np.searchsorted(unique >> _ROW_BITS, np.arange(len(names) + 1)).astype(np.int64),
        rows=(unique & _ROW_MASK).astype(np.int32),
        counts=np.minimum(counts, MOST_COUNTED).astype(np.uint8),
        lengths=lengths,
    )


def merge_postings(
    inputs: Sequence[Postings], new_rows: Sequence[NDArray[np.int64]]
) -> tuple[Postings, list[NDArray[np.int64]]]:
    """Make one of several.

    Args:
        inputs: The postings.
        new_rows: For each, the new number of every row; -1 for a row that goes.

    Returns:
        The postings, and for each input the new number of every form; -1 for one that goes.
    """
    total = max((int(rows.max(initial=-1)) for rows in new_rows), default=-1) + 1
    lengths = np.zeros(total, np.int32)
    names = sorted({name for postings in inputs for name in postings.stems})
    numbers = {name: number for number, name in enumerate(names)}
    packed = []
    for postings, renumbered in zip(inputs, new_rows, strict=True):
        stays = renumbered >= 0
        lengths[renumbered[stays]] = postings.lengths[stays]
        own = np.array([numbers[name] for name in postings.stems], np.uint64)
        of_posting = np.repeat(own, np.diff(postings.starts))
        rows = renumbered[postings.rows]
        kept = rows >= 0
        packed.append(
            (of_posting[kept] << np.uint64(_ROW_BITS + _COUNT_BITS))
            | (rows[kept].astype(np.uint64) << np.uint64(_COUNT_BITS))
            | postings.counts[kept].astype(np.uint64)
        )
    every = np.concatenate(packed) if packed else np.zeros(0, np.uint64)
    del packed
    every.sort()
    counts = (every & np.uint64(MOST_COUNTED)).astype(np.uint8)
    every >>= np.uint64(_COUNT_BITS)
    new: NDArray[np.int32] = (every & np.uint64(_ROW_MASK)).astype(np.int32)
    every >>= np.uint64(_ROW_BITS)
    held = np.bincount(every.astype(np.int64), minlength=len(names))
    alive = np.flatnonzero(held)
    starts = np.zeros(len(alive) + 1, np.int64)
    starts[1:] = np.cumsum(held[alive])
    stems = SortedStrings.of([names[number] for number in alive])
    new_number = np.full(len(names), -1, np.int32)
    new_number[alive] = np.arange(len(alive))
    form_stems: dict[str, str] = {}
    for postings in inputs:
        of_form = [postings.stems[number] for number in postings.form_stems.tolist()]
        form_stems.update(zip(postings.forms, of_form, strict=True))
    forms = SortedStrings.of(sorted(form for form, of in form_stems.items() if held[numbers[of]]))
    at = {form: number for number, form in enumerate(forms)}
    merged = Postings(
        forms=forms,
        form_stems=new_number[[numbers[form_stems[form]] for form in forms]],
        stems=stems,
        starts=starts,
        rows=new,
        counts=counts,
        lengths=lengths,
    )
    renamed = [np.array([at.get(form, -1) for form in p.forms], np.int64) for p in inputs]
    return merged, renamed


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
