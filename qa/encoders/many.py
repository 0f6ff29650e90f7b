"""Many passages at a time: the transformer in a process of its own that computes in bfloat16.

Where that process cannot be had, is no faster, or ends before its time, the layers in numpy go on;
the vectors of both have a cosine of 0.9999, and the fingerprint is the same.
"""

from __future__ import annotations

import json
import logging
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import ENCODERS
from qa.encoders.joined import JoinedEncoder
from qa.encoders.layers import TransformerLayers
from qa.encoders.protocol import Encoder
from qa.system.apart import command

MANY = 1_000
"""Passages from which on the start of another process, some seconds, pays."""

_log = logging.getLogger(__name__)


Encode = Callable[[Iterable[list[str]]], Iterator[NDArray[np.float32]]]
"""Gives the vectors of one batch of passages after the other, a row of length 1 for each."""


@contextmanager
def for_many(encoder: Encoder, count: int, apart: Apart | None = None) -> Iterator[Encode]:
    """Give what encodes batches as an encoder does, faster for so many where the machine can.

    Args:
        encoder: Any; only the one that ships is made faster.
        count: How many passages there will be.
        apart: The process, if it was started before; it is ended at the end.
    """
    with apart or Apart() as process:
        if count < MANY or not _is_ours(encoder):
            yield partial(map, encoder.encode_passages)
        else:
            process.start(encoder.transformer.name)
            yield partial(_ahead, encoder, process)


def _is_ours(encoder: Encoder) -> TypeGuard[JoinedEncoder]:
    """Tell whether an encoder is the one that ships."""
    return isinstance(encoder, JoinedEncoder) and isinstance(encoder.transformer, TransformerLayers)


def _ahead(
    encoder: JoinedEncoder, process: Apart, batches: Iterable[list[str]]
) -> Iterator[NDArray[np.float32]]:
    """Encode each batch while the next is made ready: the process has one to read at any time."""
    transformer = encoder.transformer
    sent: deque[tuple[list[str], NDArray[np.float32]]] = deque()

    def received() -> NDArray[np.float32]:
        texts, static = sent.popleft()
        rows = process.receive(len(texts), transformer.dimension)
        return encoder.joined(static, transformer.encode_passages(texts) if rows is None else rows)

    try:
        for texts in batches:
            sent.append((texts, encoder.static.encode_passages(texts)))
            process.send(texts)
            if len(sent) > 1:
                yield received()
        while sent:
            yield received()
    finally:
        if sent:  # who left off will not receive what comes
            process.close()


class Apart:
    """The process that computes in bfloat16; may be started before its first passages are there."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, name: str) -> None:
        """Start it, if it was not started before.

        Args:
            name: Of the transformer.
        """
        if self._folder is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="letters-qa-")
        with suppress(OSError):
            self._process = subprocess.Popen(
                command("qa.encoders.bfloat16", name, str(ENCODERS / name)),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=self._folder.name,
            )  # fmt: skip

    def send(self, texts: Sequence[str]) -> None:
        """Send a batch of texts; does nothing if there is no process."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        with suppress(OSError):  # what does not arrive is not answered
            self._process.stdin.write(json.dumps(list(texts)).encode() + b"\n")
            self._process.stdin.flush()

    def receive(self, count: int, dimension: int) -> NDArray[np.float32] | None:
        """Wait for the rows of the first batch that was sent and not received.

        Args:
            count: How many texts it had.
            dimension: Of a row.

        Returns:
            One row for each text; ``None`` if there is no process, or none any more.
        """
        if self._process is None:
            return None
        assert self._process.stdout is not None
        size = 4 * count * dimension
        answer = b""
        with suppress(OSError):
            if not self._ready:
                self._ready = self._process.stdout.readline() == b"{}\n"
            if self._ready:
                answer = self._process.stdout.read(size)
        if len(answer) == size:
            return np.frombuffer(answer, np.float32).reshape(count, dimension)
        self.close()
        _log.info("passages are read in numpy: bfloat16 is not to be had here, or no faster")
        return None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            process.wait()
        if self._folder is not None:
            self._folder.cleanup()
