"""Which sentences and clauses of the quotes a sentence of a summary is about.

Words are compared across languages by their token vectors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentence_spans
from qa.retrieval.matching import matches, question_tokens

AS_NEAR = 0.1
"""Sentences of the quotes whose words fit so much less than the best one's are about it too."""

GAP = " […] "
"""Stands in a quote between sentences that do not follow one another in the letter."""

_CLAUSE = re.compile(
    r"[,;:()–]|\s-\s|\b(?:maar|en|omdat|zodat|waarbij|waarna|waarin|waarmee|nadat|voordat|terwijl"
    r"|zodra|die|dat|of|welke|but|and|because|which|that|while|after|before|whether)\b",
    re.IGNORECASE,
)


def about(text: str, quotes: Sequence[str], lexicon: StaticEncoder) -> list[str]:
    """Return the sentences of the quotes that a sentence is about, in their order."""
    every = [one for quote in quotes for one in sentences(quote)]
    fit = fits(text, every, lexicon)
    return [one for one, fits_ in zip(every, fit, strict=True) if fits_ >= fit.max() - AS_NEAR]


def sentences(quote: str) -> list[str]:
    """Return the sentences of a quote, in their order."""
    return [one for run in runs(quote) for one in run]


def runs(quote: str) -> list[list[str]]:
    """Return the sentences of a quote, those together that follow one another in the letter."""
    parts = quote.split(GAP)
    return [[part[start:end] for start, end in sentence_spans(part)] for part in parts]


def fits(text: str, others: Sequence[str], lexicon: StaticEncoder) -> NDArray[np.float32]:
    """Return how well each of other texts meets the telling words of a text, 0 to 1."""
    tokens = question_tokens(text, lexicon)
    ids = [np.concatenate(lexicon.token_ids([one])) for one in others]
    return np.asarray(tokens.weights @ matches(tokens, ids), np.float32)


def clauses(sentence: str) -> list[str]:
    """Cut a sentence into clauses, roughly: at commas and at words that join."""
    cut = (part.strip() for part in _CLAUSE.split(sentence))
    return [part for part in cut if any(sign.isalnum() for sign in part)]
