"""A folder of passages for a memo, as JSON: what was put aside, and how it stands now."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from qa.output.schema.answers import CitationModel
from qa.output.schema.base import Model, Schema1

Standing = Literal["same", "moved", "changed", "gone", "not kept", "no letter", "no place"]
"""What became of words since they were put aside."""

MOST_PASSAGES = 300
"""Passages in one folder."""


class PutAsideModel(Model):
    """A passage that somebody put aside: characters of a version of a letter."""

    model_config = ConfigDict(extra="forbid", defer_build=False)

    doc_id: str = Field(max_length=300, description="the letter's id")
    start: int = Field(ge=0, le=10**9, description="where the words begin in its regular text")
    end: int = Field(ge=1, le=10**9, description="where they end")
    version: str = Field(max_length=64, description="sha256 of the version, or how it begins")
    note: str = Field(default="", max_length=5000, description="what somebody noted on it")


class FolderModel(Schema1):
    """A folder: what is saved as a file, and sent to be written out."""

    model_config = ConfigDict(extra="forbid", defer_build=False)

    title: str = Field(default="", max_length=300, description="of the memo")
    passages: list[PutAsideModel] = Field(max_length=MOST_PASSAGES, description="in order")


class StandingModel(Model):
    """A passage as it stands now."""

    state: Standing = Field(description="what became of its words since they were put aside")
    problem: str | None = Field(description="why it cannot be cited; null if it can")
    text: str | None = Field(description="its words, verbatim; null if it cannot be cited")
    title: str | None = Field(description="what its letter is called")
    reference: str | None = Field(description="the place as one writes it, with the paragraph")
    citation: CitationModel | None = Field(description="where it stands now")


class FolderStandsModel(Schema1):
    """All passages of a folder as they stand now."""

    passages: list[StandingModel] = Field(description="in the order of the folder")
