"""Work takes turns: so much a minute for each visitor, some at once, and a line that is kept short.

Who comes when the line is full is told at once how many are before them and when to come again:
after those who were told so earlier, so that all come again one after the other. Who stands in the
line waits in order, and is told so too if it takes long.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import TooBusyError
from qa.system.threads import own_processors
from qa.web.gate.visitors import current

WORKING = max(2, own_processors())
"""Questions that are answered at the same time."""

LONGEST_WAIT = 8.0
"""Seconds in the line after which one is told to come again."""

_MOST_VISITORS = 10_000
_FIRST_GUESS = 0.5  # seconds that one takes, until some were seen
_OF_THE_LAST = 0.1  # weight of the last one in the mean
_MOST_TOLD = 10_000


class _Turn:
    """One place in the line."""

    def __init__(self) -> None:
        self.came = threading.Event()
        self.began = 0.0


class Turns:
    """Lets work pass. Safe to use from several threads."""

    def __init__(self, a_minute: int, at_once: int, working: int = WORKING) -> None:
        """Set the limits.

        Args:
            a_minute: Turns of one visitor; after a pause as many may come at once.
            at_once: Turns of all that are worked on or wait at the same time.
            working: Those among them that are worked on.
        """
        self._a_minute = a_minute
        self._at_once = at_once
        self._working = min(working, at_once)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key: turns, since
        self._line: list[_Turn] = []
        self._told: list[float] = []  # when those who were told will come again, a heap
        self._seconds = _FIRST_GUESS
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it.

        Raises:
            TooBusyError: If the visitor has had theirs, or too many are before them.
        """
        mine = self._stand()
        try:
            if not mine.came.wait(LONGEST_WAIT):
                with self._lock:
                    raise self._too_busy(self._line.index(mine))
            mine.began = time.monotonic()
            yield
        finally:
            self._leave(mine)

    def _stand(self) -> _Turn:
        """Join the line."""
        with self._lock:
            if len(self._line) >= self._at_once:
                raise self._too_busy(len(self._line))
            self._take(current().key)
            mine = _Turn()
            self._line.append(mine)
            self._call()
            return mine

    def _leave(self, mine: _Turn) -> None:
        with self._lock:
            self._line.remove(mine)
            if mine.began:
                took = time.monotonic() - mine.began
                self._seconds += _OF_THE_LAST * (took - self._seconds)
            self._call()

    def _call(self) -> None:
        for one in self._line[: self._working]:
            one.came.set()

    def _too_busy(self, in_line: int) -> TooBusyError:
        now = time.monotonic()
        while self._told and (self._told[0] <= now or len(self._told) >= _MOST_TOLD):
            heapq.heappop(self._told)
        before = in_line + len(self._told)
        seconds = max(1, round(before * self._seconds / self._working))
        heapq.heappush(self._told, now + seconds)
        return TooBusyError("others-before", before=before, seconds=seconds, place=before + 1)

    def _take(self, key: str) -> None:
        now = time.monotonic()
        left, since = self._left.pop(key, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - since) * self._a_minute / 60)
        if left < 1:
            self._left[key] = (left, now)
            wait = max(1, round((1 - left) * 60 / self._a_minute))
            raise TooBusyError("too-many-questions", most=self._a_minute, seconds=wait)
        self._left[key] = (left - 1, now)
        while len(self._left) > _MOST_VISITORS:
            self._left.popitem(last=False)
