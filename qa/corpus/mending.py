"""Corrections of a letter's data, written into its sidecar with who and when.

    {"date": "2024-02-05", "mended": {"by": "anna", "at": "2024-03-01T09:30:00+00:00",
                                      "was": {"date": "2024-02-04"}}}

What a correction does not name stays, ``fetched`` too; ``was`` keeps what the sidecar said of each
corrected field before the first correction. Does not index; the next update does.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import LetterError
from qa.letters.dates import written_date
from qa.letters.sidecar import MAX_BYTES, checked_fields, read_sidecar, sidecar_path
from qa.system.links import leads_out
from qa.system.whole_files import write_whole

FIELDS = ("date", "senders", "subject", "dossiers", "kind")
"""What may be corrected; the others of a sidecar are not touched."""


@dataclass(frozen=True, slots=True)
class Mended:
    """That a letter's data were corrected: by whom ("" if not known), when (UTC), which fields."""

    by: str
    at: datetime.datetime
    fields: tuple[str, ...]


def mend(
    corpus: Path, path: str, changes: Mapping[str, Any], by: str = "", doc_id: str = ""
) -> dict[str, Any]:
    """Write corrections into the sidecar of a letter file, and return what stands in it.

    Args:
        corpus: The folder of letters.
        path: Of the letter's file, within the corpus.
        changes: Values by field of `FIELDS`; an empty one takes its correction away. A date may be
            written in any way that letters write it, a sender as "function; name".
        by: Who corrects, if known.
        doc_id: The letter's id. It is kept when dossiers change, which may have made it, so that
            links to the letter lead on.

    Raises:
        LetterError: If the file is not there, a link leads out of the corpus, a field may not be
            corrected or its value is not what it takes; nothing is written then.
        OSError: If it cannot be written; what stood there stays.
    """
    place, before = _sidecar_of(corpus, path)
    for name in changes:
        if name not in FIELDS:
            raise LetterError(place, "sidecar-field-unknown", field=name, fields=", ".join(FIELDS))
    given = {name: _as_kept(name, value) for name, value in changes.items()}
    if given.get("dossiers") and doc_id and not before.get("doc_id"):
        given["doc_id"] = doc_id
    was = {name: before.get(name) for name in given} | _was(before)
    after = {name: value for name, value in before.items() if name not in given}
    after |= {name: value for name, value in given.items() if value not in (None, "", [])}
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return _write(place, after | {"mended": {"by": by, "at": at, "was": was}})


def undo(corpus: Path, path: str) -> dict[str, Any]:
    """Take all corrections of a letter back: its sidecar says what it said before the first.

    Raises:
        LetterError: If the file is not there, or a link leads out of the corpus.
        OSError: If it cannot be written; what stood there stays.
    """
    place, before = _sidecar_of(corpus, path)
    return _write(place, unmended(before))


def mended_of(corpus: Path, path: str) -> Mended | None:
    """Return what is kept of the corrections of a letter; None if there are none, or unreadable."""
    try:
        _, sidecar = _sidecar_of(corpus, path)
        found = sidecar["mended"]
        at = datetime.datetime.fromisoformat(found["at"])
        fields = tuple(name for name in FIELDS if name in found["was"])
        return Mended(str(found["by"] or ""), at, fields)
    except (LetterError, OSError, KeyError, TypeError, ValueError):
        return None


def unmended(sidecar: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a sidecar said before it was corrected."""
    was = _was(sidecar)
    kept = {name: v for name, v in sidecar.items() if name not in was and name != "mended"}
    return kept | {name: value for name, value in was.items() if value is not None}


def mended_again(fresh: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new sidecar with the corrections that were made to the one before it."""
    was = _was(before)
    if not was:
        return fresh
    kept = {name: value for name, value in fresh.items() if name not in was}
    corrections = {name: before[name] for name in was if name in before}
    mended = {**before["mended"], "was": {name: fresh.get(name) for name in was}}
    return kept | corrections | {"mended": mended}


def _sidecar_of(corpus: Path, path: str) -> tuple[Path, dict[str, Any]]:
    """Return where the sidecar of a letter stands, and what it says."""
    letter = corpus / path
    place = sidecar_path(letter)
    if leads_out(place, corpus) or leads_out(letter, corpus):
        raise LetterError(path, "name-leads-out")
    if not letter.is_file():
        raise LetterError(path, "file-gone")
    return place, read_sidecar(letter).found


def _as_kept(name: str, value: Any) -> Any:
    """Return a value as a sidecar has it; one that cannot be read is refused when it is checked."""
    if name == "date" and isinstance(value, str) and (day := written_date(value)):
        return day.isoformat()
    if name == "senders" and isinstance(value, list | tuple):
        return [_sender(one) if isinstance(one, str) else one for one in value]
    if name == "dossiers" and isinstance(value, list | tuple):
        return list(value)
    return value


def _sender(line: str) -> dict[str, str]:
    """Read "Minister van Defensie; K.H. Ollongren", either of which may be missing."""
    function, _, name = (part.strip() for part in line.partition(";"))
    return {key: part for key, part in (("function", function), ("name", name)) if part}


def _was(sidecar: Mapping[str, Any]) -> dict[str, Any]:
    mended = sidecar.get("mended")
    was = mended.get("was") if isinstance(mended, dict) else None
    return dict(was) if isinstance(was, dict) else {}


def _write(place: Path, sidecar: dict[str, Any]) -> dict[str, Any]:
    """Write a sidecar whole, if a letter can have it; one that says nothing is not kept."""
    checked_fields(place, sidecar)
    content = json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n"
    if len(content.encode()) > MAX_BYTES:
        raise LetterError(place, "sidecar-too-large", kilobytes=MAX_BYTES // 1000)
    if sidecar:
        write_whole(place, content)
    else:
        place.unlink(missing_ok=True)
    return sidecar
