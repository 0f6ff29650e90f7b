"""The stages in their order, each done once for the same settings."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.config import KINDS, Config
from training.data import TERMS, prepare_data
from training.export import export
from training.ranker import train_ranker
from training.report import report
from training.switching import switch_questions
from training.table import CHECKPOINT, train_first, train_table
from training.tokens import prepare_tokens

log = logging.getLogger(__name__)

Results = dict[str, dict[str, Any]]

STAGES: dict[str, Callable[[Config, Results], dict[str, Any]]] = {
    "data": lambda config, _: prepare_data(config),
    "tokenizer": lambda config, _: prepare_tokens(config),
    "first": lambda config, _: train_first(config),
    "switch": lambda config, _: switch_questions(config),
    "train": lambda config, _: train_table(config),
    "export": lambda config, _: export(config),
    "ranker": lambda config, _: train_ranker(config),
    "report": report,
}

DECIDING = {  # the settings that decide what a stage makes, besides those of the stages before
    "data": (*KINDS, "seed"),
    "tokenizer": ("tokenizer",),
    "first": ("training", "switching"),
    "switch": (),
    "train": (),
    "export": (),
    "ranker": ("ranker",),
    "report": (),
}


def run(config: Config, until: str | None = None, again: str | None = None) -> Results:
    """Run the stages that are not done yet, and return what each has reported.

    Args:
        config: The settings.
        until: The last stage to run; all of them if not given.
        again: A stage to redo, with those after it.
    """
    config.paths.work.mkdir(parents=True, exist_ok=True)
    results: Results = {}
    fields: tuple[str, ...] = ()
    redo = False
    for name, stage in STAGES.items():
        fields += DECIDING[name]
        redo = redo or name == again or not _is_done(config, name, fields)
        if redo:
            _forget(config, name)
            log.info("stage %s", name)
            begin = time.perf_counter()
            results[name] = stage(config, results)
            log.info("stage %s took %.0f s", name, time.perf_counter() - begin)
            _remember(config, name, fields, results[name])
        else:
            log.info("stage %s is done", name)
            results[name] = json.loads(_stamp(config, name).read_text(encoding="utf-8"))["result"]
        if name == until:
            break
    return results


def _is_done(config: Config, name: str, fields: tuple[str, ...]) -> bool:
    stamp = _stamp(config, name)
    if not stamp.exists():
        return False
    return json.loads(stamp.read_text(encoding="utf-8"))["made_from"] == _made_from(config, fields)


def _remember(config: Config, name: str, fields: tuple[str, ...], result: dict[str, Any]) -> None:
    stamp = {"made_from": _made_from(config, fields), "result": result}
    _stamp(config, name).write_text(json.dumps(stamp), encoding="utf-8")


def _forget(config: Config, name: str) -> None:
    """Take away the stage's mark, and a table that was begun on what it is about to change."""
    _stamp(config, name).unlink(missing_ok=True)
    if name in ("data", "tokenizer", "switch"):
        for path in config.paths.work.glob(f"*{CHECKPOINT}"):
            path.unlink()


def _made_from(config: Config, fields: tuple[str, ...]) -> str:
    """Return a hash of the settings and of the only data that is part of the project."""
    return hashlib.sha256(config.digest(fields).encode() + TERMS.read_bytes()).hexdigest()


def _stamp(config: Config, name: str) -> Path:
    return config.paths.work / f"{name}.done.json"
