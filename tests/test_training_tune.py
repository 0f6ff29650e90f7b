from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel

from qa.answering.support import JOINED_FEATURES
from qa.evaluation.questions import EvalQuestion
from training.transformer.beside import Asked
from training.transformer.reader import Reader
from training.transformer.tune import Rows, read, read_unseen, tune

WORDS = {"who": 0, "ann": 1, "bob": 2}
ENDS = 3, 4, 5


def reader() -> Reader:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=6, hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=16, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    counts = torch.tensor([1.0, 1, 1, 0, 0, 0])
    return Reader(BertModel(config, add_pooling_layer=False), torch.eye(6), counts, layers=1)


def asked(number: int, answerable: bool = True, longer: bool = False) -> Asked:
    """One whose answer is Bob, or is nowhere; the product prefers Ann a little."""
    texts = ["ann", "bob" if answerable else "ann ann", *(["who"] if longer else [])]
    return Asked(
        question=EvalQuestion(f"q{number}", "en", "who", f"l{number}", None, (), answerable, ""),
        away=False,
        support=[0.0] * len(JOINED_FEATURES),
        logit=0.0,
        texts=texts,
        places=[("l", 10 - i) for i in range(len(texts))],  # in the letter the other way round
        scores=np.array([1.0, 0.9, 0.0])[: len(texts)],
        right=np.array([text == "bob" for text in texts]),
    )


def rows() -> Rows:
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="who"))
    tokenizer.pre_tokenizer = Whitespace()
    some = [asked(i, answerable=i % 3 > 0, longer=i % 2 > 0) for i in range(60)]
    return Rows(some, tokenizer, ENDS)


def test_scores_come_in_the_order_of_the_window() -> None:
    _, scores, right, _, answerable = rows().take([1, 2])
    np.testing.assert_allclose(scores, [[0.0, 0.9, 1.0], [0.9, 1.0, 0.0]])
    assert right.tolist() == [[False, True, False], [True, False, False]]
    assert answerable.tolist() == [1, 1]


def test_a_tuned_reader_chooses_what_the_product_does_not(monkeypatch) -> None:
    monkeypatch.setattr("training.transformer.tune.RATE", 1e-2)
    monkeypatch.setattr("training.transformer.tune.TOKENS", 60)
    found, model = rows(), reader()
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    read(tune(model, found, np.arange(60), seed=1), found, np.arange(60))
    assert all(one.first_is_right(1.0) for one in found.asked if one.answerable)
    chances = [(one.chance, one.answerable) for one in found.asked]
    assert min(c for c, yes in chances if yes) > max(c for c, yes in chances if not yes)
    assert all(torch.equal(before[name], now) for name, now in model.state_dict().items())


def test_every_question_is_read_without_its_fold(monkeypatch) -> None:
    seen: list[set[int]] = []
    monkeypatch.setattr(
        "training.transformer.tune.tune", lambda _, rows, which, seed: seen.append(set(which))
    )
    held: list[set[int]] = []
    monkeypatch.setattr(
        "training.transformer.tune.read", lambda _, rows, which: held.append(set(which))
    )
    read_unseen(reader(), rows(), folds=5, seed=1)
    assert sorted(i for some in held for i in some) == list(range(60))
    assert all(not one & other for one, other in zip(seen, held, strict=True))
