"""A folder of letters that is followed: what comes, changes or goes is indexed once it has settled.

Events are gathered; a file counts as settled when its size and time stand still for `SETTLED`. What
fails is tried again after longer and longer pauses. "Indexed" is said only when the passages are
found in the generation that was published. Segments are merged in the background.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from watchfiles import watch

from qa.errors import QAError
from qa.index import Store
from qa.index.engines import engine_of
from qa.indexing import BuildReport, Indexer
from qa.letters.scan import is_letter_file, must_be_there
from qa.messages import Message
from qa.records.filters import Filter
from qa.settings import Settings

SETTLED = 0.4
"""How long a file must stand still, in seconds."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before what failed is tried again: twice as long every time, up to the longest."""

_STEP_MS = 50
_ASKED = 5  # new letters whose passages are sought after an update

Kind = Literal["watching", "indexed", "left out", "failed"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell: what happened, in a sentence, and the letters it is about."""

    kind: Kind
    text: str
    letters: tuple[str, ...] = ()
    time: datetime = field(default_factory=datetime.now)


@dataclass
class _Waiting:
    """Files that changed and are not indexed; ``whole`` asks for a look at the whole folder."""

    files: dict[Path, tuple[tuple[int, int], float]] = field(default_factory=dict)
    whole: bool = False
    not_before: float = 0.0
    pause: float = FIRST_PAUSE

    def __bool__(self) -> bool:
        return bool(self.files) or self.whole

    def put_back(self, files: Iterable[Path], whole: bool) -> None:
        """Take back what failed, to be tried again after a pause."""
        for path in files:
            self.files.setdefault(path, (_state_of(path), 0.0))
        self.whole = self.whole or whole
        self.not_before = time.monotonic() + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)


def _state_of(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another of its name; ``None`` if it is not there."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Watcher:
    """Follows the corpus of one index."""

    def __init__(
        self,
        settings: Settings,
        tell: Callable[[Event], None],
        indexer: Indexer | None = None,
    ) -> None:
        """Stand ready.

        Args:
            settings: Paths and sizes.
            tell: Called with what happens, from the thread that runs `run`.
            indexer: To be used; one of its own by default.
        """
        self._settings = settings
        self._tell = tell
        self._indexer = indexer
        self._stop = threading.Event()
        self._waiting = _Waiting()
        self._merger: threading.Thread | None = None
        self._told: set[str] = set()  # problems

    def stop(self) -> None:
        """Make `run` return soon."""
        self._stop.set()

    def run(self) -> None:
        """Index what is there, then what comes, until `stop` is called.

        Raises:
            CorpusError: If the folder does not exist at the beginning.
        """
        own = self._indexer is None
        indexer = self._indexer or Indexer(self._settings)
        try:
            must_be_there(self._settings.corpus)
            while not self._stop.is_set():
                self._follow(indexer)
                self._wait_for_folder()
        finally:
            if self._merger is not None:
                self._merger.join()
            if own:
                indexer.close()

    def _follow(self, indexer: Indexer) -> None:
        """Index what is in the folder and what comes, until another folder is in its place."""
        corpus = self._settings.corpus
        identity = _identity(corpus)
        changes = watch(
            corpus, step=_STEP_MS, debounce=4 * _STEP_MS, rust_timeout=2 * _STEP_MS,
            yield_on_timeout=True, stop_event=self._stop, ignore_permission_denied=True,
        )  # fmt: skip
        self._tell(Event("watching", Message("watching", corpus=corpus)))
        self._waiting.whole = True
        for found in changes:
            if _identity(corpus) != identity:
                return
            for _, name in found:
                self._notice(Path(name))
            self._index_what_settled(indexer)

    def _wait_for_folder(self) -> None:
        corpus = self._settings.corpus
        if self._stop.is_set() or corpus.is_dir():
            return
        self._tell(Event("failed", Message("corpus-gone", corpus=corpus)))
        while not corpus.is_dir() and not self._stop.wait(_STEP_MS / 1000):
            pass

    def _notice(self, path: Path) -> None:
        corpus = self._settings.corpus.resolve()
        try:  # the folder's own name may be a link; a link in it is a letter in that place
            place = path.parent.resolve() / path.name
            path = self._settings.corpus / place.relative_to(corpus)
        except ValueError:
            if self._settings.follow_links:  # in a folder to which a link leads
                self._waiting.whole = True
            return
        if path.suffix == ".json":  # a sidecar: its letter is read again
            path = path.with_suffix("")
        if not is_letter_file(path, self._settings.corpus, self._settings.index):
            return
        if path.is_dir():
            self._waiting.whole = True  # a folder came with what is in it
        else:
            self._waiting.files[path] = (_state_of(path), time.monotonic())

    def _index_what_settled(self, indexer: Indexer) -> None:
        waiting, now = self._waiting, time.monotonic()
        if not waiting or now < waiting.not_before:
            return
        for path, (state, _) in list(waiting.files.items()):
            if _state_of(path) != state:
                waiting.files[path] = (_state_of(path), now)
        settled = [path for path, (_, since) in waiting.files.items() if now - since >= SETTLED]
        whole = waiting.whole
        if not settled and not whole:
            return
        for path in settled:
            del waiting.files[path]
        waiting.whole = False
        try:
            report = indexer.update(only=None if whole else settled)
            self._must_be_found(report)
        except (QAError, OSError) as error:
            waiting.put_back(settled, whole)
            again = Message("trying-again", problem=error, seconds=waiting.pause / 2)
            self._tell(Event("failed", again))
            return
        if report.not_read:
            waiting.put_back((), whole=True)
        else:
            waiting.pause = FIRST_PAUSE
        self._say(report)
        self._merge(indexer)

    def _must_be_found(self, report: BuildReport) -> None:
        """Ask the published generation for the letters that came."""
        store = engine_of(self._settings).open()
        for doc_id in [*report.added, *report.changed][:_ASKED]:
            if not _is_found(store, doc_id):
                raise QAError("indexed-not-found", doc_id=doc_id)

    def _say(self, report: BuildReport) -> None:
        for problem in report.problems:
            if problem not in self._told:
                self._tell(Event("left out", problem))
        self._told = set(report.problems)
        if report.up_to_date:
            return
        came = [*report.added, *report.changed, *report.moved]
        parts = [
            Message(code, doc_ids=", ".join(ids[:_ASKED]) + (" ..." if len(ids) > _ASKED else ""))
            for code, ids in (
                ("watch-added", report.added), ("watch-changed", report.changed),
                ("watch-moved", report.moved), ("watch-removed", report.removed),
            )
            if ids
        ]  # fmt: skip
        what = parts or [Message("watch-anew")]
        text = Message("watch-indexed", what=what, letters=report.letters)
        self._tell(Event("indexed", text, tuple(came)))

    def _merge(self, indexer: Indexer) -> None:
        """Merge segments in the background, one merge at a time."""
        if self._merger is not None and self._merger.is_alive():
            return
        self._merger = threading.Thread(target=self._try_to_merge, args=[indexer], daemon=True)
        self._merger.start()

    def _try_to_merge(self, indexer: Indexer) -> None:
        try:
            indexer.merge()
            indexer.second_pass()
        except (QAError, OSError) as error:
            self._tell(Event("failed", Message("segments-not-merged", problem=error)))


def _is_found(store: Store, doc_id: str) -> bool:
    """Tell whether a letter's first passage brings that letter."""
    first = next(iter(store.holdings.chunks([doc_id])), None)
    if first is None:  # a letter without text
        return store.has(doc_id)
    _, vector = first
    found = store.search(vector, (), 1, Filter(doc_ids=(doc_id,)))
    return any(candidate.doc_id == doc_id for candidate in found)
