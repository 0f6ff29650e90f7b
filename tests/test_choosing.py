"""Which sentences are quoted: how near the best, how much of the letter, never the same twice."""

from __future__ import annotations

import pytest
from scored import best_first, evidence_of, letter_of

from qa.answering.choosing import MAX_ALSO, MAX_QUOTES, Chosen, choose
from qa.answering.evidence import QUOTE_CHARACTERS, Evidence
from qa.encoders.encoder import ENCODERS
from qa.encoders.fitted import FITTED_FILE, read_fitted
from qa.settings import STATIC_ENCODER

FITTED = read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE).choosing.model_copy(
    update={"joined": 0.5, "second": 0.25}
)


def texts(chosen: list[Chosen]) -> list[str]:
    """Return what is quoted."""
    return [one.evidence.letter.text[slice(*one.span)] for one in chosen]


def evidence(text: str, share: float, doc_id: str, day: str | None = None) -> Evidence:
    return evidence_of(letter_of(text, doc_id, day), [share])[0]


@pytest.mark.parametrize(("share", "quoted"), [(0.25, True), (0.24, False)])
def test_a_further_quote_must_come_near_the_best(share: float, quoted: bool) -> None:
    found = choose(
        [evidence("De brug is oud.", 1.0, "a"), evidence("De sluis is nieuw.", share, "b")], FITTED
    )
    assert texts(found) == ["De brug is oud.", "De sluis is nieuw."][: 1 + quoted]


def test_no_more_quotes_than_can_be_read() -> None:
    things = ["brug", "sluis", "haven", "dijk", "toren"]
    scored = [evidence(f"Er komt een {name}.", 1 - n / 10, name) for n, name in enumerate(things)]
    assert [one.evidence.letter.doc_id for one in choose(scored, FITTED)] == things[:MAX_QUOTES]


@pytest.mark.parametrize(("share", "joined"), [(0.5, True), (0.49, False)])
@pytest.mark.parametrize("best_at", [0, 1])
def test_a_neighbour_that_is_nearly_as_good_joins_the_quote(
    share: float, joined: bool, best_at: int
) -> None:
    text = "De brug is oud. Het staal roest."
    shares = [share, share]
    shares[best_at] = 1.0
    scored = best_first(evidence_of(letter_of(text), shares))
    sentences = text.split(". ")[0] + ".", "Het staal roest."
    first = text if joined else sentences[best_at]
    assert texts(choose(scored, FITTED))[0] == first
    assert len(choose(scored, FITTED)) == (1 if joined else 2)


def test_yes_alone_is_quoted_with_what_follows() -> None:
    scored = evidence_of(letter_of("De brug is oud. Ja. Het staal roest. Er is tijd."), [0.1] * 4)
    yes = evidence_of(letter_of("De brug is oud. Ja. Het staal roest. Er is tijd."), [0, 1.0])[1]
    assert texts(choose([yes, *scored[2:]], FITTED))[0] == "Ja. Het staal roest."
    last = evidence_of(letter_of("De brug is oud. Ja."), [0, 1.0])[1]
    assert texts(choose([last], FITTED)) == ["Ja."]
    long = "Het staal roest" + " en roest" * 50 + "."
    alone = evidence_of(letter_of(f"Ja. {long}"), [1.0])
    assert texts(choose(alone, FITTED)) == ["Ja."]


def test_a_sentence_two_away_is_a_quote_of_its_own() -> None:
    scored = best_first(
        evidence_of(letter_of("De brug is oud. Er is tijd. Het staal roest."), [1.0, 0.1, 0.9])
    )
    assert texts(choose(scored, FITTED)) == ["De brug is oud.", "Het staal roest."]


def test_a_question_is_not_joined() -> None:
    scored = best_first(evidence_of(letter_of("Is de brug oud? De brug is oud."), [0.9, 1.0]))
    assert texts(choose(scored, FITTED))[0] == "De brug is oud."


def test_the_same_place_of_another_letter_is_no_neighbour() -> None:
    one = letter_of("De brug is oud. Er is tijd.", "a")
    other = letter_of("Er is hoop, zei men. Het staal roest.", "b")
    scored = best_first(evidence_of(one, [1.0, 0.1]), evidence_of(other, [0.2, 0.9])[1:])
    assert texts(choose(scored, FITTED))[0] == "De brug is oud."


def test_what_is_joined_fits_in_a_quote() -> None:
    first = f"De brug is {'zeer ' * 60}oud."
    room = QUOTE_CHARACTERS - len(first) - 1
    for length, joined in ((room, True), (room + 1, False)):
        second = f"Het staal {'roest':r<{length - 11}}."
        scored = best_first(evidence_of(letter_of(f"{first} {second}"), [1.0, 0.9]))
        (quoted, *_) = texts(choose(scored, FITTED))
        assert (quoted == f"{first} {second}") is joined
        assert len(quoted) <= QUOTE_CHARACTERS


def test_a_long_sentence_is_cut_at_a_word() -> None:
    (quoted,) = texts(choose([evidence(f"De {'lange ' * 80}brug.", 1.0, "a")], FITTED))
    assert quoted == ("De " + "lange " * 66).rstrip()
    exact = "De " + "x" * (QUOTE_CHARACTERS - 3)
    (quoted,) = texts(choose([evidence(f"{exact} brug.", 1.0, "a")], FITTED))
    assert quoted == exact
    (quoted,) = texts(choose([evidence("x" * 500 + ".", 1.0, "a")], FITTED))
    assert quoted == "x" * QUOTE_CHARACTERS


def test_a_sentence_of_another_letter_that_says_the_same_is_a_place_of_the_first() -> None:
    said = "De werkzaamheden aan de brug bij Veerdam beginnen in het voorjaar van 2025."
    scored = [
        evidence(said, 0.9, "a"),
        evidence(said.replace("brug", "Brug"), 0.8, "b"),
        evidence(said, 0.01, "c"),  # however far down
        evidence(said.replace("2025", "2026"), 0.7, "d"),
        evidence(f"{said[:-1]} of later, als het eerder niet lukt.", 0.6, "e"),
    ]
    found = choose(scored, FITTED)
    assert [one.evidence.letter.doc_id for one in found] == ["a", "d", "e"]
    assert [[e.letter.doc_id for e in one.also] for one in found] == [["b", "c"], [], []]


def test_a_letter_that_says_it_twice_is_one_place() -> None:
    said = "De werkzaamheden aan de brug bij Veerdam beginnen in het voorjaar."
    twice = evidence_of(letter_of(f"{said}\n\n{said}", "b"), [0.8, 0.7])
    (one,) = choose([evidence(said, 0.9, "a"), *twice], FITTED)
    assert [e.letter.doc_id for e in one.also] == ["b"]
    (one,) = choose(twice, FITTED)
    assert one.also == ()


def test_no_more_places_than_can_be_read() -> None:
    said = "De werkzaamheden aan de brug bij Veerdam beginnen in het voorjaar."
    scored = [evidence(said, 0.9, f"{number:02}") for number in range(MAX_ALSO + 5)]
    (one,) = choose(scored, FITTED)
    assert [e.letter.doc_id for e in one.also] == [f"{n:02}" for n in range(1, MAX_ALSO + 1)]
