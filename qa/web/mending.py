"""``/mend/<doc_id>``: an editor corrects the data of a letter; whole without a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.citations.citing import reference
from qa.corpus.mending import FIELDS, mended_of
from qa.errors import LetterNotFoundError, QAError
from qa.records import Letter, Sender
from qa.web.api.files import entry_of
from qa.web.gate.visitors import current, must_edit
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import letter_link
from qa.web.rendering import render, render_error
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts
from qa.web.texts.mending import MENDING_TEXTS

PATH = "/mend"

WAIT = 3.0
"""Seconds in which a letter is mostly indexed again; who corrects waits for it no longer."""

_Value = Annotated[str, Form(max_length=2000)]


def mending_page(state: PageState) -> APIRouter:
    """Return the routes of the page, for editors."""
    routes = APIRouter(include_in_schema=False, dependencies=[Depends(must_edit)])

    @routes.get(PATH + "/{doc_id:path}")
    def show(request: Request, doc_id: str) -> Response:
        """Show the data of a letter, to be corrected."""
        texts = _texts(request)
        try:
            letter = state.letter(doc_id)
        except QAError as error:
            return _failed(error, texts)
        return _shown(state, letter, texts, _values(letter))

    @routes.post(PATH + "/{doc_id:path}")
    def save(
        request: Request,
        doc_id: str,
        date: _Value = "",
        senders: _Value = "",
        subject: _Value = "",
        dossiers: _Value = "",
        kind: _Value = "",
        undo: Annotated[bool, Form()] = False,
    ) -> Response:
        """Keep what differs from the letter's data, or take all corrections back."""
        texts = _texts(request)
        own = MENDING_TEXTS[texts.lang]
        given = {"date": date, "senders": senders, "subject": subject, "dossiers": dossiers,
                 "kind": kind}  # fmt: skip
        try:
            letter = state.letter(doc_id)
        except QAError as error:
            return _failed(error, texts)
        changes = {} if undo else _changes(letter, given)
        if not undo and not changes:
            return _shown(state, letter, texts, given, said=own.nothing)
        try:
            entry = entry_of(state, doc_id)
            if undo:
                state.files.undo_mending(entry)
            else:
                state.files.mend(entry, changes, current().name)
        except QAError as error:
            return _shown(state, letter, texts, given, problem=error.message.say(texts.lang))
        wanted = state.update(afresh=True)
        job = state.finished(WAIT)
        if job and not job.running and job.number >= wanted.number and state.has_letter(doc_id):
            return RedirectResponse(letter_link(doc_id, lang=texts.lang), 303)
        said = own.undone if undo else own.saved
        return _shown(state, letter, texts, given, said=said)

    return routes


def mended_line(state: PageState, letter: Letter, texts: Texts) -> str:
    """Say by whom and when the data of a letter were corrected; "" if they were not."""
    mended = mended_of(state.settings.corpus, letter.source.path)
    if mended is None:
        return ""
    own = MENDING_TEXTS[texts.lang]
    day = texts.day(mended.at.date())
    fields = ", ".join(own.fields[name].lower() for name in mended.fields)
    if mended.by:
        return own.corrected_by.format(mended.by, day, fields)
    return own.corrected.format(day, fields)


def mending_link(doc_id: str, texts: Texts) -> str:
    """Return the address at which the data of a letter are corrected."""
    return rooted(f"{PATH}/{quote(doc_id, safe='')}?lang={texts.lang}")


def _values(letter: Letter) -> dict[str, str]:
    """Return the data of a letter as the fields of the form show them."""
    about = letter.metadata
    return {
        "date": about.date.isoformat() if about.date else "",
        "senders": "\n".join(_line(one) for one in about.senders),
        "subject": about.subject or "",
        "dossiers": ", ".join(one.number for one in about.dossiers),
        "kind": about.kind or "",
    }


def _line(sender: Sender) -> str:
    return f"{sender.function or ''}; {sender.name}" if sender.name else sender.function or ""


def _changes(letter: Letter, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what was changed in the form, as corrections; dossiers that stay keep their titles."""
    shown = _values(letter)
    changed = {name: value for name, value in given.items() if _plain(value) != _plain(shown[name])}
    changes: dict[str, Any] = {name: " ".join(value.split()) for name, value in changed.items()}
    if "senders" in changed:
        lines = (" ".join(line.split()) for line in changed["senders"].splitlines())
        changes["senders"] = [line for line in lines if line.strip("; ")]
    if "dossiers" in changed:
        known = {one.number: one for one in letter.metadata.dossiers}
        numbers = [one.strip() for one in re.split(r"[,;\n]", changed["dossiers"]) if one.strip()]
        changes["dossiers"] = [
            {"number": one, "printed": known[one].printed, "title": known[one].title}
            if one in known else one
            for one in numbers
        ]  # fmt: skip
    return changes


def _plain(value: str) -> list[str]:
    return value.split()


def _shown(
    state: PageState,
    letter: Letter,
    texts: Texts,
    values: Mapping[str, str],
    said: str = "",
    problem: str = "",
) -> HTMLResponse:
    other = choose_texts(None, texts.other_lang)
    html = render(
        "mend.html",
        texts,
        own=MENDING_TEXTS[texts.lang],
        letter=letter,
        title=letter.metadata.full_title or reference(letter),
        fields=FIELDS,
        values=values,
        said=said,
        problem=problem,
        mended=mended_line(state, letter, texts),
        path=mending_link(letter.doc_id, texts),
        back=letter_link(letter.doc_id, lang=texts.lang),
        other_language=mending_link(letter.doc_id, other),
    )
    return HTMLResponse(html, 422 if problem else 200, SCRIPTED_HEADERS)


def _failed(error: QAError, texts: Texts) -> HTMLResponse:
    missing = isinstance(error, LetterNotFoundError)
    heading = texts.letter_not_found if missing else texts.cannot_show
    return HTMLResponse(
        render_error(heading, error.message, texts), 404 if missing else 503, SCRIPTED_HEADERS
    )


def _texts(request: Request) -> Texts:
    asked = request.query_params.get("lang")
    return choose_texts(request.headers.get("accept-language"), asked)
