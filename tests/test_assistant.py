"""The parts put together: building, reuse, copies and clashes of letters, other encoders."""

from __future__ import annotations

import threading

import pytest

import qa
from qa.assistant import Assistant
from qa.building import build_index
from qa.errors import CorpusError, EncoderError
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


def test_an_empty_or_missing_corpus_is_said(settings: Settings) -> None:
    for path in settings.corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match="no letter to index in .*: it is empty"):
        build_index(settings)
    (settings.corpus / "leeg.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"leeg\.txt: the file is empty"):
        build_index(settings)
    assert not settings.index.exists()


def test_the_same_content_twice_is_one_letter(settings: Settings) -> None:
    source = settings.corpus / "kst-99001-7.txt"
    (settings.corpus / "copy.txt").write_bytes(source.read_bytes())
    report = build_index(settings)
    assert report.letters == 3
    assert any("the same letter as" in notice for notice in report.notices)


def test_two_letters_with_one_id_are_named_and_one_is_kept(settings: Settings) -> None:
    source = settings.corpus / "kst-99001-7.txt"
    text = source.read_text(encoding="utf-8").replace("31 stations", "32 stations")
    (settings.corpus / "z-other.txt").write_text(text, encoding="utf-8")
    report = build_index(settings)
    assert report.letters == 3
    assert len(report.problems) == 1
    assert "same id kst-99001-7 (kst-99001-7.txt)" in report.problems[0]


def test_a_moved_letter_is_found_at_its_new_place(settings: Settings) -> None:
    build_index(settings)
    (settings.corpus / "map").mkdir()
    (settings.corpus / "kst-99001-7.txt").rename(settings.corpus / "map" / "kst-99001-7.txt")
    report = build_index(settings)
    assert (report.changed, report.embedded) == (("kst-99001-7",), 0)
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
