"""The web application, served: on a socket, with limits, and the page as soon as Gradio is there.

Gradio takes seconds to import. Everything else is served meanwhile; who asks for the page waits.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from qa.errors import QAError
from qa.messages import Message
from qa.settings import Settings, load_settings
from qa.web.connections import WAITING, Connection, Server, most_connections
from qa.web.gate.access import is_local, open_role
from qa.web.gate.logs import set_up
from qa.web.late import LatePages
from qa.web.site import PAGES, create_site
from qa.web.state import PageState

_log = logging.getLogger(__name__)

STOP_SECONDS = 3
"""How long an open page may keep its stream when the server is stopped."""

RESTING_SECONDS = 60
"""How long a connection may rest after an answer: longer than anyone is told to wait, for who asks
at the moment when it is ended sees an error."""


def create_served(state: PageState) -> FastAPI:
    """Return the whole application; its pages come when Gradio is imported, in the background."""

    def make() -> FastAPI:
        from qa.web.app import mount_pages

        pages = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        mount_pages(pages, state)
        return pages

    app = create_site(state)
    late = LatePages([path.rstrip("/") for path in PAGES], make)
    app.router.routes.append(late)
    app.router.lifespan_context = late.within(app.router.lifespan_context)
    return app


def serve(settings: Settings | None = None, announce: Callable[[str], None] | None = None) -> None:
    """Serve the page until it is stopped.

    Args:
        settings: Address and port among them; from ``QA_*`` variables by default.
        announce: Called once with the page's address, when it is served; by default the
            address is written to stderr.

    Raises:
        QAError: If the address or port cannot be used.
    """
    settings = settings or load_settings()
    with _listen(settings.host, settings.port) as listener:
        app = create_served(PageState(settings))
        set_up(settings.log)
        address = _address(settings.host, listener.getsockname()[1], settings.root_path)
        announce(address) if announce else _say(Message("page-is-at", address=address), settings)
        for line in who_may(settings):
            _log.warning(line) if settings.log else _say(line, settings)
        make_server(app, listener, settings).listen(listener)


def make_server(app: FastAPI, listener: socket.socket, settings: Settings) -> Server:
    """Return what serves the application, with limits for its connections."""
    Connection.most = most_connections(settings.connections)
    config = uvicorn.Config(
        app,
        http=Connection,
        backlog=WAITING,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the gate reads them, and keeps the proxy's own address
        server_header=False,
        timeout_keep_alive=RESTING_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return Server(config, listener)


def who_may(settings: Settings) -> list[Message]:
    """Say who may ask, and who may change letters and index."""
    if settings.auth:
        return [Message("who-signs-in-may")]
    how = Message("how-to-sign-in")
    if is_local(settings.host) and open_role(settings) == "editor" and not settings.role:
        return [Message("who-is-here-may", how=how)]
    local, editor = is_local(settings.host), open_role(settings) == "editor"
    host = Message("or-its-proxy", host=settings.host) if local else settings.host
    code = "who-reaches-may-change" if editor else "who-reaches-may-read"
    return [Message(code, host=host, how=how)]


def _say(message: Message, settings: Settings) -> None:
    sys.stderr.write(f"letters-qa: {message.say(settings.language or 'en')}\n")


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is done, so that a taken one is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small parts at once only where the protocol is named; else each waits 40 ms for
    # the one before to be acknowledged
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # there it would let two programs share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        raise QAError(
            "page-not-served", host=host, port=port, reason=error.strerror or error
        ) from None
    return listener


def _address(host: str, port: int, root: str) -> str:
    return f"http://[{host}]:{port}{root}/" if ":" in host else f"http://{host}:{port}{root}/"
