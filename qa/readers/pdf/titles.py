"""Running titles: what stands at one place of many pages and says the same there.

Likeness alone proves nothing: "Antwoord 2" and "Antwoord 3" at the foot of two pages, or two last
lines that differ in their amounts, are text. Numbers in a running title stay as they are or count
the pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qa.readers.pairs import is_pair_head
from qa.readers.pdf.glyphs import Fragment, PageGlyphs

_ZONE = 0.12  # of the page's height: where running titles stand
_SAME_PLACE = 4.0  # points
_SENTENCE = re.compile(r"(?:\S+\s+){3}.*[.?!]")
_FEWEST_FOR_SENTENCE = 3  # pages: a sentence that stands on two may be said twice


@dataclass(frozen=True)
class RunningTitles:
    """The running titles of a document: the texts, digits aside, and their heights."""

    places: dict[str, tuple[float, ...]]

    def has(self, one: Fragment, page: PageGlyphs) -> bool:
        """Tell whether a fragment is one of them."""
        heights = self.places.get(_masked(one.text), ())
        return in_zone(one, page) and any(abs(one.y0 - y) < _SAME_PLACE for y in heights)


def in_zone(one: Fragment, page: PageGlyphs) -> bool:
    """Tell whether a fragment stands at the head or the foot of its page."""
    return one.y1 < _ZONE * page.height or one.y0 > (1 - _ZONE) * page.height


def running_titles(pages: Sequence[PageGlyphs]) -> RunningTitles:
    """Find what stands at one place on at least half of the pages, two of them at least."""
    seen: dict[str, list[tuple[int, Fragment]]] = defaultdict(list)
    for page in pages:
        for one in page.fragments:
            if in_zone(one, page):
                seen[_masked(one.text)].append((page.number, one))
    least = max(2, len(pages) // 2)
    places: dict[str, tuple[float, ...]] = {}
    for text, found in seen.items():
        heights = [
            y
            for y in sorted({round(one.y0, 1) for _, one in found})
            if _runs([pair for pair in found if abs(pair[1].y0 - y) < _SAME_PLACE], least)
        ]
        if heights:
            places[text] = tuple(heights)
    return RunningTitles(places)


def _runs(found: Sequence[tuple[int, Fragment]], least: int) -> bool:
    """Tell whether what stands at one height says the same on enough pages."""
    if len({number for number, _ in found}) < least:
        return False
    texts = [one.text for _, one in found]
    if is_pair_head(texts[0]):
        return False
    if _SENTENCE.fullmatch(" ".join(texts[0].split())) and (
        len(found) < _FEWEST_FOR_SENTENCE or len(set(texts)) > 1
    ):
        return False
    numbers = [[int(digits) for digits in re.findall(r"\d+", text)] for text in texts]
    columns = zip(*numbers, strict=False)
    return all(_stays_or_counts([n for n, _ in found], column) for column in columns)


def _stays_or_counts(pages: Sequence[int], numbers: Sequence[int]) -> bool:
    """Tell whether a number is the same on all pages, or the page's own."""
    steps = {number - page for number, page in zip(numbers, pages, strict=True)}
    return len(set(numbers)) == 1 or len(steps) == 1


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))
