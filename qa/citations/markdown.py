"""A document as Markdown with footnotes, as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.citations.document import Note, Paragraph, Style

_BEGINS: dict[Style, str] = {
    "Title": "# ", "Heading1": "## ", "Heading2": "### ", "Heading3": "#### ", "Quote": "> ",
    "List": "- ",
}  # fmt: skip
_AROUND: dict[Style, str] = {"Subtitle": "*", "Question": "**", "Draft": "*", "Small": "*"}


def marked(text: str) -> str:
    """Take from a text's signs what they mean in Markdown."""
    safe = re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
    return re.sub(r"(?m)^(\s*\d*)([-+.)])(\s)", r"\1\\\2\3", safe)


def markdown_document(paragraphs: Sequence[Paragraph]) -> str:
    """Return a document as Markdown; its notes stand at the end."""
    notes: list[Note] = []
    written = []
    for one in paragraphs:
        mark = ""
        if one.note:
            notes.append(one.note)
            mark = f"[^{len(notes)}]"
        written.append(_paragraph(one, mark))
    written += [f"[^{number}]: {_note(note)}\n" for number, note in enumerate(notes, start=1)]
    return "\n".join(written)


def _paragraph(one: Paragraph, mark: str) -> str:
    begins, around = _BEGINS.get(one.style, ""), _AROUND.get(one.style, "")
    lines = marked(one.text).splitlines() or [""]
    if one.style != "Quote":  # a heading or an item has one line
        lines = [" ".join(line.strip() for line in lines)]
    lines[0] = around + lines[0]
    lines[-1] += around + mark
    return "".join(f"{begins}{line}".rstrip() + "\n" for line in lines)


def _note(note: Note) -> str:
    text = marked(note.text)
    return f"[{text}](<{note.url}>)" if note.url else text
