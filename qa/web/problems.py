"""Errors of the HTTP API as problem+json (RFC 9457): each with a sentence that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, JsonValue
from starlette.exceptions import HTTPException

from qa.corpus.official import FetchError
from qa.errors import (
    IndexBusyError,
    LetterChangedError,
    LetterError,
    LetterNotFoundError,
    NoModelError,
    QAError,
    QuestionError,
    TooBusyError,
)
from qa.messages import Message

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUS: tuple[tuple[type[QAError], int], ...] = (
    (LetterNotFoundError, HTTPStatus.NOT_FOUND),
    (QuestionError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (FetchError, HTTPStatus.UNPROCESSABLE_ENTITY),  # only of what was asked for
    (IndexBusyError, HTTPStatus.CONFLICT),
    (LetterChangedError, HTTPStatus.CONFLICT),
    (NoModelError, HTTPStatus.CONFLICT),
    (TooBusyError, HTTPStatus.TOO_MANY_REQUESTS),
    (LetterError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (QAError, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""Which status an error of ours has; the first that fits."""


class ProblemModel(BaseModel):
    """A problem as RFC 9457 has it."""

    type: str = Field(description="the kind of problem, as a URN of this program")
    title: str = Field(description="what the status means")
    status: int = Field(description="of HTTP")
    detail: str = Field(description="what is wrong and what to do, in English")
    faults: list[dict[str, str]] = Field(
        default=[],
        description="values of the request that cannot be taken: where each is, and why not",
    )
    code: str | None = Field(
        default=None, description="what detail says, as a word; null if none is known"
    )
    values: dict[str, JsonValue] = Field(default={}, description="the values in detail, by name")


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "The request cannot be done as it is",
        "content": {MEDIA_TYPE: {"schema": ProblemModel.model_json_schema()}},
    },
    503: {
        "description": "There is no index that can be used",
        "content": {MEDIA_TYPE: {"schema": ProblemModel.model_json_schema()}},
    },
}
"""For the description of every route."""


def problem(
    status: int, detail: str, kind: str = "about:blank", faults: Sequence[dict[str, str]] = ()
) -> JSONResponse:
    """Return a problem as a response.

    Args:
        status: Of HTTP.
        detail: What happened, and what to do: a `Message`, or what a library says.
        kind: The problem's type.
        faults: Values of the request that cannot be taken: ``where`` and ``message``.
    """
    told = ProblemModel(
        type=kind,
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        faults=list(faults),
        **_coded(detail),
    )
    return JSONResponse(told.model_dump(), status, media_type=MEDIA_TYPE)


def _coded(detail: str) -> dict[str, Any]:
    return detail.as_json() if isinstance(detail, Message) else {}


def tell_problems(app: FastAPI) -> None:
    """Make an application tell every error as a problem."""

    @app.exception_handler(QAError)
    def of_ours(_: Request, error: QAError) -> JSONResponse:
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        response = problem(status, error.message, f"urn:letters-qa:{type(error).__name__}")
        if isinstance(error, TooBusyError):
            response.headers["Retry-After"] = str(error.seconds)
            if error.place:
                response.headers["X-Place-In-Line"] = str(error.place)
        return response

    @app.exception_handler(RequestValidationError)
    def of_request(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = [
            {"where": ".".join(str(part) for part in one["loc"]), "message": str(one["msg"])}
            for one in error.errors()
        ]
        first = Message("request-wrong", where=faults[0]["where"], said=faults[0]["message"])
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, first, "urn:letters-qa:BadRequest", faults)

    @app.exception_handler(HTTPException)
    def of_http(_: Request, error: HTTPException) -> JSONResponse:
        response = problem(error.status_code, error.detail)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    def of_program(_: Request, error: Exception) -> JSONResponse:
        _log.error("a fault of the program", exc_info=error)
        return problem(500, Message("program-fault"))
