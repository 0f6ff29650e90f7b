"""HTML of the official publications, and other pages with a letter, to blocks.

Takes what stands in ``div#broodtekst``, else in the page's main part. The site's own buttons
("Naar boven", "X Noot") are left out.
"""

from __future__ import annotations

import re

from lxml import html as lxml_html

from qa.errors import LetterError
from qa.readers.blocks import Document
from qa.readers.grid import Cell
from qa.readers.markup import Element, Flow, Inline, add_table, is_out_of_memory, name_of
from qa.readers.numerals import numeral, whole
from qa.readers.official_meta import known_values
from qa.readers.structure import Stretch, classify

PARSER = "html 1"

_SKIPPED = {"script", "style", "nav", "header", "footer", "form", "button", "noscript", "svg",
            "iframe", "template", "aside", "head", "select"}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {"p", "div", "ul", "ol", "li", "table", "section", "article", "main", "dl",
                       "blockquote", "body", "dd", "dt", "td", "th", "tr"}  # fmt: skip
_CSS_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
               "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
MAX_ROWS = 65_534  # the HTML standard's own limit
HTML_ELEMENTS = _BLOCKS | _SKIPPED | {
    "html", "title", "meta", "link", "span", "a", "br", "hr", "b", "strong", "i", "em", "font",
    "center", "pre", "img",
}  # fmt: skip
"""What a page, or a part of one, begins with."""
_BOLD = {"b", "strong", "i", "em"}
_BUTTONS = re.compile(r"(?:Naar boven|X ?Noot|Download PDF|Terug naar boven|\^)\s*")
_ERROR_PAGE = re.compile(r"\b404\b|[Pp]agina niet gevonden|[Pp]age not found")
_LETTERHEAD = re.compile(
    r"dossiertitel|stuktitel(?! no-toc)|kamerstukdatum|kamervraagomschrijving|kamervraagnummer"
)


def read_html(content: bytes, path: str) -> Document:
    """Read an HTML page.

    Raises:
        LetterError: If it is an error page, or holds no letter.
        MemoryError: If there is not enough memory to parse it.
    """
    parser = lxml_html.HTMLParser(encoding=_encoding(content), no_network=True, huge_tree=False,
                                  remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = lxml_html.document_fromstring(content, parser=parser)
    except (ValueError, lxml_html.etree.LxmlError) as error:
        if is_out_of_memory(error):
            raise MemoryError from None
        raise LetterError(path, f"this HTML cannot be read ({error}); get it again") from None
    title = " ".join((root.findtext(".//title") or "").split())
    body = _main_part(root)
    reader = _Reader()
    reader.walk(body)
    flow = reader.flow
    blocks = (*classify(flow.stretches, plain_headings=False), *flow.notes, *flow.furniture)
    words = sum(len(b.text.split()) for b in blocks if b.kind in {"paragraph", "item", "row"})
    if _ERROR_PAGE.search(title) or (words < 60 and _ERROR_PAGE.search(body.text_content())):
        raise LetterError(
            path, "this is the site's error page (404), not a letter; get the letter again"
        )
    if not words:
        raise LetterError(path, "no text in this HTML; use the letter's PDF")
    meta = [
        (one.get("name", ""), one.get("scheme", ""), one.get("content", ""))
        for one in root.iter("meta")
    ]
    return Document(blocks, "HTML", PARSER, _encoding(content), (), known_values(meta))


def _encoding(content: bytes) -> str:
    """Return the encoding: as announced if it is not UTF-8, and UTF-8 wherever that is valid."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        announced = re.search(rb"charset=[\"']?([\w-]+)", content[:2000])
        name = announced[1].decode("ascii").lower() if announced else ""
        return name if name in {"iso-8859-1", "iso-8859-15", "windows-1252"} else "windows-1252"
    return "utf-8"


def _main_part(root: Element) -> Element:
    for place in ("//*[@id='broodtekst']", "//main", "//article", "//*[@id='content']", "//body"):
        found = root.xpath(place)
        if found:
            return found[0]
    return root


def _numbered(lists: Element, item: Element, number: int) -> str:
    """Return the number of a list's item as a browser shows it; a dash without numbers."""
    if name_of(lists) != "ol":
        return "–"
    css = re.search(r"list-style(?:-type)?:[^;]*?([a-z]+-[a-z]+)", lists.get("style", ""))
    style = item.get("type") or lists.get("type") or (_CSS_STYLES.get(css[1], "1") if css else "1")
    return f"{numeral(number, style)}."


def _cell(element: Element) -> Cell:
    rows = whole(element.get("rowspan"), 1) or MAX_ROWS  # 0: all rows that follow
    return Cell(element, whole(element.get("colspan"), 1), rows)


class _Reader:
    """Walks the tree and fills a flow."""

    def __init__(self) -> None:
        self.flow = Flow()

    def walk(self, element: Element) -> None:
        """Read an element's children; text that stands between blocks is a paragraph."""
        loose = Inline()
        loose.add(element.text)
        for child in element:
            name = name_of(child)
            if name in _BLOCKS or "noot" in child.get("class", "").split():
                self._flush(loose)
                loose = Inline()
                self.visit(child)
            elif name and name not in _SKIPPED:
                self._child(child, loose, False)
            loose.add(child.tail)
        self._flush(loose)

    def _flush(self, loose: Inline) -> None:
        if loose.text.strip() and not _BUTTONS.fullmatch(loose.text.strip()):
            self.flow.add(loose)

    def visit(self, element: Element) -> None:
        """Read one block."""
        name, classes = name_of(element), element.get("class", "")
        if name in _SKIPPED or element.get("hidden") is not None:
            return
        if "noot" in classes.split() or "footnote" in classes.split():
            self._note(element)
        elif name in _HEADINGS and _LETTERHEAD.search(classes):
            self.flow.add(self._inline(element), kind="letterhead", styled=False)
        elif name in _HEADINGS:
            self.flow.add(self._inline(element), kind="heading", styled=True)
        elif name == "p" and _LETTERHEAD.search(classes):
            self.flow.add(self._inline(element), kind="letterhead", styled=False)
        elif "ondertekening" in classes:
            lines = [self.flow.line(self._inline(one)) for one in element.iter("p")]
            kept = tuple(line for line in lines if line is not None and line.text.strip())
            if kept:
                self.flow.stretches.append(Stretch(kept, kind="signature"))
        elif name in {"p", "dt", "dd"} and not any(name_of(one) in _BLOCKS for one in element):
            inline = self._inline(element)
            if not _BUTTONS.fullmatch(inline.text.strip() or "^"):
                self.flow.add(inline)
        elif name in {"ul", "ol"}:
            self._list(element)
        elif name == "table":
            self._table(element)
        else:
            self.walk(element)

    def _list(self, element: Element) -> None:
        items = [one for one in element if name_of(one) == "li"]
        step = -1 if element.get("reversed") is not None else 1
        number = whole(element.get("start"), 1 if step > 0 else len(items))
        for item in items:
            number = whole(item.get("value"), number)
            label = self._label(item) or _numbered(element, item, number)
            number += step
            inline = Inline()
            self._into(item, inline, False, inside_item=True)
            inline.text = inline.text.strip()
            if inline.text:
                if not inline.text.startswith(label):
                    inline.prepend(f"{label} ")
                self.flow.add(inline, kind="item", number=label)
            for nested in item:
                if name_of(nested) in {"ul", "ol"}:
                    self._list(nested)

    @staticmethod
    def _label(item: Element) -> str:
        found = item.xpath("string(.//*[contains(@class, 'li-nr') or contains(@class, 'linr')])")
        return " ".join(str(found).split())

    def _table(self, element: Element) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [[_cell(one) for one in row if name_of(one) in {"td", "th"}] for row in rows]
        heads = 0
        for row in rows:
            parent = row.getparent()
            in_head = parent is not None and name_of(parent) == "thead"
            all_th = all(name_of(one) == "th" for one in row if name_of(one) in {"td", "th"})
            if not in_head and not all_th:
                break
            heads += 1
        caption = element.find("caption")
        if caption is not None:
            self.flow.add(self._inline(caption), kind="heading", styled=True)
        add_table(self.flow, cells, heads, lambda cell: [self._inline(cell)])

    def _note(self, element: Element) -> None:
        text = Inline()
        self._into(element, text, False, inside_item=True)
        stripped = re.sub(r"^\s*(?:X ?Noot\s*)?\[?", "", text.text)
        match = re.match(r"(\d{1,3})\]?[.)]?\s*", stripped)
        number = match[1] if match else str(len(self.flow.notes) + 1)
        note = Inline()
        note.add(stripped[match.end() :] if match else stripped)
        identifier = element.get("id") or next(
            (one.get("id") or one.get("name") for one in element.iter() if one.get("id")), ""
        )
        self.flow.add_note(identifier or f"noot-{number}", number, [note])

    def _inline(self, element: Element) -> Inline:
        inline = Inline()
        self._into(element, inline, False)
        inline.text = inline.text.strip() if not inline.marks else inline.text.rstrip()
        return inline

    def _into(
        self, element: Element, inline: Inline, emphasised: bool, inside_item: bool = False
    ) -> None:
        inline.add(element.text, emphasised)
        for child in element:
            name = name_of(child)
            if inside_item and name in {"ul", "ol"}:
                pass  # a list in a list is read after its item
            elif name and name not in _SKIPPED:
                if name in _BLOCKS and inline.text:
                    inline.add(" ")
                self._child(child, inline, emphasised, inside_item)
            inline.add(child.tail, emphasised)

    def _child(
        self, child: Element, inline: Inline, emphasised: bool, inside_item: bool = False
    ) -> None:
        name = name_of(child)
        if "nootnum" in child.get("class", "") or (
            name == "a" and re.search(r"(?:noot|footnote|fn)", child.get("href", "").lower())
        ):
            text = "".join(child.itertext()).strip().strip("[]()")
            if re.fullmatch(r"\d{1,3}", text):
                if inside_item and not inline.text.strip():
                    inline.add(f"{text} ")  # the note's own number, not a mark
                else:
                    inline.text = inline.text.rstrip()
                    inline.mark(child.get("href", "").rpartition("#")[2] or f"noot-{text}")
                return
        if name == "br":
            inline.add(" ")
            return
        self._into(child, inline, emphasised or name in _BOLD, inside_item)
