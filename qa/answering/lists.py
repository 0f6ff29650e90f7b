"""The list that a paragraph of a letter belongs to: its opening line and all its items.

An item begins with a bullet, a dash, a number or a letter; the opening line ends with a colon.
Tables are no lists. Changes nothing.
"""

from __future__ import annotations

import re

from qa.records import Letter, Unit

MAX_ITEMS = 60
"""Items that are shown of a list, at most."""

_ITEM = re.compile(r"\s*(?:[•●▪◦‣*–—-]\s*\S|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?!\d)\s*\S)")


def whole_list(letter: Letter, unit: Unit) -> tuple[Unit, ...]:
    """Return the list that a unit opens or is an item of, in reading order.

    Returns:
        The opening line, if there is one, and the items; empty if the unit is in no list of two
        items or more.
    """
    if unit.kind != "paragraph":
        return ()
    paragraphs = letter.paragraphs
    at = paragraphs.index(unit)
    first = at + 1 if _opens(unit) else at
    while first > 0 and _is_item(paragraphs[first - 1]) and first <= at:
        first -= 1
    last = first
    while last < len(paragraphs) and _is_item(paragraphs[last]):
        last += 1
    if last - first < 2 or not (first - 1 <= at < last):
        return ()
    opening = first - 1 if first > 0 and _opens(paragraphs[first - 1]) else first
    return paragraphs[opening : min(last, first + MAX_ITEMS)]


def _is_item(unit: Unit) -> bool:
    return bool(_ITEM.match(unit.text))


def _opens(unit: Unit) -> bool:
    return unit.text.rstrip().endswith(":") and not _is_item(unit)
