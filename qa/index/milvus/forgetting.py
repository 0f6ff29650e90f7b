"""Letters taken out of the tables of an index in Milvus for good, and what the tables hold of them.

A row that is deleted stays in the files of Milvus until it merges them, which in a file nobody can
make it do, and words of letters that went stay in tables that others use. So all other letters are
written into tables of their own, that is published, and the old tables are dropped with all
generations that are kept in them. Nothing is dropped before the new tables are current, and a
generation is named until its tables are gone: if it is stopped, doing it again does the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from qa.errors import IndexDamagedError
from qa.index.generations import Manifest
from qa.index.left_out import without
from qa.index.milvus.database import Table, listed
from qa.index.milvus.generations import MilvusGenerations
from qa.index.milvus.holdings import MilvusHoldings
from qa.index.milvus.rows import entry_of
from qa.index.milvus.writer import MilvusWriter, clean, drop_empty, drop_epochs
from qa.index.protocol import Held

_WAIT = 60.0  # seconds for another writer
_NAMING = ("passages", "letters", "files")  # tables that name letters


def find_held(generations: MilvusGenerations, doc_ids: Collection[str]) -> Held:
    """Return what the tables of the kept generations hold of letters, deleted or not.

    Letters of other ids count if they have the same file (sha256) and are in no use now. All
    generations hold a letter that are kept in the same tables.

    Raises:
        IndexNotFoundError: If there is no index.
    """
    current = generations.must_exist()["generation"]
    database = generations.database
    named, damaged = _epochs(generations)
    tables = {epoch: database.rest_of_epoch(epoch) for epoch in {*named.values()}}
    listing = [one["letters"] for one in tables.values() if "letters" in one]
    known = {
        (entry.doc_id, entry.version)
        for table in listing
        for entry in map(entry_of, table.every("piece == 0", ["entry"]))
    }
    now = MilvusHoldings(tables.get(named.get(current, 0), {}), current)
    versions = {version for doc_id, version in known if doc_id in doc_ids}
    others = {
        doc_id for doc_id, version in known if version in versions and not now.has(doc_id)
    }.difference(doc_ids)
    every = {*doc_ids, *others}
    holding = {epoch for epoch, found in tables.items() if _hold(found, every)}
    files = (one["files"] for one in tables.values() if "files" in one)
    return Held(
        doc_ids=tuple(sorted(others)),
        versions=frozenset(versions),
        files=frozenset(
            (row["path"], row["fingerprint"])
            for table in files
            for row in table.where_in("doc_id", every, ["path", "fingerprint"], "id >= 0")
        ),
        generations=tuple(
            number
            for number in generations.numbers()
            if holding and (number in damaged or named[number] in holding)
        ),
    )


def _epochs(generations: MilvusGenerations) -> tuple[dict[int, int], set[int]]:
    """Return the epoch of each generation that can be read, and the numbers of the others."""
    named: dict[int, int] = {}
    damaged = set()
    for number in generations.numbers():
        try:
            named[number] = generations.read(number)["epoch"]
        except IndexDamagedError:
            damaged.add(number)
    return named, damaged


def _hold(tables: Mapping[str, Table], doc_ids: Collection[str]) -> bool:
    """Tell whether tables have rows of letters, in whatever generation these hold."""
    asked = f"doc_id in {listed(sorted(doc_ids))}"
    return any(tables[name].count(asked) for name in _NAMING if name in tables)


def forget_letters(generations: MilvusGenerations, doc_ids: Collection[str]) -> int:
    """Take letters out of all tables of an index; generations kept in tables that held them go.

    Generations that are damaged go too: nobody can say what they hold. If nothing else was in the
    index, there is none afterwards.

    Returns:
        The number of the current generation, 0 if there is none any more.

    Raises:
        IndexNotFoundError: If there is no index.
        IndexBusyError: If another process writes.
        IndexDamagedError: If the current generation is not whole.
    """
    generations.must_exist()
    with MilvusWriter.open(generations, _WAIT, tidy=False) as writer:
        generations.drop_unfinished()  # it may hold the letters
        manifest = generations.current()
        tables = generations.database.epoch(manifest["epoch"])
        left_out = without(manifest, doc_ids)
        held = _hold(tables, doc_ids)
        if held:
            writer.move_without(doc_ids)
        else:  # not before: a row that is deleted cannot be found, and is not erased
            clean(generations, manifest)
        if held or left_out["left_out"] != manifest["left_out"]:
            manifest = writer.commit(_described(manifest, left_out))
        _drop_holders(generations, manifest, doc_ids)
        if manifest["counts"]["letters"]:
            return int(manifest["generation"])
        generations.remove_pointer()
        generations.remove(generations.numbers())
        drop_epochs(generations, [])
        return 0


def _described(manifest: Manifest, left_out: Manifest) -> Manifest:
    rest = {name: value for name, value in manifest.items() if name not in {"generation", "made"}}
    return {**rest, **left_out}


def _drop_holders(
    generations: MilvusGenerations, current: Manifest, doc_ids: Collection[str]
) -> None:
    """Drop tables that hold letters, then generations that were kept in them or are damaged."""
    database = generations.database
    for epoch, names in database.epochs().items():
        if epoch != current["epoch"] and _hold(database.rest_of_epoch(epoch), doc_ids):
            database.drop(names)
    generations.remove(_epochs(generations)[1])
    drop_empty(generations)
    drop_epochs(generations, generations.numbers())
