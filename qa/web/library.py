"""``/letters``: the letters and the index, and what editors may do with them, by plain forms.

Each form answers with the page again, by its address; a script adds dropping files and progress.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.corpus.files import Added, Removal
from qa.corpus.official import Query, make_query
from qa.errors import QAError
from qa.web.api.files import MOST_FILES, remove_letter
from qa.web.gate.visitors import may_edit, must_edit
from qa.web.library_page import PATH, Looking, Told, library_html
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
"""This page has forms and a script of its own; no script inside it, nothing from elsewhere."""


def library_routes(state: PageState) -> APIRouter:
    """Return the routes of the page."""
    routes = APIRouter(include_in_schema=False)
    editing = APIRouter(dependencies=[Depends(must_edit)])

    def shown(request: Request, told: Told | None = None, status: int = 200) -> HTMLResponse:
        html = library_html(
            state,
            Looking.from_params(request.query_params),
            _texts(request),
            may_edit=may_edit(),
            told=told,
        )
        headers = {
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            "Vary": "Accept-Language",
        }
        return HTMLResponse(html, status, headers)

    def done(request: Request, work: Callable[[], object], **told: str) -> Response:
        """Do what a form asks and go back to the page, which can then be reloaded."""
        try:
            work()
        except QAError as error:
            return shown(request, Told(problem=error.message), 409)
        return back(request, **told)

    def back(request: Request, **told: str) -> Response:
        query = urlencode({**told, "lang": _texts(request).lang})
        return RedirectResponse(rooted(f"{PATH}?{query}"), 303)

    @routes.get(PATH)
    def show(request: Request, removed: str = "", restored: str = "") -> Response:
        """Show the letters and the index."""
        found = next((one for one in state.files.removals() if one.token == removed), None)
        return shown(request, Told(removed=found, restored=restored[:300]))

    @editing.post(PATH)
    def upload(
        request: Request, files: Annotated[list[UploadFile], File(max_length=MOST_FILES)]
    ) -> Response:
        """Take in letter files."""
        most = state.settings.max_file_bytes + 1
        try:
            added: list[Added] = [
                state.files.add(one.filename or "", one.file.read(most)) for one in files
            ]
        except QAError as error:
            return shown(request, Told(problem=error.message), 409)
        if any(one.how in {"added", "replaced"} for one in added):
            state.update(afresh=True)
        return shown(request, Told(added=added))

    @editing.post(f"{PATH}/remove")
    def remove(request: Request, doc_id: Annotated[str, Form(max_length=300)]) -> Response:
        """Take a letter out of the corpus."""
        try:
            removal: Removal = remove_letter(state, doc_id)
        except QAError as error:
            return shown(request, Told(problem=error.message), 409)
        state.update(afresh=True)
        return back(request, removed=removal.token)

    @editing.post(f"{PATH}/restore")
    def restore(request: Request, token: Annotated[str, Form(max_length=50)]) -> Response:
        """Bring a letter back."""
        try:
            removal = state.files.restore(token)
        except QAError as error:
            return shown(request, Told(problem=error.message), 409)
        state.update(afresh=True)
        return back(request, restored=removal.doc_id)

    @editing.post(f"{PATH}/fetch")
    def fetch(request: Request, what: Annotated[str, Form(max_length=100)]) -> Response:
        """Fetch a dossier, or a letter by its id."""
        what = what.strip()

        def named() -> Query:
            is_id = "-" in what and what[:1].isalpha()
            return make_query(ids=[what]) if is_id else make_query(dossier=what)

        return done(request, lambda: state.fetch(named()))

    @editing.post(f"{PATH}/update")
    def update(request: Request) -> Response:
        """Update the index."""
        return done(request, state.update)

    @editing.post(f"{PATH}/verify")
    def verify(request: Request) -> Response:
        """Check the index."""
        return done(request, state.verify)

    @editing.post(f"{PATH}/rollback")
    def rollback(request: Request, generation: Annotated[int, Form(ge=1)]) -> Response:
        """Go back to a generation."""
        return done(request, lambda: state.roll_back(generation))

    @editing.post(f"{PATH}/follow")
    def follow(request: Request, on: Annotated[bool, Form()]) -> Response:
        """Follow the folder, or stop."""
        return done(request, lambda: state.follow(on))

    routes.include_router(editing)
    return routes


def _texts(request: Request) -> Texts:
    asked = request.query_params.get("lang")
    return choose_texts(request.headers.get("accept-language"), asked)
