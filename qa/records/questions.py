"""A question as it was analysed, once: what everything after it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]

QuestionKind = Literal[
    "amount", "date", "reference", "who", "where", "why", "definition", "list", "yesno", "what"
]
"""What a question asks for; "what" if it is nothing more special."""

AnswerType = Literal[
    "money", "share", "count", "number", "year", "day", "time", "person", "place", "country",
    "colour",
]  # fmt: skip
"""What a question asks for outright, so that quotes without it are no answer."""

UnitAsked = Literal["signature", "letterhead", "question"]
"""What a question about the letter itself asks for: a unit of it, or the questions it answers."""


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The words of a question that ask for a time, and which letters that means.

    ``since`` and ``until`` are ISO days, both included; ``newest`` asks for the newest letter that
    answers. ``kept`` is false if no letter of that time answers and all were searched after all.
    """

    words: str
    since: str | None = None
    until: str | None = None
    newest: bool = False
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A question, as typed and as understood; made by `qa.analysis`.

    ``text`` is what is searched for: the full question where the one typed ``leans`` on the one
    before it, its white space folded. ``words`` are its folded content words, ``bare`` says that
    none of them carries a subject. ``names_no_letter`` says of a question about a letter itself
    that it leaves open which one. ``time`` is the time of the letters that it asks about;
    ``phrases`` must stand in a passage as written. ``slips`` are words as typed, each with the
    word of the letters that it was taken for in ``text``.
    """

    typed: str
    text: str
    leans: bool
    language: Language
    kind: QuestionKind
    answer_type: AnswerType | None
    unit: UnitAsked | None
    names_no_letter: bool
    time: TimeRange | None
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    bare: bool
    slips: tuple[tuple[str, str], ...] = ()

    @property
    def understood(self) -> str | None:
        """The full question that one which leans, or has slips, was read as; else None."""
        return self.text if self.leans or self.slips else None
