"""What the last steps are fitted on: an index of letters, and questions whose answers are known.

The letters are not in the repository; the questions are (``benchmarks/questions``).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from qa.assistant import Assistant
from qa.evaluation.questions import EvalQuestion, load_questions
from qa.indexing import build_index
from qa.settings import Settings

FOLDS = 10
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def asked(about: str) -> Iterator[tuple[Assistant, Sequence[EvalQuestion]]]:
    """Read the command line's ``--letters`` and ``--questions``, and open an index of the letters.

    Args:
        about: What the command does, for ``--help``.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--letters", type=Path, default=ROOT.parent / "shared" / "letters")
    parser.add_argument(
        "--questions", type=Path, default=ROOT / "benchmarks" / "questions" / "letters-own.jsonl"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=options.letters, index=Path(folder) / "index")
        build_index(settings)
        assistant = Assistant.open(settings=settings)
        yield assistant, load_questions(options.questions, assistant.letter).questions


def folds_of(letters: Sequence[str]) -> np.ndarray:
    """Return for each row the number of its letter's fold, 0 to `FOLDS` - 1."""
    names = sorted(set(letters))
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[name]: place % FOLDS for place, name in enumerate(order.tolist())}
    return np.array([fold[letter] for letter in letters])
