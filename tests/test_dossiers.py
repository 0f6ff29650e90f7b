"""Dossiers: the list, one with what its letters name, chapters; senders and dates of filters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import index_of, run
from fastapi.testclient import TestClient
from promising import write_letters
from web_fixtures import LOCAL, find

from qa.assistant import Assistant
from qa.assistant.dossiers import list_dossiers, open_dossier
from qa.errors import LetterNotFoundError, QuestionError
from qa.index import LetterEntry
from qa.indexing import build_index
from qa.records.filters import Filter, make_filter
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts.dossiers import DOSSIER_TEXTS

ANSWER = """\
36 600 {chapter} Vaststelling van de begrotingsstaten

Nr. {number} BRIEF VAN DE MINISTER VAN {who}

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Den Haag, 6 mei 2025

In antwoord op Kamerstuk 99 030, nr. 2 bericht ik dat de veerpont in Veerdam vaart.

De Minister ({who}), M. Brugman
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("dossiers")
    corpus = folder / "corpus"
    corpus.mkdir()
    write_letters(corpus)
    for chapter, who in (("XII", "INFRASTRUCTUUR EN WATERSTAAT"), ("V", "BUITENLANDSE ZAKEN")):
        text = ANSWER.format(chapter=chapter, number=7, who=who)
        (corpus / f"kst-36600-{chapter}-7.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index")
    build_index(settings)
    return settings


@pytest.fixture(scope="module")
def opened(settings: Settings) -> Assistant:
    return Assistant.open(settings=settings)


@pytest.fixture(scope="module")
def client(settings: Settings) -> TestClient:
    return TestClient(create_site(PageState(settings)), **LOCAL)


def entry(doc_id: str, dossiers: dict[str, str], date: str | None = None) -> LetterEntry:
    return LetterEntry(
        doc_id, "0" * 64, doc_id, 1, 1, "", "XML", date=date,
        dossiers=tuple(dossiers), titles=tuple(dossiers.values()),
    )  # fmt: skip


def test_the_dossier_with_the_newest_letter_comes_first(opened: Assistant) -> None:
    found = list_dossiers(opened.letters_where(Filter()))
    assert [(one.number, one.letters) for one in found] == [
        ("36600-V", 1), ("36600-XII", 1), ("99030", 3),
    ]  # fmt: skip
    ferry = found[-1]
    assert ferry.title == "Veerdienst over de Zwartewaterkil"
    assert (ferry.first, ferry.last, ferry.commitments) == ("2024-02-05", "2025-03-03", 5)


def test_a_title_is_that_of_the_newest_letter_which_gives_one() -> None:
    letters = [
        entry("a", {"1": "Oud", "2": ""}, "2020-01-01"),
        entry("b", {"1": "Nieuw"}, "2021-01-01"),
        entry("c", {"1": ""}, "2022-01-01"),
        entry("d", {"3": "Zonder datum"}),
    ]
    found = list_dossiers(letters)
    assert [(one.number, one.title) for one in found] == [
        ("1", "Nieuw"), ("2", ""), ("3", "Zonder datum"),
    ]  # fmt: skip
    assert [one.number for one in list_dossiers(letters, "NIEUW")] == ["1"]
    assert list_dossiers(letters, "nieuw oud") == []
    assert list_dossiers([]) == []


def test_a_dossier_tells_what_its_letters_name_and_who_names_them(opened: Assistant) -> None:
    page = open_dossier(opened, "99 030", 0, 10)
    assert [one.entry.doc_id for one in page.letters] == [
        "kst-99030-3", "kst-99030-2", "kst-99030-1",
    ]  # fmt: skip
    third, second, first = page.letters
    assert [(one.target, one.doc_id, one.answers) for one in third.names] == [
        ("kst-99030-1", "kst-99030-1", False)
    ]
    assert [(one.target, one.answers) for one in first.named_by] == [("kst-99030-3", False)]
    assert {(one.target, one.answers) for one in second.named_by} == {
        ("kst-36600-V-7", True), ("kst-36600-XII-7", True),
    }  # fmt: skip
    assert second.title.startswith("Zoals toegezegd informeer ik uw Kamer")


def test_a_number_alone_stands_for_its_chapters(opened: Assistant) -> None:
    whole = open_dossier(opened, "36600", 0, 10)
    assert (whole.about.letters, whole.about.title) == (
        2, "Vaststelling van de begrotingsstaten",
    )  # fmt: skip
    assert [one.number for one in whole.chapters] == ["36600-V", "36600-XII"]
    one = open_dossier(opened, "36 600 xii", 0, 10)
    assert (one.about.letters, one.chapters) == (1, ())
    with pytest.raises(LetterNotFoundError, match="12345"):
        open_dossier(opened, "12345", 0, 10)


def test_pages_of_a_dossier_follow_each_other(opened: Assistant) -> None:
    second = open_dossier(opened, "99030", 2, 2)
    assert [one.entry.doc_id for one in second.letters] == ["kst-99030-1"]
    assert second.about.letters == 3


def test_one_sender_is_found_in_all_its_spellings(opened: Assistant) -> None:
    for typed in ("Minister van Buitenlandse Zaken", "Minister (BZ)", "buitenlandse zaken"):
        found = opened.letters_where(make_filter(senders=[typed]))
        assert [one.doc_id for one in found] == ["kst-36600-V-7"], typed
    counts = opened.values_of("sender")
    assert counts["Minister van Infrastructuur en Waterstaat"] == 4
    assert not any("(" in name for name in counts)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("5 februari 2024", "2024-02-05"),
        ("05-02-2024", "2024-02-05"),
        ("februari 2024", "2024-02-01"),
        ("February 2024", "2024-02-01"),
        ("2024-2", "2024-02-01"),
        ("2024", "2024-01-01"),
    ],
)
def test_a_filter_takes_dates_as_they_are_written(typed: str, first: str) -> None:
    assert make_filter(since=typed).since == first


@pytest.mark.parametrize("typed", ["mei", "31 juni 2024", "vorig jaar", "5 februari"])
def test_what_is_no_whole_date_is_refused(typed: str) -> None:
    with pytest.raises(QuestionError, match=typed):
        make_filter(since=typed)
    assert make_filter(until="februari 2024").until == "2024-02-29"


def test_the_pages_show_dossiers_in_both_languages(client: TestClient) -> None:
    listed = client.get("/d?lang=en")
    assert listed.status_code == 200
    links = [one.attributes["href"] for one in find(listed.text, "a")]
    assert "/d/99030?lang=en" in links
    assert DOSSIER_TEXTS["en"].none in client.get("/d?words=maan&lang=en").text
    page = client.get("/d/99030?lang=nl").text
    assert next(find(page, "h1")).text == "Veerdienst over de Zwartewaterkil"
    assert "Vraag binnen dit dossier" in page
    links = [one.attributes["href"] for one in find(page, "a")]
    assert "/l/kst-99030-1?lang=nl" in links
    assert "/commitments?letter=kst-99030-1&lang=nl" in links
    assert "(antwoordt erop)" in page
    form = next(one for one in find(page, "input") if one.attributes.get("name") == "dossier")
    assert form.attributes["value"] == "99030"
    assert client.get("/d/12345").status_code == 404
    assert client.get("/d/36600?lang=en").text.count('href="/d/36600-V?lang=en"') == 1


def test_the_api_and_the_command_tell_the_same(client: TestClient, settings: Settings) -> None:
    found = client.get("/api/dossiers?words=veerdienst").json()
    assert [one["number"] for one in found["dossiers"]] == ["99030"]
    page = client.get("/api/dossiers/99030?limit=1").json()
    assert (page["about"]["letters"], len(page["letters"])) == (3, 1)
    assert client.get("/api/dossiers/12345").status_code == 404
    done = run("dossiers", "99030", *index_of(settings), "--json")
    told = json.loads(done.stdout)
    assert told["about"] == page["about"]
    assert told["letters"][0] == page["letters"][0]
    listed = run("dossiers", *index_of(settings))
    assert "3 dossiers" in listed.stdout
    assert run("dossiers", "12345", *index_of(settings)).returncode == 1


def test_without_an_index_the_pages_say_so(tmp_path: Path) -> None:
    client = TestClient(create_site(PageState(Settings(index=tmp_path / "none"))), **LOCAL)
    assert client.get("/d").status_code == 503
    assert client.get("/d/99030").status_code == 503
