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

from qa.letters.readers.pdf.calls import CharacterCalls
from qa.letters.readers.pdf.drawn import Drawn, is_unseen, is_white
from qa.letters.readers.pdf.sheets import Frame, Printed
from qa.letters.readers.symbol_fonts import UNKNOWN, as_characters, is_symbol_font
from qa.records import LeftOutKind

GAP = 1.8
"""Times the size: a wider gap between two words ends a fragment."""
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


@dataclass
class Span(Printed):
    """Characters of one font on one baseline."""

    turn: int
    left_out: LeftOutKind | None
    last: float  # where its last character begins
    style: _Style


def read_spans(page: pypdfium2.PdfPage, frames: list[Frame], drawn: Drawn) -> list[Span]:
    """Join characters of one font that follow one another on a baseline.

    One loop in one function: cut in four, it takes a quarter longer (measured on 65 letters).
    """
    textpage = page.get_textpage()
    raw = textpage.raw
    calls = CharacterCalls(raw)
    turned = page.get_rotation()
    styles: dict[int, _Style] = {}
    spans: list[Span] = []
    current: Span | None = None
    pending = ""  # a space that PDFium adds between two words
    baseline, line_y, line_style, may_hide = 0.0, math.nan, None, True
    for i in range(textpage.count_chars()):
        address = calls.address(i)
        if not address:
            pending = " " if current and calls.code(i) == 0x20 else ""
            current = current if pending else None
            continue
        style = styles.get(address)
        if style is None:
            item = pdfium.FPDFText_GetTextObject(raw, i)
            style = _style(raw, i, item, turned)
            if address in drawn.hidden:
                style = replace(style, is_hidden=True)
            styles[address] = style
        code = calls.code(i)
        plain = 0x20 <= code < 0xD800 and not style.is_symbolic
        character = chr(code) if plain else _character(raw, i, code, style)
        left, right, bottom, top, x, y = calls.place(i)
        frame, size = frames[style.turn], style.size
        if y != line_y or style is not line_style or frame.yx:  # else on the line of the one before
            line_y, line_style = y, style
            baseline = frame.point(x, y)[1]
            may_hide = not style.is_seen or drawn.may_strike(y, style.up, size)
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        blank = character.isspace()
        if blank:
            x0 = x1 = frame.point(x, y)[0]
            y0 = y1 = baseline
            left_out = current.left_out if current is not None else style.left_out
        elif (  # what `_fate` would say of most, without the call
            not may_hide
            and -2 <= x0 + x1 <= 2 * frame.width + 2
            and -2 <= y0 + y1 <= 2 * frame.height + 2
        ):
            left_out = None
        else:
            middle = (left + right) / 2, (bottom + top) / 2
            left_out = _fate(style, frame, (x, y), middle, drawn, (x0, y0, x1, y1))
        goes_on = (
            current is not None
            and abs(current.baseline - baseline) < 0.5
            and (style is current.style or style.look == current.style.look)
            and left_out == current.left_out
            and (-0.5 * size < x0 - current.x1 < GAP * size or abs(x0 - current.last) < 0.01)
        )
        if goes_on and current is not None:
            if pending and _is_glued(raw, i, frame, size):
                pending = ""
            if current.text in _BULLETS and not blank:
                pending = " "  # the gap after a bullet is often a tab without a character
            elif not pending and not blank and x0 - current.x1 > _NARROW_INK * size:
                pending = " " if _is_word_gap(raw, i, frame, size, current.text) else ""
            if current.text[-1] in _ACCENTS:
                current.text = _with_accent(current, pending, character, x0, x1)
            else:
                current.text += pending + character
            if x1 > current.x1:
                current.x1 = x1
            if not blank:
                current.last = x0
                if y0 < current.y0:
                    current.y0 = y0
                if y1 > current.y1:
                    current.y1 = y1
        elif not blank:
            current = Span(
                character, x0, y0, x1, y1, baseline, size, style.bold, style.italic, style.turn,
                left_out, x0, style,
            )  # fmt: skip
            if pending and spans and abs(spans[-1].baseline - baseline) < size:
                spans[-1].text += pending
            spans.append(current)
        pending = ""
    textpage.close()
    return spans


@dataclass
class _Style:
    """What all characters of one text object have in common.

    ``look`` is what those of one span share; ``is_seen`` says that each one inside the page is, but
    for those struck through.
    """

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

    def __post_init__(self) -> None:
        self.look = (self.size, self.bold, self.italic, self.turn)
        self.is_seen = self.left_out is None and not (self.is_white or self.is_hidden)


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


def _character(raw: pdfium.FPDF_TEXTPAGE, i: int, code: int, style: _Style) -> str:
    """Return a character that is not simply what its code says."""
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
    middle: tuple[float, float],
    drawn: Drawn,
    place: tuple[float, float, float, float],
) -> LeftOutKind | None:
    """Return why a character is not in the text, if it is not."""
    if style.is_hidden:
        return "hidden"
    across, down = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    if not (-1 <= across <= frame.width + 1 and -1 <= down <= frame.height + 1):
        return "hidden"
    x, y = middle
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
