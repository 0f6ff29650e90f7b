"""What every reader gives: blocks of lines with their kind, page and place in the file.

A reader finds structure. It does not change words: hyphens, spaces and note marks are made
regular in ``qa.letters``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["letterhead", "heading", "paragraph", "signature", "note", "furniture"]
"""``furniture`` (margin lines, running titles, a site's buttons) is no part of the letter's text,
but it may hold metadata."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed, without its line end; ``start`` is its offset in the file's text."""

    text: str
    start: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; ``number`` is the printed number of a note."""

    kind: BlockKind
    lines: tuple[Line, ...]
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order, with the name of what read it."""

    blocks: tuple[Block, ...]
    form: str
    parser: str
    encoding: str | None = None
    notices: tuple[str, ...] = ()


def split_lines(text: str) -> list[Line]:
    """Cut a text at its line ends (LF, CRLF, CR, form feed); keeps offsets and trailing spaces."""
    lines = []
    start = 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append(Line(body, start))
        start += len(raw)
    return lines
