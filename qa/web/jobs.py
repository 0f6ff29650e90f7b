"""Long work on the index, one piece at a time: begun by anyone, its progress seen by all.

Work runs in a thread of its own and goes on when the page that began it is closed. What the work is
stands in `qa.web.state`.
"""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from qa.errors import IndexBusyError, QAError
from qa.letters.corpus import Progress
from qa.messages import Message

_log = logging.getLogger(__name__)

Kind = Literal["update", "verify", "rollback", "fetch"]

_DOING: dict[Kind, str] = {
    "update": "index-updating",
    "verify": "index-checking",
    "fetch": "letters-being-fetched",
    "rollback": "index-going-back",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: how far it is, and in the end what came of it or the ``error``'s message.

    ``done`` of ``total`` are done of a ``stage``: "list", "fetch", "read", "embed", "merge" or
    "verify". Times are UTC.
    """

    number: int
    kind: Kind
    started: datetime.datetime
    stage: str = ""
    done: int = 0
    total: int = 0
    ended: datetime.datetime | None = None
    result: object = None
    error: str = ""

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.ended is None


class Jobs:
    """Runs one job at a time. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._thread: threading.Thread | None = None
        self._next: tuple[Kind, Callable[[Progress], object]] | None = None

    @property
    def last(self) -> Job | None:
        """The job that runs, or the one that ran last."""
        return self._job

    def begin(self, kind: Kind, work: Callable[[Progress], object], *, afresh: bool = False) -> Job:
        """Begin a job; if one of its kind runs, that one is joined.

        Args:
            kind: What is done.
            work: Does it, and returns what came of it; is given what to call as it goes on.
            afresh: Join none: what runs may have looked already. The job begins when that ends;
                who asks for another meanwhile joins it.

        Raises:
            IndexBusyError: If a job of another kind runs, and this one need not be afresh.
        """
        with self._lock:
            running = self._job if self._job and self._job.running else None
            if running and afresh:
                self._next = (kind, work)
                return Job(running.number + 1, kind, _now())
            if running and running.kind != kind:
                raise IndexBusyError(_DOING[running.kind])
            if running:
                return running
            number = self._job.number + 1 if self._job else 1
            self._job = job = Job(number, kind, _now())
            self._thread = threading.Thread(target=self._work, args=[work], name=kind, daemon=True)
            self._thread.start()
            return job

    def wait(self, seconds: float) -> Job | None:
        """Wait for the job that runs, at most so long; returns the last job."""
        if self._thread:
            self._thread.join(seconds)
        return self._job

    def _work(self, work: Callable[[Progress], object] | None) -> None:
        """Run a job, and those that were asked for meanwhile."""
        while work:
            ended = self._run(work)
            with self._lock:
                assert self._job is not None
                job, work = replace(self._job, ended=_now(), **ended), None
                if self._next:
                    kind, work = self._next
                    job, self._next = Job(job.number + 1, kind, _now()), None
                self._job = job

    def _run(self, work: Callable[[Progress], object]) -> dict[str, Any]:
        """Do the work; return what came of it."""

        def report(stage: str, done: int, total: int) -> None:
            with self._lock:
                assert self._job is not None
                self._job = replace(self._job, stage=stage, done=done, total=total)

        try:
            return {"result": work(report)}
        except QAError as error:
            return {"error": error.message}
        except OSError as error:
            return {"error": str(error)}
        except Exception as error:
            _log.exception("the job failed by a fault of the program")
            return {"error": Message("program-fault-of", kind=type(error).__name__)}


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
