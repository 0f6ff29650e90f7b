"""``/letters``: the letters and the index, and what editors may do with them, by plain forms.

Each form answers with the page again, by its address; a script adds dropping files and progress.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.corpus.files import Added, is_sidecar
from qa.corpus.official import Query, make_query
from qa.errors import QAError
from qa.web.api.files import MOST_FILES, remove_letter
from qa.web.gate.visitors import may_edit, must_edit
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.jobs import Job
from qa.web.library_page import PATH, Looking, Told, library_html
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts


def library_routes(state: PageState) -> APIRouter:
    """Return the routes of the page."""
    routes = APIRouter(include_in_schema=False)
    page = _Page(state)

    @routes.get(PATH)
    def show(request: Request, removed: str = "", restored: str = "") -> Response:
        """Show the letters and the index."""
        found = next((one for one in state.files.removals() if one.token == removed), None)
        return page.shown(request, Told(removed=found, restored=restored[:300]))

    for editing in (_letters_routes(state, page), _index_routes(state, page)):
        routes.include_router(editing, dependencies=[Depends(must_edit)])
    return routes


class _Page:
    """What a form answers with: the page, or the way back to it."""

    def __init__(self, state: PageState) -> None:
        self._state = state

    def shown(self, request: Request, told: Told | None = None, status: int = 200) -> HTMLResponse:
        """Return the page with what is told on it."""
        html = library_html(
            self._state,
            Looking.from_params(request.query_params),
            _texts(request),
            may_edit=may_edit(),
            told=told,
        )
        return HTMLResponse(html, status, SCRIPTED_HEADERS)

    def after(self, request: Request, work: Callable[[], dict[str, str] | None]) -> Response:
        """Do what a form asks and go back to the page, which can then be reloaded.

        Args:
            request: Of the form.
            work: Does it, and returns what the page is told by its address.
        """
        try:
            told = work() or {}
        except QAError as error:
            return self.shown(request, Told(problem=error.message), 409)
        query = urlencode({**told, "lang": _texts(request).lang})
        return RedirectResponse(rooted(f"{PATH}?{query}"), 303)


def _letters_routes(state: PageState, page: _Page) -> APIRouter:
    """Return the routes of forms that add and remove letters."""
    routes = APIRouter()

    @routes.post(PATH)
    def upload(
        request: Request, files: Annotated[list[UploadFile], File(max_length=MOST_FILES)]
    ) -> Response:
        """Take in letter files."""
        most = state.settings.max_file_bytes + 1
        try:
            added: list[Added] = [
                state.files.add(one.filename or "", one.file.read(most))
                for one in sorted(files, key=lambda one: is_sidecar(one.filename or ""))
            ]
        except QAError as error:
            return page.shown(request, Told(problem=error.message), 409)
        if any(one.how in {"added", "replaced"} for one in added):
            state.update(afresh=True)
        return page.shown(request, Told(added=added))

    @routes.post(f"{PATH}/remove")
    def remove(request: Request, doc_id: Annotated[str, Form(max_length=300)]) -> Response:
        """Take a letter out of the corpus."""

        def work() -> dict[str, str]:
            removal = remove_letter(state, doc_id)
            state.update(afresh=True)
            return {"removed": removal.token}

        return page.after(request, work)

    @routes.post(f"{PATH}/restore")
    def restore(request: Request, token: Annotated[str, Form(max_length=50)]) -> Response:
        """Bring a letter back."""

        def work() -> dict[str, str]:
            removal = state.files.restore(token)
            state.update(afresh=True)
            return {"restored": removal.doc_id}

        return page.after(request, work)

    @routes.post(f"{PATH}/fetch")
    def fetch(request: Request, what: Annotated[str, Form(max_length=100)]) -> Response:
        """Fetch a dossier, or a letter by its id."""
        return page.after(request, lambda: _begun(state.fetch(_query_of(what.strip()))))

    return routes


def _index_routes(state: PageState, page: _Page) -> APIRouter:
    """Return the routes of forms that look after the index."""
    routes = APIRouter()

    @routes.post(f"{PATH}/update")
    def update(request: Request) -> Response:
        """Update the index."""
        return page.after(request, lambda: _begun(state.update()))

    @routes.post(f"{PATH}/verify")
    def verify(request: Request) -> Response:
        """Check the index."""
        return page.after(request, lambda: _begun(state.verify()))

    @routes.post(f"{PATH}/rollback")
    def rollback(request: Request, generation: Annotated[int, Form(ge=1)]) -> Response:
        """Go back to a generation."""
        return page.after(request, lambda: _begun(state.roll_back(generation)))

    @routes.post(f"{PATH}/follow")
    def follow(request: Request, on: Annotated[bool, Form()]) -> Response:
        """Follow the folder, or stop."""
        return page.after(request, lambda: state.follow(on))

    return routes


def _begun(_: Job) -> None:
    """Tell nothing of a job: the page shows how it goes on."""


def _query_of(what: str) -> Query:
    """Return what to fetch: a letter by its id, or else a dossier."""
    is_id = "-" in what and what[:1].isalpha()
    return make_query(ids=[what]) if is_id else make_query(dossier=what)


def _texts(request: Request) -> Texts:
    asked = request.query_params.get("lang")
    return choose_texts(request.headers.get("accept-language"), asked)
