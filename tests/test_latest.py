"""The latest is that of the newest letter on the subject, and what was passed over is told."""

from __future__ import annotations

from pathlib import Path

import latest
import pytest
from conftest import once
from scored import letter_of

from qa.answering.newest import _is_name
from qa.assistant import Assistant
from qa.records import Answer


@pytest.fixture(scope="module")
def ferries(indexes: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = tmp_path_factory.mktemp("latest") / "corpus"
    latest.write_letters(corpus)
    return Assistant.open(settings=once(corpus, indexes / "latest"))


def quoted(answer: Answer) -> list[str]:
    return [quote.citation.doc_id.rpartition("-")[2] for quote in answer.quotes]


COSTS = [
    "What are the latest costs of the ferry at Lankveer?",
    "Wat zijn de meest recente kosten van de veerpont bij Lankveer?",
    "Hoeveel kost de veerpont bij Lankveer nu?",
    "How much does the Lankveer ferry currently cost?",
    "Wat is de laatste stand van de kosten van de pont bij Lankveer?",
]


@pytest.mark.parametrize("question", COSTS)
def test_the_newest_letter_on_the_subject_answers(ferries: Assistant, question: str) -> None:
    answer = ferries.ask(question)
    assert quoted(answer)[0] == "5"
    assert "€ 23 mln." in answer.quotes[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Wat is het laatste over de veerpont bij Lankveer?",
        "Wat is de stand van zaken van de veerpont bij Lankveer?",
        "What is the latest on the Lankveer ferry?",
    ],
)
def test_the_letterhead_is_not_the_latest(ferries: Assistant, question: str) -> None:
    answer = ferries.ask(question)
    assert quoted(answer)[0] == "5"
    assert "veerpont bij Lankveer vaart" in answer.quotes[0].text


@pytest.mark.parametrize(
    ("word", "text", "name"),
    [
        ("f35", "Er komen twee F-35 bij.", True),
        ("f35", "Er komen twee f 35 bij.", True),
        ("f35", "Er komen 35 bij.", False),
        ("veerdam", "Dat staat in Veerdam aan de kade.", True),
        ("veerdam", "Dat staat aan de veerdam.", False),
        ("veerdam", "Veerdam staat er.", False),  # a sentence begins with a capital
    ],
)
def test_what_is_a_name_in_a_letter(word: str, text: str, name: bool) -> None:
    assert _is_name(word, letter_of(text)) is name


def test_letters_passed_over_are_told_with_the_reason(ferries: Assistant) -> None:
    answer = ferries.ask(COSTS[1])
    over = {one.citation.doc_id.rpartition("-")[2]: one for one in answer.passed_over}
    assert over["8"].why == "undated"
    place = over["8"].citation
    assert (place.written_after, place.written_before) == ("2021-04-12", "2022-02-15")
    newer = {number: one.missing for number, one in over.items() if one.why == "says less"}
    assert newer.keys() == {"6"}
    assert newer["6"] == ("Lankveer",)


def test_nothing_is_passed_over_where_no_time_is_asked_for(ferries: Assistant) -> None:
    assert ferries.ask("Wat kost de veerpont bij Lankveer?").passed_over == ()
