"""Characters that XML (1.0, section 2.2), and so a file of Word or a spreadsheet, cannot hold."""

from __future__ import annotations

import re

_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def held_by_xml(text: str, instead: str = "") -> str:
    r"""Return a text with ``instead`` for each character that XML cannot hold.

    Example:
        >>> held_by_xml("een\x00 brief", "?")
        'een? brief'
    """
    return _STRANGE.sub(instead, text)
