"""Numbers of parliamentary dossiers: as printed, as in ids, and with the chapter they may have."""

from __future__ import annotations

import re

DOSSIER = r"\d{2}[ .\u00a0\u2009]?\d{3}"
"""A dossier's number as papers print it, without its chapter, for use inside a pattern."""

CHAPTER = r"(?:(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})[AB]?|[A-Z]|\d{2})(?!\w)"
"""What may follow it: a budget's Roman numeral (IXB), a fund's letter, two digits. Other capitals
are the dossier's title ("28 676 NAVO")."""

IN_ID = r"\d{5}(?:-(?:[A-Z]{1,5}|\d{2})(?=-))?"
"""The same with its chapter, as ids write it before the number of a paper."""

_PRINTED = re.compile(rf"({DOSSIER})[\s-]*(?:\(R\s?\d+\))?[\s-]*(\w*)")


def dossier_number(printed: str) -> str:
    """Write a dossier as ids do; what is none comes back without white space.

    Examples:
        >>> dossier_number("36 725 VI"), dossier_number("21 501-02"), dossier_number("36410viii")
        ('36725-VI', '21501-02', '36410-VIII')
        >>> dossier_number("35 000 (R2099)"), dossier_number("UDCG 1")
        ('35000', 'UDCG1')
    """
    match = _PRINTED.fullmatch(" ".join(printed.split()))
    if not match:
        return re.sub(r"\s", "", printed)
    number = re.sub(r"\D", "", match[1])
    return f"{number}-{match[2].upper()}" if match[2] else number


def whole_dossier(number: str) -> str:
    """Return the dossier that a number is a chapter of: "36725" of "36725-VI", else itself."""
    return number.split("-", 1)[0]
