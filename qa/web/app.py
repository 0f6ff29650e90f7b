"""The web application: FastAPI with the page mounted in it, once for each language.

    /            to /nl/ or /en/, as the browser asks
    /nl/, /en/   the page (Gradio)
    /l/<doc_id>  the reading view of a letter
    /p/<doc_id>  an original page as a picture
    /t           letters that speak to a question, by date
    /letters     the letters and the index
    /api/        the HTTP API, described at /api/openapi.json
    /mcp         the same as tools for assistants (MCP)
    /static/     style sheets, a script, the icon

Nothing here searches or answers.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import gradio as gr
import uvicorn
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

from qa.errors import QAError
from qa.mcp_server import create_mcp
from qa.settings import Settings, load_settings
from qa.web.api import create_api
from qa.web.citing import citing_routes
from qa.web.gate.access import Access, is_local, open_role
from qa.web.gate.login import login_routes
from qa.web.gate.logs import log_request, set_up
from qa.web.gate.metrics import Metrics
from qa.web.gate.signing_in import SigningIn
from qa.web.gate.watch import Watch
from qa.web.headers import SecurityHeaders
from qa.web.letter import letter_routes
from qa.web.library import library_routes
from qa.web.page import build_page
from qa.web.pages import page_routes
from qa.web.problems import problem
from qa.web.rendering import render_error
from qa.web.roots import AtRoot, path_of, rooted, set_root
from qa.web.saving import saving_routes
from qa.web.state import PageState
from qa.web.texts import TEXTS, Language, choose_texts
from qa.web.theme import THEME
from qa.web.timeline import timeline_routes

_log = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")

PAGES: dict[str, Language] = {f"/{lang}/": lang for lang in TEXTS}
"""Where the page stands, by language."""

STOP_SECONDS = 3
"""How long an open page may keep its stream when the server is stopped."""

MAX_UPLOAD = "1kb"  # the page takes no files, but Gradio's upload route is always there


def create_app(settings: Settings | None = None, state: PageState | None = None) -> FastAPI:
    """Return the whole application.

    Args:
        settings: From ``QA_*`` variables by default.
        state: The assistant to ask; one made from the settings by default. It is opened in the
            background when the application starts.
    """
    state = state or PageState(settings or load_settings())
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
    app.include_router(timeline_routes(state))
    app.include_router(library_routes(state))
    app.include_router(citing_routes(state))
    app.include_router(saving_routes(state))
    app.mount("/api", create_api(state))
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
            return problem(error.status_code, str(error.detail))
        texts = choose_texts(request.headers.get("accept-language"))
        return HTMLResponse(
            render_error(texts.no_page, str(error.detail), texts), error.status_code
        )

    @app.exception_handler(RequestValidationError)
    def not_a_request(_: Request, error: RequestValidationError) -> Response:
        """Say which field cannot be read, never what was in it."""
        fields = ", ".join(str(one["loc"][-1]) for one in error.errors())
        return PlainTextResponse(f"these cannot be read: {fields}", 422)

    root = state.settings.root_path
    set_root(root)
    for path, lang in PAGES.items():
        gr.mount_gradio_app(
            app,
            build_page(state, lang),
            path=path.rstrip("/"),
            server_name=state.settings.host,
            server_port=state.settings.port,
            theme=THEME,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            max_file_size=MAX_UPLOAD,
            root_path=root + path.rstrip("/") if root else None,
        )
    return app


def serve(settings: Settings | None = None, announce: Callable[[str], None] | None = None) -> None:
    """Serve the page until it is stopped.

    Args:
        settings: Address and port among them; from ``QA_*`` variables by default.
        announce: Called once with the page's address, when it can be opened; by default the
            address is written to stderr.

    Raises:
        QAError: If the address or port cannot be used.
    """
    settings = settings or load_settings()
    with _listen(settings.host, settings.port) as listener:
        set_up(settings.log)
        app = create_app(settings)
        say = announce or _say
        say(_address(settings.host, listener.getsockname()[1]) + settings.root_path.lstrip("/"))
        for line in who_may(settings):
            _log.warning(line) if settings.log else sys.stderr.write(f"letters-qa: {line}\n")
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,  # the gate reads them, and keeps the proxy's own address
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])


def who_may(settings: Settings) -> list[str]:
    """Say who may ask and who may change letters, where not only this machine can come."""
    if settings.auth or is_local(settings.host):
        return []
    can = "change letters and index" if open_role(settings) == "editor" else "change nothing"
    return [
        f"everyone who can reach {settings.host} may ask and read, and {can}; QA_AUTH makes people "
        "sign in, QA_ROLE=reader or editor says what those may do who need not"
    ]


def _say(address: str) -> None:
    sys.stderr.write(f"letters-qa: the page is at {address} (stop with Ctrl-C)\n")


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is done, so that a taken one is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two programs share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise QAError(
            f"the page cannot be served on {host}:{port} ({error.strerror or error}); "
            "choose another port with --port or QA_PORT, or stop what uses this one"
        ) from None
    return listener


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
