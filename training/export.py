"""Stage 4: the trained table and its tokenizer as a folder that ships.

``SentenceTransformer(folder)`` loads it as a StaticEmbedding and a Normalize module. The table is
kept in half precision beside a factor of 1 per token, a form that the library unfolds to single
precision: computing in half precision would make a text without a known token NaN.
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
        ValueError: If a number of the table is too large for half precision.
    """
    with np.errstate(over="ignore"):
        halves = table.astype(np.float16)
    if not np.isfinite(halves).all():
        raise ValueError(f"values up to {np.abs(table).max()} do not fit half precision")
    folder.mkdir(parents=True, exist_ok=True)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=halves), Normalize()], device="cpu"
    )
    model.save(str(folder), create_model_card=False)
    save_file(
        {"embeddings": halves, "weights": np.ones(len(halves), dtype=np.float32)},
        folder / "model.safetensors",
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)  # safetensors writes for the owner alone, and installs copy the mode
