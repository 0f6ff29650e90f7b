"""The lock of the one writer of an index on this machine; it names its owner.

.lock      held by the operating system's means, so that it ends with its process
.owner     who holds it, for the message to others
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from qa.errors import IndexBusyError
from qa.messages import Message


@contextmanager
def holding_lock(folder: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock of the one writer.

    Args:
        folder: Of the index; made if it is not there.
        wait: How long to wait for another writer, in seconds.

    Raises:
        IndexBusyError: If another process is writing; the message names it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise IndexBusyError("index-being-written", folder=folder, owner=_owner(folder)) from None
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        owner = {"process": os.getpid(), "host": socket.gethostname(), "since": since}
        (folder / ".owner").write_text(json.dumps(owner), encoding="utf-8")
        yield
    finally:
        try:
            (folder / ".owner").unlink(missing_ok=True)
        finally:
            lock.release()


def _owner(folder: Path) -> Message:
    try:
        owner = json.loads((folder / ".owner").read_text(encoding="utf-8"))
        return Message(
            "process-since", process=owner["process"], host=owner["host"], since=owner["since"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Message("another-process")
