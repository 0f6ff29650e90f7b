"""The generations of an index, listed, and gone back to. Builds nothing."""

from __future__ import annotations

from pathlib import Path

from qa.errors import IndexDamagedError, IndexNotFoundError
from qa.index.generations import Generations, Manifest
from qa.index.parts import open_parts
from qa.index.protocol import Generation


def list_generations(folder: Path) -> list[Generation]:
    """Return the generations that are kept, oldest first.

    Raises:
        IndexNotFoundError: If there is no index.
    """
    generations = Generations(folder)
    generations.must_exist()
    current = generations.current_number()
    listed = []
    for number in generations.numbers():
        try:
            manifest = generations.read(number)
            open_parts(generations, manifest)
            listed.append(_described(manifest, number == current))
        except IndexDamagedError as error:
            listed.append(Generation(number, current=number == current, damage=str(error)))
    return listed


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
        number: The generation; by default the newest whole one before the current one, or the
            newest whole one if the current one is damaged.

    Raises:
        IndexNotFoundError: If there is no such generation.
        IndexDamagedError: If it is not whole.
        IndexBusyError: If another process is writing.
    """
    generations = Generations(folder)
    generations.must_exist()
    with generations.writing():
        chosen = number if number is not None else _before(generations)
        if chosen not in generations.numbers():
            kept = ", ".join(map(str, generations.numbers())) or "none"
            raise IndexNotFoundError(
                f"index {folder} has no generation {chosen} to go back to; kept are: {kept}; "
                "build anew with: letters-qa index --rebuild"
            )
        open_parts(generations, generations.read(chosen))
        return _described(generations.go_back_to(chosen), current=True)


def _before(generations: Generations) -> int:
    """Return the newest whole generation before the current one, or 0."""
    try:
        manifest = generations.current()
        open_parts(generations, manifest)
        newest = int(manifest["generation"]) - 1
    except IndexDamagedError:
        newest = max(generations.numbers(), default=0)
    for number in reversed(generations.numbers()):
        if number > newest:
            continue
        try:
            open_parts(generations, generations.read(number))
        except IndexDamagedError:
            continue
        return number
    return 0
