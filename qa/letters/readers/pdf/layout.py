"""Fragments of PDF pages to rows of the letter's own column, notes at the foot, and furniture.

Works by place, size and repetition: the margin column and the sidebar stand beside the body, the
running titles repeat, notes are set smaller at the foot of the page. Finds no paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.letters.readers.line_ends import FULL_STOP
from qa.letters.readers.pdf.columns import in_columns
from qa.letters.readers.pdf.furniture import tell_furniture
from qa.letters.readers.pdf.profile import NOTE_SIZE, Profile, measure
from qa.letters.readers.pdf.sheets import Fragment, PageGlyphs, Printed
from qa.records import LeftOutKind

_FOOT = 0.8  # of the page's height: small print at the foot begins below
_APART = 1.3  # times the usual distance of lines

_NOTE_START = re.compile(r"(\d{1,3})(?:[ .)\u00a0]\s*|(?=[^\W\d]))(?=\S)")


@dataclass
class Row(Printed):
    """One printed line of a column; ``marks`` are (position, length) of raised numbers."""

    page: int
    marks: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[float, float, str]] = field(default_factory=list)  # x0, x1, text
    lowered: list[tuple[int, int]] = field(default_factory=list)
    turn: int = 0  # of its sheet
    left_out: LeftOutKind = "margin"
    is_value: bool = False  # stands beside a label of the letterhead
    ends_bold: bool = False  # its last words are


@dataclass
class FootNote:
    """A note at the foot of a page: its printed number and its rows, the number cut off."""

    number: str
    page: int
    rows: list[Row]


@dataclass
class Layout:
    """What stands where: rows of the letter in reading order, notes, and the rest."""

    profile: Profile
    rows: list[Row]
    notes: list[FootNote]
    furniture: list[Row]
    sheets: dict[tuple[int, int], PageGlyphs]  # by page and turn
    labels: dict[int, str]  # printed numbers of pages, where they differ from their place


def lay_out(pages: Sequence[PageGlyphs]) -> Layout:
    """Tell the letter's own rows from notes and furniture, page by page."""
    profile = measure([one for page in pages for one in page.fragments])
    furniture = tell_furniture(pages, profile)
    layout = Layout(profile, [], [], [], {}, furniture.labels)
    for page in pages:
        layout.sheets[page.number, page.turn] = page
        body = [one for one in page.fragments if id(one) not in furniture.kinds]
        rows = [row for part in in_columns(body, profile) for row in _rows(part)]
        for row in rows:
            row.turn = page.turn
        first = _first_note_row(rows, profile, layout.notes, page.number)
        foot = _first_foot_row(rows[:first], profile, page)
        layout.rows += rows[:foot]
        _add_notes(layout.notes, rows[first:], page.number)
        left_out = [one for one in page.fragments if id(one) in furniture.kinds]
        for one in left_out:
            one.left_out = furniture.kinds[id(one)]
        layout.furniture += _furniture(left_out + page.left_out, page)
        for row in rows[foot:first]:
            row.left_out = "margin"
        layout.furniture += rows[foot:first]
    return layout


def _furniture(fragments: Sequence[Fragment], page: PageGlyphs) -> list[Row]:
    """Return a row for each fragment that is left out."""
    rows = []
    for one in sorted(fragments, key=lambda one: (round(one.baseline), one.x0)):
        row = _row(one)
        row.turn, row.left_out = page.turn, one.left_out or "margin"
        rows.append(row)
    return rows


def _row(one: Fragment) -> Row:
    return Row(
        one.text, one.x0, one.y0, one.x1, one.y1, one.baseline, one.size,
        one.bold, one.italic, one.page, list(one.marks), [(one.x0, one.x1, one.text)],
        list(one.lowered), ends_bold=one.ends_bold,
    )  # fmt: skip


def _first_foot_row(rows: Sequence[Row], profile: Profile, page: PageGlyphs) -> int:
    """Return where the small print at the foot begins that breaks into a sentence of the text.

    A firm's terms or address stand there, often on the first page only.
    """
    first = len(rows)
    while (
        first
        and rows[first - 1].size < NOTE_SIZE * profile.size
        and rows[first - 1].y0 > _FOOT * page.height
        and len(rows[first - 1].cells) == 1
    ):
        first -= 1
    if not 0 < first < len(rows):
        return len(rows)
    above, below = rows[first - 1], rows[first]
    apart = below.baseline - above.baseline > _APART * profile.pitch
    broken = not FULL_STOP.search(above.text) and above.size >= NOTE_SIZE * profile.size
    return first if apart and (broken or page.number == 1) else len(rows)


def _rows(fragments: Iterable[Fragment]) -> list[Row]:
    """Put fragments in reading order and join those on one baseline."""
    rows: list[Row] = []
    for one in sorted(fragments, key=lambda one: (round(one.baseline), one.x0)):
        last = rows[-1] if rows else None
        if last is not None and _on_line(last, one):
            at = len(last.text) + 1
            last.marks += [(at + place, length) for place, length in one.marks]
            last.lowered += [(at + place, length) for place, length in one.lowered]
            last.text += f" {one.text}"
            last.cells.append((one.x0, one.x1, one.text))
            last.x1, last.y0, last.y1 = one.x1, min(last.y0, one.y0), max(last.y1, one.y1)
            last.size = max(last.size, one.size)
            last.ends_bold = one.ends_bold
            last.bold &= one.bold
            last.italic &= one.italic
        else:
            rows.append(_row(one))
    return rows


def _on_line(row: Row, one: Fragment) -> bool:
    near = abs(row.baseline - one.baseline) < 0.35 * max(row.size, one.size)
    raised = row.text.strip().isdigit() and 0 < one.baseline - row.baseline < one.size
    return (near or raised) and one.x0 > row.x1 - 1


def _first_note_row(
    rows: Sequence[Row], profile: Profile, notes: Sequence[FootNote], page: int
) -> int:
    """Return where the notes begin: at the first small row at the foot that has a note's number.

    Small rows above it are a note that goes on from the page before if they go on with its
    sentence; else they are the letter's own, such as a table in small print.
    """
    first = len(rows)
    while first and rows[first - 1].size < NOTE_SIZE * profile.size:
        first -= 1
    start = first
    while start < len(rows):
        match = _NOTE_START.match(rows[start].text)
        if match and _follows(match[1], notes, page):
            break
        start += 1
    goes_on = (
        bool(notes)
        and first < len(rows)
        and notes[-1].page == page - 1
        and all(len(row.cells) == 1 for row in rows[first:start])
        and not FULL_STOP.search(notes[-1].rows[-1].text)
    )
    return first if goes_on else start


def _add_notes(notes: list[FootNote], rows: Sequence[Row], page: int) -> None:
    """Cut the rows at the foot of a page into notes; what has no number goes on with the last."""
    for row in rows:
        match = _NOTE_START.match(row.text)
        if match and _follows(match[1], notes, page):
            end = match.end()
            row.text = row.text[end:]
            row.marks = [(at - end, length) for at, length in row.marks if at >= end]
            notes.append(FootNote(match[1], page, [row]))
        elif notes:
            notes[-1].rows.append(row)


def _follows(number: str, notes: Sequence[FootNote], page: int) -> bool:
    """Tell whether a number at a row's start is a note's own, not one inside a note's text."""
    if not notes:
        return True
    last = int(notes[-1].number)
    return last < int(number) <= last + 3 or (notes[-1].page != page and int(number) == 1)
