"""Which rows of a segment a filter leaves: letters by their columns, passages by what they hold.

What a filter leaves of a segment is remembered, for a segment and what is deleted in it do not
change within a generation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.index.parts import Part
from qa.records.filters import Filter
from qa.system.cache import Cache
from qa.text.phrases import holds_phrases, stems_of

_KEPT = 256  # pairs of a filter and a segment that are remembered

Mask = NDArray[np.bool_]


class Filtering:
    """Filters rows of the parts of one generation."""

    def __init__(self) -> None:
        self._left: Cache[tuple[str, Filter], tuple[list[int], Mask]] = Cache(_KEPT)

    def letters(self, part: Part, where: Filter) -> list[int]:
        """Return the numbers of the letters that a filter leaves; its phrases do not count."""
        return self._of_letters(part, replace(where, phrases=()))[0]

    def rows(self, part: Part, where: Filter | None) -> Mask | None:
        """Return which rows may be found; ``None`` for all of them."""
        if not where:
            return part.live
        letters = replace(where, phrases=())
        allowed = self._of_letters(part, letters)[1] if letters else part.live
        return _holding(part, allowed, where.phrases) if where.phrases else allowed

    def _of_letters(self, part: Part, where: Filter) -> tuple[list[int], Mask]:
        return self._left.get((part.name, where), lambda: _letters_left(part, where))


def _letters_left(part: Part, where: Filter) -> tuple[list[int], Mask]:
    found = part.segment.table.numbers_where(where)
    numbers = [number for number in found if number not in part.gone]
    mask = np.zeros(part.segment.rows, bool)
    mask[part.segment.rows_of(numbers)] = True
    return numbers, mask


def _holding(part: Part, allowed: Mask | None, phrases: Sequence[str]) -> Mask:
    """Return the rows whose text holds every phrase; each letter is opened once."""
    segment = part.segment
    rows = np.arange(segment.rows) if allowed is None else np.flatnonzero(allowed)
    for name in stems_of(phrases):
        rows = np.intersect1d(rows, segment.postings.rows_of(name), assume_unique=True)
    of_letter: dict[int, list[int]] = {}
    for row, number in zip(rows.tolist(), segment.letter_numbers(rows).tolist(), strict=True):
        of_letter.setdefault(number, []).append(row)
    held = np.zeros(segment.rows, bool)
    for number, its_rows in of_letter.items():
        text = segment.table.letter(number).text
        for row in its_rows:
            start, end = segment.spans[row].tolist()
            held[row] = holds_phrases(text[start:end], phrases)
    return held
