"""A letter cut into sentences: what stands above each, and what they meet together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from scored import letter_of

from qa.answering.letter_text import LetterText
from qa.encoders.encoder import ENCODERS
from qa.encoders.fitted import FITTED_FILE, read_fitted
from qa.errors import IndexDamagedError
from qa.letters.sentences import sentences_of
from qa.records import Letter
from qa.retrieval.matching import Query
from qa.settings import STATIC_ENCODER

FITTED = read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE).evidence.model_copy(
    update={"before": 0.5, "above": 0.25}
)
LETTER = letter_of(
    "De brug is oud. Het staal roest. Er is tijd.\n\nDe sluis is nieuw.\n\nDe haven groeit.\n\n"
    "De dijk is hoog. Het gras groeit."
)


def text_of(letter: Letter) -> LetterText:
    count = sum(len(sentences_of(unit)) for unit in letter.units)
    return LetterText.of(letter, [np.array([n, n + 100], np.int32) for n in range(count)])


def test_sentences_stand_in_reading_order_with_their_units() -> None:
    text = text_of(LETTER)
    assert [one.text for one in text.sentences][:4] == [
        "De brug is oud.",
        "Het staal roest.",
        "Er is tijd.",
        "De sluis is nieuw.",
    ]
    assert text.places == {"p1": (0, 3), "p2": (3, 4), "p3": (4, 5), "p4": (5, 7)}
    assert text.above == {"p1": [], "p2": [0, 1, 2], "p3": [0, 1, 2, 3], "p4": [3, 4]}
    assert text.all_tokens.tolist() == [n for i in range(7) for n in (i, i + 100)]


def test_a_heading_stands_above_all_that_is_under_it() -> None:
    under = replace(LETTER.units[3], heading="p1")
    above = replace(LETTER.units[1], heading="p4")  # comes later: not read yet
    letter = replace(LETTER, units=(LETTER.units[0], above, LETTER.units[2], under))
    text = text_of(letter)
    assert text.above["p4"] == [0, 1, 2, 3, 4]
    assert text.above["p2"] == [0, 1, 2]


def test_other_tokens_than_sentences_say_the_index_is_damaged() -> None:
    with pytest.raises(IndexDamagedError, match="tokens of 6 sentences of a, which has 7; rebuild"):
        LetterText.of(LETTER, [np.zeros(0, np.int32)] * 6)


def test_stems_are_held_by_their_sentences() -> None:
    holders = text_of(LETTER).holders
    assert holders["brug"] == [0]
    assert holders["groeit"] == [4, 6]
    assert "tram" not in holders


def test_the_letter_names_its_words_its_subject_and_its_date() -> None:
    letter = letter_of("De brug is oud.", day="2024-02-03", subject="Sluizen")
    named = text_of(letter).named
    assert {"brug", "oud", "sluizen", "2024", "02", "03"} <= named
    assert "none" not in text_of(LETTER).named


def test_what_stands_before_and_above_counts_in_part() -> None:
    own = np.array([[0, 0.8, 0, 0, 0.1, 0, 0.4]], np.float32)
    met = text_of(LETTER).with_context(own, ["p1", "p2", "p4"], FITTED)
    expected = [[0, 0.8, 0.4, 0.2, 0.1, 0.025, 0.4]]
    np.testing.assert_allclose(met, expected, rtol=1e-6)
    assert own[0, 2] == 0  # what was given is left as it is


def test_of_what_stands_before_the_best_counts() -> None:
    own = np.array([[0.6, 0.2, 0, 0, 0, 0, 0], [0, 0.9, 0.5, 0, 0, 0, 0]], np.float32)
    met = text_of(LETTER).with_context(own, ["p1"], FITTED)
    np.testing.assert_allclose(met[:, :3], [[0.6, 0.3, 0.3], [0, 0.9, 0.5]], rtol=1e-6)


def test_words_are_met_by_the_best_stem_of_their_group() -> None:
    groups = ({"brug": 1.0, "sluis": 0.5, "nieuw": 0.25}, {"tram": 1.0})
    met = text_of(LETTER).words_met(cast(Query, _Groups(groups)))
    np.testing.assert_allclose(met, [[1, 0, 0, 0.5, 0, 0, 0], [0] * 7])


class _Groups:
    """As much of a query as words need."""

    def __init__(self, groups: Any) -> None:
        self.groups = groups
