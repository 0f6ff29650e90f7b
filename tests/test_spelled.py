"""Numbers in words are worth what they say, in both languages."""

from __future__ import annotations

import pytest

from qa.text.numbers import Language
from qa.text.spelled import find_spelled


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("twenty-five thousand people", "en", ["25000"]),
        ("two hundred and fifty people", "en", ["250"]),
        ("three million two hundred thousand", "en", ["3200000"]),
        ("two or three", "en", ["2", "3"]),
        ("the nineteenth and the twentieth", "en", ["19", "20"]),
        ("two thirds", "en", ["2", "3"]),
        ("vijfentwintig van de tweehonderd", "nl", ["25", "200"]),
        ("vijf miljoen", "nl", ["5000000"]),
        ("de twintigste en de derde", "nl", ["20", "3"]),
        ("ten zuiden van een dorp", "nl", []),
        ("an elf", "en", []),
    ],
)
def test_numbers_in_words(text: str, language: Language, values: list[str]) -> None:
    assert [f"{one.value.normalize():f}" for one in find_spelled(text, language)] == values
