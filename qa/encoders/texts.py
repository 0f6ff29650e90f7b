"""What all encoders do with texts and with vectors before they hand them out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8

Progress = Callable[[int], None]
"""Called with the number of texts done so far."""


def encodable(texts: Sequence[str]) -> list[str]:
    """Replace characters no tokenizer takes by one each that means unknown, so offsets hold."""
    return [LONE_SURROGATE.sub("\ufffd", text) for text in texts]


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to length 1 in place; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=vectors, where=lengths > 0)


def digest(parts: Iterable[bytes]) -> str:
    """Return the hex SHA-256 of the parts; the length of each counts."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.hexdigest()
