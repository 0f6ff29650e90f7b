"""Signing in: by form, by program, by proxy; sessions that end, tries that are limited, turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers
from web_fixtures import LOCAL, FakeAssistant, find, make_answer, make_letter

from qa.errors import QAError, TooBusyError
from qa.settings import Settings
from qa.web.gate.proxies import peer_of, through_proxy
from qa.web.gate.signing_in import COOKIE, MOST_OF_MACHINE, MOST_TRIES
from qa.web.gate.turns import Turns
from qa.web.gate.visitors import NOBODY, Visitor, set_current
from qa.web.page import visitor_html
from qa.web.page_events import make_asker, make_updater, make_watcher
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN
from qa.web.users import Users

PASSWORD = "een lang wachtwoord"
LETTER = make_letter(["Een alinea."])


def client_of(**given: Any) -> TestClient:
    fake = FakeAssistant([LETTER], make_answer(LETTER, [(0, 3)]))
    state = PageState(Settings(**given), open_=lambda _: fake)
    app = create_site(state)
    return TestClient(app, headers={"Accept-Language": "en"}, follow_redirects=False, **LOCAL)


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.json"
    Users(path).put("anna", PASSWORD, "editor")
    Users(path).put("bo", PASSWORD, "reader")
    return path


@pytest.fixture
def client(users: Path) -> TestClient:
    return client_of(auth=f"users:{users}")


@pytest.fixture(scope="module")
def everyones() -> TestClient:
    """A site where everyone is an editor."""
    return client_of()


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    set_current(NOBODY)
    yield
    set_current(NOBODY)


def sign_in(client: TestClient, name: str = "anna", password: str = PASSWORD, to: str = "/") -> Any:
    return client.post("/login", data={"name": name, "password": password, "next": to})


# --- the form --------------------------------------------------------------------------------


def test_who_has_not_signed_in_is_sent_to_the_form_and_back(client: TestClient) -> None:
    asked = "/l/kst-1-1?q=0-3&lang=en"
    response = client.get(asked)
    assert response.status_code == 303
    form = client.get(response.headers["location"])
    assert form.status_code == 200
    assert next(find(form.text, "input", name="next")).attributes["value"] == asked
    response = sign_in(client, to=asked)
    assert (response.status_code, response.headers["location"]) == (303, asked)
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    letter = client.get(asked)
    assert letter.status_code == 200
    assert "Signed in as anna" in letter.text
    assert "form-action 'self'" in letter.headers["content-security-policy"]  # to sign out
    out = client.post("/logout")
    assert '"storage"' in out.headers["clear-site-data"]
    assert client.get(asked).status_code == 303


@pytest.mark.parametrize("path", ["/en/", "/letters", "/l/kst-1-1", "/p/kst-1-1", "/nope", "/"])
def test_no_page_is_open_without_signing_in(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/login")


@pytest.mark.parametrize(
    "path", ["/api/ask?q=x", "/api/openapi.json", "/save/answer.json?q=x", "/c/kst-1-1?q=0-3"]
)
def test_no_program_gets_in_without_a_password(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic")
    assert client.get(path, auth=("anna", PASSWORD)).status_code == 200
    assert client.get(path, auth=("anna", "iets anders")).status_code == 401
    assert client.get(path, headers={"Authorization": "Basic ???"}).status_code == 401


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    "door",
    ["gradio_api/call/update", "gradio_api/queue/join", "gradio_api/upload", "gradio_api/info",
     "monitoring/summary", "config", "gradio_api/file=/etc/passwd", "gradio_api/call/v2/follow",
     "gradio_api/run/update", "../en/gradio_api/call/update", "gradio_api//call/update"],
)  # fmt: skip
def test_gradios_own_doors_are_shut_to_all(everyones: TestClient, door: str, lang: str) -> None:
    place = f"/{lang}/{door}"
    for response in (everyones.get(place), everyones.post(place, json={})):
        assert response.status_code in {303, 404, 405}


def test_what_the_page_calls_needs_signing_in(client: TestClient) -> None:
    assert client.post("/en/gradio_api/run/predict", json={}).status_code == 401
    assert client.post("/mcp", json={}).status_code == 401


def test_outside_a_request_nobody_may_change_anything() -> None:
    assert NOBODY.role == "reader"
    state = PageState(Settings(), open_=lambda _: FakeAssistant([LETTER]))
    make_updater(state)()
    assert state.job is None


def test_what_signing_in_needs_is_open(client: TestClient) -> None:
    for path in ("/login", "/static/library.css", "/favicon.ico", "/api/health"):
        assert client.get(path).status_code in {200, 503}


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:1",
     "/a\r\nSet-Cookie: x=1", ""],
)  # fmt: skip
def test_signing_in_never_leads_elsewhere(client: TestClient, elsewhere: str) -> None:
    assert sign_in(client, to=elsewhere).headers["location"] == "/"


def test_a_session_ends_when_it_is_not_used(users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(auth=f"users:{users}", session_minutes=10)
    sign_in(client)
    assert client.get("/letters").status_code == 200
    import time as clock

    later = clock.monotonic() + 601
    monkeypatch.setattr("qa.web.gate.signing_in.time.monotonic", lambda: later)
    assert client.get("/letters").status_code == 303


def test_a_user_who_is_removed_is_out_at_once(client: TestClient, users: Path) -> None:
    sign_in(client)
    assert client.get("/letters").status_code == 200
    Users(users).remove("anna")
    assert client.get("/letters").status_code == 303


@pytest.mark.parametrize("change", ["password", "role", "removal"])
def test_what_changes_in_the_file_ends_what_was_signed_in(
    client: TestClient, users: Path, change: str
) -> None:
    sign_in(client)
    basic = {"auth": ("anna", PASSWORD)}
    without_cookie = client_of(auth=f"users:{users}")
    assert client.get("/letters").status_code == 200
    assert without_cookie.get("/api/letters", **basic).status_code == 200
    if change == "removal":
        Users(users).remove("anna")
    else:
        again = (PASSWORD, "reader") if change == "role" else ("een ander wachtwoord", "editor")
        Users(users).put("anna", *again)  # type: ignore[arg-type]
    assert client.get("/letters").status_code == 303
    expected = 200 if change == "role" else 401
    assert without_cookie.get("/api/letters", **basic).status_code == expected
    if change == "role":
        assert without_cookie.post("/api/index/update", **basic).status_code == 403


def test_a_made_up_session_is_none(client: TestClient) -> None:
    client.cookies.set(COOKIE, "x" * 43)
    assert client.get("/letters").status_code == 303


# --- tries -----------------------------------------------------------------------------------


def test_wrong_passwords_are_counted(client: TestClient) -> None:
    for _ in range(MOST_TRIES):
        response = sign_in(client, password="verkeerd wachtwoord")
        assert response.status_code == 401
        assert EN.wrong_password in response.text
    response = sign_in(client)  # the right one, too late
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 60
    response = client.get("/api/ask?q=x", auth=("anna", PASSWORD))
    assert (response.status_code, response.json()["status"]) == (429, 429)
    assert int(response.headers["retry-after"]) > 60
    assert sign_in(client, name="bo").status_code == 303  # others are not kept out


def test_many_tries_at_once_do_not_pass_the_count(client: TestClient) -> None:
    with ThreadPoolExecutor(12) as pool:
        codes = list(
            pool.map(lambda _: sign_in(client, password="verkeerd").status_code, range(12))
        )
    assert codes.count(401) == MOST_TRIES
    assert codes.count(429) + codes.count(401) == 12


def test_right_passwords_are_not_counted(client: TestClient) -> None:
    for _ in range(MOST_OF_MACHINE + 2):
        assert sign_in(client).status_code == 303


def test_one_machine_may_not_go_through_all_names(client: TestClient) -> None:
    for number in range(MOST_OF_MACHINE):
        sign_in(client, name=f"naam{number}", password="verkeerd")
    assert sign_in(client, name="bo").status_code == 429


# --- roles -----------------------------------------------------------------------------------


def test_readers_read_and_editors_change(users: Path) -> None:
    client = client_of(auth=f"users:{users}")
    sign_in(client, "bo")
    assert EN.readers_only in client.get("/letters").text
    assert client.post("/letters/update").status_code == 403
    assert client.post("/api/index/update").status_code == 403
    client.post("/logout")
    sign_in(client, "anna")
    assert client.post("/letters/update").status_code == 303


def test_a_proxy_signs_people_in() -> None:
    given = {"auth": "header:X-Forwarded-User", "editors": ("anna",), "proxies": ("testclient",)}
    client = client_of(**given)
    assert client.get("/letters").status_code == 401
    assert client.get("/api/letters").status_code == 401
    passed_on = {"X-Forwarded-For": "10.2.3.4", "X-Forwarded-Proto": "https"}
    anna, bo = ({"X-Forwarded-User": name, **passed_on} for name in ("anna", "bo"))
    assert "Remove" in client.get("/letters", headers=anna).text
    assert EN.readers_only in client.get("/letters", headers=bo).text
    stranger = client_of(**{**given, "proxies": ("127.0.0.1",)})
    for made_up in ("127.0.0.1", "10.2.3.4"):
        headers = {**anna, "X-Forwarded-For": made_up}
        assert stranger.get("/letters", headers=headers).status_code == 401  # not from the proxy


def test_a_name_that_comes_twice_is_nobodys() -> None:
    client = client_of(auth="header:X-Forwarded-User", editors=("anna",), proxies=("testclient",))
    both = [("X-Forwarded-User", "anna"), ("X-Forwarded-User", "bo")]
    assert client.get("/letters", headers=both).status_code == 401
    assert client.get("/letters", headers=both[::-1]).status_code == 401


@pytest.mark.parametrize(
    ("header", "value"),
    [("X-Forwarded-For", "10.2.3.4"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "x"),
     ("Forwarded", "for=10.2.3.4"), ("Via", "1.1 proxy"), ("X-Real-IP", "10.2.3.4"),
     ("X-Forwarded-For", "")],
)  # fmt: skip
def test_who_comes_through_a_proxy_is_a_reader(header: str, value: str, users: Path) -> None:
    client = client_of()
    assert client.post("/api/index/update").status_code == 202
    assert client.post("/api/index/update", headers={header: value}).status_code == 403
    assert EN.readers_only in client.get("/letters", headers={header: value}).text
    chosen = client_of(role="editor")  # who says so means everyone
    assert chosen.post("/api/index/update", headers={header: value}).status_code == 202
    signed_in = client_of(auth=f"users:{users}")
    sign_in(signed_in, "anna")
    assert signed_in.post("/api/index/update", headers={header: value}).status_code == 202


@pytest.mark.parametrize("given", [{"root_path": "/brieven"}, {"hosts": ("letters.example",)}])
def test_a_server_that_has_a_name_or_a_path_is_behind_a_proxy(given: dict[str, Any]) -> None:
    assert client_of(**given).post("/api/index/update").status_code == 403
    assert client_of(hosts=("localhost",)).post("/api/index/update").status_code == 202


def test_a_proxy_tells_who_comes_and_nobody_else_does() -> None:
    scope = {"client": ("10.0.0.9", 1), "scheme": "http"}
    told = Headers({"X-Forwarded-For": "6.6.6.6, 10.2.3.4, 10.0.0.9", "X-Forwarded-Proto": "https"})
    believed = through_proxy(scope, told, {"10.0.0.9"})
    assert (believed["client"][0], believed["scheme"]) == ("10.2.3.4", "https")
    assert peer_of(believed) == "10.0.0.9"
    lines = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "10.2.3.4")]
    twice = Headers(raw=[(name.encode(), value.encode()) for name, value in lines])
    assert through_proxy(scope, twice, {"10.0.0.9"})["client"][0] == "10.2.3.4"
    plain = through_proxy(scope, told, {"127.0.0.1"})
    assert (plain["client"][0], plain["scheme"]) == ("10.0.0.9", "http")


def test_the_page_hides_and_refuses_what_readers_may_not_do(tmp_path: Path) -> None:
    def build(*_: object) -> Any:
        raise AssertionError("must not be built")

    state = PageState(Settings(), open_=lambda _: FakeAssistant([LETTER]), build=build)
    set_current(Visitor("bo", "reader"))
    make_updater(state)()
    assert state.job is None
    _, _, update, follow, _ = make_watcher(state, EN)()
    assert (update["visible"], follow["visible"]) == (False, False)
    set_current(Visitor("anna", "editor"))
    _, _, update, follow, _ = make_watcher(state, EN)()
    assert (update["visible"], follow["visible"]) == (True, True)


@pytest.mark.parametrize("auth", ["users", "users:", "ldap:x", "header:"])
def test_a_setting_that_is_neither_is_said(auth: str) -> None:
    with pytest.raises(QAError, match="users: and a file, or header:"):
        client_of(auth=auth)


def test_a_missing_file_of_users_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(QAError, match="letters-qa user add"):
        client_of(auth=f"users:{tmp_path / 'none.json'}")


def test_the_page_says_who_has_signed_in_and_lets_them_out() -> None:
    assert visitor_html(EN) == '<p data-visitor="" hidden></p>'
    set_current(Visitor("<b>anna", "editor", here=True))
    (form,) = find(visitor_html(EN), "form")
    assert (form.attributes["action"], form.attributes["data-visitor"]) == ("/logout", "<b>anna")
    assert find(visitor_html(EN), "button")
    set_current(Visitor("anna", "editor"))  # whom a proxy signed in
    assert not list(find(visitor_html(EN), "button"))


# --- turns -----------------------------------------------------------------------------------


def test_each_visitor_has_so_many_turns_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("qa.web.gate.turns.time.monotonic", lambda: now)
    turns = Turns(a_minute=3, at_once=10)

    def take(name: str) -> None:
        set_current(Visitor(name))
        with turns.turn():
            pass

    for _ in range(3):
        take("anna")
    with pytest.raises(TooBusyError, match="more than 3 questions a minute") as told:
        take("anna")
    assert told.value.seconds == 20
    take("bo")
    now += 20
    take("anna")
    with pytest.raises(TooBusyError):
        take("anna")


def test_not_too_many_wait_at_once() -> None:
    turns = Turns(a_minute=100, at_once=2)
    with (
        turns.turn(),
        turns.turn(),
        pytest.raises(TooBusyError, match="2 others are before you") as told,
        turns.turn(),
    ):
        pass
    assert told.value.place == 3
    with turns.turn():
        pass


def test_those_who_are_turned_away_are_told_to_come_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr("qa.web.gate.turns.time.monotonic", lambda: now)
    turns = Turns(a_minute=100, at_once=1, working=1)
    turns._seconds = 4.0  # that one takes

    def turned_away() -> tuple[int, int]:
        with pytest.raises(TooBusyError) as told, turns.turn():
            pass
        return told.value.place or 0, told.value.seconds

    with turns.turn():
        assert [turned_away() for _ in range(3)] == [(2, 4), (3, 8), (4, 12)]
        now = 8.5  # the first two have come again by now
        assert turned_away() == (3, 8)


def test_who_waits_is_let_in_by_turns() -> None:
    turns = Turns(a_minute=100, at_once=9, working=1)
    order: list[int] = []

    def work(number: int) -> None:
        with turns.turn():
            order.append(number)

    with ThreadPoolExecutor(4) as pool, turns.turn():
        for number in range(4):
            pool.submit(work, number)
            while len(turns._line) < number + 2:
                time.sleep(0.001)
        assert order == []
    assert order == [0, 1, 2, 3]


def test_who_waits_long_is_told_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.web.gate.turns.LONGEST_WAIT", 0.05)
    turns = Turns(a_minute=100, at_once=9, working=1)
    with turns.turn(), pytest.raises(TooBusyError) as told, turns.turn():
        pass
    assert told.value.place == 2
    with turns.turn():  # and has left the line
        pass


def test_busy_is_told_by_every_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.web.gate.turns._FIRST_GUESS", 60.0)  # so long a place is kept
    client = client_of(questions_a_minute=1)
    assert client.get("/api/ask?q=x").status_code == 200
    response = client.get("/api/ask?q=x")
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1
    assert response.json()["title"] == "Too Many Requests"
    assert client.get("/save/answer.json?q=x").status_code == 429
    fake = FakeAssistant([LETTER], make_answer(LETTER, [(0, 3)]))
    state = PageState(Settings(questions_a_minute=1), open_=lambda _: fake)
    ask = make_asker(state, EN)
    assert "data-answer" in ask("why?")[0]
    assert "many questions in a minute; try again in" in ask("why?")[0]
    full = PageState(Settings(questions_at_once=1), open_=lambda _: fake)
    with full.turns.turn():
        assert "you would be number 2 in the line" in make_asker(full, EN)("why?")[0]
        busy = TestClient(create_site(full), **LOCAL).get("/api/ask?q=x")
    assert (busy.status_code, busy.headers["x-place-in-line"]) == (429, "3")


def test_a_turn_is_given_back_when_a_question_fails() -> None:
    fake = FakeAssistant([LETTER], error=QAError("question-empty"))
    state = PageState(Settings(questions_at_once=1), open_=lambda _: fake)
    for _ in range(3):
        assert EN.no_answer in make_asker(state, EN)("why?")[0]
