"""What is refused at each probability of an answer: the curve, and its picture.

A question is refused when the program thinks it less likely than a floor that the letters answer.
The curve runs over all floors: how many of the unanswerable questions are refused, and how many of
the answerable ones wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT, MARGIN = 520, 400, 56
"""Of the picture, in pixels."""

AIM_WRONG, AIM_REFUSED = 0.07, 0.85
"""What is aimed at: so many refused wrongly at most, so many refused rightly at least."""


class Asked(NamedTuple):
    """A question of a set: whether the letters answer it, and how likely that was thought."""

    set: str
    answerable: bool
    probability: float


class Point(NamedTuple):
    """Shares refused at a floor, 0 to 1: of the answerable questions, of the unanswerable ones."""

    floor: float
    wrongly: float
    rightly: float


def refusal_curve(asked: Sequence[Asked], used: float) -> list[Point]:
    """Return a point for every floor at which something changes, by rising floor.

    Args:
        asked: At least one question of each kind, or there is no curve.
        used: The floor in use, which has a point too.
    """
    answerable = sorted(one.probability for one in asked if one.answerable)
    without = sorted(one.probability for one in asked if not one.answerable)
    if not answerable or not without:
        return []
    floors = [0.0, *sorted({*answerable, *without, used}), 1.01]
    return [Point(floor, _below(answerable, floor), _below(without, floor)) for floor in floors]


def _below(values: Sequence[float], floor: float) -> float:
    return sum(value < floor for value in values) / len(values)


def rightly_refused(curve: Iterable[Point], wrongly: float) -> float:
    """Return the most that is refused rightly while at most ``wrongly`` is refused wrongly."""
    return max((point.rightly for point in curve if point.wrongly <= wrongly), default=0.0)


def as_svg(curves: dict[str, list[Point]], floor: float) -> str:
    """Draw the curves of sets as an SVG picture, with the floor in use and the aim marked."""
    colours = ("#154273", "#b4530a", "#2a7a3b", "#7a2a6b")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="13" role="img">',
        "<title>Refusals: unanswerable questions refused, against answerable ones refused "
        "wrongly</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *axes("answerable questions refused wrongly", "unanswerable questions refused"),
    ]
    for number, (name, curve) in enumerate(curves.items()):
        colour = colours[number % len(colours)]
        line = " ".join(f"{x_of(p.wrongly):.1f},{y_of(p.rightly):.1f}" for p in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        used = next(point for point in curve if point.floor == floor)
        parts.append(
            f'<circle cx="{x_of(used.wrongly):.1f}" cy="{y_of(used.rightly):.1f}" r="5" '
            f'fill="{colour}"/>'
        )
        parts.append(
            f'<text x="{WIDTH - MARGIN}" y="{y_of(0.05) - 20 * number:.0f}" text-anchor="end" '
            f'fill="{colour}">{name}: ● {used.rightly:.2f} at {used.wrongly:.2f}; '
            f"{rightly_refused(curve, AIM_WRONG):.2f} at {AIM_WRONG}</text>"
        )
    aim = f"{x_of(AIM_WRONG):.1f}", f"{y_of(AIM_REFUSED):.1f}"
    parts.append(
        f'<text x="{aim[0]}" y="{aim[1]}" text-anchor="middle" dominant-baseline="middle" '
        f'fill="#444444">✕<tspan dx="4">aim</tspan></text></svg>'
    )
    return "\n".join(parts) + "\n"


def x_of(share: float) -> float:
    """Return where a share, 0 to 1, stands in a picture, in pixels."""
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def y_of(share: float) -> float:
    """Return how high a share, 0 to 1, stands in a picture, in pixels from its top."""
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)


def axes(across: str, up: str) -> list[str]:
    """Draw a grid of fifths with what is told on either axis."""
    parts = []
    for tenth in range(0, 11, 2):
        share = tenth / 10
        parts += [
            f'<line x1="{x_of(share)}" y1="{y_of(0)}" x2="{x_of(share)}" y2="{y_of(1)}" '
            'stroke="#e4e4e4"/>',
            f'<line x1="{x_of(0)}" y1="{y_of(share)}" x2="{x_of(1)}" y2="{y_of(share)}" '
            'stroke="#e4e4e4"/>',
            f'<text x="{x_of(share)}" y="{y_of(0) + 18}" text-anchor="middle" fill="#444444">'
            f"{share:.1f}</text>",
            f'<text x="{x_of(0) - 8}" y="{y_of(share) + 4}" text-anchor="end" fill="#444444">'
            f"{share:.1f}</text>",
        ]
    return [
        *parts,
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">{across}</text>',
        f'<text x="16" y="{HEIGHT / 2}" text-anchor="middle" '
        f'transform="rotate(-90 16 {HEIGHT / 2})">{up}</text>',
    ]
