"""Readers: one module per file type, bytes to a `Document` of blocks. ``read_document`` picks one.

The type is decided by content, not by the file's ending. Today: plain text. Other types get a
message that says which form to use instead.
"""

from __future__ import annotations

import re

from qa.errors import LetterError
from qa.readers.blocks import Document
from qa.readers.text import read_text

_MAGIC: dict[bytes, str] = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip-based file such as DOCX or ODT",
    b"\xd0\xcf\x11\xe0": "an old binary Word file (.doc)",
    b"{\\rtf": "an RTF file",
}

_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf)?\s*<(\?xml|!doctype|html)\b", re.IGNORECASE
)

_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_MAX_CONTROL_SHARE = 0.001  # pdftotext leaves a stray control byte; a binary file is full of them


def read_document(content: bytes, path: str) -> Document:
    """Read a letter file's bytes.

    Args:
        content: The file, whole.
        path: Its name, for messages.

    Raises:
        LetterError: If the file is empty, binary, or of a form that cannot be read.
    """
    if not content.strip():
        raise LetterError(path, "the file is empty; put the letter's text in it or remove it")
    for magic, name in _MAGIC.items():
        if content.startswith(magic):
            raise LetterError(path, f"this is {name}; save the letter as plain text (.txt)")
    if _MARKUP.match(content):
        name = "HTML" if b"<html" in content[:1000].lower() else "XML"
        raise LetterError(path, f"this is {name}; save the letter as plain text (.txt)")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return read_text(content, path)
    control = len(content) - len(content.translate(None, _CONTROL))
    if control > _MAX_CONTROL_SHARE * len(content):
        raise LetterError(path, "this is a binary file, not text; save the letter as plain text")
    return read_text(content, path)
