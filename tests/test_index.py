"""The index: search agrees with brute force, generations are whole, damage is named."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from qa.assistant import Assistant
from qa.errors import (
    CorpusError,
    IndexBusyError,
    IndexMismatchError,
    IndexNotFoundError,
)
from qa.index import Filter, LocalStore
from qa.index.bm25 import WordStatistics, bm25
from qa.index.content import searched_text
from qa.index.engines import engine_of
from qa.index.generations import Generations
from qa.index.postings import build_postings
from qa.indexing import build_index
from qa.indexing.chunking import chunk_letter
from qa.letters import read_letter
from qa.letters.scan import letter_files
from qa.settings import STATIC_ENCODER, Settings
from qa.text.lexical import content_words, stem

NEW = "Over de brug bij Zwolle.\n\nDe brug bij Zwolle gaat in 2031 open voor verkeer.\n"


def groups(question: str) -> list[dict[str, float]]:
    return [{stem(word): 1.0} for word in content_words(question)]


def test_search_gives_the_order_and_scores_of_brute_force(stored: Settings) -> None:
    build_index(stored)
    assistant = Assistant.open(settings=stored)
    letters = [read_letter(path, stored.corpus) for path in letter_files(stored.corpus)]
    chunks = [chunk for letter in letters for chunk in chunk_letter(letter)]
    texts = [searched_text(chunk) for chunk in chunks]
    encoder = assistant._encoder
    vectors = encoder.encode_passages(texts).astype(np.float16).astype(np.float32)
    postings = build_postings(texts)
    frequencies = {name: postings.document_frequency(name) for name in postings.stems}
    counts = WordStatistics(len(texts), float(postings.lengths.mean()), frequencies)
    for question in ("nachttrein Groningen", "Hoeveel stations kregen een lift?", "ULH"):
        embedding = encoder.encode_queries([question])[0]
        dense = vectors @ embedding
        worded = bm25(postings, groups(question), counts)
        found = assistant.store.search(embedding, groups(question), 5)
        by_id = {chunk.chunk_id: i for i, chunk in enumerate(chunks)}
        best_dense = [chunks[i].chunk_id for i in np.argsort(-dense, kind="stable")[:5]]
        ranked = sorted(found, key=lambda c: -c.dense)
        assert [c.chunk_id for c in ranked[:5]] == best_dense
        for candidate in found:
            row = by_id[candidate.chunk_id]
            assert candidate.dense == pytest.approx(float(dense[row]), abs=1e-5)
            assert candidate.words.sum() == pytest.approx(float(worded[row]), abs=1e-4)


def test_row_i_of_the_vectors_is_chunk_i(stored: Settings) -> None:
    build_index(stored)
    assistant = Assistant.open(settings=stored)
    seen = 0
    for chunk, vector in assistant.store.holdings.chunks():
        expected = assistant._encoder.encode_passages([searched_text(chunk)])[0]
        np.testing.assert_allclose(vector, expected, atol=1e-3)  # kept in half precision
        seen += 1
    assert seen == assistant.store.manifest["counts"]["chunks"]


def test_the_generation_names_what_made_the_index(settings: Settings) -> None:
    report = build_index(settings)
    manifest = json.loads(
        (settings.index / "generations" / "000001.json").read_text(encoding="utf-8")
    )
    assert manifest["generation"] == report.generation == 1
    assert manifest["encoder"]["name"] == STATIC_ENCODER
    assert len(manifest["encoder"]["sha256"]) == 64
    assert manifest["chunker"]["characters"] == settings.chunk_characters
    assert manifest["counts"]["letters"] == 3
    assert "faiss-cpu" in manifest["versions"]
    letter = read_letter(settings.corpus / "kst-99001-7.txt")
    entry = LocalStore.open(settings.index).entry("kst-99001-7")
    assert entry is not None
    assert entry.version == letter.source.sha256


def test_only_new_and_changed_letters_are_embedded(stored: Settings) -> None:
    first = build_index(stored)
    assert (len(first.added), first.embedded > 0) == (3, True)
    again = build_index(stored)
    assert (again.up_to_date, again.embedded, again.generation) == (True, 0, first.generation)
    (stored.corpus / "brug.txt").write_text(NEW, encoding="utf-8")
    path = stored.corpus / "kst-99001-7.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("31 stations", "33 stations"))
    second = build_index(stored)
    assert (second.added, second.changed, second.unchanged) == (("brug",), ("kst-99001-7",), 2)
    assert 0 < second.embedded <= 3  # the new letter, and the one changed passage


def test_a_changed_and_a_vanished_letter_answer_as_a_fresh_index_would(
    stored: Settings, tmp_path: Path
) -> None:
    build_index(stored)
    (stored.corpus / "brug.txt").write_text(NEW, encoding="utf-8")
    (stored.corpus / "landbouw-2020-06-11-mest.txt").unlink()
    path = stored.corpus / "kst-99001-7.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("31 stations", "33 stations"))
    build_index(stored)
    fresh = stored.model_copy(update={"index": tmp_path / "fresh"})
    build_index(fresh)
    updated, anew = Assistant.open(settings=stored), Assistant.open(settings=fresh)
    for question in (
        "Wanneer gaat de brug bij Zwolle open?",
        "hoeveel stations kregen een lift",
        "mestscheiding melkveehouders",
        "How many applications were granted?",
    ):
        mine, theirs = updated.ask(question), anew.ask(question)
        assert [q.text for q in mine.quotes] == [q.text for q in theirs.quotes]
        assert [(h.chunk.chunk_id, h.score) for h in mine.hits] == [
            (h.chunk.chunk_id, pytest.approx(h.score, abs=1e-4)) for h in theirs.hits
        ]
        assert not any(h.chunk.doc_id.startswith("landbouw") for h in mine.hits)


def test_a_bad_file_alone_is_told_by_the_index(stored: Settings) -> None:
    build_index(stored)
    (stored.corpus / "leeg.txt").write_bytes(b"")
    report = build_index(stored)
    assert (report.generation, report.embedded) == (2, 0)
    (problem,) = Assistant.open(settings=stored).problems
    assert "leeg.txt: the file is empty" in problem


def test_filters_apply_inside_the_search(stored: Settings) -> None:
    build_index(stored)
    assistant = Assistant.open(settings=stored)

    def letters(where: Filter) -> set[str]:
        return {hit.chunk.doc_id for hit in assistant.ask("wat staat in de brief", where).hits}

    assert letters(Filter(doc_ids=("kst-99001-7",))) == {"kst-99001-7"}
    assert letters(Filter(since="2023-06-01")) == {"kst-99002-XV-3"}
    assert letters(Filter(until="2023-06-01")) == {"kst-99001-7"}
    assert letters(Filter(dossiers=("99002-XV",))) == {"kst-99002-XV-3"}
    assert letters(Filter(kinds=("Motie",))) == set()
    sender = Filter(senders=("infrastructuur en WATERSTAAT",))
    named = {e.doc_id for e in assistant.letters if assistant.letter(e.doc_id).metadata.senders}
    assert letters(sender) <= named
    assert letters(Filter(senders=("100%",))) == set()


def test_a_list_tells_what_a_filter_leaves_without_opening_letters(stored: Settings) -> None:
    build_index(stored)
    store = engine_of(stored).open()
    assert [one.doc_id for one in store.entries_where(Filter())] == list(store.entries)
    for dossier in store.values_of("dossier"):
        found = store.entries_where(Filter(dossiers=(dossier,), phrases=("nergens",)))
        letters = [store.letter(doc_id) for doc_id in store.entries]
        fits = [x for x in letters if dossier in {d.number for d in x.metadata.dossiers}]
        assert [one.doc_id for one in found] == [letter.doc_id for letter in fits]
        assert [one.subject for one in found] == [letter.metadata.full_title for letter in fits]
        senders = [tuple(sender.line for sender in x.metadata.senders) for x in fits]
        assert [one.senders for one in found] == senders


def test_a_missing_index_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="build it with: letters-qa index"):
        Assistant.open(tmp_path / "nothing")


def test_an_index_of_another_encoder_is_refused_with_both_names(settings: Settings) -> None:
    build_index(settings)
    generations = Generations(settings.index)
    with generations.writing():
        other = {"name": "other-model", "sha256": "0" * 64, "dimension": 256}
        generations.publish({**generations.current(), "encoder": other})
    with pytest.raises(IndexMismatchError) as caught:
        Assistant.open(settings=settings)
    for part in ("other-model", STATIC_ENCODER, "letters-qa index"):
        assert part in str(caught.value)
    report = build_index(settings)  # the command it names mends it
    assert (report.generation, report.rebuilt, report.up_to_date) == (3, True, False)
    assert Assistant.open(settings=settings).letters


def test_an_index_of_another_encoder_is_refused_before_a_model_is_sought(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(settings)

    def never(*_: object) -> None:
        raise AssertionError("an encoder was loaded")

    monkeypatch.setattr("qa.assistant.assistant.open_encoders", never)
    other = settings.model_copy(update={"encoder": "intfloat/multilingual-e5-small"})
    with pytest.raises(IndexMismatchError, match=f"built with the encoder {STATIC_ENCODER}"):
        Assistant.open(settings=other)


def test_one_writer_at_a_time(settings: Settings) -> None:
    build_index(settings)
    (settings.corpus / "brug.txt").write_text(NEW, encoding="utf-8")
    with (
        Generations(settings.index).writing(),
        pytest.raises(IndexBusyError, match=rf"process {os.getpid()} on .*; wait until"),
    ):
        build_index(settings)
    assert build_index(settings).added == ("brug",)


def test_what_fails_before_the_rename_leaves_the_old_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(settings)
    (settings.corpus / "brug.txt").write_text(NEW, encoding="utf-8")

    def fail(path: Path, text: str) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("qa.index.generations.write_whole", fail)
    with pytest.raises(OSError, match="no space left"):
        build_index(settings)
    monkeypatch.undo()
    store = LocalStore.open(settings.index)
    assert store.manifest["generation"] == 1
    assert len(list((settings.index / "segments").iterdir())) == 1  # nothing half-written stays


def test_an_index_inside_the_corpus_is_not_read_as_letters(stored: Settings) -> None:
    inside = stored.model_copy(update={"index": stored.corpus / "index"})
    build_index(inside)
    again = build_index(inside)
    assert (again.up_to_date, again.letters, again.problems) == (True, 3, ())


def test_a_file_where_the_index_should_be_is_said(settings: Settings) -> None:
    settings.index.write_text("x", encoding="utf-8")
    for act in (lambda: build_index(settings), lambda: Assistant.open(settings=settings)):
        with pytest.raises(IndexNotFoundError, match="is a file; choose a folder"):
            act()


def test_an_emptied_corpus_leaves_the_index_and_says_so(stored: Settings) -> None:
    build_index(stored)
    for path in stored.corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match="stays as it was"):
        build_index(stored)
    assert len(Assistant.open(settings=stored).letters) == 3
