"""Segments merged: the same answers, fewer segments, and nothing lost that happens meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from qa.assistant import Assistant
from qa.index import LocalStore, merging
from qa.index.checking import check_segment
from qa.index.merging import FAN, choose, merge
from qa.index.postings import build_postings, merge_postings
from qa.indexing import Indexer, build_index
from qa.settings import Settings

QUESTIONS = (
    "Wanneer gaat de brug bij Zwolle open?", "hoeveel stations kregen een lift",
    "mestscheiding melkveehouders", "brief 7", "How many applications were granted?",
)  # fmt: skip


def write(settings: Settings, number: int) -> None:
    text = f"Brief {number}.\n\nDe brug bij Zwolle gaat in {2030 + number} open voor verkeer.\n"
    (settings.corpus / f"brief-{number:02}.txt").write_text(text, encoding="utf-8")


def grow(settings: Settings, numbers: range) -> None:
    """Add letters one by one, without merging."""
    with Indexer(settings) as indexer:
        for number in numbers:
            write(settings, number)
            indexer.update()


def test_many_small_updates_stay_few_segments(settings: Settings) -> None:
    for number in range(FAN + 4):
        write(settings, number)
        build_index(settings)
    store = LocalStore.open(settings.index)
    assert len(store.parts) < FAN
    assert len(store.entries) == 3 + FAN + 4


def test_merged_segments_answer_as_a_fresh_index_does(settings: Settings, tmp_path: Path) -> None:
    grow(settings, range(FAN + 1))
    (settings.corpus / "brief-03.txt").unlink()
    write(settings, 30)
    with Indexer(settings) as indexer:
        indexer.update()
        assert indexer.merge() >= 1
    fresh = settings.model_copy(update={"index": tmp_path / "fresh"})
    build_index(fresh)
    merged, anew = Assistant.open(settings=settings), Assistant.open(settings=fresh)
    merged.store.verify()
    assert len(merged.store.parts) < FAN
    assert merged.store.entries == anew.store.entries
    assert merged.searched.paragraphs == anew.searched.paragraphs
    for question in QUESTIONS:
        mine, theirs = merged.ask(question), anew.ask(question)
        assert [q.text for q in mine.quotes] == [q.text for q in theirs.quotes]
        assert [(h.chunk, h.score) for h in mine.hits] == [
            (h.chunk, pytest.approx(h.score, abs=1e-4)) for h in theirs.hits
        ]


def test_a_letter_that_is_deleted_while_segments_are_merged_stays_deleted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(settings, range(FAN))
    write_merged = merging.write_merged

    def meanwhile(*arguments: object, **named: object) -> None:
        write_merged(*arguments, **named)  # type: ignore[arg-type]
        (settings.corpus / "brief-02.txt").unlink()
        write(settings, 40)
        with Indexer(settings) as indexer:
            assert indexer.update().removed == ("brief-02",)

    monkeypatch.setattr(merging, "write_merged", meanwhile)
    assert merge(settings.index) == 1
    store = LocalStore.open(settings.index)
    assert not store.has("brief-02")
    assert store.has("brief-40")
    assert store.has("brief-03")
    store.verify()


def test_a_writer_is_not_held_up_by_a_merge(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(settings, range(FAN))
    write_merged, begun, go_on = merging.write_merged, threading.Event(), threading.Event()

    def slow(*arguments: object, **named: object) -> None:
        begun.set()
        assert go_on.wait(60)
        write_merged(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "write_merged", slow)
    merger = threading.Thread(target=merge, args=[settings.index])
    merger.start()
    assert begun.wait(60)
    write(settings, 50)
    with Indexer(settings) as indexer:
        assert indexer.update().added == ("brief-50",)  # published while the merge is under way
    assert LocalStore.open(settings.index).has("brief-50")
    go_on.set()
    merger.join()
    store = LocalStore.open(settings.index)
    assert store.has("brief-50")
    assert len(store.parts) < FAN


def test_a_segment_of_mostly_deleted_letters_is_written_anew(settings: Settings) -> None:
    for number in range(20):
        write(settings, number)
    build_index(settings)
    for number in range(18):
        (settings.corpus / f"brief-{number:02}.txt").unlink()
    with Indexer(settings) as indexer:
        indexer.update()
        before = LocalStore.open(settings.index).parts
        assert choose(before) == before
        assert indexer.merge() == 1
    (part,) = LocalStore.open(settings.index).parts
    assert not part.gone
    check_segment(part.segment)


def test_postings_merged_are_those_of_all_texts_together() -> None:
    texts = ["De brug bij Zwolle", "een brug, nog een brug", "", "Zwolle en Kampen", "de IJssel"]
    first, second = build_postings(texts[:2]), build_postings(texts[2:])
    merged, renamed = merge_postings([first, second], [np.array([3, 0]), np.array([2, -1, 1])])
    whole = build_postings([texts[1], texts[4], texts[2], texts[0]])
    assert list(merged.stems) == list(whole.stems)
    assert set(whole.forms) <= set(merged.forms)
    for name in whole.stems:
        assert merged.rows_of(name).tolist() == whole.rows_of(name).tolist()
        mine = merged.counts[merged.part_of(name)].tolist()
        assert mine == whole.counts[whole.part_of(name)].tolist()
    assert merged.lengths.tolist() == whole.lengths.tolist()
    assert [merged.forms[number] for number in renamed[0]] == list(first.forms)
    assert renamed[1][list(second.forms).index("kampen")] == -1
