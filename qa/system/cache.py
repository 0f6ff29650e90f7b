"""What was made once and is kept for the next time, the last used longest, up to a size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """Values by key. Safe to use from several threads, which may make one value twice."""

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        """Begin with nothing.

        Args:
            most: Size of all values together, above which those used longest ago are dropped; a
                value that is larger alone is not kept.
            size: Of a value; 1 by default, so that ``most`` counts values.
        """
        self._most = most
        self._size = size
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._total = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made now if it is not kept; what ``make`` raises is raised."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()
        size = self._size(value)
        with self._lock:
            if key not in self._values and size <= self._most:
                self._values[key] = (value, size)
                self._total += size
                while self._total > self._most:
                    self._total -= self._values.popitem(last=False)[1][1]
        return value
