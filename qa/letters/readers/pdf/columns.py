"""Columns of running text on a PDF page: cut apart, so that each is read from top to bottom.

Two columns are text if both go on line after line, filled to their edge; cells of a table are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.letters.readers.pdf.profile import Profile
from qa.letters.readers.pdf.sheets import Fragment

_LEAST_LINES = 5
_STEP = 1.45  # times the size: lines of running text are no further apart
_FILLED = 0.7  # of a column's width
_MOST = 0.6  # of the lines are so filled
_SAME_EDGE = 3.0  # points
_LEAST_WIDTH = 12  # times the size: a narrower column is one of a table
_LEAST_HEAD = 6  # characters: a shorter one is a number or a label
_LINE = 1.5  # points


def in_columns(fragments: Sequence[Fragment], profile: Profile) -> list[list[Fragment]]:
    """Cut the fragments of a page into parts to be read one after the other."""
    heads, fragments = _side_heads(fragments, profile)
    lines = _lines(fragments)
    parts: list[list[Fragment]] = [[]]
    i = 0
    while i < len(lines):
        while heads and heads[0][0].baseline - profile.pitch < lines[i][0].baseline:
            parts += [heads.pop(0), []]
        end = _columns_end(lines, i, profile)
        if end is None:
            parts[-1] += lines[i]
            i += 1
            continue
        gutter = lines[i][1].x0
        stretch = [one for line in lines[i:end] for one in line]
        parts.append([one for one in stretch if one.x0 < gutter - _SAME_EDGE])
        parts.append([one for one in stretch if one.x0 >= gutter - _SAME_EDGE])
        parts.append([])
        i = end
    return [part for part in (*parts, *heads) if part]


def _side_heads(
    fragments: Sequence[Fragment], profile: Profile
) -> tuple[list[list[Fragment]], list[Fragment]]:
    """Take out the headings that stand beside their text over several lines, left of it."""
    side = [
        one for one in fragments
        if one.x1 < profile.left - _SAME_EDGE and len(one.text) >= _LEAST_HEAD
    ]  # fmt: skip
    blocks: list[list[Fragment]] = []
    for one in sorted(side, key=lambda one: one.baseline):
        last = blocks[-1][-1] if blocks else None
        if last and one.baseline - last.baseline < 2 * one.size and one.size == last.size:
            blocks[-1].append(one)
        else:
            blocks.append([one])
    heads = [block for block in blocks if len(block) > 1 or block[0].bold]
    taken = {id(one) for block in heads for one in block}
    return heads, [one for one in fragments if id(one) not in taken]


def _lines(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    lines: list[list[Fragment]] = []
    for one in sorted(fragments, key=lambda one: (round(one.baseline), one.x0)):
        if lines and abs(lines[-1][0].baseline - one.baseline) < _LINE:
            lines[-1].append(one)
        else:
            lines.append([one])
    for line in lines:
        line.sort(key=lambda one: one.x0)
    return lines


def _columns_end(lines: Sequence[Sequence[Fragment]], start: int, profile: Profile) -> int | None:
    """Return where two columns of text that begin at a line end, or ``None``."""
    if len(lines[start]) != 2:
        return None
    left, right = lines[start]
    end = start + 1
    while end < len(lines) and _goes_on(lines[end - 1], lines[end], left, right):
        end += 1
    both = [line for line in lines[start:end] if len(line) == 2]
    if len(both) < _LEAST_LINES:
        return None
    is_text = all(_is_filled([line[i] for line in both], profile) for i in (0, 1))
    return end if is_text else None


def _goes_on(
    above: Sequence[Fragment], line: Sequence[Fragment], left: Fragment, right: Fragment
) -> bool:
    step = line[0].baseline - above[0].baseline
    if len(line) > 2 or step > _STEP * max(one.size for one in line):
        return False
    return all(
        (one.x0 < right.x0 - _SAME_EDGE and one.x1 < right.x0 and one.x0 > left.x0 - _SAME_EDGE)
        or abs(one.x0 - right.x0) < _SAME_EDGE
        for one in line
    )


def _is_filled(column: Sequence[Fragment], profile: Profile) -> bool:
    edge = max(one.x1 for one in column)
    start = min(one.x0 for one in column)
    width = edge - start
    filled = sum(one.x1 - start > _FILLED * width for one in column[:-1])
    return width > _LEAST_WIDTH * profile.size and filled >= _MOST * (len(column) - 1)
