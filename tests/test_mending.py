"""Corrections of a letter's data are written whole into its sidecar, with who and when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL

from qa.corpus.mending import mend, undo
from qa.errors import LetterError
from qa.indexing import build_index
from qa.letters.sidecar import read_sidecar
from qa.records.filters import Filter
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with one letter and a sidecar of a fetch."""
    (tmp_path / "brief.txt").write_text("Geachte voorzitter,")
    _write(tmp_path, {"fetched": {"url": "https://x.nl/1"}, "kenmerk": "A1", "kind": "Brief"})
    return tmp_path


def _write(corpus: Path, content: object) -> None:
    (corpus / "brief.txt.json").write_text(json.dumps(content))


def _read(corpus: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((corpus / "brief.txt.json").read_text())
    return found


def test_a_correction_keeps_what_it_does_not_name(corpus: Path) -> None:
    mend(corpus, "brief.txt", {"date": "2024-02-05", "kind": "Nota"}, "Ada")
    found = _read(corpus)
    assert found["fetched"] == {"url": "https://x.nl/1"}
    assert (found["kenmerk"], found["date"], found["kind"]) == ("A1", "2024-02-05", "Nota")
    assert found["mended"]["by"] == "Ada"  # type: ignore[index]
    assert found["mended"]["was"] == {"date": None, "kind": "Brief"}  # type: ignore[index]
    assert set(read_sidecar(corpus / "brief.txt").values) == {"date", "kind", "kenmerk"}


def test_an_empty_value_takes_the_correction_away(corpus: Path) -> None:
    mend(corpus, "brief.txt", {"subject": "<script>alert(1)</script>"}, None)
    assert _read(corpus)["subject"] == "<script>alert(1)</script>"
    mend(corpus, "brief.txt", {"subject": ""}, None)
    assert "subject" not in _read(corpus)


def test_undo_puts_back_what_stood_before_the_first(corpus: Path) -> None:
    mend(corpus, "brief.txt", {"kind": "Nota"}, "Ada")
    mend(corpus, "brief.txt", {"kind": "Verslag", "date": "2024-02-05"}, "Bo")
    undo(corpus, "brief.txt", "Ada")
    assert _read(corpus)["kind"] == "Brief"
    assert "date" not in _read(corpus)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"date": "2024-13-05"}, ("date", "2024-13-05")),
        ({"dossiers": [""]}, ("dossiers", "['']")),
        ({"doc_id": "kst-1"}, ("doc_id", "dossiers")),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(
    corpus: Path, changes: dict[str, object], told: tuple[str, ...]
) -> None:
    before = _read(corpus)
    with pytest.raises(LetterError) as caught:
        mend(corpus, "brief.txt", changes, None)
    assert all(one in str(caught.value) for one in told)
    assert _read(corpus) == before


def test_a_correction_over_the_api_is_indexed_and_readers_make_none(settings: Settings) -> None:
    build_index(settings)
    state = PageState(settings)
    doc_id = next(iter(state.assistant().letters_where(Filter()))).doc_id
    place = f"/api/letters/{doc_id}/data"
    with TestClient(create_site(state), **LOCAL) as client:
        assert client.put(place, json={"date": "2024-13-05"}).status_code >= 400
        told = client.put(place, json={"date": "2019-03-07", "subject": "<b>x</b>"})
        assert told.status_code == 200, told.text
        state.finished()
        assert client.get(place).json()["subject"] == "<b>x</b>"
        entry = next(iter(state.assistant().letters_where(Filter(doc_ids=(doc_id,)))))
        assert entry.date == "2019-03-07"
    reader = PageState(settings.model_copy(update={"role": "reader"}))
    with TestClient(create_site(reader), **LOCAL) as client:
        assert client.put(place, json={"date": "2020-01-01"}).status_code == 403
        assert client.get(place).status_code == 403
