"""``/commitments``: the ledger of commitments as a page, and as files to take along.

    /commitments            by words, who, kind, status, dossier, letter and term
    /commitments.csv        the same as a table; also .xlsx, .ics (calendar) and .json

Made on the server and whole without script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from qa.assistant.promises import LEDGER_FILES, LedgerFile, ledger_file, ledger_page
from qa.commitments import STATUSES, Wanted, make_wanted
from qa.commitments.ledger import Order
from qa.errors import QAError, QuestionError
from qa.output.schema.commitments import CommitmentModel, DueModel
from qa.records.commitments import COMMITMENT_KINDS
from qa.web.asked import Asked, Params
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import letter_link
from qa.web.rendering import render, render_error
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts
from qa.web.texts.commitments import COMMITMENT_TEXTS, CommitmentTexts

PATH = "/commitments"
LIMIT = 50
"""Commitments on one page."""

MEDIA: Mapping[LedgerFile, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the ledger is looked at, as it stands in an address."""

    letters: Asked = Asked()
    words: str = ""
    what: str = ""
    status: str = ""
    due_since: str = ""
    due_until: str = ""
    order: Order = "letter"
    offset: int = 0

    @classmethod
    def from_params(cls, params: Params) -> Looking:
        """Read an address."""

        def one(name: str) -> str:
            return (params.getlist(name) or [""])[-1].strip()[:200]

        offset = one("offset")
        return cls(
            letters=replace(Asked.from_params(params), question="", kinds=(), after=""),
            words=one("words"),
            what=one("what"),
            status=one("status"),
            due_since=one("due_since"),
            due_until=one("due_until"),
            order="due" if one("order") == "due" else "letter",
            offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 9 else 0,
        )

    def wanted(self) -> Wanted:
        """Return which entries are asked for.

        Raises:
            QuestionError: If a kind, status or date is none.
        """
        return make_wanted(
            self.letters.where(),
            [self.what] if self.what else [],
            [self.status] if self.status else [],
            self.words,
            self.due_since,
            self.due_until,
        )

    def address(self, lang: str, ending: str = "") -> str:
        """Return the address that shows this, or that gives it as a file."""
        given = {
            "words": self.words,
            "what": self.what,
            "status": self.status,
            "due_since": self.due_since,
            "due_until": self.due_until,
            "order": "due" if self.order == "due" else "",
            "offset": str(self.offset) if self.offset and not ending else "",
        }
        pairs = [*self.letters.pairs, *((name, value) for name, value in given.items() if value)]
        return f"{rooted(PATH + ending)}?{urlencode([*pairs, ('lang', lang)])}"


def ledger_routes(state: PageState) -> APIRouter:
    """Return the routes of the page and its files."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    def show(request: Request, lang: str | None = None) -> HTMLResponse:
        """Show the commitments."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        looking = Looking.from_params(request.query_params)
        try:
            html = _html(state, looking, texts)
        except QAError as error:
            bad = isinstance(error, QuestionError)
            heading = texts.question_unusable if bad else texts.no_answer
            return HTMLResponse(render_error(heading, error.message, texts), 400 if bad else 503)
        return HTMLResponse(html, headers=SCRIPTED_HEADERS)

    @routes.get(PATH + ".{form}")
    def take_along(request: Request, form: str, lang: str | None = None) -> Response:
        """Give the commitments as a file."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        looking = Looking.from_params(request.query_params)
        known = next((one for one in LEDGER_FILES if one == form), None)
        if known is None:
            return PlainTextResponse(texts.no_page, 404)
        try:
            content = ledger_file(state.assistant(), looking.wanted(), looking.order, known)
        except QAError as error:
            status = 400 if isinstance(error, QuestionError) else 503
            return PlainTextResponse(error.message.say(texts.lang), status)
        name = COMMITMENT_TEXTS[texts.lang].title.lower()
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.{known}"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=MEDIA[known], headers=headers)

    return routes


def _html(state: PageState, looking: Looking, texts: Texts) -> str:
    own = COMMITMENT_TEXTS[texts.lang]
    page = ledger_page(state.assistant(), looking.wanted(), looking.order, looking.offset, LIMIT)
    return render(
        "commitments.html",
        texts,
        own=own,
        looking=looking,
        page=page,
        rows=[_row(one, texts, own) for one in page.commitments],
        kinds=COMMITMENT_KINDS,
        statuses=STATUSES,
        chosen=replace(looking, offset=0) != Looking(),
        steps=_steps(looking, page.total, texts),
        files={form: looking.address(texts.lang, f".{form}") for form in LEDGER_FILES},
        today=texts.day(date.fromisoformat(page.today)),
        path=rooted(PATH),
        other_language=looking.address(texts.other_lang),
    )


def _row(one: CommitmentModel, texts: Texts, own: CommitmentTexts) -> Mapping[str, Any]:
    place, kept = one.citation, one.perhaps_kept_by
    return {
        "it": one,
        "link": letter_link(place.doc_id, [(place.start, place.end)], texts.lang, place.sha256),
        "day": _day(place.date, texts),
        "term": _term(one.due, texts, own) if one.due else "",
        "kept_link": letter_link(
            kept.citation.doc_id,
            [(kept.citation.start, kept.citation.end)],
            texts.lang,
            kept.citation.sha256,
        )
        if kept
        else "",
        "kept_day": _day(kept.citation.date, texts) if kept else "",
    }


def _day(iso: str | None, texts: Texts) -> str:
    return texts.day(date.fromisoformat(iso)) if iso else ""


def _term(due: DueModel, texts: Texts, own: CommitmentTexts) -> str:
    """Say what days a term comes to, or why it has none."""
    if due.reason:
        return own.without_days[due.reason]
    first, last = _day(due.first, texts), _day(due.last, texts)
    if first and last:
        return first if first == last else own.days.format(first, last)
    return own.until.format(last) if last else own.since.format(first)


def _steps(looking: Looking, total: int, texts: Texts) -> Mapping[str, str]:
    """Return the addresses of the pages before and after."""
    steps = {"former": "", "next": ""}
    if looking.offset > 0:
        former = replace(looking, offset=max(0, looking.offset - LIMIT))
        steps["former"] = former.address(texts.lang)
    if looking.offset + LIMIT < total:
        steps["next"] = replace(looking, offset=looking.offset + LIMIT).address(texts.lang)
    return steps
