"""Answers to save: ``/save/answer.html?q=...`` and ``.json``, made by asking once more.

The same generation gives the same answer; the file tells which one answered.
"""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from qa.assistant import Assistant
from qa.errors import QAError, QuestionError
from qa.saving import saved_html, saved_json
from qa.web.links import MAX_QUESTION
from qa.web.state import PageState
from qa.web.texts import choose_texts


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
        if ending not in {"html", "json"}:
            return PlainTextResponse("answers are saved as html or json", 404)
        try:
            assistant = state.assistant()
            assert isinstance(assistant, Assistant)
            answer = assistant.ask(q)
            saved = saved_json(answer, assistant)
        except QuestionError as error:
            return PlainTextResponse(str(error), 400)
        except QAError as error:
            return PlainTextResponse(str(error), 503)
        texts = choose_texts(request.headers.get("accept-language"), lang)
        if ending == "html":
            content, media_type = saved_html(answer, saved, texts.lang), "text/html"
        else:
            content = json.dumps(saved, ensure_ascii=False, indent=2) + "\n"
            media_type = "application/json"
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="letters-qa-answer.{ending}"',
        }
        return Response(content, media_type=media_type, headers=headers)

    return routes
