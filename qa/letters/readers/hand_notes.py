"""Notes that stand numbered by hand below a text: "1 Kamerstuk 28 676, nr. 12", "[2] https://...".

A numbered line is a note only if its mark stands in the text above, glued to a word or "[2]"; else
it is an item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.letters.readers.blocks import Block, Line

_START = re.compile(
    r"\s*(?:\[(?P<bracketed>\d{1,3})\]\s*|\((?P<round>\d{1,3})\)\s+"
    r"|(?P<plain>\d{1,3})(?P<sign>[).:]?)\s+)(?=\S)"
)


def lift_numbered(lines: Sequence[Line]) -> tuple[list[Line], list[Block]]:
    """Take the notes at the end of a text out of its lines.

    Returns:
        The lines before them, and the notes; none where the numbers do not rise one by one to the
        end, or a mark is missing.
    """
    first, numbers = _first_note(lines)
    if first is None:
        return list(lines), []
    notes: list[Block] = []
    for at, line in enumerate(lines[first:], start=first):
        match = _START.match(line.text) if at in numbers else None
        if match:
            rest = Line(line.text[match.end() :], line.start + match.end(), line.page, line.box)
            notes.append(Block("note", (rest,), numbers[at]))
        elif line.text.strip():
            notes[-1] = Block("note", (*notes[-1].lines, line), notes[-1].number)
    return list(lines[:first]), notes


def _first_note(lines: Sequence[Line]) -> tuple[int | None, dict[int, str]]:
    """Return where the notes begin, and the number of each line that begins one."""
    numbers: dict[int, str] = {}
    expected: int | None = None
    for at in range(len(lines) - 1, -1, -1):
        match = _START.match(lines[at].text)
        number = match and int(match["bracketed"] or match["round"] or match["plain"])
        if not match or (expected is not None and number != expected):
            continue
        if number == 0:
            break
        numbers[at] = str(number)
        expected = int(number or 1) - 1
        if expected == 0:
            above = lines[:at]
            # "1." or "(1)" begins an item more often than a note: alone it needs a mark "[1]"
            as_item = match["round"] or match["sign"] == "."
            alone = as_item and len(numbers) == 1 and not _bracketed("1", above)
            whole = all(_marked(number, above) for number in numbers.values())
            return (at, numbers) if whole and not alone else (None, {})
    return None, {}


def _marked(number: str, lines: Sequence[Line]) -> bool:
    """Tell whether a note's mark stands in the text: in brackets, or glued to a word."""
    mark = re.compile(rf"[^\W\d_][.,;:?!)»”’\"']{{0,3}}{number}(?![\w%.,]*\d|\w)")
    return _bracketed(number, lines) or any(mark.search(line.text) for line in lines)


def _bracketed(number: str, lines: Sequence[Line]) -> bool:
    return any(f"[{number}]" in line.text for line in lines)
