"""Rows of a PDF's column to stretches: the lines of one paragraph, heading or list item each.

Decides by distance, style, indentation and by how far the line before is filled. Gives no kinds
but what the style says; ``qa.letters.readers.structure`` does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.letters.readers.line_ends import END_MARK, ends_sentence
from qa.letters.readers.pdf.layout import Row
from qa.letters.readers.pdf.letterhead import is_label
from qa.letters.readers.pdf.profile import Profile
from qa.letters.readers.structure import LIST_MARK, is_pair_head, opens_letterhead

_BULLETS = "•▪●○◦■◆❖➢►✓✔"
_HANGING = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?[a-z]?|[A-Z][\w ()-]{1,18}:")
_WIDER = 1.3  # times the usual distance of lines: a paragraph ends there
_INDENT = 5.0  # points


def cut_rows(rows: Sequence[Row], profile: Profile) -> list[list[Row]]:
    """Cut rows in reading order into stretches."""
    stretches: list[list[Row]] = []
    for row in rows:
        if stretches and not _begins(row, stretches[-1], profile):
            stretches[-1].append(row)
        else:
            stretches.append([row])
    return stretches


def hangs(text: str) -> bool:
    """Tell what hangs before a text: a bullet, a number such as "2.10", or a label with a colon."""
    return LIST_MARK.match(f"{text} x") is not None or _HANGING.fullmatch(text.strip()) is not None


def is_styled(stretch: Sequence[Row], profile: Profile) -> bool:
    """Tell whether all of a stretch is bold, italic or larger than the body, as headings are."""
    return (
        all(row.bold for row in stretch)
        or all(row.italic for row in stretch)
        or all(row.size > 1.08 * profile.size for row in stretch)
    )


def _begins(row: Row, stretch: Sequence[Row], profile: Profile) -> bool:
    """Tell whether a row begins a new stretch."""
    last = stretch[-1]
    if row.is_value:
        return False
    if last.is_value or is_label(row.text) or (is_label(last.text) and len(stretch) > 1):
        return True
    heads = (is_pair_head(row.text), is_pair_head(last.text), opens_letterhead(row.text))
    if any(heads) or _changes_style(row, stretch, profile):
        return True
    first = row.cells[0][2]
    is_hanging = len(row.cells) > 1 and (hangs(first) or is_label(first))
    if is_hanging and row.x0 < last.cells[-1][0] - _INDENT:
        return True
    ended = ends_sentence(last.text, row.text)
    mark = LIST_MARK.match(row.text)
    if row.page != last.page:
        short = _is_short(last, row, profile)
        return bool(mark and (ended or short)) or (ended and short and not row.text[:1].islower())
    if row.baseline - last.baseline > _WIDER * max(profile.pitch, 1.05 * last.size):
        return True
    is_item = LIST_MARK.match(stretch[0].text) is not None
    if mark and (ended or is_item or mark["number"] in _BULLETS or _is_short(last, row, profile)):
        return True
    if is_item and last.x0 - row.x0 > _INDENT and len(stretch) > 1:
        return True
    is_hung = is_item and row.x0 > stretch[0].x0 + 2
    if is_item and not is_hung and row.text[:1].isupper() and _is_short(last, row, profile):
        return True
    if abs(row.x0 - last.x0) > _INDENT and ended and not is_item:
        return True
    return ended and not row.text[:1].islower() and _is_short(last, row, profile)


def _changes_style(row: Row, stretch: Sequence[Row], profile: Profile) -> bool:
    last = stretch[-1]
    short = _is_short(last, row, profile)
    if row.bold and last.ends_bold and not stretch[0].bold and _goes_on(last, row, short):
        return False
    titled = len(stretch) > 1 and stretch[0].ends_bold and all(one.bold for one in stretch[1:])
    if titled and not row.bold and short:
        return True
    all_bold = all(one.bold for one in stretch)
    if all_bold != row.bold and (all_bold or END_MARK.search(last.text) or row.bold):
        return True
    italic = all(one.italic for one in stretch)
    if italic != row.italic and short:
        return True
    title = italic and len(stretch) <= 2 and not END_MARK.search(last.text)
    if title and not row.italic and row.text[:1].isupper():
        return True
    return abs(row.size - last.size) > 0.15 * profile.size


def _goes_on(last: Row, row: Row, short: bool) -> bool:
    """Tell whether a bold row goes on with words that are bold at the end of the row before."""
    same_column = abs(row.x0 - last.cells[-1][0]) < _INDENT or len(last.cells) == 1
    other = ends_sentence(last.text, row.text) or (short and row.text[:1].isupper())
    return same_column and not other


def _is_short(last: Row, row: Row, profile: Profile) -> bool:
    """Tell whether the next row's first word would have fitted on the last row."""
    words = row.text.split()
    width = (row.x1 - row.x0) / max(len(row.text), 1) * (len(words[0]) + 1)
    return last.x1 + width < profile.right - 0.5 * profile.size
