"""Characters of a PDF page to spans: those of one font that follow one another on a baseline.

Tells words apart, gives each character as it is read, and says which are not to be quoted.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from qa.letters.readers.pdf.drawn import Drawn, is_unseen, is_white
from qa.letters.readers.pdf.sheets import Frame, Printed
from qa.letters.readers.symbol_fonts import UNKNOWN, as_characters, is_symbol_font
from qa.records import LeftOutKind

GAP = 1.8  # times the size: a wider gap between two words ends a fragment
_NAME_BYTES = 128
_HYPHENS = {0x02, 0xFFFE}  # what PDFium gives for a hyphen at a line end
_BOLD = 600
_SKEWED = 10  # degrees: text set aslant is a stamp or a watermark
_NARROW = 0.12  # times the size: letters that stand so far apart may be of two words
_NARROW_INK = 0.17  # the same between what is drawn of them, bearings and all
_TOUCHING = 0.05  # times the size
_ACCENTS = dict(zip("¨´`ˆ˜¸˚ˇ", "\u0308\u0301\u0300\u0302\u0303\u0327\u030a\u030c", strict=True))
_DOTLESS = {"ı": "i", "ȷ": "j"}
_BULLETS = set("•▪●○◦■◆❖➢►✓✔–")
_PRIVATE = 0xE000
_WINGDINGS = {0xF000 + code for code in (0x6F, 0x76, 0xA7, 0xA8, 0xD8, 0xE0, *range(0xFB, 0xFF))}
"""Signs that letters use of Wingdings: bullets, ticks and boxes; the others are those of Symbol."""


# The same call without an object of ctypes for each character, which costs more than the call.
_ADDRESS_OF_OBJECT = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


@dataclass
class Span(Printed):
    """Characters of one font on one baseline."""

    turn: int
    left_out: LeftOutKind | None
    last: float  # where its last character begins
    look: tuple[float, bool, bool, int, LeftOutKind | None]  # what its characters share


def read_spans(page: pypdfium2.PdfPage, frames: list[Frame], drawn: Drawn) -> list[Span]:
    """Join characters of one font that follow one another on a baseline."""
    textpage = page.get_textpage()
    reading = _Reading(textpage.raw, page.get_rotation(), frames, drawn)
    for i in range(textpage.count_chars()):
        reading.take(i)
    textpage.close()
    return reading.spans


class _Reading:
    """The spans of a page, as its characters come one by one."""

    def __init__(
        self, raw: pdfium.FPDF_TEXTPAGE, turned: int, frames: list[Frame], drawn: Drawn
    ) -> None:
        self.spans: list[Span] = []
        self._raw, self._turned, self._frames, self._drawn = raw, turned, frames, drawn
        self._handle = ctypes.cast(raw, ctypes.c_void_p)
        self._origin = ctypes.c_double(), ctypes.c_double()
        self._box = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        self._styles: dict[int, _Style] = {}
        self._current: Span | None = None
        self._pending = ""  # a space that PDFium adds between two words

    def take(self, i: int) -> None:
        """Join a character to the span before it, or begin one."""
        address = _ADDRESS_OF_OBJECT(self._handle, i)
        if not address:
            added = self._current and pdfium.FPDFText_GetUnicode(self._raw, i) == 0x20
            self._pending = " " if added else ""
            self._current = self._current if added else None
            return
        style = self._styles.get(address) or self._style_of(i, address)
        one = self._placed(_character(self._raw, i, style), i, style)
        if self._current is not None and _goes_on(self._current, one):
            self._join(self._current, one, i)
        elif not one.text.isspace():
            if self._pending and self.spans:
                last = self.spans[-1]
                near = abs(last.baseline - one.baseline) < one.size
                last.text += self._pending if near else ""
            self._current = one
            self.spans.append(one)
        self._pending = ""

    def _style_of(self, i: int, address: int) -> _Style:
        item = pdfium.FPDFText_GetTextObject(self._raw, i)
        style = _style(self._raw, i, item, self._turned)
        if address in self._drawn.hidden:
            style = replace(style, is_hidden=True)
        self._styles[address] = style
        return style

    def _placed(self, character: str, i: int, style: _Style) -> Span:
        """Return a character as a span of its own; a blank has no ink, and the fate of its span."""
        (x, y), box = self._origin, self._box
        pdfium.FPDFText_GetCharOrigin(self._raw, i, x, y)
        pdfium.FPDFText_GetCharBox(self._raw, i, *box)
        frame = self._frames[style.turn]
        start, baseline = frame.point(x.value, y.value)
        if character.isspace():
            ink = start, baseline, start, baseline
            left_out = self._current.left_out if self._current else style.left_out
        else:
            ink = frame.box(box[0].value, box[2].value, box[1].value, box[3].value)
            left_out = _fate(style, frame, (x.value, y.value), box, self._drawn, ink)
        look = (style.size, style.bold, style.italic, style.turn, left_out)
        return Span(
            character, *ink, baseline, style.size, style.bold, style.italic, style.turn, left_out,
            ink[0], look,
        )  # fmt: skip

    def _join(self, current: Span, one: Span, i: int) -> None:
        pending, blank, frame = self._pending, one.text.isspace(), self._frames[one.turn]
        if pending and _is_glued(self._raw, i, frame, one.size):
            pending = ""
        if current.text in _BULLETS and not blank:
            pending = " "  # the gap after a bullet is often a tab without a character
        elif not pending and not blank and one.x0 - current.x1 > _NARROW_INK * one.size:
            gap = _is_word_gap(self._raw, i, frame, one.size, current.text)
            pending = " " if gap else ""
        if current.text[-1] in _ACCENTS:
            current.text = _with_accent(current, pending, one.text, one.x0, one.x1)
        else:
            current.text += pending + one.text
        current.x1 = max(current.x1, one.x1)
        if not blank:
            current.last = one.x0
            current.y0, current.y1 = min(current.y0, one.y0), max(current.y1, one.y1)


def _goes_on(current: Span, one: Span) -> bool:
    """Tell whether a character stands behind a span on its baseline and looks alike."""
    near = -0.5 * one.size < one.x0 - current.x1 < GAP * one.size
    return (
        abs(current.baseline - one.baseline) < 0.5
        and current.look == one.look
        and (near or abs(one.x0 - current.last) < 0.01)
    )


@dataclass(frozen=True)
class _Style:
    """What all characters of one text object have in common."""

    size: float
    bold: bool
    italic: bool
    font: str
    turn: int
    left_out: LeftOutKind | None
    is_white: bool
    up: tuple[float, float]
    is_symbolic: bool
    is_hidden: bool = False  # clipped away, or of a layer that is off


def _style(raw: pdfium.FPDF_TEXTPAGE, i: int, item: pdfium.FPDF_PAGEOBJECT, turned: int) -> _Style:
    matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
    name = ctypes.create_string_buffer(_NAME_BYTES)
    pdfium.FPDFText_GetMatrix(raw, i, matrix)
    pdfium.FPDFText_GetFontInfo(raw, i, name, _NAME_BYTES, flags)
    font = name.value.decode("latin-1")
    folded = font.casefold()
    scale = math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) - turned
    turn = round(angle / 90) % 4
    skewed = abs((angle + 45) % 90 - 45) > _SKEWED
    left_out: LeftOutKind | None = "decoration" if skewed else None
    plain = re.sub(r"^[A-Z]{6}\+|(?<=[a-z])(?:MT|PS|-?Regular)+$", "", font)
    return _Style(
        round(pdfium.FPDFText_GetFontSize(raw, i) * scale, 1),
        pdfium.FPDFText_GetFontWeight(raw, i) >= _BOLD or "bold" in folded or "black" in folded,
        "italic" in folded or "oblique" in folded,
        plain,
        turn,
        "hidden" if is_unseen(item) else left_out,
        is_white(item),
        (matrix.c / scale, matrix.d / scale) if scale else (0.0, 1.0),
        is_symbol_font(plain),
    )


def _character(raw: pdfium.FPDF_TEXTPAGE, i: int, style: _Style) -> str:
    code = pdfium.FPDFText_GetUnicode(raw, i)
    if 0x20 <= code < 0xD800 and not style.is_symbolic:
        return chr(code)
    font = style.font
    odd = code < 0x20 or code >= 0xD800
    if odd and pdfium.FPDFText_HasUnicodeMapError(raw, i) == 1:
        return UNKNOWN
    if code in _HYPHENS:
        return "-"
    if odd and (code < 0xE000 or code >= 0x110000):
        return " " if chr(code).isspace() else UNKNOWN
    if code >= _PRIVATE and not is_symbol_font(font):
        # LibreOffice writes the signs of Symbol and of Wingdings in one font, OpenSymbol
        font = "Wingdings" if code in _WINGDINGS else "Symbol"
    return as_characters(chr(code), font)


def _fate(
    style: _Style,
    frame: Frame,
    origin: tuple[float, float],
    box: list[ctypes.c_double],
    drawn: Drawn,
    place: tuple[float, float, float, float],
) -> LeftOutKind | None:
    """Return why a character is not in the text, if it is not."""
    if style.is_hidden:
        return "hidden"
    across, down = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    if not (-1 <= across <= frame.width + 1 and -1 <= down <= frame.height + 1):
        return "hidden"
    if style.left_out is None and not style.is_white and not drawn.strokes:
        return None
    x, y = (box[0].value + box[1].value) / 2, (box[2].value + box[3].value) / 2
    if style.left_out == "hidden":
        return None if drawn.has_picture(x, y) else "hidden"
    if style.left_out is not None:
        return style.left_out
    if style.is_white and not drawn.has_ground(x, y):
        return "hidden"
    if drawn.strokes:
        at = (x, origin[1]) if abs(style.up[1]) > 0.5 else (origin[0], y)
        if drawn.strikes(at, style.up, style.size):
            return "struck"
    return None


def _advance_gap(raw: pdfium.FPDF_TEXTPAGE, i: int, frame: Frame) -> float | None:
    """Return how far a character stands from where the one before it ends, bearings aside."""
    before, own = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    j = i - 1
    while j >= 0 and not pdfium.FPDFText_GetTextObject(raw, j):
        j -= 1
    if j < 0:
        return None
    pdfium.FPDFText_GetLooseCharBox(raw, j, before)
    pdfium.FPDFText_GetLooseCharBox(raw, i, own)
    end = frame.box(before.left, before.bottom, before.right, before.top)[2]
    return frame.box(own.left, own.bottom, own.right, own.top)[0] - end


def _is_glued(raw: pdfium.FPDF_TEXTPAGE, i: int, frame: Frame, size: float) -> bool:
    """Tell a space that PDFium adds where two letters touch, as it does after a wide glyph."""
    gap = _advance_gap(raw, i, frame)
    return gap is not None and abs(gap) < _TOUCHING * size


def _is_word_gap(raw: pdfium.FPDF_TEXTPAGE, i: int, frame: Frame, size: float, text: str) -> bool:
    """Tell a gap between two words from letters that are all set apart."""
    if text[-1:].isspace():
        return False
    gap = _advance_gap(raw, i, frame)
    if gap is None or gap < _NARROW * size:
        return False
    before = _advance_gap(raw, i - 1, frame) if len(text) > 1 and text[-2:].isalpha() else 0.0
    return before is None or gap > before + 0.08 * size


def _with_accent(current: Span, space: str, character: str, x0: float, x1: float) -> str:
    """Append a character; an accent drawn over it just before becomes part of it."""
    accent = _ACCENTS.get(current.text[-1:])
    if accent and character.isalpha():
        middle = (current.last + current.x1) / 2
        if x0 - 1 <= middle <= x1 + 1:
            letter = unicodedata.normalize("NFC", _DOTLESS.get(character, character) + accent)
            if len(letter) == 1:
                return current.text[:-1] + letter
    return current.text + space + character
