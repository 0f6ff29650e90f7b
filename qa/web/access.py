"""Who may do what: readers ask and read; editors also upload, delete and update.

Also turns away what no person asked for: requests that another site makes a browser send, and
requests under a name that this server does not have (a site that points its own name here).
"""

from __future__ import annotations

import ipaddress
from typing import Literal
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.settings import Settings

Role = Literal["reader", "editor"]

SAFE = {"GET", "HEAD", "OPTIONS"}
"""Methods that change nothing."""

UPLOADS = {"/api/letters", "/letters"}
"""Where letters are uploaded, which may take more than other requests."""

MOST_BYTES = 4_000_000
"""Longest body of any other request, in bytes."""

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


def is_local(host: str) -> bool:
    """Say whether only this machine can reach an address that a server listens on."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_role(settings: Settings) -> Role:
    """Return the role of everyone who comes: editor only where nobody else can come."""
    if settings.role:
        return settings.role
    return "editor" if is_local(settings.host) else "reader"


def may_edit(request: Request) -> bool:
    """Say whether the person behind a request may change letters and index."""
    return request.scope.get("qa.role") == "editor"


def must_edit(request: Request) -> None:
    """Turn away who may not change letters and index."""
    if not may_edit(request):
        raise HTTPException(
            403,
            "only editors may do this; start the server with QA_ROLE=editor to let everyone who "
            "can reach it do so",
        )


class Access:
    """ASGI middleware: gives each request its role, and turns away what comes from elsewhere."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap an app.

        Args:
            app: What is asked in the end.
            settings: Address, role, and the names this server is known by.
        """
        self.app = app
        self._role = open_role(settings)
        self._most_upload = settings.max_upload_bytes
        self._names = {name.lower() for name in settings.hosts}
        if is_local(settings.host):
            self._names |= LOCAL_NAMES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer that it may not."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused:
            await PlainTextResponse(refused[1], refused[0])(scope, receive, send)
            return
        await self.app({**scope, "qa.role": self._role}, receive, send)

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        name = _name(headers.get("host", ""))
        if self._names and name not in self._names:
            return 421, (
                f"this server is not known as {name!r}; if it should be, name it in QA_HOSTS"
            )
        if scope.get("method", "GET") in SAFE:
            return None
        site = headers.get("sec-fetch-site", "none")
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
        if site not in {"none", "same-origin"} or (foreign and "sec-fetch-site" not in headers):
            return 403, "a page of another site may not do this"
        return self._too_long(scope["path"], headers)

    def _too_long(self, path: str, headers: Headers) -> tuple[int, str] | None:
        if "chunked" in headers.get("transfer-encoding", ""):
            return 411, "a request must say how long it is"
        most = self._most_upload if path in UPLOADS else MOST_BYTES
        length = headers.get("content-length", "0")
        if not length.isdigit():
            return 400, "Content-Length is no number"
        if int(length) > most:
            return 413, f"{int(length):,} bytes are more than {most:,}; send less at once"
        return None


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    return (urlsplit(f"//{host}").hostname or "").lower()
