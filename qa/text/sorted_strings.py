"""A sorted table of strings that is searched on disk: opening it costs the same at any size.

Two arrays: the strings' UTF-8, each followed by a line feed, and where each begins. Strings sort by
code point, which is also the order of their UTF-8. Knows nothing of words or letters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

_STEP = 128  # strings from one signpost to the next; signposts are kept in memory


class SortedStrings(Sequence[str]):
    """Rising strings over two arrays, which may be memory-mapped."""

    def __init__(self, content: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._content = content  # (bytes,)
        self._starts = starts  # (strings + 1,)
        self._length = len(starts) - 1
        self._signposts: list[str] | None = None

    @classmethod
    def of(cls, strings: Sequence[str]) -> SortedStrings:
        """Make a table of strings that rise already.

        Raises:
            ValueError: If they do not, or one holds a line feed.
        """
        for before, after in zip(strings, strings[1:], strict=False):
            if before >= after:
                raise ValueError(f"{after!r} does not rise above {before!r}")
        encoded = [f"{string}\n".encode() for string in strings]
        starts = np.zeros(len(encoded) + 1, np.int64)
        starts[1:] = np.cumsum([len(part) for part in encoded])
        content = b"".join(encoded)
        if content.count(b"\n") != len(encoded):
            raise ValueError("a string holds a line feed")
        return cls(np.frombuffer(content, np.uint8), starts)

    @property
    def arrays(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The content and the starts, to be written."""
        return self._content, self._starts

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            first, last, step = at.indices(self._length)
            if step != 1:
                return [self[i] for i in range(first, last, step)]
            if first >= last:
                return []
            part = self._content[self._starts[first] : self._starts[last] - 1]
            return part.tobytes().decode().split("\n")
        if not -self._length <= at < self._length:
            raise IndexError(at)
        at %= self._length
        return self._content[self._starts[at] : self._starts[at + 1] - 1].tobytes().decode()

    def get(self, string: str) -> int | None:
        """Return the position of a string, or ``None`` if it is not there."""
        if self._signposts is None:
            self._signposts = [self[at] for at in range(0, self._length, _STEP)]
        block = bisect_right(self._signposts, string) - 1
        if block < 0:
            return None
        near = self[block * _STEP : (block + 1) * _STEP]
        at = bisect_left(near, string)
        return block * _STEP + at if at < len(near) and near[at] == string else None

    def __contains__(self, string: object) -> bool:
        return isinstance(string, str) and self.get(string) is not None
