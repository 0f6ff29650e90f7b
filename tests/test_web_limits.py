"""What one visitor can cost: texts are short, work takes turns, and whether it works is told."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, FakeAssistant, make_answer, make_letter

from qa.assistant import Assistant
from qa.errors import LetterError
from qa.messages import recognised
from qa.questions import MAX_QUESTION
from qa.settings import Settings
from qa.web.app import SESSIONS, create_app
from qa.web.gate.access import MOST_BYTES, MOST_OF_ADDRESS
from qa.web.gate.turns import Turns
from qa.web.page_events import make_asker, make_counter
from qa.web.pages import Pictures
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN

LETTER = make_letter(["Een alinea."])


def state_of(**given: Any) -> PageState:
    fake = FakeAssistant([LETTER], make_answer(LETTER, [(0, 3)]))
    return PageState(Settings(**given), open_=lambda _: fake)


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_site(state_of()), follow_redirects=False, **LOCAL)


@pytest.mark.parametrize(
    "path",
    ["/l/{}", "/p/{}", "/c/{}?q=0-1", "/api/letters/{}", "/en/{}", "/save/{}", "/{}"],
)
def test_a_long_path_is_refused(client: TestClient, path: str) -> None:
    assert client.get(path.format("x" * MOST_OF_ADDRESS["path"])).status_code == 414


@pytest.mark.parametrize("path", ["/t", "/api/ask", "/save/answer.json", "/letters", "/", "/l/x"])
def test_a_long_query_is_refused(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?q={'x' * MOST_OF_ADDRESS['query_string']}").status_code == 414


@pytest.mark.parametrize(
    "path", ["/api/ask", "/mcp", "/api/feedback", "/en/gradio_api/run/predict"]
)
def test_a_long_body_is_refused(client: TestClient, path: str) -> None:
    assert client.post(path, content=b"x" * (MOST_BYTES + 1)).status_code == 413


def test_what_the_page_sends_is_cut() -> None:
    asked: list[Any] = []

    class Noting(FakeAssistant):
        def ask(self, question: str, where: Any = None, **given: Any) -> Any:
            asked.append((where, given["after"]))
            return super().ask(question, where, **given)

    state = PageState(Settings(), open_=lambda _: Noting([LETTER], make_answer(LETTER, [(0, 3)])))
    long = "x" * 100_000
    make_asker(state, EN)("why?", "2023", "", [long] * 900, [long], None, long)
    ((where, after),) = asked
    assert sum(map(len, where.dossiers)) <= 50 * 200
    assert len(after) <= MAX_QUESTION
    assert "is no date" in make_counter(state, EN)(long, "", [], [], [])


def test_a_question_of_any_length_costs_no_more(founding_settings: Settings) -> None:
    assistant = Assistant.open(settings=founding_settings)
    long = "what did NL pledge at the UDCG " * 20_000
    assert len(assistant.ask(long).question.text) <= MAX_QUESTION
    assert len(assistant.ask("and in 2024?", after=long).question.text) <= MAX_QUESTION + 20
    assert len(assistant.timeline(long).question) <= MAX_QUESTION


@pytest.mark.parametrize("message", ["x: " * 30_000, "a (b); c " * 400, "{}: " * 600, ": " * 990])
def test_a_message_of_any_length_is_looked_up(message: str) -> None:
    assert recognised(message) is None


def test_health_waits_for_no_other_work() -> None:
    begun, end = threading.Semaphore(0), threading.Event()

    class Slow(FakeAssistant):
        def letter(self, doc_id: str) -> Any:
            begun.release()
            assert end.wait(60)
            return super().letter(doc_id)

    app = create_site(PageState(Settings(), open_=lambda _: Slow([LETTER])))
    with TestClient(app, **LOCAL) as client, ExitStack() as kept:
        pool = kept.enter_context(ThreadPoolExecutor(60))
        kept.callback(end.set)  # before the pool waits
        answers = [pool.submit(client.get, "/l/kst-1-1") for _ in range(60)]
        for _ in range(40):  # threads that the application has
            assert begun.acquire(timeout=30)
        assert client.get("/api/health").status_code == 200
        end.set()
        assert {one.result().status_code for one in answers} == {200}


def test_pictures_take_turns() -> None:
    state = state_of()
    turns = Turns(a_minute=100, at_once=1)
    with turns.turn(), pytest.raises(Exception, match="1 others are before you"):
        Pictures(state.settings, turns).of(LETTER.source, 1)
    with pytest.raises(LetterError):  # the line is free, the file is not there
        Pictures(state.settings, turns).of(LETTER.source, 1)


def test_a_model_that_hangs_holds_up_no_question() -> None:
    begun, end = threading.Event(), threading.Event()

    class Hanging(FakeAssistant):
        def summarise(self, found: Any) -> Any:
            begun.set()
            assert end.wait(60)

    fake = Hanging([LETTER], make_answer(LETTER, [(0, 3)]))
    app = create_site(PageState(Settings(questions_at_once=1), open_=lambda _: fake))
    with TestClient(app, **LOCAL) as client, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client.post, "/api/ask", json={"question": "x", "summary": True})
        assert begun.wait(60)
        assert client.get("/api/ask?q=x").status_code == 200
        end.set()
        assert waiting.result().status_code == 200


def test_visits_of_the_page_do_not_pile_up() -> None:
    app = create_app(state=state_of())
    client = TestClient(app, **LOCAL)
    for number in range(SESSIONS + 20):
        call = {"data": [], "fn_index": 0, "session_hash": f"visit {number}"}
        client.post("/en/gradio_api/run/predict", json=call)
    (page,) = (one.app for one in app.routes if getattr(one, "path", "") == "/en")
    assert len(page.state_holder.session_data) <= SESSIONS
