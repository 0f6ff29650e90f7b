"""The ledger of a letter: every stretch of its file that is not in its regular text, with its kind.

Readers hand over what they leave out as furniture; here each stretch gets its place in the regular
text, and letters of which much is left out, or unreadable, get a notice. Decides nothing about what
is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from qa.readers.blocks import Block
from qa.records import LeftOut, LeftOutKind, Letter, SourceRun

EXPECTED: frozenset[LeftOutKind] = frozenset(
    {"running title", "page number", "margin", "contents", "repeated", "site"}
)
"""Kinds that are no loss however much there is of them."""
LARGEST_SHARE = 0.05
"""Of a page's characters: where more is left out, not counting `EXPECTED`, quotes say so."""


def find_left_out(blocks: Sequence[Block], runs: Sequence[SourceRun]) -> tuple[LeftOut, ...]:
    """Return what the furniture among the blocks leaves out, in the order of the source.

    Args:
        blocks: All blocks of the document; those that are no furniture are passed over.
        runs: Where the regular text came from.
    """
    placed = sorted(runs, key=lambda run: run.source_start)
    ledger = []
    for block in sorted(
        (one for one in blocks if one.kind == "furniture"), key=lambda one: one.lines[0].start
    ):
        for line in block.lines:
            text = " ".join(line.text.split())
            if text:
                at = bisect_right(placed, line.start, key=lambda run: run.source_start)
                offset = placed[at - 1].end if at else 0
                ledger.append(LeftOut(block.left_out, text, offset, line.page))
    return tuple(ledger)


def ledger_notices(letter: Letter) -> tuple[str, ...]:
    """Return a sentence for each way in which much of a letter is not in its text."""
    notices = []
    unreadable = [one for one in letter.left_out if one.kind == "unreadable"]
    if unreadable:
        notices.append(
            f"not all of it can be read{_on(unreadable)}; compare with the original what is quoted"
        )
    pages = _characters_by_page(letter)
    lost = Counter[int | None]()
    for one in letter.left_out:
        if one.kind not in EXPECTED and one.kind != "unreadable":
            lost[one.page] += len(one.text)
    much = [
        one
        for one in letter.left_out
        if lost[one.page] > LARGEST_SHARE * (pages[one.page] + lost[one.page])
        and one.kind not in EXPECTED
        and one.kind != "unreadable"
    ]
    if much:
        kinds = " and ".join(dict.fromkeys(one.kind for one in much))
        notices.append(f"more than {LARGEST_SHARE:.0%} is not in the text ({kinds}){_on(much)}")
    return tuple(notices)


def _on(places: Sequence[LeftOut]) -> str:
    pages = sorted({one.page for one in places if one.page is not None})
    if not pages:
        return ""
    return f" (page {', '.join(map(str, pages))})"


def _characters_by_page(letter: Letter) -> Counter[int | None]:
    """Count the characters of the regular text on each page; all under ``None`` without pages."""
    counts: Counter[int | None] = Counter()
    starts = letter.page_starts
    if not starts:
        counts[None] = len(letter.text)
    ends = [*(start.offset for start in starts[1:]), len(letter.text)]
    for start, end in zip(starts, ends, strict=False):
        counts[start.page] += end - start.offset
    return counts
