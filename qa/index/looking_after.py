"""The generations of an index, listed, and gone back to. Builds nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qa.errors import IndexDamagedError, IndexNotFoundError
from qa.index.comparing import beyond, differ
from qa.index.generations import Generations, Manifest
from qa.index.parts import Part, open_parts
from qa.index.protocol import Generation
from qa.messages import Message


def list_generations(folder: Path) -> list[Generation]:
    """Return the generations that are kept, oldest first.

    Raises:
        IndexNotFoundError: If there is no index.
    """
    generations = Generations(folder)
    generations.must_exist()
    current = generations.current_number()
    opened = _open_all(generations)
    newest = _newest(opened)
    listed = []
    for number, found in opened.items():
        if isinstance(found, IndexDamagedError):
            listed.append(Generation(number, current=number == current, damage=found.message))
        else:
            manifest, parts = found
            one = _described(manifest, number == current)
            listed.append(replace(one, deleted_since=beyond(parts, newest)))
    return listed


_Opened = tuple[Manifest, list[Part]]


def _open_all(generations: Generations) -> dict[int, _Opened | IndexDamagedError]:
    """Open each generation, oldest first, or say why it cannot be."""
    opened: dict[int, _Opened | IndexDamagedError] = {}
    for number in generations.numbers():
        try:
            manifest = generations.read(number)
            opened[number] = manifest, open_parts(generations, manifest)
        except IndexDamagedError as error:
            opened[number] = error
    return opened


def _newest(opened: dict[int, _Opened | IndexDamagedError]) -> list[Part]:
    """Return the parts of the newest generation that is whole."""
    whole = [found[1] for found in opened.values() if not isinstance(found, IndexDamagedError)]
    return whole[-1] if whole else []


def _described(manifest: Manifest, current: bool) -> Generation:
    counts = manifest["counts"]
    return Generation(
        manifest["generation"], manifest["made"], counts["letters"], counts["paragraphs"],
        len(manifest["segments"]), counts["left_out"], current,
    )  # fmt: skip


def roll_back(folder: Path, number: int | None = None) -> Generation:
    """Make an earlier generation current again; whatever is not current stays as it is.

    Args:
        folder: Of the index.
        number: The generation; by default the newest whole one before the current one in which
            letters differ, or the newest whole one if the current one is damaged.

    Returns:
        The generation, with the letters that came and went by it.

    Raises:
        IndexNotFoundError: If there is no such generation.
        IndexDamagedError: If it is not whole.
        IndexBusyError: If another process is writing.
    """
    generations = Generations(folder)
    generations.must_exist()
    with generations.writing():
        opened = _open_all(generations)
        current = _current(generations)
        kept = ", ".join(map(str, generations.numbers())) or Message("none-kept")
        chosen = number if number is not None else _before(opened, current)
        if chosen is None and current is not None:
            raise IndexNotFoundError("no-earlier-generation", folder=folder, kept=kept)
        if chosen not in opened:
            raise IndexNotFoundError(
                "no-such-generation", folder=folder, generation=chosen or 0, kept=kept
            )
        found = opened[chosen]
        if isinstance(found, IndexDamagedError):
            raise found
        before = current[1] if current else []
        return replace(
            _described(generations.go_back_to(chosen), current=True),
            deleted_since=beyond(found[1], _newest(opened)),
            brings_back=beyond(found[1], before) if current else (),
            takes_away=beyond(before, found[1]),
        )


def _current(generations: Generations) -> _Opened | None:
    """Return the current generation, None if it is damaged."""
    try:
        manifest = generations.current()
        return manifest, open_parts(generations, manifest)
    except IndexDamagedError:
        return None


def _before(opened: dict[int, _Opened | IndexDamagedError], current: _Opened | None) -> int | None:
    """Return the newest whole generation before the current one in which letters differ."""
    for number, found in reversed(opened.items()):
        if isinstance(found, IndexDamagedError):
            continue
        if current is None:
            return number
        if number < int(current[0]["generation"]) and differ(found[1], current[1]):
            return number
    return None
