"""When a letter without a date was written, as far as its text tells."""

from __future__ import annotations

import re

from qa.letters.sentences import sentences_of
from qa.records import Letter
from qa.system.cache import Cache
from qa.text.days import find_days

_LEADS = re.compile(
    r"\b(?:op|per|vanaf|uiterlijk|v[oó][oó]r|tot|on|by|before|until|from)(?: de| the)? $",
    re.IGNORECASE,
)
"""What stands before a day on which something happens; "de brief van 3 mei" only names one."""

_PAST = re.compile(
    r"\b(?:heeft|hebben|heb|had(?:den)?|was|waren|werd(?:en)?|is|zijn|ben|jl|jongstleden|has|have"
    r"|were|kwam(?:en)?|ging(?:en)?|nam(?:en)?|vond(?:en)?|gaf|gaven|sprak(?:en)?|bood|boden|sloot"
    r"|sloten|bracht(?:en)?|viel(?:en)?|deed|deden|stond(?:en)?)\b",
    re.IGNORECASE,
)
_PAST_VERB = re.compile(r"^\W*\w+(?:de|te|ed)n?\b", re.IGNORECASE)
"""After a day that begins a sentence: "Op 3 mei 2022 meldde de minister"."""

_AHEAD = re.compile(
    r"\b(?:zal|zullen|uiterlijk|aanstaande|verwacht|gepland|will|shall|expected|planned)\b"
    r"|\ba\.s\.",
    re.IGNORECASE,
)

_known: Cache[str, tuple[str | None, str | None]] = Cache(64)  # by a letter's text


def written_between(letter: Letter) -> tuple[str | None, str | None]:
    """Return the days between which a letter without a date was written, as far as it tells.

    It was written after the days of which it tells as past, and before the next one to which it
    looks ahead ("op 15 februari 2024 komen de ministers bijeen").

    Returns:
        The first and the last day in ISO, ``None`` where its text does not tell.
    """
    return _known.get(letter.text, lambda: _between(letter))


def _between(letter: Letter) -> tuple[str | None, str | None]:
    past: list[str] = []
    ahead: list[str] = []
    for unit in letter.units:
        if unit.kind in {"letterhead", "note"}:
            continue
        for sentence in sentences_of(unit):
            for day in find_days(sentence.text):
                if day.precision == "day" and day.value:
                    before_it, after_it = sentence.text[: day.start], sentence.text[day.end :]
                    told = _PAST.search(before_it + after_it) or _PAST_VERB.search(after_it)
                    comes = _LEADS.search(before_it) and not told
                    if comes or _AHEAD.search(before_it + after_it):
                        ahead.append(day.value)
                    elif told:
                        past.append(day.value)
    before = min(ahead, default=None)
    return max((day for day in past if before is None or day < before), default=None), before
