"""Corrections of a letter's data, written into its sidecar with who and when.

What a correction does not name stays, ``fetched`` too. Does not index; the next update does.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.errors import LetterError
from qa.letters.sidecar import MAX_BYTES, checked_fields, read_sidecar, sidecar_path
from qa.system.links import leads_out
from qa.system.whole_files import write_whole

FIELDS = ("date", "senders", "subject", "dossiers", "kind")
"""What may be corrected; the others of a sidecar are not touched."""


def mend(corpus: Path, path: str, changes: Mapping[str, Any], by: str | None) -> dict[str, Any]:
    """Write corrections into the sidecar of a letter file, and return what stands in it.

    Args:
        corpus: The folder of letters.
        path: Of the letter's file, within the corpus.
        changes: Values by field of `FIELDS`; an empty one takes its correction away.
        by: Who corrects, if known.

    Raises:
        LetterError: If the file is not there, a link leads out of the corpus, a field may not be
            corrected or its value is not what it takes; nothing is written then.
        OSError: If it cannot be written; what stood there stays.
    """
    letter = corpus / path
    place = sidecar_path(letter)
    if leads_out(place, corpus):
        raise LetterError(path, "name-leads-out")
    if not letter.is_file():
        raise LetterError(path, "unreadable", reason="no file")
    _must_be_fields(place, changes)
    before = json.loads(read_sidecar(letter).content.decode("utf-8-sig") or "{}")
    after = _merged(before, changes, by)
    checked_fields(place, after)
    content = json.dumps(after, ensure_ascii=False, indent=2) + "\n"
    if len(content.encode()) > MAX_BYTES:
        raise LetterError(place, "sidecar-too-large", kilobytes=MAX_BYTES // 1000)
    write_whole(place, content)
    return after


def undo(corpus: Path, path: str, by: str | None) -> dict[str, Any]:
    """Put back what the sidecar said before it was first mended; the rest stays.

    Raises:
        LetterError: As `mend`.
        OSError: As `mend`.
    """
    content = read_sidecar(corpus / path).content
    mended = json.loads(content.decode("utf-8-sig") or "{}").get("mended")
    was = mended.get("was") if isinstance(mended, dict) else None
    known = was if isinstance(was, dict) else {}
    return mend(corpus, path, {name: known[name] for name in FIELDS if name in known}, by)


def _must_be_fields(place: Path, changes: Mapping[str, Any]) -> None:
    for name in changes:
        if name not in FIELDS:
            raise LetterError(place, "sidecar-field-unknown", field=name, fields=", ".join(FIELDS))


def _merged(before: dict[str, Any], changes: Mapping[str, Any], by: str | None) -> dict[str, Any]:
    """Return a sidecar with corrections; ``was`` keeps each value from before the first one."""
    mended = before.get("mended")
    first = mended.get("was") if isinstance(mended, dict) else None
    was = {name: before.get(name) for name in changes}
    was.update(first if isinstance(first, dict) else {})
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    after = {name: value for name, value in before.items() if name not in changes}
    after.update({name: value for name, value in changes.items() if value not in (None, "", [])})
    return {**after, "mended": {"by": by, "at": now, "was": was}}
