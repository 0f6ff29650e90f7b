"""Building: only what changed is read, and the result is that of a fresh build."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.errors import CorpusError, EncoderError
from qa.index.engines import engine_of
from qa.indexing import Indexer, build_index
from qa.indexing.changes import find_changes
from qa.letters.scan import ALWAYS_READ, FoundFile, Scanner
from qa.settings import Settings


@pytest.fixture
def settings(stored: Settings) -> Settings:
    """Every test here runs on both stores."""
    return stored


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the files that are read as letters."""
    from qa.letters.worker import FileReader

    names: list[str] = []
    original = FileReader.read

    def counted(self: FileReader, paths: list[Path], *, first: bool = False) -> object:
        names.extend(path.name for path in paths)
        return original(self, paths, first=first)

    monkeypatch.setattr(FileReader, "read", counted)
    return names  # type: ignore[return-value]


def letter(number: int, paragraphs: int = 3, change: str = "") -> str:
    parts = [
        f"In paragraaf {p} van brief {number}{change if p == 1 else ''} meldt de minister dat de "
        f"sluis bij kilometer {number * 10 + p} dit jaar wordt gerenoveerd en verbreed."
        for p in range(paragraphs)
    ]
    return "\n\n".join(parts) + "\n"


def test_an_encoder_that_cannot_be_loaded_leaves_no_index(settings: Settings) -> None:
    with pytest.raises(EncoderError, match="no-such-folder"):
        build_index(settings.model_copy(update={"encoder": "./no-such-folder"}))
    assert not settings.index.exists()


def test_only_files_that_changed_are_read(settings: Settings, read: list[str]) -> None:
    build_index(settings)
    assert len(read) == 3
    read.clear()
    assert build_index(settings).up_to_date
    assert read == []
    (settings.corpus / "brug.txt").write_text(letter(1), encoding="utf-8")
    assert build_index(settings).added == ("brug",)
    assert read == ["brug.txt"]
    read.clear()
    (settings.corpus / "brug.txt").unlink()
    assert build_index(settings).removed == ("brug",)
    assert read == []


def test_a_file_that_is_touched_but_not_changed_is_not_read(
    settings: Settings, read: list[str]
) -> None:
    build_index(settings)
    read.clear()
    for path in settings.corpus.iterdir():
        os.utime(path)
    assert build_index(settings).up_to_date
    assert read == []


def test_a_file_of_the_same_size_and_time_but_new_content_is_read(settings: Settings) -> None:
    build_index(settings)
    path = settings.corpus / "kst-99001-7.txt"
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("31 stations", "33 stations"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build_index(settings).changed == ("kst-99001-7",)


def test_a_sidecar_that_changes_changes_its_letter(settings: Settings, read: list[str]) -> None:
    build_index(settings)
    read.clear()
    (settings.corpus / "kst-99001-7.txt.json").write_text('{"subject": "Liften"}', "utf-8")
    assert build_index(settings).changed == ("kst-99001-7",)
    assert read == ["kst-99001-7.txt"]
    assert engine_of(settings).open().letter("kst-99001-7").metadata.subject == "Liften"


def test_a_bad_file_is_not_tried_again_until_it_or_the_limits_change(
    settings: Settings, read: list[str]
) -> None:
    (settings.corpus / "leeg.txt").write_bytes(b"")
    assert len(build_index(settings).problems) == 1
    read.clear()
    assert len(build_index(settings).problems) == 1
    assert read == []
    larger = settings.model_copy(update={"max_file_bytes": 30_000_000})
    assert len(build_index(larger).problems) == 1
    assert read == ["leeg.txt"]
    (settings.corpus / "leeg.txt").unlink()
    assert build_index(larger).problems == ()


def test_a_dry_run_names_what_would_happen_and_changes_nothing(settings: Settings) -> None:
    with Indexer(settings) as indexer:
        changes, anew = indexer.plan()
        assert (len(changes.new), anew) == (3, False)
        assert not settings.index.exists()
        indexer.update()
        (settings.corpus / "brug.txt").write_text(letter(1), encoding="utf-8")
        (settings.corpus / "landbouw-2020-06-11-mest.txt").unlink()
        (settings.corpus / "map").mkdir()
        (settings.corpus / "kst-99001-7.txt").rename(settings.corpus / "map" / "brief.txt")
        changes, _ = indexer.plan()
        assert changes.new == ("brug.txt",)
        assert changes.gone == ("landbouw-2020-06-11-mest.txt",)
        assert changes.moved == {"map/brief.txt": "kst-99001-7.txt"}
        assert changes.unchanged == 1
        report = indexer.update()
    assert (report.added, report.removed, report.moved) == (
        ("brug",), ("landbouw-2020-06-11-mest",), ("kst-99001-7",),
    )  # fmt: skip
    assert report.generation == 2


def test_a_renamed_letter_that_goes_by_its_file_name_moves_to_its_new_id(
    settings: Settings,
) -> None:
    build_index(settings)
    old = settings.corpus / "landbouw-2020-06-11-mest.txt"
    old.rename(settings.corpus / "landbouw-2020-06-11-mestbeleid.txt")
    report = build_index(settings)
    assert report.moved == ("landbouw-2020-06-11-mestbeleid",)
    assert (report.added, report.removed, report.embedded) == ((), (), 0)


def test_a_second_form_joins_its_letter_and_leaves_it_again(settings: Settings) -> None:
    first = settings.corpus / "eerste.txt"
    first.write_text(letter(1), encoding="utf-8")
    build_index(settings)
    (settings.corpus / "kopie.txt").write_text(letter(1), encoding="utf-8")
    assert build_index(settings).letters == 4
    first.unlink()
    assert build_index(settings).letters == 4
    store = engine_of(settings).open()
    assert store.entries["kopie"].copies == ()
    assert not store.has("eerste")


def test_a_clash_is_taken_back_when_the_other_file_goes(settings: Settings) -> None:
    (settings.corpus / "z.txt").write_text(letter(1), encoding="utf-8")
    (settings.corpus / "z.txt.json").write_text('{"doc_id": "kst-99001-7"}', encoding="utf-8")
    build_index(settings)
    (settings.corpus / "kst-99001-7.txt").unlink()
    report = build_index(settings)
    assert report.problems == ()
    assert "sluis" in engine_of(settings).open().letter("kst-99001-7").text


def test_one_file_alone_can_be_looked_at(settings: Settings, read: list[str]) -> None:
    with Indexer(settings) as indexer:
        indexer.update()
        read.clear()
        for name in ("a.txt", "b.txt"):
            (settings.corpus / name).write_text(letter(ord(name[0])), encoding="utf-8")
        report = indexer.update(only=[settings.corpus / "a.txt"])
        assert (report.added, read) == (("a",), ["a.txt"])
        (settings.corpus / "a.txt").unlink()
        assert indexer.update(only=[settings.corpus / "a.txt"]).removed == ("a",)
        assert indexer.update().added == ("b",)


def test_any_order_of_changes_gives_the_index_of_a_fresh_build(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.indexing.update.BATCH", 2)
    chance = random.Random(5)
    forms = {  # the same text under several names is one letter
        f"{folder}/brief-{n}.txt": letter(n) for n in range(4) for folder in ("a", "b")
    }
    fresh = settings.model_copy(update={"index": tmp_path / "fresh"})
    with Indexer(settings) as indexer:
        indexer.update()
        for step in range(12):
            name = chance.choice(sorted(forms))
            path = settings.corpus / name
            path.parent.mkdir(exist_ok=True)
            if path.exists() and chance.random() < 0.4:
                path.unlink()
            else:
                change = chance.choice(["", " (gewijzigd)"])
                path.write_text(letter(int(name[8]), change=change), encoding="utf-8")
                os.utime(path, (1_600_000_000 + step, 1_600_000_000 + step))
            indexer.update(only=[path] if step % 2 else None)
        indexer.merge()
    build_index(fresh, rebuild=True)
    mine, theirs = engine_of(settings).open(), engine_of(fresh).open()
    assert mine.entries == theirs.entries
    assert mine.manifest["counts"] == theirs.manifest["counts"]
    assert {c.chunk_id for c in mine.live_chunks()} == {c.chunk_id for c in theirs.live_chunks()}
    assert mine.holdings.fingerprints() == theirs.holdings.fingerprints()
    mine.verify()
    question = "Waar wordt de sluis gerenoveerd?"
    a, b = (Assistant.open(settings=one).ask(question) for one in (settings, fresh))
    assert [q.text for q in a.quotes] == [q.text for q in b.quotes]


def test_moves_are_told_from_new_and_gone_files() -> None:
    def found(**names: str) -> dict[str, FoundFile]:
        return {name: FoundFile(Path(name), name, print_) for name, print_ in names.items()}

    changes = find_changes(
        found(a="1", b="2", d="4", e=ALWAYS_READ), {"a": "1", "b": "9", "c": "4"}
    )
    assert (changes.new, changes.changed, changes.gone) == (("e",), ("b",), ())
    assert (dict(changes.moved), changes.unchanged) == ({"d": "c"}, 1)
    assert find_changes(found(e=ALWAYS_READ), {"e": ALWAYS_READ}).changed == ("e",)


def test_a_damaged_memory_of_hashes_is_forgotten(settings: Settings) -> None:
    for path in settings.corpus.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    build_index(settings)
    scanner = Scanner(settings.corpus, settings.index, settings.max_file_bytes)
    before = scanner.scan()
    (settings.index / "seen.sqlite").write_bytes(b"not a database at all" * 100)
    assert scanner.scan() == before


def test_a_missing_corpus_is_said(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"corpus": settings.corpus / "nowhere"})
    with pytest.raises(CorpusError, match="no folder .*nowhere; make it"):
        build_index(nowhere)


def test_other_limits_are_remembered_once_all_files_were_tried(
    settings: Settings, read: list[str]
) -> None:
    (settings.corpus / "leeg.txt").write_bytes(b"")
    build_index(settings)
    larger = settings.model_copy(update={"max_file_bytes": 30_000_000})
    (settings.corpus / "brug.txt").write_text(letter(1), encoding="utf-8")
    with Indexer(larger) as indexer:
        read.clear()
        indexer.update(only=[settings.corpus / "brug.txt"])
        assert read == ["brug.txt"]  # the bad file was not looked at, so it is tried next time
        read.clear()
        indexer.update()
        assert read == ["leeg.txt"]
        read.clear()
        indexer.update()
        assert read == []


def test_a_folder_that_went_takes_its_letters_along(settings: Settings) -> None:
    folder = settings.corpus / "kamer.2024"  # named like a file
    folder.mkdir()
    (folder / "a.txt").write_text(letter(1), encoding="utf-8")
    with Indexer(settings) as indexer:
        assert indexer.update().letters == 4
        folder.rename(settings.corpus.parent / "elders")
        assert indexer.update(only=[folder]).removed == ("kamer.2024~a",)


def test_letters_that_were_indexed_as_such_are_joined_by_files(settings: Settings) -> None:
    from qa.indexing import index_letters

    build_index(settings)
    letters = list(engine_of(settings).open().entries)
    store = engine_of(settings).open()
    index_letters([store.letter(doc_id) for doc_id in letters], settings)
    path = settings.corpus / "sluis.txt"
    path.write_text(letter(7), encoding="utf-8")
    with Indexer(settings) as indexer:
        assert indexer.update(only=[path]).added == ("sluis",)
    assert engine_of(settings).open().has("sluis")


@pytest.fixture
def not_read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of files at which the reading process is ended from outside, each time."""
    from qa.errors import UnreadError
    from qa.letters.worker import FileReader

    names: set[str] = set()
    original = FileReader._read

    def read_or_not(self: FileReader, path: Path) -> object:
        return (
            UnreadError(path, "machine-failed", reason="ended")
            if path.name in names
            else original(self, path)
        )

    monkeypatch.setattr(FileReader, "_read", read_or_not)
    return names


def test_a_file_that_was_not_read_keeps_its_letter_and_is_tried_again(
    settings: Settings, not_read: set[str]
) -> None:
    build_index(settings)
    path = settings.corpus / "kst-99001-7.txt"
    before = engine_of(settings).open().letter("kst-99001-7")
    path.write_text(path.read_text("utf-8").replace("31 stations", "33 stations"), "utf-8")
    (settings.corpus / "brug.txt").write_text(letter(1), encoding="utf-8")
    not_read.update({"kst-99001-7.txt", "brug.txt"})
    (settings.corpus / "sluis.txt").write_text(letter(2), encoding="utf-8")
    for added in (("sluis",), ()):
        report = build_index(settings)
        assert (report.added, report.changed, report.removed) == (added, (), ())
        assert len(report.not_read) == len(report.problems) == 2
        assert not report.up_to_date
        assert engine_of(settings).open().letter("kst-99001-7") == before
    not_read.clear()
    report = build_index(settings)
    assert (report.added, report.changed, report.not_read) == (("brug",), ("kst-99001-7",), ())
    assert build_index(settings).up_to_date


def test_a_rebuild_keeps_the_letter_of_a_file_that_was_not_read(
    settings: Settings, not_read: set[str]
) -> None:
    (settings.corpus / "a.txt").write_text(letter(1), encoding="utf-8")
    (settings.corpus / "b.txt").write_text(letter(1), encoding="utf-8")  # a copy of it
    build_index(settings)
    before = engine_of(settings).open()
    not_read.update({"kst-99001-7.txt", "a.txt"})
    report = build_index(settings, rebuild=True)
    assert (len(report.not_read), report.removed, report.changed) == (2, (), ())
    after = engine_of(settings).open()
    assert after.entries == before.entries
    assert after.holdings.fingerprints() == before.holdings.fingerprints()
    after.verify()
    not_read.clear()
    report = build_index(settings)
    assert (report.not_read, report.changed) == ((), ())
    assert build_index(settings).up_to_date


def test_no_form_of_a_letter_goes_because_another_was_not_read(
    settings: Settings, not_read: set[str]
) -> None:
    first, second = settings.corpus / "a.txt", settings.corpus / "b.txt"
    for path in (first, second):
        path.write_text(letter(1), encoding="utf-8")
        path.with_name(f"{path.name}.json").write_text('{"doc_id": "eigen-1"}', encoding="utf-8")
    build_index(settings)
    before = engine_of(settings).open().entries["eigen-1"]
    first.write_text(letter(1, change=" (nieuw)"), encoding="utf-8")
    not_read.add("b.txt")  # comes along, for it is a form of the same letter
    report = build_index(settings)
    assert (report.changed, len(report.not_read)) == ((), 1)
    assert engine_of(settings).open().entries["eigen-1"] == before
    not_read.clear()
    assert build_index(settings).changed == ("eigen-1",)


def test_a_file_that_moved_and_was_not_read_keeps_its_letter(
    settings: Settings, not_read: set[str]
) -> None:
    build_index(settings)
    (settings.corpus / "kst-99001-7.txt").rename(settings.corpus / "brief.txt")
    not_read.add("brief.txt")
    report = build_index(settings)
    assert (report.removed, len(report.not_read)) == ((), 1)
    assert engine_of(settings).open().has("kst-99001-7")
    not_read.clear()
    assert build_index(settings).removed == ()
    assert engine_of(settings).open().entries["kst-99001-7"].path == "brief.txt"


def test_a_folder_that_cannot_be_listed_takes_no_letter_along(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    folder = settings.corpus / "kamer"
    folder.mkdir()
    (folder / "a.txt").write_text(letter(1), encoding="utf-8")
    build_index(settings)
    listed = os.scandir

    def fails(path: str) -> object:
        if Path(path) == folder:
            raise OSError(errno.EIO, "Input/output error", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", fails)
    with pytest.raises(CorpusError, match=r"kamer cannot be listed \(Input/output error\)"):
        build_index(settings)
    monkeypatch.undo()
    assert build_index(settings).up_to_date


def test_of_equal_passages_the_same_are_found_in_whatever_order_they_came(
    stored: Settings, tmp_path: Path
) -> None:
    from qa.indexing import index_letters
    from qa.indexing.content import make_content
    from qa.indexing.made_by import open_encoders
    from qa.letters import read_letter

    folder = tmp_path / "gelijk"
    folder.mkdir()
    for number in range(300):
        (folder / f"b-{number:03}.txt").write_text("De brug bij Zwolle gaat open.\n", "utf-8")
    for number in range(40):  # nearer than those, and after them
        (folder / f"z-{number:03}.txt").write_text("De sluis bij Zwolle blijft dicht.\n", "utf-8")
    letters = [read_letter(path, folder) for path in sorted(folder.iterdir())]
    random.Random(3).shuffle(letters)
    index_letters(letters[:170], stored)
    with engine_of(stored).writing() as writer:
        content, _ = make_content(
            letters[170:], (), stored.chunk_characters, *open_encoders(stored)
        )
        writer.add(content)
        writer.commit({n: v for n, v in writer.before.items() if n not in ("generation", "made")})
    store = engine_of(stored).open()
    vectors = {c.doc_id[0]: v for c, v in zip(content.chunks, content.vectors, strict=True)}
    locks, bridges = ([f"{sign}-{number:03}" for number in range(100)] for sign in "zb")
    for near, words, expected in (
        ("b", [], bridges),
        ("b", [{"brug": 1.0}], bridges),
        ("z", [], locks[:40] + bridges[:60]),
        ("z", [{"brug": 1.0}], locks[:40] + bridges),
    ):
        found = store.search(vectors[near], words, 100)
        assert {one.doc_id for one in found} == set(expected)
