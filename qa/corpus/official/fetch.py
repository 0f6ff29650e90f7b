"""Plan what to fetch, and fetch it: the best form of each letter, its PDF, and its metadata.

Plans without writing. Writes whole files only, and never over one that a person changed.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from qa.corpus.mending import mended_again
from qa.corpus.official.client import Client, FetchError, FormError, ServerError, ServiceError
from qa.corpus.official.files import (
    file_state,
    is_unedited,
    letter_path,
    read_sidecar,
    sha256_of,
    sidecar_digest,
    sidecar_path,
    supersede,
)
from qa.corpus.official.query import Progress, Query, search
from qa.corpus.official.records import FORMS, Record, fault_of, sidecar_metadata
from qa.messages import Message
from qa.system.whole_files import write_whole

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
_WORDS: dict[What, str] = {
    "not found": "service-has-no-letter",
    "no readable form": "service-has-no-form",
    "refused: not an official id": "service-gives-no-id",
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
        if os.path.lexists(letter_path(corpus, record, form)):
            return form
    pdf = letter_path(corpus, record, "pdf")
    is_ours = os.path.lexists(pdf) and file_state(pdf, record) != "kept: changed by hand"
    return "pdf" if is_ours or (os.path.lexists(pdf) and record.forms == ("pdf",)) else None


def _text_state(record: Record, corpus: Path) -> What:
    form = _held(record, corpus)
    return file_state(letter_path(corpus, record, form), record) if form else "new"


def _pdf_state(record: Record, corpus: Path) -> What | None:
    if "pdf" not in record.forms:
        return None
    return file_state(letter_path(corpus, record, "pdf"), record)


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
        sentence = _of(f"{record.doc_id}.{form}", Message("kept-by-hand"))
        if sentence not in self.kept:
            self.kept.append(sentence)

    def _fetch_best(self, record: Record, held: str | None) -> None:
        """Try the forms from the best down, until one is really a letter."""
        faults: list[Message] = []
        for form in record.forms:
            content, fault = self._get_form(record, form)
            if fault is None:
                self._store(record, form, content)
                if held in FORMS[:-1] and held != form:
                    self._retire(record, held)
                if faults:
                    came = Message("other-form-came", form=form, faults=faults)
                    self.notices.append(_of(record.doc_id, came))
                return
            faults.append(Message("form-fault", form=form, fault=fault))
        raise FormError("no-readable-form", faults=faults)

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
            self.notices.append(_of(record.doc_id, Message("no-pdf-beside", fault=fault)))

    def _get_form(self, record: Record, form: str) -> tuple[bytes, Message | None]:
        """Get a form of a letter, and say what is wrong with it, if anything."""
        try:
            content = self.client.get(record.urls[form])
        except FormError as error:
            return b"", Message("form-did-not-come", reason=error)
        return content, fault_of(content, form)

    def _store(self, record: Record, form: str, content: bytes) -> None:
        """Write a letter's file, after its sidecar, unless a person's file stands there."""
        path = letter_path(self.corpus, record, form)
        state = file_state(path, record)  # once more: much may happen during a download
        if state == "kept: changed by hand":
            self._keep(record, form)
            return
        old = sha256_of(path.read_bytes()) if state != "new" else None
        is_changed = old != sha256_of(content)
        if old and is_changed:
            supersede(path)
        self._write_sidecar(path, record, content, form, old if is_changed else None)
        if is_changed:
            write_whole(path, content)
            (self.newer if old else self.new).append(path.name)

    def _write_sidecar(
        self, path: Path, record: Record, content: bytes, form: str, replaces: str | None
    ) -> None:
        place, before = sidecar_path(path), read_sidecar(path)
        if os.path.lexists(place) and not is_unedited(before):
            self.kept.append(_of(place.name, Message("kept-written-by-hand")))
            return
        fetched = {
            "url": record.urls[form],
            "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "sha256": sha256_of(content),
            "modified": record.modified,
            "service": self.client.service,
            "replaces": replaces,
        }
        sidecar = sidecar_metadata(record)
        sidecar["fetched"] = {name: value for name, value in fetched.items() if value}
        sidecar["fetched"]["sidecar"] = sidecar_digest(sidecar)
        sidecar = mended_again(sidecar, before)
        text = json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n"
        write_whole(place, text.encode())

    def _retire(self, record: Record, form: str) -> None:
        """Take away the form with text that a better one has replaced."""
        path = letter_path(self.corpus, record, form)
        supersede(path)
        path.unlink()
        sidecar_path(path).unlink(missing_ok=True)


def _of(what: str, message: Message) -> Message:
    return Message("about", what=what, message=message)


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
                raise FormError(_WORDS.get(item.what, "service-has-no-form"))
            run.fetch_letter(item.record, item.with_pdf)
            failed = 0
        except ServiceError as error:
            return run.report(_of(item.doc_id, error.message))
        except OSError as error:
            return run.report(_of(item.doc_id, Message("folder-not-written", reason=error)))
        except FetchError as error:
            run.problems.append(_of(item.doc_id, error.message))
            failed = failed + 1 if isinstance(error, ServerError) else 0
            if failed == _GIVE_UP_AFTER:
                return run.report(Message("server-keeps-failing", count=failed))
    tell("fetch", len(planned), len(planned))
    return run.report()
