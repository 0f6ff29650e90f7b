"""Fit the weights of ``qa.answering.support``: whether the letters answer a question at all.

Each answerable question is asked twice: of all letters, and with the letter that answers taken
away; the unanswerable ones once. Where the transformer has read the passages, questions about quite
other things are asked too, from the training data: its cosines tell these. Weights that were set by
hand stay, and so does the floor, which is no fit: it weighs wrong answers against wrong refusals.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from qa.answering.support import FEATURES, JOINED_FEATURES
from qa.assistant import Assistant
from qa.encoders.fitted import Fitted, SupportNumbers
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

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "training"
FAR = {"answering/rijksoverheid_vac.jsonl.gz": 150, "squad_train.jsonl.gz": 150}
"""Files of questions about quite other things, and how many are drawn from each."""

FAR_COUNTS = 0.5
"""What such a question counts beside one about letters."""

PENALTY = 0.003
FLOORS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)

Array = NDArray[np.float64]


def fit_support(asked: Asked, fitted: Fitted) -> tuple[Numbers, Figures]:
    """Return the weights that are fitted, the bias, and what is refused at some floors.

    Args:
        asked: What to fit on.
        fitted: The numbers so far: sentences are scored by them, and what was set by hand stays.
    """
    return _fit(FEATURES, asked, fitted, fitted.support, [])


def fit_joined_support(asked: Asked, fitted: Fitted, data: Path = DATA) -> tuple[Numbers, Figures]:
    """Return the same where the transformer has read the passages; see `fit_support`.

    Args:
        asked: What to fit on, indexed with the transformer.
        fitted: The numbers so far.
        data: Folder of the training data.
    """
    far = far_questions(data)
    return _fit(JOINED_FEATURES, asked, fitted, fitted.joined_support, far)


def _fit(
    names: Sequence[str],
    asked: Asked,
    fitted: Fitted,
    part: SupportNumbers,
    far: Sequence[str],
) -> tuple[Numbers, Figures]:
    assistant = asked.assistant(fitted)
    features, answered, letters = observations(assistant, asked.questions, names)
    now = np.array([part.weights[name] for name in names])
    by_hand = weights_by_hand(part.made, names)
    counts = np.ones(len(answered))
    if far:
        of_far = [_features(assistant, question, None, names) for question in far]
        found = [row for row in of_far if row]
        features = np.concatenate([features, found])
        answered = np.concatenate([answered, np.zeros(len(found))])
        counts = np.concatenate([counts, np.full(len(found), FAR_COUNTS)])
        letters = [*letters, *map(str, range(len(found)))]
    is_far = counts < 1
    weights, bias = fit(features, answered, now, by_hand, counts)
    held = unseen(features, answered, letters, now, by_hand, counts)
    figures: Figures = {}
    for rows, of in ((~is_far, ""), (is_far, " of far ones")):
        if rows.any():
            as_they_were = features[rows] @ now + part.bias
            figures |= refused(f"as they were{of}", as_they_were, answered[rows], (part.floor,))
            figures |= refused(f"fitted, unseen{of}", held[rows], answered[rows], FLOORS)
    numbers = fitted_weights(names, weights, by_hand)
    return {**numbers, "bias": round(bias, 2)}, figures


def far_questions(data: Path) -> list[str]:
    """Draw questions of the training data, which letters do not answer."""
    rng = random.Random(0)
    drawn = []
    for name, count in FAR.items():
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            questions = [json.loads(line)["question"] for line in lines]
        drawn += rng.sample(questions, min(count, len(questions)))
    return drawn


def _features(
    assistant: Assistant, question: str, where: Filter | None, names: Sequence[str]
) -> list[float]:
    """Return what is told of an answer; nothing where no passage resembles the question."""
    support = assistant.support(question, where)
    return [getattr(support, name) for name in names] if support else []


def observations(
    assistant: Assistant, questions: Sequence[EvalQuestion], names: Sequence[str] = FEATURES
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
            if features := _features(assistant, question.question, where, names):
                rows.append(features)
                answered.append(label)
                of.append(question.letter or question.id)
    return np.array(rows), np.array(answered), of


def fit(
    features: Array,
    answered: Array,
    now: Array,
    by_hand: Collection[int],
    counts: Array | None = None,
) -> tuple[Array, float]:
    """Return weights and bias of a logistic regression; the weights by hand as they are now.

    Args:
        features: Shape (n, weights).
        answered: 1 where there is an answer, else 0, shape (n,).
        now: The weights as they are.
        by_hand: Places of those that stay.
        counts: What each row counts; all alike by default.
    """
    free = torch.tensor([i not in by_hand for i in range(features.shape[1])])
    every, y = torch.from_numpy(features), torch.from_numpy(answered)
    given = every[:, ~free] @ torch.from_numpy(now)[~free]
    x = every[:, free]
    mean, scale = x.mean(dim=0), x.std(dim=0) + 1e-6
    share = torch.from_numpy(np.ones(len(answered)) if counts is None else counts)
    weights = torch.zeros(x.shape[1] + 1, dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        logits = (x - mean) / scale @ weights[:-1] + weights[-1] + given
        total = functional.binary_cross_entropy_with_logits(logits, y, share / share.mean())
        total = total + PENALTY * (weights[:-1] ** 2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    raw = (weights[:-1] / scale).detach()
    found = now.copy()
    found[free.numpy()] = raw.numpy()
    return found, float((weights[-1] - (raw * mean).sum()).detach())


def unseen(
    features: Array,
    answered: Array,
    letters: Sequence[str],
    now: Array,
    by_hand: Collection[int],
    counts: Array | None = None,
) -> Array:
    """Return each row's logit of an answer, under weights fitted without its fold."""
    of = folds_of(letters)
    found = np.zeros(len(answered))
    for number in range(FOLDS):
        seen = of != number
        known = None if counts is None else counts[seen]
        weights, bias = fit(features[seen], answered[seen], now, by_hand, known)
        found[~seen] = features[~seen] @ weights + bias
    return found


def refused(what: str, logits: Array, answered: Array, floors: Sequence[float]) -> Figures:
    """Return the shares that are refused rightly and wrongly at each floor."""
    probability = 1 / (1 + np.exp(-logits))
    shares = {}
    for floor in floors:
        for name, label in (("refused", 0), ("wrongly refused", 1)):
            if not (answered == label).any():
                continue
            share = float(np.mean(probability[answered == label] < floor))
            shares[f"{name} at {floor}, {what}"] = round(share, 4)
    return shares
