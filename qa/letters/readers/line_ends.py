"""Whether a printed line ends a sentence, for joining lines to paragraphs."""

from __future__ import annotations

import re

END_MARK = re.compile(r"[.?!:;…][»”\"’')\]]*\d{0,2}\s*$")
"""A sign at the end of a line that may end a sentence, or open a list; the number of a note after
it."""
FULL_STOP = re.compile(r"[.?!][»”\"’')\]]*\s*$")
"""A sign that closes a text: none that more must follow."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“‘'\"])(?:[a-z](?:\.[a-z])+|dhr|mevr|mw|mrs?|dr|drs|ir|ing|prof|ds|dd|nrs?|no|artt?"
    r"|blz|pp?|ca|nl|bijv|bv|zgn|resp|incl|excl|evt|vgl|tel|st|max)\.$",
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
    if not END_MARK.search(text):
        return False
    if _CLOSES.search(text):
        return not following.lstrip()[:1].islower()
    return not (_INITIALS.search(text) or _ABBREVIATION.search(text))
