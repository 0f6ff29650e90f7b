"""Characters of a PDF page to fragments: runs of one line with their place, size and style.

The only import of pypdfium2. Finds neither columns nor paragraphs. Coordinates are points from the
top left corner of the page as it is rendered (the crop box).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from qa.errors import LetterError
from qa.readers.pdf.drawn import Drawn, is_shown, is_unseen, is_white, layers_of, read_drawn
from qa.readers.pdf.fields import FieldValue, read_fields
from qa.readers.symbol_fonts import UNKNOWN, as_characters, is_symbol_font
from qa.records import LeftOutKind

Box = tuple[float, float, float, float]

_NAME_BYTES = 128
_GAP = 1.8  # times the size: a wider gap between two words ends a fragment
_SAME_LINE = 0.25  # times the size: baselines that differ by less are one line
_RAISED = 0.6  # times the size: a mark stands at most so much higher than its line
_LOWERED = 0.08  # times the size: a sign below its line stands at least so much lower
_DIGITS = re.compile(r"[+−–-]?\d+")
_SMALL = 0.8  # times the size of its line: a smaller raised number is a mark
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
    lowered: list[tuple[int, int]] = field(default_factory=list)
    left_out: LeftOutKind | None = None


@dataclass(frozen=True)
class Frame:
    """Where a point of the page stands for a reader of text in one direction, and its size.

    u = xx * x + xy * y + x0 runs along the lines, v = yx * x + yy * y + y0 from line to line.
    """

    xx: float
    xy: float
    x: float
    yx: float
    yy: float
    y: float
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return (u, v) of a point."""
        return (
            self.xx * x + self.xy * y + self.x,
            round(self.yx * x + self.yy * y + self.y, 2),
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return (left, top, right, bottom) of a box."""
        if self.xx == 1:  # most pages
            return x0 + self.x, self.y - y1, x1 + self.x, self.y - y0
        a, c = self.xx * x0 + self.xy * y0 + self.x, self.xx * x1 + self.xy * y1 + self.x
        b, d = self.yx * x0 + self.yy * y0 + self.y, self.yx * x1 + self.yy * y1 + self.y
        return min(a, c), min(b, d), max(a, c), max(b, d)


@dataclass
class PageGlyphs:
    """The fragments of a page in the file's order, and its size.

    A page has a sheet for each direction that text on it has: ``turn`` counts the quarter turns to
    the left. ``left_out`` is what is not to be quoted, by kind; ``images`` counts pictures.
    """

    number: int
    frame: Frame
    fragments: list[Fragment]
    images: int
    left_out: list[Fragment] = field(default_factory=list)
    turn: int = 0

    @property
    def width(self) -> float:
        """In points, along the lines."""
        return self.frame.width

    @property
    def height(self) -> float:
        """In points, across the lines."""
        return self.frame.height

    def shown(self, box: Box) -> Box:
        """Return a box of the sheet as (x0, y0, x1, y1) on the page as it is shown."""
        x0, y0, x1, y1 = box
        if self.turn == 1:
            return y0, self.width - x1, y1, self.width - x0
        if self.turn == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 3:
            return self.height - y1, x0, self.height - y0, x1
        return box


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
    turn: int
    left_out: LeftOutKind | None
    item: int  # address of the text object that it begins with
    last: float  # where its last character begins
    look: tuple[float, bool, bool, int, LeftOutKind | None]  # what its characters share


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
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()
    try:
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                raise LetterError(
                    path, f"page {number + 1} of this PDF is damaged; get the file again"
                ) from None
            yield from _read_page(page, number + 1)
            page.close()
    finally:
        document.close()


def _read_page(page: pypdfium2.PdfPage, number: int) -> list[PageGlyphs]:
    """Return the upright text of a page, and what is turned on it as sheets of their own."""
    frames = _frames(page)
    drawn = read_drawn(page.raw)
    spans, layered = _spans(page, frames, drawn)
    if layered:
        addresses = list(layered)
        shown = is_shown(page.raw, [layered[one] for one in addresses])
        off = {one for one, seen in zip(addresses, shown, strict=True) if not seen}
        for span in spans:
            if span.item in off:
                span.left_out = "hidden"
    sheets = []
    for turn, frame in enumerate(frames):
        own = [span for span in spans if span.turn == turn]
        if turn and not own:
            continue
        fragments = _fragments([span for span in own if span.left_out is None], number)
        left_out = _left_out([span for span in own if span.left_out], number)
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
            sheet.number, value.text, x0, y0, x0 + width, y1, baseline, size, False, False
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


def _spans(
    page: pypdfium2.PdfPage, frames: list[Frame], drawn: Drawn
) -> tuple[list[_Span], dict[int, pdfium.FPDF_PAGEOBJECT]]:
    """Join characters of one font that follow one another on a baseline.

    Returns them with the text objects that are part of a layer, by address.
    """
    textpage = page.get_textpage()
    raw = textpage.raw
    handle = ctypes.cast(raw, ctypes.c_void_p)
    turned = page.get_rotation()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    styles: dict[int, _Style] = {}
    layered: dict[int, pdfium.FPDF_PAGEOBJECT] = {}
    spans: list[_Span] = []
    current: _Span | None = None
    pending = ""  # a space that PDFium adds between two words
    for i in range(textpage.count_chars()):
        address = _ADDRESS_OF_OBJECT(handle, i)
        if not address:
            pending = " " if current and pdfium.FPDFText_GetUnicode(raw, i) == 0x20 else ""
            current = current if pending else None
            continue
        style = styles.get(address)
        if style is None:
            item = pdfium.FPDFText_GetTextObject(raw, i)
            style = styles[address] = _style(raw, i, item, turned)
            if layers_of(item):
                layered[address] = item
        character = _character(raw, i, style)
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        pdfium.FPDFText_GetCharBox(raw, i, *box)
        frame = frames[style.turn]
        size = style.size
        start, baseline = frame.point(x.value, y.value)
        x0, y0, x1, y1 = frame.box(box[0].value, box[2].value, box[1].value, box[3].value)
        blank = character.isspace()
        if blank:
            x0 = x1 = start
            y0 = y1 = baseline
        left_out = style.left_out
        if not blank:
            left_out = _fate(style, frame, (x.value, y.value), box, drawn, (x0, y0, x1, y1))
        elif current is not None:
            left_out = current.left_out
        look = (size, style.bold, style.italic, style.turn, left_out)
        goes_on = (
            current is not None
            and abs(current.baseline - baseline) < 0.5
            and current.look == look
            and (-0.5 * size < x0 - current.x1 < _GAP * size or abs(x0 - current.last) < 0.01)
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
            current.x1 = max(current.x1, x1)
            if not blank:
                current.last = x0
                current.y0, current.y1 = min(current.y0, y0), max(current.y1, y1)
        elif not blank:
            current = _Span(
                character, x0, y0, x1, y1, baseline, size, style.bold, style.italic, style.turn,
                left_out, address, x0, look,
            )  # fmt: skip
            if pending and spans and abs(spans[-1].baseline - baseline) < size:
                spans[-1].text += pending
            spans.append(current)
        pending = ""
    textpage.close()
    return spans, layered


def _fate(
    style: _Style,
    frame: Frame,
    origin: tuple[float, float],
    box: list[ctypes.c_double],
    drawn: Drawn,
    place: tuple[float, float, float, float],
) -> LeftOutKind | None:
    """Return why a character is not in the text, if it is not."""
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


def _with_accent(current: _Span, space: str, character: str, x0: float, x1: float) -> str:
    """Append a character; an accent drawn over it just before becomes part of it."""
    accent = _ACCENTS.get(current.text[-1:])
    if accent and character.isalpha():
        middle = (current.last + current.x1) / 2
        if x0 - 1 <= middle <= x1 + 1:
            letter = unicodedata.normalize("NFC", _DOTLESS.get(character, character) + accent)
            if len(letter) == 1:
                return current.text[:-1] + letter
    return current.text + space + character


def _left_out(spans: list[_Span], page: int) -> list[Fragment]:
    """Join what is not in the text to lines of one kind."""
    fragments: list[Fragment] = []
    for kind in dict.fromkeys(span.left_out for span in spans):
        made = _fragments([span for span in spans if span.left_out == kind], page)
        for one in made:
            one.left_out = kind
        fragments += made
    return fragments


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
    below = span.baseline - fragment.baseline > _LOWERED * fragment.size
    if small and _DIGITS.fullmatch(number) and fragment.text.strip():
        place = (len(fragment.text) + len(space) + text.index(number), len(number))
        if below:
            fragment.lowered.append(place)
        elif raised or number.isdigit():
            fragment.marks.append(place)
    elif span.size > fragment.size:  # the number of a note stands before its text
        fragment.size, fragment.baseline = span.size, span.baseline
    if number and not small:
        fragment.bold &= span.bold
        fragment.italic &= span.italic
    fragment.text += space + text
    fragment.x1 = max(fragment.x1, span.x1)
    fragment.y0, fragment.y1 = min(fragment.y0, span.y0), max(fragment.y1, span.y1)
