"""The transformer reads an index that is in use: in between, after a kill, beside new letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

import qa.indexing.second_pass as passing
from qa.assistant import Assistant
from qa.assistant.opened import Opened
from qa.encoders.layers import TransformerLayers
from qa.index.engines import engine_of
from qa.indexing import Indexer, build_index
from qa.indexing.content import embedding_key
from qa.indexing.second_pass import KEPT_FILE
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, Settings

QUESTION = "Wat kost het herstel van de dijk?"


@pytest.fixture
def both(corpus: Path, tmp_path: Path) -> Settings:
    """Settings that want the transformer, nothing indexed yet."""
    return Settings(corpus=corpus, index=tmp_path / "both", encoder=JOINED_ENCODER)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many passages the transformer was given, call by call; five at a time."""
    given: list[int] = []
    encode = TransformerLayers.encode_passages

    def counted(self, texts, progress=None):  # type: ignore[no-untyped-def]
        given.append(len(texts))
        return encode(self, texts, progress)

    monkeypatch.setattr(TransformerLayers, "encode_passages", counted)
    monkeypatch.setattr(passing, "_BATCH", 5)
    return given


def encoder_of(settings: Settings) -> str:
    return str(engine_of(settings).open().manifest["encoder"]["name"])


def test_questions_are_answered_before_the_transformer_has_read(both: Settings) -> None:
    seen = []

    def first_pass(report: object) -> None:
        assistant = Assistant.open(settings=both)
        seen.append(assistant.searched.first_pass)
        assert "passage" not in assistant.search(QUESTION, 1)[0].signals

    report = build_index(both, first_pass=first_pass)
    assert seen == [True]
    assistant = Assistant.open(settings=both)
    assert not assistant.searched.first_pass
    assert "passage" in assistant.search(QUESTION, 1)[0].signals
    assert assistant.generation["generation"] == report.generation == 2
    assert assistant.store.verify() == 1
    assert build_index(both).up_to_date


def test_it_gives_the_index_that_is_built_with_the_transformer_at_once(both: Settings) -> None:
    build_index(both)
    two = dict(engine_of(both).open().holdings.vectors())
    with Indexer(both) as indexer:
        indexer.update(rebuild=True)
    one = dict(engine_of(both).open().holdings.vectors())
    assert one.keys() == two.keys()
    assert all(np.abs(one[key] - two[key]).max() < 1e-3 for key in one)


def test_an_index_of_before_gets_the_vectors_and_keeps_what_it_knows(
    both: Settings, corpus: Path
) -> None:
    (corpus / "leeg.pdf").write_bytes(b"%PDF-1.7 broken")
    build_index(both.model_copy(update={"encoder": STATIC_ENCODER}))
    before = engine_of(both).open()
    build_index(both)
    after = engine_of(both).open()
    assert encoder_of(both) == JOINED_ENCODER
    assert after.entries == before.entries
    assert after.problems == before.problems != []
    assert after.manifest["counts"] == before.manifest["counts"]
    assert after.holdings.fingerprints() == before.holdings.fingerprints()


def test_a_pass_that_was_ended_goes_on_where_it_was(both: Settings, read: list[int]) -> None:
    with Indexer(both) as indexer:
        indexer.update()
        chunks = engine_of(both).open().manifest["counts"]["chunks"]
        assert chunks > 10

        def end(stage: str, done: int, total: int) -> None:
            if (stage, done) == ("transform", 10):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            indexer.second_pass(end)
        assert encoder_of(both) == STATIC_ENCODER
        kept = both.index / KEPT_FILE
        kept.write_bytes(kept.read_bytes()[:-700])  # it was killed while it wrote
        read.clear()
        assert indexer.second_pass() is not None
    assert sum(read) == chunks - 9
    assert encoder_of(both) == JOINED_ENCODER
    assert not kept.exists()
    assert Assistant.open(settings=both).store.verify() == 1


class Measuring:
    """Gives a text its length as a vector."""

    name = "measuring"
    fingerprint = "ab" * 32
    dimension = 4

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_passages(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return np.array([[len(text)] * 4 for text in texts], np.float32)


def test_passages_that_are_alike_lose_no_vector_when_a_pass_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "_BATCH", 2)
    encoder = Measuring()
    texts = ["een", "dubbel", "een", "vierde!", "nog iets", "het laatste"]

    def end(stage: str, done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    kept = passing._KeptVectors(tmp_path / KEPT_FILE, encoder, encoder)
    encode = partial(map, encoder.encode_passages)
    with pytest.raises(KeyboardInterrupt):
        kept.make(texts, len(texts), encode, end)
    found = kept.make(texts, len(texts), encode)
    keys = np.array([list(embedding_key(encoder, text)) for text in texts], np.uint8)
    new, vectors = found.replace(keys)
    assert vectors[:, 0].tolist() == [len(text) for text in texts]
    assert (new == keys).all()


def test_vectors_of_another_encoder_are_not_used(both: Settings, read: list[int]) -> None:
    with Indexer(both) as indexer:
        indexer.update()
        (both.index / KEPT_FILE).write_bytes(bytes(100_000))
        read.clear()
        indexer.second_pass()
    assert sum(read) == engine_of(both).open().manifest["counts"]["chunks"]


def test_letters_that_came_meanwhile_are_in_it(both: Settings, corpus: Path) -> None:
    came = []

    def add(stage: str, done: int, total: int) -> None:
        if stage == "transform" and not came:
            (corpus / "dijk.txt").write_text("Den Haag, 3 mei 2021\n\nDe dijk lekt.\n", "utf-8")
            with Indexer(both) as other:
                came.extend(other.update().added)

    build_index(both, progress=add)
    assert came == ["dijk"]
    assistant = Assistant.open(settings=both)
    assert "passage" in assistant.search("Lekt de dijk?", 1)[0].signals
    assert assistant.has_letter("dijk")


def test_letters_that_left_stay_out_and_the_others_keep_all_they_had(
    both: Settings, corpus: Path
) -> None:
    build_index(both.model_copy(update={"encoder": STATIC_ENCODER}))
    gone = sorted(corpus.iterdir())[0]
    gone.unlink()
    with Indexer(both) as indexer:
        indexer.update()
        before = engine_of(both).open()
        indexer.second_pass()
    after = engine_of(both).open()
    assert after.entries == before.entries
    assert list(after.live_chunks()) == list(before.live_chunks())
    static = before.holdings.vectors()
    old = dict(before.holdings.chunks())
    assert len(old) == len(static)
    for chunk, vector in after.holdings.chunks():
        share = vector[: len(old[chunk])] / np.sqrt(0.5)
        assert np.abs(share - old[chunk]).max() < 1e-3
    assert after.verify() == 1


def test_one_process_at_a_time_reads(both: Settings) -> None:
    with Indexer(both) as indexer:
        indexer.update()
        with FileLock(both.index / f"{KEPT_FILE}.lock"):
            assert indexer.second_pass() is None
        assert indexer.second_pass() is not None


def test_who_has_the_index_open_uses_the_vectors_from_the_next_question_on(both: Settings) -> None:
    with Indexer(both) as indexer:
        indexer.update()
        opened = Opened(both)
        assert opened.assistant().searched.first_pass
        indexer.second_pass()
        assert not opened.assistant().searched.first_pass
        assert opened.assistant().generation["encoder"]["name"] == JOINED_ENCODER
        assert opened.assistant().ask(QUESTION).hits[0].signals["passage"] > 0
        engine_of(both).roll_back(1)
        assert opened.assistant().searched.first_pass
        assert "passage" not in opened.assistant().ask(QUESTION).hits[0].signals


def test_an_index_with_the_vectors_keeps_them_until_it_is_rebuilt_without(both: Settings) -> None:
    build_index(both)
    table = both.model_copy(update={"encoder": STATIC_ENCODER})
    assert build_index(table).up_to_date
    assert not Assistant.open(settings=table).searched.first_pass
    assert encoder_of(table) == JOINED_ENCODER
    build_index(table, rebuild=True)
    assert encoder_of(table) == STATIC_ENCODER
    assert not Assistant.open(settings=table).searched.first_pass
