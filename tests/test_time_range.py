"""The time a question asks about: which words are read, and as which days."""

from __future__ import annotations

import pytest

from qa.questions.time_range import time_range_of


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("what was pledged in 2023", "2023-01-01", "2024-12-31"),
        ("brieven uit maart 2024 over Oekraïne", "2024-03-01", "2024-03-31"),
        ("the letter of 17 January 2024", "2024-01-17", "2024-01-17"),
        ("letters since 2022 on housing", "2022-01-01", None),
        ("Why did he miss the deadline of 20 April 2012?", "2012-01-01", "2013-12-31"),
    ],
)
def test_a_time_is_read_as_days(question: str, since: str | None, until: str | None) -> None:
    found = time_range_of(question)
    assert found is not None
    assert (found.since, found.until, found.newest) == (since, until, False)


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest on F-16s?",
        "wat is de meest recente stand van zaken",
        "Wat is het laatste over de brug?",
        "stand van zaken renovatie brug",
        "Hoeveel kost de brug nu?",
        "Wat is de huidige raming?",
        "How many troops are currently in Mali?",
        "What does it cost now?",
        "What is the current estimate?",
        "Wat zijn de laatste ontwikkelingen bij de brug?",
    ],
)
def test_the_newest_is_asked_for(question: str) -> None:
    found = time_range_of(question)
    assert found is not None
    assert found.newest


@pytest.mark.parametrize(
    "question",
    [
        "the 2014 report",
        "veteranennota 2017-2018",
        "by when at the latest",
        "wat kost het",
        "Wat doet het kabinet nu de oorlog voortduurt?",
        "Wat is er tot nu toe betaald?",
        "Hoeveel asielzoekers kwamen er de laatste jaren?",
        "Wie zei dat op het laatste moment?",
    ],
)
def test_what_only_names_a_thing_is_no_time(question: str) -> None:
    assert time_range_of(question) is None
