"""Text made regular, with a map back to the file: the only place where letters' words change.

Unicode NFC, soft hyphens and zero-width characters out, ligatures and special spaces made plain,
white space folded, words joined where a line end cut them, note marks taken out. Slips of the
source stay as printed. Does not decide what is a paragraph; readers do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from qa.folding import fold
from qa.readers.blocks import Line
from qa.records import NoteMark, PageStart, SourceRun

HyphenKind = Literal["break", "genuine", "suspended"]

_HYPHENS = "-\u2010\u2011"
_LEFT_OUT = "\u00ad\u200b\u2060\ufeff\ufffe\x02"  # soft hyphens, zero width
_JOINERS = "\u200c\u200d"  # they make one sign of several: an emoji, a letter of another script
_PLAIN = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u2011": "-", "\u2010": "-"}
_PLAIN_RUN = (
    r"(?:[!-~\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2018-\u201f\u2026\u20ac]"
    r"(?![\u0300-\u036f])| (?![\s\u0300-\u036f]))+"
)
_CLUSTER = re.compile(rf"({_PLAIN_RUN})|\s+|.[\u0300-\u036f]+|.", re.DOTALL)
"""A run of characters that stay as they are (the first group), white space, or one character."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LAST_WORD = re.compile(r"([^\W_]+(?:-[^\W_]+)*)[-\u2010\u2011]$")
_FIRST_WORD = re.compile(r"^\s*([^\W_]+)")
_CONJUNCTIONS = {"en", "of", "tot", "als", "noch", "dan", "respectievelijk"}


def words_in(lines: Iterable[Line]) -> set[str]:
    """Return the letter's own whole words, folded; words cut by a line end are left out."""
    words: set[str] = set()
    for line in lines:
        found = _WORD.findall(line.text)
        text = line.text.rstrip()
        if found and text.endswith(tuple(_HYPHENS)):
            found = found[:-1]
        words.update(fold(word) for word in found)
    return words


def line_end_hyphen(line: str, following: str, known: Collection[str]) -> HyphenKind:
    """Decide what the hyphen at the end of ``line`` is.

    "break": it only cuts the word and goes. "genuine": it belongs to the word and stays.
    "suspended": it stands for a left-out part and keeps its space ("veiligheids- en").

    Args:
        line: A line that ends in a hyphen, trailing spaces as printed.
        following: The next line.
        known: Folded whole words of the same letter, which settle most cases.
    """
    left = _LAST_WORD.search(line.rstrip())
    right = _FIRST_WORD.match(following)
    if not left or not right:
        return "suspended" if line.endswith(" ") else "genuine"
    if right[1].casefold() in _CONJUNCTIONS or line.endswith(" "):
        return "suspended"
    whole = fold(left[1] + right[1])
    hyphenated = fold(f"{left[1]}-{right[1]}")
    starts = any(word.startswith(hyphenated) for word in known)
    if whole in known and not starts:
        return "break"
    if starts:
        return "genuine"
    last_part = left[1].rsplit("-", 1)[-1]
    is_name = last_part[0].isupper() and line.strip() != f"{left[1]}-" and _inside(line, left[1])
    if right[1][0].isupper() or last_part[-1].isdigit() or last_part.isupper() or is_name:
        return "genuine"
    return "break"


def _inside(line: str, word: str) -> bool:
    """Tell whether the last word stands inside a sentence, so that its capital means a name."""
    before = line.rstrip()[: -len(word) - 1].rstrip()
    return bool(before) and before[-1] not in ".?!:"


class RegularText:
    """A text that grows line by line and remembers where each stretch came from."""

    def __init__(self) -> None:
        self.length = 0
        self.marks: list[NoteMark] = []
        self.page_starts: list[PageStart] = []
        self._pieces: list[str] = []
        self._runs: list[SourceRun] = []

    @property
    def text(self) -> str:
        """All text so far."""
        return "".join(self._pieces)

    @property
    def runs(self) -> tuple[SourceRun, ...]:
        """Where it came from; neighbours of equal length are one run."""
        return tuple(self._runs)

    def separate(self, separator: str) -> None:
        """Append text of our own, such as the blank line between units."""
        self._pieces.append(separator)
        self.length += len(separator)

    def add_lines(
        self,
        lines: tuple[Line, ...],
        known: Collection[str] = (),
        note_marks: Mapping[int, tuple[int, str]] | None = None,
        keep_line_ends: bool = False,
    ) -> tuple[int, int]:
        """Append the lines of one block, joined.

        Args:
            lines: Lines as printed.
            known: Folded whole words of the letter, for `line_end_hyphen`.
            note_marks: Offset in the file -> (length, label of the note), marks to take out.
            keep_line_ends: Put a line feed, not a space, between lines.

        Returns:
            Start and end of what was appended, without white space around it.
        """
        start = self.length
        marks = note_marks or {}
        places = sorted(marks)
        for i, line in enumerate(lines):
            following = lines[i + 1].text if i + 1 < len(lines) else None
            self._start_page(line)
            self._add_line(line, following, known, marks, places)
            if following is not None and not self._ends_word_open:
                at = line.start + len(line.text)  # the line end itself, not what follows it
                self._add("\n" if keep_line_ends else " ", at, at + 1)
        return start, self.length

    def _start_page(self, line: Line) -> None:
        last = self.page_starts[-1].page if self.page_starts else None
        if line.page is not None and line.page != last:
            self.page_starts.append(PageStart(self.length, line.page))

    def _add_line(
        self,
        line: Line,
        following: str | None,
        known: Collection[str],
        note_marks: Mapping[int, tuple[int, str]],
        places: Sequence[int],
    ) -> None:
        begin = len(line.text) - len(line.text.lstrip())
        end = len(line.text.rstrip())
        self._ends_word_open = False
        if following is not None and end and line.text[end - 1] in _HYPHENS:
            kind = line_end_hyphen(line.text, following, known)
            self._ends_word_open = kind != "suspended"
            end -= kind == "break"
        low, high = (bisect_left(places, line.start + at) for at in (begin, end))
        marks_here = [place - line.start for place in places[low:high]]
        at = begin
        while at < end:
            if line.start + at in note_marks:
                length, note = note_marks[line.start + at]
                self.marks.append(NoteMark(self.length, note))
                at += length
                continue
            stop = next((mark for mark in marks_here if mark > at), end)
            cluster = _CLUSTER.match(line.text, at, stop)
            assert cluster is not None  # the pattern takes any character
            text = cluster[0] if cluster[1] else _regular(cluster[0])
            self._add(text, line.start + at, line.start + cluster.end())
            at = cluster.end()

    def _add(self, text: str, source_start: int, source_end: int) -> None:
        """Append text with its place; grows the last run if both go on character by character."""
        if not text:
            return
        start, end = self.length, self.length + len(text)
        even = len(text) == source_end - source_start
        last = self._runs[-1] if self._runs else None
        if (
            even
            and last is not None
            and last.end == start
            and last.source_end == source_start
            and last.end - last.start == last.source_end - last.source_start
        ):
            self._runs[-1] = SourceRun(last.start, end, last.source_start, source_end)
        else:
            self._runs.append(SourceRun(start, end, source_start, source_end))
        self._pieces.append(text)
        self.length = end


def _regular(cluster: str) -> str:
    """Make one character (with its combining accents, or a run of white space) regular."""
    if cluster.isspace():
        return " "
    if cluster in _JOINERS:
        return cluster
    if cluster in _LEFT_OUT or (cluster < " ") or unicodedata.category(cluster[0]) == "Cf":
        return ""
    if len(cluster) == 1:
        return _PLAIN.get(cluster, cluster)
    return unicodedata.normalize("NFC", cluster)
