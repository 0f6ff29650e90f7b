"""Sees what came of each request, and tells whoever wants to know: the log, the metrics."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.roots import path_of

Tell = Callable[[Scope, str, int, float], None]
"""Called with the request, its path, the status it was answered with, and the seconds it took."""


class Watch:
    """ASGI middleware that tells of each request when it is done."""

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        """Wrap an app."""
        self.app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell what came of it; 500 if nothing was sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = path_of(scope)  # a mount changes the scope on its way
        started, status = time.perf_counter(), 500

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_see)
        finally:
            self._tell(scope, path, status, time.perf_counter() - started)
