"""Odd requests: none makes a fault of the program, none tells what was in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, FakeAssistant, make_answer, make_letter

from qa.settings import Settings
from qa.web.app import create_app
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.users import Users

LETTER = make_letter(["Een alinea."])


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> PageState:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "corpus").mkdir()
    Users(folder / "users.json").put("anna", "een lang wachtwoord", "editor")
    settings = Settings(
        corpus=folder / "corpus", auth=f"users:{folder / 'users.json'}",
        index=folder / "secret" / "index",
    )  # fmt: skip
    fake = FakeAssistant([LETTER], make_answer(LETTER, [(0, 3)]))
    return PageState(settings, open_=lambda _: fake)


@pytest.fixture(scope="module")
def site(state: PageState) -> FastAPI:
    """The site without its pages, where people sign in."""
    return create_site(state)


@pytest.fixture(scope="module")
def app(state: PageState) -> FastAPI:
    """All of it, where people sign in."""
    return create_app(state=state)


@pytest.fixture(scope="module")
def open_app() -> FastAPI:
    """All of it, where nobody signs in."""
    return create_app(state=PageState(Settings(), open_=lambda _: FakeAssistant([LETTER])))


@pytest.fixture
def client(site: FastAPI) -> TestClient:
    return TestClient(site, follow_redirects=False, **LOCAL)


@pytest.fixture
def page(open_app: FastAPI) -> TestClient:
    return TestClient(open_app, **LOCAL)


@pytest.mark.parametrize("query", ["page=x", "page=%00", "deep_link=x", "deep_link=../x&view=api"])
def test_what_gradio_reads_of_an_address_is_kept_from_it(page: TestClient, query: str) -> None:
    assert page.get(f"/en/?{query}").status_code == 200


@pytest.mark.parametrize("name", ["x" * 300, "..%2f..%2fx", "%00", ".hidden", "a/" * 20])
@pytest.mark.parametrize("folder", ["static", "assets", "svelte"])
def test_odd_names_of_gradios_files(page: TestClient, folder: str, name: str) -> None:
    assert page.get(f"/en/{folder}/{name}").status_code == 404


@pytest.mark.parametrize("call", [{}, {"fn_index": 9999}, {"fn_index": 0, "data": [], "x": 1}])
def test_a_call_that_the_page_does_not_make_is_refused(
    page: TestClient, call: dict[str, Any]
) -> None:
    asked = {"data": [], "session_hash": "x", **call}
    assert page.post("/en/gradio_api/run/predict", json=asked).status_code in {404, 422}


@pytest.mark.parametrize("host", ["[", "[::g]", "", "127.0.0.1:x", "a b", "127.0.0.1@elsewhere"])
def test_odd_hosts(client: TestClient, host: str) -> None:
    assert client.get("/api/health", headers={"Host": host}).status_code in {200, 421}


@pytest.mark.parametrize("origin", ["http://[", "", "null", "127.0.0.1", "https://127.0.0.1@x"])
def test_odd_origins(client: TestClient, origin: str) -> None:
    form = {"name": "anna", "password": "een lang wachtwoord"}
    assert client.post("/login", data=form, headers={"Origin": origin}).status_code == 403


def test_a_password_that_is_no_text_is_not_told(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nanna\r\n'
        b'--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nGEHEIM\\ud800\r\n--x--\r\n'
    )
    form = "multipart/form-data; boundary=x; charset=unicode_escape"
    response = client.post("/login", content=body, headers={"Content-Type": form})
    assert response.status_code in {400, 401, 422}
    assert "GEHEIM" not in response.text + caplog.text


def test_a_name_that_is_no_text_is_refused(client: TestClient) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="\\ud800.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\nEen brief.\r\n--x--\r\n"
    )
    form = "multipart/form-data; boundary=x; charset=unicode_escape"
    auth = ("anna", "een lang wachtwoord")
    for path in ("/api/letters", "/letters"):
        response = client.post(path, content=body, headers={"Content-Type": form}, auth=auth)
        assert response.status_code in {200, 400, 422}


def test_who_may_not_upload_is_told_before_the_body_is_read(tmp_path: Path) -> None:
    settings = Settings(role="reader", corpus=tmp_path)
    app = create_site(PageState(settings, open_=lambda _: FakeAssistant([LETTER])))
    client = TestClient(app, **LOCAL)
    for path in ("/api/letters", "/letters"):
        headers = {"Content-Length": "1000", "Content-Type": "multipart/form-data; boundary=x"}
        assert client.post(path, content=b"x" * 1000, headers=headers).status_code == 403


def test_health_tells_no_place(client: TestClient) -> None:
    assert client.get("/api/health").json() == {"schema": 1, "status": "ready"}


@pytest.mark.parametrize("value", ["[1]", "null", "[[1]]", '[{"a": 1}]'])
def test_odd_values_of_the_pages_fields(app: FastAPI, value: str) -> None:
    client = TestClient(app, **LOCAL)
    data = f'["vraag", "2023", null, {value}, {value}, {value}, ""]'
    call = f'{{"data": {data}, "fn_index": 0, "session_hash": "x"}}'
    response = client.post(
        "/en/gradio_api/run/predict",
        content=call,
        headers={"Content-Type": "application/json"},
        auth=("anna", "een lang wachtwoord"),
    )
    assert response.status_code in {200, 422}
