"""What of a PDF page's text a reader does not see: hidden text, and text that is struck through.

Text may be drawn without colour, in white, on a layer that is off, outside the crop or under a
white box. Only where a page gives reason to ask is it drawn, and what leaves no trace is hidden.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

_SCALE = 2.0  # pixels a point: enough for small print
_TRACE = 24  # of 255: less is the noise of a scan
_BLANK_SHARE = 0.6  # of the signs of a text that leave no trace: then it is hidden
_LIGHT = 235  # of 255: near white
_NO_INK = {3, 7}  # text rendering modes: neither filled nor stroked (ISO 32000, table 106)
_THIN = 2.6  # points: a thicker stroke is a box
_SHORT = 4.0  # points: a shorter line strikes nothing through
_LOW, _HIGH = 0.12, 0.48  # times the size above the baseline: where a line strikes through

Rect = tuple[float, float, float, float]


class Strikes:
    """The lines on a page that may strike text through: from x0 to x1, at the height y."""

    def __init__(self, lines: Iterator[tuple[float, float, float]]) -> None:
        self._at: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        self._through: dict[tuple[float, float], list[tuple[float, float]]] = {}
        for x0, x1, y in lines:
            self._at[int(y)].append((x0, x1, y))

    def __bool__(self) -> bool:
        return bool(self._at)

    def cross(self, x0: float, x1: float, baseline: float, size: float) -> bool:
        """Tell whether a line goes through the middle of a sign."""
        through = self._through.get((baseline, size))
        if through is None:  # once for a line of text
            low, high = baseline - _HIGH * size, baseline - _LOW * size
            through = self._through[baseline, size] = [
                (left, right)
                for key in range(int(low), int(high) + 1)
                for left, right, y in self._at.get(key, ())
                if low < y < high
            ]
        middle = (x0 + x1) / 2
        return any(left - 1 <= middle <= right + 1 for left, right in through)


def thin_lines(objects: Sequence[Any]) -> Iterator[Rect]:
    """Give the thin horizontal strokes and bars among the objects of a page: its own bounds."""
    bounds = [ctypes.c_float() for _ in range(4)]
    for one in objects:
        if one.type == pdfium.FPDF_PAGEOBJ_PATH and one.level == 0:
            pdfium.FPDFPageObj_GetBounds(one.raw, *bounds)
            left, bottom, right, top = (value.value for value in bounds)
            if top - bottom < _THIN and right - left > _SHORT:
                yield left, bottom, right, top


def struck_by_annotation(page: pypdfium2.PdfPage) -> Iterator[Rect]:
    """Give the places that are marked as struck through by an annotation."""
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_STRIKEOUT:
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            yield rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)
        pdfium.FPDFPage_CloseAnnot(annotation)


def may_be_hidden(text: Any) -> bool:
    """Tell whether a text object gives reason to look whether it can be seen."""
    if pdfium.FPDFTextObj_GetTextRenderMode(text) in _NO_INK:
        return True
    colour = [ctypes.c_uint() for _ in range(4)]
    if pdfium.FPDFPageObj_GetFillColor(text, *colour):
        red, green, blue, alpha = (value.value for value in colour)
        if alpha < 255 - _LIGHT or min(red, green, blue) > _LIGHT:
            return True
    return pdfium.FPDFPageObj_CountMarks(text) > 0 and _is_on_layer(text)


def _is_on_layer(text: Any) -> bool:
    name = (ctypes.c_ushort * 32)()
    length = ctypes.c_ulong()
    for number in range(pdfium.FPDFPageObj_CountMarks(text)):
        mark = pdfium.FPDFPageObj_GetMark(text, number)
        known = pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if known and bytes(name)[: length.value].decode("utf-16-le").rstrip("\0") == "OC":
            return True
    return False


class Picture:
    """A page as it is seen, in grey."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        bitmap = page.render(scale=_SCALE, grayscale=True, may_draw_forms=False)
        self._grey = np.asarray(bitmap.to_numpy(), np.int16).reshape(bitmap.height, -1)

    def is_blank(self, boxes: Sequence[Rect]) -> bool:
        """Tell whether most of some signs leave no trace; boxes in points from the top left."""
        blank = sum(map(self._leaves_no_trace, boxes))
        return blank > _BLANK_SHARE * len(boxes)

    def _leaves_no_trace(self, box: Rect) -> bool:
        x0, y0, x1, y1 = (value * _SCALE for value in box)
        part = self._grey[max(int(y0) - 1, 0) : int(y1) + 2, max(int(x0) - 1, 0) : int(x1) + 2]
        return part.size == 0 or int(part.max()) - int(part.min()) < _TRACE
