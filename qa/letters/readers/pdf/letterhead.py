"""Labels of a letterhead and their values, side by side or one under the other.

"Datum" and "Ons kenmerk" on one line and their values on the next are read column by column, so
that each value follows its label; so are labels that stand one under the other with their values
beside them, as in a memo.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.letters.readers.pdf.layout import Row

_LABEL = re.compile(
    r"(?:datum|(?:ons|uw|onze|zaak)?[ -]?(?:kenmerk|referentie|ref\.?)|zaak(?:nummer|nr\.?)|betreft"
    r"|onderwerp|inzake|uw (?:brief|bericht)(?: van)?|bijlagen?|behandeld door|contactpersoon"
    r"|doorkiesnummer|telefoon(?:nummer)?|e-?mail|voor|van|aan|c\.?c\.?|kopie(?: aan)?|afzender"
    r"|our ref\.?|your ref\.?|date|subject|from|to)\s*:?",
    re.IGNORECASE,
)
_HEAD_ROWS = 40  # a letterhead is over by then
_SAME_EDGE = 4.0  # points
_NEAR = 2.5  # times the size: values stand right under their labels
_NEXT_LINE = 1.5  # times the size: a value goes on so near


def is_label(text: str) -> bool:
    """Tell what a letterhead writes before a value, such as "Ons kenmerk"."""
    return _LABEL.fullmatch(text.strip()) is not None


def paired(rows: Sequence[Row]) -> list[Row]:
    """Return rows with each label cut from its value, which follows it."""
    rows = [*_beside(rows[:_HEAD_ROWS]), *rows[_HEAD_ROWS:]]
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


def _beside(rows: Sequence[Row]) -> list[Row]:
    """Cut the rows of a column of labels, two or more, from the values in the column beside it."""
    labels = [row for row in rows if len(row.cells) > 1 and is_label(row.cells[0][2])]
    made: list[Row] = []
    column: Row | None = None  # the label that is open
    for row in rows:
        if any(row is one for one in labels) and _stands_with(row, labels):
            made += _cut(row)
            column = row
        elif column is not None and _goes_on(row, column, made[-1]):
            made.append(replace(row, is_value=True))
        else:
            made.append(row)
            column = None
    return made


def _stands_with(row: Row, labels: Sequence[Row]) -> bool:
    """Tell whether another label stands in the same column, with its value beside it as this."""
    return any(
        one is not row
        and one.page == row.page
        and one.cells[0][2] != row.cells[0][2]
        and all(abs(one.cells[i][0] - row.cells[i][0]) < _SAME_EDGE for i in (0, 1))
        for one in labels
    )


def _goes_on(row: Row, label: Row, last: Row) -> bool:
    """Tell a further line of a value: right under the line before, in the values' column."""
    return (
        row.page == last.page
        and row.baseline - last.baseline < _NEXT_LINE * row.size
        and abs(row.x0 - label.cells[1][0]) < _SAME_EDGE
    )


def _cut(row: Row) -> list[Row]:
    """Cut a row into its label and its value, each with its own numbers of notes."""
    label = row.cells[0]
    start = row.text.index(label[2]) + len(label[2])
    start += len(row.text[start:]) - len(row.text[start:].lstrip())
    value = replace(
        row, text=row.text[start:], x0=row.cells[1][0], cells=row.cells[1:], is_value=True,
        marks=[(at - start, length) for at, length in row.marks if at >= start],
        lowered=[(at - start, length) for at, length in row.lowered if at >= start],
    )  # fmt: skip
    return [_cell(row, label), value]


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
