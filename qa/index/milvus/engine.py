"""The index in Milvus, as `qa.index.engines` needs it: opened, written, looked after."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from qa.errors import IndexDamagedError, IndexNotFoundError, StoreError
from qa.index.comparing import as_seen
from qa.index.content import LetterEntry
from qa.index.generations import KEPT, Manifest
from qa.index.milvus.database import Database
from qa.index.milvus.generations import MilvusGenerations
from qa.index.milvus.holdings import MilvusHoldings
from qa.index.milvus.store import MilvusStore
from qa.index.milvus.writer import MilvusWriter
from qa.index.protocol import Generation, Held


class MilvusEngine:
    """One index in one Milvus. Satisfies `qa.index.protocol.Engine`."""

    def __init__(self, uri: str, folder: Path, token: str = "") -> None:
        """Take an index; nothing is opened before it is used.

        Args:
            uri: Anything pymilvus takes: http://host:19530, or a file that ends in .db.
            folder: Its name is that of the index; older versions of letters are kept there.
            token: "user:password" or an API key; empty for none.
        """
        self._generations = MilvusGenerations(Database(uri, folder.resolve().name, token), folder)

    def open(self) -> MilvusStore:
        """Open the current generation."""
        return MilvusStore.open(self._generations)

    def writing(self, wait: float = 0) -> AbstractContextManager[MilvusWriter]:
        """Hold the right to write the next generation."""
        return MilvusWriter.open(self._generations, wait)

    def generations(self) -> list[Generation]:
        """Return the generations that are kept, oldest first.

        Raises:
            IndexNotFoundError: If there is no index.
        """
        current = self._generations.must_exist()["generation"]
        listed = []
        for number in self._generations.numbers():
            try:
                listed.append(_described(self._generations.read(number), number == current))
            except IndexDamagedError as error:
                listed.append(Generation(number, current=number == current, damage=str(error)))
        return listed

    def roll_back(self, number: int | None = None) -> Generation:
        """Make an earlier generation current again; the next update removes those after it.

        Raises:
            IndexNotFoundError: If there is no such generation.
        """
        with self._generations.writing():
            current = self._generations.pointer().get("generation", 0)
            kept = self._generations.numbers()
            now = self._entries(current) if current in kept else {}
            before = [one for one in kept if one < current and self._entries(one) != now]
            chosen = number if number is not None else max(before, default=0)
            if not chosen and current:
                raise IndexNotFoundError(
                    f"there is no earlier generation in which letters differ; kept are: "
                    f"{', '.join(map(str, kept))}; name one with --generation"
                )
            if chosen not in kept:
                raise IndexNotFoundError(
                    f"there is no generation {chosen} to go back to; kept are: "
                    f"{', '.join(map(str, kept)) or 'none'}; build anew with: letters-qa index "
                    "--rebuild"
                )
            manifest = self._generations.read(chosen)
            then = self._entries(chosen)
            self._generations.point_to(chosen)
            return replace(
                _described(manifest, current=True),
                brings_back=tuple(sorted(then.keys() - now.keys())),
                takes_away=tuple(sorted(now.keys() - then.keys())),
            )

    def _entries(self, number: int) -> dict[str, LetterEntry]:
        """Return what people see of each letter of a generation; none of a damaged one."""
        try:
            manifest = self._generations.read(number)
        except IndexDamagedError:
            return {}
        tables = self._generations.database.epoch(manifest["epoch"])
        entries = MilvusHoldings(tables, number).entries()
        return {doc_id: as_seen(entry) for doc_id, entry in entries.items()}

    def held(self, doc_ids: Collection[str]) -> Held:
        """Refuse: words of letters that went stay in tables that others use."""
        raise self._cannot_forget()

    def forget(self, doc_ids: Collection[str]) -> int:
        """Refuse, likewise."""
        raise self._cannot_forget()

    def _cannot_forget(self) -> StoreError:
        return StoreError(
            "a letter cannot be forgotten in Milvus alone; remove its files from the corpus and "
            f"build anew {KEPT} times with: letters-qa index --rebuild, which drops the old tables"
        )

    def merge(self, progress: Callable[[str, int, int], None] | None = None) -> int:
        """Do nothing: Milvus merges its segments itself."""
        return 0


def _described(manifest: Manifest, current: bool) -> Generation:
    counts = manifest["counts"]
    return Generation(
        manifest["generation"], manifest["made"], counts["letters"], counts["paragraphs"],
        None, counts["left_out"], current,
    )  # fmt: skip
