"""What the last steps are fitted on: an index of letters, and questions whose answers are known.

The letters are not in the repository; the questions are (``benchmarks/questions``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from qa.assistant import Assistant
from qa.encoders.encoder import Encoder, StaticEncoder
from qa.encoders.fitted import (
    ChoosingNumbers,
    DataUsed,
    EvidenceNumbers,
    Fitted,
    Made,
    RetrievalNumbers,
    SupportNumbers,
)
from qa.evaluation.questions import EvalQuestion, QuestionSet, load_questions
from qa.index import Store
from qa.index.engines import engine_of
from qa.indexing import build_index, open_encoders
from qa.settings import STATIC_ENCODER, Settings

FOLDS = 10

Numbers = dict[str, float | tuple[float, ...]]
"""What a fit has found for numbers of a part, by their names; a weight is ``weights.NAME``."""

Figures = dict[str, float]
"""What numbers reach, in words."""


@dataclass(frozen=True)
class Asked:
    """An index of letters, and questions to fit on; ``used`` says which file they come from."""

    settings: Settings
    store: Store
    encoder: Encoder
    lexicon: StaticEncoder
    questions: Sequence[EvalQuestion]
    used: DataUsed

    @property
    def answerable(self) -> list[EvalQuestion]:
        """The questions that a letter answers."""
        return [question for question in self.questions if question.answerable and question.letter]

    def assistant(self, fitted: Fitted) -> Assistant:
        """Return an assistant that goes by these numbers, whatever table they were fitted to."""
        self.lexicon.fitted = fitted
        return Assistant(self.settings, self.store, self.encoder, self.lexicon)


def ask_about(letters: Path, questions: Path, folder: Path, encoder: str = STATIC_ENCODER) -> Asked:
    """Index letters, to ask about them.

    Args:
        letters: A folder of letters.
        questions: A file of questions about them.
        folder: Where the index is put.
        encoder: The table of token vectors that ships, alone or with the transformer.
    """
    settings = Settings(corpus=letters, index=folder / encoder, encoder=encoder)
    build_index(settings)
    store = engine_of(settings).open()
    known: QuestionSet = load_questions(questions, store.letter)
    digest = hashlib.sha256(questions.read_bytes()).hexdigest()
    used = DataUsed(name=known.name, questions=len(known.questions), sha256=digest)
    return Asked(settings, store, *open_encoders(settings), known.questions, used)


Part = TypeVar("Part", RetrievalNumbers, EvidenceNumbers, SupportNumbers, ChoosingNumbers)


def with_numbers(part: Part, numbers: Numbers) -> Part:
    """Return a part with other numbers; those not named stay.

    Raises:
        ValueError: If a number is out of its range, or there is none of its name.
    """
    fields = part.model_dump()
    for name, value in numbers.items():
        outer, _, inner = name.partition(".")
        if inner:
            fields[outer][inner] = value
        else:
            fields[outer] = value
    return type(part).model_validate(fields)


def weights_by_hand(made: Made, names: Sequence[str]) -> list[int]:
    """Return the places among ``names`` of the weights that were set by hand."""
    return [i for i, name in enumerate(names) if f"weights.{name}" in made.by_hand]


def fitted_weights(
    names: Sequence[str], weights: NDArray[np.float64], by_hand: Collection[int]
) -> Numbers:
    """Name the weights that were not set by hand, to two digits."""
    pairs = enumerate(zip(names, weights.tolist(), strict=True))
    return {f"weights.{name}": round(value, 2) for i, (name, value) in pairs if i not in by_hand}


def folds_of(letters: Sequence[str]) -> np.ndarray:
    """Return for each row the number of its letter's fold, 0 to `FOLDS` - 1."""
    names = sorted(set(letters))
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[name]: place % FOLDS for place, name in enumerate(order.tolist())}
    return np.array([fold[letter] for letter in letters])
