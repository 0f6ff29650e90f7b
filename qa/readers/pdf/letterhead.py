"""Labels of a letterhead and their values, side by side or one under the other.

"Datum" and "Ons kenmerk" on one line and their values on the next are read column by column, so
that each value follows its label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.readers.pdf.layout import Row

_LABEL = re.compile(
    r"(?:datum|(?:ons|uw|onze|zaak)?[ -]?(?:kenmerk|referentie|ref\.?)|zaak(?:nummer|nr\.?)|betreft"
    r"|onderwerp|inzake|uw (?:brief|bericht)(?: van)?|bijlagen?|behandeld door|contactpersoon"
    r"|doorkiesnummer|telefoon(?:nummer)?|e-?mail|voor|van|aan|cc|our ref\.?|your ref\.?|date"
    r"|subject)\s*:?",
    re.IGNORECASE,
)
_SAME_EDGE = 4.0  # points
_NEAR = 2.5  # times the size: values stand right under their labels


def is_label(text: str) -> bool:
    """Tell what a letterhead writes before a value, such as "Ons kenmerk"."""
    return _LABEL.fullmatch(text.strip()) is not None


def paired(rows: Sequence[Row]) -> list[Row]:
    """Return rows with each row of labels cut into the labels with the values under them."""
    made: list[Row] = []
    i = 0
    while i < len(rows):
        below = rows[i + 1] if i + 1 < len(rows) else None
        if below is not None and _are_labels(rows[i], below):
            made += _columns(rows[i], below)
            i += 2
        else:
            made.append(rows[i])
            i += 1
    return made


def _are_labels(row: Row, below: Row) -> bool:
    return (
        len(row.cells) > 1
        and all(is_label(text) for _, _, text in row.cells)
        and row.page == below.page
        and 0 < below.baseline - row.baseline < _NEAR * row.size
        and all(any(_is_under(cell, label) for label in row.cells) for cell in below.cells)
    )


def _is_under(cell: tuple[float, float, str], label: tuple[float, float, str]) -> bool:
    return abs(cell[0] - label[0]) < _SAME_EDGE


def _columns(row: Row, below: Row) -> list[Row]:
    made = []
    for label in row.cells:
        made.append(_cell(row, label))
        made += [_cell(below, cell) for cell in below.cells if _is_under(cell, label)]
    return made


def _cell(row: Row, cell: tuple[float, float, str]) -> Row:
    return replace(row, text=cell[2], x0=cell[0], x1=cell[1], marks=[], lowered=[], cells=[cell])
