"""The systems compared on one index: the shipped hybrid, its parts, and what peers ship.

All of them search the same chunks, each with its dossier title and heading. BM25 and the peers'
encoder rank all chunks, the parts of the hybrid the first `CANDIDATES` of the hybrid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.assistant import Assistant
from qa.encoders.encoder import Encoder
from qa.evaluation.measures import ScoredDoc
from qa.index.bm25 import WordStatistics, bm25
from qa.index.postings import build_postings
from qa.indexing import embedded_text
from qa.records import Chunk
from qa.retrieval.retriever import CANDIDATES
from qa.text.lexical import content_words, stem

BM25 = "BM25"
PEER = "MiniLM"
PEER_AND_BM25 = "MiniLM + BM25"
WORDS = "BM25 across languages"
MEAN = "mean vector"
TOKENS = "token-level"
SHIPPED = "shipped"

SYSTEMS = (BM25, PEER, PEER_AND_BM25, WORDS, MEAN, TOKENS, SHIPPED)
"""In the order of the table's columns."""

SIGNAL = {WORDS: "bm25", MEAN: "dense", TOKENS: "tokens"}
"""The signal of the hybrid that each of its parts is ranked by."""

RRF = 60
"""What is added to a rank before it is turned round (Cormack, Clarke and Büttcher 2009)."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and of how many."""

Runs = dict[str, list[ScoredDoc]]
"""The run of each system, by its name."""


def run_systems(
    assistant: Assistant,
    questions: Mapping[str, str],
    depth: int,
    key: Callable[[Chunk], str],
    peer: Encoder | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Runs:
    """Ask every system every question.

    Args:
        assistant: Has the index open.
        questions: Id to text.
        depth: How many ids a system returns for a question.
        key: The id a chunk counts for; of several chunks with one id the best counts.
        peer: The encoder that others ship; without it the systems that need it are left out.
        progress: Called after every question with how many are done, and of how many.
    """
    chunks = sorted(assistant.store.live_chunks(), key=_chunk_id)
    keys = [key(chunk) for chunk in chunks]
    texts = [embedded_text(chunk) for chunk in chunks]
    by_words = _PlainBM25(texts)
    if peer:
        passages = peer.encode_passages(texts)
        cosines = dict(
            zip(questions, peer.encode_queries(list(questions.values())) @ passages.T, strict=True)
        )
    runs: Runs = {name: [] for name in SYSTEMS if peer or name not in (PEER, PEER_AND_BM25)}

    def keep(system: str, query_id: str, scored: Mapping[str, float]) -> None:
        best = sorted(scored.items(), key=lambda item: (-item[1], item[0]))[:depth]
        runs[system] += [ScoredDoc(query_id, name, score) for name, score in best]

    for done, (query_id, text) in enumerate(questions.items(), start=1):
        words = by_words.scores(text)
        keep(BM25, query_id, _best(keys, words, words > 0))
        if peer:
            similar = cosines[query_id]
            fused = _reciprocal_ranks(words, words > 0) + _reciprocal_ranks(similar)
            keep(PEER, query_id, _best(keys, similar))
            keep(PEER_AND_BM25, query_id, _best(keys, fused))
        hits = assistant.search(text, CANDIDATES)
        found = [key(hit.chunk) for hit in hits]
        for name, signal in SIGNAL.items():
            keep(name, query_id, _best(found, np.array([hit.signals[signal] for hit in hits])))
        keep(SHIPPED, query_id, _best(found, np.array([hit.score for hit in hits])))
        if progress:
            progress(done, len(questions))
    return runs


def _chunk_id(chunk: Chunk) -> str:
    return chunk.chunk_id


def _best(
    keys: Sequence[str], scores: NDArray[np.floating], kept: NDArray[np.bool_] | None = None
) -> dict[str, float]:
    """Return the best score of each id, of the rows that are kept."""
    best: dict[str, float] = {}
    rows = range(len(keys)) if kept is None else np.flatnonzero(kept).tolist()
    for i in rows:
        best[keys[i]] = max(best.get(keys[i], -np.inf), float(scores[i]))
    return best


def _reciprocal_ranks(
    scores: NDArray[np.floating], kept: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Return 1 / (`RRF` + rank) for each row, 0 for those not kept; equal scores by row."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    reciprocal = 1 / (RRF + ranks)
    return reciprocal if kept is None else np.where(kept, reciprocal, 0)


class _PlainBM25:
    """BM25 with Dutch stemming over texts: the question's own words and no others."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.postings = build_postings(texts)
        lengths = self.postings.lengths
        self.statistics = WordStatistics(
            len(texts),
            float(lengths.mean()),
            {name: self.postings.document_frequency(name) for name in self.postings.stems},
        )

    def scores(self, question: str) -> NDArray[np.float32]:
        groups = [{stem(word): 1.0} for word in content_words(question)]
        return bm25(self.postings, groups, self.statistics)


class RememberingEncoder:
    """Keeps the vectors of another encoder in a folder: a transformer embeds slowly."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = encoder.name
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self._encoder = encoder
        self._folder = folder

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per query, shape (n, dimension)."""
        return self._remembered("query", texts, self._encoder.encode_queries)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one row per passage, shape (n, dimension)."""
        return self._remembered(
            "passage", texts, lambda given: self._encoder.encode_passages(given, progress)
        )

    def _remembered(
        self,
        kind: str,
        texts: Sequence[str],
        encode: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        digest = hashlib.sha256("\0".join([self.fingerprint, kind, *texts]).encode()).hexdigest()
        path = self._folder / f"{digest[:24]}.npy"
        if path.exists():
            known: NDArray[np.float32] = np.load(path, allow_pickle=False)
            return known
        vectors = encode(texts)
        np.save(path, vectors, allow_pickle=False)
        return vectors
