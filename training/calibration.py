"""Whether the probability of an answer can be mended: ``python -m training.calibration``.

Reads the answers that ``benchmarks.among_papers`` keeps. A line is put through the logits (Platt
1999), which changes no order and so no decision, and the calibration error of each set is told
before and after: read without the letter's fold, and without the whole set. Writes no numbers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.measures import Interval
from qa.evaluation.refusals import Asked
from qa.evaluation.reliability import calibration_error, unavoidable
from qa.evaluation.table import markdown_table
from training.asked import folds_of
from training.support import fit

MIXES = (
    ("letters-dev", "letters-near", "letters-later", "letters-far"),
    ("letters-dev", "letters-later", "letters-far"),
)
"""Sets that a line is fitted on; letters-own is what the probability was fitted on."""

LEAST = 1e-3
"""Probabilities nearer to 0 or 1 count as this near. What another rule refuses has 0 and stays."""

Array = NDArray[np.float64]


def fit_line(told: Array, answerable: Array) -> tuple[float, float]:
    """Return a and b of the likeliest sigmoid(a logit(told) + b).

    Args:
        told: Probabilities, shape (n,).
        answerable: 1 where there is an answer, else 0, shape (n,); both occur.
    """
    weights, bias = fit(_logit(told)[:, None], answerable, np.ones(1), ())
    return float(weights[0]), bias


def mended(told: Array, line: tuple[float, float]) -> Array:
    """Return the probabilities put through a line; 0 stays 0."""
    return np.where(told == 0, 0.0, _sigmoid(line[0] * _logit(told) + line[1]))


def held_out(told: Array, answerable: Array, known: NDArray[np.bool_], of: Array) -> Array:
    """Return the probabilities mended, each part by a line fitted to what is known of the others.

    Args:
        told: Probabilities, shape (n,).
        answerable: 1 where there is an answer, else 0, shape (n,).
        known: Which may be fitted on, shape (n,).
        of: The number of each one's part, shape (n,).
    """
    found = told.copy()
    for part in np.unique(of):
        seen = known & (of != part) & (told > 0)
        if len(np.unique(answerable[seen])) == 2:
            found[of == part] = mended(told[of == part], fit_line(told[seen], answerable[seen]))
    return found


def _logit(told: Array) -> Array:
    kept = np.clip(told, LEAST, 1 - LEAST)
    return np.asarray(np.log(kept / (1 - kept)), np.float64)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -50, 50))), np.float64)


def rows(answers: Sequence[dict[str, Any]], mix: Sequence[str]) -> list[list[str]]:
    """Return a row for each set and for the mix: n, share with an answer, errors."""
    told = np.array([one["probability"] for one in answers])
    answerable = np.array([float(one["answerable"]) for one in answers])
    sets = np.array([one["set"] for one in answers])
    known = np.isin(sets, mix)
    letters = [one["letter"] or f"{one['set']} {one['id']}" for one in answers]
    of_set = np.unique(sets, return_inverse=True)[1].astype(np.float64)
    ways = (
        told,
        held_out(told, answerable, known, folds_of(letters)),
        held_out(told, answerable, known, of_set),
    )
    found = []
    for name, which in (*((name, sets == name) for name in dict.fromkeys(sets)), ("mix", known)):
        asked = [
            [
                Asked(name, bool(y), float(p))
                for y, p in zip(answerable[which], way[which], strict=True)
            ]
            for way in ways
        ]
        errors = [_figure(calibration_error(of)) for of in asked]
        share = f"{answerable[which].mean():.2f}"
        found.append([name, str(which.sum()), share, f"{unavoidable(asked[0]):.3f}", *errors])
    return found


def _figure(error: Interval) -> str:
    return f"{error.mean:.3f} ({error.low:.2f}-{error.high:.2f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each mix; always 0."""
    parser = argparse.ArgumentParser(prog="python -m training.calibration", description=__doc__)
    parser.add_argument("answers", type=Path, help="answers.jsonl of benchmarks.among_papers")
    parser.add_argument("--corpus", default="letters", help="letters or papers (letters)")
    given = parser.parse_args(arguments)
    lines = map(json.loads, given.answers.read_text(encoding="utf-8").splitlines())
    answers = [line for line in lines if line["corpus"] == given.corpus]
    heads = ["set", "n", "answerable", "unavoidable", "as it is", "letter away", "set away"]
    for mix in MIXES:
        of = [one for one in answers if one["set"] in mix and one["probability"] > 0]
        line = fit_line(
            np.array([one["probability"] for one in of]),
            np.array([float(one["answerable"]) for one in of]),
        )
        sys.stdout.write(f"fitted on {', '.join(mix)}: {line[0]:.2f}, {line[1]:.2f}\n\n")
        sys.stdout.write(markdown_table(heads, rows(answers, mix)) + "\n\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
