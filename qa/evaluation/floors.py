"""Floors: the best that was measured, below which no figure may fall unnoticed.

A floors file holds the hash of the data it was measured on, a floor for each row, and every floor
that was ever lowered, with the reason. Measures nothing.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.errors import QAError
from qa.evaluation.evaluate import Evaluation, Row
from qa.evaluation.systems import MEAN, SHIPPED
from qa.messages import Message

DIGITS = 4
"""Floors are cut off after this many digits."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one set of data: row name to the least value of our system."""

    data_sha256: str = ""
    floors: dict[str, float] = field(default_factory=dict)
    lowered: tuple[dict[str, Any], ...] = ()


def load_floors(path: Path) -> Floors:
    """Read a floors file; one that does not exist holds no floors.

    Raises:
        QAError: If it cannot be read.
    """
    if not path.exists():
        return Floors()
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        return Floors(saved["data_sha256"], saved["floors"], tuple(saved["lowered"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QAError("floors-wrong", path=path, reason=error) from None


def save_floors(path: Path, floors: Floors) -> None:
    """Write a floors file."""
    saved = {
        "data_sha256": floors.data_sha256,
        "floors": floors.floors,
        "lowered": list(floors.lowered),
    }
    path.write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def fallen(evaluation: Evaluation, floors: Floors) -> list[Message]:
    """Return a message for each figure below its floor, each row lost, and other data."""
    if not floors.floors:
        return []
    if evaluation.data_sha256 != floors.data_sha256:
        return [Message("floors-of-other-data")]
    now = _figures(evaluation)
    said = [
        Message(
            "below-floor", row=name, value=f"{now[name]:.{DIGITS}f}", floor=f"{floor:.{DIGITS}f}"
        )
        for name, floor in floors.floors.items()
        if name in now and now[name] < floor
    ]
    lost = (name for name in floors.floors if name not in now)
    return said + [Message("row-not-measured", row=name) for name in lost]


def raised(evaluation: Evaluation, floors: Floors, because: str | None = None) -> Floors:
    """Return the floors with what was measured now.

    Args:
        evaluation: What was measured.
        floors: The floors until now.
        because: Why floors may fall; it is written into the file with each one that does.

    Raises:
        QAError: If a floor would fall, be lost or change its data, and no reason is given.
    """
    lower = fallen(evaluation, floors)
    if lower and not because:
        raise QAError("floors-lower", figures=lower)
    now = _figures(evaluation)
    same = evaluation.data_sha256 == floors.data_sha256
    kept = {name: floor for name, floor in floors.floors.items() if same and name in now}
    new = {
        name: value if because else max(value, kept.get(name, 0.0)) for name, value in now.items()
    }
    changes = tuple(
        {"row": name, "from": floor, "to": new.get(name), "because": because}
        for name, floor in floors.floors.items()
        if new.get(name, -math.inf) < floor
    )
    return Floors(evaluation.data_sha256, new, (*floors.lowered, *changes))


def _figures(evaluation: Evaluation) -> dict[str, float]:
    """Return our figure of each row, cut off after `DIGITS` digits."""
    return {row.name: _cut(_ours(row)) for row in evaluation.rows}


def _ours(row: Row) -> float:
    return row.systems[SHIPPED if SHIPPED in row.systems else MEAN].mean


def _cut(value: float) -> float:
    return math.floor(value * 10**DIGITS + 1e-6) / 10**DIGITS
