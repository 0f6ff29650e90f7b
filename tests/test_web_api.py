"""The HTTP API: the command line's JSON by its types, tags, problems, and what strangers may do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import schemathesis
from conftest import PLEDGE
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from typer.testing import CliRunner
from web_fixtures import HOSTILE, LOCAL, FakeAssistant, make_answer, make_letter

from qa.assistant import Assistant
from qa.assistant.feedback import read_feedback
from qa.cli.common import app as command_line
from qa.errors import EncoderError, IndexDamagedError
from qa.indexing import build_index
from qa.llm import Summary, SummarySentence
from qa.llm.client import Tokens
from qa.messages import Message
from qa.output.schema.answers import AnswerModel
from qa.output.schema.letters import LetterModel, LettersModel, UnitModel
from qa.settings import Settings
from qa.web.api.models import UploadModel
from qa.web.gate.turns import Turns
from qa.web.site import create_site
from qa.web.state import PageState

QUESTION = "what did NL pledge at the UDCG"
LETTER = "/api/letters/kst-28676-449"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def client(founding_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_site(PageState(founding_settings)), **LOCAL) as client:
        yield client


@pytest.fixture
def small(settings: Settings) -> Iterator[TestClient]:
    build_index(settings)
    with TestClient(create_site(PageState(settings)), **LOCAL) as client:
        yield client


def client_of(state: PageState) -> TestClient:
    return TestClient(create_site(state), raise_server_exceptions=False, **LOCAL)


def assert_problem(response: Any, status: int, says: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told["status"] == status
    assert says in told["detail"]
    return told


# --- answers ---------------------------------------------------------------------------------


def assert_same(one: Any, other: Any) -> None:
    """Compare two JSONs; numbers may differ in the last decimal, which hangs on the threads."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for name in one:
            assert_same(one[name], other[name])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for here, there in zip(one, other, strict=True):
            assert_same(here, there)
    elif isinstance(one, float):
        assert one == pytest.approx(other, abs=2e-4)
    else:
        assert one == other


def test_an_answer_is_the_command_lines_json(
    client: TestClient, founding_settings: Settings
) -> None:
    response = client.get("/api/ask", params={"q": QUESTION})
    assert response.status_code == 200
    answer = response.json()
    assert answer["quotes"][0]["text"] == PLEDGE
    arguments = ["ask", QUESTION, "--json", "--index", str(founding_settings.index)]
    printed = json.loads(CliRunner().invoke(command_line, arguments).stdout)
    posted = client.post("/api/ask", json={"question": QUESTION}).json()
    assert_same(printed, answer)
    assert_same(posted, answer)


def test_a_parameter_that_is_not_known_is_refused(client: TestClient) -> None:
    response = client.get("/api/ask", params={"q": QUESTION, "dossiers": "28676"})
    assert_problem(response, 422, "no parameter dossiers here; there is")
    assert_problem(client.get("/api/health?x=1"), 422, "no parameter x here")


def test_what_stands_in_the_gate_tells_programs_problems(client: TestClient) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    assert_problem(client.post("/api/ask", json={}, headers=foreign), 403, "another site")
    assert_problem(client.get("/api/health", headers={"Host": "elsewhere"}), 421, "QA_HOSTS")


def test_what_is_sent_is_what_is_described(client: TestClient) -> None:
    for address, model in (
        (f"/api/ask?q={QUESTION}", AnswerModel),
        ("/api/ask?q=Wat kost de dierentuin in Emmen", AnswerModel),
        ("/api/letters", LettersModel),
        (LETTER, LetterModel),
        (f"{LETTER}/units/p11", UnitModel),
    ):
        sent = client.get(address).json()
        assert model.model_validate(sent).model_dump(mode="json", by_alias=True) == sent


def test_a_filter_goes_with_the_question(small: TestClient) -> None:
    everywhere = small.get("/api/ask", params={"q": "wat staat in de brief"}).json()
    assert everywhere["searched"]["letters"] == 3
    asked = {"q": "wat staat in de brief", "dossier": "99 002-XV", "since": "2023"}
    one = small.get("/api/ask", params=asked).json()
    assert one["searched"]["letters"] == 1
    assert one["searched"]["filter"] == {"dossiers": ["99002-XV"], "since": "2023-01-01"}
    body = {"question": asked["q"], "filter": {"dossiers": ["99 002-XV"], "since": "2023"}}
    assert small.post("/api/ask", json=body).json() == one


def test_a_question_may_lean_on_the_one_before(client: TestClient) -> None:
    params = {"q": "and for the IT coalition?", "after": "what did NL pledge for ammunition"}
    answer = client.get("/api/ask", params=params).json()
    assert answer["understood"] == "what did NL pledge for the IT coalition?"


# --- letters ---------------------------------------------------------------------------------


def test_letters_come_a_page_at_a_time(small: TestClient) -> None:
    first = small.get("/api/letters", params={"limit": 2, "sort": "-paragraphs"})
    page = first.json()
    assert (page["total"], page["offset"], page["limit"]) == (3, 0, 2)
    assert [one["paragraphs"] for one in page["letters"]] == sorted(
        (one["paragraphs"] for one in page["letters"]), reverse=True
    )
    link = first.headers["link"]
    assert link == '</api/letters?limit=2&sort=-paragraphs&offset=2>; rel="next"'
    second = small.get("/api/letters?limit=2&sort=-paragraphs&offset=2")
    assert 'rel="prev"' in second.headers["link"]
    assert 'rel="next"' not in second.headers["link"]
    ids = {one["doc_id"] for one in page["letters"] + second.json()["letters"]}
    assert ids == {"kst-99001-7", "kst-99002-XV-3", "landbouw-2020-06-11-mest"}


def test_letters_are_chosen_by_filter_and_words(small: TestClient) -> None:
    def ids(**params: str) -> list[str]:
        letters = small.get("/api/letters", params=params).json()["letters"]
        return [one["doc_id"] for one in letters]

    assert ids(dossier="99001") == ["kst-99001-7"]
    assert ids(words="MEST") == ["landbouw-2020-06-11-mest"]
    assert ids(words="mest 99001") == []


def test_a_paragraph_comes_with_its_citation(client: TestClient) -> None:
    unit = client.get(f"{LETTER}/units/p11").json()
    letter = client.get(LETTER).json()
    place = unit["citation"]
    assert letter["text"][place["start"] : place["end"]] == unit["text"]
    assert place["reference"] == "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4"
    assert_problem(client.get(f"{LETTER}/units/p99"), 404, "its paragraphs are p1 to p11")


# --- tags ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", [f"/api/ask?q={QUESTION}", "/api/letters", LETTER, f"{LETTER}/units/p1"]
)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_changes_with_the_index_and_the_question(settings: Settings, corpus: Path) -> None:
    build_index(settings)
    client = TestClient(create_site(PageState(settings)), **LOCAL)

    def tags() -> list[str]:
        addresses = ("/api/ask?q=nachttrein", "/api/letters", "/api/letters/kst-99001-7")
        return [client.get(address).headers["etag"] for address in addresses]

    before = tags()
    assert before == tags()
    assert client.get("/api/ask?q=dagtrein").headers["etag"] != before[0]
    (corpus / "nieuw.txt").write_text("Een nieuwe brief over zonnepanelen op het dak.\n")
    build_index(settings)
    after = tags()
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False, True]


# --- problems --------------------------------------------------------------------------------


def test_problems_say_what_is_wrong(client: TestClient) -> None:
    get, post = client.get, client.post
    assert_problem(get("/api/letters/kst-1-1"), 404, "kst-1-1")
    assert_problem(get("/api/nothing"), 404, "Not Found")
    assert_problem(client.delete("/api/ask"), 405, "Method Not Allowed")
    assert_problem(get("/api/ask", params={"q": "???"}), 422, "the question is empty")
    assert_problem(get("/api/ask", params={"q": "x", "since": "mei"}), 422, "'mei' is no date")
    told = assert_problem(get("/api/ask"), 422, "query.q")
    assert told["faults"] == [{"where": "query.q", "message": "Field required"}]
    assert_problem(get("/api/ask", params={"q": "x" * 2001}), 422, "at most 2000")
    assert_problem(get("/api/letters", params={"limit": 0}), 422, "query.limit")
    assert_problem(get("/api/letters", params={"sort": "colour"}), 422, "query.sort")
    body = {"content": "{", "headers": {"Content-Type": "application/json"}}
    assert_problem(post("/api/ask", **body), 422, "JSON")
    unknown = {"question": "x", "filter": {"dossier": ["1"]}}
    assert_problem(post("/api/ask", json=unknown), 422, "body.filter.dossier")


def test_without_an_index_the_api_says_how_to_make_one(tmp_path: Path) -> None:
    client = TestClient(create_site(PageState(Settings(index=tmp_path / "none"))), **LOCAL)
    told = assert_problem(client.get("/api/ask?q=why"), 503, "letters-qa index")
    assert told["type"] == "urn:letters-qa:IndexNotFoundError"
    health = client.get("/api/health")
    assert (health.status_code, health.json()) == (503, {"schema": 1, "status": "missing"})
    assert client.get("/api/index").json()["generations"] == []


def test_a_fault_of_the_program_is_told_without_its_inside() -> None:
    broken = FakeAssistant([], error=RuntimeError("secret inside"))
    client = client_of(PageState(Settings(), open_=lambda _: broken))
    response = client.get("/api/ask?q=why")
    assert_problem(response, 500, "fault of the program")
    assert "secret" not in response.text


def test_hostile_text_goes_through_as_text() -> None:
    letter = make_letter([HOSTILE])
    answer = make_answer(letter, [(0, len(HOSTILE))], question=HOSTILE)
    state = PageState(Settings(), open_=lambda _: FakeAssistant([letter], answer))
    response = client_of(state).get("/api/ask", params={"q": HOSTILE[:900]})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["quotes"][0]["text"] == HOSTILE


# --- the index -------------------------------------------------------------------------------


def test_editors_update_check_and_go_back(settings: Settings, corpus: Path) -> None:
    state = PageState(settings)
    client = client_of(state)

    def run(step: str, **body: Any) -> dict[str, Any]:
        response = client.post(f"/api/index/{step}", **body)
        assert response.status_code == 202, response.text
        state.finished()
        job: dict[str, Any] = client.get(response.headers["location"]).json()["job"]
        return job

    assert run("update")["result"]["letters"] == 3
    (corpus / "nieuw.txt").write_text("Een nieuwe brief over zonnepanelen op het dak.\n")
    assert run("update")["result"]["added"] == ["nieuw"]
    told = client.get("/api/index").json()
    assert (told["generation"], told["letters"], told["status"]) == (2, 4, "ready")
    assert [one["current"] for one in told["generations"]] == [False, True]
    assert told["encoder"]["name"] == settings.encoder
    assert run("verify")["result"] >= 1
    assert run("rollback", json={"generation": 1})["result"]["number"] == 1
    assert client.get("/api/index").json()["letters"] == 3
    assert "no generation 9" in run("rollback", json={"generation": 9})["error"]
    assert client.put("/api/index/following", json={"on": True}).json()["following"]
    assert not client.put("/api/index/following", json={"on": False}).json()["following"]


def test_readers_change_nothing(founding_settings: Settings) -> None:
    for fields in ({"host": "0.0.0.0"}, {"role": "reader"}):
        client = client_of(PageState(founding_settings.model_copy(update=fields)))
        for step in ("update", "verify", "rollback"):
            told = client.post(f"/api/index/{step}", json={})
            assert_problem(told, 403, "only editors")
        assert_problem(client.put("/api/index/following", json={"on": True}), 403, "only editors")
        assert client.get("/api/index").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_pages_of_other_sites_change_nothing(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/api/index/verify", headers=headers)
    assert response.status_code == 403
    assert "another site" in response.text


def test_a_site_that_points_its_name_here_reads_nothing(founding_settings: Settings) -> None:
    client = TestClient(
        create_site(PageState(founding_settings)), base_url="http://rebound.example"
    )
    response = client.get("/api/letters")
    assert response.status_code == 421
    assert "QA_HOSTS" in response.text
    named = founding_settings.model_copy(update={"hosts": ("rebound.example",)})
    client = TestClient(create_site(PageState(named)), base_url="http://Rebound.example")
    assert client.get("/api/letters").status_code == 200


@pytest.mark.parametrize(
    "error",
    [IndexDamagedError("milvus-stems-differ"), EncoderError("encoder-not-static", encoder="x")],
)
def test_an_index_that_cannot_be_used_is_told(error: Exception) -> None:
    def fails(_: Settings) -> Assistant:
        raise error

    client = client_of(PageState(Settings(), open_=fails))
    assert_problem(client.get("/api/letters"), 503, str(error))
    assert client.get("/api/index").json()["message"] == str(error)


# --- whatever is sent ------------------------------------------------------------------------


def test_whatever_is_sent_gets_what_is_described(
    founding_settings: Settings, tmp_path: Path
) -> None:
    fed = {"role": "reader", "feedback": tmp_path / "feedback.jsonl", "questions_a_minute": 100_000}
    app = create_site(PageState(founding_settings.model_copy(update=fed)))
    host = {"Host": "127.0.0.1"}
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=host)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == 36
    for operation in operations:

        @given(case=operation.as_strategy())
        @budget(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        def send(case: Any) -> None:
            case.call_and_validate(headers=host, checks=CHECKS)

        send()


# --- letters that come and go ------------------------------------------------------------------


def upload(client: TestClient, *files: tuple[str, bytes]) -> dict[str, Any]:
    sent = [("files", (name, content)) for name, content in files]
    response = client.post("/api/letters", files=sent)
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    assert UploadModel.model_validate(told).model_dump(mode="json", by_alias=True) == told
    return told


def test_letters_are_uploaded_removed_and_brought_back(settings: Settings) -> None:
    build_index(settings)
    state = PageState(settings)
    client = client_of(state)
    letter = b"Een nieuwe brief over zonnepanelen op het dak.\n"
    told = upload(client, ("zon.txt", letter), ("leeg.txt", b""), ("../../x.png", b"\x89PNG"))
    assert [one["how"] for one in told["files"]] == ["added", "refused", "refused"]
    assert told["files"][0]["doc_id"] == "zon"
    assert told["files"][1]["reason"].startswith("the file is empty")
    assert told["job"]["kind"] == "update"
    state.finished()
    assert client.get("/api/letters/zon").status_code == 200
    assert upload(client, ("zon.txt", letter))["job"] is None

    removed = client.delete("/api/letters/zon").json()
    assert removed["removal"]["files"] == ["zon.txt"]
    state.finished()
    assert_problem(client.get("/api/letters/zon"), 404, "zon")
    assert_problem(client.delete("/api/letters/zon"), 404, "zon")
    (kept,) = client.get("/api/removals").json()["removals"]
    assert kept == removed["removal"]
    client.post(f"/api/removals/{kept['token']}/restore")
    state.finished()
    assert client.get("/api/letters/zon").status_code == 200
    assert client.get("/api/removals").json()["removals"] == []


def test_readers_neither_upload_nor_remove(founding_settings: Settings) -> None:
    reader = client_of(PageState(founding_settings.model_copy(update={"role": "reader"})))
    sent = [("files", ("zon.txt", b"Een brief."))]
    assert_problem(reader.post("/api/letters", files=sent), 403, "only editors")
    assert_problem(reader.delete(LETTER), 403, "only editors")
    assert_problem(reader.post("/api/fetch", json={"dossier": "28676"}), 403, "only editors")
    assert_problem(reader.get("/api/removals"), 403, "only editors")


def test_an_upload_has_limits(settings: Settings, corpus: Path) -> None:
    small = settings.model_copy(update={"max_upload_bytes": 20_000, "max_file_bytes": 2_000})
    client = client_of(PageState(small))
    before = sorted(corpus.iterdir())
    response = client.post("/api/letters", files=[("files", ("a.txt", b"x " * 20_000))])
    assert response.status_code == 413
    assert "more than 20,000" in response.text
    told = upload(client, ("a.txt", b"woord " * 500))
    assert "more than the limit of 2,000 bytes" in told["files"][0]["reason"]
    many = [("files", (f"{i}.txt", b"")) for i in range(101)]
    assert_problem(client.post("/api/letters", files=many), 422, "at most 100")
    chunks = client.post("/api/letters", content=iter([b"a", b"b"]))
    assert chunks.status_code == 411
    assert [path for path in sorted(corpus.iterdir()) if path.name[0] != "."] == before


def test_what_cannot_be_fetched_is_told_at_once(settings: Settings) -> None:
    client = client_of(PageState(settings))
    assert_problem(client.post("/api/fetch", json={}), 422, "")
    told = client.post("/api/fetch", json={"ids": ["geen id"]})
    assert_problem(told, 422, "geen id")


def test_a_wrong_answer_is_noted(founding_settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    settings = founding_settings.model_copy(update={"feedback": path, "role": "reader"})
    client = client_of(PageState(settings))

    def send(**more: Any) -> Any:
        return client.post("/api/feedback", json={"question": QUESTION, **more})

    assert send().json() == {"schema": 1, "noted": True}
    right = {"doc_id": "kst-28676-449", "unit": "¶ 3"}
    assert send(right=right, note="alinea 3").status_code == 200
    assert send(nowhere=True).status_code == 200
    plain, marked, nowhere = read_feedback(path).entries
    assert plain["shown"][0]["text"] == PLEDGE
    assert (marked["right"]["unit"], marked["note"]) == ("p3", "alinea 3")
    assert nowhere["right"] == {"doc_id": None}
    assert_problem(send(right={**right, "unit": "99"}), 404, "it has 1 to 11")
    assert_problem(send(right={**right, "doc_id": "kst-1-1"}), 404, "kst-1-1")
    assert_problem(send(note="x" * 2001), 422, "2000")
    assert len(read_feedback(path).entries) == 3


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "het antwoord brak af"), ("en", "its reply broke off")],
)
def test_what_is_wrong_with_a_summary_is_said_in_the_readers_language(
    language: str, said: str
) -> None:
    letter = make_letter(["Nederland geeft 5 miljoen euro."])
    summary = Summary("small-model", problem=Message("llm-reply-broke-off"))
    fake = FakeAssistant([letter], make_answer(letter, [(0, 18)]), summary=summary)
    answered = client_of(PageState(Settings(), open_=lambda _: fake)).post(
        "/api/ask",
        json={"question": "hoeveel", "summary": True},
        headers={"Accept-Language": language},
    )
    assert answered.json()["summary"]["problem"] == "its reply broke off"
    assert unquote(answered.headers["X-Summary-Problem"]) == said


def lines_of(fake: FakeAssistant, **headers: str) -> list[dict[str, Any]]:
    client = client_of(PageState(Settings(), open_=lambda _: fake))
    found = client.post("/api/summary", json={"question": "hoeveel"}, headers=headers)
    assert found.status_code == 200
    assert found.headers["Content-Type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in found.text.splitlines()]


def test_a_summary_is_sent_line_by_line() -> None:
    letter = make_letter(["Nederland geeft 5 miljoen euro."])
    one = SummarySentence("Het is 5 miljoen euro.", (1,))

    class Writes(FakeAssistant):
        def summaries(self, found: Any, left: Any) -> Iterator[Summary]:
            yield Summary("m", (one,), whole=False)
            yield Summary(
                "m", (one,), {"number": 1}, Message("llm-reply-broke-off"), Tokens(500, 20)
            )

    fake = Writes([letter], make_answer(letter, [(0, 18)]))
    first, last = lines_of(fake, **{"Accept-Language": "nl"})
    assert (first["whole"], last["whole"]) == (False, True)
    assert first["sentences"] == [{"text": "Het is 5 miljoen euro.", "quotes": [1]}]
    assert (last["dropped"], last["tokens"]) == ({"number": 1}, {"read": 500, "written": 20})
    assert (last["problem"], last["told"]) == ("its reply broke off", "het antwoord brak af")


def test_without_a_model_or_a_quote_no_line_is_sent() -> None:
    letter = make_letter(["Nederland geeft 5 miljoen euro."])
    assert lines_of(FakeAssistant([letter], make_answer(letter, [(0, 18)]))) == []


def test_too_many_summaries_at_once_are_told_before_any_line() -> None:
    letter = make_letter(["Nederland geeft 5 miljoen euro."])
    state = PageState(
        Settings(), open_=lambda _: FakeAssistant([letter], make_answer(letter, [(0, 18)]))
    )
    state.summaries = Turns(a_minute=100, at_once=1)
    with state.summaries.turn():
        found = client_of(state).post("/api/summary", json={"question": "hoeveel"})
    assert_problem(found, 429, "1 others are before you")
