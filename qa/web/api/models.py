"""The JSON of the HTTP API by its types, for its description. `qa.output.schema` makes the JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.corpus.files import AddedHow
from qa.index import Generation
from qa.indexing import BuildReport
from qa.questions import MAX_QUESTION
from qa.records import (
    Citation,
    ContextSpan,
    DifferenceKind,
    Refusal,
    TimeRange,
    UnitKind,
    Verdict,
)
from qa.records.filters import Filter, make_filter
from qa.text.days import Day
from qa.web.jobs import Kind
from qa.web.state import Fetched

MOST_VALUES = 50
"""Values that one field of a filter may hold."""

Words = Annotated[str, Field(max_length=200)]
Values = Annotated[list[Words], Field(max_length=MOST_VALUES)]
Day_ = Annotated[str, Field(max_length=20, examples=["2023", "2023-05", "2023-05-31"])]


class Schema1(BaseModel):
    """Schema 1: fields are only ever added."""

    schema_: Literal[1] = Field(alias="schema")


class FilterModel(BaseModel):
    """Which letters to search; an empty field filters nothing, a date is a day, month or year."""

    model_config = ConfigDict(extra="forbid")

    letters: Values = []
    dossiers: Values = []
    kinds: Values = []
    senders: Values = []
    since: Day_ | None = None
    until: Day_ | None = None
    undated: bool = False

    def made(self) -> Filter:
        """Return the filter.

        Raises:
            QuestionError: If a date is none.
        """
        return make_filter(**self.model_dump())


class QuestionModel(BaseModel):
    """A question with all that goes with it."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(max_length=MAX_QUESTION)]
    filter: FilterModel = FilterModel()
    any_time: Annotated[bool, Field(description="read no time out of the question")] = False
    after: Annotated[
        str | None, Field(max_length=MAX_QUESTION, description="the question it leans on, in full")
    ] = None
    summary: Annotated[
        bool, Field(description="also sum up the quotes, if a language model is set")
    ] = False


class RightModel(BaseModel):
    """What is right: a unit of a letter, such as p11."""

    model_config = ConfigDict(extra="forbid")

    doc_id: Annotated[str, Field(max_length=300)]
    unit: Annotated[str, Field(max_length=20, description="number of a paragraph, or a label")]


class FeedbackModel(QuestionModel):
    """An answer that is wrong; ``nowhere`` says that no letter answers."""

    right: RightModel | None = None
    nowhere: bool = False
    note: Annotated[str, Field(max_length=2000)] = ""


class NotedModel(Schema1):
    """What was noted."""

    noted: bool


class AmountModel(BaseModel):
    """An amount of money in whole units of its currency; ``value`` null with the ``reason``."""

    text: str
    start: int
    end: int
    currency: str
    value: float | None
    reason: str | None
    low: float | None
    high: float | None
    limit: str | None
    per: str | None


class TermModel(BaseModel):
    """An abbreviation, and the place that explains it."""

    short: str
    long: str
    citation: Citation


class SecondLookModel(BaseModel):
    """How a quote says it, and what of the question it lacks."""

    verdict: Verdict
    lacks: list[str]
    sentence: str


class QuoteModel(BaseModel):
    """A sentence of a letter, verbatim, with its place; ``list`` is the list it belongs to."""

    text: str
    score: float
    citation: Citation
    context: list[ContextSpan]
    before: ContextSpan | None
    after: ContextSpan | None
    list_: list[ContextSpan] = Field(alias="list")
    also: list[Citation]
    terms: list[TermModel]
    amounts: list[AmountModel]
    dates: list[Day]
    second_look: SecondLookModel
    notices: list[str]
    newest: bool


class TotalModel(BaseModel):
    """A sum with every addend; ``value`` null with the ``reason`` if they do not add up."""

    value: float | None
    currency: str | None
    reason: str | None
    addends: list[AmountModel]
    citation: Citation


class SideModel(BaseModel):
    """What one letter says."""

    citation: Citation
    text: str
    says: str


class DifferenceModel(BaseModel):
    """Two letters that say otherwise; the older one first."""

    kind: DifferenceKind
    sides: list[SideModel]


class SummarySentenceModel(BaseModel):
    """A sentence that the language model wrote, and the quotes it cites, from 1."""

    text: str
    quotes: list[int]


class SummaryModel(BaseModel):
    """What a language model wrote that passed the check."""

    model: str
    sentences: list[SummarySentenceModel]
    dropped: dict[str, int]
    problem: str | None


class FoundByModel(BaseModel):
    """Words of the question in a passage, pairs across languages, and the similarity of meaning."""

    words: list[str]
    across: list[tuple[str, str]]
    similarity: float


class HitModel(BaseModel):
    """A passage that was found, and why."""

    rank: int
    score: float
    doc_id: str
    chunk_id: str
    paragraphs: list[int]
    start: int
    end: int
    text: str
    found_by: FoundByModel | None


class SearchedModel(BaseModel):
    """What was searched."""

    letters: int
    paragraphs: int
    index: str
    filter: dict[str, Any]
    oldest: str | None
    newest: str | None
    unread: int
    older: int


class AnswerModel(Schema1):
    """An answer: quotes with their citations, or why there is none."""

    id: str | int | None
    question: str
    found: bool
    reason: str
    refusal: Refusal | None
    missing: list[str]
    understood: str | None
    probability: float
    time: TimeRange | None
    quotes: list[QuoteModel]
    total: TotalModel | None
    differences: list[DifferenceModel]
    summary: SummaryModel | None
    hits: list[HitModel]
    searched: SearchedModel


class EntryModel(BaseModel):
    """A letter in a list."""

    doc_id: str
    subject: str | None
    date: str | None
    kind: str | None
    dossiers: list[str]
    senders: list[str]
    paragraphs: int
    chunks: int
    form: str
    path: str
    sha256: str
    copies: list[str]
    notices: list[str]


class LettersModel(Schema1):
    """A page of the letters, and sentences about files that were left out."""

    index: str
    total: int
    offset: int
    limit: int
    letters: list[EntryModel]
    problems: list[str]


class LetterModel(Schema1):
    """A letter: ``text[unit.start:unit.end] == unit.text`` for each of its units."""

    doc_id: str
    version: str
    text: str
    units: list[dict[str, Any]]
    marks: list[dict[str, Any]]
    page_starts: list[dict[str, Any]]
    source_runs: list[list[int]]
    left_out: list[dict[str, Any]]
    metadata: dict[str, Any]
    source: dict[str, Any]


class UnitModel(Schema1):
    """A paragraph, heading, row, note or signature, with its citation."""

    text: str
    kind: UnitKind
    label: str
    printed: str | None
    heading: str | None
    citation: Citation


class JobModel(BaseModel):
    """Work on the index: ``done`` of ``total`` of a stage; ``ended`` null while it runs."""

    number: int
    kind: Kind
    started: datetime
    stage: str
    done: int
    total: int
    ended: datetime | None
    result: BuildReport | Generation | Fetched | int | None
    error: str


class AddedModel(BaseModel):
    """What came of a file; ``reason`` says why it was refused."""

    name: str
    how: AddedHow
    doc_id: str | None
    paragraphs: int
    reason: str
    replaced: str | None


class UploadModel(Schema1):
    """What came of each file, and the update that makes the new ones known."""

    files: list[AddedModel]
    job: JobModel | None


class RemovalModel(BaseModel):
    """A letter that was removed and can come back, by its token."""

    token: str
    doc_id: str
    files: list[str]
    removed: datetime


class RemovalsModel(Schema1):
    """What was removed, the latest first."""

    removals: list[RemovalModel]


class RemovedModel(Schema1):
    """What was removed or came back, and the update that makes it known."""

    removal: RemovalModel
    job: JobModel | None


class FetchModel(BaseModel):
    """Which letters to fetch: by id, of a dossier, or since a day."""

    model_config = ConfigDict(extra="forbid")

    ids: Values = []
    dossier: Words | None = None
    since: Day_ | None = None
    until: Day_ | None = None


class StartedModel(Schema1):
    """A job that was begun, or joined; it is told by ``/api/index``."""

    job: JobModel


class EncoderModel(BaseModel):
    """What made the embeddings."""

    name: str
    sha256: str


class IndexModel(Schema1):
    """How the index stands: ``status`` is ready, missing, building or problem."""

    status: Literal["ready", "missing", "building", "problem"]
    message: str
    index: str
    program: str
    generation: int | None
    made: datetime | None
    letters: int
    paragraphs: int
    encoder: EncoderModel | None
    generations: list[Generation]
    problems: list[str]
    following: bool
    job: JobModel | None


class HealthModel(Schema1):
    """Whether questions can be answered; everyone may see it, so it says no more."""

    status: Literal["ready", "missing", "building", "problem"]


class RollbackModel(BaseModel):
    """Which generation to go back to; null for the last one in which letters differ."""

    model_config = ConfigDict(extra="forbid")

    generation: Annotated[int, Field(ge=1, le=2**31)] | None = None


class FollowingModel(BaseModel):
    """Whether the folder of letters is followed."""

    model_config = ConfigDict(extra="forbid")

    on: bool
