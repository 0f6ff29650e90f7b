"""Sets of questions that are being prepared, each in a thread of its own, and kept for a while.

Whoever sent a set sees how far it is, takes what came of it, and can stop it; nobody else can.
Nothing is written to the disk.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from qa.assistant.opened import Answering
from qa.assistant.sets import answer_set
from qa.errors import QAError, TooBusyError
from qa.messages import Message
from qa.records import AnsweredSet, QuestionSet
from qa.web.gate.turns import Turns
from qa.web.gate.visitors import Visitor, current, set_current

_log = logging.getLogger(__name__)

MOST_RUNNING = 4
"""Sets that are prepared at the same time, of all visitors."""

MOST_KEPT = 40
"""Sets that are kept; the oldest goes when another comes."""

KEPT_SECONDS = 3600.0
"""How long a set is kept."""

AGAIN_SECONDS = 15
"""When one is told to come again while too many are prepared."""

LONGEST_PAUSE = 60.0
"""Seconds that a question waits for its turn at a time."""

State = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class SetJob:
    """A set that is prepared: ``done`` of its questions are; ``error`` says why it failed."""

    token: str
    asked: QuestionSet
    owner: str
    begun: float
    state: State = "running"
    done: int = 0
    answered: AnsweredSet | None = None
    error: str = ""

    @property
    def total(self) -> int:
        """How many questions it has."""
        return len(self.asked.questions)


class _StoppedError(Exception):
    """Whoever asked no longer wants the answers."""


class SetJobs:
    """Prepares sets. Safe to use from several threads."""

    def __init__(self, assistant: Callable[[], Answering], turns: Turns) -> None:
        """Take what gives the assistant, and the turns in which questions are answered."""
        self._assistant = assistant
        self._turns = turns
        self._jobs: OrderedDict[str, SetJob] = OrderedDict()
        self._threads: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def begin(self, asked: QuestionSet) -> SetJob:
        """Begin to prepare a set for who is behind the request.

        Raises:
            TooBusyError: If too many are prepared.
        """
        with self._lock:
            self._drop_old()
            running = sum(job.state == "running" for job in self._jobs.values())
            if running >= MOST_RUNNING:
                raise TooBusyError("sets-running", seconds=AGAIN_SECONDS, count=running)
            token = secrets.token_urlsafe(16)
            job = SetJob(token, asked, current().key, time.monotonic())
            self._jobs[token] = job
            thread = threading.Thread(target=self._work, args=[job, current()], daemon=True)
            self._threads[token] = thread
            thread.start()
            return job

    def get(self, token: str) -> SetJob | None:
        """Return a set of who is behind the request; None if there is none of this name."""
        with self._lock:
            self._drop_old()
            job = self._jobs.get(token)
            return job if job and job.owner == current().key else None

    def stop(self, token: str) -> SetJob | None:
        """Stop a set, or forget it if it is done; returns it as it was last."""
        job = self.get(token)
        if job is None:
            return None
        with self._lock:
            stopped = replace(job, state="stopped") if job.state == "running" else job
            if job.state == "running":
                self._jobs[token] = stopped
            else:
                self._jobs.pop(token, None)
            return stopped

    def finished(self, token: str, seconds: float = 60.0) -> SetJob | None:
        """Wait until a set is prepared, at most so long; returns it."""
        if thread := self._threads.get(token):
            thread.join(seconds)
        return self.get(token)

    def _drop_old(self) -> None:
        oldest = time.monotonic() - KEPT_SECONDS
        for token, job in list(self._jobs.items()):
            if job.begun < oldest or len(self._jobs) > MOST_KEPT:
                self._jobs.pop(token, None)
                self._threads.pop(token, None)

    def _work(self, job: SetJob, visitor: Visitor) -> None:
        def report(done: int, _: int) -> None:
            self._change(job.token, done=done)

        try:
            answered = answer_set(
                job.asked, self._assistant(), report=report,
                turn=lambda: self._turn(job.token, visitor),
            )  # fmt: skip
            self._change(job.token, state="done", answered=answered)
        except _StoppedError:
            return
        except QAError as error:
            self._fail(job.token, error.message)
        except Exception as error:
            _log.exception("a set was not prepared by a fault of the program")
            self._fail(job.token, Message("program-fault-of", kind=type(error).__name__))

    def _fail(self, token: str, message: Message) -> None:
        try:
            self._change(token, state="failed", error=message)
        except _StoppedError:
            return

    def _change(self, token: str, **values: object) -> None:
        with self._lock:
            job = self._jobs.get(token)
            if job is None or job.state != "running":
                raise _StoppedError
            self._jobs[token] = replace(job, **values)  # type: ignore[arg-type]

    @contextmanager
    def _turn(self, token: str, visitor: Visitor) -> Iterator[None]:
        """Wait for the turn of one question, counted as one of the visitor.

        Raises:
            _StoppedError: If the set was stopped meanwhile: then no more is asked.
        """
        set_current(visitor)  # of this thread
        while True:
            try:
                with self._turns.turn():
                    self._change(token)
                    yield
                    return
            except TooBusyError as error:
                time.sleep(min(error.seconds, LONGEST_PAUSE))
