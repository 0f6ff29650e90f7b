"""A PDF to blocks: publisher's layout and ministries' letterhead alike.

Numbered stages: 1 characters to fragments (``glyphs``), 2 margins, running titles and notes told
from the letter's column (``layout``), 3 tables found (``tables``), 4 rows cut to paragraphs
(``paragraphs``), 5 kinds given (``structure``). Does no OCR: a PDF without text is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.errors import LetterError, ScanError
from qa.readers.blocks import Block, Document, Extract, Line, Mark
from qa.readers.pdf.glyphs import PageGlyphs, read_pages
from qa.readers.pdf.labels import label_pairs, printed_numbers
from qa.readers.pdf.layout import FootNote, Layout, lay_out
from qa.readers.pdf.paragraphs import cut_rows, is_styled
from qa.readers.pdf.rows import Row
from qa.readers.pdf.tables import Table, find_tables
from qa.readers.raised import lowered, raised
from qa.readers.structure import Stretch, classify

PARSER = "pdf 1"
MAX_PAGES = 2000
_COMPOUND = re.compile(r"(?:\b|(?<=[a-z\d₀-₉)]))(?:CO|NO|SO|CH|NH|PM|PO|H|N|O|C)$")  # CO2, N2O
_UNIT = re.compile(r"(?<![^\W\d_])[kcdmµ]?m$|\b(?:10|s|kg|ha|uur)$|[×·x]\s?\d+$")  # m2, 10^6
_NEAR = 2  # pages: a note stands on the page of its mark, or on one of the next


def read_pdf(content: bytes, path: str) -> Document:
    """Read a PDF.

    Raises:
        LetterError: If it is encrypted, damaged, has no text layer, or very many pages.
    """
    pages = _all_pages(content, path)
    layout = lay_out([page for page in pages if page.fragments])
    extract = Extract()
    note_ids = {id(note): f"{note.page}-{i}" for i, note in enumerate(layout.notes)}
    stretches = []
    for part in find_tables(label_pairs(layout.rows)):
        if isinstance(part, Table):
            stretches += _table(part, extract)
            continue
        stretches += [
            Stretch(tuple(_line(row, extract, layout, note_ids) for row in rows),
                    is_styled(rows, layout.profile))
            for rows in cut_rows(part, layout.profile)
        ]  # fmt: skip
    notes = [
        Block(
            "note",
            tuple(_line(row, extract, layout, note_ids) for row in note.rows),
            note.number,
            note_ids[id(note)],
        )
        for note in layout.notes
    ]
    furniture = [
        Block("furniture", (_line(row, extract, layout, note_ids),), left_out=kind)
        for kind, row in layout.furniture
    ]
    form = "publisher PDF" if _is_publishers(furniture) else "PDF"
    blocks = (*classify(stretches, plain_headings=False), *notes, *furniture)
    without = [str(page.number) for page in pages if page.images and not page.fragments]
    notices = (
        (f"no text on page {', '.join(without)}: scanned pages are left out",) if without else ()
    )
    labels = printed_numbers(pages, layout.furniture)
    return Document(blocks, form, PARSER, None, notices, (), len(pages), labels)


def _all_pages(content: bytes, path: str) -> list[PageGlyphs]:
    pages: list[PageGlyphs] = []
    for page in read_pages(content, path):
        pages.append(page)
        if len(pages) > MAX_PAGES:
            raise LetterError(path, f"more than {MAX_PAGES} pages; split it")
    letters = sum(c.isalpha() for page in pages for one in page.fragments for c in one.text)
    if not letters:
        raise ScanError(
            path, "this PDF has no text layer (a scan); make one with OCR: letters-qa index --ocr"
        )
    return pages


def _line(row: Row, extract: Extract, layout: Layout, note_ids: dict[int, str]) -> Line:
    """Take out one row: its small numbers are marks of notes, or signs of their own."""
    marks = []
    text = row.text
    for at, length in row.marks:
        number, before = text[at : at + length], text[:at]
        in_formula = _COMPOUND.search(before) or _UNIT.search(before)
        note = None if in_formula else _note_of(number, row.page, layout.notes)
        if note is not None:
            marks.append(Mark(at, length, note_ids[id(note)]))
        elif before.strip():
            written = lowered(number) if _COMPOUND.search(before) else raised(number)
            text = before + written + text[at + length :]
    box = None if row.page in layout.turned else (row.x0, row.y0, row.x1, row.y1)
    return extract.line(text, row.page, box, marks)


def _table(table: Table, extract: Extract) -> list[Stretch]:
    """Take out the rows of a table, one line for each cell; the head's rows come first."""
    return [
        Stretch(
            tuple(extract.line(text, row.page, box) for text, box in row.cells if text),
            kind="row",
            cells=tuple(1 if text else 0 for text, _ in row.cells),
            headers=() if row.is_head else table.headers,
        )
        for row in table.rows
    ]


def _note_of(number: str, page: int, notes: Sequence[FootNote]) -> FootNote | None:
    """Find the note of a mark: the one with its number on the same page or a near one."""
    with_number = [note for note in notes if note.number == number]
    near = [note for note in with_number if 0 <= note.page - page <= _NEAR]
    if near:
        return min(near, key=lambda note: note.page)
    return with_number[0] if len(with_number) == 1 and with_number[0].page > page else None


def _is_publishers(furniture: Sequence[Block]) -> bool:
    return any(re.search(r"ISSN 0921 ?- ?7(?:371|398)", block.text) for block in furniture)
