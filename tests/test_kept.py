"""`index --verify` looks at all that is kept: each kind of file is damaged in turn, and told."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run
from conftest import DATA

from qa.assistant.feedback import add_feedback
from qa.assistant.followed import Followed
from qa.corpus.files import CorpusFiles
from qa.corpus.kept import check_kept
from qa.index.engines import engine_of
from qa.indexing import build_index
from qa.messages import Message
from qa.settings import Settings
from qa.text import gloss


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of three generations, an older version, a removed letter, feedback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.letters.scan._RECENT", 0)  # hashes of files that are new are remembered
        return build_all(tmp_path_factory.mktemp("kept"))


def build_all(folder: Path) -> Path:
    """Build what the fixture gives."""
    settings = settings_of(folder)
    settings.corpus.mkdir()
    for path in DATA.glob("*.txt"):
        shutil.copy(path, settings.corpus)
    changed = settings.corpus / "nieuw.txt"
    changed.write_text("De brug bij Kampen wordt in 2031 vervangen door een tunnel.\n")
    build_index(settings)
    changed.write_text("De brug bij Kampen wordt in 2032 vervangen door een tunnel van beton.\n")
    (settings.corpus / "weg.txt").write_text("Over de veerpont bij Olst en de prijs ervan.\n")
    build_index(settings)
    store = engine_of(settings).open()
    entry = store.entry(store.find_id("weg"))
    assert entry is not None
    CorpusFiles(settings).remove(entry)
    build_index(settings)
    entry_of_feedback = {"schema": 1, "question": "wat?", "shown": [], "right": None, "filter": {}}
    add_feedback(entry_of_feedback, settings.feedback)
    Followed(settings.index).change("", lambda _: [])
    return folder


def settings_of(folder: Path) -> Settings:
    return Settings(
        corpus=folder / "corpus", index=folder / "index", feedback=folder / "feedback.jsonl"
    )


@pytest.fixture
def kept(built: Path, tmp_path: Path) -> Settings:
    """A copy of it, to be damaged."""
    return settings_of(Path(shutil.copytree(built, tmp_path / "copy")))


def flip(path: Path) -> None:
    """Change a byte in the middle of a file, and not its times."""
    found, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def only(paths: list[Path]) -> Path:
    assert paths, "the fixture keeps no such file"
    return sorted(paths)[0]


def segment_of_an_earlier_generation(settings: Settings) -> Path:
    folder = settings.index / "generations"
    ids = [
        {entry["id"] for entry in json.loads(path.read_text())["segments"]}
        for path in sorted(folder.glob("*.json"))
    ]
    return settings.index / "segments" / sorted(set.union(*ids[:-1]) - ids[-1])[0]


def another_letter(path: Path) -> None:
    letter = json.loads(gzip.decompress(path.read_bytes()))
    letter["source"]["sha256"] = "0" * 64
    path.write_bytes(gzip.compress(json.dumps(letter).encode()))


def other_words(path: Path) -> None:
    letter = json.loads(gzip.decompress(path.read_bytes()))
    letter["text"] = letter["text"].replace("2031", "2091")
    path.write_bytes(gzip.compress(json.dumps(letter).encode()))


KINDS: dict[str, tuple[Callable[[Settings], Path], Callable[[Path], object]]] = {
    "the file of an earlier generation": (
        lambda s: only(list((s.index / "generations").glob("*.json"))), flip,
    ),
    "an earlier generation that is cut short": (
        lambda s: only(list((s.index / "generations").glob("*.json"))),
        lambda path: path.write_bytes(path.read_bytes()[:50]),
    ),
    "letters of an earlier generation": (
        lambda s: segment_of_an_earlier_generation(s) / "letters.sqlite", flip,
    ),
    "arrays of an earlier generation": (
        lambda s: segment_of_an_earlier_generation(s) / "arrays.safetensors", flip,
    ),
    "the description of an earlier segment": (
        lambda s: segment_of_an_earlier_generation(s) / "segment.json", flip,
    ),
    "a file that an earlier segment lacks": (
        lambda s: segment_of_an_earlier_generation(s) / "letters.sqlite", Path.unlink,
    ),
    "an older version": (lambda s: only(list(s.index.glob("versions/*/*.json.gz"))), flip),
    "an older version that is cut short": (
        lambda s: only(list(s.index.glob("versions/*/*.json.gz"))),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
    ),
    "an older version that is another letter": (
        lambda s: only(list(s.index.glob("versions/*/*.json.gz"))), another_letter,
    ),
    "an older version with other words": (
        lambda s: only(list(s.index.glob("versions/*/*.json.gz"))), other_words,
    ),
    "the memory of hashes": (
        lambda s: s.index / "seen.sqlite", lambda path: path.write_bytes(b"no database" * 999),
    ),
    "when letters came": (
        lambda s: s.index / "arrivals.sqlite", lambda path: path.write_bytes(b"no database" * 999),
    ),
    "what somebody follows": (
        lambda s: s.index / "followed" / "_.json", lambda path: path.write_text("{"),
    ),
    "the record of a removal": (
        lambda s: only(list(s.corpus.glob(".removed/*/removal.json"))),
        lambda path: path.write_text("{"),
    ),
    "a removed letter": (lambda s: only(list(s.corpus.glob(".removed/*/files/*"))), flip),
    "a removed letter that is gone": (
        lambda s: only(list(s.corpus.glob(".removed/*/files/*"))), Path.unlink,
    ),
    "feedback": (lambda s: s.feedback, lambda path: path.write_text("[1]\n")),
}  # fmt: skip


def test_what_is_whole_has_no_fault(kept: Settings) -> None:
    assert check_kept(kept).faults == ()
    assert check_kept(kept).notes == ()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_that_is_damaged_is_told(kept: Settings, kind: str) -> None:
    find, damage = KINDS[kind]
    path = find(kept)
    damage(path)
    (fault, *others) = check_kept(kept).faults
    assert not others or kind.startswith(("letters", "arrays", "the description", "a file that"))
    assert str(path.parent if path.name in fault else path) in fault
    assert path.name in fault
    assert isinstance(fault, Message)


def test_a_letter_that_changed_unseen_is_told_and_one_that_changed_is_noted(
    kept: Settings,
) -> None:
    paths = sorted(kept.corpus.glob("*.txt"))[:3]
    flip(paths[0])
    found = paths[0].stat()  # a disk that fails leaves the times as they were
    memory = sqlite3.connect(kept.index / "seen.sqlite")
    with memory:
        done = memory.execute(
            "UPDATE seen SET changed = ?, entered = ? WHERE name = ?",
            [found.st_mtime_ns, found.st_ctime_ns, paths[0].name],
        )
    assert done.rowcount == 1
    memory.close()
    with paths[1].open("a") as file:
        file.write("Meer.\n")
    paths[2].unlink()
    result = check_kept(kept)
    assert [f"{paths[0]} has changed though its size" in one for one in result.faults] == [True]
    assert isinstance(result.faults[0], Message)
    assert [one.split(":")[1].split(" since")[0] for one in result.notes] == [" changed", " gone"]


def test_a_list_of_words_that_is_damaged_is_told(
    kept: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words").write_bytes(b"no gzip")
    monkeypatch.setattr(gloss, "WORDS", tmp_path / "words")
    gloss._words.cache_clear()
    (fault,) = check_kept(kept).faults
    assert fault.startswith("the list of words cannot be read")
    gloss._words.cache_clear()


def test_left_overs_are_noted(kept: Settings) -> None:
    segment = segment_of_an_earlier_generation(kept)
    strays = [
        kept.index / ".current.json.99.tmp",
        kept.index / "notities.txt",
        kept.index / "generations" / ".000009.json.99.tmp",
        kept.index / "segments" / "onbekend",
        segment / "letters.sqlite-wal",
        next(kept.index.glob("versions/*")) / ".x.json.gz.99.tmp",
    ]
    for path in strays:
        path.write_text("x")
    found = check_kept(kept)
    assert found.faults == ()
    assert [path for path in strays if not any(str(path) in note for note in found.notes)] == []


def test_the_command_names_each_file_and_fails(kept: Settings) -> None:
    version = only(list(kept.index.glob("versions/*/*.json.gz")))
    flip(version)
    flip(removed := only(list(kept.corpus.glob(".removed/*/files/*"))))
    options = ["--index", str(kept.index), "--corpus", str(kept.corpus)]
    result = run("index", "--verify", *options)
    assert result.returncode == 1
    assert str(version) in result.stderr
    assert str(removed) in result.stderr
    assert "is whole" in result.stdout
