from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from torch import Tensor, nn, stack

from qa.answering.support import JOINED_FEATURES
from qa.evaluation.questions import EvalQuestion
from training.transformer.beside import (
    Asked,
    all_figures,
    best_weight,
    first_figures,
    read_all,
    refusing_figures,
    unseen_first,
    window_of,
)
from training.transformer.reader import Batch


def asked(number: int, answerable: bool = True, away: bool = False, texts: int = 2) -> Asked:
    """One whose second sentence is right; the product prefers the first by 1."""
    known = answerable and not away
    return Asked(
        question=EvalQuestion(
            id=f"q{number}", lang="en" if number % 2 else "nl", question="who", letter=f"l{number}",
            evidence=None, answers=(), answerable=answerable, kind="",
        ),
        away=away,
        support=[float(known)] * len(JOINED_FEATURES),
        logit=1.0 if known else 0.0,
        texts=["ann bakes"] * texts,
        places=[("l", 10 * i) for i in range(texts)],
        scores=np.arange(texts, 0.0, -1.0),
        right=np.arange(texts) == (1 if known else -1),
        logits=np.where(np.arange(texts) == 1, 4.0, 0.0) if known else np.full(texts, -9.0),
    )  # fmt: skip


OWN = [asked(i) for i in range(30)] + [asked(i, away=True) for i in range(30)]


def test_the_weight_is_what_makes_right_sentences_likeliest() -> None:
    assert best_weight(OWN) == 1.3
    for one in (wrong := [asked(i) for i in range(3)]):
        one.logits = -one.logits
    assert best_weight(wrong) == 0.0


def test_first_sentences_are_right_with_the_reader_in_folds_too() -> None:
    assert not OWN[0].first_is_right(0)
    assert all(unseen_first(OWN[:30]))
    found = first_figures(OWN, {"dev": [asked(40)]})
    assert found["own en"] == found["own nl"] == found["dev"] == [0.0, 1.0]
    assert found["own gained, lost"] == [30, 0]


def test_refusals_are_compared_at_one_floor() -> None:
    near = [asked(i, answerable=False) for i in range(3)]
    own = [*OWN, asked(50, answerable=False)]
    logits = {"own": np.array([one.logit for one in own]), "near": np.array([0.0, 2.0, 0.0])}
    found = refusing_figures(own, {"near": near}, logits)
    assert (found["auc own"], found["auc away"]) == (1.0, 1.0)
    assert found["auc near"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["refused near"] == pytest.approx(2 / 3, abs=1e-4)


def test_all_figures_have_each_way_and_set() -> None:
    own = [*OWN, asked(50, answerable=False)]
    found = all_figures(own, {"near": [asked(60, answerable=False)]})
    assert found["reader alone"]["auc near"] == 1.0
    assert set(found) == {
        "first", "as it ships", "fitted", "fitted with the reader", "reader alone",
    }  # fmt: skip


def test_each_letter_is_read_in_its_order() -> None:
    one = asked(1, texts=3)
    one.texts, one.places = ["b2", "a1", "b1"], [("b", 9), ("a", 4), ("b", 3)]
    window, order = window_of(one)
    assert (window.sentences, order) == (("b1", "b2", "a1"), [2, 0, 1])


class Lengths(nn.Module):
    """Gives each sentence its number of tokens."""

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        count = batch.filled.shape[1]
        sums = [(batch.places == k).sum(dim=1) for k in range(1, count + 1)]
        return stack(sums, dim=1).float(), Tensor([7.0] * len(batch.ids))


def test_logits_go_back_to_their_sentences() -> None:
    tokenizer = Tokenizer(WordLevel({"who": 0, "ann": 1}, unk_token="who"))
    tokenizer.pre_tokenizer = Whitespace()
    one, other = asked(1, texts=3), asked(2)
    one.texts, one.places = ["a a a", "a", "a a"], [("b", 9), ("a", 4), ("b", 3)]
    assert read_all(Lengths(), [one, other], tokenizer, (2, 3, 4)) == pytest.approx(10.5)
    assert one.logits.tolist() == [4.0, 2.0, 3.0]
    assert one.none == 7.0
