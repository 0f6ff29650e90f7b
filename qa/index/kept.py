"""What an index keeps beside the generation that is searched: earlier ones, and older versions.

Each file is read and compared with its checksum, or with what it says of itself. Gives a sentence
for each one that is wrong, which names it; changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from qa.errors import IndexDamagedError
from qa.index.arrivals import NAME as ARRIVALS
from qa.index.checking import check_segment, wrong_offset
from qa.index.files import DOOMED, UNFINISHED
from qa.index.generations import Generations
from qa.index.parts import counts_of, open_parts
from qa.index.segment import SEGMENT_FILE
from qa.index.versions import VersionStore
from qa.messages import Message

_TOP = {"current.json", "generations", "segments", "versions", "seen.sqlite", "seen.sqlite-journal",
        "arrivals.sqlite", "arrivals.sqlite-journal", "followed",
        ".lock", ".owner", ".merging", ".second-pass", ".second-pass.lock"}  # fmt: skip


def generation_faults(folder: Path) -> Iterator[str]:
    """Go through what is wrong with the generations that are kept and not current."""
    generations = Generations(folder)
    current = generations.current_number()
    checked: set[str] = set()
    for number in sorted(generations.numbers(), key=lambda one: one != current):
        try:
            manifest = generations.read(number)
            parts = open_parts(generations, manifest)
            if manifest.get("generation") != number:
                raise IndexDamagedError(
                    "says-another-generation", generation=manifest.get("generation")
                )
            for part in parts:
                if part.name not in checked and number != current:
                    check_segment(part.segment)
                checked.add(part.name)
            counts = counts_of(parts)
            if {name: manifest["counts"].get(name) for name in counts} != counts:
                raise IndexDamagedError("generation-miscounts")
        except (IndexDamagedError, KeyError, TypeError, ValueError, sqlite3.Error) as error:
            if number != current:
                yield Message("generation-kept-damaged", generation=number, reason=error)


def version_faults(folder: Path) -> Iterator[str]:
    """Go through what is wrong with the older versions of letters that are kept."""
    kept = VersionStore(folder)
    for path in sorted(kept.folder.glob("*/*.json.gz")):
        if path.name.startswith("."):
            continue
        try:
            letter = kept.read(path)
        except IndexDamagedError as error:
            yield error.message
            continue
        wrong = wrong_offset(letter, [])
        if path != kept.place_of(letter):
            wrong = Message("holds-another-version", doc_id=letter.doc_id, version=letter.version)
        if wrong:
            yield Message("file-damaged", path=path, reason=wrong)


def memory_faults(folder: Path) -> Iterator[str]:
    """Go through what is wrong with what stands beside the index: memory of hashes, arrivals."""
    faults = (_database_fault(folder / name) for name in ("seen.sqlite", ARRIVALS))
    yield from (fault for fault in faults if fault)


def _database_fault(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        memory = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            ((said,), *_) = memory.execute("PRAGMA integrity_check").fetchall()
        finally:
            memory.close()
    except sqlite3.Error as error:
        said = str(error)
    if said == "ok":
        return None
    return Message("file-damaged", path=path, reason=said.splitlines()[0])


def left_over(folder: Path) -> Iterator[Path]:
    """Go through the files and folders that are no part of the index; maybe of a running update."""
    generations = Generations(folder)
    named = {"segments": set[str](), "generations": set[str]()}
    for number in generations.numbers():
        named["generations"].add(f"{number:06d}.json")
        try:
            segments = generations.read(number)["segments"]
            named["segments"].update(entry["id"] for entry in segments)
        except (IndexDamagedError, KeyError, TypeError):
            return  # a damaged generation may name any segment
    yield from _others(folder, _TOP)
    for name, known in named.items():
        yield from _others(folder / name, known)
    for place in (folder / "segments").glob("*"):
        if place.name in named["segments"] and not place.name.startswith((UNFINISHED, DOOMED)):
            yield from _others(place, _files_of(place))
    for path in sorted((folder / "versions").glob("**/*")):
        if path.is_file() and (path.name.startswith(".") or not path.name.endswith(".json.gz")):
            yield path


def _others(folder: Path, known: set[str]) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.name not in known)


def _files_of(segment: Path) -> set[str]:
    try:
        described = json.loads((segment / SEGMENT_FILE).read_text(encoding="utf-8"))
        return {SEGMENT_FILE, *described["sha256"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {path.name for path in segment.iterdir()}  # told as damaged
