"""Measures over a run and its qrels, and when a hit or a quote counts as right.

A run maps queries to ranked ids, qrels to relevant ids; the measures are those of ir-measures,
which is imported only here and only when something is measured. Reads question files; does not
ask questions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from qa.errors import QuestionError
from qa.records import Quote


class Qrel(NamedTuple):
    """A judgement: ``doc_id`` answers ``query_id`` if ``relevance`` is above 0."""

    query_id: str
    doc_id: str
    relevance: int


class ScoredDoc(NamedTuple):
    """One line of a run; a higher score ranks first, equal scores by ``doc_id``."""

    query_id: str
    doc_id: str
    score: float


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A question whose answer is known: a stretch of one letter, or nowhere if not answerable."""

    id: str
    lang: str
    question: str
    letter: str | None
    evidence: str | None
    answers: tuple[str, ...]
    answerable: bool
    kind: str


def load_questions(path: Path) -> list[EvalQuestion]:
    """Read a file of questions, one JSON object a line.

    Raises:
        QuestionError: Naming the file and line that cannot be read.
    """
    questions = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}; give a file of questions") from None
    for number, line in enumerate(lines, start=1):
        try:
            entry: dict[str, Any] = json.loads(line)
            questions.append(
                EvalQuestion(
                    id=entry["id"],
                    lang=entry["lang"],
                    question=entry["question"],
                    letter=entry["letter"],
                    evidence=entry["evidence"],
                    answers=tuple(entry["answers"]),
                    answerable=entry["answerable"],
                    kind=entry["kind"],
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionError(f"{path}, line {number}: not a question ({error})") from None
    return questions


def folded(text: str) -> str:
    """Fold what does not count when a text is compared with evidence: spaces, hyphens, case."""
    return re.sub(r"[\s\-\u00ad]+", "", text).casefold()


def holds_evidence(text: str, question: EvalQuestion) -> bool:
    """Tell whether a hit's text contains the evidence."""
    return question.evidence is not None and folded(question.evidence) in folded(text)


def is_right(quote: Quote, question: EvalQuestion, longest: int = 400) -> bool:
    """Tell whether a quote answers: it holds the evidence, or an answer from the same letter.

    A quote longer than ``longest`` characters does not count.
    """
    if len(quote.text) > longest:
        return False
    text = folded(quote.text)
    same = quote.citation.doc_id == question.letter
    return holds_evidence(quote.text, question) or (
        same and any(folded(answer) in text for answer in question.answers)
    )


def measure(
    run: Sequence[ScoredDoc], qrels: Sequence[Qrel], measures: Iterable[str]
) -> dict[str, float]:
    """Return the mean of each measure over the queries of the qrels.

    A query that the run does not answer counts as 0.

    Args:
        run: Scored ids; equal scores are ordered by id.
        qrels: Judgements; a query without a relevant id is left out by ir-measures.
        measures: Names as in ir-measures: "Success@5", "RR", "nDCG@10", "R@10".
    """
    import ir_measures  # type: ignore[import-not-found, unused-ignore]

    parsed = {name: ir_measures.parse_measure(name) for name in measures}
    ordered = sorted(run, key=lambda doc: (doc.query_id, -doc.score, doc.doc_id))
    # ir-measures breaks ties its own way: hand it ranks as scores
    ranked = [
        ir_measures.ScoredDoc(doc.query_id, doc.doc_id, float(-rank))
        for rank, doc in enumerate(ordered)
    ]
    judged = [ir_measures.Qrel(*qrel) for qrel in qrels]
    found = ir_measures.calc_aggregate(parsed.values(), judged, ranked)
    return {name: float(found[parsed_measure]) for name, parsed_measure in parsed.items()}


def bootstrap_interval(
    values: Sequence[float], rounds: int = 2000, seed: int = 7
) -> tuple[float, float]:
    """Return the 95 % interval of a mean, by drawing the values again with replacement.

    Source: Efron and Tibshirani 1993, chapter 13 (percentile interval).
    """
    if not values:
        raise ValueError("no values to draw from")
    sample = np.asarray(values, np.float64)
    draws = np.random.default_rng(seed).integers(0, len(sample), (rounds, len(sample)))
    low, high = np.percentile(sample[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
