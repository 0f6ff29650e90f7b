"""Questions take turns: so many a minute for each visitor, and so many waiting at once in all."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import TooBusyError
from qa.web.gate.visitors import current

_MOST_VISITORS = 10_000
_WAIT = 2  # seconds after which it is worth trying again when too many wait


class Turns:
    """Lets questions pass. Safe to use from several threads."""

    def __init__(self, a_minute: int, at_once: int) -> None:
        """Set the limits.

        Args:
            a_minute: Questions of one visitor; after a pause as many may come at once.
            at_once: Questions of all that are answered or wait at the same time.
        """
        self._a_minute = a_minute
        self._at_once = at_once
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key: turns, since
        self._now = 0
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a turn while a question is answered.

        Raises:
            TooBusyError: If the visitor has had theirs, or too many wait.
        """
        with self._lock:
            if self._now >= self._at_once:
                raise TooBusyError(
                    f"{self._now} questions are waiting already; try again in {_WAIT} seconds",
                    _WAIT,
                )
            self._take(current().key)
            self._now += 1
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    def _take(self, key: str) -> None:
        now = time.monotonic()
        left, since = self._left.pop(key, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - since) * self._a_minute / 60)
        if left < 1:
            self._left[key] = (left, now)
            wait = max(1, round((1 - left) * 60 / self._a_minute))
            raise TooBusyError(
                f"more than {self._a_minute} questions a minute; try again in {wait} seconds", wait
            )
        self._left[key] = (left - 1, now)
        while len(self._left) > _MOST_VISITORS:
            self._left.popitem(last=False)
