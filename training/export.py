"""Stage 6: the trained table and its tokenizer as a folder that ships.

``SentenceTransformer(folder)`` loads it as a StaticEmbedding and a Normalize module. The table is
kept as whole numbers of 8 bits beside a factor for each token, a form that the library unfolds to
single precision; it costs nothing in any figure and leaves room for twice the dimensions.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from training.config import Config

log = logging.getLogger(__name__)

LARGEST = 127  # of 8 bits with a sign
TINY = 1e-12  # stands for the factor of a row of zeros


def export(config: Config) -> dict[str, int]:
    """Write the weights folder from the work folder; return its size in bytes."""
    folder = config.paths.weights
    save_model(
        folder,
        Tokenizer.from_file(str(config.paths.work / "tokenizer.json")),
        np.load(config.paths.work / "table.npy"),
    )
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    log.info("%s: %.1f MB", folder, size / 1e6)
    return {"bytes": size}


def save_model(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32]) -> None:
    """Write tokenizer, table and the two descriptions that sentence-transformers reads.

    Raises:
        ValueError: If a number of the table is not finite.
    """
    if not np.isfinite(table).all():
        raise ValueError("the table holds numbers that are not finite: the training went astray")
    factors = np.abs(table).max(axis=1).astype(np.float32) / LARGEST
    bytes_ = np.round(table / np.maximum(factors, TINY)[:, None]).astype(np.int8)
    folder.mkdir(parents=True, exist_ok=True)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=table), Normalize()], device="cpu"
    )
    model.save(str(folder), create_model_card=False)
    save_file({"embeddings": bytes_, "weights": factors}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)  # safetensors writes for the owner alone, and installs copy the mode
