"""Numbers of parliamentary dossiers: as printed, as in ids, and with the chapter they may have."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d{2})[\s.]?(\d{3})[\s-]*(?:\(R\s?\d+\))?[\s-]*(\w*)")


def dossier_number(printed: str) -> str:
    """Write a dossier as ids do; what is none comes back without white space.

    Examples:
        >>> dossier_number("36 725 VI"), dossier_number("21 501-02"), dossier_number("36410viii")
        ('36725-VI', '21501-02', '36410-VIII')
        >>> dossier_number("35 000 (R2099)"), dossier_number("UDCG 1")
        ('35000', 'UDCG1')
    """
    match = _NUMBER.fullmatch(" ".join(printed.split()))
    if not match:
        return re.sub(r"\s", "", printed)
    number = match[1] + match[2]
    return f"{number}-{match[3].upper()}" if match[3] else number


def whole_dossier(number: str) -> str:
    """Return the dossier that a number is a chapter of: "36725" of "36725-VI", else itself."""
    return number.split("-", 1)[0]
