"""Letters taken out of the files of an index for good, and what the files hold of them.

A letter that is deleted only is still in its segment, which earlier generations name too. Here each
such segment is written anew without it, that is published, and generations that name the old ones
go. Files beside the index are the subject of `qa.corpus.forgetting`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from qa.errors import IndexBusyError, IndexDamagedError
from qa.index.files import remove_folder, writing_into
from qa.index.generations import Generations, Manifest
from qa.index.left_out import without
from qa.index.merging import entry_of, new_folder, open_part, settle, write_merged
from qa.index.parts import Part, counts_of, open_parts
from qa.index.protocol import Held

_WAIT = 60.0  # seconds for another writer


def find_held(folder: Path, doc_ids: Collection[str]) -> Held:
    """Return what the kept generations hold of letters, deleted or not.

    Letters of other ids count if they have the same file (sha256) and are in no use now: a letter
    that got another id stands in earlier generations under the one it had.

    Raises:
        IndexNotFoundError: If there is no index.
    """
    generations = Generations(folder)
    generations.must_exist()
    opened, damaged = _open_all(generations)
    now = opened.get(generations.current_number(), [])
    parts = list({part.name: part for parts in opened.values() for part in parts}.values())
    versions = {
        entry.version
        for part in parts
        for number, entry in part.segment.table.entries()
        if entry.doc_id in doc_ids
    }
    others = {
        entry.doc_id
        for part in parts
        for _, entry in part.segment.table.entries()
        if entry.version in versions
        and not any(one.number(entry.doc_id) is not None for one in now)
    }
    every = {*doc_ids, *others}
    files = {file for part in parts for file in part.segment.table.files.where("doc_id", every)}
    holding = {part.name for part in parts if _numbers(part, every)}
    return Held(
        doc_ids=tuple(sorted(others.difference(doc_ids))),
        versions=frozenset(versions),
        files=frozenset((file.path, file.fingerprint) for file in files),
        generations=tuple(
            number
            for number in generations.numbers()
            if holding
            and (number in damaged or any(part.name in holding for part in opened[number]))
        ),
    )


def _open_all(generations: Generations) -> tuple[dict[int, list[Part]], set[int]]:
    """Return the parts of each generation that is whole, and the numbers of the others."""
    opened: dict[int, list[Part]] = {}
    damaged = set()
    for number in generations.numbers():
        try:
            opened[number] = open_parts(generations, generations.read(number))
        except IndexDamagedError:
            damaged.add(number)
    return opened, damaged


def _numbers(part: Part, doc_ids: Collection[str]) -> list[int]:
    """Return the numbers that letters have in a segment, whether they are deleted or not."""
    return [number for number in map(part.segment.doc_ids.get, doc_ids) if number is not None]


def forget_letters(folder: Path, doc_ids: Collection[str]) -> int:
    """Take letters out of all files of an index; generations that held them go.

    Generations that are damaged go too: nobody can say what they hold. If nothing else was in the
    index, there is none afterwards.

    Returns:
        The number of the current generation, 0 if there is none any more.

    Raises:
        IndexBusyError: If another process writes or merges.
        IndexDamagedError: If the current generation is not whole.
    """
    generations = Generations(folder)
    generations.must_exist()
    with generations.writing(_WAIT), generations.merging() as free:
        if not free:
            raise IndexBusyError("index-merging", folder=folder)
        generations.drop_unfinished()  # it may hold the letters
        manifest = generations.current()
        parts = open_parts(generations, manifest)
        left = [one for part in parts if (one := _without(generations, part, doc_ids)) is not None]
        left_out = without(manifest, doc_ids)
        if not left:
            generations.remove(generations.numbers())
            return 0
        if left != parts or left_out["left_out"] != manifest["left_out"]:
            manifest = generations.publish(_described(manifest, left, left_out))
        _drop_holders(generations, int(manifest["generation"]), doc_ids)
        return int(manifest["generation"])


def _without(generations: Generations, part: Part, doc_ids: Collection[str]) -> Part | None:
    """Return a part without letters: the same if it has none of them, None if nothing is left."""
    numbers = _numbers(part, doc_ids)
    if not numbers:
        return part
    part = part.without(numbers)
    if not part.live_letters:
        return None
    beside = new_folder(generations)
    try:
        write_merged(beside, [part])
        with writing_into(beside):
            return open_part(settle(generations, beside))
    finally:
        remove_folder(beside)


def _described(manifest: Manifest, parts: Sequence[Part], left_out: Manifest) -> Manifest:
    rest = {name: value for name, value in manifest.items() if name not in {"generation", "made"}}
    return {
        **rest,
        "counts": {**counts_of(parts), "left_out": len(left_out["left_out"])},
        "segments": [entry_of(part) for part in parts],
        **left_out,
    }


def _drop_holders(generations: Generations, current: int, doc_ids: Collection[str]) -> None:
    opened, damaged = _open_all(generations)
    holders = {
        number
        for number, parts in opened.items()
        if number != current and any(_numbers(part, doc_ids) for part in parts)
    }
    generations.remove(holders | damaged)
