"""Stage 8: measure the folder that ships, and write the report and the model card.

The report is for the machine, the card for a person; both hold the same figures.
"""

from __future__ import annotations

import json
import logging
import tomllib
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from qa.answering.ranker import RANKER_FILE
from qa.encoders.encoder import StaticEncoder
from training.config import Config
from training.measure import Figures, measure

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
SOURCES = HERE / "sources.toml"
CARD = HERE / "model_card.md"

LIBRARIES = ("numpy", "sentence-transformers", "tokenizers", "torch")

ROWS = (  # heading of the card's table, set, its keys in the order of the columns
    ("NTREX, find the translation, nl→en / en→nl", "bitext-ntrex", ("nl-en", "en-nl")),
    ("FLORES-dev", "bitext-flores-dev", ("nl-en", "en-nl")),
    ("Tatoeba", "bitext-tatoeba", ("nl-en", "en-nl")),
    ("EUR-Lex", "bitext-eurlex", ("nl-en", "en-nl")),
    ("STS-B dev, Spearman, en / nl / en-nl", "sts", ("en", "nl", "en-nl")),
    ("corona-faq, nDCG@10, questions en / nl", "corona-faq", ("en", "nl")),
    ("the same, 3 in 10 longer words mistyped", "corona-faq-typos", ("en", "nl")),
    ("kamervragen, nDCG@10, questions nl", "kamervragen", ("nl",)),
)


def report(config: Config, stages: dict[str, dict[str, Any]]) -> dict[str, Figures]:
    """Measure; write ``report.json`` and the weights' ``README.md``; return the figures.

    Args:
        config: The settings of the run.
        stages: What the stages before have returned, by name.
    """
    folder = config.paths.weights
    encoder = StaticEncoder.load(folder, folder.name)
    figures = measure(encoder, config.paths.evaluation)
    summary = {
        "encoder": encoder.name,
        "fingerprint": encoder.fingerprint,
        "settings": config.settings(),
        "stages": stages,
        "libraries": {name: version(name) for name in LIBRARIES},
        "figures": figures,
    }
    config.paths.report.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(model_card(config, stages, figures), encoding="utf-8")
    return figures


def model_card(
    config: Config, stages: dict[str, dict[str, Any]], figures: dict[str, Figures]
) -> str:
    """Return the model card with this run's sources, recipe and figures filled in."""
    counts = stages["data"]["pairs"] | stages["data"]["questions"]
    training, vocabulary = config.training, stages["tokenizer"]["vocabulary"]
    return Template(CARD.read_text(encoding="utf-8")).substitute(
        name=config.paths.weights.name,
        numbers=f"{vocabulary * training.dimension / 1e6:.1f}",
        megabytes=f"{stages['export']['bytes'] / 1e6:.0f}",
        minutes=f"{max(1, round(stages['train']['seconds'] / 60))}",
        seed=config.seed,
        sources=_sources(counts),
        neighbours=f"{sum(stages['data']['neighbours'].values()):,}",
        neighbour_sources=", ".join(stages["data"]["neighbours"]),
        figures=_figures(figures),
        turns=", ".join(training.round),
        **{f"{kind}_batch": size for kind, size in training.batch.items()},
        **{name: value for name, value in vars(training).items() if isinstance(value, int | float)},
        first_epochs=config.switching.epochs,
        dictionary=f"{stages['switch']['words']:,}",
        **_ranker(config, stages["ranker"]),
        **vars(config.tokenizer) | {"vocabulary": f"{vocabulary:,}"},
    )


def _ranker(config: Config, stage: dict[str, Any]) -> dict[str, str]:
    size = (config.paths.weights / RANKER_FILE).stat().st_size
    return {
        "ranker_width": str(config.ranker.width),
        "ranker_epochs": f"{config.ranker.epochs:g}",
        "ranker_megabytes": f"{size / 1e6:.1f}",
        "ranker_minutes": f"{max(1, round(stage['seconds'] / 60))}",
        "ranker_en": f"{stage['right_en-en']:.2f}",
        "ranker_mixed": f"{stage['right_en-nl']:.2f}",
        "ranker_nl": f"{stage['right_nl-nl']:.2f}",
    }


def _sources(counts: dict[str, int]) -> str:
    with SOURCES.open("rb") as file:
        known = tomllib.load(file)
    lines = ["| source | pairs | from | licence |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {count:,} | {known[name]['from']} | {known[name]['licence']} |"
        for name, count in sorted(counts.items(), key=lambda item: -item[1])
    ]
    return "\n".join(lines)


def _figures(figures: dict[str, Figures]) -> str:
    lines = ["| figure | value |", "|---|---|"]
    lines += [
        f"| {heading} | {' / '.join(f'{figures[name][key]:.3f}' for key in keys)} |"
        for heading, name, keys in ROWS
    ]
    return "\n".join(lines)
