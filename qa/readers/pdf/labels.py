"""Labels: the numbers printed on pages, and the words of a letterhead over their values.

A file may list the names of its pages; else they stand on the pages. "Datum" and "Ons kenmerk" may
stand side by side, their values below them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa.readers.pdf.glyphs import PageGlyphs
from qa.readers.pdf.rows import Row
from qa.readers.structure import is_label
from qa.records import LeftOutKind

_PRINTED = re.compile(r"\D*(\d{1,4})(?:\s*(?:/|van|of)\s*\d+)?\D*|([ivxl]{1,6})")
_LEAST_SHARE = 0.6  # of the numbered pages, which must agree how far number and place are apart
_ALIGNED = 6.0  # points


def printed_numbers(
    pages: Sequence[PageGlyphs], furniture: Sequence[tuple[LeftOutKind, Row]]
) -> tuple[tuple[int, str], ...]:
    """Return the printed number of each page that has another than its place in the file."""
    listed = {page.number: page.label for page in pages if page.label}
    if listed:
        return tuple((page, label) for page, label in sorted(listed.items()) if label != str(page))
    numbers: dict[int, str] = {}
    for kind, row in furniture:
        match = _PRINTED.fullmatch(row.text.strip()) if kind == "page number" else None
        if match:
            numbers.setdefault(row.page, match[1] or match[2])
    steps = Counter(int(text) - page for page, text in numbers.items() if text.isdigit())
    if not steps:
        return ()
    step, count = steps.most_common(1)[0]
    if step == 0 or count < max(2, _LEAST_SHARE * steps.total()):
        return ()
    every = {page.number: page.number + step for page in pages}
    printed = {page: str(number) for page, number in every.items() if number > 0}
    romans = {page: text for page, text in numbers.items() if not text.isdigit()}
    return tuple(sorted({**printed, **romans}.items()))


def label_pairs(rows: Sequence[Row]) -> list[Row]:
    """Put each label of a row of labels before the value that stands below it."""
    paired: list[Row] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        below = rows[at + 1] if at + 1 < len(rows) else None
        if below is not None and _are_labels(row) and _lie_below(row, below):
            for label, value in zip(row.cells, below.cells, strict=True):
                cell = (label[0], value[1], f"{label[2].rstrip(' :')}: {value[2]}")
                paired.append(
                    Row(row.page, cell[2], cell[0], row.y0, cell[1], below.y1, below.baseline,
                        row.size, False, False, cells=[cell])
                )  # fmt: skip
            at += 2
        else:
            paired.append(row)
            at += 1
    return paired


def _are_labels(row: Row) -> bool:
    return len(row.cells) >= 2 and all(is_label(text) for _, _, text in row.cells)


def _lie_below(row: Row, below: Row) -> bool:
    return len(below.cells) == len(row.cells) and all(
        abs(upper[0] - lower[0]) < _ALIGNED
        for upper, lower in zip(row.cells, below.cells, strict=True)
    )
