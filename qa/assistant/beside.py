"""Questions of several askers, answered side by side: one here, others in processes of their own.

Python runs the code of one thread at a time, so threads alone answer no more questions a second
than one asker gets. A process is started when a question comes while another is answered, opens
the same generation, and ends after some minutes without one (`qa.assistant.beside_child`). What it
cannot do is done here: while it starts, if it dies, where it finds another generation than was
asked, and whatever raises an error.

Questions and answers are pickled and go through pipes between a process and its own child alone.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from subprocess import PIPE
from typing import IO, Any, Final, TypeVar, cast

from qa.settings import Settings
from qa.system.apart import command
from qa.system.threads import own_processors

T = TypeVar("T")

_log = logging.getLogger(__name__)

_AGAIN_SECONDS = 60.0  # until another process is tried, after one that could not be started
_NOT_DONE: Final = object()


class Beside:
    """The processes beside this one that answer for one index. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings of an index; nothing is started before it is needed."""
        self._settings = settings
        self._most = (settings.processes or own_processors()) - 1
        self._here = 0
        self._idle: list[_Process] = []
        self._running = 0
        self._starting = False
        self._not_before = 0.0  # when a process may be started, of `time.monotonic`
        self._changed = threading.Condition()

    def run(self, here: Callable[..., T], generation: Mapping[str, Any], *values: Any) -> T:
        """Return what a method of an assistant returns, from the first place that is free.

        Args:
            here: The method, bound to the assistant of this process.
            generation: The manifest of the generation that is asked.
            *values: What the method is called with.

        Raises:
            QAError: Whatever the method raises.
        """
        with self._place() as process:
            if process is not None:
                found = process.run(generation, here.__name__, values)
                if found is not _NOT_DONE:
                    return cast("T", found)
            return here(*values)

    @contextmanager
    def _place(self) -> Iterator[_Process | None]:
        """Hold a place: a process, or None for this one."""
        with self._changed:
            while self._here and not self._idle and self._running:
                self._start_another()
                self._changed.wait()
            process = self._idle.pop() if self._here and self._idle else None
            if process is None:
                self._here += 1
                if self._here > 1:
                    self._start_another()
        try:
            yield process
        finally:
            self._leave(process)

    def _leave(self, process: _Process | None) -> None:
        with self._changed:
            if process is None:
                self._here -= 1
            elif process.alive:
                self._idle.append(process)
            else:
                self._running -= 1
            self._changed.notify()

    def _start_another(self) -> None:
        """Begin to start a process, unless there are enough, or one is starting."""
        busy = self._starting or self._running >= self._most
        if busy or time.monotonic() < self._not_before:
            return
        starting = threading.Thread(target=self._start, name="start-beside", daemon=True)
        with suppress(RuntimeError):  # no thread can be had: the question is answered here
            starting.start()
            self._starting = True

    def _start(self) -> None:
        process = None
        try:
            process = _Process(self._settings)
        except Exception as error:  # whatever it is, all is answered here
            _log.info("no process can be started beside this one: %r", error)
        with self._changed:
            self._starting = False
            if process and process.alive:
                self._running += 1
                self._idle.append(process)
            else:
                self._not_before = time.monotonic() + _AGAIN_SECONDS
            self._changed.notify_all()


class _Process:
    """One process that answers, and the pipes to it."""

    def __init__(self, settings: Settings) -> None:
        """Start it and wait until it has opened the index; if it cannot, it is not alive."""
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        process = subprocess.Popen(
            command("qa.assistant.beside_child"), stdin=PIPE, stdout=PIPE, env=environment
        )
        self.alive, self.pid = True, process.pid
        self._sent, self._came = process.stdin, process.stdout
        self._end = weakref.finalize(self, _end, process)
        self._put(settings)

    def run(self, generation: Mapping[str, Any], method: str, values: tuple[Any, ...]) -> Any:
        """Return what a method returns there, or `_NOT_DONE`."""
        return self._put((number_of(generation), method, values))

    def _put(self, value: Any) -> Any:
        assert self._sent
        assert self._came
        try:
            send(self._sent, value)
            done, found = pickle.load(self._came)
        except Exception as error:  # whatever it is, the question is answered without it
            _log.info("a process beside this one has ended: %r", error)
            self.alive = False
            self._end()
            return _NOT_DONE
        return found if done else _NOT_DONE


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, which has nothing to lose."""
    process.kill()
    process.communicate()


def send(pipe: IO[bytes], value: Any) -> None:
    """Send a value through a pipe."""
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def number_of(generation: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return what tells generations apart."""
    return generation.get("generation"), generation.get("made")
