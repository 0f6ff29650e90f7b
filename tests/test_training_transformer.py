from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from qa.encoders.encoder import load_encoder
from training.tokens import tokenize, train_tokenizer
from training.transformer.batches import Packed, batches
from training.transformer.export import save_student
from training.transformer.settings import DEFAULT_CONFIG, Phase, Training, load_settings
from training.transformer.start import (
    carried_table,
    draw_back,
    dutch_shares,
    make_student,
    with_specials,
)
from training.transformer.train import Kind, Trainer, embed_all

WORDS = [  # English, Dutch
    ("minister", "bewindspersoon"), ("letter", "brief"), ("house", "huis"), ("tree", "boom"),
    ("water", "vocht"), ("road", "weg"), ("school", "leerplek"), ("money", "geld"),
]  # fmt: skip
CPU = torch.device("cpu")
ONLY_PAIRS = Phase(1.0, ["pairs"], {"pairs": (4.0, 0.5)})
SMALL = Training(
    steps=30, tokens=4000, rows=8, longest=16, rate=1e-3, table_rate=1e-2, warm_up=0.1,
    scale=20.0, dropout=0.0, switched=0.0, switched_words=0.0, typos=0.0, start_share=0.0,
    phases=[ONLY_PAIRS],
)  # fmt: skip


@pytest.fixture
def tokenizer() -> Tokenizer:
    return train_tokenizer((word for pair in WORDS for word in pair), 300)


@pytest.fixture
def teacher() -> BertModel:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=320, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32,
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False).eval()


def packed(tokenizer: Tokenizer, texts: list[str]) -> Packed:
    own = with_specials(tokenizer)
    ends = [own.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]")]
    return Packed.of(tokenize(tokenizer, texts, 14), *ends, CPU)


def small_trainer(tokenizer: Tokenizer, teacher: BertModel) -> Trainer:
    """One whose teacher reads the English words, with the Dutch ones still apart from them."""
    own = with_specials(tokenizer)
    english, dutch = (packed(tokenizer, [pair[side] for pair in WORDS]) for side in (0, 1))
    table = teacher.embeddings.word_embeddings.weight.detach().numpy()[: own.get_vocab_size()]
    student = make_student(teacher, table.copy(), own.token_to_id("[PAD]"), 0.0)
    rows = np.arange(len(WORDS))
    kind = Kind(english, dutch, rows, rows, rows, rows, np.ones(len(WORDS)))
    none = np.full((tokenizer.get_vocab_size(), 3), -1, np.int32)
    vectors = embed_all(teacher, english, 4000)
    return Trainer(student, {"pairs": kind}, vectors, none, SMALL, seed=3)


def nearness(trainer: Trainer) -> float:
    kind = trainer.kinds["pairs"]
    left, right = (embed_all(trainer.student, side, 4000) for side in (kind.left, kind.right))
    return float((left * right).sum(dim=1).mean())


def test_translations_come_nearer(tokenizer: Tokenizer, teacher: BertModel) -> None:
    trainer = small_trainer(tokenizer, teacher)
    before = nearness(trainer)
    list(trainer.run(time.monotonic() + 60))
    assert trainer.step == SMALL.steps
    assert nearness(trainer) > before + 0.05


def test_training_goes_on_from_its_checkpoint(
    tokenizer: Tokenizer, teacher: BertModel, tmp_path: Path
) -> None:
    trainer = small_trainer(tokenizer, teacher)
    list(trainer.run(time.monotonic() + 60))
    trainer.save(tmp_path / "checkpoint.pt")
    again = small_trainer(tokenizer, teacher)
    again.restore(tmp_path / "checkpoint.pt")
    assert again.step == SMALL.steps
    assert nearness(again) == pytest.approx(nearness(trainer), abs=1e-6)


def test_a_deadline_stops_it(tokenizer: Tokenizer, teacher: BertModel) -> None:
    trainer = small_trainer(tokenizer, teacher)
    list(trainer.run(time.monotonic() - 1))
    assert trainer.step == 0


def test_the_student_is_drawn_back_towards_its_start(
    tokenizer: Tokenizer, teacher: BertModel
) -> None:
    trainer = small_trainer(tokenizer, teacher)
    start = {name: weight.clone() for name, weight in trainer.student.state_dict().items()}
    list(trainer.run(time.monotonic() + 60))
    learnt = {name: weight.clone() for name, weight in trainer.student.state_dict().items()}
    draw_back(trainer.student, start, 0.25)
    for name, weight in trainer.student.state_dict().items():
        torch.testing.assert_close(weight, 0.75 * learnt[name] + 0.25 * start[name])


def test_an_english_token_keeps_its_row_and_a_dutch_one_gets_its_neighbours(
    tokenizer: Tokenizer,
) -> None:
    own = with_specials(tokenizer)
    house, huis = (tokenizer.encode(word).ids[0] for word in ("house", "huis"))
    rng = np.random.default_rng(0)
    words = tokenizer.get_vocab_size()
    static = rng.normal(size=(words, 64)).astype(np.float32)
    static[huis] = static[house]  # one meaning
    old = {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "house": 4, "money": 5, "huis": 6}
    old_table = rng.normal(size=(7, 16)).astype(np.float32)
    dutch_use = dutch_shares(np.full(20, house, np.int32), np.full(20, huis, np.int32), words)
    table = carried_table(own, static, dutch_use, old, old_table)
    np.testing.assert_array_equal(table[house], old_table[4])
    np.testing.assert_array_equal(table[own.token_to_id("[CLS]")], old_table[1])
    np.testing.assert_array_equal(table[0], old_table[3])
    cosine = table[huis] @ table[house] / np.linalg.norm(table[huis]) / np.linalg.norm(old_table[4])
    assert cosine > 0.99  # "huis" stands in the old vocabulary, but is Dutch
    assert np.abs(table).sum(axis=1).min() > 0


def test_what_is_taken_is_padded_and_ended(tokenizer: Tokenizer) -> None:
    own = with_specials(tokenizer)
    texts = packed(tokenizer, ["house", "house tree money"])
    ids, mask = texts.take(np.array([1, 0]))
    assert ids.shape == (2, 8)
    assert mask.sum(dim=1).tolist() == [5, 3]
    expected = own.encode("house tree money").ids
    assert ids[0, :5].tolist() == expected
    assert ids[1, 3:].unique().tolist() == [own.token_to_id("[PAD]")]


def test_batches_hold_every_row_and_no_more_tokens_than_asked() -> None:
    rng = np.random.default_rng(1)
    left, right = rng.integers(3, 50, 500), rng.integers(3, 90, 500)
    found = list(batches(left, right, np.ones(500), 64, 2000, rng))
    assert sorted(np.concatenate(found).tolist()) == list(range(500))
    assert max(len(b) * (left[b].max() + right[b].max()) for b in found) <= 2000


def test_the_folder_gives_the_student_vectors(
    tokenizer: Tokenizer, teacher: BertModel, tmp_path: Path
) -> None:
    trainer = small_trainer(tokenizer, teacher)
    before = embed_all(trainer.student, trainer.kinds["pairs"].right, 4000).numpy()
    save_student(tmp_path / "small", trainer.student, with_specials(tokenizer), 16)
    encoder = load_encoder(str(tmp_path / "small"))
    after = encoder.encode_passages([dutch for _, dutch in WORDS])
    assert np.sum(before * after, axis=1).min() > 0.99


def test_the_settings_name_every_kind() -> None:
    settings = load_settings(DEFAULT_CONFIG)
    assert settings.training.phase(0).weights["questions"] == (2.0, 1.0)
    assert settings.training.phase(settings.training.steps - 1).weights["questions"] == (4.0, 0.2)
