"""The blocks of an official paper: its head, questions, articles, lists, tables, signatures."""

from __future__ import annotations

from dataclasses import replace

from qa.letters.readers.blocks import Line, Part
from qa.letters.readers.grid import Cell
from qa.letters.readers.markup import Element, Inline, add_table, name_of
from qa.letters.readers.numerals import whole
from qa.letters.readers.pairs import numbers_in
from qa.letters.readers.structure import Stretch
from qa.letters.readers.xml_lines import (
    BANNERS,
    HEADING,
    LETTERHEAD,
    MARGIN,
    PARAGRAPHS,
    SIGNATURES,
    LineReader,
    counted,
)

_TABLE_PARTS = {"tgroup", "row", "tr", "tbody", "thead", "tfoot", "title", "titel", "caption",
                "colgroup", "col", "colspec"}  # fmt: skip


class PaperReader(LineReader):
    """Walks the tree and fills a flow."""

    def __init__(self, notes: dict[str, Element]) -> None:
        """Prepare; ``notes`` are those that stand apart from their marks, by id."""
        super().__init__(notes)
        self._pair: str | None = None  # the numbers of the question read last

    def walk(self, element: Element) -> None:
        """Read what stands in an element; text beside its blocks is a paragraph of its own."""
        loose = Inline()
        loose.add(element.text)
        for child in element:
            if self._is_block(child):
                self.flow.add(loose)
                loose = Inline()
                self.visit(child)
            else:
                self._child(child, loose, False)
            loose.add(child.tail)
        self.flow.add(loose)

    def visit(self, element: Element) -> None:
        """Read one block in the flow of the text."""
        name = name_of(element)
        if name in MARGIN:
            self.flow.add_furniture(" ".join(element.itertext()))
        elif name in BANNERS or _is_banner(element):
            for line in element:
                self.flow.add_furniture("".join(line.itertext()), "running title")
        elif name in LETTERHEAD or name == "dossier":
            self._letterhead(element)
        elif name == "stuk":
            self._stuk(element)
        elif name in HEADING:
            self.flow.add(self._inline(element), kind="heading", styled=True)
        elif name in {"vraag", "antwoord"}:
            self._question(element)
        elif name in {"lid", "definitie-item", "begrip"}:
            self._numbered(element)
        elif name in PARAGRAPHS and not self._holds_blocks(element):
            self.flow.add(self._inline(element))
        elif name == "lijst":
            self._list(element)
        elif name == "table":
            self._table(element)
        elif name in SIGNATURES:
            self._signature(element)
        else:
            self.walk(element)

    def _letterhead(self, element: Element) -> None:
        self.flow.add(self._inline(element), kind="letterhead", styled=False)

    def _stuk(self, element: Element) -> None:
        """The number and the title of a kamerstuk are one line of its head."""
        head = Inline()
        parts = {"stuknr", "titel", "ltrlabel", "nummer"}
        for child in element:
            if name_of(child) in parts:
                head.add(" ")
                self._into(child, head, False)
        head.text = " ".join(head.text.split()) if not head.marks else head.text.lstrip()
        self.flow.add(head, kind="letterhead", styled=False)
        for child in element:
            if name_of(child) not in parts:
                self.walk_one(child)

    def walk_one(self, child: Element) -> None:
        """Read one child that stands among blocks."""
        if self._is_block(child):
            self.visit(child)
        else:
            loose = Inline()
            self._child(child, loose, False)
            self.flow.add(loose)

    def _question(self, element: Element) -> None:
        """Read a question or an answer; what stands in it is tied by the element, not by words."""
        part: Part = "question" if name_of(element) == "vraag" else "answer"
        first = len(self.flow.stretches)
        printed = ""
        for child in element:
            if name_of(child) == "nr":
                inline = self._inline(child)
                printed += f" {inline.text}"
                self.flow.add(inline, kind="heading", styled=True)
            else:
                self.walk_one(child)
        pair = ", ".join(numbers_in(printed)) or (self._pair if part == "answer" else None)
        self._pair = pair
        self.flow.stretches[first:] = [
            one if one.kind == "signature" else replace(one, part=part, pair=pair)
            for one in self.flow.stretches[first:]
        ]

    def _signature(self, element: Element) -> None:
        """Read who signs: a line for each function, with what follows it, and each name."""
        lines: list[Line] = []
        loose = Inline()

        def close() -> None:
            nonlocal loose
            loose.text = loose.text.strip()
            line = self.flow.line(loose) if loose.text else None
            if line is not None:
                lines.append(line)
            loose = Inline()

        def read(parent: Element) -> None:
            loose.add(parent.text)
            for child in parent:
                name = name_of(child)
                if name in {"functie", "naam", "al", "plaats", "datum", "organisatie"}:
                    close()
                if name == "functie" and lines:  # the next one who signs
                    self.flow.stretches.append(Stretch(tuple(lines), kind="signature"))
                    lines.clear()
                if any(name_of(one) in {"functie", "naam", "al"} for one in child):
                    read(child)
                elif name == "naam" and len(child):
                    for part in sorted(child, key=_place_in_name):  # "van", "B.", "Dijk"
                        self._child(part, loose, False)
                else:
                    self._child(child, loose, False)
                loose.add(child.tail)
            if name_of(parent) in SIGNATURES:
                close()

        read(element)
        if lines:
            self.flow.stretches.append(Stretch(tuple(lines), kind="signature"))

    def _numbered(self, element: Element) -> None:
        """Read a member of an article or a definition: its number or term before its text."""
        number = Inline()
        first = True
        for child in element:
            name = name_of(child)
            if name in {"lidnr", "nr", "term", "begripsterm", "li.nr"}:
                self._into(child, number, False)
                number.add(" ")
            elif name in PARAGRAPHS and first:
                inline = self._inline(child)
                self.flow.add(_after(number, inline))
                first = False
            elif first and not self._holds_blocks(child):
                self.flow.add(_after(number, self._inline(child)))
                first = False
            elif first and name in {"definitie", "begripsdefinitie"}:
                paragraphs = [one for one in child if name_of(one) in PARAGRAPHS][:1]
                for one in paragraphs:
                    self.flow.add(_after(number, self._inline(one)))
                for one in child:
                    if one not in paragraphs:
                        self.walk_one(one)
                first = not paragraphs
            else:
                self.walk_one(child)
        if first:
            self.flow.add(number)

    def _list(self, element: Element) -> None:
        items = [one for one in element if name_of(one) == "li"]
        for child in element:
            if child not in items:
                self.walk_one(child)  # a heading or a note beside the items
        for position, item in enumerate(items):
            number = " ".join("".join(item.xpath("string(*[local-name()='li.nr'])")).split())
            number = number or counted(element, position)
            first = True
            loose = Inline()
            loose.add(item.text)
            for child in item:
                name = name_of(child)
                if name == "li.nr":
                    loose.add(child.tail)
                    continue
                if name in PARAGRAPHS and not self._holds_blocks(child):
                    inline = self._inline(child)
                    inline.text = inline.text.lstrip()
                    if first:
                        inline.prepend(f"{number} ")
                    kind = "item" if first else None
                    self.flow.add(inline, kind=kind, number=number if first else None)
                    first = False
                elif self._is_block(child):
                    self.visit(child)
                else:
                    self._child(child, loose, False)
                loose.add(child.tail)
            if loose.text.strip() or loose.marks:
                loose.text = loose.text.lstrip()
                if first:
                    loose.prepend(f"{number} ")
                self.flow.add(
                    loose, kind="item" if first else None, number=number if first else None
                )

    def _table(self, element: Element) -> None:
        for child in element:
            if name_of(child) not in _TABLE_PARTS:
                self.walk_one(child)
        titles = "./*[local-name()='title' or local-name()='titel' or local-name()='caption']"
        for title in element.xpath(titles):
            self.flow.add(self._inline(title), kind="heading", styled=True)
        for group in element.xpath("./*[local-name()='tgroup']") or [element]:
            names = [one.get("colname", "") for one in group if name_of(one) == "colspec"]
            spans = {one.get("spanname", ""): one for one in group if name_of(one) == "spanspec"}
            rows = group.xpath(".//*[local-name()='row' or local-name()='tr']")
            rows = [row for row in rows if _table_of(row) is element]
            rows.sort(key=lambda row: name_of(row.getparent()) == "tfoot")  # it is written first
            heads = sum(name_of(row.getparent()) == "thead" for row in rows)
            cells = [
                [
                    _spanning(one, names, spans.get(one.get("spanname", ""), one))
                    for one in row
                    if name_of(one) in {"entry", "td", "th"}
                ]
                for row in rows
            ]
            add_table(self.flow, cells, heads, self._cell)


def _spanning(entry: Element, names: list[str], span: Element) -> Cell:
    """Read how far a cell of a CALS table spans; ``span`` is the entry or its spanspec."""
    if name_of(entry) != "entry":
        return Cell(entry, whole(entry.get("colspan"), 1), whole(entry.get("rowspan"), 1))
    first, last = span.get("namest"), span.get("nameend")
    columns = names.index(last) - names.index(first) + 1 if {first, last} <= set(names) else 1
    name = entry.get("colname") or first
    at = names.index(name) if name in names else None
    return Cell(entry, max(columns, 1), whole(entry.get("morerows"), 0) + 1, at)


def _place_in_name(part: Element) -> int:
    """Return where a part of a name is printed, whatever its place in the file."""
    order = ("titulatuur", "voornaam", "initialen", "voorvoegsel", "voorvoegsels", "achternaam")
    name = name_of(part)
    return order.index(name) if name in order else len(order)


def _is_banner(element: Element) -> bool:
    """Tell the head of an older paper: the house, its number and the parliamentary year."""
    parent = element.getparent()
    return name_of(element) == "kop" and parent is not None and name_of(parent) == "kamerwrk"


def _table_of(row: Element) -> Element | None:
    return next((one for one in row.iterancestors() if name_of(one) == "table"), None)


def _after(number: Inline, inline: Inline) -> Inline:
    """Put a member's number before its text."""
    inline.text = inline.text.lstrip()
    inline.prepend(number.text.lstrip())
    inline.marks = [*number.marks, *inline.marks]
    return inline
