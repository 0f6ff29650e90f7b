"""Many passages at a time: the transformer in a process of its own that computes in bfloat16.

Where that process cannot be had, is no faster, or ends before its time, the layers in numpy go on;
the vectors of both have a cosine of 0.9999, and the fingerprint is the same.
"""

from __future__ import annotations

import json
import logging
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import ENCODERS
from qa.encoders.joined import JoinedEncoder
from qa.encoders.layers import TransformerLayers
from qa.encoders.protocol import Encoder
from qa.encoders.texts import Progress
from qa.system.apart import command

MANY = 1_000
"""Passages from which on the start of another process, some seconds, pays."""

_log = logging.getLogger(__name__)


@contextmanager
def for_many(encoder: Encoder, count: int, apart: Apart | None = None) -> Iterator[Encoder]:
    """Give what encodes as an encoder does, faster for so many passages where the machine can.

    Args:
        encoder: Any; another than the one that ships is given back as it is.
        count: How many passages there will be.
        apart: The process, if it was started before; it is ended at the end.
    """
    transformer = encoder.transformer if isinstance(encoder, JoinedEncoder) else None
    with apart or Apart() as process:
        if count < MANY or not isinstance(transformer, TransformerLayers):
            yield encoder
        else:
            assert isinstance(encoder, JoinedEncoder)
            process.start(transformer.name)
            yield JoinedEncoder(encoder.static, _ElseHere(process, transformer))


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

    def rows(self, texts: Sequence[str], dimension: int) -> NDArray[np.float32] | None:
        """Return one row for each text; ``None`` if there is no process, or none any more."""
        if self._process is None:
            return None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        size = 4 * len(texts) * dimension
        answer = b""
        with suppress(OSError):
            if not self._ready:
                self._ready = self._process.stdout.readline() == b"{}\n"
            if self._ready:
                self._process.stdin.write(json.dumps(list(texts)).encode() + b"\n")
                self._process.stdin.flush()
                answer = self._process.stdout.read(size)
        if len(answer) == size:
            return np.frombuffer(answer, np.float32).reshape(len(texts), -1)
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


class _ElseHere:
    """The transformer, its passages encoded by another process as long as there is one."""

    def __init__(self, apart: Apart, here: TransformerLayers) -> None:
        self._apart = apart
        self._here = here
        self.name, self.fingerprint = here.name, here.fingerprint
        self.dimension = here.dimension

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per query, of length 1."""
        return self._here.encode_queries(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one row per passage, of length 1; see `TransformerLayers.encode_passages`."""
        found = self._apart.rows(texts, self.dimension) if texts else None
        if found is None:
            return self._here.encode_passages(texts, progress)
        if progress:
            progress(len(texts))
        return found
