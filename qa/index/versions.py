"""Older versions of letters, kept beside the segments so that an old citation can be looked up.

    versions/<doc_id>/<first 16 of sha256>.json.gz

Signs of an id that a folder's name cannot have stand as ``%2F``, and of an id too long for one its
beginning and a hash. Written once; only `qa.corpus.forgetting` removes them. They are not searched.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pydantic import TypeAdapter, ValidationError

from qa.errors import IndexDamagedError, LetterNotFoundError
from qa.index.content import LetterEntry
from qa.records import Letter
from qa.system.whole_files import write_whole

_LETTER = TypeAdapter(Letter)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%]|^\.|[. ]$')
_MOST_NAME = 200  # bytes of a folder's name; more than 255 is refused by most disks
_CUT = "%-"  # between the beginning and the hash of an id that is too long
_NAME = 16  # characters of the sha256: two versions of one letter never share them


@dataclass(frozen=True, slots=True)
class OldVersion:
    """A version that is kept: its letter, and the first characters of its file's sha256."""

    doc_id: str
    version: str


class VersionStore:
    """The folder of older versions of one index."""

    def __init__(self, index: Path) -> None:
        self.folder = index / "versions"

    def put(self, letter: Letter) -> None:
        """Keep a letter, unless this version of it is kept already."""
        place = self.place_of(letter)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, gzip.compress(_LETTER.dump_json(letter), mtime=0))

    def place_of(self, letter: Letter) -> Path:
        """Return where a letter is kept."""
        return self.folder_of(letter.doc_id) / f"{letter.version[:_NAME]}.json.gz"

    def folder_of(self, doc_id: str) -> Path:
        """Return the folder of a letter's versions: always one step below the store's own."""
        name = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", doc_id)
        if len(name.encode("utf-8", "replace")) > _MOST_NAME or not name:
            digest = hashlib.sha256(doc_id.encode("utf-8", "replace")).hexdigest()[:_NAME]
            start = name.encode("utf-8", "replace")[: _MOST_NAME - _NAME - len(_CUT)]
            name = f"{start.decode(errors='ignore')}{_CUT}{digest}"
        return self.folder / name

    def list(self, doc_id: str | None = None) -> list[OldVersion]:
        """Return what is kept, of one letter or of all, in the order of the ids."""
        if doc_id is not None:
            folders = [self.folder_of(doc_id)]
        else:
            folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return sorted(
            (
                OldVersion(doc_id or self._id_of(path), path.name.removesuffix(".json.gz"))
                for folder in folders
                if folder.is_dir()
                for path in folder.glob("*.json.gz")
                if not path.name.startswith(".")
            ),
            key=lambda one: (one.doc_id, one.version),
        )

    def _id_of(self, path: Path) -> str:
        """Return the id of the letter that a file holds: by its folder, or by what is in it."""
        name = path.parent.name
        return self.read(path).doc_id if _CUT in name else unquote(name)

    def remove(self, doc_id: str) -> None:
        """Remove all versions of a letter for good.

        Raises:
            OSError: If they cannot be removed.
        """
        folder = self.folder_of(doc_id)
        if folder.is_dir():
            shutil.rmtree(folder)

    def letter(self, doc_id: str, version: str) -> Letter:
        """Return an older version by the beginning of its sha256.

        Raises:
            LetterNotFoundError: If it is not kept, or the beginning fits several.
            IndexDamagedError: If its file is damaged.
        """
        fitting = [one for one in self.list(doc_id) if one.version.startswith(version[:_NAME])]
        if len(fitting) != 1:
            code = "versions-several" if fitting else "version-missing"
            given = {"count": len(fitting)} if fitting else {}
            raise LetterNotFoundError(code, version=version, doc_id=doc_id, **given)
        return self.read(self.folder_of(doc_id) / f"{fitting[0].version}.json.gz")

    def read(self, place: Path) -> Letter:
        """Return the letter of a file.

        Raises:
            IndexDamagedError: If the file is damaged.
        """
        try:
            return _LETTER.validate_json(gzip.decompress(place.read_bytes()))
        except (OSError, EOFError, zlib.error, ValidationError) as error:
            raise IndexDamagedError(
                "file-damaged", path=place, reason=str(error).splitlines()[0]
            ) from None


def older_versions(
    kept: VersionStore, searched: Callable[[str], LetterEntry | None]
) -> list[OldVersion]:
    """Return what is kept of all letters but the versions that are searched now.

    Args:
        kept: The older versions of the index.
        searched: Gives the letter with a doc_id that is searched, or None.
    """

    def is_older(one: OldVersion) -> bool:
        entry = searched(one.doc_id)
        return entry is None or not entry.version.startswith(one.version)

    return list(filter(is_older, kept.list()))
