"""Fit the weights of ``qa.answering.support``: whether the letters answer a question at all.

Each answerable question is asked twice: of all letters, and with the letter that answers taken
away; the unanswerable ones once. Weights that were set by hand stay, and so does the floor, which
is no fit: it weighs wrong answers against wrong refusals.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from qa.answering.support import FEATURES
from qa.assistant import Assistant
from qa.encoders.fitted import Fitted
from qa.evaluation.questions import EvalQuestion
from qa.index import Filter
from training.asked import (
    FOLDS,
    Asked,
    Figures,
    Numbers,
    fitted_weights,
    folds_of,
    weights_by_hand,
)

PENALTY = 0.003
FLOORS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)

Array = NDArray[np.float64]


def fit_support(asked: Asked, fitted: Fitted) -> tuple[Numbers, Figures]:
    """Return the weights that are fitted, the bias, and what is refused at some floors.

    Args:
        asked: What to fit on.
        fitted: The numbers so far: sentences are scored by them, and what was set by hand stays.
    """
    part = fitted.support
    features, answered, letters = observations(asked.assistant(fitted), asked.questions)
    now = np.array([part.weights[name] for name in FEATURES])
    by_hand = weights_by_hand(part.made, FEATURES)
    weights, bias = fit(features, answered, now, by_hand)
    figures = refused("as they were", features @ now + part.bias, answered, (part.floor,))
    held = unseen(features, answered, letters, now, by_hand)
    figures |= refused("fitted, unseen", held, answered, FLOORS)
    numbers = fitted_weights(FEATURES, weights, by_hand)
    return {**numbers, "bias": round(bias, 2)}, figures


def observations(
    assistant: Assistant, questions: Sequence[EvalQuestion]
) -> tuple[Array, Array, list[str]]:
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
                rows.append([getattr(support, name) for name in FEATURES])
                answered.append(label)
                of.append(question.letter or question.id)
    return np.array(rows), np.array(answered), of


def fit(
    features: Array, answered: Array, now: Array, by_hand: Collection[int]
) -> tuple[Array, float]:
    """Return weights and bias of a logistic regression; the weights by hand as they are now."""
    free = torch.tensor([i not in by_hand for i in range(features.shape[1])])
    every, y = torch.from_numpy(features), torch.from_numpy(answered)
    given = every[:, ~free] @ torch.from_numpy(now)[~free]
    x = every[:, free]
    mean, scale = x.mean(dim=0), x.std(dim=0) + 1e-6
    weights = torch.zeros(x.shape[1] + 1, dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        logits = (x - mean) / scale @ weights[:-1] + weights[-1] + given
        total = functional.binary_cross_entropy_with_logits(logits, y)
        total = total + PENALTY * (weights[:-1] ** 2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    raw = (weights[:-1] / scale).detach()
    found = now.copy()
    found[free.numpy()] = raw.numpy()
    return found, float((weights[-1] - (raw * mean).sum()).detach())


def unseen(
    features: Array, answered: Array, letters: Sequence[str], now: Array, by_hand: Collection[int]
) -> Array:
    """Return each row's logit of an answer, under weights fitted without its fold."""
    of = folds_of(letters)
    found = np.zeros(len(answered))
    for number in range(FOLDS):
        seen = of != number
        weights, bias = fit(features[seen], answered[seen], now, by_hand)
        found[~seen] = features[~seen] @ weights + bias
    return found


def refused(what: str, logits: Array, answered: Array, floors: Sequence[float]) -> Figures:
    """Return the shares that are refused rightly and wrongly at each floor."""
    probability = 1 / (1 + np.exp(-logits))
    shares = {}
    for floor in floors:
        for name, label in (("refused", 0), ("wrongly refused", 1)):
            share = float(np.mean(probability[answered == label] < floor))
            shares[f"{name} at {floor}, {what}"] = round(share, 4)
    return shares
