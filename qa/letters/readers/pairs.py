"""Questions and answers of a letter kept apart and tied: "Vraag 2" and "Antwoord 1, 2 en 3".

Works on headings; a letter without such headings stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.letters.readers.blocks import Block, Part

_NUMBER = r"\d{1,3}[a-z]?"
_JOINT = rf"(?:(?:,? en|,| t/m| tot en met|–|-| &)\s?|\s(?={_NUMBER} en\s\d))"
NUMBERS = rf"{_NUMBER}(?:{_JOINT}{_NUMBER})*"
"""The numbers of questions, as "1, 2 en 3" or "4 t/m 6"; a comma may lack: "7, 8 9 en 10"."""

_PART = (
    r"(?P<part>(?:Nader )?[Vv]raa?g(?:en)?|VRAA?G(?:EN)?"
    r"|(?:Nader )?(?:[Aa]ntwoord(?:en)?|Beantwoording|Reactie)"
    r"(?: op)?(?: van)?(?: de)?(?: vraag| vragen)?"
    r"|ANTWOORD(?:EN)?(?: OP)?(?: DE)?(?: VRAAG| VRAGEN)?)"
)
_HEAD = re.compile(
    rf"(?:(?P<before>\d{{1,3}})[.)]?\s+)?{_PART}\s*:?\s*\(?(?P<numbers>{NUMBERS})?\)?\s*[.:]?"
)
_GLUED = re.compile(
    rf"(?:^|(?<=[.?!…»”\"'’)\]]\s)|(?<=[.?!…»”\"'’)\]]\d\s))\(?{_PART}\s+\(?(?P<numbers>{NUMBERS})\)?"
    r"(?P<colon>\s*[.:])?(?=\s+(?:[A-ZÀ-Þ«“„\"‘'(]|\d+[.)]?\s)|\s*$)"
)
"""A head before a sentence, in the same paragraph: "Antwoord 1 Ja, dat klopt."."""
_LONE_NUMBER = re.compile(r"(?:[Vv]raag\s+)?(\d{1,3})[.)]?")


def glued_heads(text: str) -> list[tuple[int, int]]:
    """Return where heads of questions and answers stand in a running text, each with its number.

    Example:
        >>> glued_heads("Vraag 2 Wat kost dat? Antwoord 2 Zie het antwoord op vraag 1.")
        [(0, 7), (22, 32)]
    """
    if not _may_hold_head(text):
        return []
    return [(match.start(), match.end()) for match in _GLUED.finditer(text)]


def _may_hold_head(text: str) -> bool:
    """Tell at little cost most texts that can have no head."""
    return (
        "raag" in text or "ntwoord" in text or "rag" in text or "eactie" in text
        or "RAAG" in text or "NTWOORD" in text or "RAG" in text
    )  # fmt: skip


_NUMBERED = {"beantwoording", "reactie"}  # heads only with a number


def pair_head(text: str) -> tuple[Part, tuple[str, ...]] | None:
    """Read a heading of a question or an answer.

    Returns:
        The part and its numbers ("Antwoord 2 en 3": ``("answer", ("2", "3"))``; none where it has
        none), or ``None`` if it is no such heading.
    """
    match = _HEAD.fullmatch(" ".join(text.split())) if _may_hold_head(text) else None
    if not match:
        return None
    word = match["part"].casefold()
    part: Part = "question" if re.match(r"(?:nader )?vra", word) else "answer"
    numbers = numbers_in(match["numbers"] or match["before"] or "")
    if not numbers and (word in {"vragen", "antwoorden"} or word.split()[0] in _NUMBERED):
        return None  # a title, or the chamber's word for an answer of its own
    return part, numbers


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
    lone = _lone_numbers(blocks)
    for at, block in enumerate(blocks):
        if block.part:
            tied.append(block)
            part, pair = None, None
            continue
        if at in lone:
            part, pair = "question", lone[at]
            tied.append(replace(block, kind="heading", number=None, part=part, pair=pair))
            continue
        head = pair_head(block.text) if block.kind == "heading" else None
        if head:
            previous = pair
            part, numbers = head[0], head[1]
            follows = part == "answer" or at - 1 in lone
            pair = ", ".join(numbers) or (previous if follows else None)
        elif block.kind in {"signature", "note", "furniture", "letterhead"}:
            tied.append(block)
            if block.kind == "signature":
                part, pair = None, None
            continue
        tied.append(replace(block, part=part, pair=pair) if part else block)
    return _without_head(tied)


_ASKS = re.compile(r".*\?[\s\d()\[\]»”\"'’*]*", re.DOTALL)
_ASKS_ON = re.compile(r"(?:zo (?:ja|nee|niet)|graag|indien|kunt|wilt|bent)\b", re.IGNORECASE)


def _without_head(blocks: Sequence[Block]) -> list[Block]:
    """Part the answers that stand under their question without a head of their own.

    Only where the letter has answers to other questions: then what follows the question mark in a
    paragraph of its own is the answer.
    """
    answered = {n for b in blocks if b.part == "answer" and b.pair for n in b.pair.split(", ")}
    if not answered:
        return list(blocks)
    parted: list[Block] = []
    asked = answering = False
    for block in blocks:
        pair = set((block.pair or "").split(", "))
        if block.part != "question" or answered & pair or block.kind == "heading":
            asked = answering = False
        elif _ASKS.fullmatch(block.text):
            asked = True
        elif asked and not _ASKS_ON.match(block.text):
            answering = True
        parted.append(replace(block, part="answer") if answering else block)
    return parted


def _lone_numbers(blocks: Sequence[Block]) -> dict[int, str]:
    """Find numbers that stand alone above a question: "1", "Vraag", text, "Antwoord", text.

    Returns:
        Position of the block -> the number, where an answer's head without a number of its own
        comes before the next such number.
    """
    numbers: dict[int, str] = {}
    for at, block in enumerate(blocks):
        alone = _LONE_NUMBER.fullmatch(block.text) if block.kind != "row" else None
        if alone and not block.part and block.kind not in {"note", "furniture", "letterhead"}:
            numbers[at] = alone[1]
    found = {}
    places = [*numbers, len(blocks)]
    for at, end in zip(places, places[1:], strict=False):
        heads = (pair_head(block.text) for block in blocks[at + 1 : end] if block.kind == "heading")
        if ("answer", ()) in list(heads):
            found[at] = numbers[at]
    return found
