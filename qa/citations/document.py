"""A document of paragraphs with notes, before it has a form; Word and Markdown are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal[
    "Title", "Subtitle", "Heading1", "Heading2", "Heading3", "Normal", "Question", "Quote", "Draft",
    "List", "Small",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote, and what it links to."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one style, with the note at its end; a line feed begins a new line in it."""

    style: Style
    text: str
    note: Note | None = None


def quoted(text: str, note: Note) -> list[Paragraph]:
    """Return the paragraphs of a quote, which are parted by empty lines; the last has the note."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    return [
        Paragraph("Quote", part, note if at == len(parts) else None)
        for at, part in enumerate(parts, start=1)
    ]
