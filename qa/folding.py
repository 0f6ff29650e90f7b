"""Case and accents folded away, for comparing words; never for text that is shown."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Fold case and accents: "Oekraïne" and "oekraine" are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
