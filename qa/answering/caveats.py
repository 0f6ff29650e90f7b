"""Sentences right after a quote that limit what it says: "er kunnen dubbeltellingen voorkomen".

A quote without its caveat says more than the letter does. Recognised by words that limit, in the
sentence that follows in the same paragraph. Rates nothing.
"""

from __future__ import annotations

import re

from qa.letters.sentences import sentences_of
from qa.records import ContextSpan, Letter

_LIMITS = re.compile(
    r"^(?:maar|echter|wel|let wel|overigens|daarentegen|niettemin|desondanks|toch"
    r"|met dien verstande|however|but|note that|nevertheless|that said|still)\b"
    r"|\b(?:dubbeltelling\w*|voorbehoud|voorlopige?|kanttekening\w*|onzeker\w*|onvolledig\w*"
    r"|indicatie[fv]\w*|niet (?:alle|altijd|volledig|uitputtend|meegerekend|inbegrepen|meegeteld)"
    r"|mits|tenzij|afhankelijk van|bij benadering|schatting\w*|afgerond\w*|exclusief|uitgezonderd"
    r"|hierbij (?:moet|kan|kunnen|dient)|daarbij (?:moet|kan|kunnen|dient)|geen rekening"
    r"|double[- ]count\w*|provisional|caveat\w*|uncertain\w*|incomplete|subject to|unless"
    r"|provided that|excluding|estimate[sd]?|approximat\w*|not (?:all|always|fully|included))\b",
    re.IGNORECASE,
)


def caveats_after(letter: Letter, start: int, end: int) -> tuple[ContextSpan, ...]:
    """Return the sentence after ``letter.text[start:end]`` if it limits what stands there.

    Args:
        letter: The letter.
        start: Where a quote begins.
        end: Where it ends.
    """
    after = [one for one in sentences_of(letter.unit_at(start)) if one.start >= end]
    if not after or not _LIMITS.search(after[0].text):
        return ()
    return (ContextSpan(after[0].text, after[0].start, after[0].end),)
