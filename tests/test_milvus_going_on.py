"""A build in Milvus that is ended goes on where it was, and ends as one that was not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pymilvus", reason="the extra milvus is not installed")

import qa.indexing.update as update
from qa.corpus.forgetting import forget, plan_forgetting
from qa.errors import StoreError
from qa.index.engines import engine_of
from qa.index.milvus.database import Database
from qa.index.milvus.generations import MilvusGenerations
from qa.index.milvus.store import MilvusStore
from qa.index.milvus.writer import MilvusWriter
from qa.indexing import build_index
from qa.settings import STATIC_ENCODER, Settings

pytestmark = pytest.mark.milvus

LETTERS = 7


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    running, database, port = start_server_in_thread(
        data_dir=str(tmp_path_factory.mktemp("milvus") / "server.db"), host="127.0.0.1", port=0
    )
    yield f"http://127.0.0.1:{port}"
    running.stop(grace=0)
    database.close()


@pytest.fixture
def settings(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Seven letters, two in a batch, and nothing indexed."""
    monkeypatch.setattr(update, "FIRST_BATCH", 2)
    monkeypatch.setattr(update, "BATCH", 2)
    corpus = tmp_path / "letters"
    corpus.mkdir()
    for number in range(LETTERS):
        write(corpus, number)
    return Settings(
        corpus=corpus,
        index=tmp_path / tmp_path.name,
        encoder=STATIC_ENCODER,
        store=f"milvus+{server}",
    )


def write(corpus: Path, number: int, year: int = 2030) -> None:
    text = f"Brief {number}.\n\nBrug {number} bij Zwolle gaat in {year} open voor verkeer.\n"
    (corpus / f"brief-{number}.txt").write_text(text, encoding="utf-8")


def generations(settings: Settings) -> MilvusGenerations:
    uri = settings.store.removeprefix("milvus+")
    return MilvusGenerations(Database(uri, settings.index.name), settings.index)


@contextmanager
def ending(method: str, after: int, error: type[BaseException]) -> Iterator[None]:
    """Let writers do something so many times, and then be ended before they do it again."""
    done = 0
    do: Callable[..., Any] = getattr(MilvusWriter, method)

    def counted(self: MilvusWriter, *given: Any, **named: Any) -> Any:
        nonlocal done
        if done == after:
            raise error
        done += 1
        return do(self, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MilvusWriter, method, counted)
        yield


def end(settings: Settings, method: str, after: int, *, rebuild: bool = False) -> None:
    with ending(method, after, KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        build_index(settings, rebuild=rebuild)


def content(settings: Settings) -> tuple[Any, ...]:
    """Return all that an index tells, with how often its stems occur."""
    store = engine_of(settings).open()
    assert isinstance(store, MilvusStore)
    assert store.verify()
    holdings = store.holdings
    stems = holdings.tables["stems"].where(holdings.holds, ["stem", "frequency"])
    forms = holdings.tables["forms"].where(holdings.holds, ["form"])
    chunks = sorted(store.live_chunks(), key=lambda chunk: (chunk.doc_id, chunk.start))
    manifest = store.manifest
    return (
        store.entries, chunks, holdings.fingerprints(), manifest["counts"], manifest["words"],
        {row["stem"]: row["frequency"] for row in stems}, len(stems),
        sorted(row["form"] for row in forms),
    )  # fmt: skip


def built_at_once(settings: Settings) -> tuple[Any, ...]:
    once = settings.model_copy(
        update={"index": settings.index.with_name(f"{settings.index.name}_once")}
    )
    build_index(once)
    return content(once)


@pytest.mark.parametrize("method", ["add", "_add_forms", "_check", "keep", "_count_stems"])
@pytest.mark.parametrize("after", [1, 2])
def test_a_new_index_goes_on_where_it_was_ended(
    settings: Settings, method: str, after: int
) -> None:
    if method == "_count_stems":
        after = 0  # it is counted once, when all is written
    end(settings, method, after)
    report = build_index(settings)
    assert report.gone_on >= 2
    assert report.letters == len(report.added) == LETTERS
    assert content(settings) == built_at_once(settings)
    assert generations(settings).unfinished() == {}


def test_it_is_ended_again_and_again(settings: Settings) -> None:
    for _ in range(3):
        end(settings, "add", 1)
    assert build_index(settings).gone_on == 6
    assert content(settings) == built_at_once(settings)


@pytest.mark.parametrize("method", ["add", "delete", "keep", "_count_stems"])
@pytest.mark.parametrize("rebuild", [False, True])
def test_an_update_goes_on_too_and_what_is_in_use_stays_until_then(
    settings: Settings, method: str, rebuild: bool
) -> None:
    build_index(settings)
    before = content(settings)
    for number in range(LETTERS + 4):
        write(settings.corpus, number, 2041 if number % 2 else 2030)
    (settings.corpus / "brief-0.txt").unlink()
    end(settings, method, 0 if method == "_count_stems" else 2, rebuild=rebuild)
    assert content(settings) == before
    report = build_index(settings, rebuild=rebuild)
    assert report.gone_on > 0
    assert report.letters == LETTERS + 3
    mine, theirs = content(settings), built_at_once(settings)
    assert mine[:7] == theirs[:7]
    assert rebuild == (mine[7] == theirs[7])  # words of letters that went stay in the tables


@pytest.mark.parametrize("what", ["chunks", "another generation", "rows", "text"])
def test_it_begins_anew_where_it_would_not_be_the_same(settings: Settings, what: str) -> None:
    if what == "another generation":
        build_index(settings)
        write(settings.corpus, 0, 2050)
        build_index(settings)
    end(settings, "add", 2, rebuild=what == "another generation")
    kept = generations(settings)
    if what == "chunks":
        settings = settings.model_copy(update={"chunk_characters": 500})
    elif what == "another generation":
        engine_of(settings).roll_back()
    elif what == "rows":
        kept.database.epoch(kept.unfinished()["epoch"])["passages"].delete("letter == 0")
    else:
        kept.database.generations.delete("id >= 1000 and id < 10000")
    report = build_index(settings, rebuild=what == "another generation")
    assert report.gone_on == 0
    assert content(settings) == built_at_once(settings)


def test_what_fails_by_itself_begins_anew_but_not_where_milvus_failed(settings: Settings) -> None:
    with ending("add", 2, ValueError), pytest.raises(ValueError):  # noqa: PT011
        build_index(settings)
    assert build_index(settings).gone_on == 0
    write(settings.corpus, 0, 2050)
    write(settings.corpus, 1, 2050)
    write(settings.corpus, 2, 2050)

    class Unreachable(StoreError):
        def __init__(self) -> None:
            super().__init__("milvus-fails", address="here", reason="gone")

    with ending("add", 1, Unreachable), pytest.raises(StoreError):
        build_index(settings)
    assert build_index(settings).gone_on == 2
    assert content(settings)[:7] == built_at_once(settings)[:7]


def test_a_letter_that_is_forgotten_is_in_no_unfinished_build(settings: Settings) -> None:
    build_index(settings)
    end(settings, "add", 2, rebuild=True)
    forget(settings, plan_forgetting(settings, ["brief-1"]))
    assert generations(settings).unfinished() == {}
    assert len(generations(settings).database.epochs()) == 1
    assert "brief-1" not in content(settings)[0]
    assert build_index(settings).gone_on == 0


def test_one_that_is_killed_goes_on(settings: Settings) -> None:
    code = (
        "import qa.indexing.update as u, qa.index.milvus.generations as g, sys, time\n"
        "u.FIRST_BATCH = u.BATCH = 2\n"
        "g.LEASE = 1.0\n"
        "from qa.index.milvus.writer import MilvusWriter as W\n"
        "keep = W.keep\n"
        "def slow(*a): keep(*a); print('kept', flush=True); time.sleep(60)\n"
        "W.keep = slow\n"
        "from qa.settings import Settings; from qa.indexing import build_index\n"
        "build_index(Settings(corpus=sys.argv[1], index=sys.argv[2], encoder=sys.argv[3],"
        " store=sys.argv[4]))\n"
    )
    given = (settings.corpus, settings.index, settings.encoder, settings.store)
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, given)], stdout=subprocess.PIPE, cwd=os.getcwd()
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"kept\n"
    process.kill()
    process.wait()
    time.sleep(1.5)  # until its lease has run out
    assert build_index(settings).gone_on == 2
    assert content(settings) == built_at_once(settings)
