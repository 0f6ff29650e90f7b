"""The same in short, for assistants (MCP): whoever reads it pays by the word."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from qa.citations.citing import cite
from qa.index import LetterEntry
from qa.output.pairs import asked_line, distinct
from qa.output.schema.answers import Score
from qa.output.schema.base import Model
from qa.output.schema.commitments import CommitmentModel, LedgerModel
from qa.records import Answer, Citation, Difference, Earlier, Hit, Letter, Prepared, Quote, Unit

NEAR = 3
"""Passages that are shown where nothing was found."""


class Place(Model):
    """Where a text stands: cite ``reference``; ``¶`` is the paragraph's number in this program."""

    reference: str = Field(description="the place as one writes it, with the paragraph")
    doc_id: str = Field(description="the letter's id")
    unit: str = Field(description="label of the unit: p12 is paragraph 12, n1 note 1")
    pages: list[int] = Field(description="pages of the file, from 1")
    date: str | None = Field(description="the letter's date, ISO")
    url: str | None = Field(description="the official publication, if there is one")

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Return a place in short."""
        number = citation.paragraph
        return cls(
            reference=citation.reference + (f", ¶ {number}" if number is not None else ""),
            doc_id=citation.doc_id,
            unit=citation.unit,
            pages=list(citation.pages),
            date=citation.date,
            url=citation.url,
        )


class QuoteResult(Model):
    """Verbatim words of a letter, with what makes them understood and how the letter says it."""

    text: str = Field(description="the words, verbatim, in Dutch")
    place: Place = Field(description="where they stand")
    asked: str | None = Field(description="the question that it answers in its letter, verbatim")
    asked_by: str | None = Field(description="number of that question, and who asked it")
    led_by: str | None = Field(
        description="the answer to that question, where it only refers to this one, verbatim"
    )
    referred_by: str | None = Field(
        description="the sentence of another letter that sends the reader to this one, verbatim"
    )
    context: list[str] = Field(description="sentences that make them understood, verbatim")
    second_look: str = Field(description="how the letter says it; belongs to the answer")
    notices: list[str] = Field(description="what of the letter could not be read, or is left out")
    lacks: list[str] = Field(description="numbers and names of the question that it has not")

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Return a quote in short."""
        return cls(
            text=quote.text,
            place=Place.of(quote.citation),
            asked=quote.asked.text if quote.asked else None,
            asked_by=asked_line(quote.asked) if quote.asked else None,
            led_by=quote.led_by.text if quote.led_by else None,
            referred_by=quote.referral.text if quote.referral else None,
            context=[span.text for span in quote.context],
            second_look=quote.second_look.sentence,
            notices=list(quote.notices),
            lacks=list(quote.second_look.lacks),
        )


class Passage(Model):
    """A passage that comes near the question and does not answer it."""

    text: str = Field(description="its words, verbatim")
    answer: str | None = Field(description="how the answer begins, where it is a question")
    asked: str | None = Field(description="the question that it answers, verbatim")
    doc_id: str = Field(description="its letter's id")
    paragraphs: list[int] = Field(description="numbers of the paragraphs it touches")

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Return a passage in short."""
        chunk = hit.chunk
        return cls(
            text=chunk.text,
            answer=hit.answer.text if hit.answer else None,
            asked=hit.asked.text if hit.asked and not hit.answer else None,
            doc_id=chunk.doc_id,
            paragraphs=list(chunk.paragraphs),
        )


class AskResult(Model):
    """An answer, or why there is none."""

    found: bool = Field(description="whether the letters answer")
    reason: str = Field(description="why there is no answer")
    quotes: list[QuoteResult] = Field(description="the best first; empty without an answer")
    differences: list[str] = Field(description="what letters say otherwise, with their references")
    near: list[Passage] = Field(description="passages near the question, where nothing was found")
    letters_searched: int = Field(description="how many letters were searched")
    read_as: str | None = Field(description="the question in full, if it leans on another")

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return an answer in short."""
        near = [] if answer.found else distinct(answer.hits)[:NEAR]
        return cls(
            found=answer.found,
            reason=answer.reason,
            quotes=[QuoteResult.of(quote) for quote in answer.quotes],
            differences=[_said(one) for one in answer.differences],
            near=[Passage.of(answer.hits[i]) for i in near],
            letters_searched=answer.searched.letters,
            read_as=answer.question.understood,
        )


def _said(one: Difference) -> str:
    return "; ".join(f"{side.says} ({side.citation.reference})" for side in one.sides)


class EarlierResult(Model):
    """An earlier question of a member of parliament, with the answer to it."""

    question: str = Field(description="the question, verbatim, in Dutch")
    asked_by: str = Field(description="number of that question, and who asked it")
    answer: str = Field(description="the whole answer, verbatim, in Dutch")
    led_by: str | None = Field(
        description="what stands in the answer's place, where that only refers to it, verbatim"
    )
    place: Place = Field(description="where the answer stands")
    alike: Score = Field(description="how alike the two questions are, 0 to 1")

    @classmethod
    def of(cls, earlier: Earlier) -> Self:
        """Return an earlier question in short."""
        return cls(
            question=earlier.asked.text,
            asked_by=asked_line(earlier.asked),
            answer=earlier.answer.text,
            led_by=earlier.led_by.text if earlier.led_by else None,
            place=Place.of(earlier.citation),
            alike=earlier.alike,
        )


class AskedBeforeResult(Model):
    """Earlier questions that are like a new one."""

    earlier: list[EarlierResult] = Field(description="the likest first; empty if none is like it")
    differences: list[str] = Field(description="what letters say otherwise, with their references")

    @classmethod
    def of(cls, prepared: Prepared) -> Self:
        """Return what was asked before in short."""
        return cls(
            earlier=[EarlierResult.of(one) for one in prepared.earlier],
            differences=[_said(one) for one in prepared.differences],
        )


class UnitResult(Model):
    """A paragraph, heading, note, table row or signature."""

    text: str = Field(description="its words, verbatim")
    kind: str = Field(description="what it is")
    place: Place = Field(description="where it stands")

    @classmethod
    def of(cls, letter: Letter, unit: Unit) -> Self:
        """Return a unit in short."""
        place = Place.of(cite(letter, unit.start, unit.end))
        return cls(text=unit.text, kind=unit.kind, place=place)


class ParagraphResult(Model):
    """A paragraph with those around it, in reading order."""

    letter: str = Field(description="the letter's id")
    units: list[UnitResult] = Field(description="in reading order")


class LetterResult(Model):
    """A letter in the list."""

    doc_id: str = Field(description="its id")
    subject: str | None = Field(description="what it is about")
    date: str | None = Field(description="ISO")
    kind: str | None = Field(description="what it is, such as Brief")
    dossiers: list[str] = Field(description="numbers of its dossiers")
    senders: list[str] = Field(description="who signed: function and name")
    paragraphs: int = Field(description="how many it has")

    @classmethod
    def of(cls, entry: LetterEntry) -> Self:
        """Return a letter in short."""
        return cls.model_validate(entry)


class LettersResult(Model):
    """Some of the letters."""

    total: int = Field(description="how many there are")
    offset: int = Field(description="how many stand before these")
    letters: list[LetterResult] = Field(description="as they were sorted")


class CommitmentResult(Model):
    """A sentence in which a minister commits himself."""

    text: str = Field(description="the words, verbatim, in Dutch")
    status: str = Field(description="open, overdue or perhaps kept, as the letters show")
    who: list[str] = Field(description="who is to do it")
    due: str | None = Field(description="the term as it is written")
    first: str | None = Field(description="the first day of the term, ISO")
    last: str | None = Field(description="its last day, ISO")
    perhaps_kept_by: str | None = Field(description="what a later letter says of it, verbatim")
    reference: str = Field(description="the place as one writes it, with the paragraph")
    doc_id: str = Field(description="the letter's id")
    date: str | None = Field(description="the letter's date, ISO")

    @classmethod
    def of(cls, one: CommitmentModel) -> Self:
        """Return a commitment in short."""
        due, kept, place = one.due, one.perhaps_kept_by, one.citation
        number = f", ¶ {place.paragraph}" if place.paragraph is not None else ""
        return cls(
            text=one.text,
            status=one.status,
            who=one.who,
            due=due.text if due else None,
            first=due.first if due else None,
            last=due.last if due else None,
            perhaps_kept_by=f"{kept.text} ({kept.citation.reference})" if kept else None,
            reference=place.reference + number,
            doc_id=place.doc_id,
            date=place.date,
        )


class CommitmentsResult(Model):
    """A page of the commitments, by the end of their term."""

    total: int = Field(description="how many fit")
    offset: int = Field(description="how many of them stand before these")
    commitments: list[CommitmentResult] = Field(description="those that are listed")

    @classmethod
    def of(cls, page: LedgerModel) -> Self:
        """Return a page in short."""
        found = [CommitmentResult.of(one) for one in page.commitments]
        return cls(total=page.total, offset=page.offset, commitments=found)
