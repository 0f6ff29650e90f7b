"""Whether a printed line ends a sentence, for joining lines to paragraphs."""

from __future__ import annotations

import re

from qa.text.language import ABBREVIATIONS, LAST_ABBREVIATIONS

END_MARK = re.compile(r"[.?!:;…][»”\"’')\]]*\d{0,2}\s*$")
"""A sign at the end of a line that may end a sentence, or open a list; the number of a note after
it."""
FULL_STOP = re.compile(r"[.?!][»”\"’')\]]*\s*$")
"""A sign that closes a text: none that more must follow."""
_LAST_WORD = re.compile(r"(?:^|[\s(«“‘'\"])([^\s(«“‘'\"]+)\.$")
_LETTERS = re.compile(r"[a-z](?:\.[a-z])*")  # an initial, or letters with a full stop after each


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
    found = _LAST_WORD.search(text)
    word = found[1].casefold() if found else ""
    if word in LAST_ABBREVIATIONS:
        return not following.lstrip()[:1].islower()
    return not (word in ABBREVIATIONS or _LETTERS.fullmatch(word))
