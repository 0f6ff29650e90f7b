"""The objects of a PDF page, those inside its forms too, and where each may be seen.

A form is a content stream of its own that a page draws, with its own coordinates; objects in it
come with the forms around them, the outermost first.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pypdfium2.raw as pdfium

Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top, in the page's own coordinates."""
Item: TypeAlias = pdfium.FPDF_PAGEOBJECT
Placed: TypeAlias = tuple[Item, int, tuple[Item, ...]]
"""An object, its kind, and the forms around it."""

_DEPTH = 8  # forms inside forms
_CLEAR = 2.0  # points: text that stands so far outside its clip is not seen, not even in part


def walk(page: pdfium.FPDF_PAGE) -> Iterator[Placed]:
    """Go through the objects of a page in the order in which they are drawn."""
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _inside(pdfium.FPDFPage_GetObject(page, i), ())


def _inside(item: Item, forms: tuple[Item, ...]) -> Iterator[Placed]:
    kind = pdfium.FPDFPageObj_GetType(item)
    yield item, kind, forms
    if kind == pdfium.FPDF_PAGEOBJ_FORM and len(forms) < _DEPTH:
        for i in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _inside(pdfium.FPDFFormObj_GetObject(item, i), (*forms, item))


def address_of(item: Item) -> int:
    """Return what tells an object from others."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def bounds_of(item: Item) -> Bounds:
    """Return the box of an object, in the coordinates of the page or form that it stands in."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def is_clipped_away(item: Item, forms: tuple[Item, ...]) -> bool:
    """Tell whether all of an object lies outside its clip, or that of a form around it.

    A clip counts as the box around it, so that nothing is lost that a round clip lets through.
    """
    chain = (item, *reversed(forms))
    clips = [_clip_of(one) for one in chain]
    if all(clip is None for clip in clips):
        return False
    own = _on_page(bounds_of(item), chain[1:])
    return any(
        clip is not None and _is_apart(own, _on_page(clip, chain[i + 1 :]))
        for i, clip in enumerate(clips)
    )


def _clip_of(item: Item) -> Bounds | None:
    """Return the box in which all paths of an object's clip overlap; ``None`` without a clip."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    boxes = [_box(clip, i) for i in range(pdfium.FPDFClipPath_CountPaths(clip))]
    made = [box for box in boxes if box is not None]
    if not made:
        return None
    left, bottom, right, top = zip(*made, strict=True)
    return max(left), max(bottom), min(right), min(top)


def _box(clip: pdfium.FPDF_CLIPPATH, path: int) -> Bounds | None:
    x, y = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for i in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        xs.append(x.value)
        ys.append(y.value)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _on_page(box: Bounds, forms: Sequence[Item]) -> Bounds:
    """Return a box where the forms around it, the innermost first, set it on the page."""
    for form in forms:
        m = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(form, m)
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [m.a * x + m.c * y + m.e for x, y in corners]
        ys = [m.b * x + m.d * y + m.f for x, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
    return box


def _is_apart(own: Bounds, clip: Bounds) -> bool:
    return (
        own[2] < clip[0] - _CLEAR
        or own[0] > clip[2] + _CLEAR
        or own[3] < clip[1] - _CLEAR
        or own[1] > clip[3] + _CLEAR
    )
