"""What the index and the search ask of an encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.encoders.texts import Progress


class Encoder(Protocol):
    """What the index and the search ask of an encoder.

    ``fingerprint`` is a hex SHA-256 that changes when the vectors would: an index stores it and
    refuses another. Rows have length 1; a static encoder gives a row of zeros to a text in which
    it knows no token.
    """

    @property
    def name(self) -> str:
        """The name or path the encoder was loaded by."""

    @property
    def fingerprint(self) -> str:
        """Hex SHA-256 over weights, tokenizer and prompts."""

    @property
    def dimension(self) -> int:
        """The number of columns of an embedding."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per query, shape (n, dimension)."""

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one row per passage, shape (n, dimension)."""
