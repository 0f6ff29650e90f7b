"""Letter files to letters: picks the reader, makes the text regular, finds units and metadata.

Reads one file; a folder is the subject of ``corpus``. Does not cut chunks or embed.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from qa.errors import LetterError, ScanError
from qa.letters.abbreviations import find_abbreviations
from qa.letters.faults import is_the_machines, unread
from qa.letters.ledger import find_left_out, ledger_notices
from qa.letters.metadata import find_metadata
from qa.letters.readers import read_document
from qa.letters.readers.blocks import Block, Document, Line
from qa.letters.readers.ocr import add_text_layer
from qa.letters.references import find_references
from qa.letters.regular import CELL_SEPARATOR, RegularText, words_in
from qa.letters.scan import fingerprint_of
from qa.letters.sidecar import Sidecar, read_sidecar, sidecar_path
from qa.messages import Message
from qa.records import LABEL_PREFIX, UNIT_SEPARATOR, Letter, Source, Unit, UnitKind
from qa.system.links import leads_out
from qa.text.folding import fold

_ANCHOR_CHARACTERS = 10  # 40 bits: two units of one letter collide once in 10^9 letters
_VISIBLE = re.compile(r"[^\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]")
_MARK = re.compile(r"([^\W\d_]*)(?<=[^\W\d_]|[.,;:)»”’\"])(\d{1,3})(?![\w%]|-[^\W\d_])")


def read_letter(
    path: Path,
    corpus: Path | None = None,
    max_bytes: int = 20_000_000,
    ocr_seconds: float | None = None,
    follow_links: bool = False,
) -> Letter:
    """Read one letter file, in this process and without limits (`qa.letters.worker` has them).

    Args:
        path: The file.
        corpus: The folder that ``letter.source.path`` is relative to; the file's own by default.
        max_bytes: A larger file is refused.
        ocr_seconds: How long OCR of a scanned PDF may take; ``None`` does no OCR.
        follow_links: Whether a link may lead out of ``corpus``.

    Raises:
        LetterError: If it cannot be read; the message names the file, the reason, what to do.
    """
    if not path.name.isprintable():  # undecodable bytes, line feeds
        shown = path.name.encode("unicode_escape").decode()
        raise LetterError(shown, "name-unprintable")
    check_links(path, corpus or path.parent, follow_links)
    if path.is_dir():
        raise LetterError(path, "link-to-folder")
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise LetterError(path, "file-too-large", size=_size(size), most=_size(max_bytes))
        content = path.read_bytes()
    except OSError as error:
        if is_the_machines(error):
            raise unread(path, error) from None
        raise LetterError(path, "not-opened", reason=error.strerror) from None
    relative = path.relative_to(corpus or path.parent).as_posix()
    document = _read_document(content, str(path), ocr_seconds)
    sidecar = read_sidecar(path)
    source = Source(
        path=relative,
        sha256=hashlib.sha256(content).hexdigest(),
        size=size,
        form=document.form,
        parser=document.parser,
        encoding=document.encoding,
        notices=document.notices,
        pages=document.pages,
        url=sidecar.url,
    )
    return make_letter(document, source, sidecar)


def check_links(path: Path, corpus: Path, follow_links: bool) -> None:
    """Refuse a file or a sidecar that lies outside of the corpus, unless links are followed.

    Raises:
        LetterError: With what to do.
    """
    for one in () if follow_links else (path, sidecar_path(path)):
        if leads_out(one, corpus):
            raise LetterError(one, "link-leads-out")


def _read_document(content: bytes, path: str, ocr_seconds: float | None) -> Document:
    try:
        return read_document(content, path)
    except ScanError:
        if ocr_seconds is None:
            raise
    document = read_document(add_text_layer(content, path, ocr_seconds), path)
    notice = Message("read-by-ocr")
    return replace(document, parser=f"{document.parser} + OCR",
                   notices=(*document.notices, notice))  # fmt: skip


def _size(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size:,} bytes"


def make_letter(document: Document, source: Source, sidecar: Sidecar | None = None) -> Letter:
    """Build a letter from a reader's blocks: regular text, units, marks, pages, metadata."""
    doc_id, metadata = find_metadata(document, source.path, sidecar or Sidecar())
    blocks = [
        block
        for block in document.blocks
        if block.kind != "furniture" and any(_VISIBLE.search(line.text) for line in block.lines)
    ]
    lines = [line for block in blocks for line in block.lines]
    known = words_in(lines)
    marks = _printed_marks(blocks) or _find_marks(blocks)
    regular = RegularText()
    spans = []
    for block in blocks:
        if regular.length:
            regular.separate(UNIT_SEPARATOR)
        if block.kind == "row":
            spans.append(regular.add_row(block, known, marks))
            continue
        keep = block.kind in {"signature", "letterhead"}
        spans.append(regular.add_lines(block.lines, known, marks, keep_line_ends=keep))
    text = regular.text
    letter = Letter(
        doc_id=doc_id,
        text=text,
        units=(),
        metadata=metadata,
        source=source,
        marks=tuple(regular.marks),
        page_starts=tuple(regular.page_starts),
        page_labels=document.page_labels,
        runs=regular.runs,
        boxes=tuple(regular.boxes),
        references=find_references(text),
        left_out=find_left_out(document.blocks, regular.runs),
        fingerprint=fingerprint_of(source.sha256, sidecar.content if sidecar else b""),
    )
    # its patterns take a tenth of a second to compile, and a question needs none of them
    from qa.letters.commitments import find_commitments

    units = _make_units(blocks, spans, letter)
    notices = (*source.notices, *ledger_notices(letter))
    return replace(
        letter,
        units=units,
        abbreviations=tuple(find_abbreviations(units)),
        committed=find_commitments(units, metadata),
        source=replace(source, notices=notices),
    )


def _printed_marks(blocks: list[Block]) -> dict[int, tuple[int, str]]:
    """Return the marks that the reader knows: offset in the source -> (length, note's label)."""
    notes = [block.note for block in blocks if block.kind == "note"]
    labels = {note: f"n{at}" for at, note in enumerate(notes, start=1) if note}
    return {
        line.start + mark.at: (mark.length, labels[mark.note])
        for block in blocks
        for line in block.lines
        for mark in line.marks
        if mark.note in labels
    }


def _find_marks(blocks: list[Block]) -> dict[int, tuple[int, str]]:
    """Find where the notes' marks stand: offset in the file -> (length, label of the note).

    A mark is the note's number glued to a word, after the mark of the note before. "CO2" is none:
    a word of one or two capitals, or one that the letter writes with its number more than once.
    """
    notes = [block for block in blocks if block.kind == "note"]
    if not notes:
        return {}
    body = [line for block in blocks if block.kind != "note" for line in block.lines]
    known = words_in(body)
    found = [(line.start, match) for line in body for match in _MARK.finditer(line.text)]
    written = Counter(fold(match[0]) for _, match in found if match[1])
    bracketed = _bracketed_marks(body, [note.number or "" for note in notes])
    if bracketed:
        return bracketed
    places: dict[str, list[tuple[int, str]]] = {}
    for start, match in found:
        stem = match[1]
        is_formula = stem.isupper() and len(stem) <= 2
        twice = written[fold(match[0])] > 1
        if not is_formula and (not twice or fold(stem) in known):
            places.setdefault(match[2], []).append((start + match.start(2), match[0]))
    marks: dict[int, tuple[int, str]] = {}
    last = -1
    for position, note in enumerate(notes, start=1):
        number = note.number or ""
        after = [place for place in places.get(number, []) if place[0] > last]
        if after:
            last = after[0][0]
            for at, word in after:  # a letter may set one mark twice
                if word == after[0][1] or fold(word.removesuffix(number)) in known:
                    marks[at] = (len(number), f"n{position}")
    return marks


def _bracketed_marks(body: list[Line], numbers: list[str]) -> dict[int, tuple[int, str]]:
    """Find marks in brackets, "[1]", where every note has one."""
    marks = {
        line.start + match.start(): (match.end() - match.start(), f"n{numbers.index(match[1]) + 1}")
        for line in body
        for match in re.finditer(r"\s?\[(\d{1,3})\]", line.text)
        if match[1] in numbers
    }
    return marks if len(set(marks.values())) >= len(numbers) else {}


def _make_units(
    blocks: list[Block], spans: list[tuple[int, int]], letter: Letter
) -> tuple[Unit, ...]:
    units: list[Unit] = []
    counts: Counter[UnitKind] = Counter()
    anchors: Counter[str] = Counter()
    heading: str | None = None
    for block, (start, end) in zip(blocks, spans, strict=True):
        assert block.kind != "furniture"
        kind: UnitKind = "paragraph" if block.kind == "item" else block.kind
        counts[kind] += 1
        label = f"{LABEL_PREFIX[kind]}{counts[kind]}"
        heading = label if kind == "heading" else heading
        text = letter.text[start:end]
        anchor = make_anchor(kind, text)
        anchors[anchor] += 1
        units.append(
            Unit(
                kind=kind,
                label=label,
                start=start,
                end=end,
                text=text,
                anchor=anchor if anchors[anchor] == 1 else f"{anchor}-{anchors[anchor]}",
                number=counts[kind] if kind == "paragraph" else None,
                heading=heading if kind in {"paragraph", "row"} else None,
                pages=letter.pages_between(start, end),
                printed=block.number,
                part=block.part,
                pair=block.pair,
                headers=block.headers,
                cells=_cells(text, start) if kind == "row" else (),
            )
        )
    return tuple(units)


def _cells(text: str, start: int) -> tuple[tuple[int, int], ...]:
    """Return where the cells of a row stand, as offsets in the letter's text."""
    cells = []
    for cell in text.split(CELL_SEPARATOR):
        cells.append((start, start + len(cell)))
        start += len(cell) + len(CELL_SEPARATOR)
    return tuple(cells)


def make_anchor(kind: UnitKind, text: str) -> str:
    """Make the anchor of a unit from its letters and digits alone.

    Case, accents, spaces and punctuation do not count, so the same paragraph read from another
    form of the letter has the same anchor.
    """
    content = re.sub(r"[\W_]+", "", fold(text))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"{LABEL_PREFIX[kind]}-{digest[:_ANCHOR_CHARACTERS]}"
