"""A Word file (DOCX) to blocks, with notes, list numbers and the letterhead of ministries.

What Word prints is text; what it does not print, and what stands beside the text (deleted, struck
and hidden words, contents, comments, headers), is furniture with its kind. A text box is read after
the paragraph that it hangs on. Tables that only place the letterhead are read as paragraphs. Reads
no macros and no old binary .doc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.errors import LetterError
from qa.letters.readers.blocks import Document
from qa.letters.readers.docx.fields import unclosed
from qa.letters.readers.docx.notes import Notes
from qa.letters.readers.docx.numbering import Numbering
from qa.letters.readers.docx.package import Package, R, W, child
from qa.letters.readers.docx.spans import spanning_cells
from qa.letters.readers.docx.styles import Styles, is_on
from qa.letters.readers.docx.tables import (
    has_columns,
    has_text,
    head_rows,
    holds_data,
    is_deleted,
    is_hidden,
    row_cells,
    table_rows,
)
from qa.letters.readers.docx.words import Words, kind_of_control
from qa.letters.readers.grid import Cell
from qa.letters.readers.markup import Element, Flow, Inline, add_table, name_of
from qa.letters.readers.pairs import is_pair_head
from qa.letters.readers.printed import SIDEBAR, kind_of_margin
from qa.letters.readers.structure import LABELLED_LINE, classify
from qa.records import LeftOutKind
from qa.text.dossiers import DOSSIER

PARSER = "docx 2"

_AROUND = {"sdtContent", "customXml", "ins", "moveTo", "smartTag", "Choice", "Fallback"}
_RETURN_ADDRESS = re.compile(r"\s*>\s*Retouradres")
_LABEL = re.compile(
    rf"(?:Datum|Betreft|Onderwerp|(?:Ons |Uw )?[Kk]enmerk|Nr\. ?\w+|{DOSSIER}.{{0,8}})"
)


def read_docx(content: bytes, path: str) -> Document:
    """Read a Word file.

    Raises:
        LetterError: If it is damaged, encrypted, or holds no text.
    """
    package = Package(content, path)
    root = package.part(package.main)
    if root is None:
        raise LetterError(path, "docx-part-missing", part=package.main)
    found = root.find(f"{W}body")
    body = found if found is not None else root
    reader = _Reader(package, body)
    for margin in package.margins():
        reader.margin(margin)
    reader.walk(body)
    reader.finish()
    flow = reader.flow
    blocks = (*classify(flow.stretches, plain_headings=False), *flow.notes, *flow.furniture)
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(path, "docx-without-text")
    return Document(blocks, "DOCX", PARSER)


class _Reader:
    """Walks the body and fills a flow."""

    def __init__(self, package: Package, body: Element) -> None:
        self.flow = Flow()
        self._styles = Styles(package.own_part("styles"))
        self._numbering = Numbering.read(package.own_part("numbering"), self._styles)
        self._notes = Notes.read(package, body)
        self._words = Words(package, self._styles, self._notes, self.flow, body)
        self._words.unclosed = unclosed(body)
        self._nested: list[Element] = []  # tables in the cells of a row

    def walk(self, element: Element, gone: LeftOutKind | None = None) -> None:
        """Read what stands in the body, a cell, a text box or a content control."""
        open_paragraphs: list[Element] = []
        for member, kind in self._members(element, gone):
            name = name_of(member)
            if name in {"p", "oMathPara"}:
                open_paragraphs.append(member)
                if self._goes_on(member):
                    continue
            if open_paragraphs:
                self._paragraph(open_paragraphs, kind)
                open_paragraphs = []
            if name == "tbl":
                self._table(member, kind)
            elif name in {"altChunk", "subDoc"}:
                self._words.embedded("embedded document", member.get(f"{R}id"))
                self._put_aside()
        if open_paragraphs:
            self._paragraph(open_paragraphs, gone)

    def _members(
        self, element: Element, gone: LeftOutKind | None
    ) -> Iterator[tuple[Element, LeftOutKind | None]]:
        """Go through paragraphs and tables, also those in content controls and the like."""
        for member in element:
            name = name_of(member)
            if name == "sdt":
                content = member.find(f"{W}sdtContent")
                kind = kind_of_control(member.find(f"{W}sdtPr"))
                if content is not None:
                    yield from self._members(content, gone or kind)
            elif name == "AlternateContent":
                shown = self._words.chosen(member)
                if shown is not None:
                    yield from self._members(shown, gone)
            elif name in _AROUND:
                yield from self._members(member, gone)
            elif name in {"del", "moveFrom"}:
                yield from self._members(member, "struck")
            else:
                yield member, gone

    def margin(self, part: Element) -> None:
        """Take in a header or footer: no part of the text, but it may hold date and kenmerk."""
        self._words.unclosed |= unclosed(part)
        self._beside(part, "running title")

    def finish(self) -> None:
        """Take in what no place in the text names."""
        self._words.leave_out_rest()
        self._put_aside()

    def _beside(self, element: Element, kind: LeftOutKind) -> None:
        """Take in what stands beside the text, paragraph by paragraph, boxes and tables too."""
        outside, self._words.fields = self._words.fields, self._words.fields.beside()
        for paragraph in element.iter(f"{W}p"):
            around = {name_of(one) for one in paragraph.iterancestors()}
            if "Fallback" in around and "Choice" not in around:
                continue
            text = self._words.of([paragraph]).text
            placed: LeftOutKind = "margin" if {"txbxContent", "tc"} & around else kind
            self.flow.add_furniture(text, kind_of_margin(text, placed))
            self._words.boxes.clear()
            self._put_aside()
        self._words.fields = outside

    def _paragraph(self, paragraphs: Sequence[Element], gone: LeftOutKind | None) -> None:
        last = paragraphs[-1]
        inline = self._words.of(paragraphs, gone)
        label = self._label(last, inline)
        heading = self._styles.is_heading(self._styles.of_paragraph(last), last)
        if _RETURN_ADDRESS.match(inline.text):
            self.flow.add_furniture(inline.text)
        else:
            self._add(inline, label, heading)
        self._put_aside()
        if _ends_section(last):
            self._notes.section += 1

    def _label(self, paragraph: Element, inline: Inline) -> tuple[str, str] | None:
        """Count a paragraph that is printed; returns its number, and that with the space behind."""
        is_empty = not inline.text.strip()
        if is_empty and (self._words.left.pieces or _ends_section(paragraph)):
            return None
        label = self._numbering.label(paragraph)
        return (label.text, label.prefix) if label is not None else None

    def _add(self, inline: Inline, label: tuple[str, str] | None, heading: bool) -> None:
        if label and not inline.text.strip():
            inline = Inline(label[0]) if is_pair_head(label[0]) else inline
            label = None
        for part in _split(inline):
            styled = bool(part.emphasised) or heading
            if label and not is_pair_head(part.text):
                part.text = part.text.lstrip()
                part.prepend(label[1])
                kind = None if styled else "item"
                self.flow.add(part, kind=kind, number=label[0], styled=styled)
            else:
                self.flow.add(part, styled=styled)
            label = None

    def _put_aside(self) -> None:
        """Hand over what was left out of the text so far, then read the boxes beside it."""
        self._words.left.hand_over(self.flow)
        boxes, self._words.boxes = self._words.boxes, []
        for box in boxes:
            if SIDEBAR.search(" ".join("".join(one.itertext()) for one in box.iter(f"{W}t"))):
                self._beside(box, "margin")
                continue
            outside, self._words.fields = self._words.fields, self._words.fields.beside()
            self.walk(box)
            self._words.fields = outside

    def _table(self, table: Element, gone: LeftOutKind | None = None, data: bool = False) -> None:
        """Read a table; ``data`` says that it holds data, whatever lines are drawn."""
        rows = list(self._shown_rows(table, gone))
        cells = [row_cells(row, table) for row in rows]
        text = " ".join(one.text or "" for one in table.iter(f"{W}t"))
        floats = table.find(f"{W}tblPr/{W}tblpPr") is not None
        if floats and SIDEBAR.search(text) and "Aan de" not in text:
            self._beside(table, "margin")
        elif data or holds_data(table, cells, self._styles):
            spanning = spanning_cells(cells)
            heads = head_rows(rows, spanning)
            add_table(self.flow, spanning, heads, self._cell, self._after_row)
            self._leave_out_covered(cells, spanning)
        else:
            for row in cells:
                self._layout_row(row)

    def _leave_out_covered(
        self, rows: Sequence[Sequence[Element]], shown: Sequence[Sequence[Cell]]
    ) -> None:
        """Leave out what stands in cells that a merged one covers."""
        seen = {cell.element for row in shown for cell in row}
        for cell in (one for row in rows for one in row if one not in seen):
            for paragraph in cell.iter(f"{W}p"):
                self._words.of([paragraph], "hidden")
        self._put_aside()

    def _shown_rows(self, table: Element, gone: LeftOutKind | None) -> Iterator[Element]:
        """Go through the rows that Word prints; what stands in the others is left out."""
        for row in table_rows(table):
            kind: LeftOutKind | None = gone or ("struck" if is_deleted(row) else None)
            kind = kind or ("hidden" if is_hidden(row) else None)
            if kind is None:
                yield row
                continue
            for paragraph in row.iter(f"{W}p"):
                self._words.of([paragraph], kind)
            self._put_aside()

    def _after_row(self) -> None:
        """Read what stands in the cells of a row beside their paragraphs: boxes, more tables."""
        self._put_aside()
        nested, self._nested = self._nested, []
        for table in nested:
            self._table(table, data=True)

    def _layout_row(self, row: list[Element]) -> None:
        """Read a row that only places text; a label and its value become one line."""
        filled = [cell for cell in row if has_text(cell)]
        label = "".join(filled[0].itertext(f"{W}t")) if len(filled) == 2 else ""
        if _LABEL.fullmatch(" ".join(label.split())):
            label = " ".join(one.text for one in self._cell(filled[0])).strip()
            values = self._cell(filled[1])
            if values:
                values[0].text = values[0].text.lstrip()
                values[0].prepend(f"{label} ")
            for value in values:
                self.flow.add(value, styled=False)
            self._after_row()
            return
        for cell in row:
            self.walk(cell)

    def _cell(self, cell: Element) -> list[Inline]:
        """Read the paragraphs of a cell, with the numbers of lists; keeps tables for later."""
        made: list[Inline] = []
        open_paragraphs: list[Element] = []
        for member, gone in self._members(cell, "struck" if _is_deleted_cell(cell) else None):
            name = name_of(member)
            if name == "tbl" and has_columns(member):
                self._nested.append(member)
            elif name == "tbl":  # it only places text in the cell
                made += [
                    inline
                    for row in self._shown_rows(member, gone)
                    for inner in row_cells(row, member)
                    for inline in self._cell(inner)
                ]
            elif name in {"p", "oMathPara"}:
                open_paragraphs.append(member)
                if not self._goes_on(member):
                    made.append(self._cell_line(open_paragraphs, gone))
                    open_paragraphs = []
        if open_paragraphs:
            made.append(self._cell_line(open_paragraphs, None))
        return [inline for inline in made if inline.text.strip()]

    def _cell_line(self, paragraphs: Sequence[Element], gone: LeftOutKind | None) -> Inline:
        before = len(self._words.left.pieces)
        inline = self._words.of(paragraphs, gone)
        inline.text = inline.text.replace("\v", " ").rstrip()
        if inline.text.strip() or len(self._words.left.pieces) == before:
            label = self._numbering.label(paragraphs[-1])
            if label is not None and inline.text.strip():
                inline.prepend(label.prefix)
            elif label is not None and label.text[-1:] not in "•▪○–":
                inline.prepend(label.text)
        return inline

    def _goes_on(self, paragraph: Element) -> bool:
        """Tell a paragraph that is printed as one with the next: its mark is deleted or hidden.

        A large first letter stands in a paragraph of its own.
        """
        properties = child(paragraph, "pPr")
        if properties is None:
            return False
        mark = child(properties, "rPr")
        if mark is not None and (
            child(mark, "del") is not None
            or child(mark, "moveFrom") is not None
            or is_on(mark, "specVanish")
        ):
            return True
        if self._styles.hides(paragraph, mark):
            return True
        frame = child(properties, "framePr")
        return frame is not None and frame.get(f"{W}dropCap", "none") != "none"


def _ends_section(paragraph: Element) -> bool:
    properties = child(paragraph, "pPr")
    return properties is not None and child(properties, "sectPr") is not None


def _is_deleted_cell(cell: Element) -> bool:
    return cell.find(f"{W}tcPr/{W}cellDel") is not None


def _split(inline: Inline) -> Iterator[Inline]:
    """Cut a paragraph after a line "Vraag 1" that it begins with; other line breaks are spaces."""
    first, found, rest = inline.text.partition("\v")
    if found and (is_pair_head(first) or LABELLED_LINE.fullmatch(first.strip())):
        at = len(first) + 1
        yield Inline(first, [m for m in inline.marks if m.at <= len(first)], inline.emphasised)
        marks = [type(m)(m.at - at, m.length, m.note) for m in inline.marks if m.at >= at]
        yield from _split(Inline(rest, marks, inline.emphasised))
        return
    inline.text = inline.text.replace("\v", " ")
    yield inline
