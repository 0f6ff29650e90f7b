"""Whether a printed line ends a sentence, for joining lines to paragraphs."""

from __future__ import annotations

import re

_END = re.compile(r"[.?!:;…][»”\"’')\]]*\d{0,2}\s*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“‘'\"])(?:d\.d|dhr|mevr|mw|mr|dr|drs|ir|ing|prof|ds|nrs?|no|art|blz|p|pp|ca|bijv|bv"
    r"|o\.a|i\.c|c\.q|m\.b\.t|m\.n|t\.a\.v|t\.b\.v|t\.o\.v|n\.a\.v|i\.v\.m|i\.p\.v|i\.h\.k\.v|z\.g"
    r"|zgn|resp|incl|excl|a\.d\.h\.v|o\.l\.v|d\.w\.z|vgl|tel|st|max)\.$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:^|\s)(?:[A-Z]\.)+$")
_CLOSES = re.compile(r"\b(?:jl|mln|mld|c\.s|a\.i|etc|e\.d)\.$", re.IGNORECASE)
"""Abbreviations that end a sentence as often as they do not."""


def ends_sentence(text: str, following: str = "") -> bool:
    """Tell whether a line ends a sentence; an abbreviation with its full stop does not.

    Args:
        text: The line.
        following: The next line, if there is one: after an abbreviation that may also end a
            sentence, a capital begins another.

    Example:
        >>> ends_sentence("en het nader rapport d.d."), ends_sentence("dat is zo.")
        (False, True)
    """
    text = text.rstrip()
    if not _END.search(text):
        return False
    if _CLOSES.search(text):
        return not following.lstrip()[:1].islower()
    return not (_INITIALS.search(text) or _ABBREVIATION.search(text))
