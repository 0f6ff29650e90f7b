"""Dossiers as JSON: the list of them, and one with its letters."""

from __future__ import annotations

from pydantic import Field

from qa.output.schema.base import Model, Schema1
from qa.output.schema.letters import EntryModel


class DossierModel(Model):
    """A dossier in a list."""

    number: str = Field(description="as in ids, with its chapter: 36725-VI")
    title: str = Field(description='as its newest letter has it; "" if none gives it')
    letters: int = Field(description="how many of its letters are in the index")
    commitments: int = Field(description="how many commitments stand in them")
    first: str | None = Field(description="the day of the oldest, ISO")
    last: str | None = Field(description="the day of the newest, ISO")


class DossiersModel(Schema1):
    """A page of the dossiers."""

    index: str = Field(description="name of the index")
    total: int = Field(description="how many dossiers fit")
    offset: int = Field(description="how many of them stand before this page")
    limit: int = Field(description="how many a page has at most")
    dossiers: list[DossierModel] = Field(description="the one with the newest letter first")


class MentionedModel(Model):
    """A publication that a letter names, or a letter that names it."""

    target: str = Field(description="its id")
    doc_id: str | None = Field(description="the same if the index has it, else null")
    answers: bool = Field(description="whether the sentence says that it answers what it names")


class DossierLetterModel(Model):
    """A letter in its dossier."""

    letter: EntryModel = Field(description="what a list tells of it")
    title: str = Field(description="its own title, or else the words it begins with")
    commitments: int = Field(description="how many stand in it")
    names: list[MentionedModel] = Field(description="publications that it names")
    named_by: list[MentionedModel] = Field(description="letters of the index that name it")


class DossierPageModel(Schema1):
    """A dossier, with a page of its letters."""

    index: str = Field(description="name of the index")
    about: DossierModel = Field(description="what the list tells of it")
    chapters: list[DossierModel] = Field(description="parts that its number alone stands for")
    offset: int = Field(description="how many letters stand before this page")
    limit: int = Field(description="how many a page has at most")
    letters: list[DossierLetterModel] = Field(description="the newest first")
