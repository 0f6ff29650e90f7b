"""Generations: listed, gone back to, kept by readers; damage is named and can be mended."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from qa.assistant import Assistant
from qa.errors import IndexDamagedError, IndexNotFoundError
from qa.index import LocalStore
from qa.index.engines import engine_of
from qa.index.generations import Generations
from qa.index.held import DELETED
from qa.index.looking_after import list_generations, roll_back
from qa.indexing import build_index
from qa.records.filters import Filter
from qa.settings import Settings

BRIDGE = "Over de brug bij Zwolle.\n\nDe brug bij Zwolle gaat in 2031 open voor verkeer.\n"


def add(settings: Settings, name: str, text: str = BRIDGE) -> None:
    (settings.corpus / name).write_text(text, encoding="utf-8")
    build_index(settings)


def files_of(folder: Path) -> list[Path]:
    beside = {".lock", ".merging", "seen.sqlite", "arrivals.sqlite"}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in files if path.name not in beside]


def test_the_last_three_generations_stay_and_every_segment_they_name(settings: Settings) -> None:
    build_index(settings)
    for number in range(4):
        add(settings, f"brief-{number}.txt", f"Brief {number}.\n\n{BRIDGE}")
    assert [one.number for one in list_generations(settings.index)] == [3, 4, 5]
    named = {
        entry["id"]
        for path in (settings.index / "generations").iterdir()
        for entry in json.loads(path.read_text(encoding="utf-8"))["segments"]
    }
    assert {path.name for path in (settings.index / "segments").iterdir()} == named


def test_an_earlier_generation_can_be_made_current_again(settings: Settings) -> None:
    build_index(settings)
    add(settings, "brug.txt")
    assert roll_back(settings.index).number == 1
    assert not LocalStore.open(settings.index).has("brug")
    assert [(one.number, one.current) for one in list_generations(settings.index)] == [
        (1, True), (2, False),
    ]  # fmt: skip
    assert roll_back(settings.index, 2).letters == 4
    assert LocalStore.open(settings.index).has("brug")
    roll_back(settings.index, 1)
    report = build_index(settings)  # follows the corpus again, under a number of its own
    assert (report.added, report.generation) == (("brug",), 3)
    with pytest.raises(IndexNotFoundError, match="no generation 9 to go back to; kept are: 1, 2"):
        roll_back(settings.index, 9)


def test_a_reader_keeps_its_generation_until_it_asks_for_the_next(settings: Settings) -> None:
    build_index(settings)
    assistant = Assistant.open(settings=settings)
    for number in range(5):  # the reader's own generation and segments are removed meanwhile
        text = (settings.corpus / "kst-99001-7.txt").read_text(encoding="utf-8")
        (settings.corpus / "kst-99001-7.txt").write_text(text + f"\nPS {number}.\n", "utf-8")
        add(settings, f"brug-{number}.txt", f"{number}. {BRIDGE}")
    assert [e.doc_id for e in assistant.letters if e.doc_id.startswith("brug")] == []
    before = assistant.ask("nachttrein Groningen Maastricht")
    assert before.found
    newer = assistant.newer()
    assert newer.newer() is newer
    assert newer.has_letter("brug-4")
    assert newer.ask("Wanneer gaat de brug bij Zwolle open?").found
    assert (newer.searched.letters, assistant.searched.letters) == (8, 3)


def test_segments_that_are_open_already_are_used_again(settings: Settings) -> None:
    build_index(settings)
    store = LocalStore.open(settings.index)
    assert store.newer() is store
    add(settings, "brug.txt")
    newer = store.newer()
    assert newer.parts[0].segment is store.parts[0].segment
    assert (len(newer.parts), newer.manifest["generation"]) == (2, 2)


def test_the_lock_names_its_owner_and_a_dead_process_does_not_hold_it(settings: Settings) -> None:
    build_index(settings)
    (settings.index / ".owner").write_text('{"process": 1, "host": "x", "since": "y"}')
    add(settings, "brug.txt")  # what a dead process left behind does not matter
    assert not (settings.index / ".owner").exists()


def test_every_truncated_or_changed_file_is_named_with_a_command_that_mends_it(
    settings: Settings, tmp_path: Path
) -> None:
    build_index(settings)
    add(settings, "brug.txt")
    whole = tmp_path / "whole"
    shutil.copytree(settings.index, whole)
    expected = LocalStore.open(settings.index).entries
    tried = 0
    for path in files_of(whole):
        content = path.read_bytes()
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 0x55]) + content[middle + 1 :]
        for damaged in (content[:middle], flipped, b""):
            shutil.rmtree(settings.index)
            shutil.copytree(whole, settings.index)
            (settings.index / path.relative_to(whole)).write_bytes(damaged)
            tried += 1
            if path == whole / "generations" / "000001.json":  # no longer current
                assert LocalStore.open(settings.index).entries == expected
                assert list_generations(settings.index)[0].damage
                continue
            with pytest.raises(IndexDamagedError) as caught:
                LocalStore.open(settings.index)
            assert str(settings.index) in str(caught.value)
            assert "letters-qa index --rebuild" in str(caught.value)
    assert tried > 20
    build_index(settings)  # finds the last one damaged, and builds anew
    assert LocalStore.open(settings.index).entries.keys() == expected.keys()


def test_going_back_mends_a_damaged_generation(settings: Settings) -> None:
    build_index(settings)
    first = set((settings.index / "segments").iterdir())
    add(settings, "brug.txt")
    (second,) = set((settings.index / "segments").iterdir()) - first
    (second / "arrays.safetensors").write_bytes(b"")
    with pytest.raises(IndexDamagedError, match="--rollback"):
        LocalStore.open(settings.index)
    assert roll_back(settings.index).number == 1
    assert len(LocalStore.open(settings.index).entries) == 3
    (settings.index / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"current\.json cannot be read"):
        LocalStore.open(settings.index)
    assert roll_back(settings.index).number == 1  # generation 2 is damaged still


def test_verify_finds_what_opening_does_not_look_at(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.index.segment.HELD_BYTES", 0)  # as if the segment were large
    build_index(settings)
    LocalStore.open(settings.index).verify()
    (folder,) = (settings.index / "segments").iterdir()
    path = folder / "arrays.safetensors"
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    store = LocalStore.open(settings.index)
    with pytest.raises(IndexDamagedError, match=r"arrays\.safetensors has changed.*--rollback"):
        store.verify()


def test_a_damaged_record_is_never_quoted_from(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.index.segment.HELD_BYTES", 0)
    build_index(settings)
    (folder,) = (settings.index / "segments").iterdir()
    path = folder / "letters.sqlite"
    content = path.read_bytes()
    record = LocalStore.open(settings.index).parts[0].segment.table.row(0, "record")[0]
    at = content.find(record[:40]) + 60
    path.write_bytes(content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :])
    store = LocalStore.open(settings.index)
    doc_id = store.parts[0].segment.doc_ids[0]
    with pytest.raises(IndexDamagedError, match=r"letters\.sqlite is damaged"):
        store.letter(doc_id)


CUT_SHORT = """
import sys
from pathlib import Path
from qa.assistant import Assistant
from qa.errors import IndexDamagedError
from qa.settings import Settings

index = Path(sys.argv[1])
assistant = Assistant.open(settings=Settings(index=index))
for path in index.rglob("*"):
    if path.is_file():
        with path.open("r+b") as file:
            file.truncate(int(path.stat().st_size * float(sys.argv[2])))
for question in ("Hoeveel stations krijgen poortjes?", "wat kost de brug?"):
    try:
        print(len(assistant.ask(question).hits))
    except IndexDamagedError:
        print("damaged")
"""


@pytest.mark.parametrize("left", ["0", "0.5"])
def test_cutting_the_files_short_under_who_asks_ends_nobody(settings: Settings, left: str) -> None:
    build_index(settings)
    done = subprocess.run(
        [sys.executable, "-c", CUT_SHORT, str(settings.index), left],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.split()) == 2
    with pytest.raises(IndexDamagedError):
        LocalStore.open(settings.index)


def test_an_index_of_an_older_format_is_named_and_built_anew(settings: Settings) -> None:
    settings.index.mkdir()
    old = {"format": 2, "generation": 4, "segments": []}
    (settings.index / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=r"format 2 or older.*letters-qa index --rebuild"):
        LocalStore.open(settings.index)
    assert build_index(settings).letters == 3
    assert not (settings.index / "manifest.json").exists()


def test_what_a_killed_writer_left_is_removed_by_the_next(settings: Settings) -> None:
    build_index(settings)
    for name in (".new-0123", ".gone-4567", "0123456789ab"):
        (settings.index / "segments" / name).mkdir()
    (settings.index / ".current.json.1.tmp").write_text("{")
    with Generations(settings.index).writing():
        pass
    assert len(list((settings.index / "segments").iterdir())) == 1
    assert not (settings.index / ".current.json.1.tmp").exists()


def test_a_merge_under_way_is_not_cleaned_up(settings: Settings) -> None:
    build_index(settings)
    generations = Generations(settings.index)
    with generations.merging() as free:
        assert free
        (generations.segments / ".new-0123").mkdir()
        with generations.writing():
            pass
        assert (generations.segments / ".new-0123").exists()


def test_going_back_says_what_comes_back_and_marks_what_was_deleted_since(
    stored: Settings,
) -> None:
    settings, engine = stored, engine_of(stored)
    add(settings, "brug.txt")
    (settings.corpus / "brug.txt").unlink()
    add(settings, "pont.txt", "De pont.\n\nDe pont bij Kampen vaart vanaf mei weer elke dag.\n")
    assert [one.deleted_since for one in engine.generations()] == [("brug",), ()]
    back = engine.roll_back()
    assert (back.number, back.brings_back, back.takes_away) == (1, ("brug",), ("pont",))
    assert back.deleted_since == ("brug",)
    assistant = Assistant.open(settings=settings)
    answer = assistant.ask("Wanneer gaat de brug bij Zwolle open?")
    assert answer.quotes[0].citation.doc_id == "brug"
    assert answer.quotes[0].notices == (DELETED,)
    listed = {entry.doc_id: entry.notices for entry in assistant.letters_where(Filter())}
    assert [doc_id for doc_id, notices in listed.items() if DELETED in notices] == ["brug"]
    forward = engine.roll_back(2)
    assert (forward.brings_back, forward.takes_away) == (("pont",), ("brug",))
    assert assistant.newer().letter("pont").source.notices == ()


def test_going_back_passes_over_generations_in_which_letters_do_not_differ(
    stored: Settings,
) -> None:
    settings, engine = stored, engine_of(stored)
    build_index(settings)
    add(settings, "brug.txt")
    for name in ("leeg.txt", "ook-leeg.txt"):
        (settings.corpus / name).write_bytes(b"")  # left out: a generation of its own
    build_index(settings)
    assert [one.number for one in engine.generations()] == [1, 2, 3]
    assert engine.roll_back().number == 1
    with pytest.raises(IndexNotFoundError, match="no earlier generation in which letters differ"):
        engine.roll_back()
    assert engine.open().manifest["generation"] == 1


def test_a_generation_that_was_never_current_is_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(settings, "brug.txt")
    (settings.corpus / "brug.txt").unlink()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(Generations, "_point_to", killed)
        context.setattr(Generations, "_clean", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            build_index(settings)
    assert len(list((settings.index / "generations").glob("*.json"))) == 2
    store = LocalStore.open(settings.index)
    assert store.deleted_since == frozenset()
    assert [one.number for one in list_generations(settings.index)] == [1]
    build_index(settings)
    kept = list_generations(settings.index)
    assert [one.number for one in kept] == [1, 3]
    assert len(list((settings.index / "generations").glob("*.json"))) == 2


def test_a_pointer_of_an_older_program_counts_all_generations(settings: Settings) -> None:
    add(settings, "brug.txt")
    (settings.corpus / "brug.txt").unlink()
    build_index(settings)
    roll_back(settings.index, 1)
    pointer = settings.index / "current.json"
    known = json.loads(pointer.read_text(encoding="utf-8"))
    assert known.pop("newest") == 2
    pointer.write_text(json.dumps(known), encoding="utf-8")
    assert LocalStore.open(settings.index).deleted_since == {"brug"}
