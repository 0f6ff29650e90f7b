"""What the HTTP API takes, and what it tells of its own work; for all else `qa.output.schema`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from qa.assistant.opened import Answering
from qa.corpus.files import AddedHow
from qa.output.schema.base import Model, Schema1
from qa.output.schema.work import BuildReportModel, FetchedModel, GenerationModel
from qa.questions import MAX_QUESTION
from qa.records import Answer
from qa.records.filters import Filter, make_filter
from qa.web.jobs import Job, Kind

MOST_VALUES = 50
"""Values that one field of a filter may hold."""

Words = Annotated[str, Field(max_length=200)]
Values = Annotated[list[Words], Field(max_length=MOST_VALUES)]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Day_ = Annotated[str, Field(max_length=20, examples=["2023", "2023-05", "2023-05-31"])]


class Taken(BaseModel):
    """Something that is sent; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class FilterModel(Taken):
    """Which letters to search; an empty field filters nothing, a date is a day, month or year."""

    letters: Annotated[Values, Field(description="ids of letters")] = []
    dossiers: Annotated[Values, Field(description="numbers of dossiers, such as 28676")] = []
    kinds: Annotated[Values, Field(description="kinds of letters, such as Brief")] = []
    senders: Annotated[Values, Field(description="parts of a sender's function or name")] = []
    since: Annotated[Day_ | None, Field(description="the first day, month or year")] = None
    until: Annotated[Day_ | None, Field(description="the last day, month or year")] = None
    undated: Annotated[
        bool, Field(description="with a date: also letters whose date is unknown")
    ] = False

    def made(self) -> Filter:
        """Return the filter.

        Raises:
            QuestionError: If a date is none.
        """
        return make_filter(**self.model_dump())


class AskingModel(Taken):
    """A question with all that goes with it."""

    question: Annotated[
        str, Field(max_length=MAX_QUESTION, description="the question, in English or Dutch")
    ]
    filter: Annotated[FilterModel, Field(description="which letters to search")] = FilterModel()
    any_time: Annotated[bool, Field(description="read no time out of the question")] = False
    after: Annotated[
        str | None, Field(max_length=MAX_QUESTION, description="the question it leans on, in full")
    ] = None

    def put_to(self, assistant: Answering) -> Answer:
        """Return the answer."""
        return assistant.ask(
            self.question, self.filter.made(), any_time=self.any_time, after=self.after
        )


class QuestionModel(AskingModel):
    """A question, and what else is asked for."""

    summary: Annotated[
        bool, Field(description="also sum up the quotes, if a language model is set")
    ] = False


class RightModel(Taken):
    """What is right: a unit of a letter, such as p11."""

    doc_id: Annotated[str, Field(max_length=300, description="the letter's id")]
    unit: Annotated[str, Field(max_length=20, description="number of a paragraph, or a label")]


class FeedbackModel(QuestionModel):
    """An answer that is wrong."""

    right: Annotated[RightModel | None, Field(description="what is right, if it is known")] = None
    nowhere: Annotated[bool, Field(description="whether no letter answers")] = False
    note: Annotated[str, Field(max_length=2000, description="in the reader's words")] = ""


class NotedModel(Schema1):
    """What was noted."""

    noted: bool = Field(description="true: it is in the file of this server")


class JobModel(Model):
    """Work on the index: ``done`` of ``total`` of a stage; ``ended`` null while it runs."""

    number: int = Field(description="counts the jobs since the server began")
    kind: Kind = Field(description="what is done")
    started: datetime = Field(description="when it began, ISO, UTC")
    stage: str = Field(description="list, fetch, read, embed, merge or verify; empty before that")
    done: int = Field(description="how much of the stage is done")
    total: int = Field(description="how much there is; 0 if that is not known")
    ended: datetime | None = Field(description="when it ended; null while it runs")
    result: BuildReportModel | GenerationModel | FetchedModel | int | None = Field(
        description="what came of it: of an update its report, of a check the parts checked"
    )
    error: str = Field(description="why it failed, in English; empty if it did not")

    @classmethod
    def of(cls, job: Job | None) -> Self | None:
        """Return what is told of a job, if there is one."""
        return cls.model_validate(job) if job else None


class AddedModel(Model):
    """What came of a file."""

    name: str = Field(description="the file's name")
    how: AddedHow = Field(description="what became of it")
    doc_id: str | None = Field(description="id of the letter; null if it was refused")
    paragraphs: int = Field(description="how many it has")
    reason: str = Field(description="why it was refused, in English; empty if it was not")
    replaced: str | None = Field(description="token of the removal of the file it replaced")


class UploadModel(Schema1):
    """What came of each file, and the update that makes the new ones known."""

    files: list[AddedModel] = Field(description="in the order they were sent")
    job: JobModel | None = Field(description="the update; null if nothing came")


class RemovalModel(Model):
    """A letter that was removed and can come back, by its token."""

    token: str = Field(description="by which it can come back")
    doc_id: str = Field(description="the letter's id")
    files: list[str] = Field(description="its files, in the corpus")
    removed: Time = Field(description="when, ISO, UTC")


class RemovalsModel(Schema1):
    """What was removed."""

    removals: list[RemovalModel] = Field(description="the latest first")


class RemovedModel(Schema1):
    """What was removed or came back, and the update that makes it known."""

    removal: RemovalModel = Field(description="the letter's files")
    job: JobModel | None = Field(description="the update")


class FetchModel(Taken):
    """Which letters to fetch: by id, of a dossier, or since a day."""

    ids: Annotated[Values, Field(description="official ids, such as kst-28676-449")] = []
    dossier: Annotated[Words | None, Field(description="a dossier's number, such as 28676")] = None
    since: Annotated[Day_ | None, Field(description="published or changed on or after it")] = None
    until: Annotated[Day_ | None, Field(description="published or changed on or before it")] = None


class StartedModel(Schema1):
    """A job that was begun, or joined."""

    job: JobModel = Field(description="how far it is is told by /api/index")


class EncoderModel(Model):
    """What made the embeddings."""

    name: str = Field(description="its name")
    sha256: str = Field(description="of its files")


Status_ = Literal["ready", "missing", "building", "problem"]


class IndexModel(Schema1):
    """How the index stands."""

    status: Status_ = Field(description="whether it can be used")
    message: str = Field(description="what is wrong, in English; empty if nothing is")
    index: str = Field(description="its name")
    program: str = Field(description="version of this program")
    generation: int | None = Field(description="number of the one that answers")
    made: Time | None = Field(description="when that was made, ISO, UTC")
    letters: int = Field(description="how many it has")
    paragraphs: int = Field(description="how many it has")
    encoder: EncoderModel | None = Field(description="what made its embeddings")
    generations: list[GenerationModel] = Field(description="those that are kept")
    problems: list[str] = Field(description="a sentence about each file that was left out")
    following: bool = Field(description="whether letters are indexed as they come")
    job: JobModel | None = Field(description="the work that goes on, or was done last")


class HealthModel(Schema1):
    """Whether questions can be answered; everyone may see it, so it says no more."""

    status: Status_ = Field(description="ready if they can")


class RollbackModel(Taken):
    """Which generation to go back to."""

    generation: Annotated[
        Annotated[int, Field(ge=1, le=2**31)] | None,
        Field(description="its number; null for the last one in which letters differ"),
    ] = None


class FollowingModel(Taken):
    """Whether the folder of letters is followed."""

    on: Annotated[bool, Field(description="whether letters are indexed as they come")]
