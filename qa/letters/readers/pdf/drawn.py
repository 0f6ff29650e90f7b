"""What is drawn on a PDF page beside its characters: strokes through text, grounds, pictures.

Answers whether a character is struck out and whether anything lies under it. Reads no text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from qa.letters.readers.pdf.objects import Bounds, Placed, address_of, bounds_of, is_clipped_away

_THIN = 2.0  # points: a path no higher is a stroke
_LEAST_STROKE = 4.0  # points
_WHITE = 0xF0
_LOW, _HIGH = 0.12, 0.48  # times the size above the baseline: a stroke there runs through letters


@dataclass
class Drawn:
    """Strokes, filled grounds that are not white, and pictures of a page; hidden texts."""

    strokes: list[Bounds] = field(default_factory=list)
    grounds: list[Bounds] = field(default_factory=list)
    pictures: list[Bounds] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)  # addresses of texts that nobody sees

    def may_strike(self, y: float, up: tuple[float, float], size: float) -> bool:
        """Tell whether a stroke may run through characters of a baseline."""
        if up != (0, 1):
            return bool(self.strokes)
        low, high = y + _LOW * size, y + _HIGH * size
        return any(low < (bottom + top) / 2 < high for _, bottom, _, top in self.strokes)

    def strikes(self, across: tuple[float, float], up: tuple[float, float], size: float) -> bool:
        """Tell whether a stroke runs through a character.

        Args:
            across: The character's middle and its baseline, along x and y.
            up: The direction in which its letters stand, of length 1.
            size: Of its font.
        """
        for left, bottom, right, top in self.strokes:
            x, y = across
            rise = ((left + right) / 2 - x) * up[0] + ((bottom + top) / 2 - y) * up[1]
            if _LOW * size < rise < _HIGH * size:
                inside = bottom <= y <= top if abs(up[0]) > 0.5 else left <= x <= right
                if inside:
                    return True
        return False

    def has_picture(self, x: float, y: float) -> bool:
        """Tell whether a picture lies under a point, as under the text of a scan."""
        return any(_holds(one, x, y) for one in self.pictures)

    def has_ground(self, x: float, y: float) -> bool:
        """Tell whether white letters can be seen at a point."""
        return self.has_picture(x, y) or any(_holds(one, x, y) for one in self.grounds)


def read_drawn(page: pdfium.FPDF_PAGE, placed: Sequence[Placed], hidden: Set[int]) -> Drawn:
    """Sort what is drawn on a page.

    Args:
        page: The page.
        placed: Its objects, those inside forms too.
        hidden: Addresses of those that are not drawn.
    """
    drawn = Drawn(hidden=set(hidden))
    for item, kind, forms in placed:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            # what is drawn in no way, as the text over a scan, is judged by the picture under it
            if is_clipped_away(item, forms) and not is_unseen(item):
                drawn.hidden.add(address_of(item))
        elif hidden and address_of(item) in hidden:
            continue
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures.append(_EVERYWHERE if forms else bounds_of(item))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(drawn, item, bounds_of(item))
    drawn.strokes += _struck_by_annotations(page)
    return drawn


_EVERYWHERE = (float("-inf"), float("-inf"), float("inf"), float("inf"))


def _add_path(drawn: Drawn, item: pdfium.FPDF_PAGEOBJECT, bounds: Bounds) -> None:
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    if min(width, height) <= _THIN:
        if max(width, height) >= _LEAST_STROKE:
            drawn.strokes.append(bounds)
    elif _is_filled(item) and not _is_white(item):
        drawn.grounds.append(bounds)


def _is_filled(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
    return mode.value != pdfium.FPDF_FILLMODE_NONE


def _is_white(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *colour)
    return all(part.value >= _WHITE for part in colour[:3])


def is_unseen(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Tell text drawn in no way at all: neither filled nor outlined, or quite transparent."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    if mode in {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}:
        return True
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *colour)
    return mode == pdfium.FPDF_TEXTRENDERMODE_FILL and colour[3].value == 0


def is_white(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Tell text without outline that is filled with white."""
    filled = pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL
    return filled and _is_white(item)


def _struck_by_annotations(page: pdfium.FPDF_PAGE) -> list[Bounds]:
    strokes = []
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_STRIKEOUT:
            for at in range(pdfium.FPDFAnnot_CountAttachmentPoints(annotation)):
                quad = pdfium.FS_QUADPOINTSF()
                pdfium.FPDFAnnot_GetAttachmentPoints(annotation, at, quad)
                middle = (quad.y1 + quad.y2 + quad.y3 + quad.y4) / 4
                xs = (quad.x1, quad.x2, quad.x3, quad.x4)
                strokes.append((min(xs), middle, max(xs), middle))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return strokes


def _holds(bounds: Bounds, x: float, y: float) -> bool:
    return bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]
