"""The file ``brief.pdf.json`` beside ``brief.pdf``: values that correct or add to it.

    {"doc_id": "kst-28676-449", "date": "2024-02-05", "dossiers": [{"number": "28676"}]}

Also holds where a fetched letter came from (``fetched``), and who corrected it and when
(``mended``). Never written here; `qa.corpus.mending` writes corrections.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from qa.errors import LetterError
from qa.letters.dates import iso_date
from qa.letters.faults import is_the_machines, unread
from qa.letters.file_ids import LONGEST_ID
from qa.records import Dossier, Sender
from qa.text.dossiers import dossier_number

MAX_BYTES = 100_000
"""Of a sidecar: the longest that was fetched has 3,000. It is read in the main process."""

_NO_ID = re.compile(r"[/\\\x00-\x1f]")  # an id is one step of an address


def _is_said(text: str) -> str:
    """Return a text as it is; it must say something."""
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _told(text: str) -> str:
    """Return a text that says something, without the white space around it."""
    return _is_said(text).strip()


def _is_id(text: str) -> str:
    doc_id = text.strip()
    if _NO_ID.search(doc_id):
        raise PydanticCustomError("id-not-a-name", "", {"doc_id": doc_id})
    if doc_id in {".", ".."}:
        raise PydanticCustomError("id-of-folder", "", {"doc_id": doc_id})
    if len(doc_id.encode("utf-8", "replace")) > LONGEST_ID:
        raise PydanticCustomError("id-too-long", "", {"doc_id": doc_id[:20], "most": LONGEST_ID})
    return text


def _is_date(text: str) -> datetime.date:
    found = iso_date(text)
    if found is None:
        raise ValueError("it is no date")
    return found


_Text = Annotated[str, AfterValidator(_told)]


class _Part(BaseModel):
    """An object within a sidecar; what else stands in it is passed over."""

    model_config = ConfigDict(strict=True, defer_build=True)


class _Dossier(_Part):
    number: str
    printed: str = ""
    title: str | None = None

    def made(self) -> Dossier:
        printed = self.printed if "printed" in self.model_fields_set else self.number
        return Dossier(dossier_number(self.number), printed, self.title)


class _Sender(_Part):
    function: str | None = None
    name: str | None = None


def _dossiers(given: list[str | _Dossier]) -> tuple[Dossier, ...]:
    return tuple(
        Dossier(dossier_number(one), one) if isinstance(one, str) else one.made() for one in given
    )


def _senders(given: list[_Sender]) -> tuple[Sender, ...]:
    return tuple(Sender(one.function, one.name) for one in given)


class _Fields(BaseModel):
    """What may stand in a sidecar; null is as if it did not."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)

    doc_id: Annotated[str, AfterValidator(_is_id), AfterValidator(_told)] | None = None
    ondernummer: _Text | None = None
    vergaderjaar: _Text | None = None
    kind: _Text | None = None
    receiver: _Text | None = None
    kenmerk: _Text | None = None
    subject: _Text | None = None
    language: _Text | None = None
    house: Literal["I", "II"] | None = None
    date: Annotated[str, AfterValidator(_is_date)] | None = None
    dossiers: (
        Annotated[
            list[Annotated[str, AfterValidator(_is_said)] | _Dossier], AfterValidator(_dossiers)
        ]
        | None
    ) = None
    senders: Annotated[list[_Sender], AfterValidator(_senders)] | None = None
    fetched: Any = None
    mended: Any = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What stands in the file: values by field of `qa.records.Metadata`, all of it, the bytes."""

    values: dict[str, Any] = field(default_factory=dict)
    url: str | None = None
    found: dict[str, Any] = field(default_factory=dict)
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
    given = checked_fields(place, found)
    url = given.fetched.get("url") if isinstance(given.fetched, dict) else None
    values = {
        name: getattr(given, name)
        for name, value in found.items()
        if name not in {"fetched", "mended"} and value is not None
    }
    return Sidecar(values, url if isinstance(url, str) else None, found, content)


def checked_fields(place: Path, found: Any) -> _Fields:
    """Return what stands in a sidecar, or say what is wrong: an unknown field, else the first.

    Raises:
        LetterError: If it is no JSON object, or a value is not what its field takes.
    """
    if not isinstance(found, dict):
        raise LetterError(place, "sidecar-no-object")
    try:
        return _Fields.model_validate(found)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    known = sorted(_Fields.model_fields)
    unknown = sorted(found.keys() - _Fields.model_fields.keys())
    if unknown:
        raise LetterError(place, "sidecar-field-unknown", field=unknown[0], fields=", ".join(known))
    order = list(found)
    first = min(errors, key=lambda one: order.index(str(one["loc"][0])))
    name = str(first["loc"][0])
    if name == "doc_id" and first["type"].startswith("id-"):
        raise LetterError(place, first["type"], **first["ctx"])
    raise LetterError(place, "sidecar-value-wrong", field=name, value=repr(found[name]))
