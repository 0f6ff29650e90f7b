"""The folder for a memo: passages as they stand now, the files of them, what cannot be cited."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from promising import write_letter, write_letters
from web_fixtures import LOCAL, find

from qa.assistant import Assistant
from qa.citations.memo import MEMO_FORMS
from qa.indexing import build_index
from qa.output.schema.memo import MOST_PASSAGES
from qa.records import Letter
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts.memo import MEMO_TEXTS

FIRST = "Ik laat onderzoeken of de steiger geschikt is voor rolstoelen."
SECOND = "De aanbesteding heeft drie inschrijvingen opgeleverd."
PLACES = {FIRST: "kst-99030-1", SECOND: "kst-99030-2"}
REFERENCE = "Kamerstukken II 2023/24, 99030, nr. 1, ¶ 3"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_letters(corpus)
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    return settings


@pytest.fixture
def client(settings: Settings) -> TestClient:
    return TestClient(create_site(PageState(settings)), **LOCAL)


def aside(settings: Settings, *texts: str, note: str = "") -> list[dict[str, object]]:
    """Return passages as a browser keeps them."""
    opened = Assistant.open(settings=settings)
    found = []
    for text in texts:
        letter: Letter = opened.letter(PLACES[text])
        start = letter.text.index(text)
        found.append(
            {
                "doc_id": letter.doc_id, "start": start, "end": start + len(text),
                "version": letter.version, "note": note,
            }
        )  # fmt: skip
    return found


def folder(passages: list[dict[str, object]], title: str = "Veerdienst") -> dict[str, object]:
    return {"schema": 1, "title": title, "passages": passages}


def test_passages_stand_as_they_were_put_aside(client: TestClient, settings: Settings) -> None:
    found = client.post("/api/memo", json=folder(aside(settings, SECOND, FIRST))).json()
    assert [one["text"] for one in found["passages"]] == [SECOND, FIRST]
    assert [one["state"] for one in found["passages"]] == ["same", "same"]
    assert found["passages"][1]["reference"] == REFERENCE
    assert found["passages"][0]["title"].startswith("Zoals toegezegd informeer ik uw Kamer")


def test_a_letter_that_changed_is_followed_or_not_cited(
    client: TestClient, settings: Settings
) -> None:
    kept = aside(settings, FIRST, SECOND)
    body = f"Een alinea vooraf.\n\n{FIRST}"
    write_letter(settings.corpus, 1, "5 februari 2024", body)
    write_letter(settings.corpus, 2, "12 juni 2024", SECOND.replace("drie", "vier"))
    build_index(settings)
    first, second = client.post("/api/memo", json=folder(kept)).json()["passages"]
    assert (first["state"], first["text"]) == ("moved", FIRST)
    assert (second["state"], second["text"]) == ("changed", None)
    assert "kst-99030-2" in second["problem"]
    (settings.corpus / "kst-99030-1.txt").unlink()
    build_index(settings)
    gone = client.post("/api/memo", json=folder(kept)).json()["passages"][0]
    assert (gone["state"], gone["citation"]) == ("no letter", None)
    text = client.post("/api/memo/markdown", json=folder(kept))
    assert text.status_code == 422  # nothing is left that can be cited


def test_a_place_that_is_none_is_named(client: TestClient, settings: Settings) -> None:
    (one,) = aside(settings, FIRST)
    (found,) = client.post("/api/memo", json=folder([one | {"end": 10**8}])).json()["passages"]
    assert (found["state"], "100000000" in found["problem"]) == ("no place", True)


def test_the_word_file_has_footnotes_in_order(client: TestClient, settings: Settings) -> None:
    wanted = folder(aside(settings, FIRST, SECOND, note="Mijn punt.\n\nEn nog een."))
    found = client.post("/api/memo/docx", json=wanted)
    assert found.headers["content-disposition"] == 'attachment; filename="Veerdienst.docx"'
    read = docx.Document(io.BytesIO(found.content))
    texts = [one.text for one in read.paragraphs]
    assert texts == [
        "Veerdienst", "Mijn punt.", "En nog een.", FIRST, "Mijn punt.", "En nog een.", SECOND,
    ]  # fmt: skip
    notes = zipfile.ZipFile(io.BytesIO(found.content)).read("word/footnotes.xml").decode()
    assert notes.index("nr. 1, ¶ 3") < notes.index("nr. 2, ¶ 2")


def test_the_other_forms_hold_every_passage(client: TestClient, settings: Settings) -> None:
    wanted = folder(aside(settings, FIRST, SECOND, FIRST, note="<b>Let op</b>"), "Één & twee")

    def form(name: str) -> str:
        found = client.post(f"/api/memo/{name}", json=wanted)
        assert found.status_code == 200
        assert f"Een-twee.{MEMO_FORMS[name].ending}" in found.headers["content-disposition"]
        return found.text

    markdown = form("markdown")
    assert markdown.count(f"> {FIRST}[^") == 2
    assert f"[^1]: [{REFERENCE}]" in markdown
    html = form("html")
    assert "<b>Let op</b>" not in html
    assert html.count("<blockquote") == 3
    assert [one.text for one in find(html, "h1")] == ["Één & twee"]
    bibtex = form("bibtex")
    keys = [line for line in bibtex.splitlines() if line.startswith("@misc")]
    assert keys == ["@misc{kst-99030-1-p3,", "@misc{kst-99030-2-p2,"]
    assert form("ris").count("TY  - GOVDOC") == 2
    items = json.loads(form("csl-json"))
    assert [one["id"] for one in items] == ["kst-99030-1-p3", "kst-99030-2-p2"]
    assert items[0]["issued"] == {"date-parts": [[2024, 2, 5]]}


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/api/memo/exe", {"passages": []}, 404),
        ("/api/memo/docx", {"passages": []}, 422),
        ("/api/memo", {"passages": [{"doc_id": "x"}]}, 422),
        ("/api/memo", {"passages": [], "more": 1}, 422),
    ],
)
def test_what_is_no_folder_is_refused(
    client: TestClient, path: str, sent: dict[str, object], status: int
) -> None:
    assert client.post(path, json=sent).status_code == status


def test_a_folder_is_not_endless(client: TestClient, settings: Settings) -> None:
    many = aside(settings, FIRST) * (MOST_PASSAGES + 1)
    assert client.post("/api/memo", json=folder(many)).status_code == 422


def test_the_pages_have_what_the_scripts_need(client: TestClient, settings: Settings) -> None:
    for lang in ("en", "nl"):
        page = client.get(f"/memo?lang={lang}").text
        assert next(find(page, "h1")).text == MEMO_TEXTS[lang].title  # type: ignore[index]
        forms = [
            one.attributes["data-form"]
            for one in find(page, "button")
            if "data-form" in one.attributes
        ]  # noqa: E501
        assert forms == list(MEMO_FORMS)
    letter = client.get("/l/kst-99030-1?lang=en").text
    found = Assistant.open(settings=settings).letter("kst-99030-1")
    starts = {
        one.attributes["id"]: int(one.attributes["data-start"])
        for one in find(letter, "div")
        if "data-start" in one.attributes
    }
    assert starts == {unit.label: unit.start for unit in found.units}
    tools = next(one for one in find(letter, "div") if one.attributes.get("role") == "toolbar")
    assert tools.attributes["data-version"] == found.version
