"""Stage 2: one tokenizer for both languages, and every text as token numbers in flat arrays."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.decoders import WordPiece as WordPieceDecoder
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer, Sequence, Split
from tokenizers.trainers import WordPieceTrainer

from training.config import KINDS, Config, TokenizerSettings
from training.data import Pair, Reading, read_pairs, read_readings
from training.typos import with_typos

log = logging.getLogger(__name__)

UNKNOWN = "[UNK]"
"""Stands for a word with a character the vocabulary lacks; its vector is kept at zero."""

UNKNOWN_ID = 0

BATCH = 20_000  # texts tokenised at a time: keeps the encodings' memory below 1 GB


@dataclass(frozen=True)
class Texts:
    """Token numbers of many texts: text i is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the token numbers of ``rows`` end to end, and where each row begins in them."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        starts = np.cumsum(lengths) - lengths
        places = np.repeat(self.offsets[rows] - starts, lengths) + np.arange(lengths.sum())
        return self.ids[places].astype(np.int64), starts

    def and_then(self, more: Texts) -> Texts:
        """Return these texts and those behind them."""
        return Texts(
            np.concatenate([self.ids, more.ids]),
            np.concatenate([self.offsets, more.offsets[1:] + self.offsets[-1]]),
        )


@dataclass(frozen=True)
class PairTexts:
    """Both sides of all pairs of one kind, row by row.

    ``left_group`` and ``right_group`` hold the same number for equal texts, so that one text
    never counts as a wrong answer to itself; ``weights`` says how often an epoch sees a row.
    """

    left: Texts
    right: Texts
    left_group: NDArray[np.int64]
    right_group: NDArray[np.int64]
    weights: NDArray[np.float64]

    def and_with(self, left: Texts, right: Texts, weight: float) -> PairTexts:
        """Return the rows and behind them the same with other tokens, seen ``weight`` as often."""
        return self.and_rows(left, right, self, weight)

    def and_rows(self, left: Texts, right: Texts, of: PairTexts, weight: float) -> PairTexts:
        """Return the rows and behind them those ``of`` other pairs, with other tokens.

        Args:
            left: One for each row of ``of``.
            right: Likewise.
            of: The pairs they are copies of: same groups, ``weight`` times as often.
            weight: At least 0.
        """
        return PairTexts(
            self.left.and_then(left),
            self.right.and_then(right),
            np.concatenate([self.left_group, of.left_group]),
            np.concatenate([self.right_group, of.right_group]),
            np.concatenate([self.weights, of.weights * weight]),
        )

    def save(self, path: Path) -> None:
        """Write all arrays to one ``.npz`` file."""
        np.savez(
            path,
            left_ids=self.left.ids,
            left_offsets=self.left.offsets,
            right_ids=self.right.ids,
            right_offsets=self.right.offsets,
            left_group=self.left_group,
            right_group=self.right_group,
            weights=self.weights,
        )

    @classmethod
    def load(cls, path: Path) -> PairTexts:
        """Read what ``save`` wrote."""
        with np.load(path) as arrays:
            return cls(
                Texts(arrays["left_ids"], arrays["left_offsets"]),
                Texts(arrays["right_ids"], arrays["right_offsets"]),
                arrays["left_group"],
                arrays["right_group"],
                arrays["weights"],
            )


@dataclass(frozen=True)
class ReadingTexts:
    """Questions with the sentences of their passages.

    Question i has the sentences ``first[i]`` up to ``first[i + 1]``; ``right`` is true for those
    that hold its answer; ``topic`` is the same number for passages on one subject.
    """

    questions: Texts
    sentences: Texts
    first: NDArray[np.int64]  # (questions + 1,)
    right: NDArray[np.bool_]  # (sentences,)
    topic: NDArray[np.int64]  # (questions,)

    def save(self, path: Path) -> None:
        """Write all arrays to one ``.npz`` file."""
        np.savez(
            path,
            question_ids=self.questions.ids,
            question_offsets=self.questions.offsets,
            sentence_ids=self.sentences.ids,
            sentence_offsets=self.sentences.offsets,
            first=self.first,
            right=self.right,
            topic=self.topic,
        )

    @classmethod
    def load(cls, path: Path) -> ReadingTexts:
        """Read what ``save`` wrote."""
        with np.load(path) as arrays:
            return cls(
                Texts(arrays["question_ids"], arrays["question_offsets"]),
                Texts(arrays["sentence_ids"], arrays["sentence_offsets"]),
                arrays["first"],
                arrays["right"],
                arrays["topic"],
            )


def train_tokenizer(texts: Iterator[str], vocabulary: int) -> Tokenizer:
    """Return an uncased, accent-stripped WordPiece tokenizer without special tokens but unknown."""
    tokenizer = Tokenizer(WordPiece(unk_token=UNKNOWN))
    tokenizer.normalizer = BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = Sequence(
        [BertPreTokenizer(), Split(Regex(r"\p{S}"), "isolated")]  # "€2" is two words
    )
    tokenizer.decoder = WordPieceDecoder()
    trainer = WordPieceTrainer(vocab_size=vocabulary, special_tokens=[UNKNOWN], show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def tokenize(tokenizer: Tokenizer, texts: list[str], longest: int) -> Texts:
    """Return the first ``longest`` tokens of every text."""
    parts: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), BATCH):
        batch = tokenizer.encode_batch_fast(texts[start : start + BATCH], add_special_tokens=False)
        parts += [np.array(encoding.ids[:longest], dtype=np.int32) for encoding in batch]
    lengths = np.array([len(part) for part in parts], dtype=np.int64)
    return Texts(np.concatenate(parts), np.concatenate([[0], np.cumsum(lengths)]))


def prepare_tokens(config: Config) -> dict[str, int]:
    """Write ``tokenizer.json`` and one ``.npz`` for each kind of pairs into the work folder."""
    work, sizes = config.paths.work, config.tokenizer
    kinds = {kind: read_pairs(work / f"{kind}.tsv") for kind in KINDS}
    tokenizer = train_tokenizer(_texts(kinds["pairs"], kinds["questions"]), sizes.vocabulary)
    tokenizer.save(str(work / "tokenizer.json"), pretty=False)
    counts = {"vocabulary": tokenizer.get_vocab_size()}
    log.info("tokenizer of %d tokens", counts["vocabulary"])

    rng = random.Random(config.seed)
    for kind, pairs in kinds.items():
        texts = _pair_texts(
            tokenizer, pairs, getattr(config, kind), sizes, rng, hasty_right=kind == "pairs"
        )
        texts.save(work / f"{kind}.npz")
        counts[f"{kind}_tokens"] = len(texts.left.ids) + len(texts.right.ids)
        log.info("%s: %d tokens", kind, counts[f"{kind}_tokens"])
    reading = _reading_texts(tokenizer, read_readings(work / "reading.jsonl"), sizes.longest)
    reading.save(work / "reading.npz")
    return counts


def _texts(pairs: list[Pair], questions: list[Pair]) -> Iterator[str]:
    """Yield both sides of all pairs, and every passage once."""
    for pair in pairs:
        yield pair.left
        yield pair.right
    yield from dict.fromkeys(pair.right for pair in questions)


def _pair_texts(
    tokenizer: Tokenizer,
    pairs: list[Pair],
    weights: dict[str, float],
    sizes: TokenizerSettings,
    rng: random.Random,
    *,
    hasty_right: bool = False,
) -> PairTexts:
    """Tokenise both sides, and once more with typing errors on the left or on both sides."""
    left, right = [pair.left for pair in pairs], [pair.right for pair in pairs]

    def numbers(texts: list[str]) -> Texts:
        return tokenize(tokenizer, texts, sizes.longest)

    def hasty(texts: list[str]) -> Texts:
        return numbers([with_typos(text, sizes.typo_words, rng) for text in texts])

    clean = PairTexts(
        numbers(left),
        numbers(right),
        _groups(left),
        _groups(right),
        np.array([weights[pair.source] for pair in pairs]),
    )
    if not sizes.typo_copies:
        return clean
    return clean.and_with(
        hasty(left), hasty(right) if hasty_right else clean.right, sizes.typo_copies
    )


def _reading_texts(tokenizer: Tokenizer, readings: list[Reading], longest: int) -> ReadingTexts:
    sentences = [sentence for reading in readings for sentence in reading.sentences]
    lengths = np.array([len(reading.sentences) for reading in readings], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(lengths)])
    right = np.zeros(len(sentences), np.bool_)
    for start, reading in zip(first.tolist(), readings, strict=False):
        right[[start + answer for answer in reading.answers]] = True
    return ReadingTexts(
        tokenize(tokenizer, [reading.question for reading in readings], longest),
        tokenize(tokenizer, sentences, longest),
        first,
        right,
        _groups([reading.topic for reading in readings]),
    )


def _groups(texts: list[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(text.casefold(), len(numbers)) for text in texts])
