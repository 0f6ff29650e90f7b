"""Words that a typed word may be a slip for."""

from __future__ import annotations

import pytest

from qa.text.spelling import spelled_like

FORMS = sorted(
    ["minister", "ministerie", "ministers", "ollongren", "oekraine", "steun", "zweden", "zweeds"]
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ollengren", ["ollongren"]),
        ("zwedn", ["zweden"]),
        ("zwdeen", ["zweden"]),
        ("oekrane", ["oekraine"]),
        ("minster", ["minister"]),
        ("ministereis", ["ministerie", "ministers"]),
        ("steu", []),
        ("xteun", []),
        ("stxxn", []),
        ("", []),
    ],
)
def test_words_within_a_slip_or_two(word: str, meant: list[str]) -> None:
    assert spelled_like(word, FORMS) == meant


def test_a_word_that_is_there_is_the_first() -> None:
    assert spelled_like("ministers", FORMS)[0] == "ministers"
