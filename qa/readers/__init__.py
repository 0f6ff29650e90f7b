"""Readers: one module per file type, bytes to a `Document` of blocks. ``read_document`` picks one.

The type is decided by content, not by the file's ending. A file that cannot be read gets one line
that names it, the reason, and what to do.
"""

from __future__ import annotations

import io
import re
import zipfile

from qa.errors import LetterError
from qa.readers.blocks import Document
from qa.readers.docx import read_docx
from qa.readers.html import read_html
from qa.readers.odt import read_odt
from qa.readers.pdf import read_pdf
from qa.readers.text import read_text
from qa.readers.xml import read_xml

_UNREADABLE: dict[bytes, str] = {
    b"\xd0\xcf\x11\xe0": "an old binary Word file (.doc); open it in Word or LibreOffice and save "
    "it as DOCX",
    b"{\\rtf": "an RTF file; save it as DOCX",
    b"\xff\xd8\xff": "a JPEG picture; make a PDF with a text layer of it (ocrmypdf)",
    b"\x89PNG": "a PNG picture; make a PDF with a text layer of it (ocrmypdf)",
}
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf)?\s*<(?:\?xml|!doctype|!--|[a-z][\w.:-]*[\s>/])",
    re.IGNORECASE,
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_MAX_CONTROL_SHARE = 0.001  # pdftotext leaves a stray control byte; a binary file is full of them
_PDF_START = 1024  # bytes: a PDF's mark may stand a little way into the file


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
    if b"%PDF-" in content[:_PDF_START]:
        return read_pdf(content, path)
    if content.startswith(b"PK\x03\x04"):
        return _read_zipped(content, path)
    for magic, what in _UNREADABLE.items():
        if content.startswith(magic):
            raise LetterError(path, f"this is {what}")
    if _MARKUP.match(content):
        is_html = re.search(rb"<html|<!doctype html", content[:2000], re.IGNORECASE)
        return read_html(content, path) if is_html else read_xml(content, path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return read_text(content, path)
    control = len(content) - len(content.translate(None, _CONTROL))
    if control > _MAX_CONTROL_SHARE * len(content):
        raise LetterError(path, "this is a binary file, not text; save the letter as PDF or DOCX")
    return read_text(content, path)


def _read_zipped(content: bytes, path: str) -> Document:
    """Read a zip-based file: DOCX and ODT say by their parts what they are."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise LetterError(
            path, "this zip-based file (DOCX or ODT?) is damaged; get the file again"
        ) from None
    if any(name.startswith("word/") for name in names):
        return read_docx(content, path)
    if "content.xml" in names:
        return read_odt(content, path)
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise LetterError(path, "this is a spreadsheet or slides, not a letter; save it as PDF")
    raise LetterError(path, "this is a zip archive, not a letter; unpack it into the corpus")
