"""What the server writes of each request: method, path, status, time. Never what was asked.

Questions stand in the query of an address, so the query is left out unless it is asked for.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime

from starlette.types import Scope

from qa.settings import LogForm
from qa.system.visible import visible_json
from qa.web.gate.visitors import current
from qa.web.gate.watch import Tell

_log = logging.getLogger("qa.requests")

_FIELDS = ("method", "path", "query", "status", "milliseconds", "visitor")


def log_request(questions: bool) -> Tell:
    """Return what writes a line for each request; with what was asked, if that is wanted."""

    def tell(scope: Scope, path: str, status: int, seconds: float) -> None:
        fields = {
            "method": scope["method"],
            "path": path,
            "status": status,
            "milliseconds": round(seconds * 1000),
            "visitor": current().name or None,
        }
        if questions:
            fields["query"] = scope.get("query_string", b"").decode("latin-1")
        _log.info("request", extra=fields)

    return tell


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
            return visible_json(whole)
        told = " ".join(str(value) for value in fields.values() if value is not None)
        line = f"{moment} {record.levelname.lower()} {record.getMessage()}"
        line = f"{line} {told}" if told else line
        plain = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in line)
        return plain + (f"\n{fault}" if fault else "")


def set_up(form: LogForm) -> None:
    """Write the log of this process to standard error, in the form of the settings.

    Handlers that libraries have set up go: one that prints the source beside a fault reads files,
    and takes a second for each line when none can be opened.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=form == "json"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    _log.setLevel(logging.INFO if form else logging.WARNING)
