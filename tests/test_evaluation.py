"""Measures against values worked out by hand, and when a quote counts as right."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.citations import cite
from qa.errors import QuestionError
from qa.evaluation import (
    EvalQuestion,
    Qrel,
    ScoredDoc,
    bootstrap_interval,
    holds_evidence,
    is_right,
    load_questions,
    measure,
)
from qa.records import Letter, Quote

QUESTION = EvalQuestion(
    "d001", "en", "what did NL pledge at the UDCG", "kst-28676-449",
    "Namens Nederland heb ik nieuwe financiële bijdrages", ("€ 87 mln",), True, "amount",
)  # fmt: skip


def test_measures_are_those_worked_out_by_hand() -> None:
    run = [
        ScoredDoc("q1", "b", 2.0), ScoredDoc("q1", "a", 3.0), ScoredDoc("q1", "c", 1.0),
        ScoredDoc("q2", "z", 1.0), ScoredDoc("q2", "y", 1.0),
    ]  # fmt: skip
    qrels = [Qrel("q1", "b", 1), Qrel("q2", "y", 1), Qrel("q3", "x", 1)]
    found = measure(run, qrels, ("Success@1", "RR", "R@2"))
    # q1: second; q2: y before z, for ties go by id; q3: not answered
    assert found["Success@1"] == pytest.approx(1 / 3)
    assert found["RR"] == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert found["R@2"] == pytest.approx(2 / 3)


def test_evidence_is_compared_without_spaces_hyphens_and_case() -> None:
    assert holds_evidence("NAMENS Neder-\nland heb ik nieuwe financiële bijdrages aan", QUESTION)
    assert not holds_evidence("Namens Nederland heb ik bijdrages", QUESTION)


def test_a_quote_is_right_with_the_evidence_or_an_answer_of_the_same_letter(
    founding: Letter,
) -> None:
    def quote(text: str, doc_id: str = "kst-28676-449") -> Quote:
        start = founding.text.index("Namens")
        citation = cite(founding, start, start + 10)
        object.__setattr__(citation, "doc_id", doc_id)
        return Quote(text, 1.0, citation)

    assert is_right(quote("... (€ 87 mln.)"), QUESTION)
    assert not is_right(quote("... (€ 87 mln.)", "kst-1-1"), QUESTION)
    assert not is_right(quote("€ 25 mln."), QUESTION)
    assert not is_right(quote("(€ 87 mln.)" + " x" * 200), QUESTION)


def test_questions_are_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    good = (
        '{"id":"1","lang":"nl","question":"wat","letter":null,"evidence":null,'
        '"answers":[],"answerable":false,"kind":"what"}'
    )
    path.write_text(f"{good}\n", encoding="utf-8")
    assert load_questions(path)[0].answerable is False
    path.write_text(f"{good}\n{{}}\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"q\.jsonl, line 2"):
        load_questions(path)


def test_a_bootstrap_interval_holds_the_mean_and_shrinks_with_more_values() -> None:
    low, high = bootstrap_interval([0.0, 1.0] * 10)
    assert low < 0.5 < high
    narrow = bootstrap_interval([0.0, 1.0] * 1000)
    assert narrow[1] - narrow[0] < (high - low) / 5
