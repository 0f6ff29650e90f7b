"""Letter files that were fetched, and their sidecars: what state they are in, written whole.

A sidecar names the file it belongs to by its sha256, and carries a sum of itself, so that what a
person has changed is recognised. Asks no service.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Literal

from qa.corpus.mending import unmended
from qa.corpus.official.records import Record
from qa.system.links import leads_out
from qa.system.whole_files import write_whole

FileState = Literal["new", "newer version", "there already", "kept: changed by hand"]
"""What may be done with a file: only the first two are written."""

_MOST_BYTES = 100_000  # of a sidecar; a larger one is cut, and so no JSON
_SUPERSEDED = ".superseded"  # hidden: not read as letters


def letter_path(corpus: Path, record: Record, form: str) -> Path:
    """Return where a form of a letter stands."""
    return corpus / f"{record.doc_id}.{form}"


def file_state(path: Path, record: Record) -> FileState:
    """Compare a file with what its sidecar says of it; a file without one is a person's."""
    if not os.path.lexists(path):
        return "new"
    sidecar = read_sidecar(path)
    fetched = sidecar.get("fetched")
    digest = None if path.is_symlink() else _digest_of(path)
    if digest is None or not isinstance(fetched, dict):
        return "kept: changed by hand"
    is_newer = (record.modified or "") > str(fetched.get("modified") or "")
    if digest == fetched.get("sha256") and not is_newer:
        return "there already"
    # A sidecar is written before its file: after a crash between, it names the one it replaces.
    is_ours = digest in {fetched.get("sha256"), fetched.get("replaces")}
    return "newer version" if is_ours and is_unedited(sidecar) else "kept: changed by hand"


def sha256_of(content: bytes) -> str:
    """Return the hex sha256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str | None:
    """Sum up a file; ``None`` if it is a folder or may not be read."""
    try:
        return sha256_of(path.read_bytes())
    except OSError:
        return None


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a letter file stands."""
    return path.with_name(f"{path.name}.json")


def read_sidecar(path: Path) -> dict[str, Any]:
    """Read what stands beside a letter; nothing if it is not there or is no JSON object."""
    try:
        with sidecar_path(path).open("rb") as file:
            sidecar = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return sidecar if isinstance(sidecar, dict) else {}


def sidecar_digest(sidecar: dict[str, Any]) -> str:
    """Sum up a sidecar but for the sum itself: a person's edit changes it."""
    fetched = {name: v for name, v in sidecar.get("fetched", {}).items() if name != "sidecar"}
    return sha256_of(json.dumps({**sidecar, "fetched": fetched}, sort_keys=True).encode())


def is_unedited(sidecar: dict[str, Any]) -> bool:
    """Tell whether a sidecar is as it was written here, but for corrections with who and when."""
    fetched = sidecar.get("fetched")
    if not isinstance(fetched, dict):
        return False
    return fetched.get("sidecar") == sidecar_digest(unmended(sidecar))


def supersede(path: Path) -> None:
    """Keep a copy of a file of ours, and of its sidecar, before a newer version takes its place."""
    if leads_out(path.parent / _SUPERSEDED, path.parent):
        raise OSError(f"{path.parent / _SUPERSEDED} is a link that leads out of the corpus")
    content = path.read_bytes()
    copy = path.parent / _SUPERSEDED / f"{path.stem}.{sha256_of(content)[:8]}{path.suffix}"
    write_whole(copy, content)
    if sidecar_path(path).is_file():
        write_whole(sidecar_path(copy), sidecar_path(path).read_bytes())
