"""The transformer that ships, in numpy: texts to unit vectors without torch.

Six layers of BERT (Devlin et al. 2019) over a word table, the mean of the last layer's states.
Faster here than torch for short batches, and a question needs nothing else installed. Reads the
folder that ``training/transformer`` writes and sentence-transformers loads too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from qa.encoders.functions import FloatArray, gelu, layer_norm, softmax
from qa.encoders.texts import Progress, digest, encodable, unit_rows
from qa.system.threads import own_processors

BATCH_TOKENS = 400
"""Tokens of texts of like length read together: more leave the processor's nearest memory."""

_POOL = 512  # texts sorted by length together, and between two reports of progress
_WEIGHTS, _TOKENIZER = "model.safetensors", "tokenizer.json"
_PARTS = ("query", "key", "value")


class TransformerLayers:
    """A trained BERT with mean pooling; satisfies `qa.encoders.protocol.Encoder`."""

    _batch_tokens = BATCH_TOKENS

    def __init__(self, name: str, folder: Path) -> None:
        """Read the weights; they are kept in single precision, the word table as it lies there.

        Raises:
            OSError: If a file cannot be read.
            ValueError, KeyError: If they are not those of such a model.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / _WEIGHTS)
        self.name = name
        self.dimension: int = config["hidden_size"]
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._epsilon = float(config["layer_norm_eps"])
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_longest(folder))
        self.fingerprint = digest((folder / file).read_bytes() for file in (_WEIGHTS, _TOKENIZER))
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"].astype(np.float32)
        self._places += weights["embeddings.token_type_embeddings.weight"][0].astype(np.float32)
        self._w = {
            name: np.ascontiguousarray(weight.T, np.float32)
            for name, weight in weights.items()
            if name.startswith("encoder.") or name.startswith("embeddings.LayerNorm")
        }
        for i in range(self._layers):
            self._join_parts(f"encoder.layer.{i}.attention.")
        self._pool = ThreadPoolExecutor(own_processors())

    def _join_parts(self, attention: str) -> None:
        """Make one product of a layer's queries, keys and values; queries are scaled already."""
        scale = np.float32((self.dimension // self._heads) ** -0.5)
        for kind in ("weight", "bias"):
            query, key, value = (self._w.pop(f"{attention}self.{part}.{kind}") for part in _PARTS)
            self._w[f"{attention}parts.{kind}"] = np.concatenate([query * scale, key, value], -1)

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Return one row per query, of length 1."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> FloatArray:
        """Return one row per passage, of length 1; of a long one the first 256 tokens count.

        Args:
            texts: Passages.
            progress: Called now and then with the number of passages done.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _POOL):
            some = self._tokenizer.encode_batch_fast(encodable(texts[start : start + _POOL]))
            ids = [encoding.ids for encoding in some]
            batches = _batches([len(one) for one in ids], self._batch_tokens)

            def read(rows: list[int], ids: list[list[int]] = ids) -> FloatArray:
                return self._read([ids[i] for i in rows])

            # a question, which is one batch, is read by this very thread
            many = self._pool.map if len(batches) > 1 else map
            every: Iterable[FloatArray] = many(read, batches)
            for rows, found in zip(batches, every, strict=True):
                vectors[start + np.array(rows)] = found
            if progress:
                progress(start + len(ids))
        return unit_rows(vectors)

    def _read(self, texts: Sequence[Sequence[int]]) -> FloatArray:
        """Return the mean of the last states of texts of about equal length."""
        ids, filled, lengths = self._filled(texts)
        count, longest = ids.shape
        states = self._embedded(ids)
        x = self._normalised(states.reshape(count * longest, -1), "embeddings.LayerNorm")
        hidden = None
        if not filled.all():
            hidden = np.where(filled, 0, -1e9).astype(np.float32)[:, None, None, :]
        for i in range(self._layers):
            layer = f"encoder.layer.{i}."
            mixed = self._attention(x, hidden, count, layer + "attention.")
            x = self._normalised(x + mixed, layer + "attention.output.LayerNorm")
            wide = gelu(self._linear(x, layer + "intermediate.dense"))
            x = self._normalised(
                x + self._linear(wide, layer + "output.dense"), layer + "output.LayerNorm"
            )
        states = x.reshape(count, longest, -1) * filled[..., None]
        means: FloatArray = states.sum(axis=1) / lengths[:, None].astype(np.float32)
        return means

    def _filled(
        self, texts: Sequence[Sequence[int]]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
        """Return ids in rows of one length, which of them are a text's own, and each's length."""
        lengths = np.array([len(text) for text in texts])
        filled = np.arange(lengths.max()) < lengths[:, None]
        ids = np.zeros(filled.shape, np.int64)
        ids[filled] = np.concatenate([np.asarray(text) for text in texts])
        return ids, filled, lengths

    def _embedded(self, ids: NDArray[np.int64]) -> FloatArray:
        """Return the table's rows of ids with those of their places."""
        states: FloatArray = self._words[ids].astype(np.float32) + self._places[: ids.shape[1]]
        return states

    def _attention(
        self, x: FloatArray, hidden: FloatArray | None, count: int, name: str
    ) -> FloatArray:
        width = x.shape[1] // self._heads
        parts = self._linear(x, name + "parts").reshape(count, -1, 3, self._heads, width)
        query, key, value = (np.ascontiguousarray(one) for one in parts.transpose(2, 0, 3, 1, 4))
        shares = query @ key.swapaxes(2, 3)
        if hidden is not None:
            shares += hidden
        mixed = (softmax(shares) @ value).transpose(0, 2, 1, 3).reshape(x.shape)
        return self._linear(mixed, name + "output.dense")

    def _linear(self, x: FloatArray, name: str) -> FloatArray:
        result: FloatArray = x @ self._w[name + ".weight"]
        result += self._w[name + ".bias"]
        return result

    def _normalised(self, x: FloatArray, name: str) -> FloatArray:
        return layer_norm(x, self._w[name + ".weight"], self._w[name + ".bias"], self._epsilon)


def _batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Share out texts into batches of like length and at most so many tokens, or of one text."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], i))
    cuts = [0]
    for place, i in enumerate(order):
        if place > cuts[-1] and (place + 1 - cuts[-1]) * lengths[i] > most:
            cuts.append(place)
    return [order[first:last] for first, last in pairwise([*cuts, len(order)])]


def _longest(folder: Path) -> int:
    """Return of how many tokens a text is read."""
    saved = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    return int(saved["model_max_length"])
