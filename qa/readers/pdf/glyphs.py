"""Characters of a PDF page to fragments: runs of one line with their place, size and style.

The only import of pypdfium2. Finds neither columns nor paragraphs. Coordinates are points from the
top left corner of the page as it is rendered (the crop box).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from qa.errors import LetterError

_NAME_BYTES = 128
_GAP = 1.8  # times the size: a wider gap between two words ends a fragment
_SAME_LINE = 0.25  # times the size: baselines that differ by less are one line
_RAISED = 0.6  # times the size: a mark stands at most so much higher than its line
_SMALL = 0.8  # times the size of its line: a smaller raised number is a mark
_HYPHENS = {0x02, 0xFFFE}  # what PDFium gives for a hyphen at a line end
_BOLD = 600
_BULLETS = {"•", "▪", "●", "○", "◦", "–"}


@dataclass
class Fragment:
    """A run of characters on one line, without a wide gap.

    ``marks`` are (position, length) of raised small numbers in ``text``; ``bold`` and ``italic``
    hold if all of it is.
    """

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    marks: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class PageGlyphs:
    """The fragments of a page in the file's order, its size, and how many lines are drawn on it."""

    number: int
    width: float
    height: float
    fragments: list[Fragment]
    drawings: int
    images: int


@dataclass
class _Span:
    """Characters of one font on one baseline."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool


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
            raise LetterError(
                path, "this PDF is encrypted; open it with its password and save it without one"
            ) from None
        raise LetterError(
            path, "this PDF is damaged and cannot be opened; get the file again from its source"
        ) from None
    try:
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                raise LetterError(
                    path, f"page {number + 1} of this PDF is damaged; get the file again"
                ) from None
            yield _read_page(page, number + 1)
            page.close()
    finally:
        document.close()


def _read_page(page: pypdfium2.PdfPage, number: int) -> PageGlyphs:
    left, bottom, right, top = page.get_bbox()
    spans = _spans(page, left, top)
    kinds = [item.type for item in page.get_objects(max_depth=3)]
    return PageGlyphs(
        number,
        right - left,
        top - bottom,
        _fragments(spans, number),
        kinds.count(pdfium.FPDF_PAGEOBJ_PATH),
        kinds.count(pdfium.FPDF_PAGEOBJ_IMAGE),
    )


def _spans(page: pypdfium2.PdfPage, left: float, top: float) -> list[_Span]:
    """Join characters of one font that follow one another on a baseline."""
    textpage = page.get_textpage()
    raw = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(_NAME_BYTES)
    box = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    spans: list[_Span] = []
    current: _Span | None = None
    pending = ""  # a space that PDFium adds between two words
    for i in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        character = "-" if code in _HYPHENS else chr(code)
        weight = pdfium.FPDFText_GetFontWeight(raw, i)
        if character in "\r\n":
            current, pending = None, ""
            continue
        if weight < 0 and character.isspace():
            pending = " " if current else ""
            continue
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        pdfium.FPDFText_GetMatrix(raw, i, matrix)
        pdfium.FPDFText_GetCharBox(raw, i, *box)
        pdfium.FPDFText_GetFontInfo(raw, i, name, _NAME_BYTES, flags)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = round(pdfium.FPDFText_GetFontSize(raw, i) * scale, 1)
        font = name.value.decode("latin-1").casefold()
        bold = weight >= _BOLD or "bold" in font or "black" in font
        italic = "italic" in font or "oblique" in font
        x0, x1 = box[0].value - left, box[1].value - left
        y0, y1 = top - box[3].value, top - box[2].value
        baseline = round(top - y.value, 2)
        if character.isspace():
            x0 = x1 = x.value - left
            y0 = y1 = baseline
        goes_on = (
            current is not None
            and abs(current.baseline - baseline) < 0.5
            and (current.size, current.bold, current.italic) == (size, bold, italic)
            and -0.5 * size < x0 - current.x1 < _GAP * size
        )
        if goes_on and current is not None:
            if current.text in _BULLETS and not character.isspace():
                pending = " "  # the gap after a bullet is often a tab without a character
            current.text += pending + character
            current.x1 = max(current.x1, x1)
            if not character.isspace():
                current.y0, current.y1 = min(current.y0, y0), max(current.y1, y1)
        elif not character.isspace():
            current = _Span(character, x0, y0, x1, y1, baseline, size, bold, italic)
            if pending and spans and abs(spans[-1].baseline - baseline) < size:
                spans[-1].text += pending
            spans.append(current)
        pending = ""
    textpage.close()
    return spans


def _fragments(spans: list[_Span], page: int) -> list[Fragment]:
    """Join spans that stand side by side on one line; small raised numbers become marks."""
    fragments: list[Fragment] = []
    for span in spans:
        if not span.text.strip():
            continue
        target = next((one for one in reversed(fragments[-6:]) if _beside(one, span)), None)
        if target is None:
            fragments.append(
                Fragment(
                    page, span.text, span.x0, span.y0, span.x1, span.y1, span.baseline,
                    span.size, span.bold, span.italic,
                )
            )  # fmt: skip
        else:
            _append(target, span)
    for fragment in fragments:
        fragment.text = fragment.text.rstrip()
    return fragments


def _beside(fragment: Fragment, span: _Span) -> bool:
    size = max(fragment.size, span.size)
    gap = span.x0 - fragment.x1
    rise = fragment.baseline - span.baseline
    same = abs(rise) <= _SAME_LINE * size
    raised = span.size < _SMALL * fragment.size and 0 < rise <= _RAISED * fragment.size
    on_base = fragment.size < _SMALL * span.size and 0 < -rise <= _RAISED * span.size
    return -0.6 * size < gap < _GAP * size and (same or raised or on_base)


def _append(fragment: Fragment, span: _Span) -> None:
    text = span.text
    number = text.strip()
    raised = fragment.baseline - span.baseline > 0.15 * fragment.size
    small = span.size < _SMALL * fragment.size
    space = ""
    if not fragment.text[-1:].isspace() and not text[:1].isspace():
        space = " " if span.x0 - fragment.x1 > 0.18 * fragment.size and not small else ""
    if small and (raised or number.isdigit()) and number.isdigit() and fragment.text.strip():
        at = len(fragment.text) + len(space) + text.index(number)
        fragment.marks.append((at, len(number)))
    elif span.size > fragment.size:  # the number of a note stands before its text
        fragment.size, fragment.baseline = span.size, span.baseline
    if number and not small:
        fragment.bold &= span.bold
        fragment.italic &= span.italic
    fragment.text += space + text
    fragment.x1 = max(fragment.x1, span.x1)
    fragment.y0, fragment.y1 = min(fragment.y0, span.y0), max(fragment.y1, span.y1)
