"""Questions and answers of a letter kept apart and tied: "Vraag 2" and "Antwoord 1, 2 en 3".

Works on headings; a letter without such headings stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.readers.blocks import Block, Part

_NUMBERS = r"\d{1,3}[a-z]?(?:(?:,? en|,| t/m| tot en met|–|-| &)\s?\d{1,3}[a-z]?)*"
_HEAD = re.compile(
    rf"(?P<part>(?:Nader )?[Vv]raa?g(?:en)?|VRAAG"
    rf"|Antwoord(?:en)?(?: op)?(?: de)?(?: vraag| vragen)?|ANTWOORD(?: OP VRAAG)?)"
    rf"\s*:?\s*(?P<numbers>{_NUMBERS})?\s*[.:]?"
)


def pair_head(text: str) -> tuple[Part, tuple[str, ...]] | None:
    """Read a heading of a question or an answer.

    Returns:
        The part and its numbers ("Antwoord 2 en 3": ``("answer", ("2", "3"))``; none where it has
        none), or ``None`` if it is no such heading.
    """
    match = _HEAD.fullmatch(" ".join(text.split()))
    if not match:
        return None
    part: Part = "question" if "raa" in match["part"].casefold()[:9] else "answer"
    if match["part"].casefold().startswith("antwoord"):
        part = "answer"
    if match["part"].casefold().startswith("vragen") and not match["numbers"]:
        return None  # a title
    return part, numbers_in(match["numbers"] or "")


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the numbers of "1, 2 en 3" or "4 t/m 6", ranges written out."""
    numbers: list[str] = []
    for joint, number in re.findall(r"(t/m|tot en met|–|-)?\s*(\d{1,3}[a-z]?)", text):
        if joint and numbers and number.isdigit() and numbers[-1].isdigit():
            numbers += [str(n) for n in range(int(numbers[-1]) + 1, int(number))]
        numbers.append(number)
    return tuple(numbers)


def is_pair_head(text: str) -> bool:
    """Tell a heading of a question or an answer."""
    return pair_head(text) is not None


def tie_pairs(blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks under "Vraag N" and "Antwoord N" their part and numbers.

    Blocks that the form has tied stay as they are. A signature ends the last answer.
    """
    tied: list[Block] = []
    part: Part | None = None
    pair: str | None = None
    for block in blocks:
        if block.part:
            tied.append(block)
            part, pair = None, None
            continue
        head = pair_head(block.text) if block.kind == "heading" else None
        if head:
            previous = pair
            part, numbers = head[0], head[1]
            pair = ", ".join(numbers) or (previous if part == "answer" else None)
        elif block.kind in {"signature", "note", "furniture", "letterhead"}:
            tied.append(block)
            if block.kind == "signature":
                part, pair = None, None
            continue
        tied.append(replace(block, part=part, pair=pair) if part else block)
    return tied
