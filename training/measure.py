"""What an encoder is worth: figures on sets that nothing was trained on.

Mean vectors only; what the search adds to them is measured by ``letters-qa eval``.
"""

from __future__ import annotations

import logging
import random
from pathlib import Path

import numpy as np

from qa.encoders.encoder import Encoder
from qa.evaluation.measures import measure as measure_run
from qa.evaluation.passages import load_collection
from qa.evaluation.vectors import bitext, nearest, similarity
from training.typos import with_typos

log = logging.getLogger(__name__)

BITEXTS = ("ntrex", "flores-dev", "tatoeba", "eurlex")
RETRIEVAL_SETS = ("corona-faq", "kamervragen")
DEPTH = 10  # of nDCG
TYPOS = 0.3  # share of the words of four letters and more that are mistyped, to see what it costs

Figures = dict[str, float]


def retrieval(encoder: Encoder, folder: Path, typos: float = 0.0) -> Figures:
    """Return the mean nDCG@10 of a set in BEIR's layout, by language of the question.

    Args:
        encoder: What is measured.
        folder: Holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/dev.tsv``.
        typos: Share of the questions' longer words that get a made-up typing error.
    """
    collection = load_collection(folder)
    rng = random.Random(0)
    questions = [(query.id, with_typos(query.text, typos, rng)) for query in collection.queries]
    run = nearest(encoder, questions, list(collection.passages.items()), DEPTH)
    name = f"nDCG@{DEPTH}"
    values = measure_run(run, collection.qrels, [name])[name]
    langs = {query.id: query.lang for query in collection.queries}
    return {
        lang: float(np.mean([value for query, value in values.items() if langs[query] == lang]))
        for lang in dict.fromkeys(langs.values())
    }


def measure(encoder: Encoder, evaluation: Path) -> dict[str, Figures]:
    """Return all figures, rounded to four places."""
    figures = {}
    for name in BITEXTS:
        found = bitext(encoder, evaluation / f"bitext-{name}.tsv")
        figures[f"bitext-{name}"] = {way: float(np.mean(right)) for way, right in found.items()}
    figures["sts"] = similarity(encoder, evaluation / "sts-dev.jsonl")
    figures |= {name: retrieval(encoder, evaluation / name) for name in RETRIEVAL_SETS}
    figures["corona-faq-typos"] = retrieval(encoder, evaluation / "corona-faq", TYPOS)
    for name, values in figures.items():
        figures[name] = {key: round(value, 4) for key, value in values.items()}
        log.info("%s %s", name, figures[name])
    return figures
