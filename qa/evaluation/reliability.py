"""Whether the probability of an answer is one: how often it comes true, and its picture.

Questions are put together by how likely the program thought it that the letters answer. Among those
at 0.8 about eight in ten should have an answer; how far they are from that, weighed by how many
they are, is the expected calibration error. Sets that it was fitted on say nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.measures import Interval
from qa.evaluation.refusals import HEIGHT, MARGIN, WIDTH, Asked, axes, x_of, y_of

BINS = 10
"""Equal parts of 0 to 1."""

ROUNDS, SEED = 2000, 7

Array = NDArray[np.float64]


class Bin(NamedTuple):
    """Questions of about the same probability: how many, their mean, the share with an answer."""

    questions: int
    told: float
    answerable: float


def bins(asked: Sequence[Asked]) -> list[Bin]:
    """Return the bins that hold a question, by rising probability."""
    told, answerable = _arrays(asked)
    of = _bin_of(told)
    return [
        Bin(int((of == i).sum()), float(told[of == i].mean()), float(answerable[of == i].mean()))
        for i in range(BINS)
        if (of == i).any()
    ]


def calibration_error(asked: Sequence[Asked]) -> Interval:
    """Return the expected calibration error, 0 to 1, with its 95 % interval by bootstrap.

    Few questions never fit exactly, so that a small set has an error above 0 however good the
    probability is; `unavoidable` says how much.

    Source: Naeini, Cooper and Hauskrecht 2015, section 2.

    Raises:
        ValueError: If nothing was asked.
    """
    if not asked:
        raise ValueError("no questions to measure on")
    told, answerable = _arrays(asked)
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(len(told), size=(ROUNDS, len(told)))
    errors = [_error(told[rows], answerable[rows]) for rows in drawn]
    low, high = np.percentile(errors, [2.5, 97.5])
    return Interval(_error(told, answerable), float(low), float(high), len(told))


def unavoidable(asked: Sequence[Asked]) -> float:
    """Return the mean error on as many questions if their probabilities were exactly right."""
    told, _ = _arrays(asked)
    drawn = np.random.default_rng(SEED).random((ROUNDS, len(told))) < told
    return float(np.mean([_error(told, row.astype(np.float64)) for row in drawn]))


def _arrays(asked: Sequence[Asked]) -> tuple[Array, Array]:
    told = np.array([one.probability for one in asked], np.float64)
    return told, np.array([one.answerable for one in asked], np.float64)


def _bin_of(told: Array) -> NDArray[np.int64]:
    return np.minimum((told * BINS).astype(np.int64), BINS - 1)


def _error(told: Array, answerable: Array) -> float:
    gaps = np.bincount(_bin_of(told), answerable - told, BINS)
    return float(np.abs(gaps).sum() / len(told))


def reliability_svg(asked: Sequence[Asked]) -> str:
    """Draw the share with an answer against what was told, as an SVG picture.

    A disc is a bin, its area the number of questions in it; on the dashed line it tells the truth.

    Raises:
        ValueError: If nothing was asked.
    """
    error = calibration_error(asked)
    sets = ", ".join(dict.fromkeys(one.set for one in asked))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="13" role="img">',
        "<title>Reliability: questions that have an answer, against how likely that was "
        "thought</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *axes("how likely an answer was thought", "questions that have an answer"),
        f'<line x1="{x_of(0)}" y1="{y_of(0)}" x2="{x_of(1)}" y2="{y_of(1)}" stroke="#444444" '
        f'stroke-dasharray="4 4"/>',
    ]
    for one in bins(asked):
        radius = 3 + 40 * (one.questions / len(asked)) ** 0.5
        parts.append(
            f'<circle cx="{x_of(one.told):.1f}" cy="{y_of(one.answerable):.1f}" r="{radius:.1f}" '
            f'fill="#154273" fill-opacity="0.5"><title>{one.questions} questions thought '
            f"{one.told:.2f} likely: {one.answerable:.2f} have an answer</title></circle>"
        )
    lines = (
        f"expected calibration error {error.mean:.3f} ({error.low:.2f}–{error.high:.2f});",
        f"{unavoidable(asked):.3f} if each were exactly right",
        f"{len(asked)} questions of",
        sets,
    )
    for number, line in enumerate(lines):
        parts.append(
            f'<text x="{WIDTH - MARGIN}" y="{y_of(0.2) + 18 * number:.0f}" text-anchor="end" '
            f'fill="#154273">{line}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"
