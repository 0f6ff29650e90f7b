"""What an encoder's vectors are worth by themselves: translations found, similarity, passages.

Works on any encoder and on the files of the evaluation data; needs no index.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.encoders.encoder import Encoder
from qa.evaluation.measures import ScoredDoc

SIMILARITY_SIDES = {"en": ("en1", "en2"), "nl": ("nl1", "nl2"), "en-nl": ("en1", "nl2")}
"""What is compared with what; across languages the English first sentence, the Dutch second."""


def bitext(encoder: Encoder, path: Path) -> dict[str, list[float]]:
    """Return for each sentence whether its translation is the nearest of all (1) or not (0).

    Args:
        encoder: What is measured.
        path: Lines ``en<TAB>nl``.

    Returns:
        Under "nl-en" and "en-nl", from which language to which.
    """
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    english, dutch = zip(*(line.split("\t") for line in lines), strict=True)
    cosines = encoder.encode_passages(dutch) @ encoder.encode_passages(english).T
    right = np.arange(len(lines))
    return {
        "nl-en": (cosines.argmax(axis=1) == right).astype(float).tolist(),
        "en-nl": (cosines.argmax(axis=0) == right).astype(float).tolist(),
    }


def similarity(encoder: Encoder, path: Path) -> dict[str, float]:
    """Return Spearman's correlation of cosines with people's scores, by `SIMILARITY_SIDES`.

    Args:
        encoder: What is measured.
        path: JSON lines with ``en1``, ``en2``, ``nl1``, ``nl2`` and ``score``.
    """
    from scipy.stats import spearmanr  # type: ignore[import-untyped, unused-ignore]

    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    scores = [item["score"] for item in items]
    vectors = {
        side: encoder.encode_passages([item[side] for item in items])
        for side in ("en1", "en2", "nl1", "nl2")
    }
    return {
        name: float(spearmanr(np.sum(vectors[one] * vectors[other], axis=1), scores).statistic)
        for name, (one, other) in SIMILARITY_SIDES.items()
    }


def nearest(
    encoder: Encoder,
    queries: Sequence[tuple[str, str]],
    passages: Sequence[tuple[str, str]],
    depth: int,
) -> list[ScoredDoc]:
    """Return the run of the nearest passages by cosine.

    Args:
        encoder: What is measured.
        queries: Ids and texts.
        passages: Ids and texts.
        depth: How many passages for each query.
    """
    vectors = encoder.encode_passages([text for _, text in passages])
    cosines = encoder.encode_queries([text for _, text in queries]) @ vectors.T
    run = []
    for (query_id, _), row in zip(queries, cosines, strict=True):
        for place in np.argsort(-row, kind="stable")[:depth]:
            run.append(ScoredDoc(query_id, passages[place][0], float(row[place])))
    return run
