"""The ranker: how likely a sentence answers a question, by a small transformer over token vectors.

It reads question and sentence side by side and so learns what no sum of matches tells: that "who"
wants a name and "why" a reason, in either language. Two layers, pre-norm (Vaswani et al. 2017;
Xiong et al. 2020), over the shipped encoder's table; numpy alone. Trained by ``training/ranker``.
Compares sentences for one question: a score by itself means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from qa.encoders.encoder import StaticEncoder
from qa.encoders.functions import FloatArray, gelu, layer_norm, softmax
from qa.errors import EncoderError
from qa.system.threads import own_threads

QUESTION_TOKENS = 32
"""Longest question, in tokens; what follows is left out."""

SENTENCE_TOKENS = 64
"""Longest sentence, in tokens; what follows is left out."""

FEATURES = 4
"""What a token brings beside its vector: length of the vector, best cosine on the other side,
whether it stands there too, and (question only) best cosine anywhere in the sentence's letter."""

HEADS = 4
"""Attention heads of each layer, as the ranker was trained."""

RANKER_FILE = "ranker.safetensors"

_BATCH = 8  # sentences of like length scored together: little padding, little memory
_THREADS = 4  # batches at a time; each on one core, which beats one batch on all of them


class Inputs(NamedTuple):
    """What the layers start from; n sentences, padded to one length."""

    vectors: FloatArray  # (n, length, dimension), unit, zero where nothing stands
    features: FloatArray  # (n, length, FEATURES)
    positions: NDArray[np.int64]  # (n, length)
    sides: NDArray[np.int64]  # (n, length): 0 question, 1 sentence
    filled: NDArray[np.bool_]  # (n, length)


class Ranker:
    """Scores sentences for a question; made for one encoder, whose fingerprint it carries."""

    def __init__(self, lexicon: StaticEncoder, weights: Mapping[str, FloatArray]) -> None:
        self.lexicon = lexicon
        self._weights = weights
        self._pool = ThreadPoolExecutor(min(_THREADS, own_threads()))
        self._layers = 1 + max(
            int(name.split(".")[1]) for name in weights if name.startswith("layers.")
        )

    @classmethod
    def load(cls, folder: Path, lexicon: StaticEncoder) -> Ranker:
        """Read the ranker that lies beside an encoder.

        Raises:
            EncoderError: If it was trained with another encoder, or cannot be read.
        """
        path = folder / RANKER_FILE
        try:
            with safe_open(path, "np") as file:
                names = list(file.keys())
                made_for = (file.metadata() or {}).get("encoder")
                weights = {name: file.get_tensor(name).astype(np.float32) for name in names}
        except Exception as error:  # safetensors raises its own, and OSError
            raise EncoderError("ranker-unreadable", path=path, reason=error) from None
        if made_for != lexicon.fingerprint:
            raise EncoderError("ranker-of-another-encoder", path=path)
        return cls(lexicon, weights)

    def scores(
        self,
        question: NDArray[np.int32],
        sentences: Sequence[NDArray[np.int32]],
        around: FloatArray,
    ) -> FloatArray:
        """Score sentences for a question.

        Args:
            question: Token ids of the question.
            sentences: Token ids of each sentence.
            around: Best cosine of each question token anywhere in the sentence's letter, shape
                (sentences, question tokens); from `best_cosines`.

        Returns:
            One score for each sentence; higher answers better. Zeros for a question without tokens.
        """
        scores = np.zeros(len(sentences), np.float32)
        if len(question) == 0:
            return scores
        order = np.argsort([len(sentence) for sentence in sentences], kind="stable").tolist()
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def score(batch: list[int]) -> FloatArray:
            inputs = make_inputs(
                self.lexicon.table, self.lexicon.norms, [question] * len(batch),
                [sentences[i] for i in batch], [around[i] for i in batch],
            )  # fmt: skip
            return self._forward(inputs)

        for batch, found in zip(batches, self._pool.map(score, batches), strict=True):
            scores[batch] = found
        return scores

    def _forward(self, inputs: Inputs) -> FloatArray:
        w = self._weights
        x = inputs.vectors @ w["vectors.weight"].T
        x += inputs.features @ w["features.weight"].T + w["features.bias"]
        x += w["positions.weight"][inputs.positions] + w["sides.weight"][inputs.sides]
        hidden = np.where(inputs.filled, 0, -np.inf).astype(np.float32)
        for i in range(self._layers):
            x += self._attention(i, _normalised(x, w, f"layers.{i}.norm1"), hidden)
            y = _linear(_normalised(x, w, f"layers.{i}.norm2"), w, f"layers.{i}.wide")
            x += _linear(gelu(y), w, f"layers.{i}.narrow")
        x = _normalised(x, w, "norm")
        shares = softmax(_linear(x, w, "gate")[..., 0] + hidden)
        result: FloatArray = (shares * _linear(x, w, "score")[..., 0]).sum(axis=1)
        return result

    def _attention(self, i: int, x: FloatArray, hidden: FloatArray) -> FloatArray:
        n, length, width = x.shape
        parts = _linear(x, self._weights, f"layers.{i}.attend")
        q, k, v = parts.reshape(n, length, 3, HEADS, width // HEADS).transpose(2, 0, 3, 1, 4)
        likeness = q @ k.transpose(0, 1, 3, 2)
        likeness /= np.float32((width // HEADS) ** 0.5)
        likeness += hidden[:, None, None, :]
        mixed = (softmax(likeness) @ v).transpose(0, 2, 1, 3).reshape(n, length, width)
        return _linear(mixed, self._weights, f"layers.{i}.mix")


def make_inputs(
    table: FloatArray,
    norms: FloatArray,
    questions: Sequence[NDArray[np.int32]],
    sentences: Sequence[NDArray[np.int32]],
    around: Sequence[FloatArray],
) -> Inputs:
    """Put questions and sentences side by side, row by row.

    Args:
        table: Token vectors, (vocabulary, dimension).
        norms: Their lengths.
        questions: Token ids, one array for each row.
        sentences: Likewise.
        around: For each row the best cosine of each question token in the sentence's letter.
    """
    cut = [
        (question[:QUESTION_TOKENS], sentence[:SENTENCE_TOKENS])
        for question, sentence in zip(questions, sentences, strict=True)
    ]
    n, length = len(cut), max(len(q) + len(s) for q, s in cut)
    ids = np.zeros((n, length), np.int64)
    sides, positions = np.zeros_like(ids), np.zeros_like(ids)
    filled = np.zeros((n, length), np.bool_)
    features = np.zeros((n, length, FEATURES), np.float32)
    for row, (question, sentence) in enumerate(cut):
        middle, end = len(question), len(question) + len(sentence)
        ids[row, :middle], ids[row, middle:end] = question, sentence
        sides[row, middle:end] = 1
        positions[row, :middle] = np.arange(middle)
        positions[row, middle:end] = QUESTION_TOKENS + np.arange(len(sentence))
        filled[row, :end] = True
        features[row, :middle, 3] = around[row][:middle]
    lengths = norms[ids] * filled
    vectors = table[ids] * (filled / np.maximum(norms[ids], 1e-9))[..., None]
    other = (sides[:, :, None] != sides[:, None, :]) & filled[:, None, :] & filled[:, :, None]
    cosines = np.where(other, vectors @ vectors.transpose(0, 2, 1), 0)
    features[..., 0] = lengths / norms[norms > 0].mean()
    features[..., 1] = np.maximum(cosines.max(axis=2), 0)
    features[..., 2] = ((ids[:, :, None] == ids[:, None, :]) & other).any(axis=2)
    return Inputs(vectors.astype(np.float32), features, positions, sides, filled)


def best_cosines(
    table: FloatArray, norms: FloatArray, question: NDArray[np.int32], text: NDArray[np.int32]
) -> FloatArray:
    """Return for each question token its best cosine among a text's tokens, at least 0."""
    if len(question) == 0 or len(text) == 0:
        return np.zeros(len(question), np.float32)
    used = np.unique(text)
    left = table[question] / np.maximum(norms[question], 1e-9)[:, None]
    right = table[used] / np.maximum(norms[used], 1e-9)[:, None]
    best: FloatArray = np.maximum((left @ right.T).max(axis=1), 0).astype(np.float32)
    return best


def _linear(x: FloatArray, w: Mapping[str, FloatArray], name: str) -> FloatArray:
    weight = w[f"{name}.weight"]
    result: FloatArray = x.reshape(-1, x.shape[-1]) @ weight.T
    result += w[f"{name}.bias"]
    return result.reshape(*x.shape[:-1], len(weight))


def _normalised(x: FloatArray, w: Mapping[str, FloatArray], name: str) -> FloatArray:
    return layer_norm(x, w[f"{name}.weight"], w[f"{name}.bias"])
