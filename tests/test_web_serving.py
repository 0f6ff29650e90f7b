"""Serving: behind a proxy's path, with a log that keeps questions out, stopped without a fuss."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, FakeAssistant, find, make_answer, make_letter

from qa.settings import Settings, load_settings
from qa.web.app import create_app
from qa.web.gate.logs import set_up
from qa.web.roots import set_root
from qa.web.serving import who_may
from qa.web.state import PageState
from qa.web.users import Users

LETTER = make_letter(["Een alinea."])
QUESTION = "geheim plan"


@pytest.fixture(autouse=True)
def no_root() -> Iterator[None]:
    yield
    set_root("")


def client_of(**given: Any) -> TestClient:
    fake = FakeAssistant([LETTER], make_answer(LETTER, [(0, 3)]))
    app = create_app(state=PageState(Settings(**given), open_=lambda _: fake))
    return TestClient(app, headers={"Accept-Language": "en"}, follow_redirects=False, **LOCAL)


# --- behind a proxy --------------------------------------------------------------------------


@pytest.mark.parametrize("left_on", ["", "/tk/brieven"])
def test_all_addresses_begin_with_the_proxys_path(left_on: str, tmp_path: Path) -> None:
    Users(tmp_path / "users.json").put("anna", "een lang wachtwoord", "editor")
    client = client_of(root_path="/tk/brieven", auth=f"users:{tmp_path / 'users.json'}")
    answer = client.get(f"{left_on}/letters")
    assert answer.headers["location"] == "/tk/brieven/login?next=%2Fletters"
    form = {"name": "anna", "password": "een lang wachtwoord", "next": "/letters"}
    answer = client.post(f"{left_on}/login", data=form)
    assert answer.headers["location"] == "/tk/brieven/letters"
    assert "Path=/tk/brieven/" in answer.headers["set-cookie"]
    client.cookies.clear()
    client.auth = ("anna", "een lang wachtwoord")
    assert client.get(f"{left_on}/").headers["location"] == "/tk/brieven/en/"
    for path in ("/letters", "/l/kst-1-1?q=0-3", "/nope"):
        page = client.get(left_on + path).text
        links = [
            value
            for element in find(page)
            for name, value in element.attributes.items()
            if name in {"href", "src", "action", "data-index"} and not value.startswith(("#", "?"))
        ]
        assert links
        assert all(link.startswith(("/tk/brieven/", "https://zoek.officiele")) for link in links), (
            links
        )
    assert client.get("/tk/brieven").headers["location"] == "/tk/brieven/en/"
    html = client.get(f"{left_on}/en/").text
    assert 'src="/tk/brieven/static/page.js"' in html
    assert re.search(r'"root":\s*"[^"]*/tk/brieven/en"', html)
    answer = client.post(f"{left_on}/letters/verify")
    assert answer.headers["location"].startswith("/tk/brieven/letters?")


@pytest.mark.parametrize("path", ["brieven", "/brieven/", "//elsewhere", "/a b", '/"'])
def test_a_root_that_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(Exception, match="QA_ROOT_PATH"):
        load_settings(root_path=path)


# --- the log ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """Leave the loggers as they were."""
    kept = [
        (logger, logger.handlers, logger.level)
        for logger in map(logging.getLogger, (None, "qa.requests"))
    ]
    yield
    for logger, handlers, level in kept:
        logger.handlers = handlers
        logger.setLevel(level)


def test_requests_are_logged_without_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")
    client = client_of(log="json")
    assert client.get("/api/ask", params={"q": QUESTION}).status_code == 200
    assert client.get("/l/nope").status_code == 404
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    asked, missed = [line for line in lines if line["message"] == "request"]
    assert (asked["method"], asked["path"], asked["status"]) == ("GET", "/api/ask", 200)
    assert missed["status"] == 404
    assert asked["milliseconds"] >= 0
    assert "geheim" not in written


def test_who_is_turned_away_is_logged_too_and_gets_the_headers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    Users(tmp_path / "users.json").put("anna", "een lang wachtwoord", "editor")
    set_up("json")
    client = client_of(log="json", auth=f"users:{tmp_path / 'users.json'}")
    answers = [
        client.get("/api/letters", auth=("anna", "verkeerd")),
        client.get("/letters"),
        client.get("/letters", headers={"Host": "rebound.example"}),
        client.post("/letters/update", headers={"Origin": "https://elsewhere.example"}),
        client.get("/en/gradio_api/info"),
    ]
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["status"] for line in lines] == [401, 303, 421, 403, 404]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_was_asked_is_logged_if_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text")
    client_of(log="text", log_questions=True).get("/api/ask", params={"q": QUESTION})
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\S+ info request GET /api/ask q=geheim\+plan 200 \d+", line)


def test_a_line_break_makes_no_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text")
    client_of(log="text").get("/l/a%0A2026-01-01 info request FALSE")
    (line,) = capsys.readouterr().err.splitlines()
    assert "\\n2026-01-01" in line


def test_nothing_is_logged_unless_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("")
    client_of().get("/api/ask", params={"q": QUESTION})
    assert capsys.readouterr().err == ""


# --- metrics ---------------------------------------------------------------------------------


def test_prometheus_is_told_what_was_counted() -> None:
    client = client_of(metrics=True)
    for _ in range(2):
        client.get("/api/ask", params={"q": QUESTION})
    client.get("/l/nope")
    told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    lines = told.text.splitlines()
    assert 'letters_qa_requests_total{kind="api/ask",status="200"} 2.0' in lines
    assert 'letters_qa_requests_total{kind="l",status="404"} 1.0' in lines
    assert 'letters_qa_request_seconds_count{kind="api/ask"} 2.0' in lines
    assert "letters_qa_letters 1.0" in lines
    assert "geheim" not in told.text
    assert client_of().get("/metrics").status_code == 404


# --- starting and stopping -------------------------------------------------------------------


def test_who_may_do_what_is_said() -> None:
    for settings in (Settings(), Settings(host="::1")):
        (line,) = who_may(settings)
        assert "change letters and index; who comes through a proxy changes nothing" in line
    for proxied in (Settings(root_path="/brieven"), Settings(hosts=("letters.example",))):
        (line,) = who_may(proxied)
        assert "127.0.0.1 or its proxy may ask and read, and change nothing" in line
    (line,) = who_may(Settings(host="0.0.0.0"))
    assert "may ask and read, and change nothing" in line
    (line,) = who_may(Settings(host="10.0.0.1", role="editor"))
    assert "change letters and index" in line
    (line,) = who_may(Settings(host="0.0.0.0", auth="users:x"))
    assert "editors may change letters" in line


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
def test_it_stops_when_it_is_told_to(founding_settings: Settings) -> None:
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", "--log", "json"]
    server = subprocess.Popen(
        [*command, "--index", str(founding_settings.index)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        address = re.search(r"http://\S+/", line)
        assert address, line
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{address[0]}api/health") as response:
                    if response.status == 200:
                        break
            except OSError:
                time.sleep(0.2)
        else:
            raise AssertionError("it does not answer")
        server.send_signal(signal.SIGTERM)
        _, rest = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode in {0, -signal.SIGTERM}
    assert "Traceback" not in rest
