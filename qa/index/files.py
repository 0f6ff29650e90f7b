"""Folders that are either whole or not there: checksums, renames, and what keeps them from it.

Files of an index are written once, beside their place, and never changed or cut short by this
program: readers have the large ones mapped into memory, and the system ends (SIGBUS) a process
whose mapped file is cut short. Whoever puts an index in place by hand does it by a rename too.

Knows nothing of letters or vectors.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from qa.errors import IndexWriteError
from qa.system.whole_files import sync_folder

_BLOCK = 1 << 20

UNFINISHED = ".new-"
"""How the names of folders begin that are being written."""

DOOMED = ".gone-"
"""How the names of folders begin that are being removed."""


@contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Explain what keeps a folder's files from being written, whatever library writes them.

    Raises:
        IndexWriteError: The index stays as it was.
    """
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error, SafetensorError) as error:
        raise IndexWriteError(
            "index-not-written", folder=folder, reason=str(error).splitlines()[0]
        ) from None


def sha256_of(path: Path) -> str:
    """Return the hex sha256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sync_file(path: Path) -> None:
    """Make sure that a file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def move_folder(beside: Path, place: Path) -> None:
    """Sync all files of a finished folder and rename it to its place."""
    for path in beside.iterdir():
        sync_file(path)
    sync_folder(beside)
    os.rename(beside, place)
    sync_folder(place.parent)


def remove_folder(place: Path) -> None:
    """Remove a folder: it is renamed first, so that it is never there in part.

    Where a reader still holds it open and the system minds (Windows), it stays for the next time.
    """
    if place.name.startswith((UNFINISHED, DOOMED)):
        shutil.rmtree(place, ignore_errors=True)
        return
    doomed = place.with_name(f"{DOOMED}{place.name}")
    try:
        os.rename(place, doomed)
    except OSError:
        return
    shutil.rmtree(doomed, ignore_errors=True)
