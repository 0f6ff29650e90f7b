"""What people follow, and what is new on it, as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from qa.messages import Message
from qa.output.schema.answers import CitationModel
from qa.output.schema.base import Model, Schema1
from qa.records.filters import make_filter

MOST_FOLLOWED = 200
"""Things that one person may follow."""

_MOST_VALUES = 50
_Names = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=_MOST_VALUES)]


class FollowedModel(Model):
    """Something that is followed: a question, the letters of a filter, or their commitments."""

    model_config = ConfigDict(extra="forbid", defer_build=False)

    kind: Literal["question", "letters", "commitments"] = Field(description="what is followed")
    question: str = Field(default="", max_length=1000, description="the question, if it is one")
    letters: _Names = Field(default=[], description="ids of letters")
    dossiers: _Names = Field(default=[], description="numbers of dossiers, such as 28676")
    kinds: _Names = Field(default=[], description="kinds of letters, such as Brief")
    senders: _Names = Field(default=[], description="parts of a sender's function or name")
    looked: str = Field(
        default="", max_length=40, description="when one looked last, ISO; what came since is new"
    )

    @field_validator("question")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        return value.strip()

    @field_validator("looked")
    @classmethod
    def _in_utc(cls, value: str) -> str:
        """Write a moment as arrivals are recorded, in UTC; a day is its beginning."""
        if not value:
            return value
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")

    @model_validator(mode="after")
    def _whole(self) -> FollowedModel:
        if self.kind == "question" and not self.question:
            raise ValueError(Message("follow-question-missing"))
        if self.kind == "letters" and not (self.dossiers or self.kinds or self.senders):
            raise ValueError(Message("follow-filter-missing"))
        return self

    @property
    def where(self) -> Any:
        """The filter of letters."""
        return make_filter(self.letters, self.dossiers, self.kinds, self.senders)

    @property
    def same_as(self) -> tuple[object, ...]:
        """What makes two of them the same."""
        lists = (self.letters, self.dossiers, self.kinds, self.senders)
        return self.kind, self.question.casefold(), *(tuple(sorted(one)) for one in lists)


class FollowedListModel(Schema1):
    """All that one person follows: what is exported and imported."""

    model_config = ConfigDict(extra="forbid", defer_build=False)

    followed: list[FollowedModel] = Field(max_length=MOST_FOLLOWED, description="in order")


class NewsItemModel(Model):
    """A letter that is new or changed, with its words that answer, if a question is followed."""

    doc_id: str = Field(description="the letter's id")
    title: str = Field(description="its own title, or else the words it begins with")
    date: str | None = Field(description="the letter's date, ISO")
    came: str = Field(description="when this version came into the index, ISO")
    text: str | None = Field(description="verbatim: the quote, or the commitment; null for letters")
    citation: CitationModel = Field(description="where that stands; else the letter's beginning")


class NewsModel(Model):
    """What is new on something that is followed."""

    followed: FollowedModel = Field(description="what is followed")
    items: list[NewsItemModel] = Field(description="the newest first")
    more: int = Field(description="how many new letters were not looked at, of very many")


class AllNewsModel(Schema1):
    """What is new on all that is followed."""

    index: str = Field(description="name of the index")
    now: str = Field(description="the moment up to which it is told, ISO")
    news: list[NewsModel] = Field(description="in the order of what was asked")
