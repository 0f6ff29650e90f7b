"""Measure what the shares by which quotes are chosen reach: all of them were set by hand."""

from __future__ import annotations

import numpy as np

from qa.encoders.fitted import Fitted
from qa.evaluation.questions import is_right
from training.asked import Asked, Figures, Numbers


def measure_choosing(asked: Asked, fitted: Fitted) -> tuple[Numbers, Figures]:
    """Return no numbers, and how often the first quote is right, refusals counting as wrong."""
    assistant = asked.assistant(fitted)
    right: dict[str, list[bool]] = {}
    for question in asked.answerable:
        quotes = assistant.ask(question.question).quotes[:1]
        right.setdefault(question.lang, []).append(any(is_right(q, question) for q in quotes))
    shares = {f"first quote right, {lang}": float(np.mean(of)) for lang, of in right.items()}
    return {}, {name: round(share, 4) for name, share in shares.items()}
