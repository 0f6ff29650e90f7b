"""A Word file (DOCX) to blocks, with footnotes, list numbers and the letterhead of ministries.

Text boxes, which the file holds twice, are read once; field codes and deleted text are left out,
inserted text is kept. Tables that only place the letterhead are read as paragraphs. Reads no
macros and no old binary .doc.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator

from qa.errors import LetterError
from qa.readers.blocks import Document
from qa.readers.docx.numbering import Numbering, W
from qa.readers.docx.spans import spanning_cells
from qa.readers.grid import Cell
from qa.readers.markup import (
    Element,
    Flow,
    Inline,
    add_table,
    name_of,
    open_zip,
    parse_xml,
    read_part,
)
from qa.readers.pairs import is_pair_head
from qa.readers.structure import LABELLED_LINE, classify

PARSER = "docx 1"

_MAIN = "word/document.xml"
_CELL_PARAGRAPHS = 4  # a cell with more holds a letter, not a value
_HEADING_STYLE = re.compile(
    r"(?:heading|kop|titel|title|tussenkop|huisstijl-kop)\d*", re.IGNORECASE
)
_NO_TEXT = {"instrText", "del", "delText", "moveFrom", "rPr", "pPr", "tblPr", "Fallback",
            "footnoteRef", "sectPr", "proofErr", "delInstrText"}  # fmt: skip
_SIDEBAR = re.compile(
    r"Directoraat-Generaal|www\.rijksoverheid\.nl|Turfmarkt|Postbus \d+ ?\d{4} ?[A-Z]{2}|T  ?0\d\d"
    r"|Bij beantwoording|Uw kenmerk|Ons kenmerk|Onze referentie|Contactpersoon"
)
_RETURN_ADDRESS = re.compile(r"\s*>\s*Retouradres")
_LABEL = re.compile(
    r"(?:Datum|Betreft|Onderwerp|(?:Ons |Uw )?[Kk]enmerk|Nr\. ?\w+|\d{2} ?\d{3}.{0,8})"
)


def read_docx(content: bytes, path: str) -> Document:
    """Read a Word file.

    Raises:
        LetterError: If it is damaged, encrypted, or holds no text.
    """
    archive = open_zip(content, path, "this Word file")
    parts = set(archive.namelist())
    root = _part(archive, parts, _MAIN, path)
    if root is None:
        raise LetterError(path, f"no {_MAIN} in it; save the letter as DOCX again")
    reader = _Reader(
        Numbering.read(
            _part(archive, parts, "word/numbering.xml", path),
            _part(archive, parts, "word/styles.xml", path),
        ),
        _notes(archive, parts, path),
    )
    for name in sorted(parts):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            header = _part(archive, parts, name, path)
            if header is not None:
                reader.furniture(header)
    body = root.find(f"{W}body")
    reader.walk(body if body is not None else root)
    flow = reader.flow
    blocks = (*classify(flow.stretches, plain_headings=False), *flow.notes, *flow.furniture)
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(
            path, "no text in this Word file, only fields or pictures; save the letter as PDF"
        )
    return Document(blocks, "DOCX", PARSER)


def _part(archive: zipfile.ZipFile, parts: set[str], name: str, path: str) -> Element | None:
    if name not in parts:
        return None
    return parse_xml(read_part(archive, name, path), path, f"its part {posixpath.basename(name)}")


def _notes(archive: zipfile.ZipFile, parts: set[str], path: str) -> dict[str, Element]:
    """Return the footnotes and endnotes by kind and id; Word's own separators are left out."""
    notes: dict[str, Element] = {}
    for kind in ("footnote", "endnote"):
        root = _part(archive, parts, f"word/{kind}s.xml", path)
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            if note.get(f"{W}type") in {None, "normal"}:
                notes[f"{kind}-{note.get(f'{W}id')}"] = note
    return notes


class _Reader:
    """Walks the body and fills a flow."""

    def __init__(self, numbering: Numbering, notes: dict[str, Element]) -> None:
        self.flow = Flow()
        self._numbering = numbering
        self._note_texts = notes
        self._seen: list[str] = []

    def walk(self, element: Element) -> None:
        """Read what stands in the body, a cell, a text box or a content control."""
        for child in element:
            name = name_of(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in {"sdt", "sdtContent", "customXml", "ins", "smartTag", "AlternateContent",
                          "Choice"}:  # fmt: skip
                self.walk(child)

    def furniture(self, element: Element) -> None:
        """Take in a header or footer: no part of the text, but it may hold date and kenmerk."""
        for paragraph in element.iter(f"{W}p"):
            if not any(name_of(one) == "Fallback" for one in paragraph.iterancestors()):
                inline = Inline()
                self._into(paragraph, inline, into_boxes=False)
                self.flow.add_furniture(inline.text)

    def _paragraph(self, paragraph: Element) -> None:
        boxes = [box for box in paragraph.iter(f"{W}txbxContent") if _is_shown(box, paragraph)]
        inline = Inline()
        self._into(paragraph, inline, into_boxes=False)
        label = self._numbering.label(paragraph) if inline.text.strip() else None
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and _HEADING_STYLE.fullmatch(style.get(f"{W}val", ""))
        if _RETURN_ADDRESS.match(inline.text):
            self.flow.add_furniture(inline.text)
            return
        for part in _split(inline):
            styled = bool(part.emphasised) or bool(heading)
            if label and not is_pair_head(part.text):
                part.text = part.text.lstrip()
                part.prepend(f"{label} ")
                kind = None if styled else "item"
                self.flow.add(part, kind=kind, number=label, styled=styled)
            else:
                self.flow.add(part, styled=styled)
            label = None
        for box in boxes:
            text = " ".join("".join(one.itertext()) for one in box.iter(f"{W}t"))
            if _SIDEBAR.search(text):
                self.furniture(box)
            else:
                self.walk(box)

    def _table(self, table: Element) -> None:
        rows = [
            [one for one in row.iter(f"{W}tc") if _nearest(one, "tbl") is table]
            for row in table.iter(f"{W}tr")
            if _nearest(row, "tbl") is table
        ]
        text = " ".join(one.text or "" for one in table.iter(f"{W}t"))
        floats = table.find(f"{W}tblPr/{W}tblpPr") is not None
        if floats and _SIDEBAR.search(text) and "Aan de" not in text:
            self.furniture(table)
        elif _holds_data(table, rows):
            cells = spanning_cells(rows)
            add_table(self.flow, cells, _head_rows(rows, cells), self._cell)
        else:
            for row in rows:
                self._layout_row(row)

    def _layout_row(self, row: list[Element]) -> None:
        """Read a row that only places text; a label and its value become one line."""
        filled = [cell for cell in row if "".join(cell.itertext(f"{W}t")).strip()]
        if len(filled) == 2:
            label = Inline()
            self._into(filled[0], label, into_boxes=False)
            if _LABEL.fullmatch(label.text.strip()):
                values = self._cell(filled[1])
                if values:
                    values[0].text = values[0].text.lstrip()
                    values[0].prepend(f"{label.text.strip()} ")
                for value in values:
                    self.flow.add(value, styled=False)
                return
        for cell in filled:
            self.walk(cell)

    def _cell(self, cell: Element) -> list[Inline]:
        made = []
        for paragraph in cell.iter(f"{W}p"):
            inline = Inline()
            self._into(paragraph, inline, into_boxes=False)
            if inline.text.strip():
                inline.text = inline.text.rstrip()
                made.append(inline)
        return made

    def _into(self, element: Element, inline: Inline, into_boxes: bool) -> None:
        """Append what Word shows of an element; notes are lifted out and leave their mark."""
        for child in element:
            name = name_of(child)
            if name in _NO_TEXT or (name == "txbxContent" and not into_boxes):
                continue
            if name == "r":
                self._run(child, inline)
            elif name == "p":
                if inline.text:
                    inline.add(" ")
                self._into(child, inline, into_boxes)
            else:
                self._into(child, inline, into_boxes)

    def _run(self, run: Element, inline: Inline) -> None:
        properties = run.find(f"{W}rPr")
        emphasised = _is_on(properties, "b") or _is_on(properties, "i")
        if _is_on(properties, "vanish"):
            return
        for child in run:
            name = name_of(child)
            if name == "t":
                inline.add(child.text, emphasised)
            elif name in {"tab", "ptab"}:
                inline.add("\t")
            elif name in {"br", "cr"} and child.get(f"{W}type") not in {"page", "column"}:
                inline.add("\v", emphasised, fold=False)
            elif name == "noBreakHyphen":
                inline.add("\u2011", emphasised)
            elif name == "sym":
                inline.add(_symbol(child), emphasised)
            elif name in {"footnoteReference", "endnoteReference"}:
                self._note(f"{name.removesuffix('Reference')}-{child.get(f'{W}id')}", inline)

    def _note(self, note: str, inline: Inline) -> None:
        element = self._note_texts.get(note)
        if element is None:
            return
        inline.text = inline.text.rstrip(" ") if not inline.text.isspace() else inline.text
        inline.mark(note)
        if note not in self._seen:
            self._seen.append(note)
            texts = []
            for paragraph in element.iter(f"{W}p"):
                text = Inline()
                self._into(paragraph, text, into_boxes=False)
                text.text = text.text.lstrip()
                texts.append(text)
            self.flow.add_note(note, str(len(self._seen)), texts)


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


def _is_shown(box: Element, paragraph: Element) -> bool:
    """Tell the one of two copies of a text box that Word shows, not inside another box."""
    for one in box.iterancestors():
        if one is paragraph:
            return True
        if name_of(one) in {"Fallback", "txbxContent"}:
            return False
    return True


def _nearest(element: Element, name: str) -> Element | None:
    return next((one for one in element.iterancestors() if name_of(one) == name), None)


def _is_on(properties: Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "none"}


def _symbol(element: Element) -> str:
    code = element.get(f"{W}char", "")
    shown = {"F0B7": "•", "F0A7": "▪", "F02D": "–", "F0E0": "→"}
    return shown.get(code.upper(), "")


def _holds_data(table: Element, rows: list[list[Element]]) -> bool:
    """Tell a table of data from one that places text: borders, and several filled columns."""
    filled = [
        sum(bool("".join(one.text or "" for one in cell.iter(f"{W}t")).strip()) for cell in row)
        for row in rows
    ]
    has_borders = any(
        one.get(f"{W}val") not in {None, "nil", "none"}
        for borders in table.iter(f"{W}tblBorders", f"{W}tcBorders")
        for one in borders
    )
    style = table.find(f"{W}tblPr/{W}tblStyle")
    gridded = style is not None and "grid" in style.get(f"{W}val", "").casefold()
    several = sum(count >= 2 for count in filled) >= 2
    full = any(len(list(cell.iter(f"{W}p"))) > _CELL_PARAGRAPHS for row in rows for cell in row)
    return several and (has_borders or gridded) and not full


def _head_rows(rows: list[list[Element]], cells: list[list[Cell]]) -> int:
    """Count the rows that Word repeats as head; the first row counts where none is marked.

    A second one counts where the first has a heading over several columns, and the second has
    nothing under the other headings.
    """
    marked = 0
    for row in rows:
        parent = row[0].getparent() if row else None
        if parent is None or parent.find(f"{W}trPr/{W}tblHeader") is None:
            break
        marked += 1
    if marked or len(cells) < 3 or all(cell.columns == 1 for cell in cells[0]):
        return marked or 1
    alone = {cell.at for cell in cells[0] if cell.columns == 1}
    below = [cell for cell in cells[1] if "".join(cell.element.itertext(f"{W}t")).strip()]
    return 2 if alone and below and not alone & {cell.at for cell in below} else 1
