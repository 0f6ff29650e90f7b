"""The ranker: numpy gives torch's numbers, padding does not count, another encoder is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.answering.ranker import (
    QUESTION_TOKENS,
    RANKER_FILE,
    SENTENCE_TOKENS,
    Ranker,
    best_cosines,
    make_inputs,
)
from qa.encoders.encoder import ENCODERS, StaticEncoder, load_encoder
from qa.errors import EncoderError
from qa.settings import STATIC_ENCODER
from training.config import load_config
from training.ranker import RankerModel

SENTENCES = [
    "De minister heeft 250 miljoen euro toegezegd.",
    "De brief is op 12 maart 2024 verstuurd.",
    "Omdat de gemeenten meer tijd nodig hebben, gaat de wet later in.",
    "Hierbij bied ik u de voortgangsrapportage aan.",
    "Ja.",
]


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


@pytest.fixture(scope="module")
def ranker(lexicon: StaticEncoder) -> Ranker:
    return Ranker.load(ENCODERS / STATIC_ENCODER, lexicon)


def scores(ranker: Ranker, question: str, sentences: list[str]) -> np.ndarray:
    lexicon = ranker.lexicon
    asked = lexicon.tokenize([question])[0].ids
    tokens = [found.ids for found in lexicon.tokenize(sentences)]
    text = np.concatenate(tokens)
    around = best_cosines(lexicon.table, lexicon.norms, asked, text)
    return ranker.scores(asked, tokens, np.tile(around, (len(tokens), 1)))


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("How much money did the minister promise?", 0),
        ("Hoeveel geld heeft de minister beloofd?", 0),
        ("When was the letter sent?", 1),
        ("Wanneer is de brief gestuurd?", 1),
        ("Why does the law take effect later?", 2),
        ("Waarom wordt de wet later van kracht?", 2),
    ],
)
def test_the_kind_of_thing_asked_for_wins_in_both_languages(
    ranker: Ranker, question: str, best: int
) -> None:
    assert int(scores(ranker, question, SENTENCES).argmax()) == best


def test_a_sentence_scores_the_same_alone_and_among_others(ranker: Ranker) -> None:
    question = ranker.lexicon.tokenize(["Wanneer is de brief gestuurd?"])[0].ids
    tokens = [found.ids for found in ranker.lexicon.tokenize(SENTENCES * 20)]
    around = np.full((len(tokens), len(question)), 0.5, np.float32)
    together = ranker.scores(question, tokens, around)
    alone = ranker.scores(question, tokens[:1], around[:1])
    assert together[0] == pytest.approx(alone[0], abs=1e-5)
    assert together[:5] == pytest.approx(together[5:10], abs=1e-5)


def test_nothing_to_compare_gives_zeros(ranker: Ranker) -> None:
    none = np.zeros(0, np.int32)
    assert ranker.scores(none, [none, none], np.zeros((2, 0), np.float32)).tolist() == [0, 0]
    one = ranker.lexicon.tokenize(["brief"])[0].ids
    found = ranker.scores(one, [none, one], np.ones((2, 1), np.float32))
    assert np.isfinite(found).all()
    assert ranker.scores(one, [], np.zeros((0, 1), np.float32)).shape == (0,)


def test_numpy_gives_the_numbers_of_torch(lexicon: StaticEncoder) -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    model = RankerModel(lexicon.dimension, load_config().ranker).eval()
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    tokens = [found.ids for found in lexicon.tokenize(SENTENCES)]
    question = lexicon.tokenize(["How much money did the minister promise?"])[0].ids
    around = np.random.default_rng(0).random((len(tokens), len(question)), np.float32)
    inputs = make_inputs(
        lexicon.table, lexicon.norms, [question] * len(tokens), tokens, list(around)
    )
    with torch.no_grad():
        expected = model(inputs).numpy()
    found = Ranker(lexicon, weights).scores(question, tokens, around)
    assert np.abs(found - expected).max() < 1e-4


def test_a_ranker_of_another_encoder_is_refused(tmp_path: Path, lexicon: StaticEncoder) -> None:
    (tmp_path / RANKER_FILE).write_bytes((ENCODERS / STATIC_ENCODER / RANKER_FILE).read_bytes())
    other = StaticEncoder("other", lexicon.table, lexicon._tokenizer, "0" * 64)
    with pytest.raises(EncoderError, match="another encoder"):
        Ranker.load(tmp_path, other)
    (tmp_path / RANKER_FILE).write_bytes(b"not weights")
    with pytest.raises(EncoderError, match="cannot be read"):
        Ranker.load(tmp_path, lexicon)


def test_the_best_cosine_of_each_question_token_by_hand() -> None:
    table = np.array([[0, 0], [3, 0], [0, 2], [1, 1], [-2, 0]], np.float32)
    norms = np.linalg.norm(table, axis=1)

    def best(question: list[int], text: list[int]) -> list[float]:
        ids = np.array(question, np.int32), np.array(text, np.int32)
        return best_cosines(table, norms, *ids).tolist()  # type: ignore[no-any-return]

    assert best([1, 2, 3], [3, 2, 2]) == pytest.approx([0.5**0.5, 1, 1])
    assert best([1], [4]) == [0.0]  # at least 0
    assert best([0, 1], [1]) == [0.0, 1.0]  # a token without a vector meets nothing
    assert best([1, 2], []) == [0.0, 0.0]
    assert best([], [1]) == []


def test_inputs_put_question_and_sentence_side_by_side() -> None:
    table = np.array([[0, 0], [3, 0], [0, 2], [0.5, 0.5]], np.float32)
    norms = np.linalg.norm(table, axis=1)
    question = np.array([1, 2], np.int32)
    sentences = [np.array([3], np.int32), np.array([2, 0, 1], np.int32)]
    around = [np.array([0.1, 0.2], np.float32), np.array([0.3, 0.4], np.float32)]
    inputs = make_inputs(table, norms, [question, question], sentences, around)
    assert inputs.sides.tolist() == [[0, 0, 1, 0, 0], [0, 0, 1, 1, 1]]
    first = QUESTION_TOKENS
    assert inputs.positions.tolist() == [[0, 1, first, 0, 0], [0, 1, first, first + 1, first + 2]]
    assert inputs.filled.tolist() == [[True] * 3 + [False] * 2, [True] * 5]
    np.testing.assert_allclose(inputs.vectors[1], [[1, 0], [0, 1], [0, 1], [0, 0], [1, 0]])
    mean = norms[1:].mean()
    half = 0.5**0.5
    expected = [
        [[3 / mean, half, 0, 0.1], [2 / mean, half, 0, 0.2], [half / mean, half, 0, 0]],
        [
            [3 / mean, 1, 1, 0.3],
            [2 / mean, 1, 1, 0.4],
            [2 / mean, 1, 1, 0],
            [0, 0, 0, 0],
            [3 / mean, 1, 1, 0],
        ],
    ]
    np.testing.assert_allclose(inputs.features[0, :3], expected[0], rtol=1e-6)
    np.testing.assert_allclose(inputs.features[0, 3:], 0)
    np.testing.assert_allclose(inputs.features[1], expected[1], rtol=1e-6)


def test_what_is_longer_than_the_ranker_reads_is_left_out() -> None:
    table, norms = np.ones((2, 2), np.float32), np.full(2, 2**0.5, np.float32)
    question = np.ones(QUESTION_TOKENS + 5, np.int32)
    sentence = np.ones(SENTENCE_TOKENS + 5, np.int32)
    inputs = make_inputs(table, norms, [question], [sentence], [np.ones(len(question), np.float32)])
    assert inputs.filled.shape == (1, QUESTION_TOKENS + SENTENCE_TOKENS)
    assert inputs.filled.all()
    assert inputs.positions[0].tolist() == list(range(QUESTION_TOKENS + SENTENCE_TOKENS))
