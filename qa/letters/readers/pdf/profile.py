"""The usual measures of a PDF: size of its body text, its edges, the distance of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.letters.readers.pdf.sheets import Fragment

NOTE_SIZE = 0.94
"""Times the size of the body: notes and small print are set smaller."""

_EDGE = 0.98  # the right edge is that of the row longer than 98 % of the rows


@dataclass(frozen=True)
class Profile:
    """The usual measures of a document: size of the body, its edges, distance of its lines."""

    size: float
    left: float
    right: float
    pitch: float


def measure(fragments: Sequence[Fragment]) -> Profile:
    """Return the measures that most of the text has."""
    sizes: Counter[float] = Counter()
    for one in fragments:
        sizes[one.size] += len(one.text)
    size = sizes.most_common(1)[0][0]
    body = [one for one in fragments if abs(one.size - size) < 0.3]
    lefts: Counter[int] = Counter()
    for one in body:
        lefts[round(one.x0 / 2)] += len(one.text)
    near = 2.0 * lefts.most_common(1)[0][0]
    column = [one for one in body if abs(one.x0 - near) <= 3]
    left = min(one.x0 for one in column)
    ends = sorted(one.x1 for one in column)
    right = ends[int(_EDGE * (len(ends) - 1))]
    steps: Counter[float] = Counter()
    for above, below in zip(column, column[1:], strict=False):
        step = below.baseline - above.baseline
        if above.page == below.page and 0.8 * size < step < 3 * size:
            steps[round(step, 1)] += 1
    pitch = min(steps.most_common(2), key=lambda pair: pair[0])[0] if steps else 1.2 * size
    return Profile(size, left, right, pitch)
