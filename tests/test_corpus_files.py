"""Files that come and go: only letters come in, nothing is lost, names lead nowhere else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.corpus.files import REMOVED, CorpusFiles
from qa.errors import CorpusError, LetterNotFoundError
from qa.indexing import build_index
from qa.settings import Settings

LETTER = "Een nieuwe brief over zonnepanelen.\n\nHet dak van het gemeentehuis krijgt er tachtig.\n"


def content_of(corpus: Path) -> dict[str, bytes]:
    return {
        path.relative_to(corpus).as_posix(): path.read_bytes()
        for path in corpus.rglob("*")
        if path.is_file() and not path.relative_to(corpus).parts[0].startswith(".")
    }


def test_a_letter_comes_in_and_is_told(settings: Settings, corpus: Path) -> None:
    files = CorpusFiles(settings)
    added = files.add("C:\\brieven\\zon.txt", LETTER.encode())
    assert (added.name, added.how, added.doc_id, added.paragraphs) == ("zon.txt", "added", "zon", 2)
    assert (corpus / "zon.txt").read_text() == LETTER
    assert files.add("zon.txt", LETTER.encode()).how == "there already"
    assert not list((corpus / ".incoming").iterdir())
    assert build_index(settings).letters == 4


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("leeg.txt", b"", "the file is empty"),
        ("plaatje.png", b"\x89PNG\r\n\x1a\n" + bytes(100), ""),
        ("groot.txt", b"woord " * 1000, "more than the limit of 5,000 bytes"),
        (".verborgen.txt", LETTER.encode(), "not one of a letter's file"),
        ("README.md", LETTER.encode(), "not one of a letter's file"),
        ("brief.txt.json", b"{}", "upload the letter first"),
        ("", LETTER.encode(), "its name cannot be used"),
        ("a\x00b.txt", LETTER.encode(), "its name cannot be used"),
        ("x" * 300 + ".txt", LETTER.encode(), "its name cannot be used"),
        ("\ud800.txt", LETTER.encode(), "its name cannot be used"),
        ("..", LETTER.encode(), "not one of a letter's file"),
    ],
)
def test_what_is_no_letter_stays_out(
    settings: Settings, corpus: Path, name: str, content: bytes, reason: str
) -> None:
    before = content_of(corpus)
    small = settings.model_copy(update={"max_file_bytes": 5000})
    added = CorpusFiles(small).add(name, content)
    assert added.how == "refused"
    assert reason in added.reason
    assert added.reason
    assert content_of(corpus) == before


@pytest.mark.parametrize("name", ["../buiten.txt", "/etc/buiten.txt", "a/../../buiten.txt"])
def test_a_name_leads_nowhere_else(settings: Settings, corpus: Path, name: str) -> None:
    assert CorpusFiles(settings).add(name, LETTER.encode()).how == "added"
    assert (corpus / "buiten.txt").is_file()
    assert not (corpus.parent / "buiten.txt").exists()


def test_a_file_that_is_replaced_can_come_back(settings: Settings, corpus: Path) -> None:
    files = CorpusFiles(settings)
    files.add("zon.txt", LETTER.encode())
    newer = files.add("zon.txt", LETTER.replace("tachtig", "negentig").encode())
    assert newer.how == "replaced"
    assert newer.replaced is not None
    with pytest.raises(CorpusError, match=r"zon\.txt is in .* again"):
        files.restore(newer.replaced)
    (corpus / "zon.txt").unlink()
    assert files.restore(newer.replaced).files == ("zon.txt",)
    assert (corpus / "zon.txt").read_text() == LETTER


def test_a_letter_goes_with_all_its_files_and_comes_back(settings: Settings, corpus: Path) -> None:
    (corpus / "map").mkdir()
    (corpus / "map" / "zon.txt").write_text(LETTER)
    (corpus / "map" / "zon.txt.json").write_text('{"doc_id": "eigen-1", "date": "2024-02-05"}')
    build_index(settings)
    before = content_of(corpus)
    entry = Assistant.open(settings=settings).store.entry("eigen-1")
    assert entry is not None
    files = CorpusFiles(settings)
    removal = files.remove(entry)
    assert set(removal.files) == {"map/zon.txt", "map/zon.txt.json"}
    assert content_of(corpus).keys() == before.keys() - set(removal.files)
    report = build_index(settings)
    assert report.removed == ("eigen-1",)
    assert [one.token for one in files.removals()] == [removal.token]
    with pytest.raises(LetterNotFoundError, match="are not in"):
        files.remove(entry)
    assert files.restore(removal.token) == removal
    assert content_of(corpus) == before
    assert files.removals() == []
    assert build_index(settings).added == ("eigen-1",)


@pytest.mark.parametrize("token", ["", "..", "../..", "20240101T000000-00000000", "x/y"])
def test_what_was_never_removed_is_said(settings: Settings, token: str) -> None:
    with pytest.raises(LetterNotFoundError, match="nothing that was removed"):
        CorpusFiles(settings).restore(token)


def test_a_damaged_record_is_passed_over(settings: Settings, corpus: Path) -> None:
    folder = corpus / REMOVED / "20240101T000000-00000000"
    folder.mkdir(parents=True)
    (folder / "removal.json").write_text("{")
    assert CorpusFiles(settings).removals() == []


def test_a_folder_is_never_moved_away_by_a_letter_of_its_name(
    settings: Settings, corpus: Path
) -> None:
    (corpus / "map.txt").mkdir()
    (corpus / "map.txt" / "zon.txt").write_text(LETTER)
    before = content_of(corpus)
    added = CorpusFiles(settings).add("map.txt", LETTER.encode())
    assert (added.how, added.replaced) == ("refused", None)
    assert added.reason == "a folder of letters has this name; give the file another"
    assert content_of(corpus) == before


def test_what_an_ended_process_left_waiting_is_removed_after_an_hour(
    settings: Settings, corpus: Path
) -> None:
    for name, hours in (("oud", 2), ("jong", 0.5)):
        folder = corpus / ".incoming" / name
        folder.mkdir(parents=True)
        (folder / "zon.txt").write_text(LETTER)
        then = time.time() - hours * 3600
        os.utime(folder, (then, then))
    CorpusFiles(settings).add("zon.txt", LETTER.encode())
    assert [path.name for path in (corpus / ".incoming").iterdir()] == ["jong"]


def test_what_is_replaced_is_kept_under_its_own_id(settings: Settings, corpus: Path) -> None:
    (corpus / "zon.txt").write_text(LETTER)
    (corpus / "zon.txt.json").write_text('{"doc_id": "eigen-1"}')
    CorpusFiles(settings).add("zon.txt", LETTER.replace("tachtig", "negentig").encode())
    assert [one.doc_id for one in CorpusFiles(settings).removals()] == ["eigen-1"]
