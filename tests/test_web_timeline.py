"""The timeline as a page: letters by date, with links to their words, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient
from web_fixtures import HOSTILE, LOCAL, FakeAssistant, elements, find, make_letter

from qa.indexing import build_index
from qa.records import Metadata
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN, NL


def client_of(state: PageState) -> TestClient:
    return TestClient(create_site(state), **LOCAL)


def test_letters_stand_by_date_with_links_to_their_words() -> None:
    known = Metadata(subject="De veerpont", date=date(2024, 2, 5))
    letters = [make_letter(["Een alinea."], "kst-1-1", metadata=known), make_letter(["Nog een."])]
    fake = FakeAssistant(letters)
    client = client_of(PageState(Settings(), open_=lambda _: fake))
    page = client.get("/t?q=veerpont&lang=en").text
    assert next(find(page, "h1")).text == "Letters about: veerpont"
    assert [e.text for e in find(page, "p", class_="when")] == ["5 February 2024", EN.no_date]
    assert [e.text for e in find(page, "blockquote")] == ["Een alinea.", "Nog een."]
    links = [e.attributes["href"] for e in find(page, "a") if "/l/" in e.attributes["href"]]
    assert links[0].startswith("/l/kst-1-1?q=0-11&v=00000000&lang=en")
    assert NL.timeline_title.format("veerpont") in client.get("/t?q=veerpont&lang=nl").text


def test_what_cannot_be_asked_is_said(settings: Settings) -> None:
    client = client_of(PageState(settings.model_copy(update={"index": Path("nowhere")})))
    assert client.get("/t?q=veerpont").status_code == 503
    build_index(settings)
    client = client_of(PageState(settings))
    assert client.get("/t?q=%3F").status_code == 400
    assert client.get("/t").status_code == 400
    assert client.get("/t?q=mest&since=mei").status_code == 400
    found = client.get("/t?q=mest&lang=nl")
    assert found.status_code == 200
    assert "mest" in next(find(found.text, "blockquote")).text


def test_hostile_text_stays_text() -> None:
    fake = FakeAssistant([make_letter([HOSTILE], metadata=Metadata(subject=HOSTILE))])
    client = client_of(PageState(Settings(), open_=lambda _: fake))
    page = client.get("/t", params={"q": HOSTILE}).text
    assert next(find(page, "blockquote")).text == HOSTILE
    assert {e.tag for e in elements(page)}.isdisjoint({"img", "b"})
    assert [e.attributes for e in find(page, "script")] == [
        {"src": "/static/aside.js", "defer": ""}
    ]
