"""The parts put together: building, reuse, copies and clashes of letters, other encoders."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import qa
from qa.assistant import Assistant
from qa.errors import CorpusError, EncoderError, IndexNotFoundError
from qa.index import LocalStore
from qa.index.versions import VersionStore
from qa.indexing import build_index
from qa.output.schema import answer_json
from qa.settings import Settings


def test_the_names_the_readme_shows_are_there(founding_settings: Settings) -> None:
    answer = qa.Assistant.open(founding_settings.index).ask("what did NL pledge at the UDCG")
    assert answer.quotes[0].citation.doc_id == "kst-28676-449"
    with pytest.raises(AttributeError, match="nothing"):
        _ = qa.nothing


def test_progress_is_told_for_each_stage(settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    build_index(settings, lambda *progress: told.append(progress))
    assert [p for p in told if p[0] == "read"] == [("read", n, 3) for n in (1, 2, 3)]
    embedded = [p for p in told if p[0] == "embed"]
    assert embedded[-1][1] == embedded[-1][2] > 3


def test_several_who_ask_at_once_get_what_one_alone_gets(founding_settings: Settings) -> None:
    questions = [
        "what did NL pledge at the UDCG", "Hoeveel munitie komt er?", "Wie tekende de brief?",
        "Wat besprak de NAVO over de IT-coalitie?",
    ]  # fmt: skip
    alone = [answer_json(Assistant.open(settings=founding_settings).ask(q)) for q in questions]
    assistant = Assistant.open(settings=founding_settings)
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            asked = pool.map(lambda q: answer_json(assistant.ask(q)), questions * 4)
            assert list(asked) == alone * 4


def test_an_empty_or_missing_corpus_is_said(settings: Settings) -> None:
    for path in settings.corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match="no letter to index in .*: it is empty"):
        build_index(settings)
    (settings.corpus / "leeg.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"leeg\.txt: the file is empty"):
        build_index(settings)
    with pytest.raises(IndexNotFoundError):
        Assistant.open(settings=settings)


def test_the_same_content_twice_is_one_letter(settings: Settings) -> None:
    source = settings.corpus / "kst-99001-7.txt"
    (settings.corpus / "copy.txt").write_bytes(source.read_bytes())
    report = build_index(settings)
    assert report.letters == 3
    assert any("the same letter as" in notice for notice in report.notices)


def test_the_newer_of_two_files_of_one_letter_is_searched_and_the_older_is_kept(
    settings: Settings,
) -> None:
    source = settings.corpus / "kst-99001-7.txt"
    text = source.read_text(encoding="utf-8").replace("31 stations", "32 stations")
    newer = settings.corpus / "z-other.txt"
    newer.write_text(text, encoding="utf-8")
    os.utime(source, (1_000_000_000, 1_000_000_000))
    report = build_index(settings)
    assert report.letters == 3
    assert not report.problems
    assert any("counts as an older version of" in notice for notice in report.notices)
    store = LocalStore.open(settings.index)
    assert "32 stations" in store.letter("kst-99001-7").text
    kept = VersionStore(settings.index).list("kst-99001-7")
    assert len(kept) == 1
    old = VersionStore(settings.index).letter("kst-99001-7", kept[0].version)
    assert "31 stations" in old.text


def test_a_changed_letter_keeps_its_old_version(settings: Settings) -> None:
    build_index(settings)
    path = settings.corpus / "kst-99001-7.txt"
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace("31 stations", "32 stations"), encoding="utf-8")
    assert build_index(settings).changed == ("kst-99001-7",)
    versions = VersionStore(settings.index)
    assert [one.doc_id for one in versions.list()] == ["kst-99001-7"]
    assert "31 stations" in versions.letter("kst-99001-7", versions.list()[0].version).text


def test_another_text_with_the_same_id_is_named(settings: Settings) -> None:
    name = "kst-99001-7.txt"
    other = (settings.corpus / "landbouw-2020-06-11-mest.txt").read_text(encoding="utf-8")
    (settings.corpus / "z.txt").write_text(other, encoding="utf-8")
    (settings.corpus / "z.txt.json").write_text('{"doc_id": "kst-99001-7"}', encoding="utf-8")
    report = build_index(settings)
    assert len(report.problems) == 1
    assert f"id kst-99001-7 of {name} but other text" in report.problems[0]


def test_a_moved_letter_is_found_at_its_new_place(settings: Settings) -> None:
    build_index(settings)
    (settings.corpus / "map").mkdir()
    (settings.corpus / "kst-99001-7.txt").rename(settings.corpus / "map" / "kst-99001-7.txt")
    report = build_index(settings)
    assert (report.moved, report.changed, report.added) == (("kst-99001-7",), (), ())
    assert (report.removed, report.embedded) == ((), 0)
    entries = {entry.doc_id: entry for entry in Assistant.open(settings=settings).letters}
    assert entries["kst-99001-7"].path == "map/kst-99001-7.txt"


def test_an_encoder_that_cannot_be_had_is_no_silent_fallback(settings: Settings) -> None:
    with pytest.raises(EncoderError, match="QA_ENCODER"):
        build_index(settings.model_copy(update={"encoder": "./no/such/model"}))


def test_questions_from_many_threads_get_their_own_answers(assistant: Assistant) -> None:
    questions = ["what did NL pledge at the UDCG", "luchtverdediging", "Zweden toetreding"] * 6
    expected = {question: assistant.ask(question) for question in set(questions)}
    wrong: list[str] = []

    def ask(question: str) -> None:
        if assistant.ask(question) != expected[question]:
            wrong.append(question)

    threads = [threading.Thread(target=ask, args=(question,)) for question in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
