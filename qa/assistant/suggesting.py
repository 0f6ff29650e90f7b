"""Suggestions as one types: subjects and dossiers of letters, who sends them, abbreviations.

What is typed last is completed, a word or several: "steun aan oekr" gives "Oekraïne". Made once for
a generation of the index; a look takes about a millisecond.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

from qa.assistant.dossiers import list_dossiers
from qa.assistant.opened import Answering
from qa.records.filters import Filter
from qa.text.folding import fold
from qa.text.language import STOPWORDS

SuggestionKind = Literal["abbreviation", "dossier", "sender", "subject"]

MOST = 8
"""Suggestions at once."""

FEWEST_CHARACTERS = 2
"""Of what is completed."""

_LONGEST_KEY = 60  # characters of a name that are compared
_WORDS_BACK = 4  # words before the last that may belong to what is completed
_LOOKED_AT = 2_000  # names of one beginning that are compared; the rest are as good
_LONGEST_SUBJECT = 140  # characters of a subject that is put into a question
_KIND_BEFORE = re.compile(
    r"^(?:(?:nader )?gewijzigde )?(?:motie|amendement|brief|beantwoording|antwoord|reactie)\b"
    r".*?\bover ",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w’'-]*")
_RANKS: dict[SuggestionKind, int] = {"abbreviation": 0, "dossier": 1, "sender": 2, "subject": 3}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that completes what is typed from the character ``start`` on.

    ``detail`` says more of it: a dossier's number, what an abbreviation stands for.
    """

    kind: SuggestionKind
    text: str
    detail: str
    start: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, with how many letters have it."""

    kind: SuggestionKind
    text: str
    detail: str
    letters: int


class Suggester:
    """Completes what is typed with names of the letters of one generation."""

    def __init__(self, assistant: Answering) -> None:
        self._assistant = assistant
        self._names = list(_names(assistant))
        keys = [
            (key, number, begins)
            for number, name in enumerate(self._names)
            for key, begins in _keys(name)
        ]
        keys.sort()
        self._keys = [key for key, _, _ in keys]
        self._of_keys = [(number, begins) for _, number, begins in keys]

    @property
    def titles(self) -> dict[str, str]:
        """The titles of dossiers by their numbers."""
        return {one.detail: one.text for one in self._names if one.kind == "dossier"}

    def suggest(self, typed: str, most: int = MOST) -> list[Suggestion]:
        """Return names that complete what is typed, the best first.

        Args:
            typed: All that stands before the cursor.
            most: How many, at most.
        """
        found: dict[str, Suggestion] = {}
        for start in _starts(typed):
            for name in self._completing(fold(typed[start:]), most):
                is_typed = fold(name.text) == fold(typed[start:].strip())
                if is_typed or fold(name.text) in found or len(found) == most:
                    continue
                detail = name.detail
                if name.kind == "abbreviation":
                    detail = self._assistant.meaning_of(name.text)
                found[fold(name.text)] = Suggestion(name.kind, name.text, detail, start)
        return list(found.values())

    def _completing(self, beginning: str, most: int) -> list[_Name]:
        first = bisect_left(self._keys, beginning)
        last = bisect_right(self._keys, beginning + "\U0010ffff")
        best: dict[int, bool] = {}
        for number, begins in self._of_keys[first : min(last, first + _LOOKED_AT)]:
            best[number] = begins or best.get(number, False)
        chosen = nsmallest(most, best, key=lambda number: self._rank(number, best[number]))
        return [self._names[number] for number in chosen]

    def _rank(self, number: int, begins: bool) -> tuple[bool, int, int, str]:
        name = self._names[number]
        return not begins, _RANKS[name.kind], -name.letters, name.text


def _names(assistant: Answering) -> Iterator[_Name]:
    entries = assistant.letters_where(Filter())
    for short, letters in assistant.values_of("abbreviation").items():
        yield _Name("abbreviation", short, "", letters)
    for line in list_dossiers(entries):
        if line.title:
            yield _Name("dossier", line.title, line.number, line.letters)
    for sender, letters in assistant.values_of("sender").items():
        yield _Name("sender", sender, "", letters)
    subjects = Counter(_subject(entry.subject or "") for entry in entries)
    for subject, letters in subjects.items():
        if 0 < len(subject) <= _LONGEST_SUBJECT:
            yield _Name("subject", subject, "", letters)


def _subject(title: str) -> str:
    """Return what a letter is about: its title without what it is, and without the dossier's.

    Example:
        >>> _subject("Motie van het lid Ceder over veerdiensten")
        'veerdiensten'
    """
    told = _KIND_BEFORE.sub("", title.split("; ")[0] if title.split("; ")[-1].isupper() else title)
    return "" if told.isupper() else told.strip(" .")


def _keys(name: _Name) -> Iterator[tuple[str, bool]]:
    """Go through what a name is found by: from each of its words on, and whether it begins so."""
    whole = f"{name.detail} {name.text}" if name.kind == "dossier" else name.text
    begins = True
    for match in _WORD.finditer(whole):
        if fold(match[0]) not in STOPWORDS or begins:
            yield fold(whole[match.start() : match.start() + _LONGEST_KEY]), begins
        begins = False


def _starts(typed: str) -> Iterator[int]:
    """Go through where what is completed may begin, the longest first; not at a stopword."""
    words = list(_WORD.finditer(typed))[-1 - _WORDS_BACK :]
    for match in words:
        rest = typed[match.start() :]
        tells = any(fold(one[0]) not in STOPWORDS for one in _WORD.finditer(rest))
        if tells and len(rest.strip()) >= FEWEST_CHARACTERS and fold(match[0]) not in STOPWORDS:
            yield match.start()
