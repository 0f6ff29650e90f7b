"""A letter that is forgotten is in no file any more: corpus, what is kept, the whole index."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from base64 import b85decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from command_line import index_of, run

from qa.assistant import Assistant
from qa.assistant.feedback import add_feedback
from qa.corpus.files import CorpusFiles
from qa.corpus.forgetting import forget, plan_forgetting
from qa.errors import CorpusError, IndexNotFoundError, LetterNotFoundError
from qa.index.engines import engine_of
from qa.indexing import build_index
from qa.settings import Settings

WORD = "kwartelkoning"
LETTER = f"Over de vogels.\n\nDe {WORD} broedt dit jaar in {{}} weilanden langs de IJssel.\n"


ARRAYS = "arrays.safetensors"
MEMORY = "seen.sqlite"
"""Remembers files that have not changed for two seconds, so it may hold a name sooner or later."""


def contents(path: Path) -> Iterator[bytes]:
    """Go through what a file holds, compressed parts unpacked."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".gz":
        yield gzip.decompress(content)
    if path.name == "letters.sqlite":
        table = sqlite3.connect(path)
        for row in table.execute("SELECT record, chunks FROM letters"):
            yield from map(zlib.decompress, row)
        table.close()
    if path.suffix in {".arrow", ".parquet"}:  # of Milvus
        for text in texts_of_milvus(path):
            yield text.encode()
            with suppress(ValueError, zlib.error):  # most are not packed
                yield zlib.decompress(b85decode(text))


def texts_of_milvus(path: Path) -> Iterator[str]:
    """Go through all texts in a file of Milvus, those of rows that are deleted too."""
    import pyarrow as pa
    from pyarrow import parquet

    batches: list[pa.RecordBatch] = []
    if path.suffix == ".parquet":
        batches = parquet.read_table(path).to_batches()
    else:
        with suppress(pa.ArrowInvalid, StopIteration):  # one that is being written has no end
            reader = pa.ipc.open_stream(path.read_bytes())
            while True:
                batches.append(reader.read_next_batch())
    for batch in batches:
        for column in batch.columns:
            if pa.types.is_string(column.type):
                yield from filter(None, column.to_pylist())


def holding(settings: Settings, *but: str) -> set[str]:
    """Return the files in which the word stands, or the letter's id."""
    return {
        path.name
        for path in settings.corpus.parent.rglob("*")
        if path.is_file()
        and path.name not in but
        and any(sign in one for one in contents(path) for sign in (WORD.encode(), b"vogels"))
    }


@pytest.fixture
def kept_everywhere(stored: Settings) -> Settings:
    """A letter in every place that there is: versions, a copy, removals, old generations."""
    settings = stored
    corpus = settings.corpus
    (corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    (corpus / "vogels.txt").write_text(LETTER.format(14))
    build_index(settings)
    files = CorpusFiles(settings)
    assert files.add("vogels.txt", LETTER.format(16).encode()).how == "replaced"
    (corpus / "vogels.txt.json").write_text('{"date": "2024-02-05"}')
    superseded = corpus / ".superseded" / "vogels.0123abcd.txt"
    superseded.parent.mkdir()
    superseded.write_text(LETTER.format(10))
    (corpus / "andere.txt").write_text("Een andere brief.\n\nDe pont vaart weer.\n")
    build_index(settings)
    return settings


def test_a_letter_that_is_forgotten_is_nowhere(kept_everywhere: Settings) -> None:
    settings = kept_everywhere
    before = holding(settings, MEMORY)
    inside = {"wal_data_000001.arrow"} if settings.store else {"letters.sqlite", ARRAYS}
    assert {"vogels.txt", *inside} <= before
    assert any(name.endswith(".gz") for name in before)
    planned = plan_forgetting(settings, ["vogels"])
    assert holding(settings, MEMORY) == before  # a plan changes nothing
    assert planned.files == ("vogels.txt", "vogels.txt.json")
    assert len(planned.kept_files) == 2
    assert len(planned.versions) == 2
    assert planned.generations == (1, 2, 3)
    number = forget(settings, planned)
    assert holding(settings) == set()
    store = engine_of(settings).open()
    assert (store.manifest["generation"], store.verify() > 0) == (number, True)
    assert (store.has("vogels"), store.has("andere"), store.has("kst-99001-7")) == (
        False, True, True,
    )  # fmt: skip
    assert [one.number for one in engine_of(settings).generations()] == [number]
    assert Assistant.open(settings=settings).ask("nachttrein Groningen Maastricht").found
    assert build_index(settings).up_to_date
    with pytest.raises(LetterNotFoundError, match="nothing is kept of a letter vogels"):
        plan_forgetting(settings, ["vogels"])


def test_a_letter_that_was_removed_before_is_forgotten_too(stored: Settings) -> None:
    settings = stored
    (settings.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    entry = engine_of(settings).open().entry("vogels")
    assert entry is not None
    CorpusFiles(settings).remove(entry)
    build_index(settings)
    assert holding(settings)
    planned = plan_forgetting(settings, ["vogels"])
    assert (planned.files, len(planned.kept_files)) == ((), 1)
    forget(settings, planned)
    assert holding(settings) == set()


def test_a_letter_goes_under_the_id_it_had_before_too(stored: Settings) -> None:
    settings = stored
    (settings.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    (settings.corpus / "vogels.txt.json").write_text('{"doc_id": "eigen-1"}')
    build_index(settings)
    planned = plan_forgetting(settings, ["eigen-1"])
    assert planned.also == ("vogels",)
    forget(settings, planned)
    assert holding(settings) == set()


def test_a_letter_goes_that_only_a_later_generation_has(stored: Settings) -> None:
    build_index(stored)
    (stored.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(stored)
    assert engine_of(stored).roll_back().takes_away == ("vogels",)
    planned = plan_forgetting(stored, ["vogels"])
    assert 2 in planned.generations
    forget(stored, planned)
    assert holding(stored) == set()
    assert engine_of(stored).open().verify() > 0


def test_a_file_that_became_another_letter_stays(stored: Settings) -> None:
    settings = stored
    place = settings.corpus / "vogels.txt"
    place.write_text(LETTER.format(12))
    build_index(settings)
    place.write_text("Een andere brief.\n\nDe pont vaart weer.\n")
    with pytest.raises(CorpusError, match=r"vogels\.txt has changed since it was indexed"):
        plan_forgetting(settings, ["vogels"])
    (settings.corpus / "vogels.txt.json").write_text('{"doc_id": "pont"}')
    build_index(settings)
    forget(settings, plan_forgetting(settings, ["vogels"]))
    assert place.is_file()
    assert engine_of(settings).open().has("pont")


def test_the_last_letter_leaves_no_index(stored: Settings) -> None:
    settings = stored
    for path in settings.corpus.iterdir():
        path.unlink()
    (settings.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    assert forget(settings, plan_forgetting(settings, ["vogels"])) == 0
    assert holding(settings) == set()
    with pytest.raises(IndexNotFoundError):
        engine_of(settings).open()


def test_the_command_says_first_what_would_go(
    kept_everywhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = kept_everywhere
    feedback = settings.corpus.parent / "feedback.jsonl"
    monkeypatch.setenv("QA_FEEDBACK", str(feedback))
    monkeypatch.setenv("QA_STORE", settings.store)
    add_feedback({"shown": [{"doc_id": "vogels"}]}, feedback)
    where = ["--corpus", str(settings.corpus), *index_of(settings)]
    said = run("forget", "vogels", *where)
    assert said.returncode == 0, said.stderr
    for part in (
        "vogels.txt.json",
        ".removed/",
        ".superseded/",
        "generation 3",
        "nothing was done",
    ):
        assert part in said.stdout.replace("generation  ", "generation ").replace("  ", " "), part
    assert "feedback.jsonl may quote it in line 1" in said.stderr
    assert (settings.corpus / "vogels.txt").is_file()
    done = json.loads(run("forget", "vogels", "--yes", "--json", *where).stdout)
    assert (done["done"], done["generation"], done["doc_ids"]) == (True, 4, ["vogels"])
    assert holding(settings, feedback.name) == set()
    again = run("forget", "vogels", *where)
    assert (again.returncode, "nothing is kept" in again.stderr) == (1, True)


@pytest.mark.milvus
@pytest.mark.parametrize("stored", ["milvus"], indirect=True)
@pytest.mark.parametrize(
    ("act", "time"),
    [("create_collection", 4), ("upsert", 7), ("drop_collection", 1), ("drop_collection", 5),
     ("delete", 1), ("delete", 6)],
)  # fmt: skip
def test_forgetting_in_milvus_that_is_stopped_is_finished_by_doing_it_again(
    stored: Settings, monkeypatch: pytest.MonkeyPatch, act: str, time: int
) -> None:
    from qa.index.milvus.database import Database

    (stored.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(stored)
    (stored.corpus / "pont.txt").write_text("Een andere brief.\n\nDe pont vaart weer.\n")
    build_index(stored)
    left = [time]
    call = Database.call

    def stopped(self: Database, method: str, *args: object, **kwargs: object) -> object:
        left[0] -= method == act
        if method == act and left[0] == 0:
            raise KeyboardInterrupt
        return call(self, method, *args, **kwargs)

    planned = plan_forgetting(stored, ["vogels"])
    monkeypatch.setattr(Database, "call", stopped)
    with pytest.raises(KeyboardInterrupt):
        forget(stored, planned)
    monkeypatch.undo()
    assert engine_of(stored).open().verify() > 0
    with suppress(LetterNotFoundError):  # nothing is kept but the numbers of what went
        forget(stored, plan_forgetting(stored, ["vogels"]))
    assert holding(stored) == set()
    store = engine_of(stored).open()
    assert (store.has("vogels"), store.has("pont"), store.verify()) == (False, True, 4)
    assert build_index(stored).up_to_date
    assert not any(one.damage for one in engine_of(stored).generations())


@pytest.mark.milvus
@pytest.mark.parametrize("stored", ["milvus"], indirect=True)
def test_milvus_holds_what_it_would_without_the_letter(stored: Settings) -> None:
    build_index(stored)
    without = every_row(stored)
    (stored.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(stored)
    assert every_row(stored) != without
    forget(stored, plan_forgetting(stored, ["vogels"]))
    assert every_row(stored) == without


def every_row(settings: Settings) -> dict[str, list[tuple[str, ...]]]:
    """Return what stands in the tables that Milvus has, but for numbers of rows."""
    from qa.index.milvus.database import Database

    database = Database(settings.store.removeprefix("milvus+"), settings.index.name)
    (epoch,) = database.epochs()
    return {
        name: sorted(
            tuple(str(row[column]) for column in table.columns if column != "letter")
            for row in table.every("id >= 0", table.columns)
        )
        for name, table in database.epoch(epoch).items()
    }
