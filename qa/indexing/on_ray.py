"""Letters read and embedded on a Ray cluster, each file its own task. Needs the extra "ray".

A task gets the bytes of one file and its sidecar, for a node need not see the corpus; it reads them
within the same limits as here, and embeds the letter's passages. Forms are put together and the
index is written here, from vectors that are found by their keys, so the result is that of a local
build. The nodes need this package, in the same version. Starts no cluster.

What goes wrong on a node is not the file's fault, unless the reader there says so: it is tried
again some times, then told as not read. Ray itself tries nothing again, for it would try what it
ends for memory for ever.
"""

from __future__ import annotations

import logging
import os
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import ray
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder
from qa.errors import ClusterError, LetterError, UnreadError
from qa.indexing.chunking import chunk_letter
from qa.indexing.content import embedded_text, embedding_key
from qa.indexing.made_by import made_by, open_encoders
from qa.letters import check_links, read_letter
from qa.letters.corpus import limits_of
from qa.letters.faults import is_the_machines, unread
from qa.letters.sidecar import sidecar_bytes, sidecar_path
from qa.letters.worker import FileReader
from qa.messages import Message
from qa.records import Letter
from qa.settings import Settings

_WAITING = 4  # tasks that wait for each processor of the cluster
_TRIES = 3  # of a file, whatever goes wrong on the cluster
_IN_A_ROW = 10  # files that were not read, after which the cluster is taken for broken

Vectors = dict[bytes, NDArray[np.float32]]


class RayReader:
    """Reads files on a cluster, as `qa.letters.worker.FileReader` does here.

    ``vectors`` holds those of the passages that were read, by key, until they are taken away.
    """

    def __init__(self, settings: Settings, made: Mapping[str, Any]) -> None:
        """Connect to a cluster.

        Args:
            settings: ``settings.ray`` is the cluster's address: "auto" for the one that runs on
                this machine, host:port, or ray://host:10001.
            made: What makes the index here; a node on which anything else would is refused.

        Raises:
            ClusterError: If no cluster answers there.
        """
        self.vectors: Vectors = {}
        self._settings = settings
        self._made = dict(made)
        self._failed = 0  # in a row
        self._was_connected = ray.is_initialized()
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            _must_listen(settings.ray)
            ray.init(
                settings.ray, ignore_reinit_error=True, log_to_driver=False,
                logging_level=logging.CRITICAL, configure_logging=False,
            )  # fmt: skip
        except Exception as error:  # Ray raises what its parts raise
            raise _not_reached(settings.ray, error) from None

    def close(self) -> None:
        """Leave the cluster."""
        if not self._was_connected:
            ray.shutdown()

    def read(
        self, paths: Sequence[Path], *, first: bool = False
    ) -> Iterator[tuple[Path, Letter | LetterError]]:
        """Return each path with its letter, or with the reason why it cannot be read, in order.

        Reading begins when the first is asked for, so that none has others before it.

        Raises:
            ClusterError: If a node would make another index, or file after file is not read.
        """
        there = self._settings.model_copy(update={"store": "", "store_token": "", "ray": ""})
        settings = ray.put((there, self._made))
        task = ray.remote(max_retries=0)(_read_and_embed)
        at_once = max(1, int(_WAITING * ray.cluster_resources().get("CPU", 1)))
        waiting: list[tuple[Path, Any]] = []
        rest = iter(paths)
        while True:
            while len(waiting) < at_once and (path := next(rest, None)) is not None:
                waiting.append((path, self._asked(task, settings, path)))
            if not waiting:
                return
            path, asked = waiting.pop(0)
            letter = self._answer(path, asked, partial(self._asked, task, settings, path))
            self._must_work(letter)
            yield path, letter

    def _must_work(self, letter: Letter | LetterError) -> None:
        self._failed = self._failed + 1 if isinstance(letter, UnreadError) else 0
        if self._failed >= _IN_A_ROW:
            raise ClusterError(
                "cluster-does-not-read", address=self._settings.ray, count=self._failed, last=letter
            )

    def _asked(self, task: Any, settings: Any, path: Path) -> Any:
        """Send a file to the cluster; a file that cannot be sent is its own answer."""
        name = path.relative_to(self._settings.corpus).as_posix()
        try:
            check_links(path, self._settings.corpus, self._settings.follow_links)
            if path.stat().st_size > self._settings.max_file_bytes:
                read_letter(path, self._settings.corpus, self._settings.max_file_bytes)
            content = path.read_bytes()
            beside = sidecar_bytes(path) if sidecar_path(path).is_file() else None
        except LetterError as error:
            return error
        except OSError as error:
            if is_the_machines(error):
                return unread(path, error)
            return LetterError(path, "unreadable", reason=error.strerror or error)
        return task.remote(settings, name, content, beside)

    def _answer(self, path: Path, asked: Any, again: Callable[[], Any]) -> Letter | LetterError:
        """Wait for what a task brings back; ask again where the cluster failed."""
        for left in reversed(range(_TRIES)):
            if isinstance(asked, LetterError):
                return asked
            try:
                found: _Found = ray.get(asked)
                if not found.unread:
                    return self._found(found)
                reason: str | None = found.reason
            except ray.exceptions.RayError as error:
                said = str(error).strip().splitlines() or [""]
                raised = isinstance(error, ray.exceptions.RayTaskError)  # a traceback comes first
                reason = f"{type(error).__name__}: {said[-1 if raised else 0][:120]}"
            if left:
                asked = again()
        return UnreadError(path, "cluster-did-not-read", reason=reason)

    def _found(self, found: _Found) -> Letter | LetterError:
        if found.refused:
            raise ClusterError(found.refused)
        if found.letter is None:
            assert found.reason is not None
            corpus = self._settings.corpus
            return LetterError(corpus / found.path, found.reason)
        self.vectors |= zip(found.keys, found.vectors, strict=True)
        return found.letter


def _not_reached(address: str, error: Exception) -> ClusterError:
    """Say why a cluster cannot be used, and what to do."""
    chain: BaseException | None = error
    while chain is not None:  # Ray hides what matters behind "failed to connect"
        if "authenticat" in str(chain).casefold():
            return ClusterError("cluster-asks-token", address=address)
        chain = chain.__cause__ or chain.__context__
    return ClusterError("cluster-missing", address=address, reason=str(error).splitlines()[0])


def _must_listen(address: str) -> None:
    """Refuse an address at which nothing listens: Ray itself would wait for minutes.

    Raises:
        OSError: Then.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a task brings back: a letter with its vectors, a reason why not, or a refusal."""

    letter: Letter | None = None
    keys: tuple[bytes, ...] = ()
    vectors: Any = ()
    path: str = ""
    reason: Message | None = None
    unread: bool = False
    refused: Message | None = None


def _read_and_embed(
    asked: tuple[Settings, dict[str, Any]], name: str, content: bytes, sidecar: bytes | None
) -> _Found:
    """Read one file on a node and embed its passages."""
    settings, made = asked
    encoder, here = _encoder(settings)
    if here != made:
        differs = next(key for key in made if here.get(key) != made[key])
        return _Found(
            refused=Message(
                "node-differs",
                node=socket.gethostname(),
                what=differs,
                theirs=here.get(differs),
                mine=made[differs],
            )
        )
    letter = _node(settings).read(name, content, sidecar)
    if isinstance(letter, LetterError):
        unread = isinstance(letter, UnreadError)
        return _Found(path=letter.path, reason=letter.reason, unread=unread)
    chunks = chunk_letter(letter, settings.chunk_characters)
    texts = [embedded_text(chunk) for chunk in chunks]
    keys = tuple(embedding_key(encoder, text) for text in texts)
    return _Found(letter=letter, keys=keys, vectors=encoder.encode_passages(texts))


class _Node:
    """What a process of a node keeps for the next file: a folder, and the process that reads."""

    def __init__(self, settings: Settings) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="letters-qa-")
        self._corpus = Path(self._folder.name)
        self._reader = FileReader(self._corpus, limits_of(settings))

    def read(self, name: str, content: bytes, sidecar: bytes | None) -> Letter | LetterError:
        """Read a file that is sent; the path of an error is relative to the corpus."""
        path = self._corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(content)
            if sidecar is not None:
                sidecar_path(path).write_bytes(sidecar)
            ((_, letter),) = self._reader.read([path])
        finally:
            path.unlink(missing_ok=True)
            sidecar_path(path).unlink(missing_ok=True)
        if isinstance(letter, LetterError):
            return type(letter)(
                Path(letter.path).relative_to(self._corpus).as_posix(),
                _without(letter.reason, f"{self._corpus}{os.sep}"),
            )
        return letter


def _without(message: Message, folder: str) -> Message:
    """Return a message with files named as they are in the corpus, not in a folder of a node."""

    def named(value: Any) -> Any:
        if isinstance(value, Message):
            return _without(value, folder)
        return value.replace(folder, "") if isinstance(value, str) else value

    return Message(message.code, **{name: named(value) for name, value in message.values.items()})


@lru_cache(maxsize=1)
def _node(settings: Settings) -> _Node:
    return _Node(settings)


@lru_cache(maxsize=1)
def _encoder(settings: Settings) -> tuple[Encoder, dict[str, Any]]:
    """Load the encoder once in each process of a node."""
    encoder, lexicon = open_encoders(settings)
    return encoder, made_by(settings, encoder, lexicon)
