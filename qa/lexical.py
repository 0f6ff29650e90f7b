"""Words: how Dutch text is cut into them, and BM25 over them.

Words are folded (case, accents) and stemmed with Snowball's "dutch_porter"; its newer "dutch"
conflates words that differ (minister, mini). The words of a question in another language join
through neighbours that the caller supplies (`qa.retrieval` finds them). No file is read here.

Source of the formula: Robertson and Zaragoza 2009, section 3; idf as in Lucene, never negative.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import Stemmer
from numpy.typing import NDArray

from qa.folding import fold

K1 = 1.2
"""How soon more of the same word stops counting."""
B = 0.75
"""How much a long chunk is held against it, 0 to 1."""

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")

STOPWORDS = frozenset(
    """
    de het een en van in is op te dat die voor met zijn aan niet er om ook als bij dan nog maar
    door over uit naar tot of wel al zo ze zij hij hem haar hun hen ik mij mijn me u uw wij we ons
    onze je jij jouw jullie dit deze daar hier waar wat wie welke welk wanneer waarom hoe hoeveel
    waarover waarmee waarvoor waaruit waarop heeft hebben had hadden heb hebt was waren ben bent
    wordt worden werd werden geworden geweest zal zullen zou zouden kan kunnen kon konden mag moet
    moeten moest wil willen doen doet deed gedaan gaat gaan ging zich men iets niets alle alles
    geen meer volgens tijdens omdat want toch eens even dus nu toen sinds tegen tussen onder na
    the a an and or of in on at to for from by with about as into is are was were be been being
    am do does did done has have had having will would shall should can could may might must what
    which who whom whose when where why how many much it its this that these those there here he
    she they them their his her him we us our you your i me my not no nor so than then if else but
    any some all each s t according say says said during per please tell give list
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words of both languages that carry no subject; "in", "is", "of", "had" belong to both."""


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
    found = []
    for match in _WORD.finditer(fold(text)):
        parts = _PART.findall(match[0])
        found.extend(parts)
        if len(parts) > 1:
            found.append("".join(parts))
    return found


def content_words(question: str) -> list[str]:
    """Return the question's folded words without stopwords, each once, in order.

    If nothing is left, all its words are returned: "Wat is dat?" asks for something too.
    """
    every = list(dict.fromkeys(words(question)))
    return [word for word in every if word not in STOPWORDS] or every


@dataclass(frozen=True, slots=True)
class Postings:
    """Which rows hold which stem, how often. Arrays may be memory-mapped.

    ``forms`` are the folded words as they stand in the letters, sorted; ``form_stems`` gives the
    stem of each. The rows of stem i are ``rows[starts[i]:starts[i + 1]]``, rising.
    """

    forms: Sequence[str]
    form_stems: NDArray[np.int32]  # (forms,)
    stems: Mapping[str, int]  # stem -> its number
    starts: NDArray[np.int64]  # (stems + 1,)
    rows: NDArray[np.int32]  # (postings,)
    counts: NDArray[np.int32]  # (postings,)
    lengths: NDArray[np.int32]  # (rows,) words in each row

    def document_frequency(self, stem_: str) -> int:
        """Return in how many rows the stem occurs."""
        return len(self.rows_of(stem_))

    def rows_of(self, stem_: str) -> NDArray[np.int32]:
        """Return the rows that hold the stem, rising."""
        number = self.stems.get(stem_)
        if number is None:
            return self.rows[:0]
        return self.rows[self.starts[number] : self.starts[number + 1]]


def build_postings(texts: Sequence[str]) -> Postings:
    """Count the words of each text; row i is text i."""
    form_stem: dict[str, str] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    lengths = np.zeros(len(texts), np.int32)
    for row, text in enumerate(texts):
        tokens = words(text)
        lengths[row] = len(tokens)
        for token in tokens:
            if token not in form_stem:
                form_stem[token] = stem(token)
        for stem_, count in Counter(form_stem[token] for token in tokens).items():
            found.setdefault(stem_, []).append((row, count))
    names = sorted(found)
    stems = {name: number for number, name in enumerate(names)}
    starts = np.zeros(len(names) + 1, np.int64)
    starts[1:] = np.cumsum([len(found[name]) for name in names])
    pairs = np.array([pair for name in names for pair in found[name]], np.int32).reshape(-1, 2)
    forms = sorted(form_stem)
    return Postings(
        forms=forms,
        form_stems=np.array([stems[form_stem[form]] for form in forms], np.int32),
        stems=stems,
        starts=starts,
        rows=np.ascontiguousarray(pairs[:, 0]),
        counts=np.ascontiguousarray(pairs[:, 1]),
        lengths=lengths,
    )


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

    Each group counts once for a row: with the best of its stems, as if they were one word.

    Args:
        postings: The rows.
        groups: One group for each word of the question.
        statistics: Counts over the whole index, of which these rows may be a part.

    Returns:
        Scores of shape (rows,), at least 0.
    """
    scores = np.zeros(len(postings.lengths), np.float32)
    for group in groups:
        best = np.zeros_like(scores)
        for stem_, weight in group.items():
            rows, values = _stem_scores(postings, stem_, weight, statistics)
            best[rows] = np.maximum(best[rows], values)
        scores += best
    return scores


def bm25_parts(
    postings: Postings,
    groups: Sequence[WordGroup],
    statistics: WordStatistics,
    rows: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return what each group adds to the score of some rows, shape (groups, rows).

    The columns' sums are the scores of `bm25`.
    """
    parts = np.zeros((len(groups), len(rows)), np.float32)
    for part, group in zip(parts, groups, strict=True):
        for stem_, weight in group.items():
            found, values = _stem_scores(postings, stem_, weight, statistics)
            if len(found) == 0:
                continue
            at = np.minimum(np.searchsorted(found, rows), len(found) - 1)
            np.maximum(part, np.where(found[at] == rows, values[at], 0), out=part)
    return parts


def _stem_scores(
    postings: Postings, stem_: str, weight: float, statistics: WordStatistics
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the rows that hold a stem, rising, and what it adds to their scores."""
    number = postings.stems.get(stem_)
    if number is None:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    part = slice(postings.starts[number], postings.starts[number + 1])
    rows, counts = postings.rows[part], postings.counts[part]
    mean = max(statistics.mean_length, 1.0)
    norm = K1 * (1 - B + B * postings.lengths[rows] / mean)
    values = weight * statistics.idf(stem_) * counts * (K1 + 1) / (counts + norm)
    return rows, values.astype(np.float32)
