"""A line through the logits of probabilities: fitted, read on what it has not seen, told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training.calibration import fit_line, held_out, main, mended


def drawn(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities that are told too far from a half, and whether there was an answer."""
    rng = np.random.default_rng(seed)
    right = rng.uniform(0.1, 0.9, count)
    odds = (right / (1 - right)) ** 2
    return odds / (1 + odds), (rng.random(count) < right).astype(float)


def test_a_line_mends_what_is_told_too_surely_and_keeps_the_order() -> None:
    told, answerable = drawn(20000, 0)
    line = fit_line(told, answerable)
    assert line == pytest.approx((0.5, 0.0), abs=0.05)
    assert (np.argsort(mended(told, line)) == np.argsort(told)).all()
    assert mended(np.array([0.0, 0.5]), (1.0, 0.0)).tolist() == [0.0, 0.5]


def test_no_part_is_read_by_a_line_that_was_fitted_to_it() -> None:
    told = np.array([0.2, 0.8, 0.2, 0.8, 0.3, 0.9])
    answerable = np.array([0.0, 1.0, 0.0, 1.0, 1.0, 0.0])
    of = np.array([0, 0, 1, 1, 2, 2])
    known = np.array([True, True, True, True, False, False])
    found = held_out(told, answerable, known, of)
    line = fit_line(told[2:4], answerable[2:4])
    assert found[:2].tolist() == mended(told[:2], line).tolist()
    alone = held_out(told, answerable, known, np.zeros(6))
    assert alone.tolist() == told.tolist()  # nothing to fit on


def test_a_row_is_told_for_each_set_and_for_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = ("letters-dev", "letters-near", "letters-later", "letters-far")
    told, answerable = drawn(80, 1)
    lines = [
        {"corpus": corpus, "set": sets[i % 4], "id": str(i), "letter": None,
         "answerable": bool(y), "probability": p}
        for corpus in ("letters", "papers")
        for i, (p, y) in enumerate(zip(told.tolist(), answerable.tolist(), strict=True))
    ]  # fmt: skip
    (tmp_path / "answers.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main([str(tmp_path / "answers.jsonl")]) == 0
    out = capsys.readouterr().out
    assert out.count("fitted on") == 2
    assert "| letters-far | 20 |" in out
    assert "| mix | 80 |" in out
    assert "| mix | 60 |" in out
