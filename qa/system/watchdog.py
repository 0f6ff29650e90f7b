"""Processes that do not answer in time are ended; one thread looks after many of them.

A timer for each answer would be a thread for each, which costs a build of thousands of small files
an eighth of its time.
"""

from __future__ import annotations

import math
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class _Watched(NamedTuple):
    moment: float
    process: subprocess.Popen[bytes]
    late: threading.Event


class Watchdog:
    """Ends processes; its thread starts when it is first needed."""

    def __init__(self) -> None:
        self._watched: dict[int, _Watched] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wakes = math.inf  # when the thread looks again
        self._closed = False

    @contextmanager
    def deadline(
        self, process: subprocess.Popen[bytes], seconds: float
    ) -> Iterator[threading.Event]:
        """End a process if this takes longer; the event tells whether that was needed."""
        one = _Watched(time.monotonic() + seconds, process, threading.Event())
        with self._changed:
            self._watched[id(one)] = one
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()
            elif one.moment < self._wakes:
                self._changed.notify()
        try:
            yield one.late
        finally:
            with self._changed:
                del self._watched[id(one)]

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                for one in self._watched.values():
                    if one.moment <= now and not one.late.is_set():
                        one.late.set()
                        one.process.kill()
                waiting = (one.moment for one in self._watched.values() if not one.late.is_set())
                self._wakes = min(waiting, default=math.inf)
                self._changed.wait(None if self._wakes == math.inf else self._wakes - now)
