"""Readers: one module per file type, bytes to a `Document` of blocks. ``read_document`` picks one.

The type is decided by content, not by the file's ending. A file that cannot be read gets one line
that names it, the reason, and what to do.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import replace
from pathlib import PurePath

from qa.errors import LetterError
from qa.letters.readers.blocks import Document
from qa.letters.readers.docx import read_docx
from qa.letters.readers.html import read_html
from qa.letters.readers.html_elements import HTML_ELEMENTS
from qa.letters.readers.markup import read_part
from qa.letters.readers.odt import read_odt
from qa.letters.readers.pdf import read_pdf
from qa.letters.readers.text import decode, read_text
from qa.letters.readers.xml import read_xml
from qa.messages import Message

_OLE = b"\xd0\xcf\x11\xe0"  # old Office files, and new ones with a password
_UNREADABLE: dict[bytes, Message] = {
    b"{\\rtf": Message("file-rtf"),
    b"\xff\xd8\xff": Message("file-picture", kind="JPEG"),
    b"\x89PNG": Message("file-picture", kind="PNG"),
}
_OLE_KINDS = {
    "WordDocument": "file-old-word",
    "__properties_version1.0": "file-mail",
    "Workbook": "file-excel",
    "PowerPoint Document": "file-powerpoint",
    "Catalog": "file-thumbnails",
}
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf)?\s*<(?:\?xml|!doctype|!--|[a-z][\w.:-]*[\s>/])",
    re.IGNORECASE,
)
_FIRST_ELEMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s|<\?.*?\?>|<!--.*?-->|<![a-z][^>]*>)*+<([a-z][a-z\d]*)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_FORMS = {".pdf": "PDF", ".docx": "DOCX", ".odt": "ODT"}
"""Endings that promise a form; what is inside decides how a file is read."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
        raise LetterError(path, "file-empty")
    content, encoding = _as_utf8(content, path)
    document = _read(content, path)
    if encoding:
        document = replace(document, encoding=encoding)
    ending, form = PurePath(path).suffix.lower(), document.form.split()[-1]
    if _FORMS.get(ending, form) != form:
        notice = Message("ending-wrong", ending=ending, form=form)
        document = replace(document, notices=(*document.notices, notice))
    return document


def _as_utf8(content: bytes, path: str) -> tuple[bytes, str | None]:
    """Write UTF-16 as UTF-8, so that what is inside decides how it is read."""
    if not content.startswith(_UTF16):
        return content, None
    text, encoding, _ = decode(content, path)
    declared = re.compile(r"\s*<\?xml[^>]*\?>")  # its encoding is no longer right
    return declared.sub("", text, count=1).encode(), encoding


def _read(content: bytes, path: str) -> Document:
    if b"%PDF-" in content[:_PDF_START]:
        return read_pdf(content, path)
    if content.startswith(b"PK\x03\x04"):
        return _read_zipped(content, path)
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise LetterError(path, "word-encrypted")
    if content.startswith(_OLE):
        raise LetterError(path, _ole_kind(content))
    for magic, what in _UNREADABLE.items():
        if content.startswith(magic):
            raise LetterError(path, what)
    if _MARKUP.match(content):
        return read_html(content, path) if _is_html(content) else read_xml(content, path)
    control = len(content) - len(content.translate(None, _CONTROL))
    if control > _MAX_CONTROL_SHARE * len(content):
        raise LetterError(path, "file-binary")
    return read_text(content, path)


def _ole_kind(content: bytes) -> str:
    """Return the code for an old Office file, by the names of its parts (MS-CFB, 2.6.1)."""
    for part, what in _OLE_KINDS.items():
        if part.encode("utf-16-le") in content:
            return what
    return "file-old-office"


def _is_html(content: bytes) -> bool:
    """Tell HTML, also a part of a page, from XML: by its doctype or its first element."""
    first = _FIRST_ELEMENT.match(content)
    name = first[1].decode("latin-1").casefold() if first else ""
    return (
        name in HTML_ELEMENTS
        or re.search(rb"<html|<!doctype html", content[:2000], re.IGNORECASE) is not None
    )


def _names_word(content: bytes, names: set[str]) -> bool:
    """Tell a Word file whose parts stand in a folder of another name by its list of contents."""
    if "[Content_Types].xml" not in names:
        return False
    types = read_part(zipfile.ZipFile(io.BytesIO(content)), "[Content_Types].xml", "")
    return b"wordprocessingml.document" in types


def _read_zipped(content: bytes, path: str) -> Document:
    """Read a zip-based file: DOCX and ODT say by their parts what they are."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise LetterError(path, "zip-damaged") from None
    if any(name.startswith("word/") for name in names) or _names_word(content, names):
        return read_docx(content, path)
    if "content.xml" in names:
        return read_odt(content, path)
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise LetterError(path, "file-spreadsheet")
    raise LetterError(path, "file-zip")
