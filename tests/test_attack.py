"""An attack on whatever the program has: every route found from the application, and every form.

A few of the odd things are tried in each run of the tests; ``make attack`` tries many times as many
(``QA_ATTACK``), and kills and idle connections beside. A new route or a new form is under it by
itself. All input is harmless.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from web_fixtures import LOCAL

from qa.assistant import Assistant
from qa.indexing import build_index
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.users import Users

TIMES = int(os.environ.get("QA_ATTACK", "1"))
"""How many times as many things are tried."""

SEED = 20
PASSWORD = "een lang wachtwoord"
SECRET = "De bijdrage aan het geheime gemaal bedraagt 41 miljoen euro."
LOOSE = {"/login", "/logout", "/favicon.ico", "/api/health"}
"""Open to who has not signed in, beside /static."""

STREAMS = ("heartbeat", "queue/data", "/mcp")
"""Doors that answer until the visitor goes: not waited for here."""

ODD = (
    "", "x", "0", "-1", "1e999", "null", "[]", "{}", "true", ".", "..", "../../etc/passwd",
    "%2e%2e%2f", "a/b", "a\\b", "con", "x" * 500, "é", "\u202e", "'\"<b>", "${x}", "{0}",
    "kst-99777-1", "99777-1", "2023-13-45", "https://x.test/", "javascript:x", "\x00",
    "\ud800", "a\nb", "²",
)  # fmt: skip
HEADERS = (
    {}, {"Range": "bytes=0-1,5-2"}, {"If-None-Match": '"x", W/'}, {"Accept-Language": "x;q=nl,;"},
    {"Content-Length": "-1"}, {"Authorization": "Basic ???"}, {"Authorization": "Bearer x"},
    {"Cookie": "session=x; session=y; =;"}, {"X-Forwarded-For": "anna, 127.0.0.1"},
    {"X-Forwarded-Proto": "https", "Forwarded": "for=_x"}, {"Accept": "text/event-stream"},
    {"X-HTTP-Method-Override": "DELETE"}, {"Sec-Fetch-Site": "cross-site"}, {"TE": "trailers"},
)  # fmt: skip
BODIES = (
    b"", b"x", b"{", b"[]", b"null", b'{"question": 5}', b'{"question": "x", "filter": []}',
    b'{"data": [], "fn_index": 0}', b'{"doc_ids": ["../x"]}', b"[" * 900, b'"\\ud800"', b"\xff\xfe",
    b'{"question": "' + b"x" * 5000 + b'"}', b'{"generation": -1}', b'{"on": "true"}',
)  # fmt: skip
KINDS = ("application/json", "text/plain", "application/x-www-form-urlencoded",
         "multipart/form-data", "multipart/form-data; boundary=", "x/y; charset=rot13")  # fmt: skip
QUERY = ("q", "question", "letter", "dossier", "since", "until", "lang", "any_time", "after", "id",
         "page", "v", "form", "token", "session_hash", "k", "version", "next", "sort")  # fmt: skip


def routes(of: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Go through the addresses of an application, with each of their methods."""
    for route in of:
        path = before + getattr(route, "path", "")
        inner = getattr(route, "original_router", None)
        methods = getattr(route, "methods", None)
        if inner is None and not methods:
            inner = getattr(route, "app", None)
        if hasattr(inner, "routes"):
            context = getattr(route, "include_context", None)
            yield from routes(inner.routes, path + getattr(context, "prefix", ""))
        else:
            yield from ((path, method) for method in sorted(methods or {"GET", "POST", "DELETE"}))


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index of one letter, with an editor and a reader."""
    folder = tmp_path_factory.mktemp("attack")
    (folder / "corpus").mkdir()
    letter = f"Kamerstuk 99777, nr. 1\n\nBetreft: het gemaal\n\n{SECRET}\n"
    (folder / "corpus" / "kst-99777-1.txt").write_text(letter, encoding="utf-8")
    for name, role in (("anna", "editor"), ("bo", "reader")):
        Users(folder / "users.json").put(name, PASSWORD, role)
    settings = Settings(
        corpus=folder / "corpus", index=folder / "index", feedback=folder / "feedback.jsonl",
        auth=f"users:{folder / 'users.json'}", questions_a_minute=1_000_000,
    )  # fmt: skip
    build_index(settings)
    return settings


def kept(settings: Settings) -> dict[str, bytes]:
    """Return every file that no reader may change; what one follows is one's own."""
    folders = (settings.corpus, settings.index)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if settings.index / "followed" not in path.parents]
    files.append(settings.corpus.parent / "users.json")
    return {str(path): path.read_bytes() for path in files}


def odd_request(
    client: TestClient, path: str, method: str, chance: random.Random, cookie: str = ""
) -> Response:
    """Ask for an address with odd values in all its places."""
    filled = re.sub(r"\{[^}]*\}", lambda _: _in_address(chance.choice(ODD)), path)
    names = chance.sample(QUERY, 3)
    query = "&".join(f"{name}={_in_address(chance.choice(ODD))}" for name in names)
    headers = {"Content-Type": chance.choice(KINDS), "Cookie": cookie, **chance.choice(HEADERS)}
    body = chance.choice(BODIES) if method in {"POST", "PUT", "DELETE"} else None
    address = f"{filled or '/'}?{query}" if chance.random() < 0.8 else filled or "/"
    return client.request(method, address, headers=headers, content=body)


def _in_address(value: str) -> str:
    signs = value.encode("utf-8", "surrogatepass")
    return "".join(chr(s) if chr(s).isalnum() or s in b"/.-" else f"%{s:02X}" for s in signs)


def tried(app: FastAPI, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Return addresses with their methods, each several times; the two pages share their doors."""
    every = {one for one in routes(app.routes) if not one[0].startswith("/nl/gradio_api")}
    assert len(every) > 100
    chosen = [one for one in sorted(every) if not any(name in one[0] for name in STREAMS)]
    for one in chosen:
        yield from [one] * (2 * TIMES)
        if chance.random() < 0.3:
            yield one[0], "PATCH"


@pytest.mark.parametrize("name", ["", "bo"])
def test_no_route_changes_or_tells_what_it_must_not(attacked: Settings, name: str) -> None:
    before = kept(attacked)
    chance = random.Random(SEED)
    app = create_app(attacked)
    with TestClient(app, follow_redirects=False, **LOCAL) as client:
        cookie = signed_in(client, name)
        passed = 0
        for path, method in tried(app, chance):
            response = odd_request(client, path, method, chance, cookie)
            passed += response.status_code == 200
            shown = f"{method} {response.request.url}"
            assert response.status_code < 500 or response.status_code == 503, shown
            assert "Traceback" not in response.text, shown
            assert str(attacked.corpus.parent) not in response.text, shown
            if not name and path not in LOOSE and not path.startswith("/static"):
                assert response.status_code >= 303, shown
                assert "gemaal" not in response.text, shown
            if path == "/logout":
                cookie = signed_in(client, name)
        assert kept(attacked) == before
        assert passed > (10 if name else 0)
        client.cookies.clear()
        asked = {"q": "Hoeveel kost het gemaal?"}
        answer = client.get("/api/ask", params=asked, auth=("bo", PASSWORD)).json()
        assert answer["quotes"][0]["text"] == SECRET


def signed_in(client: TestClient, name: str) -> str:
    """Return the cookie of a session; none for nobody."""
    if not name:
        return ""
    client.cookies.clear()
    response = client.post("/login", data={"name": name, "password": PASSWORD})
    client.cookies.clear()
    return str(response.headers["set-cookie"]).partition(";")[0]


def test_no_route_fails_for_an_editor(attacked: Settings, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(attacked.corpus, corpus)
    shutil.copytree(attacked.index, tmp_path / "index")
    settings = attacked.model_copy(
        update={"corpus": corpus, "index": tmp_path / "index", "auth": "", "role": "editor",
                "fetch_service": "http://127.0.0.1:9/"}
    )  # fmt: skip
    chance = random.Random(SEED + 1)
    app = create_app(settings)
    with TestClient(app, follow_redirects=False, **LOCAL) as client:
        for path, method in tried(app, chance):
            response = odd_request(client, path, method, chance)
            shown = f"{method} {response.request.url}"
            assert response.status_code < 500 or response.status_code in {502, 503}, shown
            assert "Traceback" not in response.text, shown
    assert {path.name for path in tmp_path.iterdir()} <= {"corpus", "index", "feedback.jsonl"}


# --- hostile files ---------------------------------------------------------------------------

FORMS = sorted((ROOT / "tests" / "data" / "forms").glob("*[!y]"))


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a file as it should not be: cut, doubled, with bytes changed, also within a ZIP."""
    if content[:2] == b"PK" and chance.random() < 0.7:
        return _damaged_part(content, chance)
    at, other = sorted(chance.randrange(len(content)) for _ in range(2))
    kind = chance.randrange(5)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + content[other:]
    if kind == 2:
        return content[:other] + content[at:]
    if kind == 3:
        return content[:at] + bytes(chance.randrange(256) for _ in range(40)) + content[at:]
    changed = bytearray(content)
    for _ in range(20):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _damaged_part(content: bytes, chance: random.Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        victim = chance.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, damaged(part, chance) if name == victim and part else part)
    return written.getvalue()


def test_damaged_letters_are_read_or_named_and_never_misquoted(tmp_path: Path) -> None:
    chance = random.Random(SEED + 2)
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", read_seconds=20)
    settings.corpus.mkdir()
    assert len(FORMS) > 10
    for number in range(2 * TIMES):
        for path in FORMS:
            content = damaged(path.read_bytes(), chance)
            (settings.corpus / f"{path.stem}-{number}{path.suffix}").write_bytes(content)
    count = len(list(settings.corpus.iterdir()))
    report = build_index(settings)
    assistant = Assistant.open(settings=settings)
    assert report.letters == len(assistant.letters)
    left_out = assistant.store.manifest["left_out"]
    assert 0 < len(left_out) < count
    for one in left_out:
        assert one["problem"].startswith(str(settings.corpus / one["path"]))
        assert "Traceback" not in one["problem"]
    for question in ("Wat gebeurt er met de haven?", "how much does it cost", "Wie tekende?"):
        for quote in assistant.ask(question).quotes:
            letter = assistant.letter(quote.citation.doc_id)
            assert letter.text[quote.citation.start : quote.citation.end] == quote.text
