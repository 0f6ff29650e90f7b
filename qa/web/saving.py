"""Answers to save: ``/save/answer.html?q=...``, ``.json``, ``.csv``, ``.xlsx``; asked once more.

The same generation gives the same answer; the file tells which one answered.
"""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from qa.assistant.saving import saved_html, saved_json
from qa.errors import QAError, QuestionError, TooBusyError
from qa.messages import Message
from qa.output.exporting import as_csv, as_xlsx
from qa.questions import MAX_QUESTION
from qa.web.asked import Asked
from qa.web.notices import busy
from qa.web.state import PageState
from qa.web.texts import choose_texts
from qa.web.told import told

_MEDIA_TYPES = {
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def saving_routes(state: PageState) -> APIRouter:
    """Return the routes that save answers."""
    routes = APIRouter()

    @routes.get("/save/answer.{ending}")
    def save_answer(
        request: Request,
        ending: str,
        q: Annotated[str, Query(max_length=MAX_QUESTION)],
        lang: str | None = None,
    ) -> Response:
        """Give an answer as a file."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        if ending not in _MEDIA_TYPES:
            there_are = Message("saved-as", endings=", ".join(_MEDIA_TYPES))
            return PlainTextResponse(there_are.say(texts.lang), 404)
        try:
            assistant = state.assistant()
            with state.turns.turn():
                answer = Asked.from_params(request.query_params).put_to(assistant)
            translations = state.translations.of(answer, assistant.settings)
            saved = saved_json(answer, assistant, translations=translations)
        except TooBusyError as error:
            wait = {"Retry-After": str(error.seconds)}
            return PlainTextResponse(busy(error, texts), 429, wait)
        except QuestionError as error:
            return PlainTextResponse(told(error.message, texts), 400)
        except QAError as error:
            return PlainTextResponse(told(error.message, texts), 503)
        content: str | bytes
        if ending == "html":
            content = saved_html(answer, saved, texts.lang)
        elif ending == "json":
            content = json.dumps(saved, ensure_ascii=False, indent=2) + "\n"
        else:
            content = as_csv(answer) if ending == "csv" else as_xlsx(answer)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="letters-qa-answer.{ending}"',
        }
        return Response(content, media_type=_MEDIA_TYPES[ending], headers=headers)

    return routes
