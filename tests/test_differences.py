"""Where letters differ: what is one subject, what is another value, and how many are told."""

from __future__ import annotations

from datetime import date

import pytest
from scored import evidence_of, letter_of

from qa.answering.choosing import Chosen
from qa.answering.differences import MOST, figures_said, find_differences
from qa.answering.evidence import Evidence
from qa.records import Difference

COST = "De kosten van de brug bij Veerdam worden geraamd op {}."


def evidence(text: str, doc_id: str, day: str | None = None) -> Evidence:
    return evidence_of(letter_of(text, doc_id, day))[0]


def differences(quoted: Evidence, *others: Evidence) -> list[Difference]:
    chosen = Chosen(quoted, (quoted.sentence.start, quoted.sentence.end))
    return find_differences([chosen], [quoted, *others])


def said(one: str, other: str) -> list[tuple[str, list[str]]]:
    """Return the differences of two sentences in two letters of one day."""
    found = differences(evidence(one, "a", "2021-01-01"), evidence(other, "b", "2021-01-01"))
    return [(each.kind, [side.says for side in each.sides]) for each in found]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("amount", "€ 40 mln.", "€ 55 mln."),
        ("date", "3 mei 2024", "9 mei 2024"),
        ("number", "40", "55"),
    ],
)
def test_another_value_of_a_kind_is_a_difference(kind: str, one: str, other: str) -> None:
    texts = (
        f"De bouwers van de brug bij Veerdam noemen {value} als doel." for value in (one, other)
    )
    assert said(*texts) == [(kind, [one, other])]


@pytest.mark.parametrize("other", ["€ 40 mln", "€ 40 miljoen", "€ 40.000.000"])
def test_the_same_value_written_otherwise_is_none(other: str) -> None:
    assert said(COST.format("€ 40 mln"), COST.format(other)) == []


def test_values_that_have_one_in_common_do_not_differ() -> None:
    assert said(COST.format("€ 40 mln. en € 2 mln"), COST.format("€ 40 mln. en € 3 mln")) == []


def test_all_values_of_a_kind_are_told() -> None:
    both = said(COST.format("€ 40 mln. en € 2 mln"), COST.format("€ 55 mln. en € 3 mln"))
    assert both == [("amount", ["€ 40 mln., € 2 mln.", "€ 55 mln., € 3 mln."])]


def test_a_sentence_without_a_figure_differs_from_none() -> None:
    assert said(COST.format("een veelvoud daarvan"), COST.format("€ 40 mln")) == []


def test_a_letter_does_not_differ_from_itself() -> None:
    texts = "\n\n".join(COST.format(value) for value in ("€ 40 mln", "€ 55 mln"))
    quoted, other = evidence_of(letter_of(texts), [0.6, 0.4])
    assert differences(quoted, other) == []


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("De sluis kost Veerdam € 4 mln", "De sluis kost Veerdam € 5 mln", False),  # three words
        ("De oude sluis kost Veerdam € 4 mln", "De oude sluis kost Veerdam € 5 mln", True),
        (
            "De oude sluis kost Veerdam volgens ramingen nu € 4 mln",
            "De oude sluis kost Veerdam na tegenvallers alsnog € 5 mln",
            True,  # four of six words
        ),
        (
            "De oude sluis kost Veerdam volgens recente ramingen inmiddels € 4 mln",
            "De oude sluis kost Veerdam na grote tegenvallers alsnog € 5 mln",
            False,  # four of seven
        ),
    ],
)
def test_sentences_are_compared_if_they_are_on_one_subject(
    one: str, other: str, differ: bool
) -> None:
    assert bool(said(one, other)) is differ


def test_the_older_letter_stands_first_whichever_is_quoted() -> None:
    old = evidence(COST.format("€ 40 mln"), "old", "2021-01-01")
    new = evidence(COST.format("€ 55 mln"), "new", "2022-01-01")
    undated = evidence(COST.format("€ 60 mln"), "undated")
    for found in (differences(old, new), differences(new, old)):
        (difference,) = found
        assert [side.citation.doc_id for side in difference.sides] == ["old", "new"]
        assert [side.text for side in difference.sides] == [old.sentence.text, new.sentence.text]
    (difference,) = differences(old, undated)
    assert [side.citation.doc_id for side in difference.sides] == ["undated", "old"]


def test_a_pair_of_letters_is_told_once_for_each_kind() -> None:
    one = evidence(COST.format("€ 40 mln"), "a")
    other = evidence(COST.format("€ 55 mln"), "b")
    chosen = [Chosen(e, (e.sentence.start, e.sentence.end)) for e in (one, other)]
    assert len(find_differences(chosen, [one, other])) == 1


def test_no_more_than_can_be_read() -> None:
    found = [evidence(COST.format(f"€ {n} mln"), f"{n:02}") for n in range(40, 50)]
    told = differences(*found)
    assert len(told) == MOST
    assert [one.sides[1].citation.doc_id for one in told] == ["41", "42", "43", "44", "45"]


def test_what_is_far_down_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.answering.differences.COMPARED", 2)
    found = [evidence(COST.format(f"€ {n} mln"), f"{n:02}") for n in range(40, 44)]
    assert len(differences(*found)) == 1


def test_the_figures_of_a_sentence_by_kind() -> None:
    text = "Op 3 mei jl. kostte de brug € 40 mln. en waren er 12 pijlers."
    sent = date(2024, 6, 1)
    assert figures_said("amount", text, sent) == "€ 40 mln."
    assert figures_said("date", text, sent) == "3 mei jl."
    assert figures_said("date", text, None) == ""
    assert figures_said("number", text, sent) == "12"
    assert figures_said("number", "12 pijlers en 14 bogen", None) == "12, 14"
