"""A set of questions that were asked together, and what the letters have for each of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from qa.messages import Message
from qa.records.answers import Answer, AskedQuestion, Citation, ContextSpan, Difference
from qa.records.questions import Language

_MARKS = str.maketrans({'"': "'", "“": "«", "„": "«", "”": "»"})


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """A question of a set: ``number`` as printed ("3", "3a", "3, 4"), "" where none is printed.

    ``text`` is as printed. ``lead`` is the beginning that it shares with others, asked with it:
    "Kunt u aangeven:" of "a. welke landen meedoen".
    """

    number: str
    text: str
    lead: str = ""

    @property
    def whole(self) -> str:
        """What is asked of the letters.

        Double quotation marks become others: here they name an article, and do not wish that
        passages hold these words.
        """
        return f"{self.lead} {self.text}".strip().translate(_MARKS)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions asked together, in their order.

    ``name`` is the file's; ``title``, ``asker`` and ``date`` are None where it does not give them.
    ``doc_id`` and ``version`` are those the file has, or would have, as a letter.
    """

    name: str
    questions: tuple[SetQuestion, ...]
    title: str | None = None
    asker: str | None = None
    date: datetime.date | None = None
    language: Language = "nl"
    doc_id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier question that was answered, with its answer.

    ``alike`` is how alike the two questions are, 0 to 1. ``citation`` is the place of the answer,
    ``led_by`` what stands there in its place, where that only refers to it.
    """

    asked: AskedQuestion
    answer: ContextSpan
    citation: Citation
    alike: float
    led_by: ContextSpan | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the letters have for one question of a set.

    ``earlier`` are earlier questions with answers, the likest first; ``differences`` are letters
    that say otherwise, those answers among them. ``answer`` is None where the question cannot be
    asked by itself; ``problem`` says why.
    """

    question: SetQuestion
    answer: Answer | None
    earlier: tuple[Earlier, ...] = ()
    differences: tuple[Difference, ...] = ()
    problem: Message | None = None

    @property
    def found(self) -> bool:
        """Whether there is anything to build an answer on."""
        return bool(self.earlier) or (self.answer is not None and self.answer.found)


@dataclass(frozen=True, slots=True)
class AnsweredSet:
    """A set of questions with what was found for each, in their order, among so many letters."""

    asked: QuestionSet
    prepared: tuple[Prepared, ...]
    letters: int

    @property
    def not_found(self) -> tuple[Prepared, ...]:
        """The questions for which nothing was found."""
        return tuple(one for one in self.prepared if not one.found)
