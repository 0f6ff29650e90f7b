"""The file ``brief.pdf.json`` beside ``brief.pdf``: values that correct or add to it.

    {"doc_id": "kst-28676-449", "date": "2024-02-05", "dossiers": [{"number": "28676"}]}

Also holds where a fetched letter came from (``fetched``). Never written here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.errors import LetterError
from qa.letters.dates import iso_date
from qa.letters.faults import is_the_machines, unread
from qa.letters.file_ids import LONGEST_ID
from qa.records import Dossier, Sender
from qa.text.dossiers import dossier_number

MAX_BYTES = 100_000
"""Of a sidecar: the longest that was fetched has 3,000. It is read in the main process."""

_NO_ID = re.compile(r"[/\\\x00-\x1f]")  # an id is one step of an address
_TEXTS = {"doc_id", "ondernummer", "vergaderjaar", "kind", "receiver", "kenmerk", "subject",
          "language"}  # fmt: skip
_KNOWN = _TEXTS | {"house", "date", "dossiers", "senders", "fetched"}


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What stands in the file: values by field of `qa.records.Metadata`, and the bytes' hash."""

    values: dict[str, Any] = field(default_factory=dict)
    url: str | None = None
    content: bytes = b""


def sidecar_path(path: Path) -> Path:
    """Return the place of a letter's sidecar."""
    return path.with_name(path.name + ".json")


def sidecar_bytes(path: Path) -> bytes:
    """Return what stands in the sidecar of a letter file; nothing if there is none.

    Raises:
        LetterError: If it is larger than `MAX_BYTES`.
        OSError: If it cannot be read.
    """
    place = sidecar_path(path)
    if not place.is_file():
        return b""
    with place.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise LetterError(place, "sidecar-too-large", kilobytes=MAX_BYTES // 1000)
    return content


def read_sidecar(path: Path) -> Sidecar:
    """Read the sidecar of a letter file; an empty one if there is none.

    Raises:
        LetterError: If it is too large, no JSON object, or a value is not what its field takes.
    """
    place = sidecar_path(path)
    if not place.is_file():
        return Sidecar()
    try:
        content = sidecar_bytes(path)
        found = json.loads(content.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, OSError) and is_the_machines(error):
            raise unread(place, error) from None
        raise LetterError(place, "sidecar-unreadable", reason=error) from None
    if not isinstance(found, dict):
        raise LetterError(place, "sidecar-no-object")
    unknown = sorted(found.keys() - _KNOWN)
    if unknown:
        raise LetterError(
            place, "sidecar-field-unknown", field=unknown[0], fields=", ".join(sorted(_KNOWN))
        )
    fetched = found.get("fetched")
    url = fetched.get("url") if isinstance(fetched, dict) else None
    values = {
        name: _value(place, name, value)
        for name, value in found.items()
        if name != "fetched" and value is not None
    }
    return Sidecar(values, url if isinstance(url, str) else None, content)


def _value(place: Path, name: str, value: Any) -> Any:
    if name == "doc_id" and isinstance(value, str):
        _check_id(place, value.strip())
    if name in _TEXTS and isinstance(value, str) and value.strip():
        return value.strip()
    if name == "house" and value in {"I", "II"}:
        return value
    if name == "date" and isinstance(value, str) and iso_date(value):
        return iso_date(value)
    if name == "dossiers" and isinstance(value, list) and all(map(_is_dossier, value)):
        return tuple(
            Dossier(
                dossier_number(one["number"]),
                str(one.get("printed", one["number"])),
                one.get("title"),
            )
            if isinstance(one, dict)
            else Dossier(dossier_number(one), one)
            for one in value
        )
    if name == "senders" and isinstance(value, list) and all(map(_is_sender, value)):
        return tuple(Sender(one.get("function"), one.get("name")) for one in value)
    raise LetterError(place, "sidecar-value-wrong", field=name, value=repr(value))


def _check_id(place: Path, doc_id: str) -> None:
    if _NO_ID.search(doc_id):
        raise LetterError(place, "id-not-a-name", doc_id=doc_id)
    if doc_id in {".", ".."}:
        raise LetterError(place, "id-of-folder", doc_id=doc_id)
    if len(doc_id.encode("utf-8", "replace")) > LONGEST_ID:
        raise LetterError(place, "id-too-long", doc_id=doc_id[:20], most=LONGEST_ID)


def _is_dossier(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    texts = (str, type(None))
    return (
        isinstance(value, dict)
        and isinstance(value.get("number"), str)
        and isinstance(value.get("title"), texts)
        and isinstance(value.get("printed", ""), str)
    )


def _is_sender(value: Any) -> bool:
    texts = (str, type(None))
    return isinstance(value, dict) and all(
        isinstance(value.get(key), texts) for key in ("function", "name")
    )
