"""The letter files below a folder and the fingerprint of each, without reading any as a letter.

A file's fingerprint is made of its content and its sidecar's. Files whose size and times have not
changed since they were last hashed are not opened: a small database beside the index remembers
them. It is no part of the index and can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qa.errors import CorpusError, LetterError
from qa.letters.faults import is_the_machines
from qa.letters.sidecar import sidecar_bytes, sidecar_path
from qa.system.links import leads_out

ALWAYS_READ = ""
"""Fingerprint of a file that cannot be opened: it is tried again every time."""

NOT_FOLLOWED = "a link out of the corpus"
"""Fingerprint of a file that is not opened, for a link leads out of the corpus."""

_SKIPPED_SUFFIXES = {".json"}  # sidecars: metadata beside a letter, not letters
_NO_LETTERS = re.compile(
    r"(?:readme|licen[cs]e|manifest|changelog)(?:\.\w+)?"
    r"|~\$.*|desktop\.ini|(?:eh)?thumbs\.db|icon\r|.*\.(?:tmp|part|partial|crdownload)",
    re.IGNORECASE,
)
"""Papers about letters, what systems leave in folders, owner files of Word, half a download."""
_RECENT = 2_000_000_000  # nanoseconds: a file changed so lately may change again unnoticed
_BLOCK = 1 << 20
_MANY = 500  # names in one condition

Times = tuple[int, int, int]  # size, and when content and entry changed, in nanoseconds


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A letter file: its path, how the index names it, and what its content is."""

    path: Path
    name: str
    fingerprint: str


def must_be_there(corpus: Path) -> None:
    """Refuse a corpus that does not exist.

    Raises:
        CorpusError: With what to do.
    """
    if not corpus.is_dir():
        raise CorpusError("corpus-missing", corpus=corpus)


def is_letter_file(path: Path, corpus: Path, index: Path | None = None) -> bool:
    """Tell whether a path below the corpus is named like a letter file; it need not exist.

    What lies in ``index`` is none.
    """
    parts = path.relative_to(corpus).parts
    if index is not None and path.resolve().is_relative_to(index.resolve()):
        return False
    return (
        path.suffix.casefold() not in _SKIPPED_SUFFIXES
        and not _NO_LETTERS.fullmatch(path.name)
        and not any(part.startswith(".") for part in parts)
    )


def letter_files(corpus: Path, index: Path | None = None, follow_links: bool = False) -> list[Path]:
    """Return the letter files below a folder, in the order of their relative paths.

    Hidden files and folders, ``<file>.json`` sidecars, README and the like, what systems and Word
    leave in folders, and what lies in ``index`` are passed over. Links to folders are not followed;
    they stand in the list, so that a reader names them. With ``follow_links`` those that lead out
    of the corpus are followed, once each.

    Raises:
        CorpusError: If the folder does not exist.
    """
    must_be_there(corpus)
    paths = _walk(corpus, index.resolve() if index else None, follow_links)
    return sorted(paths, key=lambda path: name_of(path, corpus))


def _walk(corpus: Path, index: Path | None, follow_links: bool) -> Iterator[Path]:
    been = {Path(os.path.realpath(corpus))}
    for folder, folders, files in os.walk(corpus, onerror=_must_be_the_folders, followlinks=True):
        here = Path(folder)
        folders.sort()
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and (index is None or (here / name).resolve() != index)
        ]
        links = [
            name
            for name in folders
            if (here / name).is_symlink() and not (follow_links and _is_new(here / name, been))
        ]
        folders[:] = [name for name in folders if name not in links]
        for path in (here / name for name in (*files, *links)):
            if is_letter_file(path, corpus) and _is_there(path):
                yield path


def _must_be_the_folders(error: OSError) -> None:
    """Refuse to take letters for gone because the machine failed at their folder."""
    if is_the_machines(error):
        raise CorpusError("folder-not-listed", path=error.filename, reason=error.strerror)


def _is_new(link: Path, been: set[Path]) -> bool:
    """Tell whether a link leads to a folder that is apart from all that are walked already."""
    place = Path(os.path.realpath(link))
    if any(place.is_relative_to(one) or one.is_relative_to(place) for one in been):
        return False
    been.add(place)
    return True


def _is_there(path: Path) -> bool:
    """Tell whether there is a file to read, or a link to a folder, which is named and not read."""
    return path.is_file() or (path.is_symlink() and path.is_dir())


def name_of(path: Path, corpus: Path) -> str:
    """Return how the index names a file: its path below the corpus, always printable."""
    name = path.relative_to(corpus).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class Scanner:
    """Fingerprints files, and remembers those it has seen in a file beside the index."""

    def __init__(
        self,
        corpus: Path,
        index: Path,
        max_bytes: int,
        follow_links: bool = False,
        remembers: bool = True,
    ) -> None:
        """Stand ready; one that does not remember reads each file anew."""
        self.corpus = corpus
        self._index = index
        self._max_bytes = max_bytes
        self._follow_links = follow_links
        self._memory = index / "seen.sqlite"
        self._remembers = remembers

    def name_of(self, path: Path) -> str:
        """Return how the index names a file of the corpus."""
        return name_of(path, self.corpus)

    def scan(self, only: Collection[Path] | None = None) -> dict[str, FoundFile]:
        """Return the letter files by name.

        Args:
            only: Look at these files alone, those that exist; at the whole folder by default.

        Raises:
            CorpusError: If the folder does not exist.
        """
        if only is None:
            paths = letter_files(self.corpus, self._index, self._follow_links)
        else:
            paths = sorted(
                p for p in only if is_letter_file(p, self.corpus, self._index) and _is_there(p)
            )
        seen = self._seen(None if only is None else [name_of(p, self.corpus) for p in paths])
        now = time.time_ns()
        found, fresh = {}, []
        for path in paths:
            name = name_of(path, self.corpus)
            if self._is_left_out(path):
                found[name] = FoundFile(path, name, NOT_FOLLOWED)
                continue
            times = _times_of(path), _times_of(sidecar_path(path))
            known = seen.get(name)
            if known is not None and known[0] == times:
                fingerprint = known[1]
            else:
                fingerprint = self._fingerprint(path)
                latest = max(*times[0][1:], *times[1][1:])
                if fingerprint != ALWAYS_READ and latest < now - _RECENT:
                    fresh.append((name, *times[0], *times[1], fingerprint))
            found[name] = FoundFile(path, name, fingerprint)
        self._remember(fresh)
        return found

    def _is_left_out(self, path: Path) -> bool:
        """Tell whether a file, or what stands beside it, is a link that is not to be followed."""
        return not self._follow_links and any(
            leads_out(one, self.corpus) for one in (path, sidecar_path(path))
        )

    def _fingerprint(self, path: Path) -> str:
        """Return what `qa.letters.read_letter` calls the letter's fingerprint."""
        try:
            if path.stat().st_size > self._max_bytes:
                return f"{path.stat().st_size} bytes, {path.stat().st_mtime_ns}"
            content = hashlib.sha256()
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    content.update(block)
            sidecar = sidecar_bytes(path)
        except LetterError:  # its sidecar is too large: said when the letter is read
            return f"sidecar {_times_of(sidecar_path(path))}, {content.hexdigest()}"
        except OSError:
            return ALWAYS_READ
        return fingerprint_of(content.hexdigest(), sidecar)

    def forget_gone(self) -> None:
        """Remember nothing of files that are not there any more."""
        if not self._memory.exists():
            return
        with suppress(sqlite3.Error):
            memory = sqlite3.connect(self._memory)
            try:
                names = [name for (name,) in memory.execute("SELECT name FROM seen")]
                gone = [(name,) for name in names if not (self.corpus / name).exists()]
                with memory:
                    memory.executemany("DELETE FROM seen WHERE name = ?", gone)
                memory.execute("VACUUM")
            finally:
                memory.close()

    def _seen(self, names: list[str] | None) -> dict[str, tuple[tuple[Times, Times], str]]:
        if not self._remembers or not self._memory.exists():
            return {}
        query = "SELECT * FROM seen"
        if names is not None and len(names) < _MANY:
            query += f" WHERE name IN ({','.join('?' * len(names))})"
        else:
            names = []
        try:
            memory = sqlite3.connect(self._memory)
            try:
                rows = memory.execute(query, names).fetchall()
            finally:
                memory.close()
        except sqlite3.Error:  # it is damaged: forget it
            with suppress(OSError):
                self._memory.unlink()
            return {}
        return {name: (((a, b, c), (d, e, f)), hashed) for name, a, b, c, d, e, f, hashed in rows}

    def _remember(self, fresh: Sequence[tuple[str | int, ...]]) -> None:
        """Write down what was hashed; where that cannot be done it is hashed again next time."""
        if not fresh or not self._remembers or not self._index.is_dir():
            return
        with suppress(sqlite3.Error):
            memory = sqlite3.connect(self._memory)
            try:
                with memory:
                    memory.execute(
                        "CREATE TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY, size INT, "
                        "changed INT, entered INT, side_size INT, side_changed INT, "
                        "side_entered INT, fingerprint TEXT)"
                    )
                    memory.executemany(
                        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?, ?)", fresh
                    )
            finally:
                memory.close()


def fingerprint_of(sha256: str, sidecar: bytes) -> str:
    """Return the fingerprint of a letter file from its hash and the bytes of its sidecar."""
    return hashlib.sha256(sha256.encode() + sidecar).hexdigest()


def _times_of(path: Path) -> Times:
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns
