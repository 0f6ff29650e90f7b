"""PDFium's calls for each character of a page, without what ctypes adds to them.

A page has thousands of characters, each asked for four times: checks of the arguments and an
object for each answer cost more than the calls.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium


def _bare(function: Any, result: Any) -> Any:
    """Return a function of PDFium that takes its arguments as they are."""
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_TEXT_OBJECT = _bare(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_UNICODE = _bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_CHAR_BOX = _bare(pdfium.FPDFText_GetCharBox, ctypes.c_int)
_CHAR_ORIGIN = _bare(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)


class CharacterCalls:
    """The characters of one text page, by their number."""

    def __init__(self, raw: pdfium.FPDF_TEXTPAGE) -> None:
        """Take a text page, which must stay open."""
        self._page = ctypes.cast(raw, ctypes.c_void_p)
        numbers = (ctypes.c_double * 6)()
        self._places = memoryview(numbers).cast("B").cast("d")
        self._box = [ctypes.byref(numbers, 8 * i) for i in range(4)]
        self._origin = [ctypes.byref(numbers, 8 * i) for i in (4, 5)]

    def address(self, i: int) -> int | None:
        """Return the address of the text object that a character is of, if it is of one."""
        address: int | None = _TEXT_OBJECT(self._page, i)
        return address

    def code(self, i: int) -> int:
        """Return the code point that PDFium gives for a character."""
        code: int = _UNICODE(self._page, i)
        return code

    def place(self, i: int) -> Sequence[float]:
        """Return left, right, bottom and top of a character, and x and y of where it begins.

        The same six numbers are filled again by the next call.
        """
        _CHAR_BOX(self._page, i, *self._box)
        _CHAR_ORIGIN(self._page, i, *self._origin)
        return self._places
