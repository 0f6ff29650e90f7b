"""Plain text to blocks: decodes the bytes and tells the two makes of text apart.

Text of a publisher's PDF has wrapped lines, margin lines or form feeds (``publisher_text``); text
of a stored web page has one line per paragraph (``page_text``).
"""

from __future__ import annotations

import codecs
import re

from qa.errors import LetterError
from qa.letters.readers.blocks import Block, Document, Line, split_lines
from qa.letters.readers.page_text import page_blocks
from qa.letters.readers.publisher_text import is_margin_line, publisher_blocks
from qa.letters.readers.site_frame import frame_length, frame_values
from qa.messages import Message

PARSER = "text 2"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SITE_ENDS = "Ondertekenaars"
_WRAPPED_WIDTH = 120  # characters; a printed line is shorter, a whole paragraph usually longer
_WRAPPED_RUN = 3  # this many short lines without a blank between them are one wrapped stretch
_UNDEFINED_1252 = b"\x81\x8d\x8f\x90\x9d"


def decode(content: bytes, path: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode a text file: UTF-8, UTF-16 with a byte order mark, else windows-1252 or latin-1.

    Returns:
        The text, the encoding's name, and notices: one if the file was not Unicode.

    Raises:
        LetterError: If the bytes are not valid in the encoding that the file announces.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content[len(bom) :].decode(encoding), encoding, ()
            except UnicodeDecodeError as error:
                raise LetterError(
                    path, "encoding-wrong", encoding=encoding, byte=error.start
                ) from None
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        undefined = any(byte in content for byte in _UNDEFINED_1252)
        encoding = "latin-1" if undefined else "windows-1252"
        notice = Message("not-unicode", byte=error.start, encoding=encoding)
        return content.decode(encoding), encoding, (notice,)


def is_wrapped(lines: list[Line]) -> bool:
    """Tell text with printed line ends from text with one line per paragraph.

    True if more than half of the characters stand in runs of at least three short lines, or of two
    of which the first ends amid a sentence.
    """
    in_runs = total = 0
    run: list[str] = []
    for line in [*lines, Line("", 0)]:
        text = line.text.strip()
        total += len(text)
        if 0 < len(text) <= _WRAPPED_WIDTH:
            run.append(text)
            continue
        if len(run) >= _WRAPPED_RUN or (len(run) > 1 and _ends_amid(run[0], run[1])):
            in_runs += sum(map(len, run))
        run = []
    return in_runs > total / 2


def _ends_amid(line: str, following: str) -> bool:
    """Tell whether a sentence goes on in the next line."""
    return (line[-1].isalnum() or line[-1] == ",") and following[0].islower()


def read_text(content: bytes, path: str) -> Document:
    """Read a plain-text letter.

    Raises:
        LetterError: If it cannot be decoded, or holds no words.
    """
    text, encoding, notices = decode(content, path)
    if not any(character.isalpha() for character in text):
        raise LetterError(path, "file-without-words")
    lines = split_lines(text)
    lines, below = _cut_site_lines(lines)
    length = frame_length(lines)
    lines, frame = lines[length:], lines[:length]
    form_feeds = [match.start() for match in re.finditer("\f", text)]
    blocks: tuple[Block, ...]
    margins = any(is_margin_line(line.text) for line in lines if line.text.strip())
    if form_feeds or margins or is_wrapped(lines):
        blocks, form = publisher_blocks(lines, form_feeds), "publisher text"
    else:
        blocks, form = page_blocks(lines), "page text"
    if all(block.kind == "furniture" for block in blocks):
        raise LetterError(path, "only-margins")
    site = (
        Block("furniture", (line,), left_out="site")
        for line in (*frame, *below)
        if line.text.strip()
    )
    known = tuple(frame_values(frame))
    return Document((*blocks, *site), form, PARSER, encoding, notices, known)


def _cut_site_lines(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Cut off what the chamber's site shows below a letter: who signed, once more."""
    end = next((i for i, line in enumerate(lines) if line.text.strip() == _SITE_ENDS), len(lines))
    return lines[:end], lines[end:]
