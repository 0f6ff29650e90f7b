"""``/d`` and ``/d/<dossier>``: the dossiers of the letters, and one with its letters by date.

Made on the server and whole without script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from qa.assistant.dossiers import dossier_model, dossiers_model
from qa.citations.citing import official_url
from qa.errors import LetterNotFoundError, QAError
from qa.index.versions import VersionStore, older_versions
from qa.output.schema.dossiers import DossierLetterModel, DossierModel, MentionedModel
from qa.records.filters import Filter
from qa.web.links import letter_link
from qa.web.rendering import render, render_error
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts
from qa.web.texts.dossiers import DOSSIER_TEXTS

PATH = "/d"
LIMIT = 50
"""Dossiers, or letters of one, on one page."""


def dossier_routes(state: PageState) -> APIRouter:
    """Return the routes of the list and of one dossier."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    def show_all(
        request: Request, words: str = "", offset: str = "", lang: str | None = None
    ) -> HTMLResponse:
        """Show the dossiers."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        try:
            found = dossiers_model(state.assistant(), words[:200], _number(offset), LIMIT)
        except QAError as error:
            return _failed(texts.no_answer, error, texts, 503)

        def address(at: int) -> str:
            given = {"words": words[:200], "offset": str(at) if at else "", "lang": texts.lang}
            return f"{rooted(PATH)}?{urlencode({k: v for k, v in given.items() if v})}"

        return _page(
            render(
                "dossiers.html",
                texts,
                own=DOSSIER_TEXTS[texts.lang],
                words=words[:200],
                page=found,
                rows=[_line(one, texts) for one in found.dossiers],
                steps=_steps(found.offset, found.total, address),
                path=rooted(PATH),
                other_language=f"{rooted(PATH)}?lang={texts.other_lang}",
            )
        )

    @routes.get(PATH + "/{number}")
    def show_one(
        request: Request, number: str, offset: str = "", lang: str | None = None
    ) -> HTMLResponse:
        """Show a dossier."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        own = DOSSIER_TEXTS[texts.lang]
        try:
            page = dossier_model(state.assistant(), number[:30], _number(offset), LIMIT)
        except LetterNotFoundError as error:
            return _failed(own.not_found, error, texts, 404)
        except QAError as error:
            return _failed(texts.no_answer, error, texts, 503)
        base = dossier_link(page.about.number, texts)
        older = _older(state, page.letters)
        return _page(
            render(
                "dossier.html",
                texts,
                own=own,
                page=page,
                about=_line(page.about, texts),
                chapters=[_line(one, texts) for one in page.chapters],
                letters=[_letter(one, older, texts) for one in page.letters],
                steps=_steps(page.offset, page.about.letters, lambda at: f"{base}&offset={at}"),
                ask_path=rooted(f"/{texts.lang}/"),
                promised=rooted(
                    f"/commitments?dossier={quote(page.about.number)}&lang={texts.lang}"
                ),
                all_dossiers=f"{rooted(PATH)}?lang={texts.lang}",
                other_language=base.replace(f"lang={texts.lang}", f"lang={texts.other_lang}"),
            )
        )

    return routes


def dossier_link(number: str, texts: Texts) -> str:
    """Return the address of a dossier's page."""
    return rooted(f"{PATH}/{quote(number, safe='')}?lang={texts.lang}")


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _page(html: str) -> HTMLResponse:
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


def _failed(heading: str, error: QAError, texts: Texts, status: int) -> HTMLResponse:
    return HTMLResponse(render_error(heading, error.message, texts), status)


def _line(one: DossierModel, texts: Texts) -> Mapping[str, Any]:
    first, last = (_day(iso, texts) for iso in (one.first, one.last))
    return {
        "it": one,
        "link": dossier_link(one.number, texts),
        "period": first if first == last else f"{first} – {last}",
    }


def _day(iso: str | None, texts: Texts) -> str:
    return texts.day(date.fromisoformat(iso)) if iso else ""


def _letter(one: DossierLetterModel, older: Mapping[str, int], texts: Texts) -> Mapping[str, Any]:
    doc_id = one.letter.doc_id
    return {
        "it": one,
        "link": letter_link(doc_id, lang=texts.lang),
        "day": _day(one.letter.date, texts),
        "older": older.get(doc_id, 0),
        "promised": rooted(f"/commitments?letter={quote(doc_id, safe='')}&lang={texts.lang}"),
        "names": [_mention(name, texts) for name in one.names],
        "named_by": [_mention(name, texts) for name in one.named_by],
    }


def _mention(one: MentionedModel, texts: Texts) -> Mapping[str, Any]:
    link = letter_link(one.doc_id, lang=texts.lang) if one.doc_id else official_url(one.target)
    return {"target": one.target, "link": link, "here": bool(one.doc_id), "answers": one.answers}


def _older(state: PageState, letters: list[DossierLetterModel]) -> Mapping[str, int]:
    """Count the older versions that are kept of letters."""
    where = Filter(doc_ids=tuple(sorted(one.letter.doc_id for one in letters)))
    entries = {entry.doc_id: entry for entry in state.assistant().letters_where(where)}
    kept = older_versions(VersionStore(state.settings.index), entries.get) if letters else ()
    return Counter(one.doc_id for one in kept)


def _steps(offset: int, total: int, address: Callable[[int], str]) -> Mapping[str, str]:
    """Return the addresses of the pages before and after."""
    return {
        "former": address(max(0, offset - LIMIT)) if offset > 0 else "",
        "next": address(offset + LIMIT) if offset + LIMIT < total else "",
    }
