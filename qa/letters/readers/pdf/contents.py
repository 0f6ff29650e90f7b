"""The table of contents of a PDF: rows that name a heading and its page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.letters.readers.pdf.layout import Row

_LEADERS = re.compile(r"(?:[.…_·]\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,7})?\s*$")
_TITLE = re.compile(r"(?:inhoud(?:sopgave)?|table of contents|contents)\s*:?", re.IGNORECASE)
_PAGE = re.compile(r".*\D\s(\d{1,4})\s*$")
_MOST_LINES = 3  # an entry has no more
_LEAST = 3  # rows with a page: fewer under such a title are no table of contents


def take_contents(rows: list[Row]) -> list[Row]:
    """Take the rows of a table of contents out of the letter's rows."""
    taken = set()
    for i, row in enumerate(rows):
        if _TITLE.fullmatch(row.text.strip()):
            end = _end(rows, i + 1)
            if end:
                taken |= set(range(i, end))
        elif _LEADERS.search(row.text) and re.search(r"[^\W\d_]{2}.*\d\s*$", row.text):
            taken.add(i)
    found = [rows[i] for i in sorted(taken)]
    for row in found:
        row.left_out = "contents"
    rows[:] = [row for i, row in enumerate(rows) if i not in taken]
    return found


def _end(rows: Sequence[Row], start: int) -> int | None:
    """Return where the entries after a title end: the pages they name rise."""
    page, end, count = 0, start, 0
    for i in range(start, len(rows)):
        match = _PAGE.match(rows[i].text)
        if match and int(match[1]) >= page:
            page, end, count = int(match[1]), i + 1, count + 1
        elif i - end >= _MOST_LINES:
            break
    return end if count >= _LEAST else None
