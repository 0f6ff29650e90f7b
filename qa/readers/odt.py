"""An OpenDocument text (ODT) to blocks: the official publications' and others.

Frames with the publication's id and tables that hold the banner are furniture. Styles tell what
is bold or italic. Reads no flat .fodt.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from qa.errors import LetterError
from qa.readers.blocks import Document
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
from qa.readers.numerals import numeral, whole
from qa.readers.official_meta import known_values
from qa.readers.structure import classify

PARSER = "odt 1"

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_SKIPPED = {"annotation", "tracked-changes", "sequence-decls", "forms", "bookmark-start",
            "bookmark-end", "table-of-content", "deletion"}  # fmt: skip


def read_odt(content: bytes, path: str) -> Document:
    """Read an ODT.

    Raises:
        LetterError: If it is damaged, encrypted, or holds no text.
    """
    archive = open_zip(content, path, "this ODT")
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in read_part(
        archive, "META-INF/manifest.xml", path
    ):
        raise LetterError(
            path, "this ODT is encrypted; open it with its password and save it without one"
        )
    root = parse_xml(read_part(archive, "content.xml", path), path, "its part content.xml")
    reader = _Reader(_emphasised_styles(root), _list_levels(archive, root, path))
    body = next((one for one in root.iter() if name_of(one) == "text"), None)
    if body is None:
        raise LetterError(path, "no text in this ODT (a table or a drawing?); use the letter's PDF")
    reader.walk(body)
    flow = reader.flow
    blocks = (*classify(flow.stretches, plain_headings=False), *flow.notes, *flow.furniture)
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(path, "no text in this ODT; use the letter's PDF")
    known: tuple[tuple[str, str], ...] = ()
    if "meta.xml" in archive.namelist():
        meta = parse_xml(read_part(archive, "meta.xml", path), path, "its part meta.xml")
        known = known_values(_split_name(one) for one in meta.iter(f"{_META}user-defined"))
    return Document(blocks, "ODT", PARSER, None, (), known)


def _split_name(element: Element) -> tuple[str, str, str]:
    """Read "OVERHEIDop.KamerstukTypen/DC.type": the scheme stands before the name."""
    scheme, _, name = element.get(f"{_META}name", "").rpartition("/")
    return name, scheme, "".join(element.itertext())


def _cells(row: Element) -> Iterator[Cell]:
    """Go through the cells that begin in a row; covered ones only take their place."""
    at = 0
    for one in row:
        if name_of(one) == "table-cell":
            columns = whole(one.get(f"{_TABLE}number-columns-spanned"), 1)
            yield Cell(one, columns, whole(one.get(f"{_TABLE}number-rows-spanned"), 1), at)
        if name_of(one) in {"table-cell", "covered-table-cell"}:
            at += max(whole(one.get(f"{_TABLE}number-columns-repeated"), 1), 1)


def _emphasised_styles(root: Element) -> set[str]:
    """Return the names of the styles that are bold or italic."""
    return {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_FO}font-weight") == "bold"
        or properties.get(f"{_FO}font-style") in {"italic", "oblique"}
    }


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a numbered list counts, and what stands around the number."""

    style: str
    before: str
    after: str
    start: int


def _list_levels(
    archive: zipfile.ZipFile, root: Element, path: str
) -> dict[tuple[str, int], _Level]:
    """Return the numbered levels of all list styles, the document's own last."""
    roots = [root]
    if "styles.xml" in archive.namelist():
        part = read_part(archive, "styles.xml", path)
        roots.insert(0, parse_xml(part, path, "its part styles.xml"))
    return {
        (style.get(f"{_STYLE}name", ""), whole(level.get(f"{_TEXT}level"), 1)): _Level(
            level.get(f"{_STYLE}num-format", "1"),
            level.get(f"{_STYLE}num-prefix", ""),
            level.get(f"{_STYLE}num-suffix", ""),
            whole(level.get(f"{_TEXT}start-value"), 1),
        )
        for one in roots
        for style in one.iter(f"{_TEXT}list-style")
        for level in style.iter(f"{_TEXT}list-level-style-number")
        if level.get(f"{_STYLE}num-format")
    }


class _Reader:
    """Walks the body and fills a flow."""

    def __init__(self, emphasised: set[str], levels: dict[tuple[str, int], _Level]) -> None:
        self.flow = Flow()
        self._emphasised = emphasised
        self._list_levels = levels
        self._counts: dict[tuple[str, int], int] = {}  # (list style, level) -> last number

    def walk(self, element: Element) -> None:
        """Read what stands in the body or a section."""
        for child in element:
            name = name_of(child)
            if name and name not in _SKIPPED:
                self._visit(child, name)

    def _visit(self, child: Element, name: str) -> None:
        if name in {"p", "h"}:
            self.flow.add(self._inline(child), styled=self._is_styled(child))
        elif name == "list":
            self._list(child)
        elif name == "table":
            self._table(child)
        elif name == "frame":
            for paragraph in child.iter(f"{_TEXT}p"):
                self.flow.add_furniture("".join(paragraph.itertext()))
        else:
            self.walk(child)

    def _is_styled(self, element: Element) -> bool:
        if name_of(element) == "h" or element.get(f"{_TEXT}style-name") in self._emphasised:
            return True
        return bool(self._inline(element, dry=True).emphasised)

    def _list(self, element: Element, style: str = "", level: int = 1) -> None:
        """Read a list; a number that the file does not print is counted as its style says."""
        style = element.get(f"{_TEXT}style-name", style)
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or (
            element.get(f"{_TEXT}continue-list") is not None
        )
        if not goes_on:
            self._counts.pop((style, level), None)
        for item in element:
            name = name_of(item)
            if name == "list-header":
                self.walk(item)
            if name != "list-item":
                continue
            label = self._label(item, style, level)
            first = True
            for child in item:
                name = name_of(child)
                if name == "list":
                    self._list(child, style, level + 1)
                elif name in {"p", "h"} and first:
                    inline = self._inline(child)
                    inline.prepend(f"{label} ")
                    self.flow.add(inline, kind="item", number=label)
                    first = False
                elif name not in _SKIPPED | {"", "number"}:
                    self._visit(child, name)

    def _label(self, item: Element, style: str, level: int) -> str:
        kind = self._list_levels.get((style, level))
        start = kind.start if kind else 1
        count = self._counts.get((style, level), start - 1) + 1
        count = whole(item.get(f"{_TEXT}start-value"), count)
        self._counts[style, level] = count
        printed = item.find(f"{_TEXT}number")
        if printed is not None:
            return "".join(printed.itertext()).strip()
        return f"{kind.before}{numeral(count, kind.style)}{kind.after}" if kind else "–"

    def _table(self, element: Element) -> None:
        if "kop" in element.get(f"{_TABLE}name", ""):
            for paragraph in element.iter(f"{_TEXT}p"):
                self.flow.add_furniture("".join(paragraph.itertext()))
            return
        rows = [
            row
            for row in element.iter(f"{_TABLE}table-row")
            if next(row.iterancestors(f"{_TABLE}table")) is element
        ]
        heads = sum(name_of(row.getparent()) == "table-header-rows" for row in rows)
        add_table(
            self.flow,
            [list(_cells(row)) for row in rows],
            heads,
            lambda cell: [self._inline(p) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h")],
        )

    def _inline(self, element: Element, dry: bool = False) -> Inline:
        inline = Inline()
        self._into(element, inline, False, dry)
        inline.text = inline.text.rstrip()
        return inline

    def _into(self, element: Element, inline: Inline, emphasised: bool, dry: bool) -> None:
        inline.add(element.text, emphasised)
        for child in element:
            name = name_of(child)
            if name == "note":
                self._note(child, inline, dry)
            elif name == "tab":
                inline.add("\t")
            elif name in {"s", "line-break"}:
                inline.add(" ")
            elif name == "soft-page-break" or name in _SKIPPED:
                pass
            elif name:
                style = child.get(f"{_TEXT}style-name")
                self._into(child, inline, emphasised or style in self._emphasised, dry)
            inline.add(child.tail, emphasised)

    def _note(self, element: Element, inline: Inline, dry: bool) -> None:
        note = element.get(f"{_TEXT}id") or f"note-{len(self.flow.notes) + 1}"
        inline.mark(note)
        citation = element.find(f"{_TEXT}note-citation")
        number = "".join(citation.itertext()).strip() if citation is not None else ""
        body = element.find(f"{_TEXT}note-body")
        if body is not None and not dry:
            self.flow.add_note(note, number, [self._inline(p) for p in body.iter(f"{_TEXT}p")])
