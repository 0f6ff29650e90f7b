"""Fit the weights of ``qa.answering.evidence`` on questions whose answers are known.

    python -m training.evidence [--letters DIR] [--questions FILE]

Prints the weights and how often the first sentence is right, also on letters that a fit has not
seen. Writes nothing: the weights are copied by hand, after a look at what they do elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from qa.answering.evidence import QUOTE_CHARACTERS, WEIGHTS, Candidate
from qa.assistant import Assistant
from qa.evaluation.questions import EvalQuestion, folded, holds_evidence
from training.asked import FOLDS, asked, folds_of

PENALTY = 0.01  # of the squared weights, per standard deviation of a feature


@dataclass(frozen=True)
class Choice:
    """The features of all sentences read for a question, and which of them answer it."""

    letter: str
    features: NDArray[np.float32]  # (sentences, features)
    right: NDArray[np.bool_]  # (sentences,)


def choices(assistant: Assistant, questions: Sequence[EvalQuestion]) -> list[Choice]:
    """Return a choice for each answerable question."""
    found = []
    for question in questions:
        if question.answerable and question.letter:
            candidates = assistant.candidates(question.question)
            found.append(
                Choice(
                    question.letter,
                    np.stack([candidate.features for candidate in candidates]),
                    np.array([_answers(candidate, question) for candidate in candidates]),
                )
            )
    return found


def _answers(candidate: Candidate, question: EvalQuestion) -> bool:
    text = candidate.sentence.text
    same = candidate.letter.doc_id == question.letter
    named = any(folded(answer) in folded(text) for answer in question.answers)
    return len(text) <= QUOTE_CHARACTERS and (holds_evidence(text, question) or (same and named))


def fit(chosen: Sequence[Choice], penalty: float = PENALTY) -> NDArray[np.float64]:
    """Return the weights under which the right sentences are most likely (conditional logit)."""
    usable = [choice for choice in chosen if choice.right.any()]
    features = torch.from_numpy(np.concatenate([c.features for c in usable])).double()
    scale = features.std(dim=0) + 1e-6
    parts = [len(choice.right) for choice in usable]
    right = torch.from_numpy(np.concatenate([choice.right for choice in usable]))
    weights = torch.zeros(features.shape[1], dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        scores = (features / scale @ weights).split(parts)
        losses = [
            part.logsumexp(dim=0) - part[mask].logsumexp(dim=0)
            for part, mask in zip(scores, right.split(parts), strict=True)
        ]
        total = torch.stack(losses).mean() + penalty * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return (weights / scale).detach().numpy()


def share_right(chosen: Sequence[Choice], weights: NDArray[np.float64]) -> list[bool]:
    """Return for each question whether the best sentence answers it."""
    return [bool(choice.right[int((choice.features @ weights).argmax())]) for choice in chosen]


def unseen(chosen: Sequence[Choice]) -> list[bool]:
    """Return the same, each question under weights fitted without its letter's fold."""
    fold = folds_of([choice.letter for choice in chosen])
    right = np.zeros(len(chosen), bool)
    for number in range(FOLDS):
        weights = fit([choice for choice, of in zip(chosen, fold, strict=True) if of != number])
        held = np.flatnonzero(fold == number)
        right[held] = share_right([chosen[i] for i in held], weights)
    return right.tolist()


def main() -> None:
    """Fit on the questions, and print."""
    with asked((__doc__ or "").splitlines()[0]) as (assistant, questions):
        chosen = choices(assistant, questions)
    weights = fit(chosen)
    for name, weight in zip(WEIGHTS, weights.tolist(), strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')
    langs = np.array([q.lang for q in questions if q.answerable and q.letter])
    for what, right in (
        ("as they are in the program", share_right(chosen, np.array(list(WEIGHTS.values())))),
        ("fitted", share_right(chosen, weights)),
        ("fitted on other letters", unseen(chosen)),
    ):
        by_lang = ", ".join(
            f"{lang} {np.mean(np.array(right)[langs == lang]):.3f}" for lang in ("en", "nl")
        )
        sys.stdout.write(f"first sentence right, weights {what}: {by_lang}\n")


if __name__ == "__main__":
    main()
