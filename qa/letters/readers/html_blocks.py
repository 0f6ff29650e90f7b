"""The blocks of a page in the order of its tree: paragraphs, lists, tables, its site's frame."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.letters.readers.css import Style
from qa.letters.readers.grid import Cell
from qa.letters.readers.html_elements import BLOCKS, FRAME, HEADINGS, SILENT, text_of
from qa.letters.readers.html_facts import states_facts
from qa.letters.readers.html_frame import is_site
from qa.letters.readers.html_lines import BREAK, LineReader, parted
from qa.letters.readers.markup import Element, Inline, add_table, name_of
from qa.letters.readers.numerals import numeral, whole
from qa.letters.readers.structure import Stretch
from qa.records import LeftOutKind

MAX_ROWS = 65_534
"""Rows that a cell may span: the HTML standard's own limit."""

_CSS_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
               "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
_TERMS = "./dt | ./dd | ./div[dt or dd]/* | ./*[not(self::dt or self::dd or self::div[dt or dd])]"
_HEAD, _SHORT = 20, 12  # stretches before a letter's text; words of one
_BUTTONS = re.compile(r"(?:Naar boven|X ?Noot|Download PDF|Terug naar boven|\^)\s*")
_CELL_PARAGRAPHS = 4  # a cell with more holds a letter, not a value
_LETTERHEAD = re.compile(
    r"dossiertitel|stuktitel(?! no-toc)|kamerstukdatum|kamervraagomschrijving|kamervraagnummer"
)


class PageReader(LineReader):
    """Walks the tree and fills a flow."""

    def __init__(self, root: Element, style: Style, words: int) -> None:
        """Prepare; ``words`` counts those of the part that holds the letter."""
        super().__init__(root, style)
        self._words = words
        self._label = ""  # of an item of a list that is begun
        self._has_begun = False

    def walk(self, element: Element) -> None:
        """Read an element's children; text that stands between blocks is a paragraph."""
        loose = Inline()
        loose.add(element.text)
        for child in element:
            if self._is_block(child):
                self._flush(loose)
                loose = Inline()
                self.visit(child)
            elif not loose.text.strip() and is_site(child, self._words) and _is_alone(child):
                self.flow.add_furniture(text_of(child), "site")
            else:
                self._child(child, loose, False)
            loose.add(child.tail)
        self._flush(loose)

    def _is_block(self, element: Element) -> bool:
        name = name_of(element)
        if name in BLOCKS or "noot" in element.get("class", "").split():
            return True
        if element in self._notes.blocks:
            return True
        return name not in SILENT and any(name_of(one) in BLOCKS for one in element.iter("*"))

    def _flush(self, loose: Inline, **kinds: object) -> None:
        """Append the paragraphs of a text, which line breaks in twos part."""
        for one in parted(loose):
            if _BUTTONS.fullmatch(one.text.strip() or "x"):
                self.flow.add_furniture(one.text, "site")
            elif one.text.strip():
                self._add(one, **kinds)

    def _add(self, inline: Inline, **kinds: object) -> None:
        """Append a stretch; the first of an item of a list has its number."""
        if self._label and inline.text.strip():
            label, self._label = self._label, ""
            inline.text = inline.text.lstrip()
            if not inline.text.startswith(label):
                inline.prepend(f"{label} ")
            kinds = {"kind": "item", "number": label}
        self.flow.add(inline, **kinds)

    def visit(self, element: Element) -> None:
        """Read one block."""
        name = name_of(element)
        unseen = self._style.unseen(element)
        if name in SILENT or name == "hr":
            return
        if unseen:
            self.flow.add_furniture(text_of(element), unseen)
        elif self._is_note(element):
            self._note(element)
        elif self._is_frame(element):
            self._leave_out(element, "site")
        elif name == "header" or (self._is_opening() and states_facts(element)):
            first = len(self.flow.stretches)
            self.walk(element) if name == "header" else self._block(element)
            self.flow.stretches[first:] = map(_of_letterhead, self.flow.stretches[first:])
        else:
            self._block(element)

    def _is_opening(self) -> bool:
        """Tell that no text of the letter was read yet."""
        if not self._has_begun:
            stretches = self.flow.stretches
            self._has_begun = len(stretches) > _HEAD or not all(
                one.kind in {"heading", "letterhead"} or len(one.text.split()) <= _SHORT
                for one in stretches
            )
        return not self._has_begun

    def _block(self, element: Element) -> None:
        name, classes = name_of(element), element.get("class", "")
        if name in HEADINGS and _LETTERHEAD.search(classes):
            self.flow.add(self._inline(element), kind="letterhead", styled=False)
        elif name in HEADINGS:
            self.flow.add(self._inline(element), kind="heading", styled=True)
        elif name == "p" and _LETTERHEAD.search(classes):
            self.flow.add(self._inline(element), kind="letterhead", styled=False)
        elif "ondertekening" in classes:
            self._signature(element)
        elif name == "dl":
            self._definitions(element)
        elif name in {"ul", "ol", "menu", "dir"}:
            self._list(element)
        elif name == "table" and not _is_layout(element):
            self._table(element)
        elif name in {"p", "dt", "dd"} and not self._holds_blocks(element):
            inline = Inline()
            self._into(element, inline, False)
            if not inline.marks and self._is_opening() and states_facts(element):
                inline.text = inline.text.replace(BREAK, 2 * BREAK)  # a fact on each line
            self._flush(inline)
        else:
            self.walk(element)

    def _is_frame(self, element: Element) -> bool:
        name = name_of(element)
        framed = name in FRAME and not (name == "header" and _in_letter(element))
        return framed or is_site(element, self._words)

    def _is_note(self, element: Element) -> bool:
        if element in self._notes.blocks:
            return True
        named = {"noot", "footnote"} & set(element.get("class", "").split())
        return bool(named) and not self._notes.inside(element)

    def _leave_out(self, element: Element, kind: LeftOutKind) -> None:
        """Hand over an element that is no part of the letter, but read the notes in it."""
        if element in self._notes.blocks:
            self._note(element)
        elif not self._notes.inside(element):
            self.flow.add_furniture(text_of(element), kind)
        else:
            self.flow.add_furniture(element.text or "", kind)
            for child in element:
                self._leave_out(child, kind)
                self.flow.add_furniture(child.tail or "", kind)

    def _holds_blocks(self, element: Element) -> bool:
        return any(map(self._is_block, element))

    def add_frame(self, root: Element, body: Element) -> None:
        """Hand over what the page has around the letter."""
        above = set(body.iterancestors())

        def walk(element: Element) -> None:
            for child in element:
                if child in above:
                    walk(child)
                elif child is not body and name_of(child) not in SILENT:
                    self._leave_out(child, self._style.unseen(child) or "site")
                self.flow.add_furniture(child.tail or "", "site")

        if root is not body:
            walk(root)

    def _signature(self, element: Element) -> None:
        paragraphs = list(element.iter("p")) or [element]
        lines = [self.flow.line(self._inline(one)) for one in paragraphs]
        kept = tuple(line for line in lines if line is not None and line.text.strip())
        if kept:
            self.flow.stretches.append(Stretch(kept, kind="signature"))

    def _definitions(self, element: Element) -> None:
        """Read a list of terms: each term before the first paragraph of what is said of it."""
        term = Inline()
        for child in element.xpath(_TERMS):
            if self._style.unseen(child):
                self.visit(child)
            elif name_of(child) == "dt":
                self._flush(term)
                term = self._inline(child)
            elif term.text.strip() and not self._holds_blocks(child):
                term.add(" ")
                self._into(child, term, False)
                self._flush(term)
                term = Inline()
            else:
                self._flush(term)
                term = Inline()
                self.visit(child)
        self._flush(term)

    def _list(self, element: Element) -> None:
        items = [one for one in element if name_of(one) == "li"]
        step = -1 if element.get("reversed") is not None else 1
        number = whole(element.get("start"), 1 if step > 0 else len(items))
        for item in items:
            number = whole(item.get("value"), number)
            label = self._printed_label(item) or _numbered(element, item, number)
            number += step
            if self._style.unseen(item) or item in self._notes.blocks:
                self.visit(item)
                continue
            outer, self._label = self._label, label
            self.walk(item)
            self._label = outer
        for child in element:
            if child not in items:
                self.visit(child)

    @staticmethod
    def _printed_label(item: Element) -> str:
        found = item.xpath("string(.//*[contains(@class, 'li-nr') or contains(@class, 'linr')])")
        return " ".join(str(found).split())

    def _table(self, element: Element) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        seen = []
        for row in rows:
            unseen = self._style.unseen(row)
            if unseen:
                self.flow.add_furniture(text_of(row), unseen)
            elif row in self._notes.blocks:
                self._note(row)
            else:
                seen.append(row)
        seen.sort(key=lambda row: name_of(row.getparent()) == "tfoot")  # older pages write it first
        cells = [[_cell(one) for one in row if name_of(one) in {"td", "th"}] for row in seen]
        heads = 0
        for row in seen:
            parent = row.getparent()
            in_head = parent is not None and name_of(parent) == "thead"
            all_th = all(name_of(one) == "th" for one in row if name_of(one) in {"td", "th"})
            if not in_head and not all_th:
                break
            heads += 1
        caption = element.find("caption")
        if caption is not None:
            self.flow.add(self._inline(caption), kind="heading", styled=True)
        add_table(self.flow, cells, heads, self._cell)


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


def _of_letterhead(stretch: Stretch) -> Stretch:
    if stretch.kind in {"heading", "letterhead", "signature"}:
        return stretch
    return replace(stretch, kind="letterhead", styled=False, number=None, cells=(), headers=())


def _is_alone(element: Element) -> bool:
    """Tell that no text follows an element in a line."""
    return not (element.tail or "").strip()


def _in_letter(header: Element) -> bool:
    """Tell the head of an article from the head of the site."""
    return any(name_of(one) in {"article", "main"} for one in header.iterancestors())


def _is_layout(table: Element) -> bool:
    """Tell a table that only places things: it says so, or a cell holds a whole letter."""
    if table.get("role") in {"presentation", "none"}:
        return True
    own = (cell for cell in table.iter("td") if next(cell.iterancestors("table")) is table)
    return any(
        sum(name_of(one) in {"p", "h1", "h2", "h3"} for one in cell.iter()) > _CELL_PARAGRAPHS
        for cell in own
    )
