"""What an encoder is worth: figures on sets that nothing was trained on.

Mean vectors only; what the search adds to them is not measured here.
"""

from __future__ import annotations

import json
import logging
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.encoder import Encoder
from training.typos import with_typos

log = logging.getLogger(__name__)

BITEXTS = ("ntrex", "flores-dev", "tatoeba", "eurlex")
RETRIEVAL_SETS = ("corona-faq", "kamervragen")
DEPTH = 10  # of nDCG
TYPOS = 0.3  # share of the words of four letters and more that are mistyped, to see what it costs

Figures = dict[str, float]


def bitext(encoder: Encoder, path: Path) -> Figures:
    """Return how often the translation is the nearest of all, from Dutch and from English."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    english, dutch = zip(*(line.split("\t") for line in lines), strict=True)
    cosines = encoder.encode_passages(dutch) @ encoder.encode_passages(english).T
    right = np.arange(len(lines))
    return {
        "nl-en": float(np.mean(cosines.argmax(axis=1) == right)),
        "en-nl": float(np.mean(cosines.argmax(axis=0) == right)),
    }


def similarity(encoder: Encoder, path: Path) -> Figures:
    """Return Spearman's correlation of cosines with people's scores, within and across languages.

    Across is the English first sentence with the Dutch second.
    """
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    scores = np.array([item["score"] for item in items])
    vectors = {
        side: encoder.encode_passages([item[side] for item in items])
        for side in ("en1", "en2", "nl1", "nl2")
    }
    sides = {"en": ("en1", "en2"), "nl": ("nl1", "nl2"), "en-nl": ("en1", "nl2")}
    return {
        name: spearman(np.sum(vectors[one] * vectors[other], axis=1), scores)
        for name, (one, other) in sides.items()
    }


def retrieval(encoder: Encoder, folder: Path, typos: float = 0.0) -> Figures:
    """Return the mean nDCG@10 of a set in BEIR's layout, by language of the question.

    Args:
        encoder: What is measured.
        folder: Holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/dev.tsv``.
        typos: Share of the questions' longer words that get a made-up typing error.
    """
    corpus = _lines(folder / "corpus.jsonl")
    queries = _lines(folder / "queries.jsonl")
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels" / "dev.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query_id, passage_id, grade = line.split("\t")
        relevant[query_id][passage_id] = int(grade)
    passages = encoder.encode_passages([f"{item['title']} {item['text']}" for item in corpus])
    rng = random.Random(0)
    questions = [with_typos(query["text"], typos, rng) for query in queries]
    cosines = encoder.encode_queries(questions) @ passages.T
    found: dict[str, list[float]] = defaultdict(list)
    for query, row in zip(queries, cosines, strict=True):
        ranked = np.argsort(-row, kind="stable")[:DEPTH]
        grades = relevant[query["_id"]]
        gains = [grades.get(corpus[place]["_id"], 0) for place in ranked]
        found[query["lang"]].append(ndcg(gains, sorted(grades.values(), reverse=True)[:DEPTH]))
    return {lang: float(np.mean(values)) for lang, values in found.items()}


def measure(encoder: Encoder, evaluation: Path) -> dict[str, Figures]:
    """Return all figures, rounded to four places."""
    figures = {
        f"bitext-{name}": bitext(encoder, _bitext_path(evaluation, name)) for name in BITEXTS
    }
    figures["sts"] = similarity(encoder, evaluation / "sts-dev.jsonl")
    figures |= {name: retrieval(encoder, evaluation / name) for name in RETRIEVAL_SETS}
    figures["corona-faq-typos"] = retrieval(encoder, evaluation / "corona-faq", TYPOS)
    for name, values in figures.items():
        figures[name] = {key: round(value, 4) for key, value in values.items()}
        log.info("%s %s", name, figures[name])
    return figures


def ndcg(gains: list[int], ideal: list[int]) -> float:
    """Return the normalised discounted cumulative gain of a ranking.

    Source: Järvelin and Kekäläinen 2002.
    """
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def spearman(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Return the rank correlation, equal values at their mean rank."""
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def _discounted(gains: list[int]) -> float:
    return sum(gain / np.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _bitext_path(evaluation: Path, name: str) -> Path:
    return evaluation / f"bitext-{name}.tsv"


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
