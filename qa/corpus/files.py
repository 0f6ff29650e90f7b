"""Files that come into the corpus and leave it: checked, whole, and never lost.

    add       a file is read first, with the limits of any letter, and only kept if it is one; a
              sidecar (``brief.pdf.json``) goes beside its letter if that can be read with it
    remove    the files of a letter go to ``.removed`` inside the corpus, which is never indexed
    restore   they come back to where they were
    mend      the data of a letter are corrected in its sidecar

Nothing is written or moved where a link leads out of the corpus.
Does not index; the next update does.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qa.corpus.mending import mend, undo
from qa.errors import CorpusError, LetterError, LetterNotFoundError
from qa.index import LetterEntry
from qa.letters.corpus import limits_of
from qa.letters.scan import is_letter_file, letter_files, must_be_there
from qa.letters.sidecar import sidecar_path
from qa.letters.worker import FileReader
from qa.messages import Message
from qa.settings import Settings
from qa.system.links import leads_out
from qa.system.whole_files import write_whole

REMOVED = ".removed"
"""Folder of the corpus that keeps what was removed; hidden ones are not read as letters."""

_INCOMING = ".incoming"
_LEFT_BEHIND = 3600.0  # seconds: what still waits then is of a process that was ended
_RECORD = "removal.json"
_TOKEN = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")
_NO_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")  # not in a file's name on every system
_ENDINGS = frozenset(
    (".pdf", ".docx", ".docm", ".doc", ".odt", ".xml", ".html", ".htm", ".xhtml", ".txt", ".text")
)
"""How names of files end that people may upload; what is inside decides how one is read."""

_SIDECAR = ".json"
_MOST_NAME = 200  # bytes of a file name; more than 255 is refused by most disks

AddedHow = Literal["added", "replaced", "there already", "refused"]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a file that was offered; ``reason`` is a sentence if it was refused.

    ``replaced`` is the removal that keeps the file of that name which was there before.
    """

    name: str
    how: AddedHow
    doc_id: str | None = None
    paragraphs: int = 0
    reason: str = ""
    replaced: str | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Files of a letter that were removed and can come back; ``removed`` is the time, in UTC."""

    token: str
    doc_id: str
    files: tuple[str, ...]
    removed: str


class CorpusFiles:
    """Adds, removes and restores files of one corpus. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._corpus = settings.corpus
        self._lock = threading.Lock()

    def add(self, name: str, content: bytes) -> Added:
        """Take in one file.

        Args:
            name: As the person's machine calls it; folders in it do not count.
            content: All of it.
        """
        name = name.encode("utf-8", "replace").decode()  # half a character becomes a question mark
        name = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
        with self._lock:
            try:
                self._clean_incoming()
                self._check_name(name)
                return self._take(name, content)
            except LetterError as error:
                return Added(name, "refused", reason=error.reason)
            except OSError as error:
                return Added(
                    name, "refused", reason=Message("file-not-written", reason=error.strerror)
                )

    def _clean_incoming(self) -> None:
        """Remove what processes that were ended left waiting."""
        folder = self._corpus / _INCOMING
        if leads_out(folder, self._corpus):
            return
        waiting = list(folder.iterdir()) if folder.is_dir() else []
        for one in waiting:
            with suppress(OSError):
                if one.stat().st_mtime < time.time() - _LEFT_BEHIND:
                    shutil.rmtree(one)

    def _check_name(self, name: str) -> None:
        must_be_there(self._corpus)
        for folder in (_INCOMING, REMOVED):
            if leads_out(self._corpus / folder, self._corpus):
                raise LetterError(folder, "folder-leads-out", folder=folder)
        if not name or _NO_NAME.search(name) or len(name.encode()) > _MOST_NAME:
            raise LetterError(name, "name-unusable")
        letter = _letter_of(name)
        if not is_letter_file(self._corpus / letter, self._corpus, self._settings.index):
            raise LetterError(name, "name-not-of-letter")
        if Path(letter).suffix.casefold() not in _ENDINGS:
            raise LetterError(name, "ending-unknown")

    def _take(self, name: str, content: bytes) -> Added:
        place = self._corpus / name
        if is_sidecar(name):
            place = sidecar_path(self._letter_beside(name))
        if leads_out(place, self._corpus):
            raise LetterError(name, "name-leads-out")
        if place.is_dir():
            raise LetterError(name, "name-of-folder")
        if place.is_file() and _digest(place.read_bytes()) == _digest(content):
            return Added(name, "there already")
        waiting = self._corpus / _INCOMING / secrets.token_hex(8)
        try:
            write_whole(waiting / place.name, content)
            if is_sidecar(name):
                shutil.copy(place.with_suffix(""), waiting)
            with FileReader(waiting, limits_of(self._settings)) as reader:
                ((_, letter),) = reader.read([waiting / _letter_of(name)])
            if isinstance(letter, LetterError):
                return Added(name, "refused", reason=letter.reason)
            before = None
            if place.exists():
                moved = place.relative_to(self._corpus).as_posix()
                before = self._move_away(self._id_of(place) or letter.doc_id, [moved]).token
            os.replace(waiting / place.name, place)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
        how: AddedHow = "replaced" if before else "added"
        return Added(name, how, letter.doc_id, len(letter.paragraphs), replaced=before)

    def _letter_beside(self, name: str) -> Path:
        """Return the one letter file of the corpus that a sidecar of this name belongs to.

        Raises:
            LetterError: If there is none, or there are several.
        """
        beside = _letter_of(name)
        if (self._corpus / beside).is_file():
            return self._corpus / beside
        found = [
            path for path in letter_files(self._corpus, self._settings.index)
            if path.name == beside
        ]  # fmt: skip
        if len(found) != 1:
            raise LetterError(name, "sidecar-without-letter", letter=beside, count=len(found))
        return found[0]

    def _id_of(self, place: Path) -> str | None:
        """Return the id of the letter that a file holds alone; None if it cannot be read."""
        with FileReader(self._corpus, limits_of(self._settings)) as reader:
            ((_, letter),) = reader.read([place])
        return None if isinstance(letter, LetterError) else letter.doc_id

    def files_of(self, entry: LetterEntry) -> list[str]:
        """Return the files that a letter was made of, those beside them too."""
        paths = dict.fromkeys((entry.path, *entry.copies))
        with_sidecars = [
            name
            for path in paths
            for name in (path, str(sidecar_path(Path(path)).as_posix()))
            if (self._corpus / name).is_file()
        ]
        return list(dict.fromkeys(with_sidecars))

    def mend(self, entry: LetterEntry, changes: Mapping[str, Any], by: str) -> dict[str, Any]:
        """Correct the data of a letter, see `qa.corpus.mending.mend`; returns its sidecar.

        Raises:
            LetterError: If a value is not what its field takes, or the file is not there.
            CorpusError: If it cannot be written.
        """
        with self._writing_beside(entry):
            return mend(self._corpus, entry.path, changes, by, entry.doc_id)

    def undo_mending(self, entry: LetterEntry) -> dict[str, Any]:
        """Take the corrections of a letter back, see `qa.corpus.mending.undo`.

        Raises:
            LetterError: If the file is not there.
            CorpusError: If it cannot be written.
        """
        with self._writing_beside(entry):
            return undo(self._corpus, entry.path)

    @contextmanager
    def _writing_beside(self, entry: LetterEntry) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except OSError as error:
                reason = error.strerror or str(error)
                raise CorpusError("sidecar-not-written", path=entry.path, reason=reason) from None

    def remove(self, entry: LetterEntry) -> Removal:
        """Take the files of a letter out of the corpus; they are kept and can come back.

        Raises:
            LetterNotFoundError: If none of them is there.
            CorpusError: If they cannot be moved.
        """
        with self._lock:
            files = self.files_of(entry)
            if not files:
                raise LetterNotFoundError(
                    "files-not-there", doc_id=entry.doc_id, corpus=self._corpus
                )
            return self._move_away(entry.doc_id, files)

    def _move_away(self, doc_id: str, files: Sequence[str]) -> Removal:
        now = datetime.datetime.now(datetime.UTC)
        token = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        removal = Removal(token, doc_id, tuple(files), now.isoformat(timespec="seconds"))
        folder = self._corpus / REMOVED / token
        self._must_lie_inside([folder, *((self._corpus / name).parent for name in files)])
        try:
            record = {
                "doc_id": doc_id,
                "files": list(files),
                "removed": removal.removed,
                "sha256": {name: _digest((self._corpus / name).read_bytes()) for name in files},
            }
            write_whole(folder / _RECORD, json.dumps(record, ensure_ascii=False) + "\n")
            for name in files:
                _move(self._corpus / name, folder / "files" / name)
        except OSError as error:
            raise CorpusError(
                "not-moved-whole",
                path=error.filename or folder,
                reason=error.strerror,
                folder=folder,
            ) from None
        return removal

    def _must_lie_inside(self, folders: Iterable[Path]) -> None:
        for folder in folders:
            if leads_out(folder, self._corpus):
                raise CorpusError("leads-out-unchanged", path=folder)

    def removals(self) -> list[Removal]:
        """Return what was removed and can come back, the latest first."""
        folder = self._corpus / REMOVED
        tokens = sorted((p.name for p in folder.iterdir()), reverse=True) if folder.is_dir() else []
        read = [self._read_removal(token) for token in tokens if _TOKEN.fullmatch(token)]
        return [one for one in read if one is not None]

    def faults(self) -> list[Message]:
        """Return a sentence about each file of a removal that is missing or cannot be read."""
        folder = self._corpus / REMOVED
        tokens = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
        found: list[Message] = []
        for token in filter(_TOKEN.fullmatch, tokens):
            removal = self._read_removal(token)
            if removal is None:
                found.append(Message("removal-damaged", path=folder / token / _RECORD))
                continue
            record = json.loads((folder / token / _RECORD).read_text(encoding="utf-8"))
            hashes = record.get("sha256", {})  # older programs wrote none
            for name in removal.files:
                place = folder / token / "files" / name
                try:
                    digest = _digest(place.read_bytes())
                    if digest != hashes.get(name, digest):
                        changed = Message(
                            "changed-since-removed", path=place, doc_id=removal.doc_id
                        )
                        found.append(changed)
                except OSError as error:
                    found.append(LetterError(place, "unreadable", reason=error.strerror).message)
        return found

    def _read_removal(self, token: str) -> Removal | None:
        try:
            content = (self._corpus / REMOVED / token / _RECORD).read_text(encoding="utf-8")
            found = json.loads(content)
            return Removal(token, found["doc_id"], tuple(found["files"]), found["removed"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def restore(self, token: str) -> Removal:
        """Bring the files of a removal back to where they were.

        Raises:
            LetterNotFoundError: If there is no such removal.
            CorpusError: If another file has come into a place meanwhile, or they cannot be moved.
        """
        with self._lock:
            removal = self._read_removal(token) if _TOKEN.fullmatch(token) else None
            if removal is None:
                raise LetterNotFoundError("nothing-removed-so", token=token)
            folder = self._corpus / REMOVED / token
            places = [self._corpus / name for name in removal.files]
            self._must_lie_inside([folder, *(place.parent for place in places)])
            taken = [n for n in removal.files if os.path.lexists(self._corpus / n)]
            if taken:
                raise CorpusError("there-again", path=taken[0], corpus=self._corpus, folder=folder)
            try:
                for name in removal.files:
                    _move(folder / "files" / name, self._corpus / name)
                shutil.rmtree(folder)
            except OSError as error:
                raise CorpusError(
                    "not-moved", path=error.filename or folder, reason=error.strerror
                ) from None
            return removal


def is_sidecar(name: str) -> bool:
    """Tell whether a name is that of a sidecar; a letter is taken in before what belongs to it."""
    return _letter_of(name) != name


def _letter_of(name: str) -> str:
    """Return the name of the letter file that a sidecar belongs to; any other name as it is."""
    stem = name[: -len(_SIDECAR)] if name.casefold().endswith(_SIDECAR) else name
    return stem if Path(stem).suffix.casefold() in _ENDINGS else name


def _move(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    os.replace(old, new)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
