"""The pages of a PDF to sheets of fragments. Finds neither columns nor paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from qa.errors import LetterError
from qa.letters.readers.pdf.drawn import read_drawn
from qa.letters.readers.pdf.fields import FieldValue, read_fields
from qa.letters.readers.pdf.fragments import join_left_out, join_spans
from qa.letters.readers.pdf.layers import find_hidden, has_layers
from qa.letters.readers.pdf.objects import walk
from qa.letters.readers.pdf.sheets import Fragment, Frame, PageGlyphs
from qa.letters.readers.pdf.spans import read_spans


def read_pages(content: bytes, path: str) -> Iterator[PageGlyphs]:
    """Go through the pages of a PDF.

    Raises:
        LetterError: If it is encrypted or damaged.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = str(error).casefold()
        if "password" in reason:
            raise LetterError(path, "pdf-encrypted") from None
        raise LetterError(path, "pdf-damaged") from None
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()
    layered = has_layers(content)
    try:
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                raise LetterError(path, "pdf-page-damaged", page=number + 1) from None
            yield from _read_page(page, number + 1, layered)
            page.close()
    finally:
        document.close()


def _read_page(page: pypdfium2.PdfPage, number: int, layered: bool) -> list[PageGlyphs]:
    """Return the upright text of a page, and what is turned on it as sheets of their own."""
    frames = _frames(page)
    placed = list(walk(page.raw))
    drawn = read_drawn(page.raw, placed, find_hidden(page.raw, placed) if layered else set())
    spans = read_spans(page, frames, drawn)
    sheets = []
    for turn, frame in enumerate(frames):
        own = [span for span in spans if span.turn == turn]
        if turn and not own:
            continue
        fragments = join_spans([span for span in own if span.left_out is None], number)
        left_out = join_left_out([span for span in own if span.left_out], number)
        sheets.append(PageGlyphs(number, frame, fragments, len(drawn.pictures), left_out, turn))
    if page.formenv is not None:
        _add_fields(sheets[0], list(read_fields(page.raw, page.formenv.raw)))
    return sheets


def _add_fields(sheet: PageGlyphs, values: list[FieldValue]) -> None:
    """Add what is filled in to the fragments of its page, on the line that it stands on."""
    printed = list(sheet.fragments)
    for value in values:
        x0, y0, x1, y1 = sheet.frame.box(*value.bounds)
        beside = [one for one in printed if y0 - 1 < one.baseline < y1 + 1]
        near = min(beside, key=lambda one: abs(one.baseline - y1), default=None)
        size = near.size if near else round(min(0.7 * (y1 - y0), 10.0), 1)
        baseline = near.baseline if near else y1 - 0.25 * (y1 - y0)
        width = min(x1 - x0, 0.5 * size * len(value.text))
        made = Fragment(
            value.text, x0, y0, x0 + width, y1, baseline, size, False, False, sheet.number
        )
        if value.is_hidden:
            made.left_out = "hidden"
        (sheet.left_out if value.is_hidden else sheet.fragments).append(made)


def _frames(page: pypdfium2.PdfPage) -> list[Frame]:
    """Return where points of the page stand for text of each direction, in quarter turns."""
    left, bottom, right, top = page.get_bbox()
    wide, high = right - left, top - bottom
    upright = {
        0: Frame(1, 0, -left, 0, -1, top, wide, high),
        90: Frame(0, 1, -bottom, 1, 0, -left, high, wide),
        180: Frame(-1, 0, right, 0, 1, -bottom, wide, high),
        270: Frame(0, -1, top, -1, 0, right, high, wide),
    }
    frames = [upright[page.get_rotation() % 360]]
    for _ in range(3):
        one = frames[-1]
        frames.append(
            Frame(-one.yx, -one.yy, one.height - one.y, one.xx, one.xy, one.x, one.height,
                  one.width)
        )  # fmt: skip
    return frames
