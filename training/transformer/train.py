"""Stage 3: the student comes near the teacher's vectors, and a question near its passage.

Distillation on translations (Reimers and Gurevych 2020) keeps both languages in the teacher's
space; InfoNCE over the batch, in which questions and passages are made half Dutch at random,
teaches it to find what answers. Kinds of texts take turns.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from transformers import BertModel

from training.switching import NEAREST as DICTIONARY_WIDTH
from training.table import info_nce, warm_up_then_fall
from training.transformer.batches import Packed, batches
from training.transformer.settings import Training

log = logging.getLogger(__name__)

REPORT_EVERY = 20  # steps
SWITCHED_KINDS = ("questions", "answers")
DECAY = 0.01  # of the layers' weights, none of the word table's


@dataclass(frozen=True)
class Kind:
    """All pairs of one kind. ``teacher_left`` is the row of the teacher's vector, or -1.

    Equal texts have the same group, so that a text is never a wrong answer to itself.
    """

    left: Packed
    right: Packed
    teacher_left: NDArray[np.int64]
    teacher_right: NDArray[np.int64]
    group_left: NDArray[np.int64]
    group_right: NDArray[np.int64]
    weights: NDArray[np.float64]


def embed(model: BertModel, ids: Tensor, mask: Tensor) -> Tensor:
    """Return the mean of the last layer's states, of length 1; one row a text."""
    states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    means = (states * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
    return functional.normalize(means, dim=1)


def embed_all(model: BertModel, texts: Packed, tokens: int) -> Tensor:
    """Return the vectors of all texts, (texts, width), in the order of the texts."""
    device = texts.ids.device
    found = torch.zeros(len(texts.lengths), model.config.hidden_size, device=device)
    order = np.argsort(texts.lengths, kind="stable")
    begin = 0
    model.eval()
    with torch.inference_mode(), half_precision(device):
        while begin < len(order):
            end = min(len(order), begin + max(1, tokens // int(texts.lengths[order[begin]])))
            while end - begin > 1 and (end - begin) * texts.lengths[order[end - 1]] > tokens:
                end = begin + max(1, (end - begin) * 9 // 10)
            rows = order[begin:end]
            found[torch.from_numpy(rows).to(device)] = embed(model, *texts.take(rows))
            begin = end
    return found


def half_precision(device: torch.device) -> torch.autocast:
    """Return the context in which products are made in bfloat16, where the device has such units.

    A processor without them imitates them, eight times as slow as single precision.
    """
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=_has_bfloat16(device))


def _has_bfloat16(device: torch.device) -> bool:
    known = torch.cpu.get_capabilities()
    return device.type != "cpu" or bool(known.get("avx512_bf16") or known.get("amx_bf16"))


class Trainer:
    """The student with its optimiser; knows nothing of files but its own checkpoint."""

    def __init__(
        self,
        student: BertModel,
        kinds: dict[str, Kind],
        teacher: Tensor,
        dictionary: NDArray[np.int32],
        settings: Training,
        seed: int,
    ) -> None:
        """Take all parts as they are.

        Args:
            student: On the device of ``teacher``.
            kinds: By their names.
            teacher: The vectors that rows of the kinds name, (texts, width).
            dictionary: Dutch tokens for English ones, -1 for none.
            settings: Sizes and rates.
            seed: Of batches and of switching.
        """
        self.student, self.kinds, self.teacher, self.settings = student, kinds, teacher, settings
        self.device = teacher.device
        specials = student.config.vocab_size - len(dictionary)  # have no translation
        dictionary = np.pad(dictionary, ((0, specials), (0, 0)), constant_values=-1)
        self.dictionary = torch.from_numpy(dictionary.astype(np.int64)).to(self.device)
        self.choices = (self.dictionary >= 0).sum(dim=1)
        self.step = 0
        self.seed = seed
        table = student.embeddings.word_embeddings.weight
        layers = [weight for weight in student.parameters() if weight is not table]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": layers, "lr": settings.rate, "weight_decay": DECAY},
                {"params": [table], "lr": settings.table_rate, "weight_decay": 0.0},
            ],
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, warm_up_then_fall(settings.steps, settings.warm_up)
        )

    def run(self, deadline: float) -> Iterator[int]:
        """Learn until all steps are done or ``deadline`` (of ``time.monotonic``) has passed.

        Yields:
            The number of steps done, after every `REPORT_EVERY` of them.
        """
        rng = np.random.default_rng([self.seed, self.step])
        torch.manual_seed(self.seed + self.step)
        turns = {kind: self._without_end(kind, rng) for kind in self.kinds}
        sums: dict[str, list[Tensor]] = {}
        begin, first = time.monotonic(), self.step
        while self.step < self.settings.steps and time.monotonic() < deadline:
            order = self.settings.phase(self.step).round
            name = order[self.step % len(order)]
            sums.setdefault(name, []).append(self._learn(name, next(turns[name])))
            if self.step % REPORT_EVERY == 0:
                rate = (self.step - first) / (time.monotonic() - begin)
                log.info("step %d, %.1f a second: %s", self.step, rate, _means(sums))
                sums = {}
                yield self.step

    def save(self, path: Path) -> None:
        """Write everything that the next step needs."""
        state = {name: part.state_dict() for name, part in self._parts().items()}
        torch.save(state | {"step": self.step}, path)

    def restore(self, path: Path) -> None:
        """Read what `save` wrote, if it is there."""
        if path.exists():
            state = torch.load(path, weights_only=True, map_location=self.device)
            for name, part in self._parts().items():
                part.load_state_dict(state[name])
            self.step = state["step"]

    def _parts(self) -> dict[str, Any]:
        return {"student": self.student, "optimiser": self.optimiser, "schedule": self.schedule}

    def _without_end(self, name: str, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
        kind, settings = self.kinds[name], self.settings
        lengths = kind.left.lengths, kind.right.lengths
        while True:
            yield from batches(*lengths, kind.weights, settings.rows, settings.tokens, rng)

    def _learn(self, name: str, rows: NDArray[np.int64]) -> Tensor:
        """Take one step; return distance to the teacher and InfoNCE, (2,), on the device."""
        kind = self.kinds[name]
        switched = self.settings.switched if name in SWITCHED_KINDS else 0.0
        self.student.train()
        with half_precision(self.device):
            left, right = (
                embed(self.student, self._switched(ids, switched), mask)
                for ids, mask in (kind.left.take(rows), kind.right.take(rows))
            )
        far = self._distance(left, kind.teacher_left[rows])
        far = far + self._distance(right, kind.teacher_right[rows])
        lost = info_nce(left, right, self._same(kind, rows), self.settings.scale)
        weights = self.settings.phase(self.step).weights[name]
        self.optimiser.zero_grad(set_to_none=True)
        (weights[0] * far + weights[1] * lost).backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        return torch.stack([far.detach(), lost.detach()])

    def _distance(self, vectors: Tensor, teacher: NDArray[np.int64]) -> Tensor:
        """Return 1 - cosine to the teacher's, the mean of the texts that have one."""
        there = np.flatnonzero(teacher >= 0)
        if not len(there):
            return vectors.new_zeros(())
        wanted = self.teacher[torch.from_numpy(teacher[there]).to(self.device)].float()
        given = (
            vectors
            if len(there) == len(teacher)
            else vectors[torch.from_numpy(there).to(self.device)]
        )
        return 1 - (given * wanted).sum(dim=1).mean()

    def _same(self, kind: Kind, rows: NDArray[np.int64]) -> Tensor:
        same = torch.zeros(len(rows), len(rows), dtype=torch.bool, device=self.device)
        for groups in (kind.group_left[rows], kind.group_right[rows]):
            on_device = torch.from_numpy(groups).to(self.device)
            same |= on_device[:, None] == on_device
        return same.fill_diagonal_(False)

    def _switched(self, ids: Tensor, share: float) -> Tensor:
        """Exchange English words for Dutch ones in a share of the texts."""
        if not share:
            return ids
        chosen = torch.rand(len(ids), 1, device=self.device) < share
        chosen = chosen & (torch.rand(ids.shape, device=self.device) < self.settings.switched_words)
        choices = self.choices[ids]
        picked = (torch.rand(ids.shape, device=self.device) * choices).long()
        dutch = self.dictionary[ids, picked.clamp(max=DICTIONARY_WIDTH - 1)]
        return torch.where(chosen & (choices > 0), dutch, ids)


def _means(sums: dict[str, list[Tensor]]) -> str:
    """Return the mean distance and InfoNCE of each kind."""
    means = {name: torch.stack(found).mean(dim=0).tolist() for name, found in sums.items()}
    return ", ".join(f"{name} {far:.3f} {lost:.3f}" for name, (far, lost) in means.items())
