"""Links that do not rot: words of an older version are found again, or said to be gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, find, make_letter, make_quote

from qa.assistant import Assistant
from qa.indexing import build_index
from qa.settings import Settings
from qa.web.cards.quotes import quote_card
from qa.web.links import citation_link, letter_link
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN

OLD = """De veerpont vaart dagelijks tussen zes en tien uur.

De kosten van de veerpont bedragen € 3 mln. per jaar.

Over de brug is nog niets besloten.
"""
NEW = """Een inleiding die er eerst niet was.

De veerpont vaart dagelijks tussen zes en tien uur.

De kosten van de veerpont bedragen € 4 mln. per jaar.
"""


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[tuple[TestClient, Assistant]]:
    """A letter that was indexed and has changed since; the assistant still has the old one."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    (corpus / "veerpont.txt").write_text(OLD)
    build_index(settings)
    old = Assistant.open(settings=settings)
    (corpus / "veerpont.txt").write_text(NEW)
    build_index(settings)
    with TestClient(
        create_site(PageState(settings)), headers={"Accept-Language": "en"}, **LOCAL
    ) as client:
        yield client, old


def link_to(old: Assistant, words: str) -> str:
    letter = old.letter("veerpont")
    start = letter.text.index(words)
    link = letter_link("veerpont", [(start, start + len(words))], "en", letter.version)
    assert "&v=" in link
    return link.partition("#")[0]


def shown(client: TestClient, link: str) -> tuple[list[str], str]:
    response = client.get(link)
    assert response.status_code == 200
    notices = [e.text.strip() for e in find(response.text, "p", class_="changed")]
    return [e.text for e in find(response.text, "mark")], (notices or [""])[0]


def test_words_that_moved_are_marked_where_they_stand_now(
    changed: tuple[TestClient, Assistant],
) -> None:
    client, old = changed
    marked, notice = shown(client, link_to(old, "De veerpont vaart dagelijks"))
    assert marked == ["De veerpont vaart dagelijks"]
    assert notice.startswith(EN.changed_since["moved"])


def test_words_that_changed_are_shown_as_they_read_now_and_as_they_did(
    changed: tuple[TestClient, Assistant],
) -> None:
    client, old = changed
    sentence = "De kosten van de veerpont bedragen € 3 mln. per jaar."
    link = link_to(old, sentence)
    marked, notice = shown(client, link)
    assert marked == ["De kosten van de veerpont bedragen € 4 mln. per jaar."]
    assert notice.startswith(EN.changed_since["changed"])
    page = client.get(link).text
    other = next(e for e in find(page, "a") if e.text == EN.other_version).attributes["href"]
    marked, notice = shown(client, other.partition("#")[0])
    assert marked == [sentence]
    assert notice.startswith(EN.older_version)
    back = next(e for e in find(client.get(other).text, "a") if e.text == EN.other_version)
    assert urlsplit(back.attributes["href"]).path == "/l/veerpont"


def test_words_that_are_gone_are_said_to_be(changed: tuple[TestClient, Assistant]) -> None:
    client, old = changed
    marked, notice = shown(client, link_to(old, "Over de brug is nog niets besloten."))
    assert marked == []
    assert notice.startswith(EN.changed_since["gone"])


def test_a_link_to_a_paragraph_follows_its_words(changed: tuple[TestClient, Assistant]) -> None:
    client, old = changed
    version = old.letter("veerpont").version[:8]
    marked, notice = shown(client, f"/l/veerpont?p=p1&v={version}")
    assert marked == ["De veerpont vaart dagelijks tussen zes en tien uur."]
    assert notice.startswith(EN.changed_since["moved"])
    now = client.get("/l/veerpont").text
    number = next(e for e in find(now, "a", class_="number") if e.text == "2")
    marked, notice = shown(client, "/l/veerpont" + number.attributes["href"].partition("#")[0])
    assert (marked, notice) == (["De veerpont vaart dagelijks tussen zes en tien uur."], "")


def test_a_version_that_was_not_kept_is_said(changed: tuple[TestClient, Assistant]) -> None:
    client, _ = changed
    marked, notice = shown(client, "/l/veerpont?q=0-11&v=00000000")
    assert marked == []
    assert notice == EN.changed_since["not kept"]
    assert client.get("/l/veerpont?version=00000000").status_code == 404
    assert client.get("/l/veerpont?q=9-3&v=00000000").status_code == 400


def test_the_same_version_says_nothing(changed: tuple[TestClient, Assistant]) -> None:
    client, _ = changed
    page = client.get("/api/letters/veerpont").json()
    assert shown(client, f"/l/veerpont?q=0-13&v={page['version'][:8]}") == (["Een inleiding"], "")


def citation_of(old: Assistant, words: str, form: str = "markdown", lang: str = "en") -> str:
    """The address that a card offered while the letter still was as it was."""
    letter = old.letter("veerpont")
    start = letter.text.index(words)
    place = (start, start + len(words))
    return citation_link("veerpont", place, form, lang, letter.version)  # type: ignore[arg-type]


def test_words_that_moved_are_cited_where_they_stand_now(
    changed: tuple[TestClient, Assistant],
) -> None:
    client, old = changed
    words = "De veerpont vaart dagelijks tussen zes en tien uur."
    found = client.get(citation_of(old, words))
    assert found.status_code == 200
    assert found.text.startswith("> De veerpont vaart dagelijks")
    assert "¶ 2" in found.text
    now = client.get("/api/letters/veerpont").json()["version"]
    assert (found.headers["letter-since"], found.headers["letter-version"]) == ("moved", now)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("De kosten van de veerpont bedragen € 3 mln. per jaar.", 409, "it says otherwise"),
        ("Over de brug is nog niets besloten.", 410, "these words are gone"),
    ],
)
def test_other_words_are_never_cited_in_place_of_those_that_changed(
    changed: tuple[TestClient, Assistant], words: str, status: int, said: str
) -> None:
    client, old = changed
    found = client.get(citation_of(old, words))
    version = old.letter("veerpont").version[:8]
    assert (found.status_code, said in found.text) == (status, True)
    assert f"since version {version}" in found.text
    link = found.text.partition(" at ")[2].partition(", or")[0]
    assert shown(client, link.partition("#")[0])[0] == [words]
    dutch = client.get(citation_of(old, words, lang="nl")).text
    assert f"gewijzigd sinds versie {version}" in dutch
    unknown = client.get("/c/veerpont?q=0-11&v=00000000")
    assert (unknown.status_code, "was not kept" in unknown.text) == (409, True)


def test_part_of_another_number_is_not_the_same_words(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    (corpus / "brug.txt").write_text("De brug kost dit jaar 3 mln. euro aan onderhoud.\n")
    build_index(settings)
    old = Assistant.open(settings=settings).letter("brug")
    (corpus / "brug.txt").write_text("De oude brug kost dit jaar 1,3 mln. euro aan onderhoud.\n")
    build_index(settings)
    start = old.text.index("3 mln.")
    with TestClient(create_site(PageState(settings)), **LOCAL) as client:
        link = citation_link("brug", (start, start + 6), "reference", "en", old.version)
        assert client.get(link).status_code in {409, 410}


def test_without_a_version_it_is_said_which_is_cited(
    changed: tuple[TestClient, Assistant],
) -> None:
    client, old = changed
    found = client.get("/c/veerpont?q=0-13&form=markdown")
    now = client.get("/api/letters/veerpont").json()["version"]
    assert (found.status_code, found.headers["letter-version"]) == (200, now)
    assert "Een inleiding" in found.text
    version = old.letter("veerpont").version
    assert client.get(f"/c/veerpont?q=0-999999&v={version}").status_code == 400


def test_the_links_of_a_card_carry_the_version_whose_characters_they_count() -> None:
    card = quote_card(1, make_quote(make_letter(["De brug is open."]), (0, 16)), EN, newest=False)
    buttons = [
        e.attributes["data-copy"] for e in find(card, "button") if "data-copy" in e.attributes
    ]
    files = [e.attributes["href"] for e in find(card, "a") if "download" in e.attributes]
    assert len(buttons + files) == 7
    assert all("?q=0-16&v=00000000&lang=en&form=" in link for link in buttons + files)
