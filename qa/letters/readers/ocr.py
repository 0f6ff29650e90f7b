"""Scanned PDFs made readable with ocrmypdf, where that is installed and asked for.

    apt-get install ocrmypdf tesseract-ocr-nld

Runs the program apart; reads no pictures itself.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from qa.errors import LetterError, UnreadError

COMMAND = "ocrmypdf"
_LANGUAGE = "nld"


def is_available() -> bool:
    """Tell whether ocrmypdf can be run."""
    return shutil.which(COMMAND) is not None


def add_text_layer(content: bytes, path: str, seconds: float) -> bytes:
    """Return a scanned PDF with a text layer.

    Args:
        content: The PDF.
        path: Its name, for messages.
        seconds: It is given up after so long.

    Raises:
        LetterError: If ocrmypdf is missing, fails, or takes too long.
        UnreadError: If something else ended it.
    """
    if not is_available():
        raise LetterError(path, "ocr-missing")
    with tempfile.TemporaryDirectory() as folder:
        scan, read = Path(folder) / "scan.pdf", Path(folder) / "read.pdf"
        scan.write_bytes(content)
        command = [COMMAND, "--quiet", "--skip-text", "--output-type", "pdf", "-l", _LANGUAGE,
                   str(scan), str(read)]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=seconds, cwd=folder
            )
        except subprocess.TimeoutExpired:
            raise LetterError(path, "ocr-too-slow", seconds=seconds) from None
        if done.returncode != 0 or not read.is_file():
            if done.returncode < 0:
                raise UnreadError(path, "ocr-ended", signal=-done.returncode)
            said = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise LetterError(path, "ocr-failed", said=said)
        return read.read_bytes()
