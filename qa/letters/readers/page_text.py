"""Text of a stored web page (one line per paragraph) to blocks.

Takes the site's own lines out ("Naar boven", "Download PDF") and the notes below the letter
("X Noot / 1 / text", "Noot 1: text"). Such text has no pages.
"""

from __future__ import annotations

import re

from qa.letters.readers.blocks import Block, Line
from qa.letters.readers.hand_notes import lift_numbered
from qa.letters.readers.site_frame import BANNER
from qa.letters.readers.structure import SIGNER, Stretch, classify, is_name

_FURNITURE = re.compile(
    r"""Naar[ ]boven | [•*]?\s*Download[ ]PDF | Direct[ ]naar[ ].* | =+ | Deel:.* | Lees[ ]ook.*
      | Kamerstuk(?:[ ][\w-]+)? | Datum[ ]publicatie.*
      | (?:Tweede|Eerste)[ ]Kamer[ ]der[ ]Staten-Generaal\d{4}-\d{4}.*
      | (?:Gepubliceerd|Indiener\(s\)|Onderwerpen|Bron|ID|Dossier):[ ].*
      | Vergaderjaar[ ]\d{4}.* | (?:(?:kst|ah-[te]k|blg)-[\w-]+[ ])?ISSN[ ].*
      | Kopieer[ ]link.* | Terug[ ]naar[ ].* | Deel[ ](?:dit|deze)[ ].* | [Cc]ookies?\b.{0,80}
    """,
    re.VERBOSE,
)
_NOTE_HEAD = re.compile(r"X ?Noot")
_NOTE_INLINE = re.compile(r"Noot (\d{1,3}): (?=\S)")
_NOTE_NUMBER = re.compile(r"\d{1,3}")


def _lift_notes(lines: list[Line]) -> tuple[list[Line], list[Block], list[Line]]:
    """Take the notes out: from "X Noot" (or "Noot 1: ") to the next one, or the end.

    Returns:
        The text's lines, the notes, and the site's own lines above notes.
    """
    body: list[Line] = []
    notes: list[Block] = []
    heads: list[Line] = []
    waiting = False  # after "X Noot", the next line is the number
    for line in lines:
        text = line.text.strip()
        inline = _NOTE_INLINE.match(text)
        if _NOTE_HEAD.fullmatch(text):
            waiting = True
            heads.append(line)
        elif waiting and _NOTE_NUMBER.fullmatch(text):
            notes.append(Block("note", (), text))
            waiting = False
        elif inline:
            begin = line.text.index(text)
            at = begin + inline.end()
            heads.append(Line(line.text[begin : begin + len("Noot")], line.start + begin))
            if ":" in inline[0]:
                colon = begin + inline[0].index(":")
                heads.append(Line(":", line.start + colon))
            notes.append(Block("note", (Line(line.text[at:], line.start + at),), inline[1]))
        elif notes and text:
            notes[-1] = Block("note", (*notes[-1].lines, line), notes[-1].number)
        elif not notes:
            body.append(line)
    if not notes:
        body, notes = lift_numbered(body)
    return body, [note for note in notes if note.lines], heads


def _stretches(lines: list[Line]) -> list[tuple[Line, ...]]:
    """One line is one stretch, but for the lines of one signature."""
    stretches: list[tuple[Line, ...]] = []
    previous_blank = True
    for line in lines:
        if not line.text.strip():
            previous_blank = True
            continue
        signed = bool(stretches) and SIGNER.match(stretches[-1][0].text.strip()) is not None
        names = is_name(line.text.strip()) and not SIGNER.match(line.text.strip())
        if signed and not previous_blank and names:
            stretches[-1] = (*stretches[-1], line)
        else:
            stretches.append((line,))
        previous_blank = False
    return stretches


def page_blocks(lines: list[Line]) -> tuple[Block, ...]:
    """Read the lines of a stored page into blocks, in reading order, notes last.

    Args:
        lines: The file's lines, from `split_lines`.
    """
    filled = [line for line in lines if line.text.strip()]
    banners = [line for line in filled if BANNER.fullmatch(line.text.strip())]
    site = [line for line in filled if _FURNITURE.fullmatch(line.text.strip())]
    starts = {line.start for line in (*banners, *site)}
    rest = [line for line in lines if not line.text.strip() or line.start not in starts]
    body, notes, heads = _lift_notes(rest)
    return (
        *classify([Stretch(lines) for lines in _stretches(body)]),
        *notes,
        *(Block("furniture", (line,), left_out="running title") for line in banners),
        *(Block("furniture", (line,), left_out="site") for line in (*site, *heads)),
    )
