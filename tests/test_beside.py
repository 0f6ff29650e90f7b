"""Questions of several askers: answered by processes beside this one, all alike, and none lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from qa.assistant.assistant import Assistant
from qa.assistant.beside import Beside
from qa.errors import QuestionError
from qa.indexing import build_index
from qa.settings import Settings

QUESTION = "Hoeveel stations kregen een lift?"
PATIENCE = 60.0  # seconds, on a machine that is very busy


@pytest.fixture
def opened(settings: Settings) -> Assistant:
    build_index(settings)
    return Assistant.open(settings=settings.model_copy(update={"processes": 2}))


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def busy(assistant: Assistant) -> Iterator[None]:
    """Keep a question in this process for as long as this lasts."""
    with assistant._beside._place() as place:
        assert place is None
        yield


def start(assistant: Assistant) -> int:
    """Start the process beside this one, and return its id."""
    with busy(assistant), busy(assistant):
        until(lambda: assistant._beside._idle)
    return assistant._beside._idle[0].pid


def test_an_only_asker_starts_no_process(opened: Assistant) -> None:
    assert opened.ask(QUESTION).found
    assert opened.ask(QUESTION).found
    assert not opened._beside._running
    assert not opened._beside._starting


def test_a_second_asker_is_answered_alike_by_the_process_beside(
    opened: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, line = opened.ask(QUESTION), opened.timeline(QUESTION)
    start(opened)
    monkeypatch.setattr(opened, "_retriever", None)  # nothing can be answered here
    with busy(opened):
        assert opened.ask(QUESTION) == answer
        assert opened.timeline(QUESTION) == line


def test_many_askers_get_what_one_gets(opened: Assistant) -> None:
    questions = [
        QUESTION,
        "wanneer kwam de groep bijeen?",
        "wie is de minister?",
        "hoe heet de hond?",
    ]
    alone = [opened.ask(question) for question in questions]
    start(opened)
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(opened.ask, questions * 6)) == alone * 6
    assert not opened._beside._here


def test_a_question_that_cannot_be_used_is_refused_there_as_here(opened: Assistant) -> None:
    start(opened)
    with busy(opened), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(opened.ask, "?!")
        until(lambda: opened._beside._here > 1 or refused.done())
        with pytest.raises(QuestionError, match="question"):
            refused.result(PATIENCE)


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_process_that_is_killed_loses_no_question(opened: Assistant) -> None:
    answer = opened.ask(QUESTION)
    os.kill(start(opened), signal.SIGKILL)
    with busy(opened):
        assert opened.ask(QUESTION) == answer
    assert not opened._beside._running
    assert start(opened)


def test_the_process_answers_from_the_generation_that_is_asked(opened: Assistant) -> None:
    start(opened)
    letter = opened.settings.corpus / "zandzak.txt"
    letter.write_text("De minister levert 4.711 zandzakken aan de Krim-groep.", encoding="utf-8")
    build_index(opened.settings)
    newer = opened.newer()
    asked = "hoeveel zandzakken levert de minister?"
    with busy(opened):
        assert "4.711" in newer.ask(asked).quotes[0].text
        assert not opened.ask(asked).found  # its letters are those of the generation before


def test_one_process_is_enough_where_that_is_asked_for(settings: Settings) -> None:
    build_index(settings)
    assistant = Assistant.open(settings=settings.model_copy(update={"processes": 1}))
    with busy(assistant), busy(assistant):
        assert assistant.ask(QUESTION).found
    assert not assistant._beside._starting
    assert not assistant._beside._running


def test_where_none_can_be_started_all_is_answered_here_until_one_can(
    opened: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr("qa.assistant.beside.command", lambda _: ["no-such-program"])
        with busy(opened), busy(opened):
            until(lambda: opened._beside._not_before)
            assert opened.ask(QUESTION).found
    assert not opened._beside._starting
    opened._beside._not_before = 0.0  # a minute later
    assert start(opened)


def test_where_no_thread_can_be_had_the_question_is_answered_here(
    opened: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with busy(opened):
        monkeypatch.setattr(threading.Thread, "start", refuse)
        with busy(opened):
            assert not opened._beside._starting
            monkeypatch.undo()
            assert start(opened)


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_process_ends_with_the_assistant(opened: Assistant) -> None:
    number = start(opened)
    opened._beside = Beside(opened.settings)
    until(lambda: not _is_running(number))


def test_waiting_askers_are_woken_when_a_place_comes_free(opened: Assistant) -> None:
    start(opened)
    with ThreadPoolExecutor(1) as pool:
        with busy(opened), opened._beside._place() as there:
            assert there is not None
            waiting = pool.submit(opened.ask, QUESTION)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(PATIENCE).found


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
