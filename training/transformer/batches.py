"""Texts as token numbers on the device, and batches of about equal lengths and size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.tokens import Texts

POOL = 40_000  # rows that are sorted by length together
ROUND = 8  # lengths are padded to a multiple


@dataclass(frozen=True)
class Packed:
    """Token numbers of many texts, end to end, on the device; special tokens included."""

    ids: Tensor  # (tokens,)
    starts: Tensor  # (texts,)
    lengths: NDArray[np.int64]  # (texts,)
    pad: int

    @classmethod
    def of(cls, texts: Texts, first: int, last: int, pad: int, device: torch.device) -> Packed:
        """Put ``first`` before and ``last`` behind every text."""
        lengths = np.diff(texts.offsets)
        offsets = texts.offsets + 2 * np.arange(len(texts) + 1)
        ids = np.full(int(offsets[-1]), last, np.int32)
        ids[offsets[:-1]] = first
        places = np.repeat(offsets[:-1] + 1 - texts.offsets[:-1], lengths)
        ids[places + np.arange(len(texts.ids))] = texts.ids
        put = torch.from_numpy
        return cls(put(ids).to(device), put(offsets[:-1]).to(device), lengths + 2, pad)

    def take(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Return ids and mask of the rows, both (rows, longest of them)."""
        device = self.ids.device
        longest = int(-(-self.lengths[rows].max() // ROUND) * ROUND)
        along = torch.arange(longest, device=device)
        starts = self.starts[torch.from_numpy(rows).to(device)]
        mask = along < torch.from_numpy(self.lengths[rows]).to(device)[:, None]
        places = (starts[:, None] + along).clamp(max=len(self.ids) - 1)
        return torch.where(mask, self.ids[places], self.pad).long(), mask


def batches(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    weights: NDArray[np.float64],
    rows: int,
    tokens: int,
    rng: np.random.Generator,
) -> Iterator[NDArray[np.int64]]:
    """Yield one pass over the rows, each about ``weights`` times, in batches of like lengths.

    Args:
        left: Lengths of the left texts.
        right: Of the right texts.
        weights: A row of weight 1.5 comes once or twice.
        rows: Most rows of a batch.
        tokens: Most tokens of a batch, both sides and the padding counted.
        rng: Draws the order.
    """
    times = np.floor(weights + rng.random(len(weights))).astype(np.int64)
    order = rng.permutation(np.repeat(np.arange(len(weights)), times))
    for start in range(0, len(order), POOL):
        pool = order[start : start + POOL]
        pool = pool[np.argsort(np.maximum(left, right)[pool], kind="stable")]
        cuts = list(_cuts(left[pool], right[pool], rows, tokens))
        for place in rng.permutation(len(cuts)):
            begin, end = cuts[place]
            yield pool[begin:end]


def _cuts(
    left: NDArray[np.int64], right: NDArray[np.int64], rows: int, tokens: int
) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(left):
        end = min(begin + rows, len(left))
        while end - begin > 1 and (end - begin) * _width(left, right, begin, end) > tokens:
            end = begin + max(1, (end - begin) * 9 // 10)
        yield begin, end
        begin = end


def _width(left: NDArray[np.int64], right: NDArray[np.int64], begin: int, end: int) -> int:
    """Return the tokens of a padded row, both sides."""
    return int(left[begin:end].max() + right[begin:end].max())
