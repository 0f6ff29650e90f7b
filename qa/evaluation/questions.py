"""Questions about letters whose answer is known, and when a hit or a quote is right.

Evidence stands in the file either as text or as a place in the letter with its hash, so that a set
can be published without the letters. Reads question files; does not ask questions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import LetterNotFoundError, QuestionError
from qa.records import Letter, Quote


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


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions that can be asked, and why others were left out: one sentence each."""

    name: str
    questions: tuple[EvalQuestion, ...]
    left_out: tuple[str, ...]


def load_questions(path: Path, letter_of: Callable[[str], Letter]) -> QuestionSet:
    """Read a file of questions, one JSON object a line.

    Args:
        path: The file. Evidence and answers are texts, or places in the letter's regular text.
        letter_of: Gives a letter by its doc_id, or raises `LetterNotFoundError`.

    Returns:
        The questions; one whose letter is missing, or no longer holds the evidence, is left out.

    Raises:
        QuestionError: Naming the file and line that cannot be read.
    """
    questions, left_out = [], []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise QuestionError(
            "evaluation-questions-unreadable", path=path, reason=error.strerror
        ) from None
    for number, line in enumerate(lines, start=1):
        try:
            entry: dict[str, Any] = json.loads(line)
            letter = letter_of(entry["letter"]) if entry["answerable"] else None
            questions.append(_question(entry, letter))
        except (LetterNotFoundError, _StaleError) as error:
            left_out.append(f"{entry['id']}: {error}")
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionError(
                "evaluation-question-wrong", path=path, number=number, reason=error
            ) from None
    return QuestionSet(path.stem, tuple(questions), tuple(left_out))


class _StaleError(Exception):
    """The letter does not hold the evidence."""


def _question(entry: dict[str, Any], letter: Letter | None) -> EvalQuestion:
    evidence, answers = entry.get("evidence"), entry["answers"]
    if letter and "start" in entry:
        evidence = letter.text[entry["start"] : entry["end"]]
        if hashlib.sha256(evidence.encode()).hexdigest() != entry["evidence_sha256"]:
            raise _StaleError(f"{letter.doc_id} is read otherwise than when the question was made")
        answers = [letter.text[start:end] for start, end in answers]
    question = EvalQuestion(
        id=entry["id"],
        lang=entry["lang"],
        question=entry["question"],
        letter=entry["letter"],
        evidence=evidence,
        answers=tuple(answers),
        answerable=entry["answerable"],
        kind=entry["kind"],
    )
    if letter and not holds_evidence(letter.text, question):
        raise _StaleError(f"{letter.doc_id} does not hold the evidence")
    return question


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
