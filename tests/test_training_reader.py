from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel

from training.data import Reading
from training.switching import Dictionary
from training.transformer.choices import Finder
from training.transformer.read import Training, auc, batches, measure, shares
from training.transformer.reader import Batch, Numbers, Reader, features_of, loss_of, number_windows
from training.transformer.windows import (
    SENTENCES,
    Chooser,
    Own,
    Window,
    held_out,
    papers,
    passage_of,
    plain,
    twins,
)

WORDS = ("who", "bakes", "bread", "ann", "sails", "bob", "rain", "brood", "bakt")
CLS, SEP, PAD = len(WORDS), len(WORDS) + 1, len(WORDS) + 2
BREAD = Window("who bakes", ("ann bakes bread", "bob sails"), (True, False), "squad")
PIE = BREAD._replace(question="who sails bread", right=(False, False), source="squad2")
PASSAGE = "Ann bakes the bread. Bob sails the ship. It rains on the dike."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="rain"))
    found.pre_tokenizer = Whitespace()
    return found


@pytest.fixture
def numbers(tokenizer: Tokenizer) -> Numbers:
    return number_windows([BREAD, PIE], tokenizer, (CLS, SEP))


def table() -> tuple[torch.Tensor, torch.Tensor]:
    """Return unit vectors, each word its own direction but for "brood", which is "bread"."""
    vectors = torch.zeros(len(WORDS) + 3, len(WORDS))
    vectors[: len(WORDS)] = torch.eye(len(WORDS))
    vectors[WORDS.index("brood")] = vectors[WORDS.index("bread")]
    return vectors, (vectors.norm(dim=1) > 0).float()


def reader() -> Reader:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS) + 3, hidden_size=16, num_hidden_layers=3, num_attention_heads=2,
        intermediate_size=32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    return Reader(BertModel(config, add_pooling_layer=False), *table(), layers=2)


def write(path: Path, items: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(item) + "\n" for item in items)


def chooser(*more: Reading) -> Chooser:
    ship = Reading("", ("A ship sails with bread for Ann.", "Too short."), (), "s", "s")
    return Chooser(Finder([ship, *more]), random.Random(1))


def test_an_answer_stays_among_many_sentences_that_share_more() -> None:
    sentences = (*(f"Bread is baked by bakers of bread {n}." for n in range(9)), "Ann does.")
    chosen, right = chooser().window(["Who bakes bread?"], Own(sentences, (9,), "b"))
    assert len(chosen) == SENTENCES
    assert [text for text, of in zip(chosen, right, strict=True) if of] == ["Ann does."]


def test_no_sentence_of_a_passage_that_is_away_is_chosen() -> None:
    own = Own(("Ann bakes bread.",), (0,), "b")
    chosen, right = chooser().window(["Who bakes bread?"], own, away=True)
    assert chosen == ("A ship sails with bread for Ann.",)
    assert right == (False,)


def test_twins_share_their_sentences_and_one_of_them_is_answered(tmp_path: Path) -> None:
    item = {
        "question": "Who bakes the pie?", "pair_question": "Who bakes the bread?",
        "pair_answers": ["Ann"], "passage": PASSAGE, "title": "b", "split": "train",
        "passage_found": "pair",
    }  # fmt: skip
    write(
        tmp_path / "answering" / "squad2_unanswerable.jsonl.gz",
        [item, item | {"split": "dev"}, item | {"passage_found": "matched"}],
    )
    ((answered, missed),) = twins(tmp_path, chooser(), 5, random.Random(1))
    assert answered.sentences == missed.sentences
    assert answered.sentences[answered.right.index(True)] == "Ann bakes the bread."
    assert (missed.question, any(missed.right)) == ("Who bakes the pie?", False)


def test_what_a_paper_asks_answers_and_its_reasons_do_not(tmp_path: Path) -> None:
    item = {
        "id": "kst-1", "subject": "een budget voor zorg", "considerations": ["overwegende dat x;"],
        "requests": ["verzoekt de regering y,"],
    }  # fmt: skip
    write(tmp_path / "papers.jsonl.gz", [item, item | {"id": "kst-2"}])
    (found,) = papers(tmp_path / "papers.jsonl.gz", {"kst-2"})
    assert "een budget voor zorg" in found.question
    assert (found.sentences, found.answers) == (("x", "verzoekt de regering y"), (1,))


def test_held_out_windows_are_answered_and_not(tmp_path: Path) -> None:
    item = {"question": "Who bakes?", "passage": PASSAGE, "title": "b", "answers": ["Ann"]}
    write(
        tmp_path / "answering" / "squad2_dev.jsonl.gz",
        [item | {"answerable": True}, item | {"answerable": False, "answers": []}],
    )
    found = held_out(tmp_path, 3, seed=1)
    assert [any(window.right) for window in found] == [True, False]


def test_a_passage_is_cut_and_the_holding_sentence_known() -> None:
    assert passage_of(PASSAGE, ["bob"], "b").answers == (1,)
    assert passage_of(PASSAGE, [], "b").answers == ()


def test_plain_questions_bring_other_passages() -> None:
    own = Reading("Who bakes bread?", ("Ann bakes bread.",), (0,), "b", "squad_train")
    (found,) = plain([own], chooser(), 0.0, random.Random(1))
    assert set(found.sentences) == {"Ann bakes bread.", "A ship sails with bread for Ann."}


def test_windows_are_numbered_with_the_places_of_their_sentences(numbers: Numbers) -> None:
    assert numbers.ids[0].tolist() == [CLS, 0, 1, SEP, 3, 1, 2, SEP, 5, 4, SEP]
    assert numbers.places[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]


def test_twins_are_switched_alike(tokenizer: Tokenizer) -> None:
    rows = np.full((len(WORDS), 2), -1, np.int32)
    rows[WORDS.index("bread")] = WORDS.index("brood"), WORDS.index("bakt")
    sides = shares([BREAD, PIE] * 9, np.random.default_rng(1))
    assert sides[::2] == sides[1::2]
    for seed in range(9):
        both = number_windows(
            [BREAD, PIE], tokenizer, (CLS, SEP), Dictionary(rows), [(0.0, 0.5)] * 2, seed
        )
        one, other = (ids[places > 0] for ids, places in zip(both.ids, both.places, strict=True))
        assert one.tolist() == other.tolist()


def test_features_tell_what_each_sentence_meets(numbers: Numbers) -> None:
    found = features_of(Batch.of(numbers, [0], PAD), *table())
    assert found[0, :, 1].tolist() == [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]  # "bakes" on both sides
    assert found[0, 4:8, 5].tolist() == [0.5] * 4
    assert found[0, 8:, 6].tolist() == [-0.5] * 3  # the other sentence meets nothing


def test_a_window_has_the_same_logits_alone_and_beside_a_longer_one(tokenizer: Tokenizer) -> None:
    longer = Window("who", ("ann", "bob sails rain", "bread"), (False, False, True), "x")
    numbers = number_windows([BREAD, longer], tokenizer, (CLS, SEP))
    model = reader().eval()
    together, alone = (model(Batch.of(numbers, rows, PAD)) for rows in ([0, 1], [0]))
    torch.testing.assert_close(together[0][0, :2], alone[0][0])
    torch.testing.assert_close(together[1][0], alone[1][0])
    assert together[0][0, 2] == -torch.inf


def test_the_loss_is_the_surprise_at_any_right_sentence_or_none() -> None:
    logits, none = torch.zeros(2, 3), torch.zeros(2)
    right = torch.tensor([[True, True, False], [False, False, False]])
    wanted = (np.log(2) + np.log(4)) / 2
    assert loss_of(logits, none, right).item() == pytest.approx(wanted)


def test_it_learns_to_choose_and_to_refuse_and_leaves_the_words(numbers: Numbers) -> None:
    model = reader()
    words = model.encoder.embeddings.word_embeddings.weight.clone()
    training = Training(model, 1e-2, 1e-2)
    batch = Batch.of(numbers, [0, 1], PAD)
    losses = [training.learn(batch, 0.3) for _ in range(40)]
    assert losses[-1] < 0.1 < losses[0]
    assert measure(model, numbers, PAD) == {"right": 1.0, "auc": 1.0, "auc best": 1.0}
    assert torch.equal(words, model.encoder.embeddings.word_embeddings.weight)


def test_training_goes_on_from_what_it_saved(numbers: Numbers, tmp_path: Path) -> None:
    batch = Batch.of(numbers, [0, 1], PAD)
    one = Training(reader(), 1e-3, 1e-3)
    one.learn(batch, 0.3)
    one.save(tmp_path / "reader.pt")
    other = Training(reader(), 1e-3, 1e-3)
    other.restore(tmp_path / "reader.pt")
    assert (other.step, other.tokens) == (1, 23)
    assert one.learn(batch, 0.3) == pytest.approx(other.learn(batch, 0.3))


def test_batches_hold_each_row_once_within_their_tokens() -> None:
    lengths = np.array([5, 9, 7, 3, 8])
    found = list(batches(lengths, 16, np.random.default_rng(1)))
    assert sorted(row for rows in found for row in rows) == [0, 1, 2, 3, 4]
    assert all(len(rows) * lengths[rows].max() <= 16 for rows in found)


def test_auc_counts_ties_as_half() -> None:
    assert auc([2.0, 1.0, 1.0, 0.0], [True, True, False, False]) == pytest.approx(0.875)
