"""What the running page holds: the assistant, opened when needed, and one job at a time.

No HTML here, and nothing of gradio; the page and the reading view share one `PageState`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from qa.assistant.examples import example_questions
from qa.assistant.opened import Answering, Open, Opened, open_assistant
from qa.assistant.suggesting import Suggester
from qa.assistant.translations import Translations
from qa.corpus.files import CorpusFiles
from qa.corpus.kept import check_kept
from qa.corpus.official import Client, FetchReport, Query, fetch, plan
from qa.errors import IndexDamagedError, IndexNotFoundError, QAError
from qa.index.engines import engine_of
from qa.indexing import BuildReport, RepeatedBuild
from qa.indexing.watching import Event, Watcher
from qa.letters.corpus import Progress
from qa.records import Letter, Searched
from qa.settings import Settings
from qa.web.gate.turns import Turns
from qa.web.jobs import Job, Jobs
from qa.web.sets import SetJobs

_log = logging.getLogger(__name__)


SUMMARIES_AT_ONCE = 4
"""Summaries and translations that a language model is asked for at the same time."""

FOUND_AT_ONCE = 4
"""Questions whose passages are sought, before they are answered, at the same time."""

PICTURES_A_MINUTE = 300
"""Pages of one visitor that are drawn, a minute."""

PICTURES_AT_ONCE = 6
"""Pages that are drawn or wait for it at the same time."""

Build = Callable[[Settings, Progress | None], BuildReport]


@dataclass(frozen=True, slots=True)
class Status:
    """How the index stands: usable, not there, being built for the first time, or unusable.

    ``updating`` says that an update is under way, which a usable index does not mind; ``job`` is
    the work that goes on or was done last.
    ``problems`` are sentences about files that were left out, ``message`` is an error's.
    ``following`` says that the folder is watched, ``news`` what came of it last.
    """

    kind: Literal["ready", "missing", "building", "problem"]
    updating: bool = False
    searched: Searched | None = None
    problems: tuple[str, ...] = ()
    message: str = ""
    following: bool = False
    news: Event | None = None
    job: Job | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched, and what the update after it did; None if nothing came."""

    report: FetchReport
    built: BuildReport | None


class PageState:
    """The assistant of a running page. Safe to use from several threads."""

    def __init__(
        self, settings: Settings, open_: Open = open_assistant, build: Build | None = None
    ) -> None:
        self.settings = settings
        self._opened = Opened(settings, open_)
        self._build = build or RepeatedBuild()
        self.files = CorpusFiles(settings)
        self.turns = Turns(settings.questions_a_minute, settings.questions_at_once)
        self.summaries = Turns(settings.questions_a_minute, SUMMARIES_AT_ONCE, SUMMARIES_AT_ONCE)
        self.translations = Translations()
        self.finding = Turns(settings.questions_a_minute, FOUND_AT_ONCE)
        self.drawing = Turns(PICTURES_A_MINUTE, PICTURES_AT_ONCE)
        self.sets = SetJobs(self.assistant, self.turns)
        self._jobs = Jobs()
        self._making = threading.Lock()
        self._examples: dict[tuple[str, str], list[str]] = {}
        self._suggesting = threading.Lock()
        self._suggester: tuple[str, Suggester] | None = None
        self._switching = threading.Lock()
        self._watcher: Watcher | None = None
        self._news: Event | None = None

    def warm_up(self) -> None:
        """Open the assistant in the background, so that the first question need not wait."""
        threading.Thread(target=self._try_to_open, name="open-index", daemon=True).start()

    def _try_to_open(self) -> None:
        try:
            self.assistant()
            for lang in ("nl", "en"):
                self.examples(lang)
            self.suggester()
        except QAError as error:
            _log.info("no index to open yet: %s", error)  # the page tells it to who comes

    def assistant(self) -> Answering:
        """Return the assistant for the newest generation; see `qa.assistant.opened.Opened`.

        Raises:
            QAError: If the index is missing or cannot be used.
        """
        return self._opened.assistant()

    def examples(self, lang: Literal["nl", "en"]) -> list[str]:
        """Return questions that the letters answer, made once for each generation."""
        try:
            assistant = self.assistant()
            made = (lang, str(assistant.generation.get("made")))
            with self._making:
                if made not in self._examples:
                    self._examples = {
                        key: value for key, value in self._examples.items() if key[1] == made[1]
                    }
                    self._examples[made] = example_questions(assistant, lang)
                return self._examples[made]
        except QAError:
            return []

    def suggester(self) -> Suggester:
        """Return what completes what is typed, made once for each generation.

        Raises:
            QAError: If there is no index that can be used.
        """
        assistant = self.assistant()
        made = str(assistant.generation.get("made"))
        with self._suggesting:
            if self._suggester is None or self._suggester[0] != made:
                self._suggester = made, Suggester(assistant)
            return self._suggester[1]

    def letter(self, doc_id: str) -> Letter:
        """Return a letter of the index.

        Raises:
            LetterNotFoundError: If the index does not hold it.
            QAError: If there is no index that can be used.
        """
        return self.assistant().letter(doc_id)

    def has_letter(self, doc_id: str) -> bool:
        """Tell whether the index holds a letter.

        Raises:
            QAError: If there is no index that can be used.
        """
        return self.assistant().has_letter(doc_id)

    @property
    def job(self) -> Job | None:
        """The job that runs, or the one that ran last."""
        return self._jobs.last

    @property
    def updating(self) -> bool:
        """Whether this process is updating the index."""
        job = self.job
        return job is not None and job.running and job.kind == "update"

    def update(self, *, afresh: bool = False) -> Job:
        """Begin to bring the index up to date, or join an update that runs.

        The old index serves until the new one is open; if the update fails, it stays. The job's
        result is a `BuildReport`. With ``afresh`` it begins when what runs has ended: letters
        were just added or removed, which that may not have seen.

        Raises:
            IndexBusyError: If another job runs, and it need not be afresh.
        """
        return self._jobs.begin("update", self._update, afresh=afresh)

    def _update(self, progress: Progress) -> BuildReport:
        report = self._build(self.settings, progress)
        self._opened.reopen()
        return report

    def fetch(self, query: Query) -> Job:
        """Begin to fetch new letters from the official publications, and to index them.

        The job's result is a `Fetched`.

        Raises:
            IndexBusyError: If another job runs.
        """

        def work(progress: Progress) -> Fetched:
            settings = self.settings
            with Client(
                settings.fetch_service,
                pause=settings.fetch_pause,
                max_bytes=settings.max_file_bytes,
            ) as client:
                planned = plan(query, settings.corpus, client, progress=progress)
                report = fetch(planned, settings.corpus, client, progress=progress)
            came = report.new or report.newer
            return Fetched(report, self._update(progress) if came else None)

        return self._jobs.begin("fetch", work)

    def verify(self) -> Job:
        """Begin to check every file, offset and count of the index, and all that is kept.

        The job's result is how many parts were checked.

        Raises:
            IndexBusyError: If another job runs.
        """

        def work(progress: Progress) -> int:
            store = engine_of(self.settings).open()
            parts = store.verify(lambda done, of: progress("verify", done, of))
            if faults := check_kept(self.settings).faults:
                raise IndexDamagedError(faults[0])
            return parts

        return self._jobs.begin("verify", work)

    def roll_back(self, generation: int | None = None) -> Job:
        """Begin to go back to an earlier generation, by default the last with other letters.

        The job's result is a `Generation`.

        Raises:
            IndexBusyError: If another job runs.
        """
        return self._jobs.begin(
            "rollback", lambda _: engine_of(self.settings).roll_back(generation)
        )

    def finished(self, seconds: float = 60.0) -> Job | None:
        """Wait for the job that runs, at most so long; returns the last job."""
        return self._jobs.wait(seconds)

    @property
    def following(self) -> bool:
        """Whether the folder is watched and letters are indexed as they come."""
        return self._watcher is not None

    def follow(self, on: bool) -> None:
        """Begin or stop to index letters as they come; does nothing if it is so already."""
        with self._switching:
            watcher = self._watcher
            if on and watcher is None:
                self._watcher = watcher = Watcher(self.settings, self._hear)
                threading.Thread(target=self._watch, args=[watcher], daemon=True).start()
            elif not on and watcher is not None:
                self._watcher = None
                watcher.stop()

    def _watch(self, watcher: Watcher) -> None:
        try:
            watcher.run()
        except (QAError, OSError) as error:
            self._hear(Event("failed", error.message if isinstance(error, QAError) else str(error)))
        finally:
            with self._switching:
                if self._watcher is watcher:
                    self._watcher = None

    def _hear(self, event: Event) -> None:
        self._news = event

    def status(self) -> Status:
        """Say how the index stands, opening it if that was not done yet."""
        status = self._index_status()
        return replace(status, following=self.following, news=self._news, job=self.job)

    def _index_status(self) -> Status:
        updating = self.updating
        try:
            assistant = self.assistant()
        except IndexNotFoundError as error:
            return Status("building" if updating else "missing", updating, message=error.message)
        except QAError as error:
            return Status("building" if updating else "problem", updating, message=error.message)
        problems = tuple(assistant.problems)
        return Status("ready", updating, assistant.searched, problems)
