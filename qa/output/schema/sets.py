"""A set of questions with what was found for each, as JSON."""

from __future__ import annotations

import datetime
from typing import Self

from pydantic import Field

from qa.output.schema.answers import (
    AnswerModel,
    AskedModel,
    CitationModel,
    ContextModel,
    DifferenceModel,
    Score,
)
from qa.output.schema.base import Model, Schema1
from qa.records import AnsweredSet, Language, Prepared


class EarlierModel(Model):
    """An earlier question that was answered, with its answer."""

    asked: AskedModel = Field(description="the question, as the letter repeats it")
    answer: ContextModel = Field(description="the whole answer, verbatim")
    citation: CitationModel = Field(description="where the answer stands, with the letter's date")
    alike: Score = Field(description="how alike the two questions are, 0 to 1")
    led_by: ContextModel | None = Field(
        description="what stands in the answer's place, where that only refers to it"
    )


class PreparedModel(Model):
    """What the letters have for one question of a set."""

    number: str = Field(description='as printed: "3", "3a"; empty where none is printed')
    text: str = Field(description="the question, as printed")
    lead: str = Field(description="the beginning that it shares with others; asked with it")
    found: bool = Field(description="whether there is an earlier answer or a quote")
    earlier: list[EarlierModel] = Field(
        description="earlier questions with their answers, the likest first"
    )
    answer: AnswerModel | None = Field(
        description="quotes, or why there are none; null where it cannot be asked by itself"
    )
    differences: list[DifferenceModel] = Field(
        description="letters that say otherwise, earlier answers among them"
    )
    problem: str | None = Field(description="why it cannot be asked by itself, in English")

    @classmethod
    def of(cls, prepared: Prepared) -> Self:
        """Return what is told of one question."""
        return cls(
            number=prepared.question.number,
            text=prepared.question.text,
            lead=prepared.question.lead,
            found=prepared.found,
            earlier=[EarlierModel.model_validate(one) for one in prepared.earlier],
            answer=AnswerModel.of(prepared.answer) if prepared.answer else None,
            differences=[DifferenceModel.model_validate(one) for one in prepared.differences],
            problem=prepared.problem,
        )


class SetModel(Schema1):
    """A set of questions with what was found for each."""

    name: str = Field(description="the file's name")
    title: str | None = Field(description="as the file gives it")
    asker: str | None = Field(description="who asks, as the file gives it")
    date: datetime.date | None = Field(description="when it was sent, as the file gives it, ISO")
    language: Language = Field(description="of the questions")
    letters: int = Field(description="how many letters were searched")
    questions: list[PreparedModel] = Field(description="in their order")
    not_found: list[str] = Field(description="numbers of the questions with nothing found")

    @classmethod
    def of(cls, answered: AnsweredSet) -> Self:
        """Return what is told of a set."""
        asked = answered.asked
        return cls(
            name=asked.name,
            title=asked.title,
            asker=asked.asker,
            date=asked.date,
            language=asked.language,
            letters=answered.letters,
            questions=[PreparedModel.of(one) for one in answered.prepared],
            not_found=[
                one.question.number or str(at)
                for at, one in enumerate(answered.prepared, start=1)
                if not one.found
            ],
        )
