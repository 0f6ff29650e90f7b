"""The values of a letter that was read: its regular text, the units in it, where it came from.

Offsets count characters of the regular text: ``letter.text[x.start:x.end] == x.text`` for every
unit and sentence.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

from qa.records.commitments import Committed

UnitKind = Literal["letterhead", "heading", "paragraph", "row", "signature", "note"]

LABEL_PREFIX: dict[UnitKind, str] = {
    "letterhead": "l",
    "heading": "h",
    "paragraph": "p",
    "row": "r",
    "signature": "s",
    "note": "n",
}
"""First letter of a unit's label: paragraph 12 is ``p12``, note 1 is ``n1``."""

UNIT_SEPARATOR = "\n\n"
"""What stands between two units in the regular text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A citable stretch of a letter.

    ``number`` counts paragraphs from 1 through the whole letter and is ``None`` for other kinds; an
    item of a list is a paragraph. ``heading`` is the label of the heading a unit stands under.
    ``anchor`` is made from the unit's content, so it survives a new index. ``pages`` is empty where
    the form has no pages. ``printed`` is the number of a note or a list item as printed. ``part``
    and ``pair`` tie questions and answers: an answer to questions 2 and 3 has the pair "2, 3".
    ``headers`` are a row's column headings, and ``cells`` where its cells stand in ``text``.
    """

    kind: UnitKind
    label: str
    start: int
    end: int
    text: str
    anchor: str
    number: int | None = None
    heading: str | None = None
    pages: tuple[int, ...] = ()
    printed: str | None = None
    part: Literal["question", "answer"] | None = None
    pair: str | None = None
    headers: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where the mark of a note stood: at ``offset`` of the regular text, which leaves it out."""

    offset: int
    note: str


@dataclass(frozen=True, slots=True)
class PageStart:
    """From ``offset`` of the regular text on, the text stands on ``page``."""

    offset: int
    page: int


@dataclass(frozen=True, slots=True)
class SourceRun:
    """``text[start:end]`` was made from ``[source_start:source_end]`` of the source's characters.

    The source is the file itself for plain text, else the text that the reader took out of it.
    Where both are equally long the run maps character by character, else as a whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where ``text[start:end]`` stands on a page, in points from the top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    start: int
    end: int


_ABOUT = 120  # characters that a letter begins with


@dataclass(frozen=True, slots=True)
class Dossier:
    """A parliamentary dossier: ``number`` as in ids ("28676"), ``printed`` as in the letter."""

    number: str
    printed: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed: the function ("Minister van Defensie") and the name as printed."""

    function: str | None
    name: str | None

    @property
    def line(self) -> str:
        """Function and name, as far as the letter gives them."""
        return ", ".join(part for part in (self.function, self.name) if part)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a letter; ``None`` or empty where the letter does not say.

    ``house`` is "I" or "II". ``subject`` is the letter's own title, not its dossier's.
    ``vergaderjaar`` is as printed ("2023–2024"). ``found`` tells for
    each known field where it was found, in words ("margin", "signature", "file name").
    """

    dossiers: tuple[Dossier, ...] = ()
    ondernummer: str | None = None
    vergaderjaar: str | None = None
    house: Literal["I", "II"] | None = None
    date: datetime.date | None = None
    kind: str | None = None
    senders: tuple[Sender, ...] = ()
    receiver: str | None = None
    kenmerk: str | None = None
    subject: str | None = None
    language: str = "nl"
    found: dict[str, str] = field(default_factory=dict)

    @property
    def topic(self) -> str | None:
        """What the letter is about: its own title, or its dossier's where its own says only what
        it is and who sent it, in capitals ("BRIEF VAN DE MINISTER VAN DEFENSIE")."""
        dossier = next((one.title for one in self.dossiers if one.title), None)
        return (dossier or self.subject) if self.says_no_topic else self.subject or dossier

    @property
    def says_no_topic(self) -> bool:
        """Tell whether the letter's own title says only what it is and who sent it."""
        return self.subject is not None and self.subject.isupper()

    @property
    def full_title(self) -> str | None:
        """The letter's own title, behind its dossier's where it does not say what it is about."""
        if not self.says_no_topic or self.topic == self.subject:
            return self.topic
        return f"{self.topic}; {self.subject}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file a letter was read from, and what read it.

    ``path`` is relative to the corpus. ``sha256`` is of the file's bytes and is the key of the
    letter's version. ``pages`` counts the file's pages, ``None`` where the form has none; ``url``
    is where it was fetched from. ``notices`` are sentences for the person, such as "decoded as
    windows-1252".
    """

    path: str
    sha256: str
    size: int
    form: str
    parser: str
    encoding: str | None = None
    notices: tuple[str, ...] = ()
    pages: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """``text[start:end]`` names another publication.

    ``targets`` are the ids it may have, the likeliest first: a letter in two dossiers has one
    number, and the text does not say in which.
    """

    start: int
    end: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """``text[start:end]`` is the ``long`` form of ``short``, which stands beside it."""

    short: str
    long: str
    start: int
    end: int


LeftOutKind = Literal[
    "running title", "page number", "margin", "hidden", "struck", "contents", "decoration",
    "description", "comment", "repeated", "site", "unreadable",
]  # fmt: skip
"""Why a stretch of the file is not in the regular text:

    running title   a title or banner that stands on the pages, not in the letter
    page number     of the printed page
    margin          beside or around the text: ids, imprint, address block
    hidden          not to be seen on the page: hidden by style, layer or crop, without colour
    struck          struck through, or deleted with changes tracked
    contents        a line of the table of contents
    decoration      a stamp, watermark, words in a drawing
    description     alternative text of a picture: in the file, not on the page
    comment         a reviewer's remark beside the text
    repeated        stands in the text already: a table's head again, a box written twice
    site            the frame of a web page around the letter
    unreadable      cannot be read: signs that the font gives no letters for, parts of another form
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of the source that is not in the regular text.

    ``text`` is what the source has there, in square brackets what it is where it has no text, and
    U+FFFD for each sign without a letter. It stands before ``offset`` of the regular text.
    """

    kind: LeftOutKind
    text: str
    offset: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: its regular text, the units in it, and where all of it came from.

    ``source`` is the file that the text comes from; ``copies`` are other forms of the same letter.
    ``page_labels`` are pages with the number that is printed on them, where it is another one.
    ``left_out`` is the ledger of what the file has and ``text`` has not; ``committed`` what the
    letter commits its sender to. ``fingerprint`` is the
    sha256 over all files and their sidecars: it changes when any does.
    """

    doc_id: str
    text: str
    units: tuple[Unit, ...]
    metadata: Metadata
    source: Source
    marks: tuple[NoteMark, ...] = ()
    page_starts: tuple[PageStart, ...] = ()
    page_labels: tuple[tuple[int, str], ...] = ()
    runs: tuple[SourceRun, ...] = ()
    boxes: tuple[Box, ...] = ()
    references: tuple[Reference, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    committed: Committed = Committed()
    copies: tuple[Source, ...] = ()
    fingerprint: str = ""

    @property
    def version(self) -> str:
        """Key of this version of the letter: the sha256 of its file."""
        return self.source.sha256

    @property
    def about(self) -> str | None:
        """What the letter is about, told apart from others of its dossier: its own title, or its
        dossier's with the words the letter begins with."""
        known = self.metadata
        if self._has_title:
            return known.topic
        return ": ".join(part for part in (known.topic, self._begins) if part) or None

    @property
    def own_title(self) -> str | None:
        """The letter's own title, or else the words it begins with; without its dossier's."""
        return (self.metadata.subject if self._has_title else self._begins) or None

    @property
    def _has_title(self) -> bool:
        known = self.metadata
        return bool(known.topic and not known.says_no_topic and known.topic == known.subject)

    @property
    def _begins(self) -> str:
        begins = next((unit.text for unit in self.paragraphs if len(unit.text) > 30), "")
        words = " ".join(begins.split())
        return words if len(words) <= _ABOUT else words[: _ABOUT + 1].rpartition(" ")[0] + " ..."

    @property
    def named_places(self) -> tuple[tuple[str, int, int], ...]:
        """What the letter can be found by, with its place: ids of publications that it names, and
        abbreviations that it explains, in brackets: "(UDCG)"."""
        papers = ((t, one.start, one.end) for one in self.references for t in one.targets)
        shorts = ((f"({one.short})", one.start, one.end) for one in self.abbreviations)
        return (*papers, *shorts)

    @property
    def paragraphs(self) -> tuple[Unit, ...]:
        """The numbered paragraphs, in reading order."""
        return tuple(unit for unit in self.units if unit.kind == "paragraph")

    @property
    def pages(self) -> tuple[int, ...]:
        """All pages the letter's text stands on, in order."""
        return tuple(sorted({start.page for start in self.page_starts}))

    def unit_at(self, offset: int) -> Unit:
        """Return the unit that holds ``offset``, or the one before it if it is between two."""
        at = bisect_right(self.units, offset, key=lambda unit: unit.start)
        return self.units[max(0, at - 1)]

    def unit(self, label: str) -> Unit | None:
        """Return the unit with this label, such as ``p12``, or ``None``."""
        return next((unit for unit in self.units if unit.label == label), None)

    def pages_between(self, start: int, end: int) -> tuple[int, ...]:
        """Return the pages on which ``text[start:end]`` stands, in order."""
        first = bisect_right(self.page_starts, start, key=lambda page: page.offset) - 1
        last = bisect_left(self.page_starts, end, key=lambda page: page.offset)
        return tuple(sorted({page.page for page in self.page_starts[max(0, first) : last]}))

    def source_ranges(self, start: int, end: int) -> list[tuple[int, int]]:
        """Trace ``text[start:end]`` back: the ranges of the file's characters it was made from.

        Neighbouring ranges are joined; a range ends where the file has something that the
        regular text leaves out (a margin line, a note mark, a line-end hyphen).
        """
        ranges: list[tuple[int, int]] = []
        first = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        for run in self.runs[first:]:
            if run.start >= end:
                break
            if run.end <= start:
                continue
            low, high = run.source_start, run.source_end
            if high - low == run.end - run.start:
                low += max(0, start - run.start)
                high -= max(0, run.end - end)
            if ranges and ranges[-1][1] == low:
                ranges[-1] = (ranges[-1][0], high)
            else:
                ranges.append((low, high))
        return ranges


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a unit."""

    start: int
    end: int
    text: str
    unit: str
