"""Pages and boxes of a letter's PDF carried over to the same letter's text from a better form.

Works on words: case, accents, spaces and hyphens do not count. What stands in one of the two texts
only has no page of its own and no box; nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from qa.records import Box, Letter, PageStart, Unit
from qa.text.folding import fold

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 4000  # of a stretch that no unit matches; more would take minutes to compare


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word in both texts: where it starts and ends in each."""

    start: int
    end: int
    other_start: int
    other_end: int


def with_pages_of(letter: Letter, pdf: Letter) -> Letter:
    """Return the letter with the pages and boxes of its PDF.

    Args:
        letter: From a form without pages.
        pdf: The same letter from its PDF.
    """
    pairs = _paired_words(letter, pdf)
    starts = [pair.other_start for pair in pairs]
    page_starts: list[PageStart] = []
    for page in pdf.page_starts:
        at = bisect_left(starts, page.offset)
        if at == len(pairs):
            continue
        offset = pairs[at].start if page_starts else 0
        if not page_starts or offset > page_starts[-1].offset:
            page_starts.append(PageStart(offset, page.page))
    carried = replace(
        letter,
        page_starts=tuple(page_starts),
        page_labels=pdf.page_labels,
        boxes=tuple(box for one in pdf.boxes if (box := _carried(one, pairs, starts))),
    )
    units = tuple(
        replace(unit, pages=carried.pages_between(unit.start, unit.end)) for unit in letter.units
    )
    return replace(carried, units=units)


def _carried(box: Box, pairs: Sequence[_Pair], starts: Sequence[int]) -> Box | None:
    """Return a box for the words in it that the other text has; ``None`` if it has none."""
    first = max(0, bisect_right(starts, box.start) - 1)
    inside = [
        pair
        for pair in pairs[first : bisect_left(starts, box.end)]
        if pair.other_end > box.start and pair.other_start < box.end
    ]
    if not inside:
        return None
    return replace(box, start=min(p.start for p in inside), end=max(p.end for p in inside))


def _paired_words(letter: Letter, pdf: Letter) -> list[_Pair]:
    """Pair the words of both texts, in the order of the PDF's: equal units first, then the rest."""
    mine, theirs = letter.units, pdf.units
    matcher = SequenceMatcher(
        None, [_content(unit) for unit in mine], [_content(unit) for unit in theirs], False
    )
    pairs: list[_Pair] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind in {"equal", "replace"}:
            pairs += _pairs(letter, mine[i:j], pdf, theirs[k:m])
    return sorted(pairs, key=lambda pair: pair.other_start)


def _content(unit: Unit) -> str:
    """Return what two forms of a unit have in common: its letters and digits."""
    return "".join(_WORD.findall(fold(unit.text)))


def _pairs(
    letter: Letter, mine: Sequence[Unit], pdf: Letter, theirs: Sequence[Unit]
) -> list[_Pair]:
    """Pair the words of two runs of units."""
    if not mine or not theirs:
        return []
    left = [m.span() for m in _WORD.finditer(letter.text, mine[0].start, mine[-1].end)]
    right = [m.span() for m in _WORD.finditer(pdf.text, theirs[0].start, theirs[-1].end)]
    if len(left) > _MOST_WORDS or len(right) > _MOST_WORDS:
        return []
    matcher = SequenceMatcher(
        None,
        [fold(letter.text[start:end]) for start, end in left],
        [fold(pdf.text[start:end]) for start, end in right],
        False,
    )
    return [
        _Pair(*left[block.a + i], *right[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]
