"""Stage 2: every text as token numbers, what the teacher reads, and the student's word table."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from training.switching import Dictionary, make_dictionary
from training.tokens import PairTexts, Texts, tokenize
from training.transformer.settings import HELD_OUT, KINDS, Settings
from training.transformer.start import carried_table, dutch_shares, load_teacher, with_specials
from training.transformer.texts import Row, read_rows
from training.typos import with_typos

log = logging.getLogger(__name__)

ENDS = 2  # tokens put round a text
SOURCE_WEIGHTS = {"docs_faq": 3.0}  # of the sources beside the translations
TYPO_WORDS = 0.2  # share of the words of a copy that have a typing error
MISTYPED = {"pairs": (True, True), "questions": (True, False), "answers": (True, False)}
SWITCHED_DEV = "dev-squad"


def numbers(texts: list[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Return a number for each text, the same for equal ones, -1 for none; and the texts."""
    found: dict[str, int] = {}
    which = [found.setdefault(text, len(found)) if text else -1 for text in texts]
    return np.array(which, np.int64), list(found)


def mistyped(rows: list[Row], sides: tuple[bool, bool], share: float, seed: int) -> list[Row]:
    """Return copies of a share of the rows with typing errors on the sides that are true."""
    rng = random.Random(seed)
    return [
        row._replace(
            left=with_typos(row.left, TYPO_WORDS, rng) if sides[0] else row.left,
            right=with_typos(row.right, TYPO_WORDS, rng) if sides[1] else row.right,
        )
        for row in rng.sample(rows, int(share * len(rows)))
    ]


def pair_texts(
    rows: list[Row], tokenizer: Tokenizer, longest: int, settings: Settings
) -> PairTexts:
    """Tokenise both sides; a text with a translation is of the group of its English."""
    weights = SOURCE_WEIGHTS | settings.pairs
    return PairTexts(
        tokenize(tokenizer, [row.left for row in rows], longest - ENDS),
        tokenize(tokenizer, [row.right for row in rows], longest - ENDS),
        numbers([(row.english_left or row.left).casefold() for row in rows])[0],
        numbers([(row.english_right or row.right).casefold() for row in rows])[0],
        np.array([weights.get(row.source, 1.0) for row in rows]),
    )


def training_rows(settings: Settings, kind: str) -> list[Row]:
    """Return the rows of the kind and behind them those with typing errors."""
    rows = read_rows(settings.paths.work / f"{kind}.tsv")
    if kind in MISTYPED:
        rows += mistyped(rows, MISTYPED[kind], settings.training.typos, settings.seed)
    return rows


def prepare_tokens(settings: Settings, teacher: Path) -> None:
    """Write ``KIND.npz``, ``teacher-texts.npz``, the dictionary and the start of the word table.

    Args:
        settings: Tell the work folder, in which `prepare_texts` has written.
        teacher: The folder of all-MiniLM-L6-v2.
    """
    work, longest = settings.paths.work, settings.training.longest
    tokenizer = Tokenizer.from_file(str(settings.paths.static / "tokenizer.json"))
    english: list[str] = []
    for kind in KINDS:
        rows = training_rows(settings, kind)
        pair_texts(rows, tokenizer, longest, settings).save(work / f"{kind}.npz")
        english += [row.english_left for row in rows] + [row.english_right for row in rows]
        log.info("%s: %d rows", kind, len(rows))
    for kind in HELD_OUT:
        rows = read_rows(work / f"{kind}.tsv")
        pair_texts(rows, tokenizer, longest, settings).save(work / f"{kind}.npz")
    which, texts = numbers(english)
    old = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    old.no_padding()
    old.no_truncation()
    read = tokenize(old, texts, longest - ENDS)
    np.savez(work / "teacher-texts.npz", ids=read.ids, offsets=read.offsets, which=which)
    _carry_words(settings, tokenizer, old, teacher)


def _carry_words(settings: Settings, tokenizer: Tokenizer, old: Tokenizer, teacher: Path) -> None:
    """Write ``table.npy`` and ``dictionary.npy``, and the held-out set of switched passages."""
    work = settings.paths.work
    pairs = PairTexts.load(work / "pairs.npz")
    static = read_static(settings.paths.static)
    shares = dutch_shares(pairs.left.ids, pairs.right.ids, len(static))
    old_table = load_teacher(teacher).embeddings.word_embeddings.weight.detach().numpy()
    own = with_specials(tokenizer)
    np.save(work / "table.npy", carried_table(own, static, shares, old.get_vocab(), old_table))
    dictionary = make_dictionary(static, pairs, tokenizer)
    np.save(work / "dictionary.npy", dictionary.rows)
    _switch_dev(work, dictionary, settings)


def _switch_dev(work: Path, dictionary: Dictionary, settings: Settings) -> None:
    plain = PairTexts.load(work / f"{SWITCHED_DEV}.npz")
    rng = np.random.default_rng(settings.seed)
    right = dictionary.switch_all(plain.right, settings.training.switched_words, rng)
    groups = plain.left_group, plain.right_group
    switched = PairTexts(plain.left, right, *groups, plain.weights)
    switched.save(work / f"{SWITCHED_DEV}-switched.npz")


def read_static(folder: Path) -> NDArray[np.float32]:
    """Return the table of token vectors of a static encoder as `training.export` writes it."""
    saved = load_file(folder / "model.safetensors")
    return saved["embeddings"].astype(np.float32) * saved["weights"].astype(np.float32)[:, None]


def load_teacher_texts(work: Path) -> tuple[Texts, NDArray[np.int64]]:
    """Return what the teacher reads, and for all left and right sides, kind by kind, its row."""
    with np.load(work / "teacher-texts.npz") as arrays:
        return Texts(arrays["ids"], arrays["offsets"]), arrays["which"]
