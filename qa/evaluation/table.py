"""An evaluation as JSON for machines and as Markdown for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qa.evaluation.evaluate import Evaluation, Row
from qa.evaluation.measures import Interval
from qa.evaluation.systems import SHIPPED, SYSTEMS
from qa.output.schema.work import IntervalModel, MeasuredModel, MeasureModel

Cost = Mapping[str, Mapping[str, float]]
"""What is measured of cost -> system -> value."""


def as_json(evaluation: Evaluation, about: Mapping[str, Any], cost: Cost) -> dict[str, Any]:
    """Return everything that was measured.

    Args:
        evaluation: The figures.
        about: What was measured: encoder, versions.
        cost: From `qa.evaluation.cost`, or empty.
    """
    return MeasuredModel(
        **about,
        letters=evaluation.letters,
        data_sha256=evaluation.data_sha256,
        notes=list(evaluation.notes),
        rows=[_measure(row) for row in evaluation.rows],
        cost={name: dict(values) for name, values in cost.items()},
    ).as_json()


def _measure(row: Row) -> MeasureModel:
    return MeasureModel(
        set=row.set,
        lang=row.lang,
        measure=row.measure,
        systems=_rounded(row.systems),
        differences=_rounded(row.differences),
        kind=row.kind,
    )


def _rounded(systems: Mapping[str, Interval]) -> dict[str, IntervalModel]:
    return {
        system: IntervalModel(
            mean=round(of.mean, 4), low=round(of.low, 4), high=round(of.high, 4), n=of.n
        )
        for system, of in systems.items()
    }


def as_markdown(evaluation: Evaluation, cost: Cost) -> str:
    """Return the tables: figures, what the shipped system reaches more, cost."""
    systems = [name for name in SYSTEMS if any(name in row.systems for row in evaluation.rows)]
    figures = [
        [
            row.name,
            str(next(iter(row.systems.values())).n),
            *(_figure(row.systems.get(system), system) for system in systems),
        ]
        for row in evaluation.rows
    ]
    differences = [
        [row.name, *(_difference(row.differences.get(system)) for system in systems[:-1])]
        for row in evaluation.rows
        if row.differences
    ]
    parts = [
        f"Measured on {evaluation.letters} letters. In brackets the 95 % interval (bootstrap).",
        markdown_table(["", "n", *systems], figures),
        f"What the {SHIPPED} system reaches more than each other one, on the same questions:",
        markdown_table(["", *systems[:-1]], differences),
    ]
    if cost:
        names = list(dict.fromkeys(system for values in cost.values() for system in values))
        parts.append("Cost:")
        parts.append(
            markdown_table(
                ["", *names],
                [
                    [what, *(f"{values[n]:,.4g}" if n in values else "" for n in names)]
                    for what, values in cost.items()
                ],
            )
        )
    return "\n\n".join([*parts, *(f"Note: {note}." for note in evaluation.notes)]) + "\n"


def _figure(value: Interval | None, system: str) -> str:
    if value is None:
        return ""
    if system == SHIPPED and value.low < value.high:
        return f"**{value.mean:.3f}** ({value.low:.2f}–{value.high:.2f})"
    return f"{value.mean:.3f}"


def _difference(value: Interval | None) -> str:
    return f"{value.mean:+.3f} ({value.low:+.2f}–{value.high:+.2f})" if value else ""


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table as Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
