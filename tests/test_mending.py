"""Corrections of a letter's data are written whole into its sidecar, with who and when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.corpus.mending import mend, undo
from qa.errors import LetterError
from qa.letters.sidecar import read_sidecar


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
