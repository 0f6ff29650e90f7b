"""Figures of one run: a value for each build or peer, and the ratio of this build to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.scale import shown
from benchmarks.speed.builds import THIS
from qa.evaluation.table import markdown_table


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of each build or peer, by its name; ``aim`` says what is wanted."""

    name: str
    values: Mapping[str, float]
    unit: str
    aim: str = ""
    ratios: Mapping[str, float] = field(default_factory=dict)

    def lines(self) -> Iterator[list[str]]:
        """Give a row for each value: what, of which, the value, this build's ratio to it, aim."""
        for number, (name, value) in enumerate(self.values.items()):
            ratio = self.ratios.get(name)
            yield [
                "" if number else f"{self.name}, {self.unit}",
                name,
                shown(value),
                "" if ratio is None else f"{ratio:.2f}",
                "" if number else self.aim,
            ]


def compared(name: str, values: Mapping[str, float], unit: str, aim: str = "") -> Figure:
    """Return a figure with the ratios of this build to the others, value to value."""
    ours = values[THIS]
    ratios = {other: ours / value for other, value in values.items() if other != THIS and value}
    return Figure(name, values, unit, aim, ratios)


def as_table(figures: list[Figure]) -> str:
    """Return the figures as a table in Markdown."""
    heads = ["", "", "value", "this build to it", "aim"]
    return markdown_table(heads, [line for figure in figures for line in figure.lines()])
