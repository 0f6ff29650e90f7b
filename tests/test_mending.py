"""A letter's data are corrected in its sidecar, with who and when; by page, API and command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from conftest import DATA
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, find

from qa.corpus.files import CorpusFiles
from qa.corpus.mending import mend, mended_again, mended_of, undo, unmended
from qa.corpus.official.files import is_unedited, sidecar_digest
from qa.errors import LetterError
from qa.index import LetterEntry
from qa.index.engines import engine_of
from qa.indexing import RepeatedBuild, build_index
from qa.letters.sidecar import read_sidecar
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState

BRIEF = """99 050 De veerponten

Nr. 7 BRIEF VAN DE MINISTER VAN INFRASTRUCTUUR EN WATERSTAAT

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Betreft: de veerpont

Den Haag, 3 maart 2025

De veerpont bij Olst vaart dit jaar zeven dagen in de week en kost twee euro per overtocht.

De Minister van Infrastructuur en Waterstaat,
B. Madlener
"""
DOC_ID = "kst-99050-7"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with one letter and a sidecar of a fetch."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "brief.txt").write_text(BRIEF)
    sidecar: dict[str, Any] = {"fetched": {"url": "https://x.nl/1"}, "kenmerk": "A1",
                               "kind": "Brief"}  # fmt: skip
    sidecar["fetched"]["sidecar"] = sidecar_digest(sidecar)
    (folder / "brief.txt.json").write_text(json.dumps(sidecar))
    return folder


@pytest.fixture
def indexed(corpus: Path, tmp_path: Path) -> Settings:
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    return settings


def said(corpus: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((corpus / "brief.txt.json").read_text())
    return found


def entry_of(settings: Settings, doc_id: str = DOC_ID) -> LetterEntry:
    entry = engine_of(settings).open().entry(doc_id)
    assert entry is not None
    return entry


# --- the sidecar --------------------------------------------------------------------------------


def test_a_correction_keeps_what_it_does_not_name(corpus: Path) -> None:
    mend(corpus, "brief.txt", {"date": "5 februari 2024", "kind": "Nota"}, "Ada")
    found = said(corpus)
    assert found["fetched"]["url"] == "https://x.nl/1"
    assert (found["kenmerk"], found["date"], found["kind"]) == ("A1", "2024-02-05", "Nota")
    assert found["mended"]["by"] == "Ada"
    assert found["mended"]["was"] == {"date": None, "kind": "Brief"}
    assert set(read_sidecar(corpus / "brief.txt").values) == {"date", "kind", "kenmerk"}
    mended = mended_of(corpus, "brief.txt")
    assert mended is not None
    assert (mended.by, mended.fields) == ("Ada", ("date", "kind"))


def test_senders_are_written_as_function_and_name(corpus: Path) -> None:
    lines = ["Minister van Onderwijs, Cultuur en Wetenschap; E.E.W. Bruins", "; A. Bos", "Raad"]
    mend(corpus, "brief.txt", {"senders": lines}, "")
    assert said(corpus)["senders"] == [
        {"function": "Minister van Onderwijs, Cultuur en Wetenschap", "name": "E.E.W. Bruins"},
        {"name": "A. Bos"},
        {"function": "Raad"},
    ]


def test_an_empty_value_takes_the_correction_away(corpus: Path) -> None:
    mend(corpus, "brief.txt", {"subject": "<script>alert(1)</script>"}, "")
    assert said(corpus)["subject"] == "<script>alert(1)</script>"
    mend(corpus, "brief.txt", {"subject": ""}, "")
    assert "subject" not in said(corpus)


def test_undo_puts_back_what_stood_before_the_first(corpus: Path) -> None:
    before = said(corpus)
    mend(corpus, "brief.txt", {"kind": "Nota"}, "Ada")
    mend(corpus, "brief.txt", {"kind": "Verslag", "date": "2024-02-05"}, "Bo")
    undo(corpus, "brief.txt")
    assert said(corpus) == before
    assert mended_of(corpus, "brief.txt") is None
    (corpus / "brief.txt.json").unlink()
    mend(corpus, "brief.txt", {"kind": "Nota"}, "Ada")
    undo(corpus, "brief.txt")
    assert not (corpus / "brief.txt.json").exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"date": "2024-13-05"}, ("date", "2024-13-05")),
        ({"dossiers": [""]}, ("dossiers", "['']")),
        ({"senders": "Ada"}, ("senders", "Ada")),
        ({"doc_id": "kst-1"}, ("doc_id", "dossiers")),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(
    corpus: Path, changes: dict[str, object], told: tuple[str, ...]
) -> None:
    before = said(corpus)
    with pytest.raises(LetterError) as caught:
        mend(corpus, "brief.txt", changes)
    assert all(one in str(caught.value) for one in told)
    assert said(corpus) == before


def test_no_letter_and_a_link_that_leads_out_are_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(LetterError, match="no longer there"):
        mend(corpus, "weg.txt", {"kind": "Nota"})
    (tmp_path / "elders.json").write_text("{}")
    (corpus / "brief.txt.json").unlink()
    (corpus / "brief.txt.json").symlink_to(tmp_path / "elders.json")
    with pytest.raises(LetterError, match="leads out"):
        mend(corpus, "brief.txt", {"kind": "Nota"})
    assert (tmp_path / "elders.json").read_text() == "{}"


def test_a_fetched_letter_that_was_corrected_is_still_the_services(corpus: Path) -> None:
    """A newer version may take its place, and has the corrections."""
    assert is_unedited(said(corpus))
    mend(corpus, "brief.txt", {"kind": "Nota", "date": "2024-02-05"}, "Ada")
    corrected = said(corpus)
    assert is_unedited(corrected)
    assert not is_unedited({**corrected, "kenmerk": "changed by hand"})
    fresh = {"kind": "Brief regering", "kenmerk": "A2", "fetched": {"url": "https://x.nl/2"}}
    again = mended_again(dict(fresh), corrected)
    assert (again["kind"], again["date"], again["kenmerk"]) == ("Nota", "2024-02-05", "A2")
    assert unmended(again) == fresh
    assert mended_again(dict(fresh), {"kind": "Brief"}) == fresh


# --- the index ----------------------------------------------------------------------------------


def test_another_dossier_keeps_the_letters_id(indexed: Settings) -> None:
    """The id was made of the dossier; links to the letter lead on."""
    CorpusFiles(indexed).mend(entry_of(indexed), {"dossiers": ["99051"]}, "")
    build_index(indexed)
    assert entry_of(indexed).dossiers == ("99051",)
    CorpusFiles(indexed).undo_mending(entry_of(indexed))
    build_index(indexed)
    assert entry_of(indexed).dossiers == ("99050",)


def test_a_letter_in_two_forms_has_the_corrections(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("kst-28676-449.txt", "kst-28676-449.docx"):
        if (DATA / name).exists():
            shutil.copy(DATA / name, corpus)
    (corpus / "a.txt").write_text(BRIEF)
    (corpus / "b.html").write_text(
        "<html><body>" + "".join(f"<p>{one}</p>" for one in BRIEF.split("\n\n")) + "</body></html>"
    )
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    entry = entry_of(settings)
    assert len(entry.copies) == 1
    CorpusFiles(settings).mend(entry, {"subject": "de pont bij Olst", "date": "2025-03-04"}, "")
    build_index(settings)
    assert (entry_of(settings).subject, entry_of(settings).date) == (
        "de pont bij Olst", "2025-03-04",
    )  # fmt: skip


def test_builds_that_follow_soon_keep_encoder_and_reading_process(indexed: Settings) -> None:
    build = RepeatedBuild()
    try:
        for day in ("2025-03-04", "2025-03-05"):
            mend(indexed.corpus, "brief.txt", {"date": day})
            assert build(indexed).changed == (DOC_ID,)
            assert entry_of(indexed).date == day
        assert len(read_by(build)) == 1
    finally:
        build.close()
    assert read_by(build) == []
    mend(indexed.corpus, "brief.txt", {"date": "2025-03-06"})
    assert build(indexed).changed == (DOC_ID,)
    build.close()


def read_by(build: RepeatedBuild) -> list[object]:
    indexer = build._indexer
    return [indexer._reader] if indexer and indexer._reader else []


# --- page, API, command -------------------------------------------------------------------------


def test_an_editor_corrects_a_letter_on_its_page(indexed: Settings) -> None:
    state = PageState(indexed)
    with TestClient(create_site(state), **LOCAL) as client:
        letter = client.get(f"/l/{DOC_ID}?lang=nl").text
        (link,) = [
            e.attributes["href"] for e in find(letter, "a")
            if e.attributes.get("href", "").startswith("/mend/")
        ]  # fmt: skip
        shown = {
            e.attributes["name"]: e.attributes.get("value")
            for e in find(client.get(link).text, "input")
        }
        assert shown["date"] == "2025-03-03"
        assert shown["dossiers"] == "99050"
        senders = "Minister van Infrastructuur en Waterstaat; B. Madlener"
        assert senders in client.get(link).text
        same = {"date": "2025-03-03", "senders": senders, "subject": "de veerpont",
                "dossiers": "99050", "kind": "Brief"}  # fmt: skip
        assert "Er is niets veranderd" in client.post(link, data=same).text
        assert not (indexed.corpus / "brief.txt.json").read_text().count("mended")
        wrong = client.post(link, data={**same, "date": "31 februari 2025"})
        assert wrong.status_code == 422
        assert "31 februari 2025" in wrong.text
        done = client.post(link, data={**same, "date": "4 maart 2025", "subject": "<b>pont</b>"})
        assert done.status_code == 200
        state.finished()
        after = client.get(f"/l/{DOC_ID}?lang=nl").text
        assert "4 maart 2025" in after
        assert "&lt;b&gt;pont&lt;/b&gt;" in after
        assert "datum, onderwerp" in after
        client.post(link, data={"undo": "true"})
        state.finished()
        assert entry_of(indexed).date == "2025-03-03"
        assert client.get("/mend/nope?lang=nl").status_code == 404


def test_a_correction_over_the_api_is_indexed_and_readers_make_none(indexed: Settings) -> None:
    state = PageState(indexed)
    place = f"/api/letters/{DOC_ID}/data"
    with TestClient(create_site(state), **LOCAL) as client:
        refused = client.put(place, json={"date": "2024-13-05"})
        assert refused.status_code == 422
        assert "2024-13-05" in refused.text
        assert client.put(place, json={"receiver": "x"}).status_code == 422
        told = client.put(place, json={"date": "2019-03-07", "subject": "<b>x</b>"})
        assert told.status_code == 200, told.text
        state.finished()
        assert client.get(place).json()["subject"] == "<b>x</b>"
        assert entry_of(indexed).date == "2019-03-07"
        assert "mended" not in client.delete(place).json()
        state.finished()
        assert entry_of(indexed).date == "2025-03-03"
    reader = PageState(indexed.model_copy(update={"role": "reader"}))
    with TestClient(create_site(reader), **LOCAL) as client:
        assert client.put(place, json={"date": "2020-01-01"}).status_code == 403
        assert client.get(place).status_code == 403
        assert client.get(f"/mend/{DOC_ID}").status_code == 403
        assert client.post(f"/mend/{DOC_ID}", data={"date": "2020-01-01"}).status_code == 403
        assert "/mend/" not in client.get(f"/l/{DOC_ID}").text


def test_the_command_corrects_and_undoes(indexed: Settings) -> None:
    where = ("--corpus", indexed.corpus, "--index", indexed.index)
    done = run("mend", DOC_ID, "--date", "4 maart 2025", "--by", "Ada", "--dossier", "1", *where)
    assert done.returncode == 0, done.stderr
    assert "brief.txt.json" in done.stdout
    assert entry_of(indexed).date == "2025-03-04"
    assert said(indexed.corpus)["mended"]["by"] == "Ada"
    assert run("mend", DOC_ID, "--undo", *where).returncode == 0
    assert entry_of(indexed).date == "2025-03-03"
    neither = run("mend", DOC_ID, *where)
    assert neither.returncode == 2
    assert "--undo" in neither.stderr
    wrong = run("mend", DOC_ID, "--date", "gisteren", *where)
    assert wrong.returncode == 1
    assert "gisteren" in wrong.stderr
    assert "no letter" in run("mend", "kst-1-1", "--undo", *where).stderr


# --- uploaded -----------------------------------------------------------------------------------


def test_a_sidecar_is_uploaded_beside_its_letter(indexed: Settings) -> None:
    files = CorpusFiles(indexed)
    added = files.add("brief.txt.json", b'{"date": "2025-03-09"}')
    assert (added.how, added.doc_id) == ("replaced", DOC_ID)
    assert said(indexed.corpus) == {"date": "2025-03-09"}
    assert added.replaced is not None
    assert files.add("brief.txt.json", b'{"date": "2025-03-09"}').how == "there already"
    (indexed.corpus / "brief.txt.json").unlink()
    files.restore(added.replaced)
    assert said(indexed.corpus)["kenmerk"] == "A1"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("weg.txt.json", b"{}", "weg.txt"),
        ("brief.txt.json", b"[1]", "no JSON object"),
        ("brief.txt.json", b'{"date": "gisteren"}', "gisteren"),
        ("brief.txt.json", b'{"datum": "2025-03-09"}', "datum"),
        ("gegevens.json", b"{}", "name"),
    ],
)
def test_a_sidecar_that_cannot_be_one_is_refused(
    indexed: Settings, name: str, content: bytes, told: str
) -> None:
    before = said(indexed.corpus)
    added = CorpusFiles(indexed).add(name, content)
    assert added.how == "refused"
    assert told in added.reason
    assert said(indexed.corpus) == before


def test_a_letter_and_its_sidecar_come_in_one_upload(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "map").mkdir()
    (corpus / "map" / "oud.txt").write_text(
        BRIEF.replace("Nr. 7", "Nr. 6").replace("Olst", "Kampen")
    )
    state = PageState(Settings(corpus=corpus, index=tmp_path / "index"))
    with TestClient(create_site(state), **LOCAL) as client:
        sent = [
            ("files", ("nieuw.txt.json", b'{"date": "2025-03-09"}')),
            ("files", ("nieuw.txt", BRIEF.encode())),
            ("files", ("oud.txt.json", b'{"date": "2025-03-10"}')),
        ]
        told = client.post("/api/letters", files=sent).json()
        assert [one["how"] for one in told["files"]] == ["added"] * 3
        state.finished()
    assert entry_of(state.settings).date == "2025-03-09"
    assert entry_of(state.settings, "kst-99050-6").date == "2025-03-10"
    assert (corpus / "map" / "oud.txt.json").exists()
