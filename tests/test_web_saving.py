"""Answers saved from the page: whole, and the JSON proves itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PLEDGE
from fastapi.testclient import TestClient
from web_fixtures import LOCAL

from qa.assistant import Assistant
from qa.settings import Settings
from qa.verifying.proof import prove
from qa.verifying.saved_answers import read_saved
from qa.web.site import create_site
from qa.web.state import PageState

QUESTION = "what did NL pledge at the UDCG"


@pytest.fixture(scope="module")
def client(founding_settings: Settings) -> TestClient:
    return TestClient(create_site(PageState(founding_settings)), **LOCAL)


def test_the_page_comes_in_the_readers_language(client: TestClient) -> None:
    for lang, said in (("nl", "Citaten, woordelijk"), ("en", "Quotes, verbatim")):
        found = client.get("/save/answer.html", params={"q": QUESTION, "lang": lang})
        assert found.status_code == 200
        assert PLEDGE in found.text
        assert said in found.text
        assert found.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_tables_can_be_had(client: TestClient, ending: str) -> None:
    found = client.get(f"/save/answer.{ending}", params={"q": QUESTION})
    assert (found.status_code, len(found.content) > 200) == (200, True)


def test_the_json_can_be_verified(client: TestClient, assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(client.get("/save/answer.json", params={"q": QUESTION}).content)
    (answer,) = read_saved(path)
    (quote,) = answer.quotes
    assert prove(quote, lambda saved: assistant.letter(saved.doc_id)).verdict == "verbatim"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/save/answer.pdf?q=x", 404),
        ("/save/answer.html?q=%20", 400),
        ("/save/answer.html", 422),
        ("/save/answer.html?q=" + "x" * 2001, 422),
    ],
)
def test_what_cannot_be_saved_is_said(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    client = TestClient(create_site(PageState(Settings(index=tmp_path / "none"))), **LOCAL)
    found = client.get("/save/answer.html?q=iets")
    assert (found.status_code, "letters-qa index" in found.text) == (503, True)


def test_why_nothing_is_saved_is_said_in_the_readers_language(client: TestClient) -> None:
    said = {lang: client.get(f"/save/answer.html?q=%20&lang={lang}").text for lang in ("nl", "en")}
    assert said == {
        "nl": "de vraag is leeg; typ een paar woorden, in het Nederlands of Engels",
        "en": "the question is empty; type a few words, in English or Dutch",
    }
