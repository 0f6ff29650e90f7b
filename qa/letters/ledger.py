"""The ledger of a letter: every stretch of its file that is not in its regular text, with its kind.

Readers hand over what they leave out as furniture; here each stretch gets its place in the regular
text, and letters of which much is left out, or unreadable, get a notice. Decides nothing about what
is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from qa.letters.readers.blocks import Block
from qa.messages import Message
from qa.records import LeftOut, LeftOutKind, Letter, SourceRun

EXPECTED: frozenset[LeftOutKind] = frozenset(
    {"running title", "page number", "margin", "contents", "description", "repeated", "site"}
)
"""Kinds that are no loss however much there is of them."""
SAID: dict[LeftOutKind, str] = {
    "hidden": "hidden",
    "struck": "struck-through",
    "decoration": "decoration",
    "comment": "a-comment",
    "unreadable": "illegible",
}
"""The codes of the other kinds, for notices."""
LARGEST_SHARE = 0.05
"""Of a page's characters: where more is left out for a reason that is not in `EXPECTED`, the letter
says so, and so do its quotes. Small, for one struck sentence can be the one that counts; not
nothing, for a stamp takes nothing away."""


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


def ledger_notices(letter: Letter) -> tuple[Message, ...]:
    """Return a message for each way in which much of a letter is not in its text."""
    kinds = dict.fromkeys(one.kind for one in letter.left_out if one.kind not in EXPECTED)
    said = (_notice(kind, _lost_pages(letter, kind)) for kind in kinds)
    return tuple(message for message in said if message)


def _notice(kind: LeftOutKind, pages: Sequence[int | None]) -> Message | None:
    if not pages:
        return None
    numbers = ", ".join(str(page) for page in pages if page is not None)
    if kind == "unreadable":
        return Message("pages-illegible", pages=numbers) if numbers else Message("text-illegible")
    how = Message(SAID[kind])
    if numbers:
        return Message("much-of-pages-left-out", pages=numbers, kind=how)
    return Message("much-left-out", kind=how)


def _lost_pages(letter: Letter, kind: LeftOutKind) -> list[int | None]:
    """Return the pages of which a large share is left out for this reason, any for unreadable."""
    lost = Counter[int | None]()
    for one in letter.left_out:
        if one.kind == kind:
            lost[one.page] += len(one.text)
    if kind == "unreadable":
        return sorted(lost, key=lambda page: page or 0)
    kept = _characters_by_page(letter)
    return sorted(
        (page for page in lost if lost[page] > LARGEST_SHARE * (kept[page] + lost[page])),
        key=lambda page: page or 0,
    )


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
