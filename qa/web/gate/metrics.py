"""``/metrics`` for Prometheus, with ``QA_METRICS=true``: requests, their time, letters, the job.

Needs the extra: pip install 'letters-qa[metrics]'. Counts by the kind of path, never by a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.types import Scope

from qa.errors import QAError
from qa.web.state import PageState

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_KINDS = ("/api/ask", "/api", "/mcp", "/l/", "/p/", "/letters", "/save/", "/c/", "/static/")


class Metrics:
    """What is counted, in a registry of its own."""

    def __init__(self, state: PageState) -> None:
        """Begin to count.

        Raises:
            QAError: If the extra is not installed.
        """
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        except ImportError as error:
            raise QAError("metrics-missing", reason=error) from None
        self.registry: CollectorRegistry = CollectorRegistry()
        self._requests = Counter(
            "letters_qa_requests", "Requests answered", ["kind", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "letters_qa_request_seconds", "Time to answer", ["kind"], registry=self.registry
        )
        letters = Gauge("letters_qa_letters", "Letters in the index", registry=self.registry)
        letters.set_function(lambda: _letters(state))
        updating = Gauge("letters_qa_job_running", "1 while a job runs", registry=self.registry)
        updating.set_function(lambda: bool(state.job and state.job.running))

    def count(self, _: Scope, path: str, status: int, seconds: float) -> None:
        """Count one request."""
        kind = next((kind.strip("/") for kind in _KINDS if path.startswith(kind)), "page")
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)

    def routes(self) -> APIRouter:
        """Return the route that tells."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        routes = APIRouter(include_in_schema=False)

        @routes.get("/metrics")
        def metrics() -> Response:
            """Tell what was counted."""
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

        return routes


def _letters(state: PageState) -> int:
    searched = state.status().searched
    return searched.letters if searched else 0
