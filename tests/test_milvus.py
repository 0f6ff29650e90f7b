"""The index in Milvus: as the folder's in all it says; safe when writers die or compete."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from command_line import run_apart
from conftest import FOUNDING

pytest.importorskip("pymilvus", reason="the extra milvus is not installed")

from qa.assistant import Assistant
from qa.corpus.forgetting import forget, plan_forgetting
from qa.errors import IndexBusyError, IndexDamagedError, IndexNotFoundError, QAError, StoreError
from qa.index.engines import engine_of
from qa.index.milvus.database import FOREVER, Database, packed
from qa.index.milvus.generations import LEASE, MilvusGenerations
from qa.index.milvus.store import MilvusStore
from qa.index.milvus.writer import MilvusWriter
from qa.indexing import build_index
from qa.output.schema import answer_json
from qa.records.filters import Filter
from qa.settings import JOINED_ENCODER, Settings

pytestmark = pytest.mark.milvus

BRIDGE = "Over de brug bij Zwolle.\n\nDe brug bij Zwolle gaat in 2031 open voor verkeer.\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A Milvus that listens on a port, as a cluster would."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    running, database, port = start_server_in_thread(
        data_dir=str(tmp_path / "server.db"), host="127.0.0.1", port=0
    )
    yield f"http://127.0.0.1:{port}"
    running.stop(grace=0)
    database.close()


@pytest.fixture
def settings(corpus: Path, tmp_path: Path, server: str) -> Settings:
    return Settings(corpus=corpus, index=tmp_path / "index", store=f"milvus+{server}")


def generations(settings: Settings) -> MilvusGenerations:
    uri = settings.store.removeprefix("milvus+")
    return MilvusGenerations(Database(uri, settings.index.name), settings.index)


def add(settings: Settings, name: str = "brug.txt", text: str = BRIDGE) -> None:
    (settings.corpus / name).write_text(text, encoding="utf-8")
    build_index(settings)


def test_the_second_pass_gives_both_stores_the_same_vectors(
    settings: Settings, tmp_path: Path
) -> None:
    folder = settings.model_copy(update={"store": "", "index": tmp_path / "folder"})
    found = []
    for one in (settings, folder):
        both = one.model_copy(update={"encoder": JOINED_ENCODER})
        build_index(both)
        add(both)
        store = engine_of(both).open()
        assert store.manifest["encoder"]["name"] == JOINED_ENCODER
        assert store.verify()
        found.append(dict(store.holdings.vectors()))
    mine, theirs = found
    assert mine.keys() == theirs.keys()
    worst = max(np.abs(mine[key] - theirs[key]).max() for key in mine)
    assert worst < 1e-4  # half precision


def test_both_stores_say_the_same(settings: Settings, tmp_path: Path) -> None:
    shutil.copy(FOUNDING, settings.corpus)
    folder = settings.model_copy(update={"store": "", "index": tmp_path / "folder"})
    for one in (settings, folder):
        build_index(one)
        add(one)
        (one.corpus / "brug.txt").unlink()
        build_index(one)
    mine, theirs = Assistant.open(settings=settings), Assistant.open(settings=folder)
    assert isinstance(mine.store, MilvusStore)
    assert mine.store.entries == theirs.store.entries
    assert mine.store.manifest["counts"] == theirs.store.manifest["counts"]
    assert mine.store.holdings.fingerprints() == theirs.store.holdings.fingerprints()
    assert list(mine.store.live_chunks()) == list(theirs.store.live_chunks())
    for column in ("kind", "dossier", "sender"):
        assert mine.store.values_of(column) == theirs.store.values_of(column)
    for doc_id in theirs.store.entries:
        assert mine.store.letter(doc_id) == theirs.store.letter(doc_id)
        for reference in theirs.store.letter(doc_id).references:
            for target in reference.targets:
                assert mine.store.places_of(target) == theirs.store.places_of(target) != []
    forms = ["artilerie", "munitie", "coalitei", "bijdrgae", "nachttrien", "brug"]
    assert mine.store.spelled_like(forms) == theirs.store.spelled_like(forms)
    filters = [
        None, Filter(since="2024-01-01"), Filter(until="2023-06-01"), Filter(kinds=("brief",)),
        Filter(dossiers=("28676", "99001")), Filter(senders=("defensie",)),
        Filter(senders=("100%",)), Filter(doc_ids=("kst-28676-449",)),
    ]  # fmt: skip
    for question in (
        "what did NL pledge at the UDCG", "hoeveel geld voor artilerie-munitie", "lift stations",
        'wie sprak over "Ukraine Defence Contact Group"', "was de brug bij Zwolle open",
    ):  # fmt: skip
        for where in filters:
            here, there = mine.ask(question, where), theirs.ask(question, where)
            assert [q.text for q in here.quotes] == [q.text for q in there.quotes]
            assert (here.searched.letters, here.searched.paragraphs) == (
                there.searched.letters, there.searched.paragraphs)  # fmt: skip
            assert [(h.chunk, h.score) for h in here.hits] == [
                (h.chunk, pytest.approx(h.score, abs=1e-4)) for h in there.hits
            ]


def answered(assistant: Assistant, question: str) -> object:
    return answer_json(assistant.ask(question))


@pytest.mark.parametrize("how", ["file", "server"])
def test_several_who_ask_at_once_get_what_one_alone_gets(
    settings: Settings, tmp_path: Path, how: str
) -> None:
    if how == "file":
        settings = settings.model_copy(update={"store": f"milvus+{tmp_path / 'letters.db'}"})
    build_index(settings)
    questions = ["hoeveel stations kregen een lift", "nachttrein Groningen", "what about manure"]
    assistant = Assistant.open(settings=settings)
    alone = [answered(assistant, question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(2):
            opened = list(pool.map(lambda _: engine_of(settings).open(), range(8)))
            assert {tuple(store.entries) for store in opened} == {tuple(assistant.store.entries)}
            fresh = Assistant.open(settings=settings)
            asked = pool.map(partial(answered, fresh), questions * 4)
            assert list(asked) == alone * 4
    if how == "file":
        from milvus_lite.server_manager import server_manager_instance

        server_manager_instance.release_server(str(tmp_path / "letters.db"))


def test_a_reader_keeps_its_generation(settings: Settings) -> None:
    build_index(settings)
    store = engine_of(settings).open()
    before = store.entries
    add(settings)
    assert store.entries == before
    assert not store.has("brug")
    assert store.verify() == 3
    assert store.newer().has("brug")
    assert store.newer().newer().manifest["generation"] == 2


def test_a_writer_that_dies_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(settings)
    before = engine_of(settings).open()
    seen = before.entries
    (settings.corpus / "brug.txt").write_text(BRIDGE, encoding="utf-8")
    (settings.corpus / "kst-99001-7.txt").unlink()

    def die(self: MilvusWriter, described: object) -> None:
        self._count_stems()  # everything is written, but for the row that names the generation
        raise KeyboardInterrupt

    monkeypatch.setattr(MilvusWriter, "commit", die)
    with pytest.raises(KeyboardInterrupt):
        build_index(settings)
    monkeypatch.undo()
    store = engine_of(settings).open()
    assert store.entries == seen
    assert store.verify() == before.verify() == 3
    report = build_index(settings)
    assert (report.added, report.removed) == (("brug",), ("kst-99001-7",))
    assert engine_of(settings).open().verify() == 3
    assert build_index(settings).up_to_date


def test_a_server_is_said_to_remove_files_in_its_own_time(settings: Settings) -> None:
    build_index(settings)
    planned = plan_forgetting(settings, ["kst-99001-7"])
    assert planned.generations == (1,)
    assert any("removes the files" in note and "127.0.0.1" in note for note in planned.notes)
    assert forget(settings, planned) == 2
    assert engine_of(settings).open().verify() == 2


def test_going_back_and_on(settings: Settings) -> None:
    build_index(settings)
    add(settings)
    engine = engine_of(settings)
    assert [(one.number, one.current) for one in engine.generations()] == [(1, False), (2, True)]
    assert engine.roll_back().number == 1
    assert engine.open().verify() == 3
    assert engine.roll_back(2).letters == 4
    engine.roll_back(1)
    with pytest.raises(IndexNotFoundError, match="no generation 9 to go back to; kept are: 1, 2"):
        engine.roll_back(9)
    report = build_index(settings)  # follows the corpus again
    assert (report.added, report.generation) == (("brug",), 3)
    assert [one.number for one in engine.generations()] == [1, 3]
    assert engine.open().verify() == 4


def test_three_generations_stay_and_a_rebuild_begins_anew(settings: Settings) -> None:
    build_index(settings)
    for number in range(3):
        add(settings, f"brief-{number}.txt", f"Brief {number}.\n\n{BRIDGE}")
    build_index(settings, rebuild=True)
    engine = engine_of(settings)
    assert [one.number for one in engine.generations()] == [3, 4, 5]
    assert len(generations(settings).database.epochs()) == 2
    for number in (3, 4, 5):
        engine.roll_back(number)
        assert engine.open().verify() == min(number + 2, 6)
    for number in range(3):
        (settings.corpus / f"brief-{number}.txt").unlink()
        build_index(settings)
    assert len(generations(settings).database.epochs()) == 1


@pytest.mark.parametrize("what", ["record", "payload", "gone", "stems", "generation"])
def test_damage_is_named_with_the_command_that_mends_it(settings: Settings, what: str) -> None:
    build_index(settings)
    held = generations(settings)
    tables = held.database.epoch(held.current()["epoch"])
    if what == "record":
        row = tables["letters"].where("piece == 0", ["record"])[0]
        broken = (
            row["record"][:60] + ("A" if row["record"][60] != "A" else "B") + row["record"][61:]
        )
        held.database.call("upsert", tables["letters"].name, [{"id": row["id"], "record": broken}],
                           partial_update=True)  # fmt: skip
    elif what == "payload":
        row = tables["passages"].where("id >= 0", ["payload"])[0]
        other = packed({"span": [0, 1], "tokens": [], "sentences": [], "stems": {}, "length": 0})
        held.database.call("upsert", tables["passages"].name, [{"id": row["id"], "payload": other}],
                           partial_update=True)  # fmt: skip
    elif what == "gone":
        row = tables["passages"].where("id >= 0", ["letter"])[0]
        tables["passages"].delete(f"id == {row['id']}")
    elif what == "stems":
        tables["stems"].delete('stem == "lift"')
    else:
        held._table.delete("id == 10000")
    with pytest.raises(IndexDamagedError, match="letters-qa index --r"):
        engine_of(settings).open().verify()
    build_index(settings, rebuild=True)
    assert engine_of(settings).open().verify() == 3


def test_a_damaged_generation_costs_no_other(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(settings)
    add(settings)
    held = generations(settings)
    row = held._table.where("id == 20000", ["text"])[0]
    held._table.insert([{**row, "text": row["text"][:-9], "since": 0, "until": FOREVER}])
    engine = engine_of(settings)
    with pytest.raises(IndexDamagedError, match="rollback"):
        engine.open()
    first, second = engine.generations()
    assert (first.damage, bool(second.damage), second.current) == ("", True, True)

    def die(self: MilvusWriter, described: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MilvusWriter, "commit", die)
    with pytest.raises(KeyboardInterrupt):
        build_index(settings)  # a rebuild that dies takes nothing along
    monkeypatch.undo()
    assert engine.roll_back().number == 1
    assert engine.open().verify() == 3
    engine.roll_back(1)
    held.point_to(2)
    assert build_index(settings).letters == 4  # the other command that is named mends it too
    assert engine.open().verify() == 4


def test_one_writer_at_a_time_on_all_machines(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build_index(settings)
    here, there = generations(settings), generations(settings)
    there.folder = tmp_path / "elsewhere" / "index"
    with here.writing():
        with (
            pytest.raises(
                IndexBusyError, match=rf"process {os.getpid()} on {socket.gethostname()}"
            ),
            there.writing(),
        ):
            pass
        with pytest.raises(IndexBusyError, match="is being written by process"), here.writing():
            pass
    with there.writing():
        pass  # it was given back
    monkeypatch.setattr("qa.index.milvus.generations.LEASE", -1.0)  # dead at once
    with here.writing() as lost:
        monkeypatch.setattr("qa.index.milvus.generations.LEASE", LEASE)
        with there.writing(), pytest.raises(IndexBusyError, match="run it again"):
            lost.must_hold()


def test_a_letter_longer_than_a_row_is_kept(settings: Settings) -> None:
    chance = np.random.default_rng(1)
    words = ["".join(chance.choice(list("abcdefghijklmnopqrstuvwxyz"), 9)) for _ in range(9_000)]
    text = "\n\n".join(" ".join(words[i : i + 60]) + "." for i in range(0, len(words), 60))
    add(settings, "lang.txt", f"Over veel woorden.\n\n{text}\n")
    store = engine_of(settings).open()
    pieces = generations(settings).database.epoch(1)["letters"].count('doc_id == "lang"')
    assert pieces > 1
    assert store.letter("lang").text.count(words[-1]) == 1
    assert store.verify() == 4


def test_a_milvus_that_does_not_answer_is_said(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://someone:secret@127.0.0.1:{port}"
    monkeypatch.setenv("QA_STORE", f"milvus+{address}")
    done = run_apart("ask", "iets", "--index", str(tmp_path / "i"))
    assert done.returncode != 0
    assert f"Milvus at http://127.0.0.1:{port}" in done.stderr
    assert "QA_STORE" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    monkeypatch.undo()
    with pytest.raises(StoreError):
        build_index(Settings(corpus=corpus, index=tmp_path / "i", store=f"milvus+{address}"))


@pytest.mark.parametrize("store", ["http://localhost", "milvus+", "milvus+letters", "redis+x"])
def test_a_store_that_is_none_is_refused(store: str, tmp_path: Path) -> None:
    with pytest.raises(QAError, match=r"QA_STORE=.*(write milvus\+|must end in \.db)"):
        engine_of(Settings(index=tmp_path, store=store))


def test_a_file_is_used_by_one_program_after_the_other(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each program starts Milvus anew; while one has the file, others are told."""
    monkeypatch.setenv("QA_STORE", f"milvus+{tmp_path / 'letters.db'}")
    named = ["--index", str(tmp_path / "index"), "--corpus", str(corpus)]
    assert "3 letters" in run_apart("index", *named).stdout
    assert "31 stations" in run_apart("ask", "hoeveel stations kregen een lift", *named).stdout
    assert "nothing to do" in run_apart("index", *named).stdout
    uri = str(tmp_path / "letters.db")
    Database(uri, "index").call("list_collections")
    done = run_apart("ask", "iets", *named)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "serves one program at a time" in done.stderr
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(uri)


def test_the_command_line_works_on_milvus(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_STORE", settings.store)
    named = ["--index", str(settings.index)]
    assert "3 letters" in run_apart("index", "--corpus", str(settings.corpus), *named).stdout
    assert (
        "3 new"
        not in run_apart("index", "--dry-run", "--corpus", str(settings.corpus), *named).stdout
    )
    assert "generation 1 is whole" in run_apart("index", "--verify", *named).stdout
    assert "current" in run_apart("index", "--list", *named).stdout
    assert "3 letters" in run_apart("letters", *named).stdout
    assert "31 stations" in run_apart("ask", "hoeveel stations kregen een lift", *named).stdout
    add(settings)
    assert "generation 1" in run_apart("index", "--rollback", *named).stdout
