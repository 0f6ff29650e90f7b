"""Text made regular, with a map back to the file: the only place where letters' words change.

Unicode NFC, soft hyphens and zero-width characters out, ligatures and special spaces made plain,
mojibake repaired where it is certain, white space folded, words joined where a line end cut them,
note marks taken out. Quotes and slips of the source stay as printed. Does not decide what is a
paragraph; readers do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from qa.letters.dutch_words import begins_words, ends_words, is_word
from qa.letters.readers.blocks import Block, Line
from qa.records import Box, NoteMark, PageStart, SourceRun
from qa.text.folding import fold

HyphenKind = Literal["break", "genuine", "suspended", "undecided"]

_HYPHENS = "-\u2010\u2011"
_LEFT_OUT = "\u00ad\u200b\u2060\ufeff\ufffe\x02"  # soft hyphens, zero width
_JOINERS = "\u200c\u200d"  # they make one sign of several: an emoji, a letter of another script
_PLAIN = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u2011": "-", "\u2010": "-"}
_ACCENTS_AFTER = "´¸ˇ˘˙"  # printed after their letter in some PDFs
_CONTINUED = "[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"
_MOJIBAKE = (
    rf"(?:[\u00c2-\u00df]{_CONTINUED}|[\u00e0-\u00ef]{_CONTINUED}{{2}}"
    rf"|[\u00f0-\u00f4]{_CONTINUED}{{3}})"
)
"""UTF-8 read as windows-1252: a lead byte with as many continuation bytes as it asks for."""
_PLAIN_RUN = (
    rf"(?:[!-~]+(?![\u0300-\u036f{_ACCENTS_AFTER}])|(?!{_MOJIBAKE})[\u00a1-\u00ac\u00ae-\u00b3\u00b5-\u00b7\u00b9-\u024f\u2013\u2014"
    rf"\u2018-\u201f\u2026\u20ac](?![\u0300-\u036f{_ACCENTS_AFTER}])"
    r"| (?![\s\u0300-\u036f]))+"
)
_CLUSTER = re.compile(
    rf"({_PLAIN_RUN})|{_MOJIBAKE}|[cCzZ]´|[cCsStTgG]¸|[^\W\d_][ˇ˘˙]|\s+|.[\u0300-\u036f]+|.",
    re.DOTALL,
)
"""A run of characters that stay as they are (the first group), white space, or one character."""
_SPACED_ACCENTS = {"´": "\u0301", "¸": "\u0327", "ˇ": "\u030c", "˘": "\u0306", "˙": "\u0307"}
_PUNCTUATION = "€–—‘’“”„•…°«»·½£§"
_LOOSE_SIGN = re.compile(r"\s+(?=[?!.,;:](?:\s|$))")
CELL_SEPARATOR = " | "
"""What stands between two cells of a table's row in the regular text."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_URL_AT_END = re.compile(
    r"(?:https?://|www\.|\b[\w-]+\.(?:nl|com|eu|org|net|be|gov|int)/)[^\s()<>«»]*$"
)
_LAST_WORD = re.compile(r"([^\W_]+(?:-[^\W_]+)*)[-\u2010\u2011]$")
_FIRST_WORD = re.compile(r"^\s*([^\W_]+)")
_LONG_PART = 12  # letters: so long a part after a name is a word, if a rare or misspelt one
_CLASHES = {
    "aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ij", "oe", "oi", "oo", "ou", "ui", "uu",
}  # fmt: skip
_CONJUNCTIONS = {"en", "of", "tot", "als", "noch", "dan", "respectievelijk"}


def words_in(lines: Iterable[Line]) -> set[str]:
    """Return the letter's own whole words, folded; words cut by a line end are left out."""
    whole: set[str] = set()
    cut = False
    for line in lines:
        found = _WORD.findall(line.text)
        if cut:
            found = found[1:]
        cut = line.text.rstrip().endswith(tuple(_HYPHENS))
        if cut:
            found = found[:-1]
        whole.update(found)
    return {fold(word) for word in whole} | {
        word for word in whole if len(word) > 1 and word.isupper()
    }


def line_end_hyphen(line: str, following: str, known: Collection[str]) -> HyphenKind:
    """Decide what the hyphen at the end of ``line`` is.

    "break": it only cuts the word and goes. "genuine": it belongs to the word and stays.
    "suspended": it stands for a left-out part and keeps its space ("veiligheids- en").
    "undecided": it stays as printed; the search finds the word with and without it.

    Decided in this order by the letter's own words, a list of words, and rules: names, capitals,
    digits, abbreviations and clashing vowels keep their hyphen; parts of known words are breaks.

    Args:
        line: A line that ends in a hyphen, trailing spaces as printed.
        following: The next line.
        known: Folded whole words of the same letter.

    Source of the rule of vowels: Leidraad of the Woordenlijst Nederlandse Taal, 6.5.
    """
    left = _LAST_WORD.search(line.rstrip())
    right = _FIRST_WORD.match(following)
    if not left or not right:
        return "suspended" if line.endswith(" ") else "genuine"
    plural = left[1].isupper() and fold(f"{left[1]}-{right[1]}") in known  # "GGD-en"
    if not plural and (right[1].casefold() in _CONJUNCTIONS or line.endswith(" ")):
        return "suspended"
    if _in_url(line):
        return "genuine"
    whole, hyphenated = fold(left[1] + right[1]), fold(f"{left[1]}-{right[1]}")
    starts = any(word.startswith(hyphenated) for word in known)
    if starts or (whole not in known and not is_word(whole) and is_word(hyphenated)):
        return "genuine"
    if whole in known or is_word(whole):
        return "break"
    return _by_rules(line, left[1], right[1], known)


def _by_rules(line: str, left: str, right: str, known: Collection[str]) -> HyphenKind:
    """Decide a hyphen that neither the letter's words nor the list decides."""
    part = left.rsplit("-", 1)[-1]
    end, begin = fold(part), fold(right)
    if right[0].isupper() or right[0].isdigit() or part[-1].isdigit() or part.isupper():
        return "genuine"
    if len(part) > 1 and part.upper() in known:  # "otc-derivaten" beside "OTC"
        return "genuine"
    whole_parts = all(len(word) > 3 and (is_word(word) or word in known) for word in (end, begin))
    is_name = part[0].isupper() and line.strip() != f"{left}-" and _inside(line, left)
    if is_name and (is_word(begin) or begin in known or len(begin) >= _LONG_PART):
        return "genuine"
    if whole_parts and end[-1] + begin[0] in _CLASHES:
        return "genuine"
    if not whole_parts or (begins_words(end) and ends_words(begin)):
        return "break"
    return "undecided"


def _in_url(line: str) -> bool:
    """Tell whether the last word of a line is the beginning of a web address."""
    return _URL_AT_END.search(line.rstrip()) is not None


def _url_goes_on(line: str, following: str) -> bool:
    """Tell whether a web address that a line end cuts goes on, without a hyphen of its own."""
    if not _in_url(line):
        return False
    first = following.split()[0] if following.split() else ""
    ends_open = line.rstrip()[-1] in "/_=&?%~"
    return ends_open or re.match(r"[\w%.~-]*[/_=&?%~]", first) is not None


def _inside(line: str, word: str) -> bool:
    """Tell whether the last word stands inside a sentence, so that its capital means a name."""
    before = line.rstrip()[: -len(word) - 1].rstrip()
    return bool(before) and before[-1] not in ".?!:"


def plain_text(text: str) -> str:
    """Make a single line regular, as `RegularText` does, without the map."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return folded
    regular = RegularText()
    regular.add_lines((Line(folded, 0),))
    return regular.text


class RegularText:
    """A text that grows line by line and remembers where each stretch came from."""

    def __init__(self) -> None:
        self.length = 0
        self.marks: list[NoteMark] = []
        self.boxes: list[Box] = []
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
            begin = self.length
            self._add_line(line, following, known, marks, places)
            if line.box is not None and line.page is not None and self.length > begin:
                self.boxes.append(Box(line.page, *line.box, begin, self.length))
            if following is not None and not self._ends_word_open:
                at = line.start + len(line.text)  # the line end itself, not what follows it
                self._add("\n" if keep_line_ends else " ", at, at + 1)
        return start, self.length

    def add_row(
        self,
        block: Block,
        known: Collection[str] = (),
        note_marks: Mapping[int, tuple[int, str]] | None = None,
    ) -> tuple[int, int]:
        """Append a row of a table: its cells, empty ones too, with a bar between them."""
        start = self.length
        at = 0
        for position, count in enumerate(block.cells):
            if position:
                self.separate(CELL_SEPARATOR)
            self.add_lines(block.lines[at : at + count], known, note_marks)
            at += count
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
        elif following is not None and end:
            self._ends_word_open = _url_goes_on(line.text, following)
        low, high = bisect_left(places, line.start + begin), bisect_right(places, line.start + end)
        marks_here = [place - line.start for place in places[low:high]]
        at = begin
        while at <= end:
            for place in marks_here:
                if place == at and note_marks[line.start + place][0] == 0:
                    self.marks.append(NoteMark(self.length, note_marks[line.start + place][1]))
            if at == end:
                break
            if note_marks.get(line.start + at, (0, ""))[0]:
                length, note = note_marks[line.start + at]
                self.marks.append(NoteMark(self.length, note))
                at += length
                if loose := _LOOSE_SIGN.match(line.text, at, end):
                    at = loose.end()  # "vliegen»1 ?" had a space for the mark alone
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
    if cluster[0] > "\u00c1" and (repaired := _repaired(cluster)) != cluster:
        return repaired  # before accents: mojibake of "ô" and "ø" ends in one
    if cluster[1] in _SPACED_ACCENTS:
        return unicodedata.normalize("NFC", cluster[0] + _SPACED_ACCENTS[cluster[1]])
    return unicodedata.normalize("NFC", cluster)


def _repaired(cluster: str) -> str:
    """Undo mojibake ("Ã«" is "ë") where the result is a letter or a sign of Dutch print."""
    try:
        codes = bytes(ord(c) if ord(c) < 256 else c.encode("windows-1252")[0] for c in cluster)
        text = codes.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return cluster
    if text == "\u00a0":
        return " "
    certain = text in _PUNCTUATION or (text.isalpha() and text < "\u0250")
    return text if certain else cluster
