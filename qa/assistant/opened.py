"""An assistant that is opened when it is needed and kept at the newest generation of its index."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from qa.answering.timeline import Timeline
from qa.assistant.assistant import Assistant
from qa.commitments import Ledger
from qa.errors import QAError
from qa.index import LetterEntry
from qa.llm import Summary, Translation
from qa.records import Answer, Hit, Letter, Prepared, Searched, SetQuestion, Term
from qa.records.filters import Filter
from qa.settings import Settings

_log = logging.getLogger(__name__)


class Answering(Protocol):
    """What pages and programs ask of an assistant; `qa.assistant.assistant.Assistant` is one."""

    def ask(
        self,
        question: str,
        where: Filter | None = None,
        *,
        any_time: bool = False,
        after: str | None = None,
    ) -> Answer:
        """Answer a question; see `qa.assistant.assistant.Assistant.ask`."""

    def prepare(
        self, question: SetQuestion, where: Filter | None = None, after: str | None = None
    ) -> Prepared:
        """Return what the letters have for a question of a set."""

    @property
    def settings(self) -> Settings:
        """What it was opened with."""

    def search(
        self,
        question: str,
        k: int = 10,
        where: Filter | None = None,
        *,
        after: str | None = None,
        quick: bool = False,
    ) -> list[Hit]:
        """Return the best ``k`` hits without making an answer; ``quick`` for a first look."""

    def timeline(self, question: str, where: Filter | None = None) -> Timeline:
        """Return the letters that speak to a question, oldest first."""

    def summarise(self, found: Answer) -> Summary | None:
        """Return a summary of an answer by a language model, if there is one."""

    def summaries(self, found: Answer, left: Callable[[], bool]) -> Iterator[Summary]:
        """Yield the same as it is written, until ``left`` says that nobody waits."""

    def translate(self, text: str) -> Translation | None:
        """Return a Dutch text in English by a language model, if there is one."""

    def letter(self, doc_id: str) -> Letter:
        """Return a letter."""

    def has_letter(self, doc_id: str) -> bool:
        """Tell whether there is such a letter."""

    def newer(self) -> Answering:
        """Return itself, or an assistant for the generation that was published since."""

    def terms(self, letter: Letter) -> tuple[Term, ...]:
        """Return the abbreviations of a letter that letters explain."""

    @property
    def searched(self) -> Searched:
        """How much a question searches."""

    def would_search(self, where: Filter) -> Searched:
        """How much a question with this filter searches."""

    @property
    def generation(self) -> dict[str, Any]:
        """The manifest of the generation that answers."""

    def letters_where(self, where: Filter) -> list[LetterEntry]:
        """Return the letters that a filter leaves, in the order of their ids."""

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters name a publication: doc_id, start, end."""

    def ledger(self) -> Ledger:
        """The commitments in the letters, as they stand today."""

    def values_of(self, column: str) -> dict[str, int]:
        """Return the values of a column of the letters with their counts."""

    def meaning_of(self, short: str) -> str:
        """Return what an abbreviation stands for; "" if no letter says so."""

    @property
    def problems(self) -> list[str]:
        """Files that were left out, a sentence each."""


Open = Callable[[Settings], Answering]


def open_assistant(settings: Settings) -> Answering:
    """Open the index of the settings."""
    return Assistant.open(settings=settings)


class Opened:
    """Gives the assistant for the newest generation. Safe to use from several threads."""

    def __init__(self, settings: Settings, open_: Open = open_assistant) -> None:
        self.settings = settings
        self._open = open_
        self._assistant: Answering | None = None
        self._lock = threading.Lock()

    def assistant(self) -> Answering:
        """Return the assistant for the newest generation, opened at the first call that succeeds.

        What another process has published is used from the next question on. If that cannot be
        used, the generation before it goes on answering.

        Raises:
            QAError: If the index is missing or cannot be used.
        """
        with self._lock:
            if self._assistant is None:
                self._assistant = self._open(self.settings)
                return self._assistant
            try:
                self._assistant = self._assistant.newer()
            except QAError as error:
                _log.warning("the newest generation is not used: %s", error)
            return self._assistant

    def reopen(self) -> None:
        """Open the index anew: it may have been made by another encoder since.

        Raises:
            QAError: If it cannot be used; what was open stays.
        """
        fresh = self._open(self.settings)
        with self._lock:
            self._assistant = fresh
