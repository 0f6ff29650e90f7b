"""Abbreviations that a letter explains: "Ukraine Defence Contact Group (UDCG)".

The short form in brackets behind the long one, or the other way round; the letters of the short
form must stand in the long one in their order, the first at its beginning (Schwartz and Hearst
2003, section 3). Explains nothing that the letter does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.records import Abbreviation, Unit

_SHORT = r"[A-Z](?:[\w&/.-]{0,10}\w)"
_BEHIND = re.compile(rf"\((?:hierna(?: te noemen)?:? |afgekort(?: als)?:? |de |het )?[‘'\"“«]?"
                     rf"(?P<short>{_SHORT})[’'\"”»]?(?:[,;:] [^()]{{1,60}})?\)")  # fmt: skip
_BEFORE = re.compile(rf"(?<![\w-])(?P<short>{_SHORT}) \((?P<long>[^()\d][^()]{{5,80}})\)")
_SMALL = frozenset({"de", "het", "een", "the", "a", "an", "van", "en", "of", "in"})
_WORD_START = re.compile(r"(?<![\w])\w")


def find_abbreviations(units: tuple[Unit, ...]) -> Iterator[Abbreviation]:
    """Yield each abbreviation where the letter explains it first, in reading order.

    Example:
        >>> text = "de Ukraine Defence Contact Group (UDCG) kwam bijeen"
        >>> unit = Unit("paragraph", "p1", 0, len(text), text, "")
        >>> [(a.short, a.long) for a in find_abbreviations((unit,))]
        [('UDCG', 'Ukraine Defence Contact Group')]
    """
    seen: set[str] = set()
    for unit in units:
        found = sorted([*_behind(unit), *_before(unit)], key=lambda one: one.start)
        for one in found:
            if one.short not in seen:
                seen.add(one.short)
                yield one


def _behind(unit: Unit) -> Iterator[Abbreviation]:
    for match in _BEHIND.finditer(unit.text):
        short = match["short"]
        if not _is_short(short):
            continue
        most = min(len(short) + 5, 2 * len(short))  # words, after Schwartz and Hearst
        before = unit.text[: match.start()].rstrip()
        starts = [start.start() for start in _WORD_START.finditer(before)]
        window = starts[-most] if len(starts) >= most else 0
        clause = max(before.rfind(sign, window) for sign in ".;:()?!")
        window = max(window, clause + 1)
        at = _long_start(short, before[window:])
        if at is not None:
            long = before[window + at :]
            start = unit.start + window + at
            yield Abbreviation(short, " ".join(long.split()), start, start + len(long))


def _before(unit: Unit) -> Iterator[Abbreviation]:
    for match in _BEFORE.finditer(unit.text):
        short, long = match["short"], match["long"].strip()
        if _is_short(short) and _long_start(short, long) == 0:
            start = unit.start + match.start("long")
            yield Abbreviation(short, long, start, start + len(long))


def _is_short(text: str) -> bool:
    """Tell abbreviations from names, years and references in brackets."""
    capitals = sum(sign.isupper() for sign in text)
    return capitals >= 2 and capitals * 2 >= sum(sign.isalpha() for sign in text)


def _long_start(short: str, before: str) -> int | None:
    """Return where the long form begins in the text before it; None if there is none.

    The letters of the short form are sought from the last to the first; the first must begin a
    word, and no small word like "de".
    """
    at = len(before)
    wanted = [sign.casefold() for sign in short if sign.isalnum()]
    plain = before.casefold()
    if len(plain) != len(before):
        return None
    for number, sign in enumerate(reversed(wanted), start=1):
        first = number == len(wanted)
        at -= 1
        while at >= 0 and (plain[at] != sign or (first and at > 0 and plain[at - 1].isalnum())):
            at -= 1
        if at < 0 or (number == 1 and re.search(r"\s\w", before[at:])):
            return None  # the last letter must stand in the last word
    long = before[at:]
    words = re.findall(r"\w+", long)
    if len(long) < len(short) + 3 or not words or words[0].casefold() in _SMALL:
        return None
    # letters from anywhere are chance: at least half must begin a word or a capitalised part
    begins = {match.group().casefold() for match in re.finditer(r"(?<!\w)\w|[A-Z]", long)}
    inside = sum(sign not in begins for sign in wanted)
    if len(words) > 1 and inside * 2 > len(wanted):
        return None
    return at
