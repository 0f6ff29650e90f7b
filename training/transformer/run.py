"""The stages in their order; training goes on from its checkpoint."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from training.tokens import PairTexts, Texts
from training.transformer.batches import Packed
from training.transformer.settings import HELD_OUT, KINDS, Settings
from training.transformer.start import draw_back, load_teacher, make_student, with_specials
from training.transformer.tokens import SWITCHED_DEV, load_teacher_texts
from training.transformer.train import Kind, Trainer, embed_all

log = logging.getLogger(__name__)

TEACHER_TOKENS = 262_144  # of a batch that is only read
CHECK_EVERY = 1000  # steps between two measurements on the held-out sets
CHECKPOINT = "checkpoint.pt"


def own_tokenizer(settings: Settings) -> Tokenizer:
    """Return the static encoder's tokenizer with the special tokens of a transformer."""
    return with_specials(Tokenizer.from_file(str(settings.paths.static / "tokenizer.json")))


def teacher_vectors(work: Path, teacher: Path, device: torch.device) -> Tensor:
    """Return the teacher's vectors of all its texts, in half precision; kept in a file."""
    kept = work / "teacher.npy"
    if not kept.exists():
        tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
        first, last, pad = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]"))
        texts = Packed.of(load_teacher_texts(work)[0], first, last, pad, device)
        vectors = embed_all(load_teacher(teacher).to(device), texts, _read_at_once(device))
        np.save(kept, vectors.half().cpu().numpy())
        log.info("teacher: %d texts", len(vectors))
    return torch.from_numpy(np.load(kept)).to(device)


def _read_at_once(device: torch.device) -> int:
    return TEACHER_TOKENS if device.type == "cuda" else TEACHER_TOKENS // 64


class Run:
    """Everything the training stage has in hand."""

    def __init__(self, settings: Settings, teacher: Path, device: torch.device) -> None:
        """Load what the stages before have written."""
        self.settings, self.device = settings, device
        self.work = settings.paths.work
        tokenizer = own_tokenizer(settings)
        self.ends = tuple(tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]"))
        vectors = teacher_vectors(self.work, teacher, device)
        table = np.load(self.work / "table.npy")
        dropout = settings.training.dropout
        student = make_student(load_teacher(teacher), table, self.ends[2], dropout).to(device)
        self.start = {name: weight.clone() for name, weight in student.state_dict().items()}
        dictionary = np.load(self.work / "dictionary.npy")
        kinds = self._kinds()
        self.trainer = Trainer(
            student, kinds, vectors, dictionary, settings.training, settings.seed
        )

    @property
    def student(self) -> BertModel:
        """The model as trained so far."""
        return self.trainer.student

    def train(self, minutes: float) -> bool:
        """Train until the steps or the minutes are over; return whether the steps are."""
        checkpoint = self.work / CHECKPOINT
        self.trainer.restore(checkpoint)
        if not self.trainer.step:
            log.info("before training: %s", self.check())
        for step in self.trainer.run(time.monotonic() + 60 * minutes):
            if step % CHECK_EVERY == 0:
                log.info("step %d: %s", step, self.check())
        self.trainer.save(checkpoint)
        log.info("step %d: %s", self.trainer.step, self.check())
        return self.trainer.step >= self.settings.training.steps

    def finish(self) -> BertModel:
        """Return the student that ships: after the last step, drawn back towards the start."""
        share = self.settings.training.start_share
        draw_back(self.student, self.start, share)
        log.info("with %.2f of the start: %s", share, self.check())
        return self.student

    def check(self) -> dict[str, float]:
        """Return the mean reciprocal rank of the right text on each held-out set."""
        names = (*HELD_OUT, f"{SWITCHED_DEV}-switched")
        return {name: round(self._reciprocal_rank(name), 4) for name in names}

    def _reciprocal_rank(self, name: str) -> float:
        texts = PairTexts.load(self.work / f"{name}.npz")
        left, right = (
            embed_all(self.student, self._packed(side), _read_at_once(self.device))
            for side in (texts.left, texts.right)
        )
        _, firsts, which = np.unique(texts.right_group, return_index=True, return_inverse=True)
        scores = (left @ right[torch.from_numpy(firsts)].T).cpu()
        found = scores.gather(1, torch.from_numpy(which)[:, None])
        return (1.0 / (1 + (scores > found).sum(dim=1))).mean().item()

    def _packed(self, texts: Texts) -> Packed:
        return Packed.of(texts, *self.ends, self.device)

    def _kinds(self) -> dict[str, Kind]:
        which, kinds = load_teacher_texts(self.work)[1], {}
        for kind in KINDS:
            texts = PairTexts.load(self.work / f"{kind}.npz")
            left, right, which = np.split(which, [len(texts.left), 2 * len(texts.left)])
            kinds[kind] = self._kind(texts, left, right)
        return kinds

    def _kind(self, texts: PairTexts, left: NDArray[np.int64], right: NDArray[np.int64]) -> Kind:
        return Kind(
            self._packed(texts.left),
            self._packed(texts.right),
            left,
            right,
            texts.left_group,
            texts.right_group,
            texts.weights,
        )
