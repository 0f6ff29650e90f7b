"""A page of a PDF as a picture. Reads no text.

Run as a program it draws a page in a process of its own, where a broken file harms nobody:

    python -m qa.letters.readers.pdf.picture PAGE PIXELS_A_POINT < letter.pdf > page.png
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from contextlib import suppress

import pypdfium2

from qa.errors import LetterError
from qa.system.apart import command

SECONDS = 20.0
"""Longest time to draw a page."""

_MEGABYTES = 1500
_MOST_PIXELS = 40_000_000


def draw(content: bytes, page: int, scale: float) -> bytes:
    """Return a page as PNG.

    Args:
        content: Of the PDF.
        page: Its number, from 1.
        scale: Pixels a point.

    Raises:
        ValueError: If there is no such page, or it is too large.
        pypdfium2.PdfiumError: If the PDF cannot be opened.
    """
    document = pypdfium2.PdfDocument(content)
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"no page {page} among {len(document)}")
        sheet = document[page - 1]
        width, height = sheet.get_size()
        if width * height * scale**2 > _MOST_PIXELS:
            raise ValueError(f"page {page} is too large to be drawn")
        picture = sheet.render(scale=scale).to_pil()
        written = io.BytesIO()
        picture.save(written, "PNG", optimize=False)
        return written.getvalue()
    finally:
        document.close()


def draw_apart(content: bytes, page: int, scale: float, path: str) -> bytes:
    """Return a page as PNG, drawn in a process of its own with limits of time and memory.

    Raises:
        LetterError: If it cannot be drawn.
    """
    start = command("qa.letters.readers.pdf.picture", str(page), str(scale))
    with tempfile.TemporaryDirectory(prefix="letters-qa-") as folder:
        try:
            done = subprocess.run(
                start, input=content, capture_output=True, timeout=SECONDS, cwd=folder
            )
        except subprocess.TimeoutExpired:
            raise LetterError(path, "drawing-too-slow", page=page, seconds=SECONDS) from None
    if done.returncode or not done.stdout:
        raise LetterError(path, "page-not-drawn", page=page)
    return done.stdout


def _main() -> int:
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        size = _MEGABYTES << 20
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    try:
        picture = draw(sys.stdin.buffer.read(), int(sys.argv[1]), float(sys.argv[2]))
    except (ValueError, pypdfium2.PdfiumError, MemoryError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
