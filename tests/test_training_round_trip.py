"""Which questions of a small language model are kept, and what they add to a fit."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from qa.answering.evidence import FEATURES
from qa.answering.support import JOINED_FEATURES
from qa.encoders.fitted import read_fitted
from training.asked import weights_by_hand
from training.evidence import Choice
from training.fitting import SHIPPED
from training.round_trip import (
    Observed,
    comes_back,
    compare,
    first_sentences,
    joined,
    read_questions,
    refusals,
    told,
)

LINE = {
    "paper": "kst-1-1", "subject": "de veerdienst", "sentence": "verzoekt om elk uur te varen; ",
    "questions": [
        {"lang": "nl", "question": "Hoe vaak vaart de veerdienst?", "near": False},
        {"lang": "en", "question": "What does the ferry cost?", "near": True},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Chunk:
    doc_id: str
    text: str


@dataclass(frozen=True)
class Hit:
    chunk: Chunk


class Found:
    """Finds the same for any question."""

    def __init__(self, *chunks: Chunk) -> None:
        self.hits = [Hit(chunk) for chunk in chunks]

    def search(self, question: str, k: int) -> list[Hit]:
        return self.hits[:k]


def test_a_question_comes_back_with_its_sentence_and_a_near_miss_with_its_paper(
    tmp_path: Path,
) -> None:
    (tmp_path / "written.jsonl").write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    question, near = read_questions(tmp_path / "written.jsonl")
    assert (question.answerable, near.answerable, near.letter) == (True, False, "kst-1-1")
    assert question.evidence == "verzoekt om elk uur te varen"
    whole = Chunk("kst-1-1", "De Kamer, verzoekt om elk\nuur te varen;")
    assert comes_back(Found(whole), question)
    assert not comes_back(Found(Chunk("kst-1-2", whole.text)), question)
    assert not comes_back(Found(*[Chunk("kst-1-2", "iets")] * 5, whole), question)
    head = Found(Chunk("kst-1-1", "De Kamer,"))
    assert not comes_back(head, question)
    assert comes_back(head, near)


FITTED = read_fitted(SHIPPED)
TELLS = FEATURES.index("met")


def seen(count: int, sign: float, seed: int) -> Observed:
    """Questions whose right sentence, and whose answer, one feature tells."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(count, 4, len(FEATURES))).astype(np.float32)
    features[:, :, weights_by_hand(FITTED.evidence.made, FEATURES)] = 0
    features[:, 0, TELLS] += 6 * sign
    right = np.array([True, False, False, False])
    support = rng.normal(size=(count, len(JOINED_FEATURES)))
    answered = np.arange(count) % 2.0
    support[:, weights_by_hand(FITTED.joined_support.made, JOINED_FEATURES)] = 0
    support[:, 0] += 6 * sign * answered
    names = [f"letter {number}" for number in range(count)]
    chosen = [Choice(name, "nl", of, right) for name, of in zip(names, features, strict=True)]
    return Observed(chosen, support, answered, names)


def test_a_fit_without_and_with_more_questions_is_measured_on_sets_it_did_not_see() -> None:
    own, other = seen(200, 1, 0), seen(100, 1, 1)
    assert len(joined(own, other).letters) == 300
    for extra in (None, seen(100, 1, 2)):
        right = first_sentences(own, extra, {"other": other}, FITTED)
        assert {name: len(of) for name, of in right.items()} == {"letters-own": 200, "other": 100}
        assert np.mean(right["other"]) > 0.9
        logits = refusals(own, extra, {"other": other}, FITTED)
        assert told(logits)["other"].mean() > 0.7
    spoilt = first_sentences(own, seen(900, -1, 3), {"other": other}, FITTED)
    assert np.mean(spoilt["other"]) < 0.5


def test_what_is_gained_and_lost_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        compare("right", {"few": [True, False, False]}, {"few": [False, True, True]})
    assert "right, few (3): 0.333 to 0.667, +2 -1" in caplog.text
