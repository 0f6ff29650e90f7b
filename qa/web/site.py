"""The web application but for the page: FastAPI, what stands in the gate, and its routes.

    /            to /nl/ or /en/, as the browser asks
    /l/<doc_id>  the reading view of a letter
    /p/<doc_id>  an original page as a picture
    /first       the passages found for a question, before it is answered
    /t           letters that speak to a question, by date
    /letters     the letters and the index
    /d           the dossiers, and /d/<dossier> one of them
    /memo        passages put aside for a memo
    /following   what one follows, and what is new on it; /feed.atom the same as a feed
    /commitments what ministers commit to in the letters
    /questions   a set of questions, prepared
    /api/        the HTTP API, described at /api/openapi.json
    /reference   the same description for people
    /mcp         the same as tools for assistants (MCP)
    /static/     style sheets, a script, the icon

`qa.web.app` mounts the page in it, `qa.web.serving` serves both. Nothing here searches or answers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from fastapi.staticfiles import StaticFiles
from mcp.server.transport_security import TransportSecuritySettings
from starlette.exceptions import HTTPException

from qa.messages import Message
from qa.web.api import create_api
from qa.web.citing import citing_routes
from qa.web.dossiers import dossier_routes
from qa.web.first import first_routes
from qa.web.following import following_pages
from qa.web.gate.access import Access
from qa.web.gate.doors import Doors
from qa.web.gate.login import login_routes
from qa.web.gate.logs import log_request
from qa.web.gate.metrics import Metrics
from qa.web.gate.signing_in import SigningIn
from qa.web.gate.watch import Watch
from qa.web.headers import SecurityHeaders
from qa.web.ledger import ledger_routes
from qa.web.letter import letter_routes
from qa.web.library import library_routes
from qa.web.mcp_server import create_mcp
from qa.web.memo import memo_page
from qa.web.mending import mending_page
from qa.web.pages import page_routes
from qa.web.problems import problem
from qa.web.reference import reference_routes
from qa.web.rendering import render_error
from qa.web.roots import AtRoot, path_of, rooted, set_root
from qa.web.saving import saving_routes
from qa.web.sets_page import sets_page_routes
from qa.web.state import PageState
from qa.web.texts import TEXTS, Language, choose_texts
from qa.web.timeline import timeline_routes

STATIC = Path(__file__).with_name("static")

PAGES: dict[str, Language] = {f"/{lang}/": lang for lang in TEXTS}
"""Where the page stands, by language."""


def create_site(state: PageState) -> FastAPI:
    """Return the application that the page is mounted in; its assistant opens when it starts."""
    set_root(state.settings.root_path)
    signing_in = SigningIn(state.settings)

    mcp = create_mcp(state.assistant, state.turns.turn)
    # Access has checked the names already
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    mcp_app = mcp.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        transport_security=unchecked,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        state.warm_up()
        async with mcp.session_manager.run():
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    # each stands around those before it
    app.add_middleware(Doors)
    app.add_middleware(SecurityHeaders, pages=PAGES)
    app.add_middleware(Access, settings=state.settings, signing_in=signing_in)
    if state.settings.metrics:
        metrics = Metrics(state)
        app.include_router(metrics.routes())
        app.add_middleware(Watch, tell=metrics.count)
    if state.settings.log:
        app.add_middleware(Watch, tell=log_request(state.settings.log_questions))
    app.add_middleware(AtRoot, root=state.settings.root_path)
    if signing_in.users:
        app.include_router(login_routes(signing_in))
    app.include_router(letter_routes(state))
    app.include_router(page_routes(state))
    app.include_router(first_routes(state))
    app.include_router(timeline_routes(state))
    app.include_router(library_routes(state))
    app.include_router(ledger_routes(state))
    app.include_router(dossier_routes(state))
    app.include_router(following_pages(state))
    app.include_router(memo_page())
    app.include_router(mending_page(state))
    app.include_router(sets_page_routes(state))
    app.include_router(citing_routes(state))
    app.include_router(saving_routes(state))
    api = create_api(state)
    app.include_router(reference_routes(api, mcp))
    app.mount("/api", api)
    app.router.routes.extend(mcp_app.routes)
    app.mount("/static", StaticFiles(directory=STATIC))

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    def choose_page(request: Request) -> RedirectResponse:
        """Send the browser to the page in its language; the query goes with it."""
        texts = choose_texts(request.headers.get("accept-language"))
        query = f"?{request.url.query}" if request.url.query else ""
        to = rooted(f"/{texts.lang}/{query}")
        return RedirectResponse(to, headers={"Vary": "Accept-Language"})

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> FileResponse:
        """Give the icon to browsers that look for it here."""
        return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")

    @app.exception_handler(HTTPException)
    def no_such_page(request: Request, error: HTTPException) -> Response:
        """Say that there is nothing here: a page to people, a problem to programs."""
        if path_of(request.scope).startswith("/api/"):
            return problem(error.status_code, error.detail)
        texts = choose_texts(request.headers.get("accept-language"))
        return HTMLResponse(render_error(texts.no_page, error.detail, texts), error.status_code)

    @app.exception_handler(RequestValidationError)
    def not_a_request(request: Request, error: RequestValidationError) -> Response:
        """Say which field cannot be read, never what was in it."""
        fields = ", ".join(str(one["loc"][-1]) for one in error.errors())
        texts = choose_texts(request.headers.get("accept-language"))
        said = Message("request-unreadable", fields=fields)
        return PlainTextResponse(said.say(texts.lang), 422)

    return app
