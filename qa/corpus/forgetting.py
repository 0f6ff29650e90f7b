"""A letter removed for good: its files, what is kept of them, and all that the index holds of it.

    corpus         its files, copies and older versions too, with their sidecars
    .removed       what was removed before, and .superseded: what fetching replaced
    versions       its older versions
    generations    those that hold it: a new one without it is published, and they go

What other people's files or one's own feedback quote of it stays; that is said. A letter that is
fetched again comes back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qa.corpus.files import REMOVED
from qa.errors import CorpusError, IndexNotFoundError, LetterNotFoundError, QAError
from qa.index import Held
from qa.index.arrivals import Arrivals
from qa.index.engines import engine_of
from qa.index.versions import VersionStore
from qa.indexing.second_pass import KEPT_FILE
from qa.letters.scan import Scanner
from qa.letters.sidecar import sidecar_path
from qa.messages import Message
from qa.settings import Settings
from qa.system.links import leads_out

_SUPERSEDED = ".superseded"
_VERSION = 16  # characters of a sha256, as older versions are named


@dataclass(frozen=True, slots=True)
class Forgetting:
    """All that goes with some letters; paths are below the corpus.

    ``also`` are ids that they had before. ``versions`` name letter and version. ``generations`` go;
    if the current one is among them, one without the letters takes its place. ``notes`` are
    sentences about what stays.
    """

    doc_ids: tuple[str, ...]
    also: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    kept_files: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    generations: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.kept_files or self.versions or self.generations)


def plan_forgetting(settings: Settings, doc_ids: Collection[str]) -> Forgetting:
    """Find all that goes with letters; changes nothing.

    Args:
        settings: Corpus, index and feedback.
        doc_ids: Ids, or other names that `Store.find_id` knows.

    Raises:
        LetterNotFoundError: If nothing is kept of one of them.
        CorpusError: If a file of one has changed since it was indexed.
    """
    doc_ids = _named(settings, doc_ids)
    plans = [_plan(settings, doc_id) for doc_id in doc_ids]
    for doc_id, one in zip(doc_ids, plans, strict=True):
        if not one:
            raise LetterNotFoundError("nothing-kept-of", doc_id=doc_id)
    return Forgetting(
        tuple(doc_ids),
        *(
            tuple(dict.fromkeys(value for one in plans for value in getattr(one, name)))
            for name in ("also", "files", "kept_files", "versions", "generations", "notes")
        ),
    )


def _named(settings: Settings, typed: Collection[str]) -> list[str]:
    try:
        find = engine_of(settings).open().find_id
    except IndexNotFoundError:
        return list(typed)
    return list(dict.fromkeys(map(find, typed)))


def _plan(settings: Settings, doc_id: str) -> Forgetting:
    try:
        held = engine_of(settings).held([doc_id])
    except IndexNotFoundError:
        held = Held()
    ids = {doc_id, *held.doc_ids}
    versions = [one for one in VersionStore(settings.index).list() if one.doc_id in ids]
    known = {one.version for one in versions} | {sha256[:_VERSION] for sha256 in held.versions}
    return Forgetting(
        (doc_id,),
        tuple(held.doc_ids),
        tuple(_files(settings, held, ids)),
        tuple(sorted(_kept_files(settings.corpus, ids, known))),
        tuple(f"{one.doc_id} {one.version}" for one in versions),
        held.generations,
        (*_notes(settings, ids), *held.notes),
    )


def _files(settings: Settings, held: Held, ids: Collection[str]) -> Iterator[str]:
    """Go through the files of a letter, and what stands beside them."""
    found = _scanner(settings).scan() if settings.corpus.is_dir() else {}
    fingerprints = {fingerprint for _, fingerprint in held.files}
    there = {name for name, file in found.items() if file.fingerprint in fingerprints}
    changed = {name for name, _ in held.files if name in found and name not in there}
    if changed:  # now its file may be another letter's, which is told by reading it
        now = engine_of(settings).open().holdings.files_where("path", changed)
        for name in sorted(name for name, file in now.items() if file.doc_id in ids):
            raise CorpusError("changed-since-indexed", name=name)
    for name in sorted(there):
        _must_lie_inside(found[name].path.parent, settings.corpus)
        yield name
        if sidecar_path(found[name].path).is_file():
            yield f"{name}.json"


def _scanner(settings: Settings) -> Scanner:
    return Scanner(settings.corpus, settings.index, settings.max_file_bytes, settings.follow_links)


def _kept_files(corpus: Path, ids: Collection[str], known: Collection[str]) -> Iterator[str]:
    """Go through what the corpus keeps of a letter where it is not indexed."""
    for removal in _folders(corpus / REMOVED):
        _must_lie_inside(removal, corpus)
        files = [path for path in removal.rglob("*") if path.is_file()]
        if _recorded_id(removal) in ids or any(_version(path) in known for path in files):
            yield removal.relative_to(corpus).as_posix()
    for folder, _, files_here in os.walk(corpus):
        if Path(folder).name == _SUPERSEDED:  # a link of this name is not walked into
            for path in (Path(folder) / name for name in files_here):
                before = re.sub(r"\.[0-9a-f]{8}\..*", "", path.name)  # `qa.corpus.official.files`
                if before in ids or _version(path) in known:
                    yield path.relative_to(corpus).as_posix()


def _must_lie_inside(path: Path, corpus: Path) -> None:
    """Refuse to plan the removal of what a link leads to outside of the corpus."""
    if leads_out(path, corpus):
        raise CorpusError("leads-out-not-removed", path=path)


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _recorded_id(removal: Path) -> str | None:
    try:
        return str(json.loads((removal / "removal.json").read_text(encoding="utf-8"))["doc_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _version(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_VERSION]


def _notes(settings: Settings, ids: Collection[str]) -> Iterator[Message]:
    """Say what stays."""
    try:
        lines = settings.feedback.read_bytes().splitlines()
    except OSError:
        lines = []
    names = [f'"doc_id": {json.dumps(doc_id, ensure_ascii=False)}'.encode() for doc_id in ids]
    quoting = [n for n, line in enumerate(lines, start=1) if any(name in line for name in names)]
    if quoting:
        numbers = ", ".join(map(str, quoting))
        yield Message("feedback-may-quote", path=settings.feedback, lines=numbers)


def forget(settings: Settings, planned: Forgetting) -> int:
    """Remove all of a plan for good; if it is stopped, doing it again does the rest.

    Returns:
        The number of the generation that is current now, 0 if nothing is left to search.

    Raises:
        QAError: If a file cannot be removed, or another process is writing the index.
    """
    every = {*planned.doc_ids, *planned.also}
    for name in (*planned.files, *planned.kept_files):
        _remove(settings.corpus / name)
    _scanner(settings).forget_gone()
    # the index last: as long as it knows the letters, what was stopped can be done again
    kept = VersionStore(settings.index)
    for doc_id in every:
        kept.remove(doc_id)
    Arrivals(settings.index).forget(every)
    vectors = settings.index / KEPT_FILE
    vectors.unlink(missing_ok=True)
    number = 0
    with suppress(IndexNotFoundError):
        number = engine_of(settings).forget(every)
    vectors.unlink(missing_ok=True)  # a second pass may have gone on meanwhile
    return number


def _remove(path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise QAError("not-removed", path=path, reason=error.strerror) from None
