"""Builds of one index that follow each other soon, as a server's do: the second takes less time."""

from __future__ import annotations

import threading

from qa.indexing.indexer import Indexer
from qa.indexing.report import BuildReport
from qa.letters.corpus import Progress
from qa.settings import Settings

KEPT = 60.0
"""Seconds for which the encoder and the reading processes are kept after a build."""


class RepeatedBuild:
    """Brings one index up to date, again and again. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._indexer: Indexer | None = None
        self._ending: threading.Timer | None = None

    def __call__(self, settings: Settings, progress: Progress | None = None) -> BuildReport:
        """Do what `qa.indexing.build_index` does."""
        with self._lock:
            if self._ending:
                self._ending.cancel()
            if self._indexer is None or self._indexer.settings != settings:
                self._end()
                self._indexer = Indexer(settings)
            try:
                return self._indexer.build(progress)
            finally:
                self._ending = threading.Timer(KEPT, self.close)
                self._ending.daemon = True
                self._ending.start()

    def close(self) -> None:
        """Let go of what is kept."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._indexer is not None:
            self._indexer.close()
            self._indexer = None
