"""``/api/ask``: an answer, by the question in the address or in the body."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from qa.assistant.opened import Answering
from qa.output.schema import answer_json
from qa.questions import MAX_QUESTION
from qa.web.api.conditional import NOT_MODIFIED, conditional, generation_tag
from qa.web.api.models import (
    MOST_VALUES,
    AnswerModel,
    Day_,
    FilterModel,
    QuestionModel,
    Words,
)
from qa.web.problems import RESPONSES
from qa.web.state import PageState

Many = Annotated[list[Words], Query(max_length=MOST_VALUES)]


def asked_filter(
    letter: Many = [],  # noqa: B006 - FastAPI copies it
    dossier: Many = [],  # noqa: B006
    kind: Many = [],  # noqa: B006
    sender: Many = [],  # noqa: B006
    since: Day_ | None = None,
    until: Day_ | None = None,
    undated: bool = False,
) -> FilterModel:
    """Read a filter of an address; the names are those of the command line's options."""
    return FilterModel(
        letters=letter, dossiers=dossier, kinds=kind, senders=sender,
        since=since, until=until, undated=undated,
    )  # fmt: skip


def asking_routes(state: PageState) -> APIRouter:
    """Return the routes that answer."""
    routes = APIRouter(tags=["ask"])

    @routes.get(
        "/ask",
        response_model=AnswerModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="ask",
        summary="Answer a question",
    )
    def ask(
        request: Request,
        q: Annotated[str, Query(max_length=MAX_QUESTION, description="the question")],
        where: Annotated[FilterModel, Depends(asked_filter)],
        any_time: bool = False,
        after: Annotated[str | None, Query(max_length=MAX_QUESTION)] = None,
    ) -> Response:
        """Answer a question in English or Dutch by quotes; the tag changes with the index."""
        asked = QuestionModel(question=q, filter=where, any_time=any_time, after=after)
        where.made()  # what is no date is said whatever the client has
        assistant = state.assistant()
        return conditional(
            request, generation_tag(assistant), lambda: _answered(state, assistant, asked)
        )

    @routes.post(
        "/ask",
        response_model=AnswerModel,
        responses=RESPONSES,
        operation_id="ask_with_body",
        summary="Answer a question given as JSON",
    )
    def ask_with_body(asked: QuestionModel) -> Response:
        """Answer a question whose filter may be long; ``summary`` asks a language model, if set."""
        return JSONResponse(_answered(state, state.assistant(), asked))

    return routes


def _answered(state: PageState, assistant: Answering, asked: QuestionModel) -> dict[str, Any]:
    with state.turns.turn():
        answer = assistant.ask(
            asked.question, asked.filter.made(), any_time=asked.any_time, after=asked.after
        )
    summary = None
    if asked.summary:
        with state.summaries.turn():  # a model that hangs holds up no question
            summary = assistant.summarise(answer)
    return answer_json(answer, summary=summary)
