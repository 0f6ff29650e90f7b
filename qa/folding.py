"""Case and accents folded away, for comparing words; never for text that is shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """Fold case and accents: "Oekraïne" and "oekraine" are the same word."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return decomposed if decomposed.isascii() else _accents().sub("", decomposed)


@lru_cache(maxsize=1)
def _accents() -> re.Pattern[str]:
    """Return what finds combining characters; made when it is first needed, which takes a while."""
    combining = [chr(code) for code in range(0x20000) if unicodedata.combining(chr(code))]
    return re.compile(f"[{''.join(map(re.escape, combining))}]+")
