"""Whether the letters answer at all: several kinds of evidence, weighed together.

A score alone does not separate questions that have an answer from those that have none. Looked at
together are how much of the question the best letter meets, how near the best passage is, how far
the best sentence stands out, and which numbers and names of the question the letter lacks. The
weights come from logistic regression on the project's own questions (benchmarks/questions), each
also asked with its letter taken away, and where the transformer has read the passages also on
questions about quite other things (``training/support.py``). Near misses still get through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa.answering.evidence import Evidence
from qa.answering.letter_text import LetterText
from qa.encoders.encoder import StaticEncoder
from qa.encoders.fitted import SupportNumbers
from qa.questions.kind import frames_letter
from qa.records import Hit
from qa.retrieval.matching import Query, matches, name_met
from qa.retrieval.retriever import PASSAGE
from qa.text.days import years_in
from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.lexical import words

FEATURES = ("letter", "dense", "margin", "ranker", "score", "numbers", "names", "years")
"""What the probability is made of; ``training/support.py`` fits what each counts."""

JOINED_FEATURES = (*FEATURES, "passage")
"""The same where the passages have the transformer's vectors too."""

TELLING = 1 / 3
"""An answer that is only near is none if a word that is so much of what the question tells stands
in no form, nor anything like it, in the best letter. A rule of thumb."""

COMPARED = 10
"""The best sentence is compared with the next ones, up to this many in all. A rule of thumb."""

_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Support:
    """How well the best letter supports an answer, and the question's words that it lacks.

    ``letter`` is the share of the question met in it, 0 to 1; ``dense`` the cosine of the best
    hit; ``passage`` the greatest cosine of a hit by the transformer, 0 if it has read none;
    ``margin`` how far the best sentence's score stands above those after it; ``ranker`` the best
    that the ranker gives a sentence, ``score`` the best sentence's score; ``numbers`` how many
    numbers of the question the letter lacks; ``names`` likewise, a half-met name counting half;
    ``years`` how many of these numbers are years. ``lacking`` is the share of the question that the
    most telling of the ``missing`` words makes up, 0 to 1.
    """

    letter: float
    dense: float
    margin: float
    ranker: float
    score: float
    numbers: float
    names: float
    years: float
    missing: tuple[str, ...]
    fitted: SupportNumbers = field(repr=False)
    passage: float = 0.0
    lacking: float = 0.0

    @property
    def probability(self) -> float:
        """How likely it is that the letters answer, 0 to 1."""
        weights = self.fitted.weights
        total = self.fitted.bias + sum(weights[name] * getattr(self, name) for name in weights)
        return 1 / (1 + math.exp(-total))

    @property
    def is_enough(self) -> bool:
        """Whether an answer is given, if it does not lack its subject."""
        return self.probability >= self.fitted.floor

    @property
    def lacks_subject(self) -> bool:
        """Whether what would only be near has nothing like the most telling word."""
        return not self.is_sure and self.lacking >= TELLING

    @property
    def is_sure(self) -> bool:
        """Whether the answer is not said to be near only."""
        return self.probability >= self.fitted.sure


def weigh(
    query: Query,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    lexicon: StaticEncoder,
    text: LetterText,
    time: str = "",
) -> Support:
    """Weigh what speaks for an answer.

    Args:
        query: The question.
        hits: In rank order, at least one.
        evidence: Best first, at least one.
        lexicon: The encoder whose token vectors the question was matched with.
        text: The best letter's.
        time: Words of the question that chose among the letters: "in 2023". Many letters name a
            year, so that meeting them speaks for nothing.
    """
    by_transformer = [hit.signals[PASSAGE] for hit in hits if PASSAGE in hit.signals]
    fitted = lexicon.fitted.joined_support if by_transformer else lexicon.fitted.support
    framing = _framing(query, time)
    topic = text.letter.metadata.topic or ""
    ids = np.concatenate([text.all_tokens, *lexicon.token_ids([topic])])
    named = text.named
    met = matches(query.tokens, [ids])[:, 0]
    numbers, names = _lacking(query.question.text, named, ids, lexicon)
    scores = [found.score for found in evidence[:COMPARED]]
    weights = _weights(query, framing)
    by_word: dict[str, float] = {}
    told: dict[str, float] = {}
    for word, value, weight in zip(query.tokens.words, met, weights.tolist(), strict=True):
        by_word[word] = max(by_word.get(word, 0.0), float(value))
        told[word] = told.get(word, 0.0) + weight
    unmet = [
        w for w, value in by_word.items()
        if value < fitted.word_met and not named.issuperset(words(w)) and w not in framing
    ]  # fmt: skip
    return Support(
        letter=float(weights @ met) if weights.any() else 1.0,
        dense=hits[0].signals["dense"],
        margin=scores[0] - float(np.mean(scores[1:])) if len(scores) > 1 else 0.0,
        ranker=max(found.ranked for found in evidence),
        score=scores[0],
        numbers=float(len(numbers)),
        names=sum(names.values()),
        years=float(len(years_in(" ".join(numbers)))),
        missing=tuple(dict.fromkeys([*numbers, *unmet])),
        fitted=fitted,
        passage=max(by_transformer, default=0.0),
        lacking=max((told[word] for word in unmet), default=0.0),
    )


def _framing(query: Query, time: str) -> set[str]:
    """Return the words that say nothing of a letter's subject: a year that was asked for, and those
    that ask about the letter itself, which it never says: who signed it, when it was sent."""
    asks = query.question.unit is not None
    return years_in(time) | {word for word in query.tokens.words if asks and frames_letter(word)}


def _weights(query: Query, framing: Collection[str]) -> NDArray[np.float32]:
    """Return what each token of the question counts, those that only ask about a letter nothing."""
    kept = np.array([word not in framing for word in query.tokens.words], bool)
    weights = np.where(kept, query.tokens.weights, 0).astype(np.float32)
    return np.asarray(weights / max(float(weights.sum()), 1e-9), np.float32)


def _lacking(
    question: str, named: frozenset[str], ids: NDArray[np.int32], lexicon: StaticEncoder
) -> tuple[list[str], dict[str, float]]:
    """Return the numbers of the question that a letter lacks, and its names with their lack.

    Args:
        question: As typed; its first word's capital says nothing.
        named: The letter's folded words.
        ids: The letter's tokens.
        lexicon: Whose tokens they are.
    """
    numbers: list[str] = []
    names: dict[str, float] = {}
    for position, word in enumerate(_WORD.findall(question)):
        if named.issuperset(words(word)):
            continue
        if word.isdigit():
            numbers.append(word)
        elif position > 0 and word[0].isupper() and fold(word) not in STOPWORDS:
            names[word] = 1 - name_met(word, ids, lexicon)
    return numbers, names
