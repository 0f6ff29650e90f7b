"""Questions that lean on the one before, and those that do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.questions.follow_up import follow_up


@pytest.mark.parametrize(
    ("question", "before", "full"),
    [
        ("and in 2024?", "What did NL pledge in 2023?", "What did NL pledge in 2024?"),
        ("en Duitsland?", "Wat heeft Nederland beloofd?", "Wat heeft Duitsland beloofd?"),
        ("en wanneer?", "Wie tekende de brief?", "wanneer – tekende brief?"),
    ],
)
def test_a_leaning_question_is_asked_in_full(question: str, before: str, full: str) -> None:
    assert follow_up(question, before) == full


SETS = Path(__file__).parent.parent / "benchmarks" / "questions"


@pytest.mark.parametrize(("name", "count"), [("follow-ups", 100), ("follow-ups-later", 59)])
def test_labelled_follow_ups_are_told_from_full_questions(name: str, count: int) -> None:
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    right = [
        (follow_up(one["question"], one["before"]) is not None) == one["leans"] for one in pairs
    ]
    assert len(right) == count
    assert sum(right) >= 0.95 * count


@pytest.mark.parametrize(
    "question",
    [
        "Is it true that rents are going up?",
        "Klopt het dat de huren stijgen?",
        "Hoe staat het met de huren?",
        "Wat vindt de minister van de brief die de bond schreef?",
        "What does Rijkswaterstaat do with its old ships?",
        "And how many houses were built in 2023?",
    ],
)
def test_a_pronoun_that_stands_for_something_here_leans_on_nothing(question: str) -> None:
    assert follow_up(question, "What did NL pledge in 2023?") is None


def test_a_full_question_leans_on_nothing() -> None:
    assert follow_up("Who signed the letter on housing?", "What is the UDCG?") is None
    assert follow_up("and in 2024?", "") is None
