"""Pages that are made while the rest is served: who asks for one waits, and is told if it fails."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from web_fixtures import FakeAssistant, make_letter

from qa.settings import Settings
from qa.web.late import LatePages
from qa.web.serving import create_served
from qa.web.state import PageState

HOST = "http://127.0.0.1"


class Slow:
    """Makes pages when it is told to; counts how often, and tells how their lifespan goes."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.may = threading.Event()
        self.made = 0
        self.lived: list[str] = []
        self.fault = fault

    def __call__(self) -> FastAPI:
        self.may.wait(30)
        self.made += 1
        if self.fault:
            raise self.fault

        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            self.lived.append("began")
            yield
            self.lived.append("ended")

        pages = FastAPI(lifespan=lifespan)
        pages.get("/nl/")(lambda: "de pagina")
        return pages

    def app(self) -> FastAPI:
        """Return an application with the pages, and something else."""
        app = FastAPI()
        late = LatePages(["/nl"], self)
        app.get("/api")(lambda: "antwoord")
        app.router.routes.append(late)
        app.router.lifespan_context = late.within(app.router.lifespan_context)
        return app


def get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    return response.status_code, response.json() if response.status_code == 200 else response.text


def test_the_rest_answers_while_who_asks_for_a_page_waits() -> None:
    slow = Slow()
    with TestClient(slow.app(), HOST) as client, ThreadPoolExecutor() as pool:
        pages = [pool.submit(get, client, "/nl/") for _ in range(3)]
        assert get(client, "/api") == (200, "antwoord")
        assert client.get("/nlx").status_code == 404
        assert not any(page.done() for page in pages)
        slow.may.set()
        assert [page.result(30) for page in pages] == [(200, "de pagina")] * 3
        assert slow.lived == ["began"]
    assert (slow.made, slow.lived) == (1, ["began", "ended"])


def test_an_application_that_was_not_started_makes_them_for_the_first_request() -> None:
    slow = Slow()
    slow.may.set()
    client = TestClient(slow.app(), HOST)
    assert get(client, "/nl/") == (200, "de pagina")
    assert get(client, "/nl/") == (200, "de pagina")
    assert slow.made == 1


def test_a_page_that_cannot_be_made_is_told_and_the_rest_stands() -> None:
    slow = Slow(ImportError("no gradio here"))
    slow.may.set()
    with TestClient(slow.app(), HOST) as client:
        status, said = get(client, "/nl/")
        assert (status, said) == (503, "The page cannot be shown: ImportError: no gradio here")
        assert get(client, "/api") == (200, "antwoord")


def test_the_server_stops_while_they_are_made() -> None:
    slow = Slow()
    with TestClient(slow.app(), HOST) as client:
        assert get(client, "/api") == (200, "antwoord")
        slow.may.set()
    assert slow.lived == ["began", "ended"]


@pytest.mark.parametrize("root", ["", "/brieven"])
def test_the_page_itself_is_served_so_below_a_path_too(root: str) -> None:
    letter = make_letter(["De brug is dicht."])
    settings = Settings(root_path=root)
    state = PageState(settings, open_=lambda _: FakeAssistant([letter]))
    with TestClient(create_served(state), HOST) as client:
        for lang in ("nl", "en"):
            page = client.get(f"{root}/{lang}/")
            assert page.status_code == 200
            assert f'lang="{lang}"' in page.text
            assert "Content-Security-Policy" in page.headers
        assert client.get(f"{root}/de/").status_code == 404
