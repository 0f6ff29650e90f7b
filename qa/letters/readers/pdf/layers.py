"""Layers of a PDF (optional content) that are switched off: what of a page is in them.

PDFium tells neither the layer of a form or picture nor which are on, but it draws only what is
on; so the page is drawn with and without an object. Only for documents that have layers.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Sequence

import pypdfium2.raw as pdfium

from qa.letters.readers.pdf.drawn import is_unseen
from qa.letters.readers.pdf.objects import Item, Placed, address_of

_LAYERS = b"/OCProperties"
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def has_layers(content: bytes) -> bool:
    """Tell whether a PDF may have layers; yes where that cannot be seen, as in an encrypted one."""
    if _LAYERS in content or b"/Encrypt" in content:
        return True
    try:
        return any(
            _LAYERS in zlib.decompressobj().decompress(content[packed.end() :])
            for packed in _PACKED.finditer(content)
        )
    except zlib.error:
        return True


def find_hidden(page: pdfium.FPDF_PAGE, placed: Sequence[Placed]) -> set[int]:
    """Return the addresses of texts and pictures that are not drawn.

    A text that is drawn in no way at all, as that over a scan, tells nothing and is not in it.

    Args:
        page: The page; it is left as it was.
        placed: Its objects, in their order.
    """
    hidden: set[int] = set()
    off: set[int] = set()  # forms that change nothing
    taken: list[Item] = []
    before = _picture(page)
    for item, kind, forms in placed:
        is_text = kind == pdfium.FPDF_PAGEOBJ_TEXT
        if is_text and is_unseen(item):
            continue
        if off.intersection(map(address_of, forms)):
            hidden.add(address_of(item))
            continue
        is_form = kind == pdfium.FPDF_PAGEOBJ_FORM
        if not (is_form or kind == pdfium.FPDF_PAGEOBJ_IMAGE or (is_text and _is_marked(item))):
            continue
        pdfium.FPDFPageObj_SetIsActive(item, False)
        after = _picture(page)
        if after == before:
            (off if is_form else hidden).add(address_of(item))
        if is_form:
            pdfium.FPDFPageObj_SetIsActive(item, True)
        else:  # another text under this one is tried without it
            taken.append(item)
            before = after
    for item in taken:
        pdfium.FPDFPageObj_SetIsActive(item, True)
    return hidden


def _is_marked(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Tell whether an object is marked as part of a layer (optional content)."""
    for i in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, i)
        name = (ctypes.c_ushort * 4)()
        length = ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, 8, length)
        if bytes(name)[: length.value] == "OC\0".encode("utf-16-le"):
            return True
    return False


def _picture(page: pdfium.FPDF_PAGE) -> bytes:
    width = max(1, min(2000, int(pdfium.FPDF_GetPageWidthF(page))))
    height = max(1, min(2000, int(pdfium.FPDF_GetPageHeightF(page))))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        size = pdfium.FPDFBitmap_GetStride(bitmap) * height
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
