"""Stages 3 and 5: a table of token vectors; texts that belong together come to point one way.

Translations, questions with passages and answers, and sentences with neighbours take turns; each
batch is of one kind. The loss is InfoNCE over the batch in both directions (Oord et al. 2018).
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.config import KINDS, Config, TrainingSettings
from training.switching import SWITCHED_KINDS
from training.tokens import UNKNOWN_ID, PairTexts, Texts

log = logging.getLogger(__name__)

REPORT_EVERY = 50  # steps
CHECKPOINT = ".checkpoint.pt"
"""Ending of the file an unfinished table is kept in."""


def spread_batches(
    groups: NDArray[np.int64], weights: NDArray[np.float64], size: int, rng: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Yield shuffled rows in batches of ``size`` in which no group occurs twice.

    A row that would repeat a group waits for the next batch; the last, short batch is left out,
    unless it is the only one. A row of weight 1.5 comes once or twice.
    """
    times = np.floor(weights + rng.random(len(weights))).astype(np.int64)
    waiting = rng.permutation(np.repeat(np.arange(len(groups)), times)).tolist()
    first = True
    while waiting:
        batch: dict[int, int] = {}  # group -> row
        later: list[int] = []
        queue = iter(waiting)
        for row in queue:
            if batch.setdefault(int(groups[row]), row) != row:
                later.append(row)
            if len(batch) == size:
                break
        waiting = later + list(queue)
        if len(batch) < size and not first:
            return
        yield np.fromiter(batch.values(), dtype=np.int64)
        first = False


def info_nce(left: Tensor, right: Tensor, same: Tensor, scale: float) -> Tensor:
    """Return the mean loss of finding row i of ``right`` by row i of ``left``, and back.

    Args:
        left: Unit vectors, (n, dimension).
        right: Unit vectors, (n, dimension).
        same: (n, n), true where j is no wrong answer to i because a text is the same.
        scale: Factor of the cosines.
    """
    scores = (left @ right.T * scale).masked_fill(same, -torch.inf)
    target = torch.arange(len(scores), device=scores.device)
    forth = functional.cross_entropy(scores, target)
    back = functional.cross_entropy(scores.T, target)
    return (forth + back) / 2


def train_first(config: Config) -> dict[str, float]:
    """Train the first table, on questions as they are, and write ``first.npy``."""
    settings = replace(config.training, epochs=config.switching.epochs)
    return _train(config, settings, config.paths.work / "first.npy", KINDS)


def train_table(config: Config) -> dict[str, float]:
    """Train the table that ships, on switched questions too, and write ``table.npy``."""
    files = tuple(f"{kind}-switched" if kind in SWITCHED_KINDS else kind for kind in KINDS)
    return _train(config, config.training, config.paths.work / "table.npy", files)


def _train(
    config: Config, settings: TrainingSettings, table: Path, files: Sequence[str]
) -> dict[str, float]:
    """Train on the work folder's arrays; write the table; return loss and time.

    A checkpoint is left after every epoch, and a run that was cut short goes on from it.
    """
    work = config.paths.work
    kinds = {
        kind: PairTexts.load(work / f"{file}.npz") for kind, file in zip(KINDS, files, strict=True)
    }
    vocabulary = Tokenizer.from_file(str(work / "tokenizer.json")).get_vocab_size()
    trainer = Trainer(vocabulary, step_count(kinds["pairs"], settings), settings, config.seed)
    checkpoint = table.with_suffix(CHECKPOINT)
    digest = config.digest(config.settings())
    done, seconds = trainer.restore(checkpoint, digest)
    losses = [float("nan")]
    for epoch in range(done, settings.epochs):
        begin = time.perf_counter()
        rng = np.random.default_rng([config.seed, epoch])
        losses = []
        for kind, rows in _epoch(kinds, settings, rng):
            losses.append(trainer.step(kind, rows, rng))
            if len(losses) % REPORT_EVERY == 0:
                rate = len(losses) / (time.perf_counter() - begin)
                loss = np.mean(losses[-REPORT_EVERY:])
                message = "epoch %d of %d, step %d: loss %.3f, %.1f steps/s"
                log.info(message, epoch + 1, settings.epochs, len(losses), loss, rate)
        seconds += time.perf_counter() - begin
        trainer.save(checkpoint, digest, epoch + 1, seconds)
    np.save(table, trainer.bag.weight.detach().numpy())
    checkpoint.unlink(missing_ok=True)
    return {"seconds": round(seconds, 1), "last_epoch_loss": round(float(np.mean(losses)), 4)}


class Trainer:
    """The table with its optimiser; knows nothing of epochs and files but its own checkpoint."""

    def __init__(self, vocabulary: int, steps: int, settings: TrainingSettings, seed: int) -> None:
        """Start from random vectors; only the unknown token's is zero, and stays so."""
        torch.manual_seed(seed)
        self.settings = settings
        self.bag = nn.EmbeddingBag(
            vocabulary, settings.dimension, mode="mean", padding_idx=UNKNOWN_ID
        )
        nn.init.normal_(self.bag.weight, std=settings.start_deviation)
        with torch.no_grad():
            self.bag.weight[UNKNOWN_ID] = 0
        self.optimiser = torch.optim.Adam(
            self.bag.parameters(), lr=settings.learning_rate, fused=True
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, warm_up_then_fall(steps, settings.warm_up)
        )

    def step(self, kind: PairTexts, rows: NDArray[np.int64], rng: np.random.Generator) -> float:
        """Learn from one batch and return its loss."""
        left, right = self._vectors(kind.left, rows, rng), self._vectors(kind.right, rows, rng)
        groups = [torch.from_numpy(group[rows]) for group in (kind.left_group, kind.right_group)]
        same = (groups[0][:, None] == groups[0]) | (groups[1][:, None] == groups[1])
        same.fill_diagonal_(False)
        loss = info_nce(left, right, same, self.settings.scale)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        self.schedule.step()
        return loss.item()

    def save(self, path: Path, digest: str, epochs: int, seconds: float) -> None:
        """Write everything that the next epoch needs."""
        state = {name: part.state_dict() for name, part in self._parts().items()}
        torch.save(state | {"digest": digest, "epochs": epochs, "seconds": seconds}, path)

    def restore(self, path: Path, digest: str) -> tuple[int, float]:
        """Read what ``save`` wrote for the same settings; return epochs and seconds so far."""
        if not path.exists():
            return 0, 0.0
        state = torch.load(path, weights_only=True)
        if state["digest"] != digest:
            return 0, 0.0
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        return state["epochs"], state["seconds"]

    def _parts(self) -> dict[str, Any]:
        return {"table": self.bag, "optimiser": self.optimiser, "schedule": self.schedule}

    def _vectors(self, texts: Texts, rows: NDArray[np.int64], rng: np.random.Generator) -> Tensor:
        ids, starts = texts.take(rows)
        ids[rng.random(len(ids)) < self.settings.token_dropout] = UNKNOWN_ID  # not in the mean
        means = self.bag(torch.from_numpy(ids), torch.from_numpy(starts))
        return functional.normalize(means, dim=1)


def warm_up_then_fall(steps: int, share: float) -> Callable[[int], float]:
    """Return the learning rate's factor by step: up to 1 in ``share`` of them, then down to 0."""
    warm = max(1, round(steps * share))
    return lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))


def step_count(pairs: PairTexts, settings: TrainingSettings) -> int:
    """Return the steps of all epochs: an epoch ends when the translation pairs do.

    Raises:
        ValueError: If a round has no pairs.
    """
    turns = settings.round.count("pairs")
    if not turns:
        raise ValueError(f"a round without pairs never ends: {settings.round}")
    batches = max(1, int(pairs.weights.sum()) // settings.batch["pairs"])
    return settings.epochs * batches * len(settings.round) // turns


def _epoch(
    kinds: dict[str, PairTexts], settings: TrainingSettings, rng: np.random.Generator
) -> Iterator[tuple[PairTexts, NDArray[np.int64]]]:
    """Yield batches in the order of the round, until every pair has been seen."""
    batches = {
        kind: _batches(texts, settings.batch[kind], rng, without_end=kind != "pairs")
        for kind, texts in kinds.items()
    }
    for kind in itertools.cycle(settings.round):
        rows = next(batches[kind], None)
        if rows is None:
            return
        yield kinds[kind], rows


def _batches(
    texts: PairTexts, size: int, rng: np.random.Generator, *, without_end: bool
) -> Iterator[NDArray[np.int64]]:
    yield from spread_batches(texts.right_group, texts.weights, size, rng)
    while without_end:
        yield from spread_batches(texts.right_group, texts.weights, size, rng)
