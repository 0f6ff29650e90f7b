"""Questions that lean on the one before, and those that do not."""

from __future__ import annotations

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


def test_a_full_question_leans_on_nothing() -> None:
    assert follow_up("Who signed the letter on housing?", "What is the UDCG?") is None
    assert follow_up("and in 2024?", "") is None
