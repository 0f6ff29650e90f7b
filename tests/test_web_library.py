"""The page of letters and index, without a browser: what it shows, and what its forms do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import DATA
from fastapi.testclient import TestClient
from web_fixtures import HOSTILE, LOCAL, FakeAssistant, elements, find, make_letter

from qa.indexing import build_index
from qa.records import Metadata, Sender
from qa.settings import Settings
from qa.web.library_page import LIMIT
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN, NL

LETTER = b"Een nieuwe brief over zonnepanelen op het dak.\n"


def client_of(state: PageState) -> TestClient:
    return TestClient(create_site(state), headers={"Accept-Language": "en"}, **LOCAL)


@pytest.fixture
def state(settings: Settings) -> PageState:
    build_index(settings)
    return PageState(settings)


@pytest.fixture
def client(state: PageState) -> TestClient:
    return client_of(state)


def shown(client: TestClient, address: str = "/letters") -> list[str]:
    """Return the ids of the letters in the table, in order."""
    html = client.get(address).text
    links = [e.attributes["href"] for e in find(html, "a") if e.attributes.get("lang") == "nl"]
    return [urlsplit(link).path.removeprefix("/l/") for link in links if link.startswith("/l/")]


def told(client: TestClient, state: PageState, step: str, **form: Any) -> str:
    """Send a form, wait for the work it begins, and return the page."""
    response = client.post(f"/letters/{step}", data=form)
    state.finished()
    assert response.status_code == 200, response.text
    return client.get(str(response.url)).text


def test_the_letters_stand_in_a_table_that_can_be_sorted(client: TestClient) -> None:
    every = {path.stem for path in DATA.glob("*.txt")}
    assert set(shown(client)) == every
    html = client.get("/letters").text
    heads = {e.text: e.attributes["aria-sort"] for e in find(html, "th", scope="col")}
    assert heads.pop("Date") == "descending"
    assert set(heads.values()) == {"none"}
    by_length = next(e for e in find(html, "a") if e.text == "Paragraphs").attributes["href"]
    rising = shown(client, by_length)
    assert set(rising) == every
    html = client.get(by_length).text
    again = next(e for e in find(html, "a") if e.text == "Paragraphs").attributes["href"]
    assert shown(client, again) == rising[::-1]


def test_letters_are_chosen_by_words_and_filter(client: TestClient) -> None:
    assert shown(client, "/letters?words=MEST") == ["landbouw-2020-06-11-mest"]
    assert shown(client, "/letters?dossier=99001") == ["kst-99001-7"]
    assert shown(client, "/letters?words=nergens") == []
    assert EN.none_left in client.get("/letters?words=nergens").text
    assert "is no date" in client.get("/letters?since=mei").text
    plain = shown(client)
    for bad in ("sort=colour", "offset=-3", "offset=x", "offset=" + "9" * 30, "sort="):
        assert shown(client, f"/letters?{bad}") in (plain, [])


def test_more_letters_than_fit_come_a_page_at_a_time() -> None:
    letters = [make_letter(["Een."], f"kst-1-{i:03}") for i in range(LIMIT + 5)]
    client = client_of(
        PageState(Settings(index=Path("no")), open_=lambda _: FakeAssistant(letters))
    )
    html = client.get("/letters").text
    assert f"1 to {LIMIT} of {LIMIT + 5}" in html
    following = next(find(html, "a", rel="next")).attributes["href"]
    assert len(shown(client, following)) == 5
    former = next(find(client.get(following).text, "a", rel="prev")).attributes["href"]
    assert len(shown(client, former)) == LIMIT


def test_files_are_uploaded_with_a_result_each(client: TestClient, state: PageState) -> None:
    sent = [("files", ("zon.txt", LETTER)), ("files", ("<b>leeg</b>.txt", b""))]
    html = client.post("/letters", files=sent).text
    lines = [e.text for e in find(html, "li")]
    assert lines[0] == "zon.txt: added (zon, 1 paragraph)"
    assert lines[1].startswith("b>.txt: not added: its name cannot be used")
    state.finished()
    assert "zon" in shown(client)


def test_a_letter_is_removed_and_brought_back(client: TestClient, state: PageState) -> None:
    html = told(client, state, "remove", doc_id="kst-99001-7")
    assert "kst-99001-7 was removed from the folder" in html
    assert "kst-99001-7" not in shown(client)
    (token, _) = [e.attributes["value"] for e in find(html, "input", name="token")]
    html = told(client, state, "restore", token=token)
    assert "kst-99001-7 is back in the folder." in html
    assert "kst-99001-7" in shown(client)
    again = client.post("/letters/restore", data={"token": token})
    assert again.status_code == 409
    assert "nothing that was removed" in again.text


def test_the_index_is_updated_checked_followed_and_rolled_back(
    client: TestClient, state: PageState, settings: Settings
) -> None:
    (settings.corpus / "nieuw.txt").write_bytes(LETTER)
    assert "nieuw" in told(client, state, "update")
    assert "The index is whole: " in told(client, state, "verify")
    html = client.get("/letters").text
    assert [e.attributes["value"] for e in find(html, "input", name="generation")] == ["1"]
    assert "Index 1 is in use again." in told(client, state, "rollback", generation=1)
    assert "nieuw" not in shown(client)
    assert EN.stop_following in told(client, state, "follow", on="true")
    assert EN.following_off in told(client, state, "follow", on="false")


def test_letters_deleted_since_are_named_where_one_goes_back(
    client: TestClient, state: PageState, settings: Settings
) -> None:
    told(client, state, "remove", doc_id="kst-99001-7")
    assert "holds letters deleted since: kst-99001-7" in client.get("/letters").text
    html = told(client, state, "rollback", generation=1)
    assert "<p>Back again (1)</p><ul><li>kst-99001-7</li></ul>" in html
    assert "this letter was deleted later" in html
    dutch = client.get("/letters", headers={"Accept-Language": "nl"}).text
    assert "deze brief is later verwijderd" in dutch
    assert "bevat brieven die later zijn verwijderd: kst-99001-7" in dutch


def test_links_to_a_letter_hold_when_an_older_file_of_it_comes(
    client: TestClient, state: PageState, settings: Settings
) -> None:
    text = LETTER + b"De panelen komen in het voorjaar op alle daken van de gemeente Kampen.\n"
    (settings.corpus / "brief.txt").write_bytes(text)
    told(client, state, "update")
    (settings.corpus / "archief.txt").write_bytes(text)
    os.utime(settings.corpus / "archief.txt", (1_600_000_000, 1_600_000_000))
    told(client, state, "update")
    assert "archief" in shown(client)
    assert "brief" not in shown(client)
    page = client.get("/l/brief")
    assert (page.status_code, "zonnepanelen" in page.text) == (200, True)


def test_the_letters_page_says_which_of_two_files_is_current(
    client: TestClient, state: PageState, settings: Settings
) -> None:
    text = (settings.corpus / "kst-99001-7.txt").read_text(encoding="utf-8")
    other = settings.corpus / "kst-99001-7 oud.txt"
    other.write_text(f"{text}\nNaschrift over de nachttrein.\n", encoding="utf-8")
    os.utime(other, (1_600_000_000, 1_600_000_000))
    html = told(client, state, "update")
    said = "kst-99001-7 oud.txt has another text and counts as an older version of kst-99001-7.txt"
    assert html.count(said) == 2  # in the report, and beside the letter
    assert "its file is older (2020-09-13 12:26:40 against " in html


def test_what_cannot_be_fetched_is_said(client: TestClient) -> None:
    response = client.post("/letters/fetch", data={"what": "<i>geen</i>"})
    assert response.status_code == 409
    assert "is not a dossier" in response.text
    assert "<i>" not in response.text


def test_readers_see_the_letters_and_no_buttons(settings: Settings) -> None:
    build_index(settings)
    reader = client_of(PageState(settings.model_copy(update={"role": "reader"})))
    html = reader.get("/letters").text
    assert len(shown(reader)) == 3
    assert not [e for e in find(html, "form") if e.attributes["method"] == "post"]
    assert EN.readers_only in html
    for step in ("remove", "restore", "update", "verify", "rollback", "follow", "fetch"):
        assert reader.post(f"/letters/{step}", data={}).status_code in {403, 422}
    form = {"doc_id": "kst-99001-7", "token": "x", "generation": "1", "on": "true", "what": "1"}
    for step in ("remove", "restore", "update", "verify", "rollback", "follow", "fetch"):
        assert reader.post(f"/letters/{step}", data=form).status_code == 403
    assert reader.post("/letters", files=[("files", ("a.txt", LETTER))]).status_code == 403


def test_without_an_index_it_can_be_built_here(settings: Settings) -> None:
    state = PageState(settings)
    client = client_of(state)
    html = client.get("/letters").text
    assert "There is no index of the letters yet" in html
    assert [e.text for e in find(html, "button") if e.text == EN.build]
    told(client, state, "update")
    assert len(shown(client)) == 3


def test_it_speaks_both_languages_and_keeps_to_the_one_chosen(client: TestClient) -> None:
    html = client.get("/letters?lang=nl").text
    assert next(find(html, "h1")).text == NL.library_title
    assert next(find(html, "html")).attributes["lang"] == "nl"
    assert "?lang=en" in next(find(html, "a", class_="other")).attributes["href"]
    for link in [e.attributes["href"] for e in find(html, "a") if "hreflang" not in e.attributes]:
        assert parse_qs(urlsplit(link).query).get("lang", ["nl"]) == ["nl"]


def test_hostile_text_stays_text_in_the_table() -> None:
    known = Metadata(subject=HOSTILE, kind=HOSTILE, senders=(Sender(HOSTILE, HOSTILE),))
    fake = FakeAssistant([make_letter(["Een."], HOSTILE, metadata=known)], problems=[HOSTILE])
    client = client_of(PageState(Settings(index=Path("no")), open_=lambda _: fake))
    html = client.get("/letters").text
    assert {e.tag for e in elements(html)} <= {
        "html", "head", "meta", "title", "link", "script", "noscript", "body", "nav", "a", "main",
        "div", "header", "h1", "h2", "h3", "p", "section", "form", "input", "label", "button",
        "table", "thead", "tbody", "tr", "th", "td", "span", "details", "summary", "ul", "li",
        "dl", "dt", "dd", "strong", "footer",
    }  # fmt: skip
    assert len(list(find(html, "script"))) == 1
    assert HOSTILE in next(find(html, "tbody")).text


def test_only_its_own_script_may_run(client: TestClient) -> None:
    policy = client.get("/letters").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
