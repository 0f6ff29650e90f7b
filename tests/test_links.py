"""Links out of the corpus are followed only when asked; nothing is written through one."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.corpus.files import CorpusFiles
from qa.corpus.forgetting import plan_forgetting
from qa.corpus.official.files import supersede
from qa.errors import CorpusError, LetterError
from qa.index.engines import engine_of
from qa.indexing import build_index
from qa.letters.scan import NOT_FOLLOWED, Scanner, letter_files
from qa.messages import Message
from qa.settings import Settings
from qa.system.links import leads_out
from qa.web.pages import Pictures

TEXT = "De brug bij Kampen wordt in 2031 vervangen door een tunnel van beton.\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "elders"
    folder.mkdir()
    (folder / "geheim.txt").write_text(TEXT, encoding="utf-8")
    return folder


def told(settings: Settings, name: str) -> str:
    """Return what an update says of a file that is left out."""
    return next(one for one in build_index(settings).problems if name in one)


def test_paths_are_judged_by_where_they_really_are(tmp_path: Path, outside: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "map").mkdir(parents=True)
    (corpus / "echt.txt").write_text(TEXT)
    (corpus / "binnen.txt").symlink_to("echt.txt")
    (corpus / "buiten.txt").symlink_to(outside / "geheim.txt")
    (corpus / "keten.txt").symlink_to("buiten.txt")
    (corpus / "weg").symlink_to(outside)
    (corpus / "rond.txt").symlink_to("rond.txt")
    (corpus / "hangt.txt").symlink_to(tmp_path / "nergens")
    (tmp_path / "naam").symlink_to(corpus)
    for folder in (corpus, tmp_path / "naam"):
        out = [n for n in ("echt.txt", "binnen.txt", "buiten.txt", "keten.txt", "weg",
                           "weg/geheim.txt", "hangt.txt", "map/../../x")
               if leads_out(folder / n, folder)]  # fmt: skip
        assert out == ["buiten.txt", "keten.txt", "weg", "weg/geheim.txt", "hangt.txt",
                       "map/../../x"]  # fmt: skip
        assert not leads_out(folder / "rond.txt", folder)


@pytest.mark.parametrize("name", ["geheim.txt", "keten.txt", "map"])
def test_a_link_out_of_the_corpus_is_left_out_and_told(
    settings: Settings, outside: Path, name: str
) -> None:
    if name == "keten.txt":
        (settings.corpus / ".stap.txt").symlink_to(outside / "geheim.txt")
        (settings.corpus / name).symlink_to(settings.corpus / ".stap.txt")
    else:
        (settings.corpus / name).symlink_to(outside if name == "map" else outside / name)
    said = told(settings, name)
    assert "leads out of the corpus is not followed" in said
    assert isinstance(said, Message)
    assert list(engine_of(settings).open().problems) == [said]
    assert len(engine_of(settings).open().entries) == 3


def test_a_link_is_followed_when_asked_and_left_when_no_more(
    settings: Settings, outside: Path
) -> None:
    (settings.corpus / "geheim.txt").symlink_to(outside / "geheim.txt")
    (outside / "diep").mkdir()
    (outside / "diep" / "ander.txt").write_text(TEXT.replace("brug", "sluis"), encoding="utf-8")
    (outside / "diep" / "terug").symlink_to(outside)
    (outside / "diep" / "brieven").symlink_to(settings.corpus)
    (settings.corpus / "map").symlink_to(outside / "diep")
    asked = settings.model_copy(update={"follow_links": True})
    assert build_index(settings).letters == 3
    assert build_index(asked).letters == 5
    assert build_index(settings).letters == 3
    names = [p.relative_to(settings.corpus).as_posix()
             for p in letter_files(settings.corpus, follow_links=True)]  # fmt: skip
    assert "map/ander.txt" in names
    assert "map/terug" in names  # named, not gone round in


def test_links_inside_the_corpus_work_and_the_corpus_may_be_one(
    settings: Settings, tmp_path: Path
) -> None:
    (settings.corpus / ".bron.txt").write_text(TEXT, encoding="utf-8")
    (settings.corpus / "brug.txt").symlink_to(".bron.txt")
    (settings.corpus / "rond.txt").symlink_to("rond.txt")
    (tmp_path / "naam").symlink_to(settings.corpus)
    report = build_index(settings.model_copy(update={"corpus": tmp_path / "naam"}))
    assert (report.letters, report.problems) == (4, ())


def test_a_sidecar_that_lies_elsewhere_is_told_and_not_opened(
    settings: Settings, outside: Path
) -> None:
    (settings.corpus / "brug.txt").write_text(TEXT, encoding="utf-8")
    (outside / "x.json").write_text('{"subject": "geheim"}')
    (settings.corpus / "brug.txt.json").symlink_to(outside / "x.json")
    assert "leads out of the corpus is not followed" in told(settings, "brug.txt.json")
    scanner = Scanner(settings.corpus, settings.index, 1_000_000)
    assert scanner.scan()["brug.txt"].fingerprint == NOT_FOLLOWED


def test_a_page_is_not_drawn_from_a_file_elsewhere(settings: Settings, outside: Path) -> None:
    build_index(settings)
    store = engine_of(settings).open()
    letter = store.letter(next(iter(store.entries)))
    place = settings.corpus / letter.source.path
    place.rename(outside / "zelfde.txt")  # its content is the same
    place.symlink_to(outside / "zelfde.txt")
    with pytest.raises(LetterError, match="leads out of the corpus"):
        Pictures(settings, None)._content(letter.source)  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", [".incoming", ".removed"])
def test_nothing_is_taken_in_where_its_folder_lies_elsewhere(
    settings: Settings, outside: Path, folder: str
) -> None:
    build_index(settings)
    (settings.corpus / folder).symlink_to(outside)
    before = sorted(outside.iterdir())
    added = CorpusFiles(settings).add("nieuw.txt", TEXT.encode())
    assert (added.how, folder in added.reason) == ("refused", True)
    assert isinstance(added.reason, Message)
    if folder == ".removed":
        with pytest.raises(CorpusError, match="leads out of the corpus by a link"):
            CorpusFiles(settings).remove(next(iter(engine_of(settings).open().entries.values())))
    assert sorted(outside.iterdir()) == before


def test_an_upload_does_not_meet_a_link_of_its_name(settings: Settings, outside: Path) -> None:
    (settings.corpus / "geheim.txt").symlink_to(outside / "geheim.txt")
    added = CorpusFiles(settings).add("geheim.txt", TEXT.replace("brug", "sluis").encode())
    assert (added.how, "a link of this name" in added.reason) == ("refused", True)
    assert (outside / "geheim.txt").read_text(encoding="utf-8") == TEXT


def test_a_letter_in_a_folder_elsewhere_is_neither_removed_nor_forgotten(
    settings: Settings, outside: Path
) -> None:
    (settings.corpus / "map").symlink_to(outside)
    asked = settings.model_copy(update={"follow_links": True})
    build_index(asked)
    store = engine_of(asked).open()
    with pytest.raises(CorpusError, match="leads out of the corpus by a link"):
        CorpusFiles(asked).remove(store.entry(store.find_id("geheim")))  # type: ignore[arg-type]
    with pytest.raises(CorpusError, match="leads out of the corpus by a link"):
        plan_forgetting(asked, ["geheim"])
    assert (outside / "geheim.txt").is_file()


def test_nothing_comes_back_through_a_link(settings: Settings, outside: Path) -> None:
    place = settings.corpus / "map" / "brug.txt"
    place.parent.mkdir()
    place.write_text(TEXT, encoding="utf-8")
    build_index(settings)
    store = engine_of(settings).open()
    files = CorpusFiles(settings)
    removal = files.remove(store.entry(store.find_id("brug")))  # type: ignore[arg-type]
    place.parent.rmdir()
    place.parent.symlink_to(outside)
    with pytest.raises(CorpusError, match="leads out of the corpus by a link"):
        files.restore(removal.token)
    assert [path.name for path in outside.iterdir()] == ["geheim.txt"]


def test_what_fetching_replaces_is_not_written_elsewhere(tmp_path: Path, outside: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "kst-1-1.xml").write_text("<a/>")
    (corpus / ".superseded").symlink_to(outside)
    with pytest.raises(OSError, match="leads out of the corpus"):
        supersede(corpus / "kst-1-1.xml")
    assert [path.name for path in outside.iterdir()] == ["geheim.txt"]
