"""Spans of a PDF page to fragments: what stands side by side on a line; small numbers as marks."""

from __future__ import annotations

import re

from qa.letters.readers.pdf.sheets import Fragment
from qa.letters.readers.pdf.spans import GAP, Span

_SAME_LINE = 0.25  # times the size: baselines that differ by less are one line
_RAISED = 0.6  # times the size: a mark stands at most so much higher than its line
_LOWERED = 0.08  # times the size: a sign below its line stands at least so much lower
_DIGITS = re.compile(r"[+−–-]?\d+")
_SMALL = 0.8  # times the size of its line: a smaller raised number is a mark


def join_left_out(spans: list[Span], page: int) -> list[Fragment]:
    """Join what is not in the text to lines of one kind."""
    fragments: list[Fragment] = []
    for kind in dict.fromkeys(span.left_out for span in spans):
        made = join_spans([span for span in spans if span.left_out == kind], page)
        for one in made:
            one.left_out = kind
        fragments += made
    return fragments


def join_spans(spans: list[Span], page: int) -> list[Fragment]:
    """Join spans that stand side by side on one line; small raised numbers become marks."""
    fragments: list[Fragment] = []
    for span in spans:
        if not span.text.strip():
            continue
        target = next((one for one in reversed(fragments[-6:]) if _beside(one, span)), None)
        if target is None:
            fragments.append(
                Fragment(
                    span.text, span.x0, span.y0, span.x1, span.y1, span.baseline,
                    span.size, span.bold, span.italic, page, ends_bold=span.bold,
                )
            )  # fmt: skip
        else:
            _append(target, span)
    for fragment in fragments:
        fragment.text = fragment.text.rstrip()
    return fragments


def _beside(fragment: Fragment, span: Span) -> bool:
    size = max(fragment.size, span.size)
    gap = span.x0 - fragment.x1
    rise = fragment.baseline - span.baseline
    same = abs(rise) <= _SAME_LINE * size
    raised = span.size < _SMALL * fragment.size and 0 < rise <= _RAISED * fragment.size
    on_base = fragment.size < _SMALL * span.size and 0 < -rise <= _RAISED * span.size
    return -0.6 * size < gap < GAP * size and (same or raised or on_base)


def _append(fragment: Fragment, span: Span) -> None:
    text = span.text
    number = text.strip()
    raised = fragment.baseline - span.baseline > 0.15 * fragment.size
    small = span.size < _SMALL * fragment.size
    space = ""
    if not fragment.text[-1:].isspace() and not text[:1].isspace():
        space = " " if span.x0 - fragment.x1 > 0.18 * fragment.size and not small else ""
    below = span.baseline - fragment.baseline > _LOWERED * fragment.size
    if small and _DIGITS.fullmatch(number) and fragment.text.strip():
        place = (len(fragment.text) + len(space) + text.index(number), len(number))
        if below:
            fragment.lowered.append(place)
        elif raised or number.isdigit():
            fragment.marks.append(place)
    elif span.size > fragment.size:  # the number of a note stands before its text
        fragment.size, fragment.baseline = span.size, span.baseline
    if number and not small:
        fragment.bold &= span.bold
        fragment.ends_bold = span.bold
        fragment.italic &= span.italic
    fragment.text += space + text
    fragment.x1 = max(fragment.x1, span.x1)
    fragment.y0, fragment.y1 = min(fragment.y0, span.y0), max(fragment.y1, span.y1)
