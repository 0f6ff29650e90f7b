"""Fragments of PDF pages to rows of the letter's own column, notes at the foot, and furniture.

Works by place, size and repetition: the margin column and the sidebar stand beside the body, the
running titles repeat, notes are set smaller at the foot of the page. Finds no paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.readers.pdf.glyphs import Fragment, PageGlyphs
from qa.readers.publisher_text import is_margin_line

_BANNER = 1.7  # times the size of the body: larger is the chamber's banner
_NOTE_SIZE = 0.94  # times the size of the body: notes are set smaller
_MARGIN = 4.0  # points: a fragment that ends so far before the body stands in the margin
_EDGE = 0.98  # the right edge is that of the row longer than 98 % of the rows
_ZONE = 0.12  # of the page's height: where running titles stand
_FURNITURE = re.compile(
    r"""(?:Tweede|Eerste)[ ]Kamer[ ]der[ ]Staten-Generaal | Vergaderjaar[ ]\d{4}.*
      | Aanhangsel[ ]van[ ]de[ ]Handelingen
      | Vragen[ ]gesteld[ ]door[ ]de[ ]leden[ ]der[ ]Kamer,[ ]met[ ]de[ ]daarop[ ]door[ ]de
      | regering[ ]gegeven[ ]antwoorden
      | Pagina[ ]\d+(?:[ ]van[ ]\d+)? | >[ ]?Retouradres.*
    """,
    re.VERBOSE,
)
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,4}\s*[-–]?(?:\s*/\s*\d+)?")
_NUMBER = re.compile(
    r"(?:\d{2}[ .\u00a0\u2009]?\d{3}(?: ?[ -][A-Z0-9]{1,5})?|[Nn]r\. ?\w+|\d{1,5}|[A-Z])"
)
_SENTENCE_END = re.compile(r"[.?!][»”\"’')\]]*\s*$")
_NOTE_START = re.compile(r"(\d{1,3})(?:[ .)\u00a0]\s*|(?=[^\W\d]))(?=\S)")


@dataclass
class Row:
    """One printed line of a column; ``marks`` are (position, length) of raised numbers."""

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    marks: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[float, float, str]] = field(default_factory=list)  # x0, x1, text


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
    """What stands where: rows of the letter in reading order, notes, and the rest."""

    profile: Profile
    rows: list[Row]
    notes: list[FootNote]
    furniture: list[Row]


def lay_out(pages: Sequence[PageGlyphs]) -> Layout:
    """Tell the letter's own rows from notes and furniture, page by page."""
    profile = _profile([one for page in pages for one in page.fragments])
    repeated = _repeated(pages)
    layout = Layout(profile, [], [], [])
    for page in pages:
        body: list[Fragment] = []
        furniture: list[Fragment] = []
        for fragment in page.fragments:
            is_furniture = _is_furniture(fragment, page, profile, repeated)
            (furniture if is_furniture else body).append(fragment)
        body, footer = _beside_furniture(body, furniture, page)
        rows = _rows(body)
        first = _first_note_row(rows, profile, layout.notes, page.number)
        layout.rows += rows[:first]
        _add_notes(layout.notes, rows[first:], page.number)
        layout.furniture += _rows(furniture + footer, side_by_side=False)
    return layout


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


def _repeated(pages: Sequence[PageGlyphs]) -> set[str]:
    """Find what stands in the head or foot of most pages, digits aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_masked(one.text) for one in page.fragments if _in_zone(one, page)})
    least = max(2, len(pages) // 2)
    return {text for text, count in seen.items() if count >= least}


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))


def _in_zone(one: Fragment, page: PageGlyphs) -> bool:
    return one.y1 < _ZONE * page.height or one.y0 > (1 - _ZONE) * page.height


def _is_furniture(one: Fragment, page: PageGlyphs, profile: Profile, repeated: set[str]) -> bool:
    text = " ".join(one.text.split())
    if one.size > _BANNER * profile.size or is_margin_line(text) or _FURNITURE.fullmatch(text):
        return True
    if one.x0 > profile.right - 2:
        return True
    if one.x1 < profile.left - _MARGIN:
        is_head = page.number == 1 and _NUMBER.fullmatch(text) and not _in_zone(one, page)
        return not is_head
    small_print = one.size < _NOTE_SIZE * profile.size
    return (
        _in_zone(one, page)
        and _masked(text) in repeated
        and (small_print or one.y0 > (1 - _ZONE) * page.height or len(repeated) < 3)
    )


def _beside_furniture(
    body: list[Fragment], furniture: Sequence[Fragment], page: PageGlyphs
) -> tuple[list[Fragment], list[Fragment]]:
    """Take out page numbers, which stand beside a running title or alone at the edge."""
    lines = {round(one.baseline) for one in furniture}
    kept: list[Fragment] = []
    footer: list[Fragment] = []
    for one in body:
        alone = _in_zone(one, page) and not any(
            other is not one and abs(other.baseline - one.baseline) < 7 for other in body
        )
        number = _PAGE_NUMBER.fullmatch(one.text.strip()) is not None
        beside = any(abs(round(one.baseline) - line) <= 1 for line in lines)
        (footer if number and _in_zone(one, page) and (beside or alone) else kept).append(one)
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
