"""Why there is no answer, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from qa.answering.refusals import reason, refusal_sentence
from qa.index import Filter
from qa.questions import analyse
from qa.records import Answer, Refusal, Searched

REFUSED = Answer(
    analyse("Hoeveel kost de brug?"), False, "", (), (), Searched(1, 2, "x", Filter()),
    ("opera", "tram"), "words missing",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_reason_has_words_of_its_own(lang: str) -> None:
    kinds = get_args(Refusal)
    said = [reason(kind, ["opera"]).say(lang) for kind in kinds]
    assert len(set(said)) == len(kinds)
    assert all(one[0].islower() and not one.endswith(".") for one in said)


def test_the_missing_words_are_named() -> None:
    assert reason("words missing", ["opera", "tram"]).endswith('nothing close to "opera", "tram"')
    assert refusal_sentence(REFUSED, "en").endswith('nothing close to "opera", "tram".')
    assert '"opera", "tram"' in refusal_sentence(REFUSED, "nl")
    assert refusal_sentence(REFUSED, "nl")[0].isupper()


@pytest.mark.parametrize(
    ("where", "refusal", "undated"),
    [
        (Filter(since="2020-01-01"), "no letter", True),
        (Filter(until="2020-01-01"), "no letter", True),
        (Filter(dossiers=("99020",)), "no letter", False),
        (Filter(since="2020-01-01"), "no passage", False),
    ],
)
def test_letters_without_a_date_are_named_where_a_period_left_none(
    where: Filter, refusal: Refusal, undated: bool
) -> None:
    answer = replace(REFUSED, refusal=refusal, searched=Searched(0, 0, "x", where))
    assert ("whose date is unknown" in refusal_sentence(answer, "en")) is undated
    assert ("zonder datum" in refusal_sentence(answer, "nl")) is undated


def test_an_answer_has_no_reason() -> None:
    with pytest.raises(ValueError, match="was answered"):
        refusal_sentence(replace(REFUSED, refusal=None), "en")
