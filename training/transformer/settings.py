"""The settings of the transformer's training, read from a TOML file and frozen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ("pairs", "windows", "questions", "answers", "neighbours", "papers")
"""Translations; some sentences in a row with theirs; questions with passages, and with answering
sentences; sentences with those around them; subjects of papers with what they ask."""

HELD_OUT = ("dev-pairs", "dev-papers", "dev-guidance", "dev-squad")
"""What the choices are made by; never trained on, and none of the sets of the evaluation."""

DEFAULT_CONFIG = Path(__file__).with_name("config.toml")


@dataclass(frozen=True)
class Paths:
    """Where a run reads and writes."""

    data: Path
    papers: Path
    static: Path
    work: Path
    weights: Path


@dataclass(frozen=True)
class Phase:
    """What is learnt ``until`` a share of the steps: the turns, and two weights for each kind."""

    until: float
    round: list[str]
    weights: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Training:
    """Sizes of batches and the optimiser's numbers; ``config.toml`` explains each."""

    steps: int
    tokens: int
    rows: int
    longest: int
    rate: float
    table_rate: float
    warm_up: float
    scale: float
    dropout: float
    switched: float
    switched_words: float
    typos: float
    start_share: float
    phases: list[Phase]

    def phase(self, step: int) -> Phase:
        """Return the phase that the step is in."""
        return next((p for p in self.phases if step < p.until * self.steps), self.phases[-1])


@dataclass(frozen=True)
class Settings:
    """All settings of one run. ``pairs`` and ``windows`` map a source to its weight."""

    seed: int
    paths: Paths
    pairs: dict[str, float]
    windows: dict[str, float]
    training: Training


def load_settings(path: Path = DEFAULT_CONFIG, **paths: Path | None) -> Settings:
    """Return the settings in ``path``.

    Args:
        path: A TOML file with all the fields of `Settings`.
        paths: Fields of `Paths` that replace those in the file; ``None`` means "not given".

    Raises:
        TypeError: If a field is missing or unknown.
    """
    with path.open("rb") as file:
        found = tomllib.load(file)
    given = {name: value for name, value in paths.items() if value is not None}
    phases = [_phase(table) for table in found["training"].pop("phases")]
    return Settings(
        seed=found["seed"],
        paths=Paths(**{name: Path(value) for name, value in (found["paths"] | given).items()}),
        pairs=found["pairs"],
        windows=found["windows"],
        training=Training(**found["training"], phases=phases),
    )


def _phase(table: dict[str, Any]) -> Phase:
    weights = {kind: (table[kind][0], table[kind][1]) for kind in KINDS}
    return Phase(table["until"], table["round"], weights)
