"""``/api/ask``: an answer, by the question in the address or in the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from qa.assistant.opened import Answering
from qa.output.schema import answer_json
from qa.output.schema.answers import AnswerModel
from qa.questions import MAX_QUESTION
from qa.web.api.conditional import NOT_MODIFIED, conditional, generation_tag
from qa.web.api.models import (
    MOST_VALUES,
    Day_,
    FilterModel,
    QuestionModel,
    Words,
)
from qa.web.problems import RESPONSES
from qa.web.state import PageState
from qa.web.texts import choose_texts
from qa.web.told import told

Letter_ = Annotated[
    list[Words],
    Query(max_length=MOST_VALUES, description="id of a letter to search; may be repeated"),
]
Dossier_ = Annotated[
    list[Words],
    Query(
        max_length=MOST_VALUES, description="number of a dossier, such as 28676; may be repeated"
    ),
]
Kind_ = Annotated[
    list[Words],
    Query(max_length=MOST_VALUES, description="kind of letters, such as Brief; may be repeated"),
]
Sender_ = Annotated[
    list[Words],
    Query(
        max_length=MOST_VALUES, description="part of a sender's function or name; may be repeated"
    ),
]
Since = Annotated[Day_ | None, Query(description="the first day, month or year of letters")]
Until = Annotated[Day_ | None, Query(description="the last day, month or year of letters")]
Undated = Annotated[bool, Query(description="with a date: also letters whose date is unknown")]


def asked_filter(
    letter: Letter_ = [],  # noqa: B006 - FastAPI copies it
    dossier: Dossier_ = [],  # noqa: B006
    kind: Kind_ = [],  # noqa: B006
    sender: Sender_ = [],  # noqa: B006
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
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
        any_time: Annotated[bool, Query(description="read no time out of the question")] = False,
        after: Annotated[
            str | None, Query(max_length=MAX_QUESTION, description="the question it leans on")
        ] = None,
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
    def ask_with_body(request: Request, asked: QuestionModel) -> Response:
        """Answer a question whose filter may be long; ``summary`` asks a language model, if set.

        What is wrong with the summary is also in the header ``X-Summary-Problem``, percent-encoded,
        in the language that the client asks for.
        """
        answered = _answered(state, state.assistant(), asked)
        return JSONResponse(answered, headers=_problem(request, answered["summary"]))

    return routes


def _problem(request: Request, summary: Mapping[str, Any] | None) -> dict[str, str]:
    """Return the header that says what is wrong with a summary, for the page to show."""
    if not summary or not summary["problem"]:
        return {}
    texts = choose_texts(request.headers.get("accept-language"))
    return {"X-Summary-Problem": quote(told(summary["problem"], texts))}


def _answered(state: PageState, assistant: Answering, asked: QuestionModel) -> dict[str, Any]:
    with state.turns.turn():
        answer = asked.put_to(assistant)
    summary = None
    if asked.summary:
        with state.summaries.turn():  # a model that hangs holds up no question
            summary = assistant.summarise(answer)
    return answer_json(answer, summary=summary)
