"""A build that is ended goes on where it was, and ends as one that was not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa.indexing.update as update
from qa.corpus.forgetting import forget, plan_forgetting
from qa.index import LocalStore
from qa.index.generations import Generations
from qa.indexing import build_index
from qa.indexing.content import make_content
from qa.settings import STATIC_ENCODER, Settings

LETTERS = 9


def text(number: int, year: int = 2030) -> str:
    return f"Brief {number}.\n\nBrug {number} bij Zwolle gaat in {year} open voor verkeer.\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Nine letters, two in a batch, and nothing indexed."""
    monkeypatch.setattr(update, "FIRST_BATCH", 2)
    monkeypatch.setattr(update, "BATCH", 2)
    corpus = tmp_path / "letters"
    corpus.mkdir()
    for number in range(LETTERS):
        (corpus / f"brief-{number}.txt").write_text(text(number), encoding="utf-8")
    return Settings(corpus=corpus, index=tmp_path / "index", encoder=STATIC_ENCODER)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files that were taken in, in their order."""
    names: list[str] = []
    letters_of = update.Update._letters_of

    def counted(self, reading, wanted):  # type: ignore[no-untyped-def]
        names.extend(wanted)
        return letters_of(self, reading, wanted)

    monkeypatch.setattr(update.Update, "_letters_of", counted)
    return names


def end_after(settings: Settings, batches: int, rebuild: bool = False) -> None:
    """Build, and be ended when some batches are written."""
    made = 0

    def counted(*given, **named):  # type: ignore[no-untyped-def]
        nonlocal made
        made += 1
        if made > batches:
            raise KeyboardInterrupt
        return make_content(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "make_content", counted)
        with pytest.raises(KeyboardInterrupt):
            build_index(settings, rebuild=rebuild)


def kept(settings: Settings) -> list[str]:
    return [entry["id"] for entry in Generations(settings.index).unfinished().get("segments", [])]


def content(settings: Settings) -> object:
    store = LocalStore.open(settings.index)
    store.verify()
    segments = {path.name for path in (settings.index / "segments").iterdir()}
    named = {
        entry["id"]
        for one in (settings.index / "generations").glob("*.json")
        for entry in json.loads(one.read_text("utf-8"))["segments"]
    }
    assert segments == named
    return store.entries, list(store.live_chunks()), store.holdings.fingerprints(), store.problems


def built_at_once(settings: Settings, tmp_path: Path) -> object:
    once = settings.model_copy(update={"index": tmp_path / "once"})
    build_index(once)
    return content(once)


def test_a_new_index_goes_on_where_it_was_ended(
    settings: Settings, tmp_path: Path, read: list[str]
) -> None:
    (settings.corpus / "brief-1.pdf").write_bytes(b"%PDF-1.7 broken")
    end_after(settings, 3)
    assert len(kept(settings)) == 3
    read.clear()
    seen: list[tuple[str, int, int]] = []
    report = build_index(settings, lambda *told: seen.append(told))
    assert read == ["brief-5.txt", "brief-6.txt", "brief-7.txt", "brief-8.txt"]
    assert seen[0] == ("read", 7, LETTERS + 1)
    assert report.gone_on == 5
    assert len(report.added) == report.letters == LETTERS
    assert any("brief-1.pdf" in problem for problem in report.problems)
    assert kept(settings) == []
    assert content(settings) == built_at_once(settings, tmp_path)


def test_it_is_ended_again_and_again(settings: Settings, tmp_path: Path) -> None:
    for _ in range(3):
        end_after(settings, 1)
    report = build_index(settings)
    assert report.gone_on == 6
    assert content(settings) == built_at_once(settings, tmp_path)


def test_what_changed_meanwhile_is_as_it_is_now(settings: Settings, tmp_path: Path) -> None:
    end_after(settings, 3)
    (settings.corpus / "brief-0.txt").write_text(text(0, 2040), encoding="utf-8")
    (settings.corpus / "brief-1.txt").unlink()
    (settings.corpus / "brief-2.txt").rename(settings.corpus / "brief-99.txt")
    build_index(settings)
    assert content(settings) == built_at_once(settings, tmp_path)


def test_an_update_goes_on_too_and_what_is_in_use_stays_until_then(
    settings: Settings, tmp_path: Path, read: list[str]
) -> None:
    build_index(settings)
    before = content(settings)
    for number in range(LETTERS):
        year = 2041 if number % 2 else 2030
        (settings.corpus / f"brief-{number}.txt").write_text(text(number, year), encoding="utf-8")
    for number in range(LETTERS, LETTERS + 4):
        (settings.corpus / f"brief-{number}.txt").write_text(text(number), encoding="utf-8")
    end_after(settings, 2)
    store = LocalStore.open(settings.index)
    assert (store.entries, list(store.live_chunks())) == before[:2]  # type: ignore[index]
    read.clear()
    report = build_index(settings)
    assert len(read) == 4
    assert (len(report.added), len(report.changed)) == (4, 4)
    assert content(settings)[0] == built_at_once(settings, tmp_path)[0]  # type: ignore[index]


@pytest.mark.parametrize("what", ["chunks", "rebuild", "another generation", "damage"])
def test_it_begins_anew_where_it_would_not_be_the_same(
    settings: Settings, tmp_path: Path, read: list[str], what: str
) -> None:
    rebuild = False
    if what == "another generation":
        build_index(settings)
        (settings.corpus / "brief-0.txt").unlink()
    end_after(settings, 2, rebuild=what == "another generation")
    if what == "chunks":
        settings = settings.model_copy(update={"chunk_characters": 500})
    elif what == "rebuild":
        rebuild = True
    elif what == "another generation":
        build_index(settings)
        rebuild = True
    else:
        (settings.index / "segments" / kept(settings)[0] / "segment.json").write_text("{}")
    read.clear()
    report = build_index(settings, rebuild=rebuild)
    assert report.gone_on == 0
    assert len(read) == len(list(settings.corpus.iterdir()))
    assert content(settings)[0] == built_at_once(settings, tmp_path)[0]  # type: ignore[index]


def test_what_fails_by_itself_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0

    def failing(*given, **named):  # type: ignore[no-untyped-def]
        nonlocal made
        made += 1
        if made > 2:
            raise ValueError("wrong")
        return make_content(*given, **named)

    monkeypatch.setattr(update, "make_content", failing)
    with pytest.raises(ValueError, match="wrong"):
        build_index(settings)
    assert kept(settings) == []
    assert list((settings.index / "segments").iterdir()) == []


def test_a_letter_that_is_forgotten_is_in_no_unfinished_build(settings: Settings) -> None:
    build_index(settings)
    end_after(settings, 3, rebuild=True)
    assert kept(settings)
    forget(settings, plan_forgetting(settings, ["brief-1"]))
    assert kept(settings) == []
    entries = content(settings)[0]  # type: ignore[index]
    assert "brief-1" not in entries
    assert len(entries) == LETTERS - 1
