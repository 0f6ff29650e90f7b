"""Characters of a PDF page to fragments: runs of one line with their place, size and style.

The only import of pypdfium2. Finds neither columns nor paragraphs. Coordinates are points from the
top left corner of the page as it is rendered (the crop box).
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from qa.errors import LetterError
from qa.readers.pdf.fields import shown_values
from qa.readers.pdf.seen import (
    Picture,
    Rect,
    Strikes,
    may_be_hidden,
    struck_by_annotation,
    thin_lines,
)
from qa.readers.symbol_fonts import as_characters, is_symbol_font
from qa.records import LeftOutKind

_NAME_BYTES = 128
_GAP = 1.8  # times the size: a wider gap between two words ends a fragment
_SAME_LINE = 0.25  # times the size: baselines that differ by less are one line
_RAISED = 0.6  # times the size: a mark stands at most so much higher than its line
_SMALL = 0.8  # times the size of its line: a smaller raised number is a mark
_HYPHENS = {0x02, 0xFFFE}  # what PDFium gives for a hyphen at a line end
_BOLD = 600
_WORD_GAP = 0.13  # times the size, beyond the sign's own width: words set so apart are two
_MUCH = 0.2  # of a page's signs: so much text in another direction is read, less is in the margin
UNREADABLE = "\ufffd"
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
    """The fragments of a page in the file's order, its size, and how many lines are drawn on it.

    ``left_out`` are fragments that are no text of the page, with their kind. ``turned`` says that
    places count on the page as the text stands, not as it is rendered. ``label`` is the page's name
    in the file's own list of these.
    """

    number: int
    width: float
    height: float
    fragments: list[Fragment]
    drawings: int
    images: int
    left_out: list[tuple[LeftOutKind, Fragment]] = field(default_factory=list)
    turned: bool = False
    label: str = ""


@dataclass
class _Span:
    """Characters of one font on one baseline; ``kind`` is set where they are no text."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    kind: LeftOutKind | None = None


@dataclass(frozen=True)
class _Style:
    """How the characters of one text object are set; ``angle`` in degrees, against the clock."""

    size: float
    bold: bool
    italic: bool
    font: str
    angle: int
    symbols: bool
    hidden: bool = False


@dataclass(frozen=True)
class _Frame:
    """A page's visible part, turned so that its text stands upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        return self.right - self.left if self.turn in {0, 180} else self.top - self.bottom

    @property
    def height(self) -> float:
        return self.top - self.bottom if self.turn in {0, 180} else self.right - self.left

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page as points from the top left corner."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, rect: Rect) -> Rect:
        """Return (left, bottom, right, top) of the page as (x0, y0, x1, y1)."""
        (xa, ya), (xb, yb) = self.place(rect[0], rect[1]), self.place(rect[2], rect[3])
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


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
    layers = b"/OCProperties" in content
    try:
        if b"/AcroForm" in content:
            document.init_forms()
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                raise LetterError(
                    path, f"page {number + 1} of this PDF is damaged; get the file again"
                ) from None
            yield from _read_page(page, number + 1, layers)
            page.close()
    finally:
        document.close()


def _read_page(page: pypdfium2.PdfPage, number: int, layers: bool) -> Iterator[PageGlyphs]:
    """Read one page: its text, and after it what stands in another direction, if that is much."""
    objects = list(page.get_objects(max_depth=3))
    kinds = Counter(one.type for one in objects)
    characters = _Characters(page, objects, layers)
    angles = characters.angles()
    main = angles.most_common(1)[0][0] if angles else 0
    label = _label(page, number)
    first: PageGlyphs | None = None
    for angle, count in sorted(angles.items(), key=lambda pair: pair[0] != main):
        frame = characters.frame(angle)
        spans = characters.spans(angle, frame)
        if angle == main:
            spans += _field_spans(page, frame)
        glyphs = PageGlyphs(
            number, frame.width, frame.height, _fragments([s for s in spans if not s.kind], number),
            kinds[pdfium.FPDF_PAGEOBJ_PATH], kinds[pdfium.FPDF_PAGEOBJ_IMAGE],
            turned=angle != 0, label=label,
        )  # fmt: skip
        for kind in dict.fromkeys(span.kind for span in spans if span.kind):
            of_kind = _fragments([span for span in spans if span.kind == kind], number)
            glyphs.left_out += [(kind, one) for one in of_kind if kind]
        if first is None:
            first = glyphs
        elif count > _MUCH * angles.total():
            yield glyphs
        else:
            first.left_out += [("margin", one) for one in glyphs.fragments]
            first.left_out += glyphs.left_out
    if first is None:
        left, bottom, right, top = page.get_bbox()
        fragments = _fragments(_field_spans(page, characters.frame(0)), number)
        first = PageGlyphs(
            number, right - left, top - bottom, fragments, kinds[pdfium.FPDF_PAGEOBJ_PATH],
            kinds[pdfium.FPDF_PAGEOBJ_IMAGE], label=label,
        )  # fmt: skip
    yield first


def _label(page: pypdfium2.PdfPage, number: int) -> str:
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    length = pdfium.FPDF_GetPageLabel(page.pdf.raw, number - 1, buffer, _NAME_BYTES)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", errors="ignore").strip()


def _field_spans(page: pypdfium2.PdfPage, frame: _Frame) -> list[_Span]:
    spans = []
    for text, rect in shown_values(page):
        x0, y0, x1, y1 = frame.box(rect)
        size = round(min(0.7 * (y1 - y0), 11.0), 1)
        baseline = (y0 + y1) / 2 + 0.35 * size
        spans.append(
            _Span(text, x0, baseline - 0.7 * size, x1, baseline, baseline, size, False, False)
        )
    return spans


class _Characters:
    """The characters of a page, each with the text object it is drawn by."""

    def __init__(self, page: pypdfium2.PdfPage, objects: list[Any], layers: bool) -> None:
        self._page = page
        self._textpage = page.get_textpage()
        self._raw = self._textpage.raw
        self._rotation = page.get_rotation()
        self._bounds = page.get_bbox()
        self._owners: list[int] = []
        self._styles: dict[int, _Style] = {}
        suspects: set[int] = set()
        for i in range(self._textpage.count_chars()):
            text = pdfium.FPDFText_GetTextObject(self._raw, i)
            owner = ctypes.c_void_p.from_buffer(text).value or 0  # its address
            self._owners.append(owner)
            if owner and owner not in self._styles:
                self._styles[owner] = self._style(text, i)
                if layers or may_be_hidden(text):
                    suspects.add(owner)
        if suspects:
            self._hide(suspects)
        lines = [*thin_lines(objects), *struck_by_annotation(page)]
        self._lines = [(left, bottom, right, top) for left, bottom, right, top in lines]

    def _style(self, text: Any, i: int) -> _Style:
        name = ctypes.create_string_buffer(_NAME_BYTES)
        flags = ctypes.c_int()
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._raw, i, matrix)
        pdfium.FPDFText_GetFontInfo(self._raw, i, name, _NAME_BYTES, flags)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = round(pdfium.FPDFText_GetFontSize(self._raw, i) * scale, 1)
        font = name.value.decode("latin-1").casefold()
        bold = pdfium.FPDFText_GetFontWeight(self._raw, i) >= _BOLD
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self._rotation
        return _Style(
            size,
            bold or "bold" in font or "black" in font,
            "italic" in font or "oblique" in font,
            font,
            round(angle / 90) * 90 % 360,
            is_symbol_font(font),
        )

    def _hide(self, suspects: set[int]) -> None:
        """Look which of some text objects leave no trace on the page."""
        frame = self.frame(0)
        boxes: dict[int, list[Rect]] = {owner: [] for owner in suspects}
        box = [ctypes.c_double() for _ in range(4)]
        for i, owner in enumerate(self._owners):
            if owner in boxes and not chr(pdfium.FPDFText_GetUnicode(self._raw, i)).isspace():
                pdfium.FPDFText_GetCharBox(self._raw, i, *box)
                left, right, bottom, top = (value.value for value in box)
                boxes[owner].append(frame.box((left, bottom, right, top)))
        picture = Picture(self._page)
        for owner, places in boxes.items():
            if places and picture.is_blank(places):
                self._styles[owner] = replace(self._styles[owner], hidden=True)

    def angles(self) -> Counter[int]:
        """Count the characters by their direction on the page as it is rendered."""
        return Counter(self._styles[owner].angle for owner in self._owners if owner)

    def frame(self, angle: int) -> _Frame:
        """Return the page turned so that text of a direction stands upright."""
        left, bottom, right, top = self._bounds
        return _Frame(left, bottom, right, top, (self._rotation + angle) % 360)

    def spans(self, angle: int, frame: _Frame) -> list[_Span]:
        """Join characters of one font that follow one another on a baseline."""
        raw = self._raw
        strikes = Strikes(self._strikes(frame))
        upright, left, top = frame.turn == 0, frame.left, frame.top
        x, y = ctypes.c_double(), ctypes.c_double()
        box = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        loose = pdfium.FS_RECTF()
        spans: list[_Span] = []
        current: _Span | None = None
        pending = ""  # a space that PDFium adds between two words
        last: tuple[float, float, int] | None = None  # origin of the character before, its owner
        right = 0.0  # where the character before ends, with the white at its side
        for i, owner in enumerate(self._owners):
            code = pdfium.FPDFText_GetUnicode(raw, i)
            if not owner:
                if chr(code) in "\r\n":
                    pending = ""
                    current = current if angle or self._rotation else None
                else:
                    pending = " " if current else ""
                continue
            style = self._styles[owner]
            if style.angle != angle:
                continue
            character = self._character(i, code, style)
            pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
            joined = last == (x.value, y.value, owner) and not pending
            if joined and current is not None and current.text[-1:].isalpha():
                current.text += character  # of a ligature: one sign, more letters
                continue
            last = (x.value, y.value, owner)
            pdfium.FPDFText_GetCharBox(raw, i, *box)
            pdfium.FPDFText_GetLooseCharBox(raw, i, loose)
            if upright:
                origin, baseline = x.value - left, round(top - y.value, 2)
                x0, x1 = box[0].value - left, box[1].value - left
                y0, y1 = top - box[3].value, top - box[2].value
                end = loose.right - left
            else:
                origin, baseline = frame.place(x.value, y.value)
                baseline = round(baseline, 2)
                x0, y0, x1, y1 = frame.box((box[0].value, box[2].value, box[1].value, box[3].value))
                end = frame.box((loose.left, loose.bottom, loose.right, loose.top))[2]
            if character.isspace():
                x0 = x1 = origin
                y0 = y1 = baseline
            kind: LeftOutKind | None = "hidden" if style.hidden else None
            if character == UNREADABLE:
                kind = kind or "unreadable"
            elif strikes and strikes.cross(x0, x1, baseline, style.size):
                kind = kind or "struck"
            if character.isspace() and current is not None:
                kind = current.kind
            size = style.size
            goes_on = (
                current is not None
                and abs(current.baseline - baseline) < 0.5
                and (current.size, current.bold, current.italic, current.kind)
                == (size, style.bold, style.italic, kind)
                and -0.5 * size < x0 - current.x1 < _GAP * size
            )
            if goes_on and current is not None:
                if current.text in _BULLETS and not character.isspace():
                    pending = " "  # the gap after a bullet is often a tab without a character
                wide = origin - right > _WORD_GAP * size
                if wide and not pending and not (character + current.text[-1:]).isspace():
                    pending = "" if current.text[-1:].isspace() or character.isspace() else " "
                current.text += pending + character
                current.x1 = max(current.x1, x1)
                if not character.isspace():
                    current.y0, current.y1 = min(current.y0, y0), max(current.y1, y1)
            elif not character.isspace():
                current = _Span(
                    character, x0, y0, x1, y1, baseline, size, style.bold, style.italic, kind
                )
                if pending and spans and abs(spans[-1].baseline - baseline) < size:
                    spans[-1].text += pending
                spans.append(current)
            right = end
            pending = ""
        return spans

    def _character(self, i: int, code: int, style: _Style) -> str:
        """Return what a character's code stands for in its font."""
        if code in _HYPHENS and i and chr(pdfium.FPDFText_GetUnicode(self._raw, i - 1)).isalnum():
            return "-"
        if code < 0x20 or code in _HYPHENS:
            return UNREADABLE
        character = chr(code)
        if style.symbols or 0xE000 <= code <= 0xF8FF:
            return as_characters(character, style.font)
        return character

    def _strikes(self, frame: _Frame) -> Iterator[tuple[float, float, float]]:
        for rect in self._lines:
            x0, y0, x1, y1 = frame.box(rect)
            yield x0, x1, (y0 + y1) / 2


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
