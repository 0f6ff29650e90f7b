"""The index in Milvus, as `qa.index.engines` needs it: opened, written, looked after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from qa.errors import IndexDamagedError, IndexNotFoundError
from qa.index.comparing import as_seen
from qa.index.content import LetterEntry
from qa.index.generations import Manifest
from qa.index.milvus.database import Database
from qa.index.milvus.forgetting import find_held, forget_letters
from qa.index.milvus.generations import MilvusGenerations
from qa.index.milvus.holdings import MilvusHoldings
from qa.index.milvus.store import MilvusStore
from qa.index.milvus.writer import MilvusWriter
from qa.index.protocol import Generation, Held
from qa.messages import Message


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
        opened = self._open_all()
        newest = _newest(opened)
        listed = []
        for number, found in opened.items():
            if isinstance(found, IndexDamagedError):
                listed.append(Generation(number, current=number == current, damage=found.message))
            else:
                manifest, holdings = found
                one = _described(manifest, number == current)
                listed.append(replace(one, deleted_since=holdings.beyond(newest)))
        return listed

    def _open_all(self) -> dict[int, _Opened | IndexDamagedError]:
        """Open what each generation holds, oldest first, or say why it cannot be."""
        opened: dict[int, _Opened | IndexDamagedError] = {}
        for number in self._generations.numbers():
            try:
                manifest = self._generations.read(number)
                tables = self._generations.database.epoch(manifest["epoch"])
                opened[number] = manifest, MilvusHoldings(tables, number)
            except IndexDamagedError as error:
                opened[number] = error
        return opened

    def roll_back(self, number: int | None = None) -> Generation:
        """Make an earlier generation current again; the next update removes those after it.

        Raises:
            IndexNotFoundError: If there is no such generation.
            IndexDamagedError: If it is not whole.
        """
        with self._generations.writing():
            current = self._generations.pointer().get("generation", 0)
            opened = self._open_all()
            seen = {n: _seen(one[1]) for n, one in opened.items() if isinstance(one, tuple)}
            now = seen.get(current, {})
            before = [one for one, entries in seen.items() if one < current and entries != now]
            chosen = number if number is not None else max(before, default=0)
            kept = ", ".join(map(str, opened)) or Message("none-kept")
            if not chosen and current:
                raise IndexNotFoundError("milvus-no-earlier-generation", kept=kept)
            if chosen not in opened:
                raise IndexNotFoundError("milvus-no-such-generation", generation=chosen, kept=kept)
            found = opened[chosen]
            if isinstance(found, IndexDamagedError):
                raise found
            self._generations.point_to(chosen)
            manifest, then = found
            return replace(
                _described(manifest, current=True),
                deleted_since=then.beyond(_newest(opened)),
                brings_back=tuple(sorted(seen[chosen].keys() - now.keys())),
                takes_away=tuple(sorted(now.keys() - seen[chosen].keys())),
            )

    def held(self, doc_ids: Collection[str]) -> Held:
        """Return what the tables hold of letters, deleted or not."""
        held = find_held(self._generations, doc_ids)
        database = self._generations.database
        if database.is_local or not held.generations:
            return held
        return replace(held, notes=(Message("milvus-removes-later", address=database.address),))

    def forget(self, doc_ids: Collection[str]) -> int:
        """Take letters out of all tables for good."""
        return forget_letters(self._generations, doc_ids)

    def merge(self, progress: Callable[[str, int, int], None] | None = None) -> int:
        """Do nothing: Milvus merges its segments itself."""
        return 0


_Opened = tuple[Manifest, MilvusHoldings]


def _newest(opened: Mapping[int, _Opened | IndexDamagedError]) -> MilvusHoldings:
    """Return what the newest generation that is whole holds."""
    whole = [found[1] for found in opened.values() if isinstance(found, tuple)]
    return whole[-1] if whole else MilvusHoldings({}, 0)


def _seen(holdings: MilvusHoldings) -> dict[str, LetterEntry]:
    """Return what people see of each letter."""
    return {doc_id: as_seen(entry) for doc_id, entry in holdings.entries().items()}


def _described(manifest: Manifest, current: bool) -> Generation:
    counts = manifest["counts"]
    return Generation(
        manifest["generation"], manifest["made"], counts["letters"], counts["paragraphs"],
        None, counts["left_out"], current,
    )  # fmt: skip
