"""What of Gradio's own routes can be reached, and what of an address reaches it.

The page needs a handful. Others would run its functions outside a visitor's request, take files, or
tell of its inside. Gradio fails on some values of an address that the page does not use, and on
calls that the page does not make.
"""

from __future__ import annotations

import logging
import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from qa.messages import Message
from qa.web.roots import path_of

_log = logging.getLogger(__name__)

_PAGE = re.compile(r"/(?:nl|en)/?")
_CALL = re.compile(r"/(?:nl|en)/gradio_api/run/predict")
_OTHERS = re.compile(
    r"/(?:nl|en)/(?:theme\.css|(?:assets|static|svelte)(?:/[\w@+-][\w.@+-]{0,99}){1,9}"
    r"|gradio_api/(?:startup-events|heartbeat/\w+))"
)


def is_shut(path: str) -> bool:
    """Tell whether a path is one of Gradio's that the page does not need."""
    needed = (_PAGE, _CALL, _OTHERS)
    return path.startswith(("/nl", "/en")) and not any(door.fullmatch(path) for door in needed)


class Doors:
    """ASGI middleware: Gradio sees no query of the page, and nobody a failure of a call.

    The browser reads the query by itself and sends it with its calls.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        path = path_of(scope) if scope["type"] == "http" else ""
        if _PAGE.fullmatch(path):
            scope = {**scope, "query_string": b""}
        if _CALL.fullmatch(path):
            await self._call(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on; what Gradio fails on, told or not, is the caller's fault."""
        begun = False

        async def blamed(message: Event) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start" and message["status"] == 500:
                message = {**message, "status": 422}
            await send(message)

        try:
            await self.app(scope, receive, blamed)
        except Exception as error:  # it raises what it likes for a function that there is not
            _log.info("the page was called in a way that it does not have: %s", error)
            if not begun:  # most often it has answered before
                said = Message("no-such-function")
                await PlainTextResponse(said, 422)(scope, receive, send)
