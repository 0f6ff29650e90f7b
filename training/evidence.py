"""Fit the weights of ``qa.answering.evidence`` on questions whose answers are known.

Conditional logit: the weights under which the sentences that answer are likeliest among all that
are read. Weights that were set by hand stay, and the others are fitted beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from qa.answering.evidence import FEATURES, QUOTE_CHARACTERS, Candidate, Evidence
from qa.assistant import Assistant
from qa.encoders.fitted import Fitted
from qa.evaluation.questions import EvalQuestion, folded, holds_evidence
from training.asked import (
    FOLDS,
    Asked,
    Figures,
    Numbers,
    fitted_weights,
    folds_of,
    weights_by_hand,
)

PENALTY = 0.01  # of the squared weights, per standard deviation of a feature

Weights = NDArray[np.float64]
"""What each feature counts, in the order of `FEATURES`."""


@dataclass(frozen=True)
class Choice:
    """The features of all sentences read for a question, and which of them answer it."""

    letter: str
    lang: str
    features: NDArray[np.float32]  # (sentences, features)
    right: NDArray[np.bool_]  # (sentences,)


def fit_evidence(asked: Asked, fitted: Fitted) -> tuple[Numbers, Figures]:
    """Return the weights that are fitted, and how often the first sentence is right.

    Args:
        asked: What to fit on.
        fitted: The numbers so far: hits are found by them, and what was set by hand stays.
    """
    chosen = choices(asked.assistant(fitted), asked.answerable)
    now = np.array([fitted.evidence.weights[name] for name in FEATURES])
    by_hand = weights_by_hand(fitted.evidence.made, FEATURES)
    weights = fit(chosen, now, by_hand)
    langs = np.array([choice.lang for choice in chosen])
    figures = {}
    for what, right in (
        ("as they were", share_right(chosen, now)),
        ("fitted", share_right(chosen, weights)),
        ("fitted, unseen", unseen(chosen, now, by_hand)),
    ):
        for lang in ("en", "nl"):
            share = np.mean(np.array(right)[langs == lang])
            figures[f"first sentence right, {what}, {lang}"] = round(float(share), 4)
    return fitted_weights(FEATURES, weights, by_hand), figures


def choices(assistant: Assistant, questions: Sequence[EvalQuestion]) -> list[Choice]:
    """Return a choice for each question."""
    found = []
    for question in questions:
        candidates = assistant.candidates(question.question)
        found.append(
            Choice(
                str(question.letter),
                question.lang,
                np.stack([candidate.features for candidate in candidates]),
                np.array([answers(candidate, question) for candidate in candidates]),
            )
        )
    return found


def answers(candidate: Candidate | Evidence, question: EvalQuestion) -> bool:
    """Tell whether a sentence can be quoted whole and answers the question."""
    text = candidate.sentence.text
    same = candidate.letter.doc_id == question.letter
    named = any(folded(answer) in folded(text) for answer in question.answers)
    return len(text) <= QUOTE_CHARACTERS and (holds_evidence(text, question) or (same and named))


def fit(
    chosen: Sequence[Choice], now: Weights, by_hand: Collection[int], penalty: float = PENALTY
) -> Weights:
    """Return the weights under which the right sentences are likeliest; those by hand as now."""
    usable = [choice for choice in chosen if choice.right.any()]
    features = torch.from_numpy(np.concatenate([c.features for c in usable])).double()
    free = torch.tensor([i not in by_hand for i in range(features.shape[1])])
    scale = features.std(dim=0) + 1e-6
    parts = [len(choice.right) for choice in usable]
    right = torch.from_numpy(np.concatenate([choice.right for choice in usable]))
    given = features[:, ~free] @ torch.from_numpy(now)[~free]
    scaled = (features / scale)[:, free]
    weights = torch.zeros(scaled.shape[1], dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        scores = (scaled @ weights + given).split(parts)
        losses = [
            part.logsumexp(dim=0) - part[mask].logsumexp(dim=0)
            for part, mask in zip(scores, right.split(parts), strict=True)
        ]
        total = torch.stack(losses).mean() + penalty * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    found = now.copy()
    found[free.numpy()] = (weights / scale[free]).detach().numpy()
    return found


def share_right(chosen: Sequence[Choice], weights: Weights) -> list[bool]:
    """Return for each question whether the best sentence answers it."""
    return [bool(choice.right[int((choice.features @ weights).argmax())]) for choice in chosen]


def unseen(chosen: Sequence[Choice], now: Weights, by_hand: Collection[int]) -> list[bool]:
    """Return the same, each question under weights fitted without its letter's fold."""
    fold = folds_of([choice.letter for choice in chosen])
    right = np.zeros(len(chosen), bool)
    for number in range(FOLDS):
        others = [choice for choice, of in zip(chosen, fold, strict=True) if of != number]
        held = np.flatnonzero(fold == number)
        right[held] = share_right([chosen[i] for i in held], fit(others, now, by_hand))
    return right.tolist()
