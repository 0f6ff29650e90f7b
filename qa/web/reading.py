"""A letter made ready for its reading view: units cut where a mark, page or note mark stands.

Pure functions from a `Letter` to what the template prints; no HTML and no addresses here. The
pieces of a unit, put together, are its text: page breaks and note marks are pieces without text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from qa.answering.glossary import with_meanings
from qa.records import Letter, Reference, Unit
from qa.web.links import Range

_Link = tuple[int, int, str]
"""Start and end in the letter's text, and an address."""

NOTHING: Mapping[str, str] = {}

_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\[\]{}\"“”«»]*[^\s<>()\[\]{}\"“”«».,:;!?'’]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, or a page break (``page``), or the mark of a note (``note``).

    ``target`` is the address of the publication that the text names, or the address that the text
    is; ``meaning`` what the text, an abbreviation, stands for.
    """

    text: str = ""
    page: int | None = None
    note: str | None = None
    mark_id: str | None = None  # set on a note's first mark, so that the note can point back
    target: str | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces that are marked together or not at all; ``mark_id`` is set where a mark begins."""

    pieces: tuple[Piece, ...]
    marked: bool
    mark_id: str | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit as stretches; ``new_page`` is set where a page begins with it."""

    unit: Unit
    stretches: tuple[Stretch, ...]
    new_page: int | None
    back: str | None  # id of the mark that a note belongs to

    @property
    def cells(self) -> tuple[tuple[Stretch, ...], ...]:
        """The stretches of each cell of a row, with what stands between it and the next one."""
        starts = [self.unit.start, *(start for start, _ in self.unit.cells[1:]), self.unit.end]
        return tuple(
            tuple(one for one in self.stretches if low <= one.start < high)
            for low, high in pairwise(starts)
        )

    def is_between(self, stretch: Stretch) -> bool:
        """Say whether a stretch of a row stands between two cells, such as a bar."""
        return not any(start <= stretch.start < end for start, end in self.unit.cells)

    @property
    def number(self) -> str:
        """What stands in the margin: a paragraph's number, a note's, else nothing."""
        return self.unit.label[1:] if self.unit.kind in {"paragraph", "note"} else ""


_Cut = Callable[[Range], list[Piece]]
"""Cuts a stretch of the letter without breaks and marks into pieces."""

AddressOf = Callable[[Reference], str | None]
"""Gives the address of what a reference names, or ``None``."""


def shown_units(
    letter: Letter,
    ranges: Sequence[Range] = (),
    address_of: AddressOf = lambda reference: None,
    meanings: Mapping[str, str] = NOTHING,
) -> tuple[ShownUnit, ...]:
    """Cut a letter's units for the reading view.

    Args:
        letter: The letter.
        ranges: What to mark, rising and apart, as `qa.web.links.parse_ranges` gives it. The first
            marked stretch has the id ``quote``, the first of range n ``quote-n``.
        address_of: What the references in the text become links to.
        meanings: What abbreviations stand for.
    """
    named = [
        (one.start, one.end, address)
        for one in letter.references
        if (address := address_of(one)) is not None
    ]
    links = sorted([*named, *_addresses(letter, named)])
    cut = partial(_texts, letter, links, meanings)
    starts = _mark_starts(letter, ranges)
    noted = {mark.note for mark in letter.marks}
    new_pages = _pages_before_units(letter)
    return tuple(
        ShownUnit(
            unit=unit,
            stretches=_stretches(letter, unit, ranges, starts, cut),
            new_page=new_pages.get(unit.label),
            back=f"{unit.label}-mark" if unit.label in noted else None,
        )
        for unit in letter.units
    )


def _addresses(letter: Letter, named: Sequence[_Link]) -> Iterator[_Link]:
    """Yield the web addresses that stand in a letter, but for those in what it names already."""
    for found in _ADDRESS.finditer(letter.text):
        start, end = found.span()
        if not any(low < end and start < high for low, high, _ in named):
            address = found[0] if found[0].startswith("http") else f"https://{found[0]}"
            yield start, end, address


def together(units: Sequence[ShownUnit]) -> list[list[ShownUnit]]:
    """Put rows that follow one another together as tables; every other unit stands alone.

    A row without column headings begins a table, for it is their row.
    """
    groups: list[list[ShownUnit]] = []
    for shown in units:
        is_row = shown.unit.kind == "row" and bool(shown.unit.cells)
        joins = is_row and groups and groups[-1][-1].unit.kind == "row"
        if joins and (shown.unit.headers or not groups[-1][0].unit.headers):
            groups[-1].append(shown)
        else:
            groups.append([shown])
    return groups


def holds_words(letter: Letter, chosen: Range) -> bool:
    """Say whether a range holds anything of a unit, not just what stands between two units."""
    return any(
        letter.text[max(unit.start, chosen[0]) : min(unit.end, chosen[1])].strip()
        for unit in letter.units
    )


def _mark_starts(letter: Letter, ranges: Sequence[Range]) -> dict[int, str]:
    """Say at which offsets a mark with an id begins: where each range meets its first unit."""
    ids: dict[int, str] = {}
    for position, (start, end) in enumerate(ranges, start=1):
        for unit in letter.units:
            if unit.start < end and start < unit.end:
                name = "quote" if position == 1 else f"quote-{position}"
                ids[max(start, unit.start)] = name
                break
    return ids


def _pages_before_units(letter: Letter) -> dict[str, int]:
    """Say which units begin a page: it starts at their first character or in the gap before."""
    found: dict[str, int] = {}
    for page_start in letter.page_starts:
        for unit in letter.units:
            if page_start.offset <= unit.start:
                found[unit.label] = page_start.page
                break
            if page_start.offset < unit.end:
                break
    return found


def _stretches(
    letter: Letter,
    unit: Unit,
    ranges: Sequence[Range],
    starts: dict[int, str],
    cut: _Cut,
) -> tuple[Stretch, ...]:
    """Cut a unit at the edges of what is marked."""
    edges = {unit.start, unit.end}
    inner = (*ranges, *unit.cells)
    edges |= {edge for pair in inner for edge in pair if unit.start < edge < unit.end}
    cuts = sorted(edges)
    stretches = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        marked = any(low <= start and end <= high for low, high in ranges)
        pieces = _pieces(letter, unit, (start, end), cut)
        stretches.append(Stretch(pieces, marked, starts.get(start) if marked else None, start))
    return tuple(stretches)


def _pieces(letter: Letter, unit: Unit, stretch: Range, cut: _Cut) -> tuple[Piece, ...]:
    """Cut a stretch of a unit at page breaks and note marks, which become pieces of their own.

    What stands at the end of a unit belongs to its last stretch, else to the stretch it begins.
    """
    start, end = stretch
    last = end if end == unit.end else end - 1
    points = [
        (page.offset, Piece(page=page.page))
        for page in letter.page_starts
        if start <= page.offset < end and page.offset > unit.start
    ]
    for mark in letter.marks:
        if start <= mark.offset <= last:
            name = f"{mark.note}-mark" if _is_first(letter, mark.offset, mark.note) else None
            points.append((mark.offset, Piece(note=mark.note, mark_id=name)))
    pieces: list[Piece] = []
    at = start
    for offset, piece in sorted(points, key=lambda point: point[0]):
        pieces += cut((at, offset))
        at = max(at, offset)
        pieces.append(piece)
    return (*pieces, *cut((at, end)))


def _texts(
    letter: Letter, links: Sequence[_Link], meanings: Mapping[str, str], stretch: Range
) -> list[Piece]:
    """Cut a stretch without breaks and marks at its links, and elsewhere at abbreviations."""
    at, end = stretch
    pieces: list[Piece] = []

    def plain(start: int, stop: int) -> list[Piece]:
        cut = with_meanings(letter.text[start:stop], meanings)
        return [Piece(text=part, meaning=meaning) for part, meaning in cut]

    for low, high, address in links:
        if high <= at or low >= end:
            continue
        pieces += plain(at, low)
        pieces.append(Piece(text=letter.text[max(at, low) : min(end, high)], target=address))
        at = min(end, high)
    return pieces + plain(at, end)


def _is_first(letter: Letter, offset: int, note: str) -> bool:
    return offset == min(mark.offset for mark in letter.marks if mark.note == note)
