"""The index in a folder, as `qa.index.engines` needs it: opened, written, looked after."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path

from qa.index.forgetting import find_held, forget_letters
from qa.index.looking_after import list_generations, roll_back
from qa.index.merging import Progress, merge
from qa.index.protocol import Generation, Held
from qa.index.store import LocalStore
from qa.index.writer import LocalWriter


class LocalEngine:
    """One index in one folder. Satisfies `qa.index.protocol.Engine`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> LocalStore:
        """Open the current generation."""
        return LocalStore.open(self.folder)

    def writing(self, wait: float = 0) -> AbstractContextManager[LocalWriter]:
        """Hold the right to write the next generation."""
        return LocalWriter.open(self.folder, wait)

    def generations(self) -> list[Generation]:
        """Return the generations that are kept, oldest first."""
        return list_generations(self.folder)

    def roll_back(self, number: int | None = None) -> Generation:
        """Make an earlier generation current again."""
        return roll_back(self.folder, number)

    def held(self, doc_ids: Collection[str]) -> Held:
        """Return what the kept generations hold of letters, deleted or not."""
        return find_held(self.folder, doc_ids)

    def forget(self, doc_ids: Collection[str]) -> int:
        """Take letters out of all files of the index for good."""
        return forget_letters(self.folder, doc_ids)

    def merge(self, progress: Progress | None = None) -> int:
        """Merge segments if they have become many."""
        return merge(self.folder, progress)
