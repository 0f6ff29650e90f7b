"""Translations of places in letters, on demand, and kept while the program runs.

Only words of letters in the index are sent to a model, never what someone typed. What a model could
not do is asked again the next time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from qa.assistant.opened import Answering
from qa.errors import LetterChangedError, NoModelError, QuestionError
from qa.llm import PlacedTranslation
from qa.llm.translating import LONGEST
from qa.records import Answer, Letter
from qa.settings import Settings

MOST_KEPT = 1000
"""Translations that are kept, the latest."""

_Key = tuple[str, str, int, int, str]  # doc_id, sha256, start, end, model


class Translations:
    """Makes translations and keeps them. Safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, PlacedTranslation] = OrderedDict()
        self._lock = threading.Lock()

    def make(
        self,
        assistant: Answering,
        doc_id: str,
        place: tuple[int, int],
        sha256: str = "",
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> PlacedTranslation:
        """Return the translation of a place in a letter, made now or before.

        Args:
            assistant: Has the letters, and the model of its settings.
            doc_id: Of the letter, which is in Dutch.
            place: Start and end in its text, at most `qa.llm.translating.LONGEST` characters apart.
            sha256: Of the version in which these count, or its beginning; empty for the one there
                is.
            turn: Entered while the model is asked.

        Raises:
            NoModelError: If no model is set.
            LetterNotFoundError: If there is no such letter.
            LetterChangedError: If it is there in another version.
            QuestionError: If the place is none, is too long, or is not in Dutch.
        """
        settings = assistant.settings
        if not settings.has_model:
            raise NoModelError("no-language-model")
        letter = assistant.letter(doc_id)
        _check(letter, place, sha256)
        key = (doc_id, letter.version, *place, settings.llm_model)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with turn():
            found = assistant.translate(letter.text[slice(*place)])
        if found is None:
            raise NoModelError("no-language-model")
        made = PlacedTranslation(doc_id, letter.version, *place, found)
        if not any(one.problem for one in found.sentences):
            self._keep(key, made)
        return made

    def _keep(self, key: _Key, made: PlacedTranslation) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def of(self, answer: Answer, settings: Settings) -> list[PlacedTranslation]:
        """Return the translations of an answer's quotes and their paragraphs that are kept."""
        keys = dict.fromkeys(
            (one.citation.doc_id, one.citation.sha256, span.start, span.end, settings.llm_model)
            for one in answer.quotes
            for span in (one.citation, one.paragraph)
            if span
        )
        with self._lock:
            return [self._kept[key] for key in keys if key in self._kept]


def _check(letter: Letter, place: tuple[int, int], sha256: str) -> None:
    """Refuse what is no place in a Dutch letter."""
    start, end = place
    if sha256 and not letter.version.startswith(sha256):
        raise LetterChangedError("translation-changed", doc_id=letter.doc_id)
    if not 0 <= start < end <= len(letter.text) or not letter.text[start:end].strip():
        raise QuestionError("translation-no-place", start=start, end=end, length=len(letter.text))
    if end - start > LONGEST:
        raise QuestionError("translation-long", most=LONGEST)
    if letter.metadata.language not in {"nl", None}:
        raise QuestionError("translation-not-dutch", doc_id=letter.doc_id)
