"""Values of a PDF's form fields: what somebody filled in, which is no text of the page itself."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from qa.letters.readers.pdf.drawn import Bounds

_TICKED, _EMPTY = "☒", "☐"
_WRITTEN = {
    pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX,
}  # fmt: skip
_TICKS = {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(frozen=True)
class FieldValue:
    """What a field shows, a line of it, and where."""

    text: str
    bounds: Bounds
    is_hidden: bool


def read_fields(page: pdfium.FPDF_PAGE, form: pdfium.FPDF_FORMHANDLE) -> Iterator[FieldValue]:
    """Go through the filled fields of a page; a box is ticked or empty."""
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
                yield from _values(annotation, form)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _values(
    annotation: pdfium.FPDF_ANNOTATION, form: pdfium.FPDF_FORMHANDLE
) -> Iterator[FieldValue]:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKS:
        text = _TICKED if pdfium.FPDFAnnot_IsChecked(form, annotation) else _EMPTY
    elif kind in _WRITTEN:
        text = _value(annotation, form)
    else:
        return
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    hidden = bool(pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    height = (rect.top - rect.bottom) / max(1, len(lines))
    for i, line in enumerate(lines):
        top = rect.top - i * height
        yield FieldValue(line, (rect.left, top - height, rect.right, top), hidden)


def _value(annotation: pdfium.FPDF_ANNOTATION, form: pdfium.FPDF_FORMHANDLE) -> str:
    length = pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    characters = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, characters, length)
    return bytes(characters)[: max(0, length - 2)].decode("utf-16-le", errors="replace")
