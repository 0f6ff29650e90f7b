"""Plan what to fetch, and fetch it: the best form of each letter, its PDF, and its metadata.

Plans without writing. Writes whole files only, and never over one that a person changed.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from qa.sources.client import Client, FetchError, FormError, ServerError, ServiceError
from qa.sources.query import Progress, Query, search
from qa.sources.records import FORMS, Record, fault_of, sidecar_metadata

What = Literal[
    "new",
    "newer version",
    "there already",
    "kept: changed by hand",
    "no readable form",
    "not found",
    "refused: not an official id",
]
"""What will happen to a letter."""

_GIVE_UP_AFTER = 5  # letters in a row that the server fails on: leave it in peace
_SUPERSEDED = ".superseded"  # hidden: not read as letters
_WORDS: dict[What, str] = {
    "not found": "the service has no letter with this id; check the id",
    "no readable form": "the service has no readable form of it; look for it on its website",
    "refused: not an official id": "the service gives this as an id, and it is none; left out",
}
_COMES: frozenset[What] = frozenset({"new", "newer version"})


@dataclass(frozen=True, slots=True)
class Planned:
    """What will happen to one letter; ``forms`` are those that would come now, none if none."""

    doc_id: str
    what: What
    forms: tuple[str, ...] = ()
    record: Record | None = None
    with_pdf: bool = True

    @property
    def title(self) -> str | None:
        """The letter's title, if the service gives one."""
        return self.record.title if self.record else None

    @property
    def date(self) -> str | None:
        """The letter's date, as 2024-01-31."""
        return self.record.date if self.record else None


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a run did. ``new`` and ``newer`` are file names, ``already`` counts letters.

    ``kept``, ``notices`` and ``problems`` are sentences. ``stopped`` says why the run ended before
    all was tried; what had come by then is whole, and the next run goes on from there.
    """

    new: tuple[str, ...]
    newer: tuple[str, ...]
    already: int
    kept: tuple[str, ...]
    notices: tuple[str, ...]
    problems: tuple[str, ...]
    stopped: str | None = None


def plan(
    query: Query,
    corpus: Path,
    client: Client,
    *,
    with_pdf: bool = True,
    progress: Progress | None = None,
) -> list[Planned]:
    """List what the service has, and what would happen to each letter. Writes nothing.

    Args:
        query: What is asked.
        corpus: The folder of letters; it need not exist yet.
        client: Asks the service.
        with_pdf: Whether the PDF is wanted beside a form with text; pages come from it.
        progress: Called with "list".

    Returns:
        The letters in the service's order, then ids that were asked for and not found.

    Raises:
        FetchError: If the service cannot be reached or does not answer the query.
    """
    records, refused = search(query, client, progress or _silent)
    wanted = [record for record in records.values() if query.wants(record.doc_id, record.type)]
    missing = [doc_id for doc_id in query.ids if doc_id not in records]
    return [
        *(_plan_one(record, corpus, with_pdf) for record in wanted),
        *(Planned(shown, "refused: not an official id") for shown in refused),
        *(Planned(doc_id, "not found") for doc_id in missing),
    ]


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def _plan_one(record: Record, corpus: Path, with_pdf: bool) -> Planned:
    if not record.forms:
        return Planned(record.doc_id, "no readable form", record=record)
    text = _text_state(record, corpus)
    pdf = _pdf_state(record, corpus) if with_pdf else None
    forms = [record.forms[0]] if text in _COMES else []
    if pdf in _COMES and "pdf" not in forms:
        forms.append("pdf")
    what = pdf if text == "there already" and pdf is not None else text
    return Planned(record.doc_id, what, tuple(forms), record, with_pdf)


def _held(record: Record, corpus: Path) -> str | None:
    """The form in which the letter is there: one with text, or a PDF that came for want of it."""
    for form in FORMS[:-1]:
        if os.path.lexists(_path(corpus, record, form)):
            return form
    pdf = _path(corpus, record, "pdf")
    is_ours = os.path.lexists(pdf) and _file_state(pdf, record) != "kept: changed by hand"
    return "pdf" if is_ours or (os.path.lexists(pdf) and record.forms == ("pdf",)) else None


def _text_state(record: Record, corpus: Path) -> What:
    form = _held(record, corpus)
    return _file_state(_path(corpus, record, form), record) if form else "new"


def _pdf_state(record: Record, corpus: Path) -> What | None:
    if "pdf" not in record.forms:
        return None
    return _file_state(_path(corpus, record, "pdf"), record)


def _path(corpus: Path, record: Record, form: str) -> Path:
    return corpus / f"{record.doc_id}.{form}"


def _file_state(path: Path, record: Record) -> What:
    """Compare a file with what its sidecar says of it; a file without one is a person's."""
    if not os.path.lexists(path):
        return "new"
    sidecar = _read_sidecar(path)
    fetched = sidecar.get("fetched")
    digest = None if path.is_symlink() else _digest_of(path)
    if digest is None or not isinstance(fetched, dict):
        return "kept: changed by hand"
    is_newer = (record.modified or "") > str(fetched.get("modified") or "")
    if digest == fetched.get("sha256") and not is_newer:
        return "there already"
    # A sidecar is written before its file: after a crash between, it names the one it replaces.
    is_ours = digest in {fetched.get("sha256"), fetched.get("replaces")}
    return "newer version" if is_ours and _is_unedited(sidecar) else "kept: changed by hand"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str | None:
    """Sum up a file; ``None`` if it is a folder or may not be read."""
    try:
        return _sha256(path.read_bytes())
    except OSError:
        return None


def _sidecar_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _read_sidecar(path: Path) -> dict[str, Any]:
    """Read what stands beside a letter; nothing if it is not there or is no JSON object."""
    try:
        sidecar = json.loads(_sidecar_path(path).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return sidecar if isinstance(sidecar, dict) else {}


def _sidecar_digest(sidecar: dict[str, Any]) -> str:
    """Sum up a sidecar but for the sum itself: a person's edit changes it."""
    fetched = {name: v for name, v in sidecar.get("fetched", {}).items() if name != "sidecar"}
    return _sha256(json.dumps({**sidecar, "fetched": fetched}, sort_keys=True).encode())


def _is_unedited(sidecar: dict[str, Any]) -> bool:
    fetched = sidecar.get("fetched")
    return isinstance(fetched, dict) and fetched.get("sidecar") == _sidecar_digest(sidecar)


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and rename: under the file's name stands the old or the new, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _supersede(path: Path) -> None:
    """Keep a copy of a file of ours, and of its sidecar, before a newer version takes its place."""
    content = path.read_bytes()
    copy = path.parent / _SUPERSEDED / f"{path.stem}.{_sha256(content)[:8]}{path.suffix}"
    _write_whole(copy, content)
    if _sidecar_path(path).is_file():
        _write_whole(_sidecar_path(copy), _sidecar_path(path).read_bytes())


@dataclass(slots=True)
class _Run:
    """One run of fetching: the report as it grows."""

    corpus: Path
    client: Client
    new: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)
    already: int = 0
    kept: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def report(self, stopped: str | None = None) -> FetchReport:
        return FetchReport(
            tuple(self.new),
            tuple(self.newer),
            self.already,
            tuple(self.kept),
            tuple(self.notices),
            tuple(self.problems),
            stopped,
        )

    def fetch_letter(self, record: Record, with_pdf: bool) -> None:
        """Bring one letter up to date: first the form with text, then its PDF."""
        before = len(self.new) + len(self.newer)
        held = _held(record, self.corpus)
        text = _text_state(record, self.corpus)
        if text in _COMES:
            self._fetch_best(record, held)
        elif text == "kept: changed by hand" and held:
            self._keep(record, held)
        if with_pdf:
            self._fetch_pdf(record)
        self.already += text == "there already" and before == len(self.new) + len(self.newer)

    def _keep(self, record: Record, form: str) -> None:
        sentence = f"{record.doc_id}.{form}: kept as it is, it was changed by hand"
        if sentence not in self.kept:
            self.kept.append(sentence)

    def _fetch_best(self, record: Record, held: str | None) -> None:
        """Try the forms from the best down, until one is really a letter."""
        faults: list[str] = []
        for form in record.forms:
            content, fault = self._get_form(record, form)
            if fault is None:
                self._store(record, form, content)
                if held in FORMS[:-1] and held != form:
                    self._retire(record, held)
                if faults:
                    self.notices.append(f"{record.doc_id}: {form} came; {'; '.join(faults)}")
                return
            faults.append(f"{form} {fault}")
        raise FormError(f"no readable form: {'; '.join(faults)}")

    def _fetch_pdf(self, record: Record) -> None:
        state = _pdf_state(record, self.corpus)
        if state == "kept: changed by hand":
            self._keep(record, "pdf")
        if state not in _COMES:
            return
        content, fault = self._get_form(record, "pdf")
        if fault is None:
            self._store(record, "pdf", content)
        else:
            self.notices.append(f"{record.doc_id}: no PDF beside it; pdf {fault}")

    def _get_form(self, record: Record, form: str) -> tuple[bytes, str | None]:
        """Get a form of a letter, and say what is wrong with it, if anything."""
        try:
            content = self.client.get(record.urls[form])
        except FormError as error:
            return b"", f"did not come ({error})"
        return content, fault_of(content, form)

    def _store(self, record: Record, form: str, content: bytes) -> None:
        """Write a letter's file, after its sidecar, unless a person's file stands there."""
        path = _path(self.corpus, record, form)
        state = _file_state(path, record)  # once more: much may happen during a download
        if state == "kept: changed by hand":
            self._keep(record, form)
            return
        old = _sha256(path.read_bytes()) if state != "new" else None
        is_changed = old != _sha256(content)
        if old and is_changed:
            _supersede(path)
        self._write_sidecar(path, record, content, form, old if is_changed else None)
        if is_changed:
            _write_whole(path, content)
            (self.newer if old else self.new).append(path.name)

    def _write_sidecar(
        self, path: Path, record: Record, content: bytes, form: str, replaces: str | None
    ) -> None:
        place = _sidecar_path(path)
        if os.path.lexists(place) and not _is_unedited(_read_sidecar(path)):
            self.kept.append(f"{place.name}: kept as it is, it was written by hand")
            return
        fetched = {
            "url": record.urls[form],
            "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "sha256": _sha256(content),
            "modified": record.modified,
            "service": self.client.service,
            "replaces": replaces,
        }
        sidecar = sidecar_metadata(record)
        sidecar["fetched"] = {name: value for name, value in fetched.items() if value}
        sidecar["fetched"]["sidecar"] = _sidecar_digest(sidecar)
        text = json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n"
        _write_whole(place, text.encode())

    def _retire(self, record: Record, form: str) -> None:
        """Take away the form with text that a better one has replaced."""
        path = _path(self.corpus, record, form)
        _supersede(path)
        path.unlink()
        _sidecar_path(path).unlink(missing_ok=True)


def fetch(
    planned: Sequence[Planned],
    corpus: Path,
    client: Client,
    *,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch what is planned; what is there already is not asked for again.

    A letter that cannot be had is named and the rest goes on. When the service cannot be reached,
    wants fewer requests, or fails on one letter after the other, the run stops and says so.

    Args:
        planned: What ``plan`` returned. Every file is looked at again before it is written.
        corpus: The folder of letters; made if it does not exist.
        client: Asks for one file at a time.
        progress: Called with "fetch".
    """
    tell = progress or _silent
    run = _Run(corpus, client)
    failed = 0
    for done, item in enumerate(planned):
        tell("fetch", done, len(planned))
        try:
            if item.record is None or not item.record.forms:
                raise FormError(_WORDS.get(item.what, item.what))
            run.fetch_letter(item.record, item.with_pdf)
            failed = 0
        except ServiceError as error:
            return run.report(f"{item.doc_id}: {error}")
        except OSError as error:
            return run.report(f"{item.doc_id}: cannot be written ({error}); check the folder")
        except FetchError as error:
            run.problems.append(f"{item.doc_id}: {error}")
            failed = failed + 1 if isinstance(error, ServerError) else 0
            if failed == _GIVE_UP_AFTER:
                return run.report(f"the server fails on {failed} letters in a row; try later")
    tell("fetch", len(planned), len(planned))
    return run.report()
