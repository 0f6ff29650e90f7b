"""Stage 4: English questions about passages made half Dutch, for lack of Dutch ones.

English tokens are exchanged for Dutch ones that a first table, trained on translations, puts next
to them (code switching, as in Qin et al. 2020). Works on token numbers; no text is made.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.config import Config
from training.tokens import PairTexts, Texts

log = logging.getLogger(__name__)

SWITCHED_KINDS = ("questions", "answers")
NEAREST = 3  # Dutch tokens that may stand for an English one
LEAST_COSINE = 0.5
WORSE = 0.12  # how much less than the best the others may be
ENGLISH, DUTCH = 0.2, 0.6  # share of a token's uses that are Dutch: below, above
RARELY = 4  # uses; tokens that are rarer are left alone
BLOCK = 2000  # rows of cosines at a time


@dataclass(frozen=True)
class Dictionary:
    """Dutch tokens for English ones: row i holds up to `NEAREST` of token i, then -1."""

    rows: NDArray[np.int32]

    def switch(
        self, ids: NDArray[np.int32], share: float, rng: np.random.Generator
    ) -> NDArray[np.int32]:
        """Return the tokens with about ``share`` of those that have a Dutch one exchanged."""
        switched = ids.copy()
        places = np.flatnonzero((rng.random(len(ids)) < share) & (self.rows[ids, 0] >= 0))
        choices = self.rows[ids[places]]
        picked = (rng.random(len(places)) * (choices >= 0).sum(axis=1)).astype(np.int64)
        switched[places] = choices[np.arange(len(places)), picked]
        return switched

    def switch_all(self, texts: Texts, share: float, rng: np.random.Generator) -> Texts:
        """Return texts of the same lengths, switched."""
        return Texts(self.switch(texts.ids, share, rng), texts.offsets)


def make_dictionary(
    table: NDArray[np.float32], pairs: PairTexts, tokenizer: Tokenizer
) -> Dictionary:
    """Find the Dutch whole words next to each English token.

    Args:
        table: A table trained on the pairs.
        pairs: English left, Dutch right; they tell which token is of which language.
        tokenizer: Tells whole words from word parts.
    """
    size = len(table)
    english = np.bincount(pairs.left.ids, minlength=size) + 0.5
    dutch = np.bincount(pairs.right.ids, minlength=size) + 0.5
    part = dutch / dutch.sum()
    share = part / (part + english / english.sum())
    whole = np.array([not (tokenizer.id_to_token(i) or "##").startswith("##") for i in range(size)])
    from_ids = np.flatnonzero((share < ENGLISH) & (english > RARELY))
    to_ids = np.flatnonzero((share > DUTCH) & (dutch > RARELY) & whole)
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    rows = np.full((size, NEAREST), -1, np.int32)
    for start in range(0, len(from_ids), BLOCK):
        block = from_ids[start : start + BLOCK]
        cosines = unit[block] @ unit[to_ids].T
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
        near = np.take_along_axis(cosines, best, axis=1)
        kept = (near > LEAST_COSINE) & (near > near[:, :1] - WORSE)
        rows[block] = np.where(kept, to_ids[best], -1)
    return Dictionary(rows)


def load_dictionary(config: Config) -> Dictionary:
    """Return what the stage has written."""
    return Dictionary(np.load(config.paths.work / "dictionary.npy"))


def switch_questions(config: Config) -> dict[str, int]:
    """Write the dictionary, and the question kinds with copies that are switched.

    One copy has a Dutch passage, one is Dutch on both sides; ``switching`` in the settings says how
    often an epoch sees them.
    """
    work, settings = config.paths.work, config.switching
    pairs = PairTexts.load(work / "pairs.npz")
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    dictionary = make_dictionary(np.load(work / "first.npy"), pairs, tokenizer)
    np.save(work / "dictionary.npy", dictionary.rows)
    rng = np.random.default_rng(config.seed)
    for kind in SWITCHED_KINDS:
        texts = plain = PairTexts.load(work / f"{kind}.npz")
        right = dictionary.switch_all(plain.right, settings.share, rng)
        texts = texts.and_rows(plain.left, right, plain, settings.passages)
        left = dictionary.switch_all(plain.left, settings.share, rng)
        texts = texts.and_rows(left, right, plain, settings.both)
        texts.save(work / f"{kind}-switched.npz")
    words = int((dictionary.rows[:, 0] >= 0).sum())
    log.info("%d English tokens have a Dutch one", words)
    return {"words": words}
