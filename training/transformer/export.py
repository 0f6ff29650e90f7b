"""Stage 4: the student as a folder that ``SentenceTransformer(folder)`` loads.

Numbers are kept in half precision and are unfolded to single precision when they are read.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertModel, PreTrainedTokenizerFast

WEIGHTS = "model.safetensors"


def save_student(folder: Path, student: BertModel, tokenizer: Tokenizer, longest: int) -> None:
    """Write the model's folder.

    Raises:
        ValueError: If a number is not finite.
    """
    if not all(torch.isfinite(weight).all() for weight in student.parameters()):
        raise ValueError("the model holds numbers that are not finite: the training went astray")
    with tempfile.TemporaryDirectory() as plain:
        student.float().cpu().save_pretrained(plain)
        _fast(tokenizer, longest).save_pretrained(plain)
        words = Transformer(plain, max_seq_length=longest)
        width = student.config.hidden_size
        model = SentenceTransformer(
            modules=[words, Pooling(width, pooling_mode="mean"), Normalize()], device="cpu"
        )
        model.save(str(folder), create_model_card=False)
    halve(folder / WEIGHTS)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)  # safetensors writes for the owner alone, and installs copy the mode


def halve(path: Path) -> None:
    """Rewrite a file of weights in half precision; its config still asks for single.

    The library adds a pooler that nothing reads, with random numbers: they become zero.
    """
    weights = {name: weight.half() for name, weight in load_file(path).items()}
    weights |= {name: weight * 0 for name, weight in weights.items() if name.startswith("pooler.")}
    save_file(weights, path, metadata={"format": "pt"})


def _fast(tokenizer: Tokenizer, longest: int) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=longest,
    )
