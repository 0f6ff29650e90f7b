"""The transformer in bfloat16, by torch: as exact as a search needs, and three times as fast.

Only on processors that compute in bfloat16, and only worth its start (torch takes seconds) for many
passages. So it runs as a program of its own, which `qa.encoders.many` starts and which takes
torch's memory with it when it ends. It compares itself with the layers in numpy, and ends where it
is not clearly faster.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from qa.encoders.functions import FloatArray
from qa.encoders.layers import TransformerLayers

BATCH_TOKENS = 800
"""Tokens read together: twice as many as in numpy, for each product takes a third of the time."""

LEAST_GAIN = 1.3
"""How many times as fast it must be."""

_MOST_SHARE = 80.0
"""Shares of attention are cut off here, above and below, where they are too large: e to this power,
summed over a text, is still a number of single precision, and so is one over it."""

_TEXTS = 5  # that are timed
_LENGTH = 40  # tokens of each
_ROUNDS = 2


class Bfloat16Layers(TransformerLayers):
    """The same layers with products in bfloat16; what is added and normalised stays as it was."""

    _batch_tokens = BATCH_TOKENS

    def __init__(self, name: str, folder: Path) -> None:
        """Read the weights, as the layers in numpy do."""
        super().__init__(name, folder)
        torch.set_num_threads(1)  # batches run side by side
        self._t = {
            name: torch.from_numpy(np.ascontiguousarray(weight.T)).to(
                torch.float32 if "LayerNorm" in name else torch.bfloat16
            )
            for name, weight in self._w.items()
        }
        self._rows, self._first = torch.from_numpy(self._words), torch.from_numpy(self._places)
        self._w.clear()

    def _read(self, texts: Sequence[Sequence[int]]) -> FloatArray:
        with torch.inference_mode():
            means = self._means(texts)
            if not np.isfinite(means).all():
                means = self._means(texts, cut_off=True)
        return means

    def _means(self, texts: Sequence[Sequence[int]], *, cut_off: bool = False) -> FloatArray:
        ids, filled, lengths = self._filled(texts)
        count, longest = ids.shape
        states = functional.embedding(torch.from_numpy(ids), self._rows).float()
        states += self._first[:longest]
        x = self._norm(states.view(count * longest, -1), "embeddings.LayerNorm")
        there = torch.from_numpy(filled)
        own = there[:, None, :, None].to(torch.bfloat16)
        for i in range(self._layers):
            layer = f"encoder.layer.{i}."
            attention = f"{layer}attention."
            parts = self._product(x, f"{attention}parts").view(count, longest, 3, self._heads, -1)
            query, key, value = parts.permute(2, 0, 3, 1, 4)
            mixed = _mixed(query, key, value, own, cut_off=cut_off).transpose(1, 2).reshape(x.shape)
            x = self._norm(
                x + self._product(mixed, f"{attention}output.dense"),
                f"{attention}output.LayerNorm",
            )
            wide = functional.gelu(self._product(x, f"{layer}intermediate.dense"))
            x = self._norm(
                x + self._product(wide, f"{layer}output.dense"), f"{layer}output.LayerNorm"
            )
        summed = (x.view(count, longest, -1) * there[..., None]).sum(dim=1)
        means: FloatArray = summed.numpy()
        means /= lengths[:, None].astype(np.float32)
        return means

    def _product(self, x: torch.Tensor, name: str) -> torch.Tensor:
        given = x.to(torch.bfloat16)
        return functional.linear(given, self._t[f"{name}.weight"], self._t[f"{name}.bias"])

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._t[f"{name}.weight"], self._t[f"{name}.bias"]
        return functional.layer_norm(x, weight.shape, weight, bias, self._epsilon)


def _mixed(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    own: torch.Tensor,
    *,
    cut_off: bool,
) -> torch.Tensor:
    """Return the attention's mean of the values; twice as fast as torch's own with short texts.

    Args:
        query: Of shape (texts, heads, tokens, width), scaled; ``key`` and ``value`` likewise.
        own: 1 where a token is the text's own, 0 where it fills up; (texts, 1, tokens, 1).
        cut_off: Whether shares are kept from being too large for a number; takes longer.
    """
    key = key - key.mean(-2, keepdim=True)  # shares stay what they are, in smaller numbers
    shares = query @ key.transpose(-1, -2)
    if cut_off:
        shares = shares.clamp_(-_MOST_SHARE, _MOST_SHARE)
    shares = shares.exp_()
    ones = own.expand(*value.shape[:-1], 1)
    summed = shares @ torch.cat([value * own, ones], -1)  # the last column sums the shares
    return summed[..., :-1] / summed[..., -1:]


def _gain(quick: TransformerLayers, exact: TransformerLayers) -> float:
    """Return how many times as fast one is as the other, by the fastest of some rounds."""
    texts = [list(range(1000 + i, 1000 + i + _LENGTH)) for i in range(_TEXTS)]
    fastest: dict[TransformerLayers, float] = {}
    for layers in (quick, exact, *(quick, exact) * _ROUNDS):
        start = time.thread_time()
        layers._read(texts)
        took = time.thread_time() - start
        fastest[layers] = min(took, fastest.get(layers, took))
    return fastest[exact] / max(fastest[quick], 1e-9)


def _serve() -> None:
    """Say that it is faster, or end; then answer each line of texts with their vectors' bytes.

    A line may come while the one before is being answered.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    name, folder = sys.argv[1], Path(sys.argv[2])
    quick = Bfloat16Layers(name, folder)
    if _gain(quick, TransformerLayers(name, folder)) < LEAST_GAIN:
        return
    answers.write(b"{}\n")
    answers.flush()
    for texts in _ahead(map(json.loads, sys.stdin.buffer)):
        answers.write(quick.encode_passages(texts).tobytes())
        answers.flush()


def _ahead(batches: Iterator[list[str]]) -> Iterator[list[str]]:
    """Give each batch, and receive the next meanwhile: who sends it need not wait."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, batches, None)
        while (texts := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield texts


if __name__ == "__main__":
    _serve()
