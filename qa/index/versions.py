"""Older versions of letters, kept beside the segments so that an old citation can be looked up.

    versions/<doc_id>/<first 16 of sha256>.json.gz

Written once and never changed. They are not searched.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.errors import IndexDamagedError, LetterNotFoundError
from qa.index.content import LetterEntry
from qa.records import Letter
from qa.whole_files import write_whole

_LETTER = TypeAdapter(Letter)
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
        place = self.folder / letter.doc_id / f"{letter.version[:_NAME]}.json.gz"
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, gzip.compress(_LETTER.dump_json(letter), mtime=0))

    def list(self, doc_id: str | None = None) -> list[OldVersion]:
        """Return what is kept, of one letter or of all, in the order of the ids."""
        pattern = f"{doc_id}/*.json.gz" if doc_id else "*/*.json.gz"
        paths = sorted(self.folder.glob(pattern)) if self.folder.is_dir() else []
        return [OldVersion(path.parent.name, path.name.removesuffix(".json.gz")) for path in paths]

    def letter(self, doc_id: str, version: str) -> Letter:
        """Return an older version by the beginning of its sha256.

        Raises:
            LetterNotFoundError: If it is not kept, or the beginning fits several.
            IndexDamagedError: If its file is damaged.
        """
        fitting = [one for one in self.list(doc_id) if one.version.startswith(version[:_NAME])]
        if len(fitting) != 1:
            what = "no version" if not fitting else f"{len(fitting)} versions begin with"
            raise LetterNotFoundError(
                f"{what} {version} of {doc_id}; see them with: letters-qa letters --versions"
            )
        place = self.folder / doc_id / f"{fitting[0].version}.json.gz"
        try:
            return _LETTER.validate_json(gzip.decompress(place.read_bytes()))
        except (OSError, EOFError, zlib.error, ValidationError) as error:
            raise IndexDamagedError(
                f"{place} is damaged ({str(error).splitlines()[0]}); remove it"
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
