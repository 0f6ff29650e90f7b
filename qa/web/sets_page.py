"""``/questions``: a set of questions is sent, prepared and read; whole without a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.answering.question_sets import MOST_QUESTIONS
from qa.errors import QAError
from qa.messages import Message
from qa.output.set_document import (
    earlier_line,
    found_line,
    named,
    other_passages,
    passage_text,
    read_as,
    shown_answer,
    side_line,
    title_of,
    why_not,
)
from qa.output.set_files import SET_FORMS
from qa.records import Citation
from qa.web.api.sets import file_of, from_form
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import letter_link
from qa.web.rendering import render
from qa.web.roots import rooted
from qa.web.sets import SetJob
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts

PATH = "/questions"


def sets_page_routes(state: PageState) -> APIRouter:
    """Return the routes of the page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    def show(request: Request, token: str = "") -> Response:
        """Show where a set is sent, or how far one is, or what was found."""
        job = state.sets.get(token) if token else None
        missing = Message("set-not-there") if token and job is None else None
        return _shown(request, state, job, missing, 404 if missing else 200)

    @routes.post(PATH)
    async def send(request: Request) -> Response:
        """Take a set and begin to prepare it."""
        form = await request.form(max_files=1, max_fields=5)
        try:
            asked = await run_in_threadpool(from_form, form.get("file"), form.get("text"), state)
            job = await run_in_threadpool(state.sets.begin, asked)
        except QAError as error:
            return await run_in_threadpool(_shown, request, state, None, error.message, 422)
        return RedirectResponse(_address(_texts(request), token=job.token), 303)

    @routes.post(f"{PATH}/stop")
    def stop(request: Request, token: str = Form(max_length=50)) -> Response:
        """Stop a set, or forget it."""
        state.sets.stop(token)
        return RedirectResponse(_address(_texts(request)), 303)

    @routes.get(f"{PATH}/{{token}}.{{ending}}")
    def save(request: Request, token: str, ending: str) -> Response:
        """Give what was found as a file, in the language of the page."""
        job = state.sets.get(token)
        if job is None:
            raise HTTPException(404, Message("set-not-there"))
        return file_of(job, ending, _texts(request).lang)

    return routes


def _shown(
    request: Request,
    state: PageState,
    job: SetJob | None,
    problem: Message | None = None,
    status: int = 200,
) -> HTMLResponse:
    texts = _texts(request)
    html = render(
        "sets.html",
        texts,
        job=job,
        problem=problem or (job.error if job else ""),
        path=rooted(PATH),
        other_language=_address(texts, texts.other_lang, job.token if job else ""),
        most_mb=state.settings.max_file_bytes // 1_000_000,
        most=MOST_QUESTIONS,
        title=title_of(job.asked, texts.lang) if job else "",
        questions=_questions(job, texts) if job and job.answered else [],
        day=texts.day(job.asked.date) if job and job.asked.date else "",
        endings=list(SET_FORMS),
    )
    return HTMLResponse(html, status, SCRIPTED_HEADERS)


def _questions(job: SetJob, texts: Texts) -> list[dict[str, Any]]:
    """Return what the template shows of each question."""
    assert job.answered
    lang = texts.lang

    def place(citation: Citation) -> dict[str, str]:
        number = citation.paragraph
        paragraph = f", ¶ {number}" if number is not None else ""
        return {"said": citation.reference + paragraph, "link": _link(citation, texts)}

    return [
        {
            "id": f"q{at + 1}",
            "name": named(one, at, lang),
            "asked": one.question,
            "found": one.found,
            "line": found_line(one, lang),
            "read_as": read_as(one, lang),
            "why": why_not(one, lang),
            "answer": one.answer,
            "earlier": [
                {"line": earlier_line(e, lang), "asked": e.asked.text, "place": place(e.citation),
                 "led_by": e.led_by.text if e.led_by else "", "answer": shown_answer(e)}
                for e in one.earlier
            ],
            "quotes": [
                {"text": q.text, "place": place(q.citation), "asked": q.asked}
                for q in (one.answer.quotes if one.answer else ())
            ],
            "differences": [
                [
                    {"line": side_line(s, lang), "text": s.text, "place": place(s.citation)}
                    for s in d.sides
                ]
                for d in one.differences
            ],
            "passages": [
                {"text": passage_text(hit), "place": place(hit.citation)}
                for hit in other_passages(one) if hit.citation
            ],
        }
        for at, one in enumerate(job.answered.prepared)
    ]  # fmt: skip


def _link(citation: Citation, texts: Texts) -> str:
    place = (citation.start, citation.end)
    return letter_link(citation.doc_id, [place], texts.lang, citation.sha256)


def _address(texts: Texts, lang: str = "", token: str = "") -> str:
    query = {"token": token} if token else {}
    return f"{rooted(PATH)}?{urlencode({**query, 'lang': lang or texts.lang})}"


def _texts(request: Request) -> Texts:
    asked = request.query_params.get("lang")
    return choose_texts(request.headers.get("accept-language"), asked)
