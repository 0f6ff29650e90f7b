"""What the server writes of each request: method, path, status, time. Never what was asked.

Questions stand in the query of an address, so the query is left out unless it is asked for.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.settings import LogForm
from qa.web.gate.visitors import current
from qa.web.roots import path_of

_log = logging.getLogger("qa.requests")

_FIELDS = ("method", "path", "query", "status", "milliseconds", "visitor")


class RequestLog:
    """ASGI middleware that writes a line for each request."""

    def __init__(self, app: ASGIApp, questions: bool) -> None:
        """Wrap an app; ``questions`` says whether what was asked is written too."""
        self.app = app
        self._questions = questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = path_of(scope)  # a mount changes the scope on its way
        started = time.perf_counter()
        status = 500

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_see)
        finally:
            fields = {
                "method": scope["method"],
                "path": path,
                "status": status,
                "milliseconds": round((time.perf_counter() - started) * 1000),
                "visitor": current().name or None,
            }
            if self._questions:
                fields["query"] = scope.get("query_string", b"").decode("latin-1")
            _log.info("request", extra=fields)


class _Lines(logging.Formatter):
    """Lines to be read, or JSON; a line break in what is written cannot make a second line."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        fault = self.formatException(record.exc_info) if record.exc_info else ""
        if self._as_json:
            whole = {
                "time": moment,
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": record.getMessage(),
                **fields,
                **({"fault": fault} if fault else {}),
            }
            return json.dumps(whole, ensure_ascii=False, default=str)
        told = " ".join(str(value) for value in fields.values() if value is not None)
        line = f"{moment} {record.levelname.lower()} {record.getMessage()}"
        line = f"{line} {told}" if told else line
        plain = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in line)
        return plain + (f"\n{fault}" if fault else "")


def set_up(form: LogForm) -> None:
    """Write the log of this program to standard error, in the form of the settings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=form == "json"))
    for name, level in (("qa", logging.WARNING), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level)
    _log.setLevel(logging.INFO if form else logging.WARNING)
