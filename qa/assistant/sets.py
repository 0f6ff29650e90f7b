"""A set of questions read from a file, and all of them asked: of several at a time, in order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from qa.answering.question_sets import question_set_of
from qa.assistant.opened import Answering
from qa.citations.citing import official_url
from qa.errors import LetterError, QuestionError
from qa.letters.corpus import limits_of
from qa.letters.worker import FileReader
from qa.messages import Message
from qa.records import AnsweredSet, Prepared, QuestionSet
from qa.records.filters import Filter
from qa.settings import Settings
from qa.system.threads import own_processors
from qa.system.visible import visible

_LONGEST_NAME = 200  # characters of a file's name that are told

Report = Callable[[int, int], None]
"""Called with how many questions are done, and of how many."""


def read_set(path: Path, settings: Settings, name: str | None = None) -> QuestionSet:
    """Read a file of questions, with the limits of any letter.

    Args:
        path: The file.
        settings: Give the limits.
        name: What the person calls it; the file's own name by default.

    Raises:
        QuestionError: If it cannot be read, or holds no questions or too many; the message names
            the file and says what to do.
    """
    name = name or path.name
    if not path.is_file():
        raise QuestionError("questions-not-read", path=path, reason=Message("no-such-file"))
    with FileReader(path.parent, limits_of(settings)) as reader:
        ((_, letter),) = reader.read([path])
    if isinstance(letter, LetterError):
        raise QuestionError("about", what=name, message=letter.reason)
    return question_set_of(letter, name)


def read_sent(name: str, content: bytes, settings: Settings) -> QuestionSet:
    """Read a file of questions that was sent; nothing of it is kept.

    Raises:
        QuestionError: As `read_set`.
    """
    name = visible(Path(name.replace("\\", "/")).name)[:_LONGEST_NAME] or "?"
    ending = Path(name).suffix
    with tempfile.TemporaryDirectory(prefix="letters-qa-") as folder:
        path = Path(folder) / f"set{ending if ending[1:].isalnum() else ''}"
        path.write_bytes(content)
        return read_set(path, settings, name)


def answer_set(
    asked: QuestionSet,
    assistant: Answering,
    where: Filter | None = None,
    *,
    report: Report | None = None,
    turn: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> AnsweredSet:
    """Ask each question of a set once.

    Args:
        asked: The set; its own file is not searched.
        assistant: What answers.
        where: Which letters to search; all by default.
        report: Called as it goes on; what it raises ends the work.
        turn: Gives the turn in which one question is answered.

    Raises:
        QAError: If the index cannot be used.
    """
    where = replace(where or Filter(), without=own_letters(asked, assistant))
    questions = asked.questions

    def prepare(at: int) -> Prepared:
        after = questions[at - 1].whole if at else None
        with turn():
            return assistant.prepare(questions[at], where, after)

    prepared: list[Prepared] = []
    with ThreadPoolExecutor(own_processors()) as pool:
        try:
            for one in pool.map(prepare, range(len(questions))):
                prepared.append(one)
                if report:
                    report(len(prepared), len(questions))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return AnsweredSet(asked, tuple(prepared), assistant.would_search(where).letters)


def own_letters(asked: QuestionSet, assistant: Answering) -> tuple[str, ...]:
    """Return the ids of the letters that are the set itself: its file, or its official id."""
    same = [e.doc_id for e in assistant.letters_where(Filter()) if e.version == asked.version]
    named = official_url(asked.doc_id) and assistant.has_letter(asked.doc_id)
    return tuple(dict.fromkeys([*same, asked.doc_id] if named else same))
