"""Fitting the numbers beside the table: what each fit finds, what stays, and what is written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from qa.encoders.encoder import ENCODERS
from qa.encoders.fitted import FITTED_FILE, Fitted, read_fitted
from qa.settings import STATIC_ENCODER
from training import evidence, retrieval, support
from training.asked import Asked, ask_about, with_numbers
from training.fitting import fit_part

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def shipped() -> Fitted:
    return read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("fitting")
    (folder / "letters").mkdir()
    for path in DATA.glob("*.txt"):
        (folder / "letters" / path.name).write_bytes(path.read_bytes())
    (folder / "few.jsonl").write_text(
        "\n".join(
            json.dumps(
                {
                    "id": f"{name}-{lang}",
                    "lang": lang,
                    "kind": "amount",
                    "question": question,
                    "letter": letter,
                    "evidence": evidence,
                    "answers": [],
                    "answerable": letter is not None,
                }
            )
            for name, question, letter, evidence in QUESTIONS
            for lang in ("en", "nl")
        ),
        encoding="utf-8",
    )
    return ask_about(folder / "letters", folder / "few.jsonl", folder)


QUESTIONS = [
    ("mest", "Tot wanneer loopt de proef?", "landbouw-2020-06-11-mest", "31 december 2021"),
    ("spoor", "Hoeveel stations kregen een lift?", "kst-99001-7", "31 stations"),
    ("maan", "Hoeveel kost de reis naar de maan?", None, None),
]


def choice(right: int, rows: list[list[float]]) -> evidence.Choice:
    features = np.array(rows, np.float32)
    return evidence.Choice("a", "nl", features, np.arange(len(rows)) == right)


def test_the_feature_of_right_sentences_is_what_counts_and_one_by_hand_stays() -> None:
    chosen = [
        choice(0, [[1, 0.3, 1], [0, 0.2, 0]]),
        choice(1, [[0, 0.1, 1], [1, 0.4, 0], [0, 0.3, 1]]),
    ]
    weights = evidence.fit(chosen, np.array([0.0, 0.0, -3.0]), [2])
    assert weights[0] > 0.5
    assert weights[2] == -3.0
    assert evidence.share_right(chosen, weights) == [True, True]
    assert evidence.share_right(chosen, -weights) == [False, False]


def test_a_weight_by_hand_is_given_to_the_others() -> None:
    """What the given weight tells already is not left for the free one to tell."""
    chosen = [choice(0, [[1, 1], [0, 0]]), choice(1, [[0, 0], [1, 1]])]
    alone = evidence.fit(chosen, np.zeros(2), [1])
    beside = evidence.fit(chosen, np.array([0.0, 5.0]), [1])
    assert 0 <= beside[0] < alone[0] / 2


def test_support_is_fitted_and_a_weight_by_hand_stays() -> None:
    features = np.array([[0.1, 0], [0.2, 1], [0.8, 0], [0.9, 0], [0.85, 1], [0.95, 0]])
    answered = np.array([0, 0, 1, 1, 0, 1.0])
    weights, bias = support.fit(features, answered, np.array([0.0, -6.0]), [1])
    assert weights[1] == -6.0
    assert weights[0] > 1
    probability = 1 / (1 + np.exp(-(features @ weights + bias)))
    assert (probability > 0.5).tolist() == answered.astype(bool).tolist()


def test_what_is_refused_is_counted_at_each_floor() -> None:
    logits = np.log(np.array([0.1, 0.4, 0.9]) / (1 - np.array([0.1, 0.4, 0.9])))
    assert support.refused("so", logits, np.array([0, 1, 1]), (0.2, 0.5)) == {
        "refused at 0.2, so": 1.0,
        "wrongly refused at 0.2, so": 0.0,
        "refused at 0.5, so": 1.0,
        "wrongly refused at 0.5, so": 0.5,
    }


class Hill:
    """Ranks that are best at given values, each question looking at one of them."""

    def __init__(self, best: dict[str, float]) -> None:
        self.best = best

    def of(self, point: retrieval.Point) -> np.ndarray:
        return np.array([1 - abs(point[name] - value) for name, value in self.best.items()])

    def mean(self, point: retrieval.Point, counts: np.ndarray) -> float:
        return float(self.of(point)[counts].mean())


def test_the_search_finds_the_best_of_each_number_for_the_questions_that_count(
    shipped: Fitted,
) -> None:
    start = retrieval.point_of(shipped)
    hill = Hill({"in_chunk": 0.7, "in_letter": 0.4})
    found = retrieval.search(hill, start, np.array([True, True]))  # type: ignore[arg-type]
    assert found == {**start, "in_chunk": 0.7, "in_letter": 0.4}
    found = retrieval.search(hill, start, np.array([True, False]))  # type: ignore[arg-type]
    assert found == {**start, "in_chunk": 0.7}


def test_a_point_of_the_grid_is_the_numbers_as_they_are(shipped: Fitted) -> None:
    point = retrieval.point_of(shipped)
    assert set(point) == set(retrieval.GRID)
    assert with_numbers(shipped.retrieval, retrieval.joined(point)) == shipped.retrieval


def test_a_number_out_of_range_or_of_no_name_is_refused(shipped: Fitted) -> None:
    with pytest.raises(ValueError, match="less than or equal to 1"):
        with_numbers(shipped.retrieval, {"in_chunk": 1.5})
    with pytest.raises(ValueError, match="Extra inputs"):
        with_numbers(shipped.retrieval, {"in_chunks": 0.5})


@pytest.mark.parametrize("name", ["evidence", "support", "choosing", "retrieval"])
def test_a_part_is_written_for_the_table_with_what_it_was_fitted_on(
    known: Asked, shipped: Fitted, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "GRID", {**retrieval.GRID, "in_letter": (0.2, 0.3)})
    part = getattr(shipped, name)
    stale = part.model_copy(update={"made": part.made.model_copy(update={"encoder": "0" * 64})})
    fitted = fit_part(name, known, shipped.model_copy(update={name: stale}))
    made = getattr(fitted, name).made
    assert made.encoder == known.lexicon.fingerprint
    assert made.command == f"python -m training.fitting {name}"
    assert made.fitted == made.measured == date.today()
    assert [(data.name, data.questions) for data in made.data] == [("few", 6)]
    assert made.figures
    assert all(0 <= figure <= 1 for figure in made.figures.values())
    kept = fit_part(name, known, shipped, keep=True)
    assert getattr(kept, name).model_dump(exclude={"made"}) == part.model_dump(exclude={"made"})
    assert getattr(kept, name).made.by_hand == part.made.by_hand
    assert getattr(kept, name).made.fitted == part.made.fitted


def test_what_a_fit_has_found_is_by_hand_no_more(known: Asked, shipped: Fitted) -> None:
    fitted = fit_part("support", known, shipped).support
    assert fitted.weights["years"] == shipped.support.weights["years"]
    assert set(fitted.made.by_hand) == set(shipped.support.made.by_hand)
    assert fitted.bias != shipped.support.bias
    retrieved = fit_part("retrieval", known, shipped).retrieval
    assert "in_chunk" not in retrieved.made.by_hand
    assert "name_cosine" in retrieved.made.by_hand
