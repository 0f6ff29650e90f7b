"""What every reader gives: blocks of lines with their kind, page and place in the source.

A reader finds structure. It does not change words: hyphens, spaces and note marks are made
regular in ``qa.letters``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from qa.records import LeftOutKind

BlockKind = Literal[
    "letterhead", "heading", "paragraph", "item", "row", "signature", "note", "furniture"
]
"""``item`` is an item of a list with its number; ``row`` a row of a table, one line for each cell.
``furniture`` (margin lines, running titles, a site's buttons, struck words) is no part of the
letter's text, but it may hold metadata; every stretch of a file that a reader leaves out is one."""

Part = Literal["question", "answer"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a note in a line: ``length`` characters at ``at``, 0 where the form prints none.

    ``note`` is the ``note`` of the block that holds the note's text.
    """

    at: int
    length: int
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed, without its line end.

    ``start`` is its offset in the source: the file's own characters for plain text, else the text
    that the reader took out of the file, line after line. ``box`` is (x0, y0, x1, y1) in points
    from the top left corner of the page as rendered.
    """

    text: str
    start: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    ``number`` is the printed number of a note or of a list item; ``note`` names a note for its
    marks. ``cells`` says of a row how many lines each cell has; ``headers`` are the texts of the
    table's head. ``part`` and ``pair`` tie questions to answers: both carry the printed number.
    ``left_out`` says of furniture what it is.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    number: str | None = None
    note: str | None = None
    cells: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    part: Part | None = None
    pair: str | None = None
    left_out: LeftOutKind = "margin"

    @property
    def text(self) -> str:
        """All lines joined by spaces, white space folded; for recognising, never for quoting."""
        return " ".join(" ".join(line.text for line in self.lines).split())


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order, with the name of what read it.

    ``known`` is metadata that the form itself carries (an XML attribute, an HTML meta element):
    pairs of a field of `qa.records.Metadata` and its value as text, best first. ``pages`` counts
    the pages of a form that has pages; ``page_labels`` are (page, number printed on it) where that
    is another.
    """

    blocks: tuple[Block, ...]
    form: str
    parser: str
    encoding: str | None = None
    notices: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    pages: int | None = None
    page_labels: tuple[tuple[int, str], ...] = ()


@dataclass
class Extract:
    """The text that a reader takes out of a file, line after line; gives each line its offset."""

    length: int = 0
    lines: list[Line] = field(default_factory=list)

    def line(
        self,
        text: str,
        page: int | None = None,
        box: tuple[float, float, float, float] | None = None,
        marks: Sequence[Mark] = (),
    ) -> Line:
        """Take out one line."""
        made = Line(text, self.length, page, box, tuple(marks))
        self.length += len(text) + 1
        self.lines.append(made)
        return made


def split_lines(text: str) -> list[Line]:
    """Cut a text at its line ends (LF, CRLF, CR, form feed); keeps offsets and trailing spaces."""
    lines = []
    start = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append(Line(body, start))
        start += len(raw)
    return lines
