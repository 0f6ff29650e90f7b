"""A letter that is forgotten is in no file any more: corpus, what is kept, the whole index."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from command_line import index_of, run

from qa.assistant import Assistant
from qa.assistant.feedback import add_feedback
from qa.corpus.files import CorpusFiles
from qa.corpus.forgetting import forget, plan_forgetting
from qa.errors import CorpusError, IndexNotFoundError, LetterNotFoundError, StoreError
from qa.index import LocalStore
from qa.index.looking_after import list_generations
from qa.indexing import build_index
from qa.settings import Settings

WORD = "kwartelkoning"
LETTER = f"Over de vogels.\n\nDe {WORD} broedt dit jaar in {{}} weilanden langs de IJssel.\n"


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


def holding(*folders: Path) -> set[str]:
    """Return the files in which the word stands, or the letter's id."""
    return {
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and any(sign in one for one in contents(path) for sign in (WORD.encode(), b"vogels"))
    }


@pytest.fixture
def kept_everywhere(settings: Settings) -> Settings:
    """A letter in every place that there is: versions, a copy, removals, old generations."""
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
    before = holding(settings.index, settings.corpus) | {MEMORY}
    assert {"letters.sqlite", "arrays.safetensors", "vogels.txt"} <= before
    assert any(name.endswith(".gz") for name in before)
    planned = plan_forgetting(settings, ["vogels"])
    assert holding(settings.index, settings.corpus) | {MEMORY} == before  # a plan changes nothing
    assert planned.files == ("vogels.txt", "vogels.txt.json")
    assert len(planned.kept_files) == 2
    assert len(planned.versions) == 2
    assert planned.generations == (1, 2, 3)
    number = forget(settings, planned)
    assert holding(settings.index, settings.corpus) == set()
    store = LocalStore.open(settings.index)
    assert (store.manifest["generation"], store.verify()) == (number, len(store.parts))
    assert (store.has("vogels"), store.has("andere"), store.has("kst-99001-7")) == (
        False, True, True,
    )  # fmt: skip
    assert [one.number for one in list_generations(settings.index)] == [number]
    assert Assistant.open(settings=settings).ask("nachttrein Groningen Maastricht").found
    assert build_index(settings).up_to_date
    with pytest.raises(LetterNotFoundError, match="nothing is kept of a letter vogels"):
        plan_forgetting(settings, ["vogels"])


def test_a_letter_that_was_removed_before_is_forgotten_too(settings: Settings) -> None:
    (settings.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    entry = LocalStore.open(settings.index).entry("vogels")
    assert entry is not None
    CorpusFiles(settings).remove(entry)
    build_index(settings)
    assert holding(settings.index)
    planned = plan_forgetting(settings, ["vogels"])
    assert (planned.files, len(planned.kept_files)) == ((), 1)
    forget(settings, planned)
    assert holding(settings.index, settings.corpus) == set()


def test_a_letter_goes_under_the_id_it_had_before_too(settings: Settings) -> None:
    (settings.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    (settings.corpus / "vogels.txt.json").write_text('{"doc_id": "eigen-1"}')
    build_index(settings)
    planned = plan_forgetting(settings, ["eigen-1"])
    assert planned.also == ("vogels",)
    forget(settings, planned)
    assert holding(settings.index, settings.corpus) == set()


def test_a_file_that_became_another_letter_stays(settings: Settings) -> None:
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
    assert LocalStore.open(settings.index).has("pont")


def test_the_last_letter_leaves_no_index(settings: Settings) -> None:
    for path in settings.corpus.iterdir():
        path.unlink()
    (settings.corpus / "vogels.txt").write_text(LETTER.format(12))
    build_index(settings)
    assert forget(settings, plan_forgetting(settings, ["vogels"])) == 0
    assert holding(settings.index, settings.corpus) == set()
    with pytest.raises(IndexNotFoundError):
        LocalStore.open(settings.index)


def test_the_command_says_first_what_would_go(
    kept_everywhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = kept_everywhere
    feedback = settings.corpus.parent / "feedback.jsonl"
    monkeypatch.setenv("QA_FEEDBACK", str(feedback))
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
    assert holding(settings.index, settings.corpus) == set()
    again = run("forget", "vogels", *where)
    assert (again.returncode, "nothing is kept" in again.stderr) == (1, True)


@pytest.mark.milvus
def test_milvus_says_that_it_cannot_and_what_can_be_done(tmp_path: Path) -> None:
    pytest.importorskip("pymilvus")
    from qa.index.milvus import MilvusEngine

    engine = MilvusEngine(str(tmp_path / "a.db"), tmp_path / "index")
    with suppress(IndexNotFoundError), pytest.raises(StoreError, match="--rebuild"):
        engine.forget(["x"])
