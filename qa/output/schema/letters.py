"""Letters as JSON: in a list, whole, and one unit of one. Offsets count characters of the text."""

from __future__ import annotations

import datetime
from typing import Literal, Self

from pydantic import Field

from qa.citations.citing import cite
from qa.index import LetterEntry
from qa.output.schema.answers import CitationModel, TermModel
from qa.output.schema.base import Model, Schema1
from qa.records import LeftOutKind, Letter, Unit, UnitKind


class EntryModel(Model):
    """A letter in a list."""

    doc_id: str = Field(description="its id")
    subject: str | None = Field(description="what it is about")
    date: str | None = Field(description="ISO")
    kind: str | None = Field(description="what it is, such as Brief")
    dossiers: list[str] = Field(description="numbers of its dossiers, such as 28676")
    senders: list[str] = Field(description="who signed: function and name")
    paragraphs: int = Field(description="how many it has")
    chunks: int = Field(description="how many passages it is cut into")
    form: str = Field(description="what its file is, such as XML")
    path: str = Field(description="its file, in the corpus")
    sha256: str = Field(description="of its file")
    copies: list[str] = Field(description="other files of the same letter")
    notices: list[str] = Field(description="what could not be read, or is left out")

    @classmethod
    def of(cls, entry: LetterEntry) -> Self:
        """Return what a list tells of a letter."""
        return cls(
            doc_id=entry.doc_id,
            subject=entry.subject,
            date=entry.date,
            kind=entry.kind,
            dossiers=list(entry.dossiers),
            senders=list(entry.senders),
            paragraphs=entry.paragraphs,
            chunks=entry.chunks,
            form=entry.form,
            path=entry.path,
            sha256=entry.version,
            copies=list(entry.copies),
            notices=list(entry.notices),
        )


class ListModel(Schema1):
    """All letters of an index, and what was left out."""

    index: str = Field(description="name of the index")
    letters: list[EntryModel] = Field(description="by id")
    problems: list[str] = Field(description="a sentence about each file that was left out")


class LettersModel(Schema1):
    """A page of the letters."""

    index: str = Field(description="name of the index")
    total: int = Field(description="how many letters fit")
    offset: int = Field(description="how many of them stand before this page")
    limit: int = Field(description="how many a page has at most")
    letters: list[EntryModel] = Field(description="those of this page, as they were sorted")
    problems: list[str] = Field(description="a sentence about each file that was left out")


class ProblemsModel(Schema1):
    """The files that were left out."""

    index: str = Field(description="name of the index")
    problems: list[str] = Field(description="a sentence about each")


class VersionsOfModel(Model):
    """The versions of one letter."""

    doc_id: str = Field(description="its id")
    current: str | None = Field(description="sha256 of its file; null if it is gone")
    older: list[str] = Field(description="the same of the older ones that are kept")


class VersionsModel(Schema1):
    """The versions of all letters."""

    index: str = Field(description="name of the index")
    letters: list[VersionsOfModel] = Field(description="by id")


class MentionModel(Model):
    """A place where a letter names another publication."""

    doc_id: str = Field(description="the letter's id")
    unit: str = Field(description="label of the unit")
    paragraph: int | None = Field(description="number of the paragraph; null for other units")
    start: int = Field(description="where the name begins in the letter's regular text")
    end: int = Field(description="where it ends")
    text: str = Field(description="the name, as it is written")
    sentence: str = Field(description="the sentence it stands in")


class CitingModel(Schema1):
    """The letters that name a publication."""

    index: str = Field(description="name of the index")
    target: str = Field(description="id of the publication")
    citing: list[MentionModel] = Field(description="where it is named")


class TermsModel(Schema1):
    """The abbreviations that letters explain."""

    terms: list[TermModel] = Field(description="each where it is explained first")


class UnitModel(Schema1):
    """A paragraph, heading, row, note or signature, with its citation."""

    text: str = Field(description="its words, verbatim")
    kind: UnitKind = Field(description="what it is")
    label: str = Field(description="such as p12 for paragraph 12")
    printed: str | None = Field(description="the number of a note or list item, as printed")
    heading: str | None = Field(description="label of the heading it stands under")
    citation: CitationModel = Field(description="where it stands")

    @classmethod
    def of(cls, letter: Letter, unit: Unit) -> Self:
        """Return what is told of a unit of a letter."""
        place = cite(letter, unit.start, unit.end)
        return cls(
            text=unit.text,
            kind=unit.kind,
            label=unit.label,
            printed=unit.printed,
            heading=unit.heading,
            citation=CitationModel.model_validate(place),
        )


class UnitOfLetterModel(Model):
    """A unit as it stands in its letter: ``text[start:end]``."""

    kind: UnitKind = Field(description="what it is")
    label: str = Field(description="such as p12 for paragraph 12")
    start: int = Field(description="where it begins in the letter's text")
    end: int = Field(description="where it ends")
    text: str = Field(description="its words, verbatim")
    anchor: str = Field(description="its name, made of its content")
    number: int | None = Field(description="of a paragraph, from 1")
    heading: str | None = Field(description="label of the heading it stands under")
    pages: list[int] = Field(description="pages of the file it stands on")
    printed: str | None = Field(description="the number of a note or list item, as printed")
    part: Literal["question", "answer"] | None = Field(description="in answers to questions")
    pair: str | None = Field(description='ties question and answer: "2, 3"')
    headers: list[str] = Field(description="a row's column headings")
    cells: list[tuple[int, int]] = Field(description="where a row's cells stand in its text")
    paragraph: int | None = Field(default=None, description="the same as the number")


class NoteMarkModel(Model):
    """Where the mark of a note stood."""

    offset: int = Field(description="in the letter's text, which leaves it out")
    note: str = Field(description="label of the note")


class PageStartModel(Model):
    """Where a page begins."""

    offset: int = Field(description="in the letter's text")
    page: int = Field(description="of the file, from 1")


class LeftOutModel(Model):
    """A stretch of the file that is not in the text."""

    kind: LeftOutKind = Field(description="why it is left out")
    text: str = Field(description="what the file has there")
    offset: int = Field(description="it stands before this character of the text")
    page: int | None = Field(description="of the file")


class DossierModel(Model):
    """A parliamentary dossier."""

    number: str = Field(description="as in ids: 28676")
    printed: str = Field(description="as in the letter: 28 676")
    title: str | None = Field(description="as in the letter")


class SenderModel(Model):
    """Who signed."""

    function: str | None = Field(description="such as Minister van Defensie")
    name: str | None = Field(description="as printed")


class MetadataModel(Model):
    """What is known of a letter; null or empty where it does not say."""

    dossiers: list[DossierModel] = Field(description="that it belongs to")
    ondernummer: str | None = Field(description="its number in the dossier")
    vergaderjaar: str | None = Field(description="the parliamentary year, as printed")
    house: Literal["I", "II"] | None = Field(description="the chamber it was sent to")
    date: datetime.date | None = Field(description="ISO")
    kind: str | None = Field(description="what it is, such as Brief")
    senders: list[SenderModel] = Field(description="who signed")
    receiver: str | None = Field(description="who it was sent to")
    kenmerk: str | None = Field(description="the sender's own reference number")
    subject: str | None = Field(description="the letter's own title")
    language: str = Field(description="of its text: nl or en")
    found: dict[str, str] = Field(description="where each field was found, in words")


class SourceModel(Model):
    """The file that a letter was read from, and what read it."""

    path: str = Field(description="in the corpus")
    sha256: str = Field(description="of the file")
    size: int = Field(description="in bytes")
    form: str = Field(description="what it is, such as XML")
    parser: str = Field(description="what read it, with its version")
    encoding: str | None = Field(description="of plain text")
    notices: list[str] = Field(description="what could not be read, or is left out")
    pages: int | None = Field(description="how many the file has; null if it has none")
    url: str | None = Field(description="where it was fetched from")


class LetterModel(Schema1):
    """A letter: ``text[unit.start:unit.end] == unit.text`` for each of its units."""

    doc_id: str = Field(description="its id")
    version: str = Field(description="sha256 of its file")
    text: str = Field(description="its regular text, which all offsets count in")
    units: list[UnitOfLetterModel] = Field(description="paragraphs, headings, notes, in order")
    marks: list[NoteMarkModel] = Field(description="where marks of notes stood")
    page_starts: list[PageStartModel] = Field(description="where pages begin; empty without pages")
    source_runs: list[tuple[int, int, int, int]] = Field(
        description="start and end in the text, and of the file's characters it was made from"
    )
    left_out: list[LeftOutModel] = Field(description="what of the file is not in the text")
    metadata: MetadataModel = Field(description="what is known of it")
    source: SourceModel = Field(description="its file")

    @classmethod
    def of(cls, letter: Letter) -> Self:
        """Return all that is told of a letter."""
        return cls(
            doc_id=letter.doc_id,
            version=letter.version,
            text=letter.text,
            units=[_unit(unit) for unit in letter.units],
            marks=[NoteMarkModel.model_validate(one) for one in letter.marks],
            page_starts=[PageStartModel.model_validate(one) for one in letter.page_starts],
            source_runs=[(r.start, r.end, r.source_start, r.source_end) for r in letter.runs],
            left_out=[LeftOutModel.model_validate(one) for one in letter.left_out],
            metadata=MetadataModel.model_validate(letter.metadata),
            source=SourceModel.model_validate(letter.source),
        )


def _unit(unit: Unit) -> UnitOfLetterModel:
    model = UnitOfLetterModel.model_validate(unit)
    model.paragraph = unit.number
    return model
