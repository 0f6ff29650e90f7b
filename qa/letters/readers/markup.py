"""What readers of markup share: safe parsing, text taken out of elements, zip files opened.

Knows no format. Refuses entity declarations, huge trees and archives that unpack to too much.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from qa.errors import LetterError
from qa.letters.readers.blocks import Block, Extract, Line, Mark
from qa.letters.readers.grid import Cell, Slot, own_cells, to_grid
from qa.letters.readers.structure import Stretch
from qa.messages import Message
from qa.records import LeftOutKind

MAX_UNPACKED = 100_000_000
"""Most bytes that one part of an archive may have when it is unpacked."""

_DOUBLE_BOM = b"\xc3\xaf\xc2\xbb\xc2\xbf"  # a UTF-8 byte order mark that was encoded again

Element = Any  # an lxml element; lxml has no types of its own


def parse_xml(content: bytes, path: str, what: str = Message("this-xml")) -> Element:
    """Parse XML without the network, without expanding entities, and with lxml's size limits.

    Comments and processing instructions are left out, also inside a word: what stands before and
    after them is one text.

    Raises:
        LetterError: If it is not well-formed, declares entities, or is too big.
        MemoryError: If there is not enough memory to parse it.
    """
    if content.startswith(_DOUBLE_BOM):
        content = content[len(_DOUBLE_BOM) :]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root: Element = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if is_out_of_memory(error):
            raise MemoryError from None
        raise LetterError(path, _what_is_wrong(content, error, what)) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise LetterError(path, "xml-entities", what=what)
    return root


def is_out_of_memory(error: Exception) -> bool:
    """Tell that libxml2 ran out of memory, which lxml reports as an (unknown) syntax error."""
    return isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_NO_MEMORY


def _what_is_wrong(content: bytes, error: Exception, what: str) -> Message:
    """Say why XML cannot be parsed, and what to do."""
    reason = str(error).split("\n")[0]
    if b"<!ENTITY" in content:
        return Message("xml-entities", what=what)
    if re.search(r"Excessive depth|[Hh]uge (?:text|input)|use XML_PARSE_HUGE", reason):
        return Message("xml-too-deep", what=what)
    return Message("xml-not-well-formed", what=what, reason=reason)


def name_of(element: Element) -> str:
    """Return an element's name without its namespace; empty for instructions and comments."""
    return _local_name(element.tag)


@lru_cache(maxsize=4096)
def _local_name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def open_zip(content: bytes, path: str, what: str) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        LetterError: If it is damaged.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise LetterError(path, "archive-damaged", what=what) from None


def read_part(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    """Unpack one part of an archive.

    Raises:
        LetterError: If it is missing, damaged, encrypted or unpacks to too much.
    """
    try:
        with archive.open(name) as part:
            content = part.read(MAX_UNPACKED + 1)
    except KeyError:
        raise LetterError(path, "part-missing", part=name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise LetterError(path, "part-damaged", part=name) from None
    except RuntimeError:
        raise LetterError(path, "file-encrypted") from None
    if len(content) > MAX_UNPACKED:
        raise LetterError(path, "part-too-large", part=name, megabytes=MAX_UNPACKED // 1_000_000)
    return content


@dataclass
class Inline:
    """Text of a paragraph as it is put together, with the marks of notes at their places.

    ``emphasised`` tells whether all visible text so far was bold or italic.
    """

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    emphasised: bool | None = None

    def add(self, text: str | None, emphasised: bool = False, fold: bool = True) -> None:
        """Append text; white space becomes one space, except where ``fold`` is off."""
        if not text:
            return
        if fold:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            if self.text.endswith(" ") and text.startswith(" "):
                text = text[1:]
        self.text += text
        if text.strip():
            self.emphasised = emphasised and self.emphasised is not False

    def mark(self, note: str) -> None:
        """Set the mark of a note here."""
        self.marks.append(Mark(len(self.text), 0, note))

    def prepend(self, text: str) -> None:
        """Put text in front, such as the number of a list item."""
        self.text = text + self.text
        self.marks = [Mark(mark.at + len(text), mark.length, mark.note) for mark in self.marks]


@dataclass
class Flow:
    """The stretches, notes and furniture of a document in markup, in reading order."""

    extract: Extract = field(default_factory=Extract)
    stretches: list[Stretch] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)

    def line(self, inline: Inline) -> Line | None:
        """Take out a paragraph's text; ``None`` if nothing is to be seen of it."""
        if not inline.text.strip() and not inline.marks:
            return None
        return self.extract.line(inline.text, marks=inline.marks)

    def add(self, inline: Inline, **kinds: object) -> None:
        """Append a stretch of one line, unless it is empty."""
        line = self.line(inline)
        if line is not None and line.text.strip():
            kinds.setdefault("styled", bool(inline.emphasised))
            self.stretches.append(Stretch((line,), **kinds))  # type: ignore[arg-type]

    def add_note(self, note: str, number: str, inlines: Iterable[Inline]) -> None:
        """Append a note."""
        lines = tuple(line for inline in inlines if (line := self.line(inline)) is not None)
        if lines:
            self.notes.append(Block("note", lines, number or None, note))

    def add_furniture(self, text: str, left_out: LeftOutKind = "margin") -> None:
        """Append text that is no part of the letter."""
        if text.strip():
            line = self.extract.line(" ".join(text.split()))
            self.furniture.append(Block("furniture", (line,), left_out=left_out))

    def add_row(self, cells: list[list[Inline]], headers: tuple[str, ...]) -> None:
        """Append a row of a table: for each cell its paragraphs."""
        lines: list[Line] = []
        counts = []
        for cell in cells:
            made = [line for inline in cell if (line := self.line(inline)) and line.text.strip()]
            lines += made
            counts.append(len(made))
        if lines:
            self.stretches.append(
                Stretch(tuple(lines), kind="row", cells=tuple(counts), headers=headers)
            )


def add_table(
    flow: Flow,
    rows: list[list[Cell]],
    head_rows: int,
    read_cell: Callable[[Element], list[Inline]],
    after_row: Callable[[], None] = lambda: None,
) -> None:
    """Append a table: the rows of its head as rows, the others with the head's texts.

    Args:
        flow: Where it goes.
        rows: The cells that begin in each row.
        head_rows: How many of them are the head.
        read_cell: Reads the paragraphs of a cell.
        after_row: Called when a row was appended, for what stands in its cells beside text.
    """
    read: dict[Cell, list[Inline]] = {}

    def paragraphs(slot: Slot | None) -> list[Inline]:
        """A cell is read once, for its notes are; a row that has it again has no marks."""
        if slot is None:
            return []
        if slot.cell in read:
            return [Inline(inline.text) for inline in read[slot.cell]]
        return read.setdefault(slot.cell, read_cell(slot.cell.element))

    head = list(to_grid(rows[:head_rows]))
    for row in head:
        flow.add_row([paragraphs(slot) for slot in own_cells(row)], ())
        after_row()
    headers = tuple(
        " ".join(
            inline.text.strip()
            for row in head
            if at < len(row) and (slot := row[at]) is not None and slot.in_first_row
            for inline in paragraphs(slot)
            if inline.text.strip()
        )
        for at in range(max(map(len, head), default=0))
    )
    for row in to_grid(rows[head_rows:]):
        flow.add_row([paragraphs(slot) for slot in own_cells(row)], headers)
        after_row()
