"""Updates an index: compares it with the corpus, lets `qa.indexing.update` work, and publishes.

Keeps the encoder and the reading processes between updates. Does not search.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder, StaticEncoder
from qa.encoders.many import Apart
from qa.errors import ClusterError, CorpusError, IndexDamagedError, IndexNotFoundError
from qa.index import Writer
from qa.index.arrivals import LONG_AGO, Arrivals
from qa.index.engines import engine_of
from qa.index.left_out import described, left_out_of
from qa.indexing.changes import Changes, find_changes
from qa.indexing.content import make_content
from qa.indexing.made_by import as_made, made_by, open_encoders, versions
from qa.indexing.report import BuildReport, report_of
from qa.indexing.second_pass import is_second_pass_due, second_pass
from qa.indexing.update import Done, LeftOut, Update, left_out_json
from qa.letters.corpus import Progress, Reader, limits_of
from qa.letters.scan import FoundFile, Scanner, must_be_there
from qa.letters.worker import FileReader
from qa.messages import Message
from qa.records import Letter
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, TRANSFORMER, Settings, load_settings


def build_index(
    settings: Settings | None = None,
    progress: Progress | None = None,
    rebuild: bool = False,
    first_pass: Callable[[BuildReport], None] | None = None,
) -> BuildReport:
    """Bring the index up to date with the corpus: new, changed, moved and vanished letters.

    Everything is built beside the index in use and made current by one rename. Vectors of
    unchanged passages are used again. An index made by another encoder, chunker or reader, or one
    that is damaged, is built anew. Then segments are merged, if they have become many, and the
    transformer reads the passages of an index that is new; see `qa.indexing.second_pass`.

    Args:
        settings: Paths, encoder and sizes; from ``QA_*`` variables by default.
        progress: Called as the work goes on.
        rebuild: Read and embed everything again.
        first_pass: Called where a second pass follows: the index can be asked already.

    Raises:
        CorpusError: If the folder is missing or holds no letter that can be read.
        EncoderError: If the encoder cannot be loaded.
        IndexBusyError: If another process is writing this index.
    """
    with Indexer(settings or load_settings()) as indexer:
        return indexer.build(progress, rebuild, first_pass)


class Indexer:
    """Updates one index; keeps the encoder and the reading processes for the next time."""

    def __init__(
        self, settings: Settings, encoders: tuple[Encoder, StaticEncoder] | None = None
    ) -> None:
        self.settings = settings
        self._engine = engine_of(settings)
        self._encoders = encoders
        self._reader: Reader | None = None
        self._embedded: dict[bytes, NDArray[np.float32]] = {}
        self._scanner = Scanner(
            settings.corpus, settings.index, settings.max_file_bytes, settings.follow_links
        )
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Indexer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the reading processes, or leave the cluster."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _reading(self, encoders: tuple[Encoder, StaticEncoder]) -> Reader:
        """Return what reads files: processes here, or a cluster that also embeds."""
        settings = self.settings
        if self._reader is None and settings.ray:
            try:
                from qa.indexing.on_ray import RayReader
            except ImportError as error:
                raise ClusterError("ray-missing", reason=error) from None
            chosen = settings
            if encoders[0].name in (STATIC_ENCODER, JOINED_ENCODER):
                chosen = settings.model_copy(update={"encoder": encoders[0].name})
            reader = RayReader(chosen, made_by(settings, *encoders))
            self._embedded = reader.vectors
            self._reader = reader
        elif self._reader is None:
            self._reader = FileReader(settings.corpus, limits_of(settings))
        return self._reader

    def build(
        self,
        progress: Progress | None = None,
        rebuild: bool = False,
        first_pass: Callable[[BuildReport], None] | None = None,
    ) -> BuildReport:
        """Update, merge and let the transformer read, as far as each is due; see `build_index`."""
        with Apart() as apart:
            report = self.update(self._starting(apart, progress or _silent), rebuild)
            self.merge(progress)
            if self.is_second_pass_due():
                if first_pass:
                    first_pass(report)
                if published := self.second_pass(progress, apart):
                    report = replace(report, generation=published["generation"])
        return report

    def _starting(self, apart: Apart, progress: Progress) -> Progress:
        """Return a progress that starts the process of the second pass when many files are read.

        Then one processor has nothing to do until the first pass has written.
        """

        def report(stage: str, done: int, total: int) -> None:
            if stage == "read" and _MANY_FILES <= done == total:
                static = self._encoders is not None and self._encoders[0].name == STATIC_ENCODER
                if static and self.settings.encoder == JOINED_ENCODER:
                    apart.start(TRANSFORMER)
            progress(stage, done, total)

        return report

    def plan(self) -> tuple[Changes, bool]:
        """Return which files an update would take in or out, and whether it would build anew.

        Nothing is read, written or embedded.

        Raises:
            CorpusError: If the folder is missing.
        """
        found = self._scanner.scan()
        try:
            store = self._engine.open()
        except IndexNotFoundError:
            return find_changes(found, {}), False
        except IndexDamagedError:
            return find_changes(found, {}), True
        anew = not self._is_made_alike(store.manifest)
        known = {} if anew else self._known(store.holdings.fingerprints(), store.manifest)
        return find_changes(found, known), anew

    def update(
        self,
        progress: Progress | None = None,
        rebuild: bool = False,
        only: Collection[Path] | None = None,
    ) -> BuildReport:
        """Bring the index up to date; see `build_index`. Segments are not merged.

        Args:
            progress: Called as the work goes on.
            rebuild: Read and embed everything again.
            only: Files to look at, there or gone; the whole corpus by default.
        """
        with self._one_at_a_time:
            return self._update(progress or _silent, rebuild, only)

    def _update(
        self, progress: Progress, rebuild: bool, only: Collection[Path] | None
    ) -> BuildReport:
        settings = self.settings
        must_be_there(settings.corpus)
        if self._encoders is None:  # it may fail, or take minutes
            self._encoders = self._encoders_for(self._manifest(), rebuild)
        with self._engine.writing() as writer:
            before = writer.before
            encoders = self._encoders_for(before, rebuild)
            had = before.get("counts", {}).get("letters", 0)
            anew = rebuild or not self._is_made_alike(before)
            what = {"made": made_by(settings, *encoders), "anew": anew, "rebuild": rebuild}
            if anew:
                only = None
                writer.clear()
            found = self._scanner.scan(only)
            if only is not None and self._folders_went(writer, found, only):
                only, found = None, self._scanner.scan()
            ended = _go_on(writer, what) if only is None else {}
            begun = ended or ({} if anew else before)
            gone_on = len(ended["done"]["touched"]) if ended else 0
            left_out = [LeftOut(**one) for one in left_out_of(begun)]
            changes = self._changes(writer, found, only, begun, left_out)
            update = Update(
                settings, encoders, writer, self._reading(encoders),
                found if only is None else _Found(found, self._scanner), left_out, progress,
                self._embedded, Done.from_json(ended["done"]) if ended else None,
            )  # fmt: skip
            if anew and before and not rebuild:
                update.reuse(writer.old)

            def keep() -> None:
                listed = left_out_json(update.left_out.values())
                limits = {"limits": self._limits()}
                writer.keep(what | limits | described(listed) | {"done": update.done.as_json()})

            update.run(changes, keep if only is None else lambda: None)
            listed = left_out_json(update.left_out.values())
            self._refuse_nothing(writer, listed)
            rebuilt = anew and had > 0
            # files that were left out by other limits are tried again when all are looked at
            limits = self._limits() if only is None else before.get("limits")
            stays = (before.get("left_out"), before.get("limits")) == (listed, limits)
            if update.done.touched or rebuilt or not stays:
                made = {**made_by(settings, *encoders), "versions": versions()}
                published = writer.commit({**made, "limits": limits, **described(listed)})
            else:
                published = before
            self._record_arrivals(writer, before, published, update.done.touched)
        report = report_of(update.done, changes, published, writer, rebuilt)
        return replace(report, gone_on=gone_on)

    def _record_arrivals(
        self,
        writer: Writer,
        before: Mapping[str, Any],
        published: Mapping[str, Any],
        touched: Collection[str],
    ) -> None:
        """Record which letters came: those touched, or all where earlier ones are not recorded."""
        arrivals, number = Arrivals(self.settings.index), published.get("generation", 0)
        if arrivals.generation == number:
            return
        known = writer.known
        if arrivals.generation == before.get("generation"):
            found = [entry for one in touched if (entry := known.entry(one)) is not None]
        else:
            found = list(known.entries().values())
        moment = datetime.now(UTC).isoformat(timespec="microseconds")
        begun_anew = arrivals.generation == 0
        came = {
            (one.doc_id, one.version): LONG_AGO
            if begun_anew and one.doc_id not in touched
            else moment
            for one in found
        }
        arrivals.record(came, number)

    def merge(self, progress: Progress | None = None) -> int:
        """Merge segments if they have become many; see `qa.index.merging`."""
        return self._engine.merge(progress)

    def is_second_pass_due(self) -> bool:
        """Tell whether the index lacks the transformer's vectors that the settings want."""
        return is_second_pass_due(self.settings, self._engine.open().manifest)

    def second_pass(
        self, progress: Progress | None = None, apart: Apart | None = None
    ) -> dict[str, Any] | None:
        """Let the transformer read the passages, if that is due; see `qa.indexing.second_pass`."""
        return second_pass(self.settings, self._engine, progress, apart)

    def _manifest(self) -> Mapping[str, Any]:
        """Return what the index says of itself; nothing if there is none to go on from."""
        try:
            return self._engine.open().manifest
        except (IndexNotFoundError, IndexDamagedError):
            return {}

    def _limits(self) -> str:
        """Describe what decides whether a file is left out: when it changes, try again."""
        return repr(limits_of(self.settings))

    def _encoders_for(
        self, manifest: Mapping[str, Any], rebuild: bool = False
    ) -> tuple[Encoder, StaticEncoder]:
        """Return the encoders: with or without the transformer, as the index was made.

        A new index is made without: its passages are read by the transformer in a second pass.
        """
        made = manifest.get("encoder", {}).get("name")
        settings = self.settings if rebuild else as_made(self.settings, manifest)
        if self.settings.encoder == JOINED_ENCODER != made and not self.settings.ray:
            settings = settings.model_copy(update={"encoder": STATIC_ENCODER})
        if self._encoders is None or self._encoders[0].name != settings.encoder:
            self._encoders = open_encoders(settings)
        return self._encoders

    def _is_made_alike(self, manifest: dict[str, Any]) -> bool:
        alike = made_by(self.settings, *(self._encoders or self._encoders_for(manifest)))
        return all(manifest.get(name) == value for name, value in alike.items())

    def _known(
        self, files: dict[str, tuple[str, str]], manifest: Mapping[str, Any]
    ) -> dict[str, str]:
        """Return the fingerprints of all files the index knows, those left out among them."""
        known = {name: fingerprint for name, (fingerprint, _) in files.items()}
        again = manifest.get("limits") != self._limits()
        for one in manifest.get("left_out", []):
            known[one["path"]] = "read it again" if again else one["fingerprint"]
        return known

    def _changes(
        self,
        writer: Writer,
        found: dict[str, FoundFile],
        only: Collection[Path] | None,
        begun: Mapping[str, Any],
        left_out: Sequence[LeftOut],
    ) -> Changes:
        if only is None:
            return find_changes(found, self._known(writer.known.fingerprints(), begun))
        names = {self._scanner.name_of(path) for path in only}
        files = writer.known.files_where("path", names)
        known = {name: file.fingerprint for name, file in files.items()}
        known |= {one.path: one.fingerprint for one in left_out if one.path in names}
        return find_changes(found, known)

    def _folders_went(
        self, writer: Writer, found: dict[str, FoundFile], only: Collection[Path]
    ) -> bool:
        """Tell whether a name is neither there nor known: it may have been a folder of letters."""
        unknown = {self._scanner.name_of(path) for path in only} - found.keys()
        unknown -= {one["path"] for one in writer.before["left_out"]}
        return bool(unknown - writer.known.files_where("path", unknown).keys())

    def _refuse_nothing(self, writer: Writer, left_out: Sequence[dict[str, Any]]) -> None:
        if writer.known.live_letters:
            return
        problems = [one["problem"] for one in left_out[:3]] or Message("corpus-empty")
        raise CorpusError(
            "no-letter-to-index",
            corpus=self.settings.corpus,
            problems=problems,
            index=self.settings.index,
        )


class _Found(dict[str, FoundFile]):
    """Files found so far; one that is asked for later is looked up."""

    def __init__(self, found: dict[str, FoundFile], scanner: Scanner) -> None:
        super().__init__(found)
        self._scanner = scanner

    def __contains__(self, name: object) -> bool:
        if not super().__contains__(name):
            self.update(self._scanner.scan([self._scanner.corpus / str(name)]))
        return super().__contains__(name)


def _go_on(writer: Writer, what: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let a writer go on from one that was ended, if that did the same; return what it kept."""
    ended = writer.unfinished
    if not ended or any(ended.get(name) != value for name, value in what.items()):
        return {}
    try:
        writer.go_on()
    except IndexDamagedError:
        return {}
    return ended


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def index_letters(letters: Iterable[Letter], settings: Settings) -> None:
    """Index letters that are already read, in place of whatever ``settings.index`` holds.

    Raises:
        EncoderError: If the encoder cannot be loaded.
        IndexBusyError: If another process is writing this index.
    """
    encoder, lexicon = open_encoders(settings)
    with engine_of(settings).writing() as writer:
        writer.clear()
        rest = iter(letters)
        part = list(islice(rest, _LETTERS))
        while part:
            content, _ = make_content(part, (), settings.chunk_characters, encoder, lexicon)
            part = list(islice(rest, _LETTERS))
            writer.add(content, more=bool(part))
        made = made_by(settings, encoder, lexicon)
        writer.commit({**made, **described([]), "versions": versions()})


_MANY_FILES = 100  # of which the second pass is worth a process of its own, about
_LETTERS = 5_000  # of those that are already read, written in one segment
