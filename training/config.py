"""The settings of a training run, read from a TOML file and frozen."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

KINDS = ("pairs", "questions", "answers", "neighbours")
"""The kinds of pairs: translations, questions with passages and with the sentences in them that
answer, sentences with those around them."""

DEFAULT_CONFIG = Path(__file__).with_name("config.toml")


@dataclass(frozen=True)
class Paths:
    """Where a run reads and writes."""

    data: Path
    evaluation: Path
    work: Path
    weights: Path
    report: Path


@dataclass(frozen=True)
class TokenizerSettings:
    """Sizes in tokens, and how many typing errors are made up."""

    vocabulary: int
    longest: int
    typo_copies: float
    typo_words: float


@dataclass(frozen=True)
class TrainingSettings:
    """Sizes of table and batches, and the optimiser's numbers.

    ``round`` is the order in which the kinds of pairs take turns; ``batch`` the texts of each.
    """

    dimension: int
    epochs: int
    round: list[str]
    batch: dict[str, int]
    learning_rate: float
    warm_up: float
    scale: float
    token_dropout: float
    start_deviation: float


@dataclass(frozen=True)
class SwitchingSettings:
    """How English questions come to Dutch passages: see ``training/switching.py``.

    ``epochs`` train the first table; ``share`` of the tokens are switched; an epoch sees a question
    ``passages`` times with a switched passage and ``both`` times switched on both sides.
    """

    epochs: int
    share: float
    passages: float
    both: float


@dataclass(frozen=True)
class RankerSettings:
    """Sizes of the ranker and the numbers of its training; see ``training/ranker.py``."""

    width: int
    layers: int
    inner: int
    epochs: float
    questions: int
    wrong: int
    learning_rate: float
    warm_up: float
    dropout: float


@dataclass(frozen=True)
class Config:
    """All settings of one run. ``pairs`` and the three after it map a source to its weight."""

    seed: int
    paths: Paths
    pairs: dict[str, float]
    questions: dict[str, float]
    answers: dict[str, float]
    neighbours: dict[str, float]
    tokenizer: TokenizerSettings
    training: TrainingSettings
    switching: SwitchingSettings
    ranker: RankerSettings

    def settings(self) -> dict[str, Any]:
        """Return all fields but the paths, as JSON can hold them."""
        return {name: value for name, value in asdict(self).items() if name != "paths"}

    def digest(self, fields: Iterable[str]) -> str:
        """Return a hash of the settings in ``fields``."""
        chosen = {name: value for name, value in self.settings().items() if name in set(fields)}
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()


def load_config(path: Path = DEFAULT_CONFIG, **paths: Path | None) -> Config:
    """Return the settings in ``path``.

    Args:
        path: A TOML file with all the fields of ``Config``.
        paths: Fields of ``Paths`` that replace those in the file; ``None`` means "not given".

    Raises:
        TypeError: If a field is missing or unknown.
    """
    with path.open("rb") as file:
        settings = tomllib.load(file)
    given = {name: value for name, value in paths.items() if value is not None}
    return Config(
        seed=settings["seed"],
        paths=Paths(**{name: Path(value) for name, value in (settings["paths"] | given).items()}),
        **{
            kind: {name: float(weight) for name, weight in settings[kind].items()} for kind in KINDS
        },
        tokenizer=TokenizerSettings(**settings["tokenizer"]),
        training=TrainingSettings(**settings["training"]),
        switching=SwitchingSettings(**settings["switching"]),
        ranker=RankerSettings(**settings["ranker"]),
    )
