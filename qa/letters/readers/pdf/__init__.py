"""A PDF to blocks: publisher's layout and ministries' letterhead alike.

Numbered stages: 1 characters to fragments (``glyphs``), 2 margins, running titles and notes told
from the letter's column (``layout``), 3 tables found (``tables``), 4 rows cut to paragraphs
(``paragraphs``), 5 kinds given (``structure``). Does no OCR: a PDF without text is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.errors import LetterError, ScanError
from qa.letters.readers.blocks import Block, Document, Extract, Line, Mark
from qa.letters.readers.pdf.contents import take_contents
from qa.letters.readers.pdf.glyphs import read_pages
from qa.letters.readers.pdf.layout import FootNote, Layout, Row, lay_out
from qa.letters.readers.pdf.letterhead import paired
from qa.letters.readers.pdf.paragraphs import cut_rows, is_styled
from qa.letters.readers.pdf.sheets import PageGlyphs
from qa.letters.readers.pdf.tables import Table, find_tables
from qa.letters.readers.raised import lowered, raised
from qa.letters.readers.structure import Stretch, classify
from qa.letters.readers.symbol_fonts import UNKNOWN
from qa.messages import Message

PARSER = "pdf 2"
MAX_PAGES = 2000
"""Pages of a PDF that is read, at most; a longer one is left out and named."""

_FORMULA = re.compile(
    r"(?:\b(?:CO|NO|SO|CH|NH|PM|H|N|O|[kcdm]?m)|[×·*]\s?\d+|\b10)$"
)  # CO2, m2, 2 × 10^6: no mark of a note
_NEAR = 2  # pages: a note stands on the page of its mark, or on one of the next


def read_pdf(content: bytes, path: str) -> Document:
    """Read a PDF.

    Raises:
        LetterError: If it is encrypted, damaged, has no text layer, or very many pages.
    """
    pages = _all_pages(content, path)
    layout = lay_out([page for page in pages if page.fragments or page.left_out])
    contents = take_contents(layout.rows)
    extract = Extract()
    note_ids = {id(note): f"{note.page}-{i}" for i, note in enumerate(layout.notes)}
    stretches = []
    for part in find_tables(paired(layout.rows)):
        if isinstance(part, Table):
            stretches += _table(part, extract, layout)
            continue
        stretches += [
            Stretch(tuple(_line(row, extract, layout, note_ids) for row in rows),
                    is_styled(rows, layout.profile), labelled=any(row.is_value for row in rows))
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
        Block("furniture", (_line(row, extract, layout, note_ids),), left_out=row.left_out)
        for row in (*layout.furniture, *contents)
    ]
    form = "publisher PDF" if _is_publishers(furniture) else "PDF"
    blocks = (*classify(stretches, plain_headings=False), *notes, *furniture)
    filled = {page.number for page in pages if page.fragments}
    without = [str(page.number) for page in pages if page.images and page.number not in filled]
    notices = [Message("pages-without-text", pages=", ".join(without))] if without else []
    odd = sorted({row.page for row in layout.rows if UNKNOWN in row.text})
    if odd:
        where = ", ".join(map(str, odd))
        notices.append(Message("signs-without-letter", sign=UNKNOWN, pages=where))
    return Document(
        blocks,
        form,
        PARSER,
        None,
        tuple(notices),
        (),
        pages[-1].number,
        tuple(layout.labels.items()),
    )


def _all_pages(content: bytes, path: str) -> list[PageGlyphs]:
    pages: list[PageGlyphs] = []
    for page in read_pages(content, path):
        pages.append(page)
        if page.number > MAX_PAGES:
            raise LetterError(path, "too-many-pages", most=MAX_PAGES)
    letters = sum(c.isalpha() for page in pages for one in page.fragments for c in one.text)
    if not letters:
        raise ScanError(path, "pdf-scanned")
    return pages


def _line(row: Row, extract: Extract, layout: Layout, note_ids: dict[int, str]) -> Line:
    marks = []
    text = row.text
    for at, length in row.marks:
        number = text[at : at + length]
        note = None if _FORMULA.search(text[:at]) else _note_of(number, row.page, layout.notes)
        if note is not None:
            marks.append(Mark(at, length, note_ids[id(note)]))
        else:
            text = text[:at] + raised(number) + text[at + length :]
    for at, length in row.lowered:
        text = text[:at] + lowered(text[at : at + length]) + text[at + length :]
    box = layout.sheets[row.page, row.turn].shown((row.x0, row.y0, row.x1, row.y1))
    return extract.line(text, row.page, box, marks)


def _table(table: Table, extract: Extract, layout: Layout) -> list[Stretch]:
    """Take out the rows of a table, one line for each cell; the head's rows come first."""
    return [
        Stretch(
            tuple(
                extract.line(text, row.page, layout.sheets[row.page, row.turn].shown(box))
                for text, box in row.cells
                if text
            ),
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
