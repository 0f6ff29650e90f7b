"""An OpenDocument text (ODT) to blocks: the official publications' and others.

Frames with the publication's id and tables that hold the banner are furniture, as are headers, the
table of contents, remarks, and what was deleted with changes tracked. A text box is read after the
paragraph that it hangs on. Reads no flat .fodt.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from qa.errors import LetterError
from qa.letters.readers.blocks import Document
from qa.letters.readers.grid import Cell
from qa.letters.readers.markup import (
    Element,
    Flow,
    Inline,
    add_table,
    name_of,
    open_zip,
    parse_xml,
    read_part,
)
from qa.letters.readers.numerals import whole
from qa.letters.readers.odt.lists import Lists
from qa.letters.readers.odt.styles import STYLE, TABLE, TEXT, Styles, emphasised_styles
from qa.letters.readers.odt.words import DRAWN, Words, paragraphs_of
from qa.letters.readers.official_meta import known_values
from qa.letters.readers.printed import SIDEBAR, kind_of_margin
from qa.letters.readers.structure import classify
from qa.messages import Message
from qa.records import LeftOutKind

PARSER = "odt 2"

_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_SKIPPED = {"sequence-decls", "variable-decls", "user-field-decls", "forms", "number",
            "dde-connection-decls", "alphabetical-index-auto-mark-file"}  # fmt: skip
_CONTENTS = {"table-of-content", "illustration-index", "table-index", "object-index",
             "user-index", "alphabetical-index"}  # fmt: skip
_MARGINS = re.compile(r"(?:header|footer)(?:-left|-first)?")


def read_odt(content: bytes, path: str) -> Document:
    """Read an ODT.

    Raises:
        LetterError: If it is damaged, encrypted, or holds no text.
    """
    archive = open_zip(content, path, Message("this-odt"))
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in read_part(
        archive, "META-INF/manifest.xml", path
    ):
        raise LetterError(path, "odt-encrypted")
    root = parse_xml(
        read_part(archive, "content.xml", path), path, Message("its-part", name="content.xml")
    )
    body = next((one for one in root.iter() if name_of(one) == "text"), None)
    if body is None:
        raise LetterError(path, "odt-not-text")
    reader = _Reader(archive, root, path)
    reader.walk(body)
    flow = reader.flow
    blocks = (*classify(flow.stretches, plain_headings=False), *flow.notes, *flow.furniture)
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(path, "odt-without-text")
    known: tuple[tuple[str, str], ...] = ()
    meta = _part(archive, "meta.xml", path)
    if meta is not None:
        known = known_values(_split_name(one) for one in meta.iter(f"{_META}user-defined"))
    return Document(blocks, "ODT", PARSER, None, (), known)


def _part(archive: zipfile.ZipFile, name: str, path: str) -> Element | None:
    if name not in archive.namelist():
        return None
    return parse_xml(read_part(archive, name, path), path, Message("its-part", name=name))


def _split_name(element: Element) -> tuple[str, str, str]:
    """Read "OVERHEIDop.KamerstukTypen/DC.type": the scheme stands before the name."""
    scheme, _, name = element.get(f"{_META}name", "").rpartition("/")
    return name, scheme, "".join(element.itertext())


def _cells(row: Element) -> Iterator[Cell]:
    """Go through the cells that begin in a row; covered ones only take their place."""
    at = 0
    for one in row:
        if name_of(one) == "table-cell":
            columns = whole(one.get(f"{TABLE}number-columns-spanned"), 1)
            yield Cell(one, columns, whole(one.get(f"{TABLE}number-rows-spanned"), 1), at)
        if name_of(one) in {"table-cell", "covered-table-cell"}:
            at += max(whole(one.get(f"{TABLE}number-columns-repeated"), 1), 1)


@dataclass(frozen=True, slots=True)
class _Member:
    """A paragraph, heading, table or frame in its place; ``label`` is a list's number before it."""

    element: Element
    gone: LeftOutKind | None
    label: str | None = None

    @property
    def name(self) -> str:
        return name_of(self.element)


class _Reader:
    """Walks the body and fills a flow."""

    def __init__(self, archive: zipfile.ZipFile, root: Element, path: str) -> None:
        self.flow = Flow()
        common = _part(archive, "styles.xml", path)
        roots = [one for one in (common, root) if one is not None]
        self._emphasised = emphasised_styles(root)
        self._styles = Styles(roots)
        self._lists = Lists.read(roots)
        self._nested: list[Element] = []  # tables in the cells of a row
        self._words = Words(
            self._styles, self._emphasised, lambda name: _part(archive, name, path), root, self.flow
        )
        if common is not None:
            self._margins(common)

    def walk(self, element: Element, gone: LeftOutKind | None = None) -> None:
        """Read what stands in the body, a section or a box."""
        for member in self._members(element, gone):
            if member.name in {"p", "h"}:
                self._paragraph(member)
            elif member.name == "table":
                self._table(member.element, member.gone)
            else:
                self._frame(member.element)

    def _margins(self, common: Element) -> None:
        """Take in the headers and footers of all pages."""
        for master in common.iter(f"{STYLE}master-page"):
            for part in master:
                if _MARGINS.fullmatch(name_of(part)):
                    for paragraph in part.iter(f"{TEXT}p", f"{TEXT}h"):
                        text = self._words.of(paragraph).text
                        self.flow.add_furniture(text, kind_of_margin(text, "running title"))
                        self._words.boxes.clear()  # their paragraphs are met by themselves
                        self._words.left.hand_over(self.flow)

    def _members(self, element: Element, gone: LeftOutKind | None) -> Iterator[_Member]:
        """Go through paragraphs, tables and frames, also those in lists and sections."""
        for child in element:
            name = name_of(child)
            if name in {"p", "h", "table"} or name in DRAWN:
                label = self._lists.heading(child, self._styles) if name == "h" else None
                yield _Member(child, gone, label)
            elif name == "list":
                style = child.get(f"{TEXT}style-name", "")
                yield from self._items(child, self._lists.begin(child, style), style, 1, gone)
            elif name == "numbered-paragraph":
                yield from self._numbered(child, gone)
            elif name in _CONTENTS:
                self._leave_out(child, "contents")
            elif name == "tracked-changes":
                for deleted in child.iter(f"{TEXT}deletion"):
                    self._leave_out(deleted, "struck")
            elif name == "section":
                hidden: LeftOutKind | None = "hidden" if _is_hidden_section(child) else None
                yield from self._members(child, gone or hidden)
            elif name and name not in _SKIPPED:
                yield from self._members(child, gone)

    def _items(
        self, element: Element, key: str, style: str, level: int, gone: LeftOutKind | None
    ) -> Iterator[_Member]:
        """Go through the items of a list; what an item has after its first paragraph follows it."""
        style = element.get(f"{TEXT}style-name") or style
        for item in element:
            if name_of(item) == "list-header":
                yield from self._item(item, None, key, style, level, gone)
            elif name_of(item) == "list-item":
                counts = any(name_of(one) in {"p", "h", "table", "section"} for one in item)
                label = self._lists.label(item, key, style, level) if counts else None
                yield from self._item(item, label, key, style, level, gone)

    def _item(
        self,
        item: Element,
        label: str | None,
        key: str,
        style: str,
        level: int,
        gone: LeftOutKind | None,
    ) -> Iterator[_Member]:
        for child in item:
            name = name_of(child)
            if name == "list":
                self._lists.begin_inner(child, key, level + 1)
                yield from self._items(child, key, style, level + 1, gone)
            elif name in {"p", "h"}:
                yield _Member(child, gone, label)
                label = None
            elif name == "table":
                yield _Member(child, gone)
            elif name not in _SKIPPED:
                yield from self._members(child, gone)

    def _numbered(self, element: Element, gone: LeftOutKind | None) -> Iterator[_Member]:
        """Read a paragraph that is an item of a list without standing in one."""
        style = element.get(f"{TEXT}style-name", "")
        key = f"\0{element.get(f'{TEXT}list-id', style)}"
        level = whole(element.get(f"{TEXT}level"), 1)
        label = self._lists.label_apart(element, key, style, level)
        yield from self._item(element, label, key, style, level, gone)

    def _leave_out(self, element: Element, kind: LeftOutKind) -> None:
        for one in element.iter():
            if name_of(one) in {"p", "h"}:
                self._words.of(one, kind)
            elif name_of(one) == "index-title-template":
                self._words.left.add(kind, one.text or "", apart=True)
            self._words.boxes.clear()  # their paragraphs are met by themselves
        self._words.left.hand_over(self.flow)

    def _paragraph(self, member: _Member) -> None:
        inline = self._words.of(member.element, member.gone)
        heading = name_of(member.element) == "h"
        styled = heading or bool(inline.emphasised)
        styled = styled or member.element.get(f"{TEXT}style-name") in self._emphasised
        if member.label and (inline.text.strip() or inline.marks):
            inline.text = inline.text.lstrip()
            inline.prepend(f"{member.label} ")
            kind = None if heading else "item"
            self.flow.add(inline, kind=kind, number=member.label, styled=styled)
        else:
            self.flow.add(inline, styled=styled)
        self._put_aside()

    def _put_aside(self) -> None:
        """Hand over what was left out of the text so far, then read the boxes beside it."""
        self._words.left.hand_over(self.flow)
        boxes, self._words.boxes = self._words.boxes, []
        for box in boxes:
            self._box(box)

    def _box(self, box: Element) -> None:
        if SIDEBAR.search(paragraphs_of(box)):
            self._beside(box)
        else:
            self.walk(box)

    def _beside(self, element: Element) -> None:
        """Take in what stands beside the text, paragraph by paragraph."""
        for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h"):
            self.flow.add_furniture(self._words.of(paragraph).text)
            self._words.boxes.clear()  # their paragraphs are met by themselves
            self._words.left.hand_over(self.flow)

    def _frame(self, frame: Element) -> None:
        """Read a frame that hangs on the page: an id beside the letter, or a box with sentences."""
        self.flow.add(self._words.of_frame(frame))
        boxes, self._words.boxes = self._words.boxes, []
        self._words.left.hand_over(self.flow)
        on_page = frame.get(f"{TEXT}anchor-type", "page") == "page"
        for box in boxes:
            if not on_page or re.search(r"\w+ \w+ \w+ .*[.?!](?:\s|$)", paragraphs_of(box)):
                self._box(box)
            else:
                self._beside(box)

    def _table(self, element: Element, gone: LeftOutKind | None = None) -> None:
        if "kop" in element.get(f"{TABLE}name", "") or gone:
            self._leave_out(element, gone or "margin")
            return
        rows = list(self._shown_rows(element))
        heads = sum(name_of(row.getparent()) == "table-header-rows" for row in rows)
        cells = [list(_cells(row)) for row in rows]
        add_table(self.flow, cells, heads, self._cell, self._after_row)

    def _shown_rows(self, table: Element) -> Iterator[Element]:
        """Go through the rows that are printed; what stands in the others is left out."""
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is table:
                if row.get(f"{TABLE}visibility", "visible") == "visible":
                    yield row
                else:
                    self._leave_out(row, "hidden")

    def _after_row(self) -> None:
        """Read what stands in the cells of a row beside their paragraphs: boxes, more tables."""
        self._put_aside()
        nested, self._nested = self._nested, []
        for table in nested:
            self._table(table)

    def _cell(self, cell: Element) -> list[Inline]:
        """Read the paragraphs of a cell, with the numbers of lists; keeps tables for later."""
        made: list[Inline] = []
        for member in self._members(cell, None):
            if member.name == "table":
                if _has_columns(member.element):
                    self._nested.append(member.element)
                else:  # it only places text in the cell
                    inner = member.element.iter(f"{TABLE}table-cell")
                    made += [inline for one in inner for inline in self._cell(one)]
            elif member.name in {"p", "h"}:
                inline = self._words.of(member.element, member.gone)
                if member.label and inline.text.strip():
                    inline.prepend(f"{member.label} ")
                made.append(inline)
            else:
                made.append(self._words.of_frame(member.element))
        return made


def _is_hidden_section(section: Element) -> bool:
    return section.get(f"{TEXT}display") == "none" or section.get(f"{TEXT}is-hidden") == "true"


def _has_columns(table: Element) -> bool:
    """Tell whether a row of a table has text in two cells."""
    return any(
        sum(bool(paragraphs_of(cell)) for cell in row if name_of(cell) == "table-cell") >= 2
        for row in table.iter(f"{TABLE}table-row")
    )
