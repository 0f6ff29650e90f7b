"""``/t?q=...``: letters that speak to a question, oldest first, as a page beside the answers."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from qa.errors import QAError, QuestionError, TooBusyError
from qa.records import Citation
from qa.web.asked import Asked
from qa.web.cards import place
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import letter_link
from qa.web.notices import busy
from qa.web.rendering import render, render_error
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts


def timeline_routes(state: PageState) -> APIRouter:
    """Return the route of the timeline."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/t")
    def show_timeline(request: Request, lang: str | None = None) -> HTMLResponse:
        """Show the letters that speak to a question."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        framed = request.headers.get("sec-fetch-dest") == "iframe"
        asked = Asked.from_params(request.query_params)
        try:
            assistant = state.assistant()
            with state.turns.turn():
                found = assistant.timeline(asked.question, asked.where())
        except TooBusyError as error:
            page = render_error(texts.no_answer, busy(error, texts), texts, framed)
            return HTMLResponse(page, 429, {"Retry-After": str(error.seconds)})
        except QAError as error:
            bad = isinstance(error, QuestionError)
            heading = texts.question_unusable if bad else texts.no_answer
            page = render_error(heading, error.message, texts, framed)
            return HTMLResponse(page, 400 if bad else 503)
        html = render(
            "timeline.html",
            texts,
            framed=framed,
            timeline=found,
            link=lambda citation: _link(citation, texts),
            place=lambda citation: place(citation, texts),
            day=lambda iso: texts.day(date.fromisoformat(iso)) if iso else texts.no_date,
        )
        headers = SCRIPTED_HEADERS | {"Vary": "Accept-Language, Sec-Fetch-Dest"}
        return HTMLResponse(html, headers=headers)

    return routes


def _link(citation: Citation, texts: Texts) -> str:
    place_ = (citation.start, citation.end)
    return letter_link(citation.doc_id, [place_], texts.lang, citation.sha256)
