"""Whether the letters answer: each feature by hand, and what is told to be missing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from qa.answering.evidence import Evidence
from qa.answering.support import COMPARED, FEATURES, Support, weigh
from qa.assistant import Assistant
from qa.encoders.encoder import ENCODERS
from qa.encoders.fitted import FITTED_FILE, read_fitted
from qa.settings import STATIC_ENCODER

FITTED = read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE).support
COSTS = "Wat zijn de kosten van de renovatie van de Molenbrug"


def support(assistant: Assistant, question: str, time: str = "") -> tuple[Support, list[Evidence]]:
    query = assistant._query(question)
    hits = assistant._retriever.search(query)
    scored = assistant._answerer.reader.gather(query, hits, assistant.store)
    text = assistant._answerer.reader.text(scored[0].letter, assistant.store)
    return weigh(query, hits, scored, assistant._lexicon, text, time), scored


def test_the_probability_is_the_logistic_of_the_features_weighed() -> None:
    numbers = {name: 0.5 + n for n, name in enumerate(FEATURES)}
    found = Support(**numbers, missing=(), fitted=FITTED)
    total = FITTED.bias + sum(FITTED.weights[name] * numbers[name] for name in FEATURES)
    assert found.probability == pytest.approx(1 / (1 + math.exp(-total)))


@pytest.mark.parametrize(("bias", "enough"), [(-1.0, True), (-1.5, False)])
def test_it_is_enough_from_the_floor_up(bias: float, enough: bool) -> None:
    """The floor of 0.2 is a logit of -1.39."""
    fitted = FITTED.model_copy(update={"bias": bias})
    nothing = Support(**dict.fromkeys(FEATURES, 0.0), missing=(), fitted=fitted)
    assert nothing.is_enough is enough
    at_the_floor = fitted.model_copy(update={"floor": nothing.probability})
    assert replace(nothing, fitted=at_the_floor).is_enough


@pytest.mark.parametrize(
    ("lacking", "sure", "lacks"), [(0.4, 0.9, True), (0.3, 0.9, False), (0.4, 0.1, False)]
)
def test_what_is_only_near_must_not_lack_the_word_that_tells_most(
    lacking: float, sure: float, lacks: bool
) -> None:
    fitted = FITTED.model_copy(update={"bias": -1.0, "sure": sure})
    nothing = Support(**dict.fromkeys(FEATURES, 0.0), missing=(), fitted=fitted, lacking=lacking)
    assert nothing.lacks_subject is lacks


def test_the_word_that_tells_most_of_those_that_are_missing(one_subject: Assistant) -> None:
    found, _ = support(one_subject, "Wat staat er over de orchideeën van Borneo?")
    assert "orchideeën" in found.missing
    assert 0.3 < found.lacking <= 1.0001
    assert support(one_subject, COSTS)[0].lacking == 0.0


def test_the_features_are_those_of_the_best_hit_letter_and_sentence(
    one_subject: Assistant,
) -> None:
    found, scored = support(one_subject, COSTS)
    scores = [one.score for one in scored]
    assert found.score == scores[0]
    assert found.margin == pytest.approx(scores[0] - float(np.mean(scores[1:COMPARED])))
    assert found.ranker == max(one.ranked for one in scored)
    assert found.dense == one_subject.search(COSTS)[0].signals["dense"]
    assert 0.9 < found.letter <= 1.0001
    assert (found.numbers, found.names, found.years, found.missing) == (0.0, 0.0, 0.0, ())


def test_one_sentence_stands_out_by_nothing(one_subject: Assistant) -> None:
    query = one_subject._query(COSTS)
    hits = one_subject._retriever.search(query)
    scored = one_subject._answerer.reader.gather(query, hits, one_subject.store)[:1]
    text = one_subject._answerer.reader.text(scored[0].letter, one_subject.store)
    assert weigh(query, hits, scored, one_subject._lexicon, text).margin == 0.0


def test_numbers_that_the_letter_lacks_are_counted_years_among_them(
    one_subject: Assistant,
) -> None:
    found, _ = support(one_subject, f"{COSTS} in 1998 en 77 in 1999?")
    assert (found.numbers, found.years) == (3.0, 2.0)
    assert found.missing == ("1998", "77", "1999")


def test_a_number_of_the_letter_is_not_lacking(one_subject: Assistant) -> None:
    found, scored = support(one_subject, f"{COSTS}, 55 mln.?")
    assert scored[0].letter.doc_id == "kst-99020-2"
    assert (found.numbers, found.missing) == (0.0, ())


def test_names_count_by_how_little_the_letter_meets_them(one_subject: Assistant) -> None:
    found, _ = support(one_subject, f"{COSTS} bij Qwxvbn?")
    assert 0.3 < found.names <= 1.0
    small, _ = support(one_subject, f"{COSTS} bij qwxvbn?")
    first, _ = support(one_subject, "Qwxvbn, wat zijn de kosten van de Molenbrug?")
    assert (small.names, first.names) == (0.0, 0.0)
    second, _ = support(one_subject, "Wat Qwxvbn doet aan de kosten van de Molenbrug")
    assert second.names > 0.3


def test_the_year_that_chose_the_letters_is_not_missed(one_subject: Assistant) -> None:
    asked = "Wat waren de kosten van de Molenbrug in 1998?"
    with_time, _ = support(one_subject, asked, "in 1998")
    without, _ = support(one_subject, asked)
    assert with_time.letter > without.letter
    assert with_time.years == without.years == 1.0


def test_words_about_a_letter_itself_are_not_missed(one_subject: Assistant) -> None:
    found, _ = support(one_subject, "Wie ondertekende de brief over de pendelbus?")
    assert found.missing == ()
    assert found.letter > 0.9
