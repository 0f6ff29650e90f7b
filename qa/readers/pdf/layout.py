"""Fragments of PDF pages to rows of the letter's own column, notes at the foot, and furniture.

Works by place, size and repetition: the margin column and the sidebar stand beside the body, the
running titles repeat, notes are set smaller at the foot of the page. Finds no paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.readers.pdf.columns import in_columns
from qa.readers.pdf.glyphs import Fragment, PageGlyphs
from qa.readers.pdf.rows import Row
from qa.readers.pdf.titles import RunningTitles, in_zone, running_titles
from qa.readers.publisher_text import is_margin_line
from qa.records import LeftOutKind

_BANNER = 1.7  # times the size of the body: larger is the chamber's banner
_NOTE_SIZE = 0.94  # times the size of the body: notes are set smaller
_MARGIN = 4.0  # points: a fragment that ends so far before the body stands in the margin
_EDGE = 0.98  # the right edge is that of the row longer than 98 % of the rows
_FURNITURE = re.compile(
    r"""(?:Tweede|Eerste)[ ]Kamer[ ]der[ ]Staten-Generaal | Vergaderjaar[ ]\d{4}.*
      | Aanhangsel[ ]van[ ]de[ ]Handelingen
      | Vragen[ ]gesteld[ ]door[ ]de[ ]leden[ ]der[ ]Kamer,[ ]met[ ]de[ ]daarop[ ]door[ ]de
      | regering[ ]gegeven[ ]antwoorden
      | Pagina[ ]\d+(?:[ ]van[ ]\d+)?
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r">[ ]?Retouradres.*")
_PAGE_NUMBER = re.compile(
    r"[-–]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–]?(?:\s*(?:/|van|of)\s*\d+)?"
    r"|(?:[Bb]lad|[Pp]age?)\s*\d{1,4}(?:\s*(?:/|van|of)\s*\d+)?"
)
_FOOT = 0.75  # of the page's height: below it stands a foot
_LABEL_SIZE = 0.9  # times the size of the body: a smaller line beside it is in the margin
_NUMBER = re.compile(
    r"(?:\d{2}[ .\u00a0\u2009]?\d{3}(?: ?[ -][A-Z0-9]{1,5})?|[Nn]r\. ?\w+|\d{1,5}|[A-Z])"
)
_SENTENCE_END = re.compile(r"[.?!][»”\"’')\]]*\s*$")
_NOTE_START = re.compile(r"(\d{1,3})(?:[ .)\u00a0]\s*|(?=[^\W\d]))(?=\S)")


@dataclass(frozen=True)
class Profile:
    """The usual measures of a document: size of the body, its edges, distance of its lines."""

    size: float
    left: float
    right: float
    pitch: float


@dataclass
class FootNote:
    """A note at the foot of a page: its printed number and its rows, the number cut off."""

    number: str
    page: int
    rows: list[Row]


@dataclass
class Layout:
    """What stands where: rows of the letter in reading order, notes, and the rest with its kind.

    ``turned`` are pages whose places do not count on the page as it is rendered.
    """

    profile: Profile
    rows: list[Row]
    notes: list[FootNote]
    furniture: list[tuple[LeftOutKind, Row]]
    turned: frozenset[int] = frozenset()


def lay_out(pages: Sequence[PageGlyphs]) -> Layout:
    """Tell the letter's own rows from notes and furniture, page by page."""
    profile = _profile([one for page in pages for one in page.fragments])
    titles = running_titles(pages)
    turned = frozenset(page.number for page in pages if page.turned)
    layout = Layout(profile, [], [], [], turned)
    for page in pages:
        body: list[Fragment] = []
        furniture: dict[LeftOutKind, list[Fragment]] = {}
        for fragment in page.fragments:
            kind = _furniture_kind(fragment, page, profile, titles)
            (furniture.setdefault(kind, []) if kind else body).append(fragment)
        titled = [one for found in furniture.values() for one in found]
        body, footer = _beside_furniture(body, titled, page)
        furniture.setdefault("page number", []).extend(footer)
        rows = in_columns(_rows(body))
        first = _first_note_row(rows, profile, layout.notes, page.number)
        rows, small = _without_foot(rows, first, profile, page, page is pages[-1])
        first = len(rows) if small else first
        layout.rows += rows[:first]
        _add_notes(layout.notes, rows[first:], page.number)
        layout.furniture += [("margin", row) for row in small]
        for kind, found in furniture.items():
            layout.furniture += [(kind, row) for row in _rows(found, side_by_side=False)]
        for kind, one in page.left_out:
            layout.furniture += [(kind, row) for row in _rows([one])]
    return layout


def _without_foot(
    rows: list[Row], first: int, profile: Profile, page: PageGlyphs, is_last: bool
) -> tuple[list[Row], list[Row]]:
    """Take out small print at the foot of a page that is no note and cuts a sentence in two."""
    start = len(rows)
    while start and rows[start - 1].size < _NOTE_SIZE * profile.size:
        start -= 1
    small = rows[start:]
    cuts = start > 0 and not is_last and not _SENTENCE_END.search(rows[start - 1].text)
    low = bool(small) and small[0].y0 > _FOOT * page.height
    plain = all(len(row.cells) == 1 for row in small)
    if small and first == len(rows) and cuts and low and plain:
        return rows[:start], small
    return rows, []


def _profile(fragments: Sequence[Fragment]) -> Profile:
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


def _furniture_kind(
    one: Fragment, page: PageGlyphs, profile: Profile, titles: RunningTitles
) -> LeftOutKind | None:
    """Tell what is no text of the letter, by what it says and where it stands."""
    text = " ".join(one.text.split())
    if is_margin_line(text):
        return "running title" if "vergaderjaar" in text else "margin"
    if _FURNITURE.fullmatch(text):
        return "page number" if text.startswith("Pagina") else "running title"
    if _ADDRESS.fullmatch(text):
        return "margin"
    if one.size > _BANNER * profile.size and _PAGE_NUMBER.fullmatch(text):
        return "running title"
    small = one.size < _NOTE_SIZE * profile.size
    if one.x0 > profile.right - 2 and small:
        return "margin"
    if one.x1 < profile.left - _MARGIN and _in_margin(one, page, profile):
        is_head = page.number == 1 and _NUMBER.fullmatch(text) and not in_zone(one, page)
        return None if is_head else "margin"
    return "running title" if titles.has(one, page) else None


def _in_margin(one: Fragment, page: PageGlyphs, profile: Profile) -> bool:
    """Tell a line in the margin from a label that hangs before a line of the text."""
    if one.size < _LABEL_SIZE * profile.size:
        return True
    return not any(
        other.x0 >= profile.left - _MARGIN and abs(other.baseline - one.baseline) < 1.5
        for other in page.fragments
    )


def _beside_furniture(
    body: list[Fragment], furniture: Sequence[Fragment], page: PageGlyphs
) -> tuple[list[Fragment], list[Fragment]]:
    """Take out page numbers, which stand beside a running title or alone at the edge."""
    lines = {round(one.baseline) for one in furniture}
    kept: list[Fragment] = []
    footer: list[Fragment] = []
    for one in body:
        alone = in_zone(one, page) and not any(
            other is not one and abs(other.baseline - one.baseline) < 7 for other in body
        )
        number = _PAGE_NUMBER.fullmatch(one.text.strip()) is not None
        beside = any(abs(round(one.baseline) - line) <= 1 for line in lines)
        (footer if number and in_zone(one, page) and (beside or alone) else kept).append(one)
    return kept, footer


def _rows(fragments: Iterable[Fragment], side_by_side: bool = True) -> list[Row]:
    """Put fragments in reading order and join those on one baseline."""
    rows: list[Row] = []
    for one in sorted(fragments, key=lambda one: (round(one.baseline), one.x0)):
        last = rows[-1] if rows else None
        if side_by_side and last is not None and _on_line(last, one):
            at = len(last.text) + 1
            last.marks += [(at + place, length) for place, length in one.marks]
            last.text += f" {one.text}"
            last.cells.append((one.x0, one.x1, one.text))
            last.x1, last.y0, last.y1 = one.x1, min(last.y0, one.y0), max(last.y1, one.y1)
            last.size = max(last.size, one.size)
            last.bold &= one.bold
            last.italic &= one.italic
        else:
            rows.append(
                Row(one.page, one.text, one.x0, one.y0, one.x1, one.y1, one.baseline, one.size,
                    one.bold, one.italic, list(one.marks), [(one.x0, one.x1, one.text)])
            )  # fmt: skip
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
    while first and rows[first - 1].size < _NOTE_SIZE * profile.size:
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
        and not _SENTENCE_END.search(notes[-1].rows[-1].text)
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
