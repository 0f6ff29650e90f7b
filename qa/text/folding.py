"""Case and accents folded away, for comparing words; never for text that is shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COMMON = re.compile("[\u0300-\u036f]+")
"""The accents of Latin, Greek and Cyrillic. A pattern of all combining characters takes twenty
times as long, so it is kept for texts that may hold others."""

_RAISED = re.compile(r"(?<=\d)(?:[⁰¹²³⁴-⁹]+|[¼-¾⅐-⅞])")
"""What would become part of the number before it: "10⁶" is not 106, nor "2½" 21."""

_OTHERS = re.compile("[\u0483-\u1fff\u20d0-\u20ff\u2c00-\U0010ffff]")


def fold(text: str) -> str:
    """Fold case and accents: "Oekraïne" and "oekraine" are the same word."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", _RAISED.sub(r"^\g<0>", text.casefold()))
    if decomposed.isascii():
        return decomposed
    plain = _COMMON.sub("", decomposed)
    return _every_accent().sub("", plain) if _OTHERS.search(plain) else plain


@lru_cache(maxsize=1)
def _every_accent() -> re.Pattern[str]:
    """Return what finds combining characters; made when it is first needed, which takes a while."""
    combining = [chr(code) for code in range(0x20000) if unicodedata.combining(chr(code))]
    return re.compile(f"[{''.join(map(re.escape, combining))}]+")
