"""The second pass: the transformer reads the passages of an index that is in use already.

An index is made with the table of token vectors alone, which takes seconds, and can be asked. Then
the transformer's vectors are made, a hundred times as slowly, and a generation that has them takes
its place at once. Until then vectors are kept in a file of the index, so that a pass that was ended
goes on where it was:

    .second-pass         whose vectors they are (32 bytes); then for each passage its key (16 bytes)
                         and its vector in half precision
    .second-pass.lock    held by the one process that makes them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder
from qa.encoders.many import for_many
from qa.errors import IndexNotFoundError
from qa.index.files import writing_into
from qa.index.protocol import Engine
from qa.indexing.content import embedded_text, embedding_key, make_content
from qa.indexing.made_by import made_by, open_encoders
from qa.letters.corpus import Progress
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, Settings

KEPT_FILE = ".second-pass"

_BATCH = 512  # passages read between two writes
_LETTERS = 2_000  # written in one segment
_WAIT = 600.0  # seconds that publishing waits for a writer
_STAYS = ("versions", "limits", "left_out", "messages")  # of the generation


def is_second_pass_due(settings: Settings, manifest: Mapping[str, Any]) -> bool:
    """Tell whether a generation lacks the transformer's vectors that the settings want."""
    made = manifest.get("encoder", {}).get("name")
    return settings.encoder == JOINED_ENCODER and bool(made == STATIC_ENCODER)


def second_pass(
    settings: Settings, engine: Engine, progress: Progress | None = None
) -> dict[str, Any] | None:
    """Give an index the transformer's vectors, if it lacks them and the settings want them.

    Letters may come and go meanwhile. Does nothing if another process is at it.

    Args:
        settings: Those of the index.
        engine: Keeps it.
        progress: Called with the stage "transform", how many passages are read, and of how many.

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
        return _second_pass(settings, engine, progress)
    finally:
        lock.release()


def _second_pass(
    settings: Settings, engine: Engine, progress: Progress | None
) -> dict[str, Any] | None:
    encoder, lexicon = open_encoders(settings)
    kept = _KeptVectors(settings.index / KEPT_FILE, encoder)
    store = engine.open()
    count = int(store.manifest["counts"]["chunks"])
    with for_many(encoder, count) as quick:
        vectors = kept.make(map(embedded_text, store.live_chunks()), count, quick, progress)
    with engine.writing(_WAIT) as writer:
        before = writer.before
        if not is_second_pass_due(settings, before):
            return None
        old = writer.old
        writer.clear()
        rest = iter(old.entries())
        while doc_ids := set(islice(rest, _LETTERS)):
            letters = [letter for one in doc_ids if (letter := old.letter(one)) is not None]
            files = list(old.files_where("doc_id", doc_ids).values())
            content, _ = make_content(
                letters, files, settings.chunk_characters, encoder, lexicon, vectors
            )
            writer.add(content)
        stays = {name: before[name] for name in _STAYS if name in before}
        published = writer.commit({**stays, **made_by(settings, encoder, lexicon)})
    kept.path.unlink(missing_ok=True)
    return published


class _KeptVectors:
    """Vectors of passages in a file that grows; what a process that was killed left is used."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        """Take a file, there or not; one with another encoder's vectors is begun anew."""
        self.path = path
        self._whose = bytes.fromhex(encoder.fingerprint)
        self._record = np.dtype([("key", "V16"), ("vector", np.float16, encoder.dimension)])

    def make(
        self, texts: Iterable[str], count: int, encoder: Encoder, progress: Progress | None = None
    ) -> Mapping[bytes, NDArray[np.float32]]:
        """Make and keep the vectors of all texts that have none yet; returns them all, by key.

        Args:
            texts: What is embedded of the passages.
            count: How many there are.
            encoder: Makes the vectors.
            progress: Called with the stage "transform", how many are done, and of how many.

        Raises:
            IndexWriteError: If the disk is full, or may not be written to.
        """
        known = self._read()
        missing = (
            (key, text) for text in texts if (key := embedding_key(encoder, text)) not in known
        )
        done = 0
        with writing_into(self.path.parent), self.path.open("r+b" if known else "wb") as file:
            file.seek(len(known) and len(self._whose) + known.records * self._record.itemsize)
            file.truncate()  # what was cut short
            if not known:
                file.write(self._whose)
            while some := dict(islice(missing, _BATCH)):
                made = np.zeros(len(some), self._record)
                made["key"] = np.frombuffer(b"".join(some), "V16")
                made["vector"] = encoder.encode_passages(list(some.values()))
                file.write(made.tobytes())
                file.flush()
                done += len(some)
                if progress:
                    progress("transform", done, max(count - len(known), done))
        return self._read()

    def _read(self) -> _Kept:
        """Return the vectors that are kept, by key."""
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


class _Kept(Mapping[bytes, NDArray[np.float32]]):
    """Vectors in a file, read when they are asked for.

    There may be more ``records`` than keys: passages of different batches can be alike.
    """

    def __init__(self, records: NDArray[Any]) -> None:
        self.records = len(records)
        self._records = records
        self._rows = {key.tobytes(): row for row, key in enumerate(records["key"])}

    def __getitem__(self, key: bytes) -> NDArray[np.float32]:
        return np.asarray(self._records["vector"][self._rows[key]], np.float32)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
