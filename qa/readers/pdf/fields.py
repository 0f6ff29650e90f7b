"""Values of a PDF's form fields, and text typed over a page: what the page shows of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_BYTES = 4096  # of one value
_TICKED, _EMPTY = "☒", "☐"

Rect = tuple[float, float, float, float]


def shown_values(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Rect]]:
    """Give the text and the place of each filled field and typed-over text of a page.

    Places are (left, bottom, right, top) in the page's own points.
    """
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        text = _text_of(page, annotation)
        if text:
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            bottom, top = sorted((rect.bottom, rect.top))
            yield text, (rect.left, bottom, rect.right, top)
        pdfium.FPDFPage_CloseAnnot(annotation)


def _text_of(page: pypdfium2.PdfPage, annotation: Any) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(annotation, b"Contents")
    if kind != pdfium.FPDF_ANNOT_WIDGET:
        return ""
    form = page.pdf.formenv
    if form is None:
        return _string(annotation, b"V")
    field = pdfium.FPDFAnnot_GetFormFieldType(form.raw, annotation)
    if field in {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}:
        return _TICKED if pdfium.FPDFAnnot_IsChecked(form.raw, annotation) else _EMPTY
    if field in {pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE}:
        return ""
    value = (ctypes.c_ushort * _BYTES)()
    length = pdfium.FPDFAnnot_GetFormFieldValue(form.raw, annotation, value, ctypes.sizeof(value))
    return _decoded(value, length)


def _string(annotation: Any, key: bytes) -> str:
    value = (ctypes.c_ushort * _BYTES)()
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, value, ctypes.sizeof(value))
    return _decoded(value, length)


def _decoded(value: Any, length: int) -> str:
    length = min(length, ctypes.sizeof(value))
    text = bytes(value)[:length].decode("utf-16-le", errors="ignore")
    return " ".join(text.rstrip("\0").split())
