"""A sorted table of strings that is searched on disk: opening it costs the same at any size.

Two arrays: the strings' UTF-8 one after the other, and where each begins. Strings sort by code
point, which is also the order of their UTF-8. Knows nothing of words or letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class SortedStrings(Sequence[str]):
    """Rising strings over two arrays, which may be memory-mapped."""

    def __init__(self, content: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._content = content  # (bytes,)
        self._starts = starts  # (strings + 1,)

    @classmethod
    def of(cls, strings: Sequence[str]) -> SortedStrings:
        """Make a table of strings that rise already.

        Raises:
            ValueError: If they do not.
        """
        encoded = [string.encode() for string in strings]
        for before, after in zip(encoded, encoded[1:], strict=False):
            if before >= after:
                raise ValueError(f"{after.decode()!r} does not rise above {before.decode()!r}")
        starts = np.zeros(len(encoded) + 1, np.int64)
        starts[1:] = np.cumsum([len(part) for part in encoded])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts)

    @property
    def arrays(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The content and the starts, to be written."""
        return self._content, self._starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._bytes(at % len(self)).decode()

    def _bytes(self, at: int) -> bytes:
        return self._content[self._starts[at] : self._starts[at + 1]].tobytes()

    def get(self, string: str) -> int | None:
        """Return the position of a string, or ``None`` if it is not there."""
        wanted = string.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else None

    def __contains__(self, string: object) -> bool:
        return isinstance(string, str) and self.get(string) is not None
