"""``/api/questions``: a set of questions is sent, prepared, and taken as JSON, Word or Markdown."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any, Self

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import Field, ValidationError
from starlette.datastructures import UploadFile

from qa.answering.question_sets import MOST_QUESTIONS
from qa.assistant.sets import read_sent
from qa.errors import QuestionError
from qa.messages import Language, Message
from qa.output.schema.base import Schema1
from qa.output.schema.sets import SetModel
from qa.output.set_files import SET_FORMS
from qa.questions import MAX_QUESTION, language_of
from qa.records import QuestionSet, SetQuestion
from qa.web.api.models import Taken
from qa.web.problems import RESPONSES
from qa.web.roots import rooted
from qa.web.sets import SetJob, State
from qa.web.state import PageState

Token = Annotated[str, Path(max_length=50, description="token of the set")]


class SetQuestionModel(Taken):
    """A question of a set that is sent as JSON."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION, description="the question")]
    number: Annotated[str, Field(max_length=20, description='as printed, such as "3a"')] = ""


class SentSetModel(Taken):
    """A set of questions, sent as JSON."""

    questions: Annotated[
        list[SetQuestionModel], Field(min_length=1, max_length=MOST_QUESTIONS, description="them")
    ]
    title: Annotated[str | None, Field(max_length=500, description="of the set")] = None
    asker: Annotated[str | None, Field(max_length=200, description="who asks")] = None

    def made(self) -> QuestionSet:
        """Return the set."""
        questions = tuple(SetQuestion(one.number, one.text.strip()) for one in self.questions)
        language = language_of(" ".join(one.text for one in questions))
        return QuestionSet("", questions, self.title, self.asker, language=language)


def inlined(model: type[Taken]) -> dict[str, Any]:
    """Return a model's schema with that of its parts in place, for it stands by itself."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})

    def filled(value: Any) -> Any:
        if isinstance(value, dict) and "$ref" in value:
            return filled(parts[value["$ref"].rpartition("/")[2]])
        if isinstance(value, dict):
            return {name: filled(one) for name, one in value.items()}
        return [filled(one) for one in value] if isinstance(value, list) else value

    found: dict[str, Any] = filled(schema)
    return found


class SetJobModel(Schema1):
    """A set that is prepared, and what came of it."""

    token: str = Field(description="by which it is asked for")
    name: str = Field(description="the file's name; empty for JSON")
    title: str | None = Field(description="as it gives it")
    state: State = Field(description="running; done; stopped by who sent it; failed")
    done: int = Field(description="how many questions are done")
    total: int = Field(description="how many there are")
    error: str = Field(description="why it failed, in English; empty if it did not")
    result: SetModel | None = Field(description="what was found; null before it is done")

    @classmethod
    def of(cls, job: SetJob) -> Self:
        """Return what is told of a set."""
        return cls(
            token=job.token,
            name=job.asked.name,
            title=job.asked.title,
            state=job.state,
            done=job.done,
            total=job.total,
            error=job.error,
            result=SetModel.of(job.answered) if job.answered else None,
        )


_BINARY = {"type": "string", "format": "binary"}
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {**_BINARY, "description": "a file of new questions"}},
}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": inlined(SentSetModel)},
        "multipart/form-data": {"schema": _FORM},
    },
}
_FILES = {form.media_type: {"schema": _BINARY} for form in SET_FORMS.values()}


def sets_routes(state: PageState) -> APIRouter:
    """Return the routes of sets of questions."""
    routes = APIRouter(tags=["ask"])

    @routes.post(
        "/questions",
        response_model=SetJobModel,
        status_code=202,
        responses=RESPONSES,
        operation_id="prepare_questions",
        summary="Prepare a set of questions",
        openapi_extra={"requestBody": _BODY},
    )
    async def prepare(request: Request) -> Response:
        """Take a file of new questions, or a list of them, and begin to prepare the answers."""
        asked = await sent_set(request, state)
        job = await run_in_threadpool(state.sets.begin, asked)
        where = {"Location": rooted(f"/api/questions/{job.token}")}
        return JSONResponse(SetJobModel.of(job).as_json(), 202, headers=where)

    @routes.get(
        "/questions/{token}",
        response_model=SetJobModel,
        responses=RESPONSES,
        operation_id="prepared_questions",
        summary="How far a set of questions is, and what was found",
    )
    def prepared(token: Token) -> Response:
        """Tell how far a set is; with what was found when it is done. Kept for an hour."""
        return JSONResponse(SetJobModel.of(_there(state.sets.get(token))).as_json())

    @routes.get(
        "/questions/{token}/file.{ending}",
        response_class=Response,
        responses=RESPONSES | {200: {"description": "The file", "content": _FILES}},
        operation_id="prepared_questions_file",
        summary="A prepared set of questions as a file",
    )
    def as_file(
        token: Token,
        ending: Annotated[str, Path(max_length=10, description="docx, md or json")],
        lang: Annotated[
            Language | None, Query(description="of all that is not quoted; the set's by default")
        ] = None,
    ) -> Response:
        """Give a prepared set as a Word document, as Markdown or as JSON."""
        return file_of(_there(state.sets.get(token)), ending, lang)

    @routes.delete(
        "/questions/{token}",
        response_model=SetJobModel,
        responses=RESPONSES,
        operation_id="stop_questions",
        summary="Stop a set of questions, or forget it",
    )
    def stop(token: Token) -> Response:
        """Stop a set that is prepared; forget one that is done."""
        return JSONResponse(SetJobModel.of(_there(state.sets.stop(token))).as_json())

    return routes


def file_of(job: SetJob, ending: str, lang: Language | None) -> Response:
    """Return a prepared set as a file.

    Raises:
        HTTPException: If it is not done, or there is no such form.
    """
    form = SET_FORMS.get(ending)
    if form is None or job.answered is None:
        raise HTTPException(404, Message("set-not-there"))
    name = PurePath(job.asked.name).stem.encode("ascii", "ignore").decode()
    safe = "".join(sign for sign in name if sign.isalnum() or sign in "-_") or "letters-qa"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{safe}-questions.{ending}"',
    }
    content = form.write(job.answered, lang or job.asked.language)
    return Response(content, media_type=form.media_type, headers=headers)


async def sent_set(request: Request, state: PageState) -> QuestionSet:
    """Read the set that a request sends.

    Raises:
        QuestionError: If there is none in it.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _from_json(await request.body())
    if kind == "multipart/form-data":
        form = await request.form(max_files=1, max_fields=5)
        return await run_in_threadpool(from_form, form.get("file"), form.get("text"), state)
    raise QuestionError("set-body-unknown")


def _from_json(body: bytes) -> QuestionSet:
    try:
        return SentSetModel.model_validate_json(body).made()
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


def from_form(file: object, text: object, state: PageState) -> QuestionSet:
    """Read a file that was chosen, else a text that was pasted.

    Raises:
        QuestionError: If there is neither, or no question in it.
    """
    if isinstance(file, UploadFile) and file.filename:
        content = file.file.read(state.settings.max_file_bytes + 1)
        return read_sent(file.filename, content, state.settings)
    if isinstance(text, str) and text.strip():
        return read_sent("questions.txt", text.encode("utf-8", "replace"), state.settings)
    raise QuestionError("set-body-unknown")


def _there(job: SetJob | None) -> SetJob:
    if job is None:
        raise HTTPException(404, Message("set-not-there"))
    return job
