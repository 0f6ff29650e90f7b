"""Fit the weights of ``qa.answering.support``: whether the letters answer a question at all.

    python -m training.support [--letters DIR] [--questions FILE]

Each answerable question is asked twice: of all letters, and with the letter that answers taken
away; the unanswerable ones once. Prints weights and what is refused, also on letters that a fit has
not seen. Writes nothing: the weights are copied by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from qa.answering.support import WEIGHTS
from qa.assistant import Assistant
from qa.evaluation.questions import EvalQuestion
from qa.index import Filter
from training.asked import FOLDS, asked, folds_of

PENALTY = 0.003
FLOORS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


def observations(
    assistant: Assistant, questions: Sequence[EvalQuestion]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """Return features (n, weights), whether there is an answer (n,), and each row's letter."""
    letters = tuple(entry.doc_id for entry in assistant.letters)
    rows, answered, of = [], [], []
    for question in questions:
        asked = [(None, float(question.answerable))]
        if question.answerable:
            others = tuple(doc_id for doc_id in letters if doc_id != question.letter)
            asked.append((Filter(doc_ids=others), 0.0))
        for where, label in asked:
            support = assistant.support(question.question, where)
            if support:
                rows.append([getattr(support, name) for name in WEIGHTS])
                answered.append(label)
                of.append(question.letter or question.id)
    return np.array(rows), np.array(answered), of


def fit(
    features: NDArray[np.float64], answered: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias of a logistic regression."""
    x, y = torch.from_numpy(features), torch.from_numpy(answered)
    mean, scale = x.mean(dim=0), x.std(dim=0) + 1e-6
    weights = torch.zeros(x.shape[1] + 1, dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        logits = (x - mean) / scale @ weights[:-1] + weights[-1]
        total = functional.binary_cross_entropy_with_logits(logits, y)
        total = total + PENALTY * (weights[:-1] ** 2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    raw = (weights[:-1] / scale).detach()
    return raw.numpy(), float((weights[-1] - (raw * mean).sum()).detach())


def unseen(
    features: NDArray[np.float64], answered: NDArray[np.float64], letters: Sequence[str]
) -> NDArray[np.float64]:
    """Return each row's probability of an answer, under weights fitted without its fold."""
    of = folds_of(letters)
    found = np.zeros(len(answered))
    for number in range(FOLDS):
        weights, bias = fit(features[of != number], answered[of != number])
        found[of == number] = 1 / (1 + np.exp(-(features[of == number] @ weights + bias)))
    return found


def main() -> None:
    """Fit on the questions, and print."""
    with asked((__doc__ or "").splitlines()[0]) as (assistant, questions):
        features, answered, letters = observations(assistant, questions)
    weights, bias = fit(features, answered)
    for name, weight in zip(WEIGHTS, weights.tolist(), strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')
    sys.stdout.write(f"BIAS = {bias:.2f}\n")
    held = unseen(features, answered, letters)
    for floor in FLOORS:
        refused = np.mean(held[answered == 0] < floor)
        wrongly = np.mean(held[answered == 1] < floor)
        sys.stdout.write(f"floor {floor:.2f}: refused {refused:.2f}, wrongly {wrongly:.2f}\n")


if __name__ == "__main__":
    main()
