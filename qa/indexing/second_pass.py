"""The second pass: the transformer reads the passages of an index that is in use already.

An index is made with the table of token vectors alone, which takes seconds, and can be asked. Then
the transformer's vectors are made, a hundred times as slowly, and a generation that has them takes
its place at once. Until then vectors are kept in a file of the index, so that a pass that was ended
goes on where it was:

    .second-pass         whose vectors they are (32 bytes); then for each passage the key it has in
                         the index, that of its new vector (16 bytes each), and this vector in half
                         precision
    .second-pass.lock    held by the one process that makes them
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder
from qa.encoders.joined import JoinedEncoder
from qa.encoders.many import Apart, Encode, for_many
from qa.encoders.texts import digest
from qa.errors import IndexNotFoundError
from qa.index.files import writing_into
from qa.index.protocol import Engine
from qa.indexing.content import embedded_text, embedding_key
from qa.indexing.made_by import made_by, open_encoders
from qa.letters.corpus import Progress
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, Settings

KEPT_FILE = ".second-pass"

_BATCH = 512  # passages read between two writes
_WAIT = 600.0  # seconds that publishing waits for a writer
_STAYS = ("versions", "limits", "left_out", "messages")  # of the generation


def is_second_pass_due(settings: Settings, manifest: Mapping[str, Any]) -> bool:
    """Tell whether a generation lacks the transformer's vectors that the settings want."""
    made = manifest.get("encoder", {}).get("name")
    return settings.encoder == JOINED_ENCODER and bool(made == STATIC_ENCODER)


def second_pass(
    settings: Settings,
    engine: Engine,
    progress: Progress | None = None,
    apart: Apart | None = None,
) -> dict[str, Any] | None:
    """Give an index the transformer's vectors, if it lacks them and the settings want them.

    Letters may come and go meanwhile. Does nothing if another process is at it.

    Args:
        settings: Those of the index.
        engine: Keeps it.
        progress: Called with the stage "transform", how many passages are read, and of how many.
        apart: The process that reads many, if it was started before.

    Returns:
        The generation that was published, ``None`` if nothing was.

    Raises:
        IndexBusyError: If a writer does not finish in time.
        IndexWriteError: If the disk is full, or may not be written to.
    """
    try:
        if not is_second_pass_due(settings, engine.open().manifest):
            return None
    except IndexNotFoundError:
        return None
    lock = FileLock(settings.index / f"{KEPT_FILE}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    try:
        return _second_pass(settings, engine, progress, apart)
    finally:
        lock.release()


def _second_pass(
    settings: Settings, engine: Engine, progress: Progress | None, apart: Apart | None
) -> dict[str, Any] | None:
    encoder, lexicon = open_encoders(settings)
    assert isinstance(encoder, JoinedEncoder)
    kept = _KeptVectors(settings.index / KEPT_FILE, encoder.static, encoder)
    store = engine.open()
    count = int(store.manifest["counts"]["chunks"])
    with for_many(encoder, count, apart) as encode:
        vectors = kept.make(map(embedded_text, store.live_chunks()), count, encode, progress)
    with engine.writing(_WAIT) as writer:
        before = writer.before
        if not is_second_pass_due(settings, before):
            return None
        if before["generation"] != store.manifest["generation"]:  # letters came meanwhile
            texts = (embedded_text(chunk) for chunk, _ in writer.old.chunks())
            every = int(before["counts"]["chunks"])
            vectors = kept.make(texts, every, partial(map, encoder.encode_passages))
        writer.replace_vectors(encoder.dimension, vectors.replace)
        stays = {name: before[name] for name in _STAYS if name in before}
        published = writer.commit({**stays, **made_by(settings, encoder, lexicon)})
    kept.path.unlink(missing_ok=True)
    return published


class _KeptVectors:
    """Vectors of passages in a file that grows; what a process that was killed left is used."""

    def __init__(self, path: Path, before: Encoder, after: Encoder) -> None:
        """Take a file, there or not; one of other encoders is begun anew.

        Args:
            path: The file.
            before: By whose keys the index knows its passages.
            after: Whose vectors are made.
        """
        self.path = path
        self._encoders = before, after
        self._whose = bytes.fromhex(digest(one.fingerprint.encode() for one in (before, after)))
        self._record = np.dtype(
            [("before", "V16"), ("after", "V16"), ("vector", np.float16, after.dimension)]
        )

    def make(
        self, texts: Iterable[str], count: int, encode: Encode, progress: Progress | None = None
    ) -> _Kept:
        """Make and keep the vectors of all texts that have none yet; returns them all.

        Args:
            texts: What is embedded of the passages.
            count: How many there are.
            encode: Makes the vectors.
            progress: Called with the stage "transform", how many are done, and of how many.

        Raises:
            IndexWriteError: If the disk is full, or may not be written to.
        """
        known = self._read()
        before, after = self._encoders
        missing = (
            (key, text) for text in texts if (key := embedding_key(before, text)) not in known
        )
        batches: deque[dict[bytes, str]] = deque()  # whose vectors are still to come

        def in_batches() -> Iterator[list[str]]:
            while some := dict(islice(missing, _BATCH)):
                batches.append(some)
                yield list(some.values())

        done = 0
        with writing_into(self.path.parent), self.path.open("r+b" if known else "wb") as file:
            file.seek(len(known) and len(self._whose) + known.records * self._record.itemsize)
            file.truncate()  # what was cut short
            if not known:
                file.write(self._whose)
            for vectors in encode(in_batches()):
                some = batches.popleft()
                made = np.zeros(len(some), self._record)
                made["before"] = np.frombuffer(b"".join(some), "V16")
                keys = [embedding_key(after, text) for text in some.values()]
                made["after"] = np.frombuffer(b"".join(keys), "V16")
                made["vector"] = vectors
                file.write(made.tobytes())
                file.flush()
                done += len(some)
                if progress:
                    progress("transform", done, max(count - len(known), done))
        return self._read()

    def _read(self) -> _Kept:
        """Return the vectors that are kept."""
        length = len(self._whose)
        try:
            size = self.path.stat().st_size
            with self.path.open("rb") as file:
                count = max(size - length, 0) // self._record.itemsize
                if file.read(length) != self._whose or not count:
                    return self._nothing()
        except FileNotFoundError:
            return self._nothing()
        return _Kept(np.memmap(self.path, self._record, "r", length, count))

    def _nothing(self) -> _Kept:
        return _Kept(np.zeros(0, self._record))


class _Kept:
    """Vectors in a file, by the keys that the index has; read when they are asked for.

    There may be more ``records`` than keys: passages of different batches can be alike.
    """

    def __init__(self, records: NDArray[Any]) -> None:
        self.records = len(records)
        self._records = records
        self._rows = {key.tobytes(): row for row, key in enumerate(records["before"])}

    def replace(self, keys: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return the keys, (n, 16), and the vectors, (n, dimension), that stand for n keys."""
        found = self._records[[self._rows[key.tobytes()] for key in keys]]
        new = np.frombuffer(found["after"].tobytes(), np.uint8).reshape(-1, 16)
        return new, found["vector"].astype(np.float32)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)
