"""Which of the scored sentences are quoted, and how much of their letter.

The best sentence, with its neighbour if that is nearly as good; further ones that come near it and
say something else. A sentence that says the same as one chosen before is not quoted again: its
place is kept beside the first. Scores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from qa.answering.evidence import QUOTE_CHARACTERS, Evidence
from qa.answering.pairs import is_bare
from qa.encoders.fitted import ChoosingNumbers
from qa.letters.sentences import sentences_of
from qa.text.folding import fold

MAX_QUOTES = 3
"""Quotes of an answer, at most. A rule of thumb."""

ALIKE = 92.0
"""Two sentences say the same if their letters agree to this share, in per cent, and all figures
do: a ministry writes one sentence into many letters. A rule of thumb."""

MAX_ALSO = 20
"""Other places of one quote that are told, at most."""


@dataclass(frozen=True)
class Chosen:
    """A sentence to quote, the stretch of its letter to show, and where else the same is said."""

    evidence: Evidence
    span: tuple[int, int]
    also: tuple[Evidence, ...] = ()


def choose(scored: Sequence[Evidence], fitted: ChoosingNumbers) -> list[Chosen]:
    """Take the sentences to quote.

    Args:
        scored: Best first.
        fitted: How near the best a sentence must come.

    Returns:
        Up to `MAX_QUOTES`, best first; never two that say the same.
    """
    chosen: list[Chosen] = []
    for candidate in scored:
        alike = (i for i, one in enumerate(chosen) if _says_the_same(candidate, one.evidence))
        if (same := next(alike, None)) is not None:
            chosen[same] = _also(chosen[same], candidate)
        elif (
            len(chosen) < MAX_QUOTES
            and candidate.share >= fitted.second * scored[0].share
            and not _in(candidate, chosen)
        ):
            chosen.append(Chosen(candidate, _span(candidate, scored, chosen, fitted.joined)))
    return chosen


def _also(chosen: Chosen, other: Evidence) -> Chosen:
    """Add where a letter says the same, one place of each letter."""
    letters = {e.letter.doc_id for e in (chosen.evidence, *chosen.also)}
    if len(chosen.also) == MAX_ALSO or other.letter.doc_id in letters:
        return chosen
    return replace(chosen, also=(*chosen.also, other))


def _says_the_same(one: Evidence, other: Evidence) -> bool:
    lengths = sorted(len(e.sentence.text) for e in (one, other))
    if lengths[0] < ALIKE / 100 * lengths[1]:
        return False
    texts = [fold(e.sentence.text) for e in (one, other)]
    figures = [re.findall(r"\d+", text) for text in texts]
    return figures[0] == figures[1] and bool(fuzz.ratio(*texts, score_cutoff=ALIKE))


def _in(candidate: Evidence, chosen: Sequence[Chosen]) -> bool:
    """Tell whether a sentence stands in what is quoted already."""
    return any(
        one.evidence.letter.doc_id == candidate.letter.doc_id
        and one.span[0] <= candidate.sentence.start < one.span[1]
        for one in chosen
    )


def _span(
    best: Evidence, scored: Sequence[Evidence], chosen: Sequence[Chosen], joined: float
) -> tuple[int, int]:
    """Return what to quote: the sentence with a neighbour that is nearly as good, if both fit and
    the neighbour is not quoted already; "Ja." with what follows it."""
    start, end = best.sentence.start, best.sentence.end
    if end - start > QUOTE_CHARACTERS:
        cut = best.letter.text.rfind(" ", start, start + QUOTE_CHARACTERS + 1)
        return start, cut if cut > start else start + QUOTE_CHARACTERS
    sentences = sentences_of(best.unit)
    at = sentences.index(best.sentence)
    following = sentences[at + 1 : at + 2]
    if is_bare(best.sentence) and following and following[0].end - start <= QUOTE_CHARACTERS:
        return start, following[0].end
    neighbours = {s.start for s in sentences[max(0, at - 1) : at + 2]} - {start}
    for other in scored:  # best first
        if other.share < joined * best.share:
            break
        same = other.letter.doc_id == best.letter.doc_id
        beside = same and other.sentence.start in neighbours and not _in(other, chosen)
        if beside and not other.sentence.text.endswith("?"):
            first, last = min(start, other.sentence.start), max(end, other.sentence.end)
            if last - first <= QUOTE_CHARACTERS:
                return first, last
    return start, end
