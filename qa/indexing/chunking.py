"""Letters to chunks, with offsets. The only import of langchain_text_splitters.

Units under one heading are cut at unit ends, then at sentence ends, then at spaces; a chunk never
crosses a heading, and the letterhead, the signature and each note stand apart. Chunks do not
overlap and together cover the letter's regular text but white space, once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby

from qa.letters.sentences import sentence_spans, sentences_of
from qa.records import UNIT_SEPARATOR, Chunk, Letter, Sentence, Unit, chunk_id_of

_SENTENCE_GAP = "\ue000"
"""Private-use character that stands for the white space between two sentences while cutting."""

QUESTION_CHARACTERS = 500
"""How much of a question, in characters, goes with the chunks of its answer."""

CHUNKER = "recursive 2"
"""Name and version of the way of cutting; it stands in the index."""


def chunk_letter(letter: Letter, max_characters: int = 800) -> list[Chunk]:
    """Cut a letter into chunks.

    Args:
        letter: The letter.
        max_characters: The longest chunk. A longer paragraph is cut between sentences.

    Returns:
        Chunks in reading order; ``chunk_id`` is ``doc_id:start-end``, padded to sort by place.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # a question needs none

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=max_characters,
        chunk_overlap=0,
        separators=[UNIT_SEPARATOR, _SENTENCE_GAP, " ", ""],
        keep_separator="end",
        strip_whitespace=False,
    )
    parts = _Parts(letter)
    chunks = []
    for units in _sections(letter):
        start, end = units[0].start, units[-1].end
        at = start
        for piece in splitter.split_text(_with_gaps(letter.text, start, end, units)):
            chunk = _chunk(parts, at, at + len(piece))
            at += len(piece)
            if chunk is not None:
                chunks.append(chunk)
    return chunks


def _sections(letter: Letter) -> list[list[Unit]]:
    """Group units that may share a chunk: a heading with what stands under it, up to the next."""

    def key(unit: Unit) -> tuple[str, str | None]:
        if unit.kind in {"heading", "paragraph", "row"}:
            return "body", unit.label if unit.kind == "heading" else unit.heading
        return unit.kind, unit.label if unit.kind == "note" else None

    return [list(units) for _, units in groupby(letter.units, key)]


def _with_gaps(text: str, start: int, end: int, units: list[Unit]) -> str:
    """Return ``text[start:end]``, as long, with the spaces between sentences marked."""
    marked = list(text[start:end])
    for unit in units:
        for _, sentence_end in sentence_spans(unit.text)[:-1]:
            marked[unit.start + sentence_end - start] = _SENTENCE_GAP
    return "".join(marked)


class _Parts:
    """A letter's units and sentences, to be found by offset or label without a search."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.by_label = {unit.label: unit for unit in letter.units}
        self.sentences = [s for unit in letter.units for s in sentences_of(unit)]
        self._unit_starts = [unit.start for unit in letter.units]
        self._unit_ends = [unit.end for unit in letter.units]
        self._sentence_starts = [sentence.start for sentence in self.sentences]

        self._questions: dict[str, list[str]] = {}  # number -> paragraphs
        for unit in letter.units:
            if unit.part == "question" and unit.pair and unit.kind == "paragraph":
                for number in unit.pair.split(", "):
                    self._questions.setdefault(number, []).append(unit.text)

    def question_of(self, unit: Unit) -> str:
        """Return the questions that a unit of an answer answers, cut short at a word."""
        if unit.part != "answer" or not unit.pair:
            return ""
        numbers = unit.pair.split(", ")
        text = " ".join(part for n in numbers for part in self._questions.get(n, []))
        if len(text) <= QUESTION_CHARACTERS:
            return text
        return text[: text.rfind(" ", 0, QUESTION_CHARACTERS)]

    def units_in(self, start: int, end: int) -> list[Unit]:
        """Return the units that share characters with ``text[start:end]``."""
        first = bisect_right(self._unit_ends, start)
        last = bisect_left(self._unit_starts, end)
        return list(self.letter.units[first:last])

    def sentences_in(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences that begin in ``text[start:end]``."""
        low, high = (bisect_left(self._sentence_starts, at) for at in (start, end))
        return self.sentences[low:high]


def _chunk(parts: _Parts, start: int, end: int) -> Chunk | None:
    letter = parts.letter
    while start < end and letter.text[start].isspace():
        start += 1
    while end > start and letter.text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    units = parts.units_in(start, end)
    return Chunk(
        chunk_id=chunk_id_of(letter.doc_id, start, end),
        doc_id=letter.doc_id,
        start=start,
        end=end,
        text=letter.text[start:end],
        units=tuple(unit.label for unit in units),
        paragraphs=tuple(unit.number for unit in units if unit.number is not None),
        context=_context(parts, units[0]),
        sentences=tuple(parts.sentences_in(start, end)),
    )


def _context(parts: _Parts, unit: Unit) -> str:
    """Say what the chunk does not: dossier, heading, the question it answers, a table's head."""
    heading = parts.by_label[unit.heading] if unit.heading else None
    known = [
        parts.letter.metadata.topic,
        heading.text if heading else None,
        parts.question_of(unit),
        ", ".join(header for header in unit.headers if header),
    ]
    return " – ".join(part for part in known if part)
