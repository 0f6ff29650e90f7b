"""Two encoders as one: a table of token vectors and a transformer, their vectors end to end.

An index keeps them as it keeps those of one encoder. A question is asked as two rows, one for each
part, so that the product with a passage's vector gives the cosine of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.encoders.protocol import Encoder
from qa.encoders.texts import Progress, digest

_SHARE = np.float32(0.5**0.5)
"""What each part is multiplied by, so that the whole has length 1."""


class JoinedEncoder:
    """A static encoder with the transformer beside it; satisfies `qa.encoders.protocol.Encoder`."""

    def __init__(self, static: Encoder, transformer: Encoder) -> None:
        """Take both as they are."""
        self.static, self.transformer = static, transformer
        self.name = f"{static.name}+{transformer.name}"
        self.dimension = static.dimension + transformer.dimension
        self.fingerprint = digest(
            part.encode() for part in ("joined", static.fingerprint, transformer.fingerprint)
        )

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per query, of length 1."""
        return self.joined(
            self.static.encode_queries(texts), self.transformer.encode_queries(texts)
        )

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one row per passage, of length 1.

        Args:
            texts: Passages.
            progress: Called now and then with the number of passages done.
        """
        return self.joined(
            self.static.encode_passages(texts), self.transformer.encode_passages(texts, progress)
        )

    def in_parts(self, text: str) -> NDArray[np.float32]:
        """Return two rows for a question, (2, dimension).

        Their products with the row of a passage are its cosine by the static encoder and that by
        the transformer.
        """
        whole = self.encode_queries([text])[0] / (_SHARE * _SHARE)
        parts = np.zeros((2, self.dimension), np.float32)
        parts[0, : self.static.dimension] = whole[: self.static.dimension]
        parts[1, self.static.dimension :] = whole[self.static.dimension :]
        return parts

    def in_static_part(self, static: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the first of these rows, (dimension,), from the static encoder's vector."""
        part = np.zeros(self.dimension, np.float32)
        part[: self.static.dimension] = static / _SHARE
        return part

    def joined(
        self, static: NDArray[np.float32], transformer: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the rows of texts, (n, dimension), of those that each part gives them."""
        return np.concatenate([static, transformer], axis=1) * _SHARE
