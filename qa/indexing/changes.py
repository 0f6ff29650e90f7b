"""What differs between the files of a corpus and those an index was made of. Reads no letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.letters.scan import ALWAYS_READ, FoundFile


@dataclass(frozen=True, slots=True)
class Changes:
    """Files by what happened to them; names are paths below the corpus.

    ``moved`` maps the new name of a file to its old one; such a file is in no other field.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def to_read(self) -> tuple[str, ...]:
        """Files that must be read, so that forms of one letter come near each other."""
        return tuple(sorted([*self.new, *self.changed, *self.moved], key=_by_stem))

    @property
    def left(self) -> tuple[str, ...]:
        """Names that are no longer there."""
        return (*self.gone, *self.moved.values())

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.moved)


def _by_stem(name: str) -> tuple[str, str]:
    base = name.rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[0], name


def find_changes(found: Mapping[str, FoundFile], known: Mapping[str, str]) -> Changes:
    """Compare files with what is known.

    Args:
        found: The files there are.
        known: Fingerprints of the files that the index was made of, or left out.
    """
    new = {name: file.fingerprint for name, file in found.items() if name not in known}
    changed = sorted(
        name
        for name, file in found.items()
        if name in known and (file.fingerprint != known[name] or file.fingerprint == ALWAYS_READ)
    )
    gone = sorted(known.keys() - found.keys())
    old_names = {known[name]: name for name in reversed(gone) if known[name] != ALWAYS_READ}
    moved: dict[str, str] = {}
    for name in sorted(new):
        old = old_names.pop(new[name], None)
        if old is not None:
            moved[name] = old
    return Changes(
        tuple(sorted(new.keys() - moved.keys())),
        tuple(changed),
        tuple(sorted(set(gone) - set(moved.values()))),
        moved,
        len(found) - len(new) - len(changed),
    )
