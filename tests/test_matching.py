"""Token-level matching against a plain computation, and the telling tokens of a question."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from qa.encoders.encoder import StaticEncoder
from qa.retrieval.matching import matches, matches_in_parts, question_tokens

WORDS = ["[UNK]", "pledge", "toegezegd", "tank", "de", "what"]


def lexicon() -> StaticEncoder:
    table = np.array(
        [[0, 0, 0], [3, 0, 0], [1.6, 1.2, 0], [0, 0, 2], [0.1, 0.1, 0.1], [0.2, 0, 0]], np.float32
    )
    tokenizer = Tokenizer(WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return StaticEncoder("tiny", table, tokenizer, "0" * 64)


def test_only_content_words_tell_and_long_vectors_weigh_more() -> None:
    tokens = question_tokens("what tank pledge", lexicon())
    assert tokens.words == ("tank", "pledge")
    np.testing.assert_allclose(tokens.weights, [2 / 5, 3 / 5], rtol=1e-6)
    assert tokens.rows.tolist() == [1, 2]


def test_a_match_is_the_best_cosine_over_the_texts_tokens() -> None:
    model = lexicon()
    tokens = question_tokens("tank pledge", model)
    texts = [np.array(ids, np.int32) for ids in ([2, 4], [3], [], [4])]
    met = matches(tokens, texts)
    unit = model.table / np.maximum(model.norms, 1e-9)[:, None]
    for row, at in enumerate(tokens.rows):
        vector = unit[tokens.ids[at]]
        for column, ids in enumerate(texts):
            expected = max((float(vector @ unit[i]) for i in ids), default=0.0)
            assert abs(met[row, column] - max(expected, 0)) < 1e-6
    assert met[1, 0] == np.float32(0.8)
    assert met[:, 2].tolist() == [0, 0]
    parts = [np.array(bounds, np.int32).reshape(-1, 2) for bounds in ([[0, 1], [1, 2]], [], [], [])]
    whole, inner = matches_in_parts(tokens, texts, parts)
    np.testing.assert_array_equal(whole, met)
    np.testing.assert_array_equal(inner, matches(tokens, [texts[0][:1], texts[0][1:]]))


def test_a_question_without_known_words_meets_nothing() -> None:
    model = lexicon()
    tokens = question_tokens("?!", model)
    assert matches(tokens, [np.array([1], np.int32)]).shape == (0, 1)
