"""Fit a trained reader to letters, with the product's own scores as a fixed offset.

So the reader learns what the product's features lack. Few questions are known: what is measured
comes from readers that were fitted without the fold of the question's letter.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.asked import folds_of
from training.transformer.beside import Asked, window_of
from training.transformer.read import batches
from training.transformer.reader import Batch, Numbers, Reader, number_windows

TOKENS = 1500  # of a batch
PASSES = 2
RATE, SHARE_RATE = 3e-5, 1e-2  # of the reader's weights, of what its logits count
SHARE = 0.15  # what a logit of the reader counts at first beside the product's
CLIP = 1.0
REFUSING = 0.5  # weight of the second loss beside that of the choice


class Tuned(nn.Module):
    """A reader and what its logits count beside the product's: in the choice, in refusing."""

    def __init__(self, reader: Reader) -> None:
        """Take a copy of the reader."""
        super().__init__()
        self.reader = copy.deepcopy(reader)
        self.shares = nn.Parameter(torch.full((2,), SHARE))

    def forward(self, batch: Batch, scores: Tensor, logits: Tensor) -> tuple[Tensor, Tensor]:
        """Return the sentences' scores, (n, k), and the logits of an answer, (n,).

        Args:
            batch: n windows of at most k sentences.
            scores: The product's of the sentences, (n, k).
            logits: The product's of an answer, (n,).
        """
        sentences, none = self.reader(batch)
        chance = sentences.logsumexp(dim=1) - none
        known = self.shares[0] * sentences.masked_fill(~batch.filled, 0)  # -inf has no gradient
        found = (scores + known).masked_fill(~batch.filled, -torch.inf)
        return found, logits + self.shares[1] * chance


class Rows:
    """Questions as windows, with the product's scores in the order of the windows' sentences."""

    def __init__(self, asked: Sequence[Asked], tokenizer: Tokenizer, ends: tuple[int, int, int]):
        """Number the windows; see `training.transformer.beside.read_all`."""
        read = [window_of(one) for one in asked]
        self.asked, self.orders, self.pad = asked, [order for _, order in read], ends[2]
        self.numbers: Numbers = number_windows([window for window, _ in read], tokenizer, ends[:2])

    def take(self, rows: Sequence[int]) -> tuple[Batch, Tensor, Tensor, Tensor, Tensor]:
        """Return batch, scores, which are right, logits and whether there is an answer."""
        batch = Batch.of(self.numbers, rows, self.pad)
        scores = torch.zeros(batch.filled.shape)
        right = torch.zeros(batch.filled.shape, dtype=torch.bool)
        for i, row in enumerate(rows):
            one, order = self.asked[row], self.orders[row]
            scores[i, : len(order)] = torch.from_numpy(one.scores[order]).float()
            right[i, : len(order)] = torch.from_numpy(one.right[order])
        logits = torch.tensor([self.asked[row].logit for row in rows])
        answerable = torch.tensor([float(self.asked[row].answerable) for row in rows])
        return batch, scores, right, logits, answerable


def tune(reader: Reader, rows: Rows, which: NDArray[np.int64], seed: int) -> Tuned:
    """Return the reader fitted to some of the rows.

    Args:
        reader: Stays as it is.
        rows: All questions.
        which: Those that are learnt from.
        seed: Of the order.
    """
    tuned = Tuned(reader).train()
    weights = [weight for weight in tuned.reader.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": weights, "lr": RATE}, {"params": [tuned.shares], "lr": SHARE_RATE}]
    )
    rng = np.random.default_rng(seed)
    for _ in range(PASSES):
        order = rng.permutation(which)
        for some in batches(rows.numbers.lengths[order], TOKENS, rng):
            loss = loss_of(tuned, *rows.take(order[some].tolist()))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(weights, CLIP)
            optimiser.step()
    return tuned


def loss_of(
    tuned: Tuned, batch: Batch, scores: Tensor, right: Tensor, logits: Tensor, answerable: Tensor
) -> Tensor:
    """Return the surprise at the right sentences and, by `REFUSING`, at there being an answer."""
    found, answered = tuned(batch, scores, logits)
    refusing = functional.binary_cross_entropy_with_logits(answered, answerable)
    known = right.any(dim=1)
    if not known.any():
        return REFUSING * refusing
    of = found[known]
    surprise = of.logsumexp(dim=1) - of.masked_fill(~right[known], -torch.inf).logsumexp(dim=1)
    return surprise.mean() + REFUSING * refusing


@torch.inference_mode()
def read(tuned: Tuned, rows: Rows, which: NDArray[np.int64]) -> None:
    """Put the tuned reader's part into the logits of some questions, in place.

    Afterwards `Asked.logits` count 1 beside the product's scores, and so does `Asked.chance`.
    """
    tuned.eval()
    for some in batches(rows.numbers.lengths[which], TOKENS, np.random.default_rng(0)):
        numbers = which[some].tolist()
        batch, scores, _, logits, _ = rows.take(numbers)
        found, answered = tuned(batch, scores, logits)
        parts = zip(numbers, found - scores, answered - logits, strict=True)
        for row, given, chance in parts:
            one, order = rows.asked[row], rows.orders[row]
            one.logits = np.zeros(len(order))
            one.logits[order] = given[: len(order)].numpy()
            one.none = float(np.logaddexp.reduce(one.logits)) - float(chance)


def read_unseen(reader: Reader, rows: Rows, folds: int, seed: int) -> None:
    """Let each question be read by a reader that was tuned without its letter's fold, in place.

    Args:
        reader: To begin with.
        rows: All questions.
        folds: How many readers are made.
        seed: Of the orders.
    """
    letters = [one.question.letter or one.question.id for one in rows.asked]
    fold = folds_of(letters) % folds
    for number in range(folds):
        tuned = tune(reader, rows, np.flatnonzero(fold != number), seed)
        read(tuned, rows, np.flatnonzero(fold == number))
