"""Text of a publisher's PDF (wrapped lines, margin lines, pages) to blocks.

Numbered stages: 1 margin lines out, 2 pages found, 3 notes lifted out, 4 lines joined to
stretches, 5 stretches given their kind (``structure``). Does not repair words: hyphens and spaces
stay as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from qa.letters.readers.blocks import Block, Line
from qa.letters.readers.hand_notes import lift_numbered
from qa.letters.readers.line_ends import END_MARK, ends_sentence
from qa.letters.readers.pairs import is_pair_head
from qa.letters.readers.structure import PAIR_HEAD_LINE, Stretch, classify, letterhead_length, signs
from qa.records import LeftOutKind

_MARGIN = re.compile(
    r"""(?:kst|ah-tk|ah-ek|blg|kv-tk|nds-tk)-?[\w-]+    # id of the publication
      | ISSN[ ]\d{4}[ ]?-[ ]?\d{4}
      | [’'‘]s-Gravenhage[ ]\d{4}.*                      # imprint, may hold the running title
      | (?:Tweede|Eerste)[ ]Kamer,[ ]vergaderjaar[ ].*[ ]\d+   # running title and page number
    """,
    re.VERBOSE,
)
_RUNNING_TITLE = re.compile(r"(?:Tweede|Eerste) Kamer, vergaderjaar .*\s\d+$")
_NOTE_START = re.compile(r"(\d{1,3}) (?=\S)")
_FULL_LINE = 0.85  # of the usual width; a shorter line that ends a sentence ends its paragraph
_PAGE_LINES = 150  # no page has more lines
_HEAD_LINES = 15  # filled lines in which the letterhead ends
_WIDTH_QUANTILE = 0.9  # the usual width is that of the line longer than 90 % of the lines


def is_margin_line(text: str) -> bool:
    """Tell a margin line (kst id, ISSN, imprint, running title) from a line of the letter."""
    return _MARGIN.fullmatch(text.strip()) is not None


def _margin_kind(text: str) -> LeftOutKind:
    return "running title" if _RUNNING_TITLE.search(text) else "margin"


def find_page_starts(lines: list[Line]) -> list[int]:
    """Find the lines that begin a page, in pdftotext-like output that has lost its form feeds.

    Seen in the founding letter only: a page begins at the first line, at a line that starts with
    a space, and at the first line after a running title.

    Args:
        lines: All lines of the file, blank and margin lines too.

    Returns:
        Positions in ``lines``, rising; the first is the first line with text.
    """
    starts: list[int] = []
    after_title = False
    for i, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        if is_margin_line(text):
            after_title = after_title or _RUNNING_TITLE.search(text) is not None
            continue
        if not starts or after_title or line.text.startswith(" "):
            starts.append(i)
        after_title = False
    return starts


def _page_starts_by_title(lines: list[Line]) -> list[int]:
    """Like `find_page_starts` for other text: a page begins after a running title only."""
    flat = [replace(line, text=line.text.lstrip()) for line in lines]
    return find_page_starts(flat)


def _number_pages(lines: list[Line], form_feeds: Sequence[int]) -> list[Line]:
    """Give every line its page, or none if the text shows no page break."""
    if form_feeds:
        return [replace(line, page=1 + bisect_right(form_feeds, line.start)) for line in lines]
    spaced = sum(line.text.startswith(" ") and bool(line.text.strip()) for line in lines)
    filled = sum(bool(line.text.strip()) for line in lines)
    has_margin = any(is_margin_line(line.text) for line in lines if line.text.strip())
    if not has_margin:
        return lines  # no page is better than a wrong one
    by_space = spaced <= max(1, filled // 10)  # indented text is of another make
    starts = set(find_page_starts(lines) if by_space else _page_starts_by_title(lines))
    page = 0
    numbered = []
    for i, line in enumerate(lines):
        page += i in starts
        numbered.append(replace(line, page=max(page, 1)))
    return numbered


def _lift_notes(lines: list[Line]) -> tuple[list[Line], list[Block]]:
    """Take the notes at the foot of each page out of the lines.

    A note begins after a blank line with its number and a space, and its mark (the number glued
    to a word) stands above it; its lines run to the next note, a blank line or the page's end.
    """
    body: list[Line] = []
    notes: list[Block] = []
    current: list[Line] = []
    number = ""

    def close() -> None:
        if current:
            notes.append(Block("note", tuple(current), number))
            current.clear()

    for i, line in enumerate(lines):
        after_blank = i > 0 and not lines[i - 1].text.strip()
        match = _NOTE_START.match(line.text)
        starts = match and (after_blank or current) and _has_mark(match[1], body, line.page)
        if current and (not line.text.strip() or line.page != current[-1].page):
            close()
        if match and starts:
            close()
            number = match[1]
            current.append(Line(line.text[match.end() :], line.start + match.end(), line.page))
        elif current:
            current.append(line)
        else:
            body.append(line)
    close()
    return (body, notes) if notes else lift_numbered(body)


def _has_mark(number: str, body: Sequence[Line], page: int | None) -> bool:
    """Tell whether a note's mark stands above it on its page, or near above without pages."""
    mark = re.compile(rf"[^\W\d_][.,;:)»”]?{number}(?!\d)")
    for line in reversed(body[-_PAGE_LINES:]):
        if line.page != page:
            return False
        if mark.search(line.text):
            return True
    return False


def _usual_width(lines: list[Line]) -> int:
    lengths = sorted(len(line.text.strip()) for line in lines if line.text.strip())
    return lengths[int(_WIDTH_QUANTILE * (len(lengths) - 1))] if lengths else 0


def ends_paragraph(line: str, following: str, width: int) -> bool:
    """Tell whether a short line ends a paragraph although no blank line follows.

    It does if it ends a sentence, the next line begins with a capital or a mark, and the next
    word would have fitted on it: ``width`` is the usual length of a line in characters.
    """
    text, following = line.strip(), following.strip()
    if not ends_sentence(text, following) or not following or following[0].islower():
        return False
    first_word = following.split()[0]
    return len(text) + 1 + len(first_word) < _FULL_LINE * width


def _continues_over_page(line: str, following: str, width: int) -> bool:
    """Tell whether the first line of a page goes on with the paragraph of the page before.

    Blank lines say nothing here: they are the page's own margins.
    """
    if following.strip()[0].islower():
        return True
    if ends_sentence(line, following):
        return not ends_paragraph(line, following, width)
    return len(line.strip()) >= _FULL_LINE * width  # shorter: a heading at the foot of the page


def _head_end(lines: list[Line]) -> int:
    """Return the position of the last line of the letterhead, whose lines stand alone, or -1."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()][:_HEAD_LINES]
    length = letterhead_length([Stretch((lines[i],)) for i in filled])
    return filled[length - 1] if length else -1


def _stretches(lines: list[Line]) -> list[tuple[Line, ...]]:
    """Join lines to stretches: cut at blank lines and short last lines, not at page breaks."""
    width = _usual_width(lines)
    head_end = _head_end(lines)
    stretches: list[tuple[Line, ...]] = []
    blank = False
    for i, line in enumerate(lines):
        if not line.text.strip():
            blank = True
            continue
        previous = stretches[-1][-1] if stretches else None
        signature = previous and signs(line.text) and END_MARK.search(previous.text)
        head = is_pair_head(line.text) or PAIR_HEAD_LINE.match(line.text.strip())
        after_head = previous is not None and is_pair_head(previous.text)
        if previous is None or i <= head_end + 1 or signature or head or after_head:
            cut = True
        elif line.page != previous.page:
            cut = not _continues_over_page(previous.text, line.text, width)
        else:
            cut = blank or ends_paragraph(previous.text, line.text, width)
        if cut:
            stretches.append((line,))
        else:
            stretches[-1] = (*stretches[-1], line)
        blank = False
    return stretches


def publisher_blocks(lines: list[Line], form_feeds: Sequence[int] = ()) -> tuple[Block, ...]:
    """Read the lines of a publisher's PDF text into blocks, in reading order, notes last.

    Args:
        lines: The file's lines, from `split_lines`.
        form_feeds: Offsets of the file's form feeds, if it marks its pages with them.
    """
    numbered = _number_pages(lines, form_feeds)
    margin = [line for line in numbered if is_margin_line(line.text)]
    body, notes = _lift_notes([line for line in numbered if not is_margin_line(line.text)])
    furniture = [Block("furniture", (line,), left_out=_margin_kind(line.text)) for line in margin]
    stretches = [Stretch(lines) for lines in _stretches(body)]
    return (*classify(stretches), *notes, *furniture)
