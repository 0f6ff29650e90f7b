"""Sets of questions over HTTP and on their page: sent, followed, taken along, stopped."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from asked_before import NEW, OWN_ID, write_corpus
from conftest import once
from docx import Document
from fastapi.testclient import TestClient
from web_fixtures import HOSTILE, LOCAL, find

from qa.assistant.sets import read_sent
from qa.errors import IndexDamagedError, TooBusyError
from qa.output.schema.sets import SetModel
from qa.settings import Settings
from qa.system.threads import own_processors
from qa.web.gate.visitors import Visitor, set_current
from qa.web.sets import MOST_KEPT, MOST_RUNNING, SetJobs
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN, NL


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sets")
    (folder / "corpus").mkdir()
    write_corpus(folder / "corpus")
    return once(folder / "corpus", folder / "index")


@pytest.fixture(scope="module")
def state(settings: Settings) -> PageState:
    return PageState(settings)


@pytest.fixture(scope="module")
def client(state: PageState) -> Iterator[TestClient]:
    with TestClient(create_site(state), headers={"Accept-Language": "en"}, **LOCAL) as client:
        yield client


def sent(client: TestClient, content: str = NEW, name: str = "set.txt") -> dict[str, Any]:
    response = client.post("/api/questions", files={"file": (name, content)})
    assert response.status_code == 202, response.text
    job: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/api/questions/{job['token']}"
    return job


def finished(client: TestClient, state: PageState, token: str) -> dict[str, Any]:
    thread = state.sets._threads[token]
    thread.join(60)
    found: dict[str, Any] = client.get(f"/api/questions/{token}").json()
    return found


def test_a_file_is_prepared_and_its_answers_are_given(client: TestClient, state: PageState) -> None:
    job = sent(client)
    assert (job["name"], job["total"], job["result"]) == ("set.txt", 4, None)
    done = finished(client, state, job["token"])
    assert (done["state"], done["done"], done["error"]) == ("done", 4, "")
    result = SetModel.model_validate(done["result"])
    assert result.asker == "het lid Kat (D66)"
    assert result.letters == 2  # the paper itself is not searched
    first = result.questions[0]
    assert [one.citation.doc_id for one in first.earlier] == [
        "ah-tk-20222023-29", "ah-tk-20222023-17",
    ]  # fmt: skip
    assert first.answer is not None
    assert OWN_ID not in {quote.citation.doc_id for quote in first.answer.quotes}


def test_questions_are_taken_as_json_with_their_numbers(
    client: TestClient, state: PageState
) -> None:
    body = {"title": "Brug", "questions": [{"number": "2b", "text": "Wat kost de Molenbrug?"}]}
    response = client.post("/api/questions", json=body)
    assert response.status_code == 202
    result = finished(client, state, response.json()["token"])["result"]
    assert (result["title"], result["questions"][0]["number"]) == ("Brug", "2b")


@pytest.mark.parametrize(
    ("sending", "code"),
    [
        ({"json": {"questions": []}}, "request-wrong"),
        ({"json": {"questions": [{"text": "Wat?", "who": "x"}]}}, "request-wrong"),
        ({"content": b"[", "headers": {"content-type": "application/json"}}, "request-wrong"),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, "set-body-unknown"),
        ({"files": {"other": ("a.txt", b"x")}}, "set-body-unknown"),
        ({"files": {"file": ("a.txt", b"Er is niets.")}}, "set-without-questions"),
        ({"files": {"file": ("a.pdf", b"")}}, "about"),
    ],
)
def test_what_holds_no_questions_is_a_problem_with_a_code(
    sending: dict[str, Any], code: str, client: TestClient
) -> None:
    response = client.post("/api/questions", **sending)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_prepared_set_is_taken_as_a_file(client: TestClient, state: PageState) -> None:
    token = sent(client, name="mijn set.txt")["token"]
    assert client.get(f"/api/questions/{token}/file.pdf").status_code == 404
    finished(client, state, token)
    word = client.get(f"/api/questions/{token}/file.docx", params={"lang": "en"})
    assert word.headers["content-disposition"] == 'attachment; filename="mijnset-questions.docx"'
    heads = [p.text for p in Document(io.BytesIO(word.content)).paragraphs]
    assert "Overview" in heads
    text = client.get(f"/api/questions/{token}/file.md").text
    assert "## Overzicht" in text  # the language of the set
    assert client.get(f"/api/questions/{token}/file.json").json()["schema"] == 1


def test_a_set_is_there_for_who_sent_it_alone_and_can_be_forgotten(
    client: TestClient, state: PageState
) -> None:
    token = sent(client)["token"]
    finished(client, state, token)
    set_current(Visitor(name="someone else"))
    assert state.sets.get(token) is None
    assert client.delete(f"/api/questions/{token}").json()["state"] == "done"
    for method in (client.get, client.delete):
        response = method(f"/api/questions/{token}")
        assert (response.status_code, response.json()["code"]) == (404, "set-not-there")


class Slow:
    """An assistant that answers nothing before it may; then nothing at all."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.asked = 0

    def letters_where(self, _: object) -> list[object]:
        return []

    def prepare(self, *_: object) -> None:
        self.asked += 1
        assert self.may.wait(30)
        raise IndexDamagedError("file-empty")


def slow_jobs(state: PageState) -> tuple[Slow, SetJobs]:
    slow = Slow()
    return slow, SetJobs(lambda: slow, state.turns)  # type: ignore[arg-type, return-value]


def test_a_set_can_be_stopped_and_no_more_is_asked(state: PageState) -> None:
    slow, jobs = slow_jobs(state)
    asked = read_sent("x.txt", NEW.encode(), state.settings)
    job = jobs.begin(asked)
    stopped = jobs.stop(job.token)
    assert stopped is not None
    assert stopped.state == "stopped"
    slow.may.set()
    last = jobs.finished(job.token)
    assert last is not None
    assert (last.state, last.answered, last.error) == ("stopped", None, "")
    assert slow.asked <= own_processors()  # those that were under way


def test_a_set_that_fails_says_why(state: PageState) -> None:
    slow, jobs = slow_jobs(state)
    slow.may.set()
    job = jobs.begin(read_sent("x.txt", NEW.encode(), state.settings))
    last = jobs.finished(job.token)
    assert last is not None
    assert (last.state, last.error.startswith("the file is empty")) == ("failed", True)


def test_so_many_sets_are_prepared_at_once(state: PageState) -> None:
    slow, jobs = slow_jobs(state)
    asked = read_sent("x.txt", NEW.encode(), state.settings)
    for _ in range(MOST_RUNNING):
        jobs.begin(asked)
    with pytest.raises(TooBusyError, match="4 sets are being prepared"):
        jobs.begin(asked)
    slow.may.set()


def test_so_many_sets_are_kept(state: PageState) -> None:
    slow, jobs = slow_jobs(state)
    slow.may.set()
    asked = read_sent("x.txt", b"1. Wat kost de brug?", state.settings)
    tokens = []
    for _ in range(MOST_KEPT + 2):
        tokens.append(jobs.begin(asked).token)
        jobs.finished(tokens[-1])
    assert jobs.get(tokens[0]) is None
    assert jobs.get(tokens[-1]) is not None


# --- the page --------------------------------------------------------------------------------


def test_the_page_takes_pasted_questions_and_shows_what_was_found(
    client: TestClient, state: PageState
) -> None:
    response = client.post("/questions?lang=nl", data={"text": NEW})
    token = response.url.params["token"]
    finished(client, state, token)
    html = client.get(str(response.url)).text
    assert [e.text for e in find(html, "h1")] == [
        "Vragen van het lid Kat (D66) aan de Minister van Havens over de Molenbrug"
    ]
    assert [e.text for e in find(html, "h2")][2:] == [f"Vraag {n}" for n in range(1, 5)]
    earlier = next(find(html, "summary")).text
    assert earlier.startswith("Vraag 1, van het lid Zwart (ABC), 5 juni 2023; lijkt er voor ")
    links = [e.attributes["href"] for e in find(html, "a") if e.text == "Word"]
    assert client.get(links[0]).content.startswith(b"PK")
    assert NL.sets_kept in html


def test_the_page_says_what_is_wrong_and_keeps_the_form(client: TestClient) -> None:
    response = client.post("/questions", files={"file": ("brief.txt", b"Er is niets te melden.")})
    assert response.status_code == 422
    alert = next(find(response.text, "section", role="alert"))
    assert "brief.txt: no questions found in it" in alert.text
    assert [e.text for e in find(response.text, "h1")] == [EN.sets_title]
    assert client.get("/questions?token=none").status_code == 404


def test_what_a_set_says_is_only_text(client: TestClient, state: PageState) -> None:
    hostile = " ".join(HOSTILE.split())
    response = client.post("/questions", data={"text": f"1. Wat kost {hostile}?\n\n2. En dan?"})
    finished(client, state, response.url.params["token"])
    html = client.get(str(response.url)).text
    assert "<script>window" not in html
    assert next(find(html, "p", class_="asked")).text.startswith("Wat kost <script>window.hacked")


def test_a_reader_may_send_questions_but_no_letters(settings: Settings) -> None:
    state = PageState(settings.model_copy(update={"role": "reader"}))
    with TestClient(create_site(state), **LOCAL) as client:
        big = "1. Wat kost de brug?\n\n" + "Een lange toelichting. " * 12_000
        assert client.post("/api/questions", files={"file": ("a.txt", big)}).status_code == 202
        assert client.post("/api/letters", files={"files": ("a.txt", big)}).status_code == 403


def test_the_other_pages_lead_to_this_one(client: TestClient) -> None:
    for address in ("/letters?lang=en", "/questions?lang=en"):
        links = find(client.get(address).text, "a", href="/questions?lang=en")
        assert [link.text for link in links] == [EN.sets_link]
