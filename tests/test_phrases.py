"""Words between double quotes: which they are, and what holds them as written."""

from __future__ import annotations

import pytest

from qa.text.phrases import holds_phrases, quoted_phrases, stems_of


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('wie sprak over "steun"?', ("steun",)),
        ("wie sprak over “de  steun”?", ("de steun",)),
        ("wie sprak over „steun” en „hulp“", ("steun", "hulp")),
        ("Kent u het bericht «Steun gaat door»?", ()),
        ('<span lang="nl">steun</span>', ()),
        ('("steun")', ("steun",)),
        ('"steun" en nog eens "steun"', ("steun",)),
        ("wie sprak over 'steun' en ‘hulp’", ()),
        ('een buis van 5" naast een van 6"', ()),
        ('een los " teken', ()),
        ('niets tussen "" of "?!"', ()),
    ],
)
def test_what_is_quoted(question: str, phrases: tuple[str, ...]) -> None:
    assert quoted_phrases(question) == phrases


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("De steun aan Oekraïne gaat door.", "steun aan oekraïne", True),
        ("De steun aan\nOekraïne gaat door.", "steun aan Oekraïne", True),
        ("De steun aan Oekraïne gaat door.", "steun aan Oekraine", False),
        ("De ondersteuning gaat door.", "steun", False),
        ("De steun gaat door.", "steunt", False),
        ("aan Oekraïne steun", "steun aan Oekraïne", False),
        ("de foto’s van (het) plan", "foto's van (het) plan", True),
        ("de publiek-private samenwerking", "publiek private", False),
    ],
)
def test_what_is_held_as_written(text: str, phrase: str, held: bool) -> None:
    assert holds_phrases(text, [phrase]) is held


def test_every_phrase_must_be_held() -> None:
    assert holds_phrases("steun en hulp", ["steun", "hulp"])
    assert not holds_phrases("steun", ["steun", "hulp"])


def test_what_holds_a_phrase_has_its_stems() -> None:
    assert stems_of(["IT-coalities"]) == stems_of(["it", "coalities"])


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("de water-brandweer kwam", "waterbrandweer", True),  # a line ended there, perhaps
        ("de water-brandweer kwam", "water-brandweer kwam", True),
        ("de waterbrandweer kwam", "water-brandweer", False),  # it was not printed so
        ("de EU-regelgeving", "EUregelgeving", False),  # that hyphen is certain
        ("de water-brandweer", "brandweer", True),  # part of a word with a hyphen
        ("water - brandweer", "waterbrandweer", False),
    ],
)
def test_a_hyphen_that_may_end_a_line_may_be_there_or_not(
    text: str, phrase: str, held: bool
) -> None:
    assert holds_phrases(text, [phrase]) is held
