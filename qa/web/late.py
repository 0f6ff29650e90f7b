"""Pages that take long to make: made in the background while the rest is served.

A request for one waits until it is there. Made at the start of the application, or by the first
request where that has no start (as in tests).
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from qa.web.roots import path_of

_log = logging.getLogger(__name__)

Lifespan = Callable[[Any], AbstractAsyncContextManager[Any]]


class LatePages(BaseRoute):
    """A route for all paths below some, to an application that is made in a thread."""

    def __init__(self, paths: Collection[str], make: Callable[[], FastAPI]) -> None:
        """Set what is made.

        Args:
            paths: Such as "/nl".
            make: Returns the application, which is given whole paths.
        """
        self._paths = paths
        self._make = make
        self._making = threading.Lock()
        self._made: FastAPI | None = None
        self._begun: asyncio.Event | None = None  # where there is a start: whether it is through

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take a request for one of the paths, or below one."""
        path = path_of(scope)
        mine = any(path == one or path.startswith(f"{one}/") for one in self._paths)
        return (Match.FULL if mine and scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the pages, and pass the request on."""
        try:
            if self._begun is not None:
                await self._begun.wait()
            pages = self._made
            if pages is None:
                pages = await run_in_threadpool(self._make_once)
        except Exception as error:
            _log.exception("the page cannot be made")
            reason = f"{type(error).__name__}: {error}"
            await PlainTextResponse(f"The page cannot be shown: {reason}", 503)(
                scope, receive, send
            )
            return
        await pages(scope, receive, send)

    def within(self, lifespan: Lifespan) -> Lifespan:
        """Return a lifespan in which the pages are made and live as long as the application."""

        @asynccontextmanager
        async def both(app: FastAPI) -> AsyncIterator[Any]:
            begun, end = asyncio.Event(), asyncio.Event()
            self._begun = begun

            async def live() -> None:
                try:
                    pages = await run_in_threadpool(self._make_once)
                    async with pages.router.lifespan_context(pages):
                        begun.set()
                        await end.wait()
                except Exception:  # the request that needs them tries again, and says why
                    _log.exception("the page cannot be made")
                finally:
                    begun.set()

            async with lifespan(app) as state:
                living = asyncio.create_task(live())
                try:
                    yield state
                finally:
                    end.set()
                    await living

        return both

    def _make_once(self) -> FastAPI:
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made
