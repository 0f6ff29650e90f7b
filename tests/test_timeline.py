"""The timeline: which letters stand in it, in which order, and what is told of each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scored import evidence_of, letter_of

from qa.answering.evidence import Evidence
from qa.answering.timeline import MOST, make_timeline
from qa.index import Filter
from qa.records import Searched

SEARCHED = Searched(6, 20, "test", Filter())
COST = "De kosten van de brug bij Veerdam worden geraamd op € {} mln."


def evidence(doc_id: str, day: str | None = None, met: float = 1.0, **known: object) -> Evidence:
    return evidence_of(letter_of("De brug bij Veerdam gaat open.", doc_id, day, **known), met=met)[
        0
    ]


def ids(*scored: Evidence) -> list[str]:
    return [one.citation.doc_id for one in make_timeline("brug", scored, SEARCHED).moments]


def test_question_and_what_was_searched_are_told_again() -> None:
    timeline = make_timeline("brug", [evidence("a")], SEARCHED)
    assert (timeline.question, timeline.searched) == ("brug", SEARCHED)


def test_nothing_scored_is_an_empty_timeline() -> None:
    timeline = make_timeline("brug", [], SEARCHED)
    assert (timeline.moments, timeline.differences) == ((), ())


def test_the_best_sentence_of_each_letter_stands_for_it() -> None:
    letter = letter_of("De brug is oud.\n\nDe brug gaat open.")
    timeline = make_timeline("brug", evidence_of(letter, [0.6, 0.4]), SEARCHED)
    assert [one.text for one in timeline.moments] == ["De brug is oud."]
    (moment,) = timeline.moments
    assert letter.text[moment.citation.start : moment.citation.end] == moment.text


def test_the_subject_of_the_letter_is_told() -> None:
    (moment,) = make_timeline("brug", [evidence("a", subject="De brug")], SEARCHED).moments
    assert moment.subject == "De brug"


def test_a_letter_without_a_date_stands_at_the_end_of_its_parliamentary_year() -> None:
    found = [
        evidence("unknown"),
        evidence("after", "2023-10-01"),
        evidence("year", vergaderjaar="2022–2023"),
        evidence("before", "2023-08-31"),
        evidence("old year", vergaderjaar="2020–2021"),
        evidence("old", "2021-02-03"),
    ]
    assert ids(*found) == ["old", "old year", "before", "year", "after", "unknown"]


def test_letters_of_one_day_stand_in_the_order_of_their_ids() -> None:
    assert ids(evidence("b", "2021-01-01"), evidence("a", "2021-01-01")) == ["a", "b"]


@pytest.mark.parametrize(("met", "stands"), [(0.75, True), (0.375, True), (0.25, False)])
def test_a_letter_must_meet_three_fifths_of_what_the_best_meets(met: float, stands: bool) -> None:
    """Of 0.625 that is 0.375, which binary fractions hold without an error."""
    found = ids(evidence("best", "2021-01-01", met=0.625), evidence("other", "2022-01-01", met=met))
    assert ("other" in found) is stands


def test_a_question_without_tokens_brings_every_letter() -> None:
    nothing = np.zeros(0, np.float32)
    found = [replace(evidence(name), met=nothing) for name in ("a", "b")]
    assert ids(*found) == ["a", "b"]


def test_no_more_letters_than_can_be_read() -> None:
    found = [evidence(f"{number:03}") for number in range(MOST + 5)]
    assert ids(*found) == [f"{number:03}" for number in range(MOST)]


def test_differences_are_those_of_the_sentences_shown() -> None:
    found = [
        evidence_of(letter_of(COST.format(millions), f"{millions}", f"20{millions}-01-01"))[0]
        for millions in (40, 55)
    ]
    timeline = make_timeline("brug", found, SEARCHED)
    assert [[side.says for side in one.sides] for one in timeline.differences] == [
        ["€ 40 mln.", "€ 55 mln."]
    ]
