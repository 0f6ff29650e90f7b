"""XML of the official publications to blocks: kamerstuk, kamervragen, kamerwrk.

A debate (handelingen) is no letter and is named. Unknown elements are walked through, so that no
text is lost. A question's number belongs to its element, whatever words are printed there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa.errors import LetterError
from qa.readers.blocks import Document, Part
from qa.readers.grid import Cell
from qa.readers.markup import Element, Flow, Inline, add_table, name_of, parse_xml
from qa.readers.numerals import numeral, whole
from qa.readers.official_meta import known_values
from qa.readers.pairs import numbers_in
from qa.readers.structure import Stretch, classify

PARSER = "xml 1"

_LETTERS = {"kamerstuk", "kamervragen", "kamerwrk"}
_NO_LETTERS = {
    "handelingen": "a debate (Handelingen)",
    "staatscourant": "a Staatscourant",
    "staatsblad": "a Staatsblad",
    "metadata_gegevens": "metadata of a publication",
    "searchRetrieveResponse": "an answer of the search service",
    "gzd": "metadata of a publication",
    "feed": "a feed",
}
_LETTERHEAD = {"datumtekst", "kamervraagnummer", "kamervraagomschrijving"}
_HEADING = {"kop", "tussenkop"}
_SKIPPED = {"metadata", "noot", "meta-data", "illustratie"}
_PARAGRAPHS = {"al", "wat", "context.al", "considerans.al", "aanhef", "slotformulering"}
_COUNTED = {
    "numeriek": "1", "nummer": "1", "num": "1", "cijfer": "1", "ordinaal": "1", "arabisch": "1",
    "alfa": "a", "alfabetisch": "a", "letter": "a", "romeins": "i", "rom": "i",
}  # fmt: skip
_BOLD = {"nadruk", "vet", "cur", "cursief"}


def read_xml(content: bytes, path: str) -> Document:
    """Read an official XML publication.

    Raises:
        LetterError: If it is not well-formed, no letter, or holds no text.
    """
    root = parse_xml(content, path)
    kind = _root_kind(root)
    if kind in _NO_LETTERS:
        raise LetterError(
            path, f"this is {_NO_LETTERS[kind]}, not a letter; remove it from the corpus"
        )
    body = next((one for one in root.iter() if name_of(one) in _LETTERS), None)
    if body is None:
        raise LetterError(
            path, f"no letter in this XML (its root is {name_of(root)}); use the letter's PDF"
        )
    reader = _Reader()
    reader.walk(body)
    blocks = (*classify(reader.flow.stretches, plain_headings=False), *reader.flow.notes,
              *reader.flow.furniture)  # fmt: skip
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(path, "this XML holds no text; put the letter's PDF beside it")
    return Document(blocks, "XML", PARSER, "utf-8", (), _known(root, body))


def _root_kind(root: Element) -> str:
    names = [name_of(one) for one in (root, *root.iterchildren())]
    return next((name for name in names if name in _NO_LETTERS), "")


def _known(root: Element, body: Element) -> tuple[tuple[str, str], ...]:
    """Collect what the elements and attributes say of the publication."""
    stated = known_values(
        (meta.get("name", ""), meta.get("scheme", ""), meta.get("content", ""))
        for meta in root.iter("{*}meta", "{*}metadata")
    )
    known = [one for one in stated if one[0] == "doc_id"]
    for meta in root.iter("{*}meta"):
        link = re.search(r"/([a-z]+-[\w-]+)/metadata\.xml$", meta.get("content", ""))
        if link:
            known.append(("doc_id", link[1]))
    for one in body.iter("*"):
        name = name_of(one)
        text = " ".join("".join(one.itertext()).split())
        if name == "dossier":
            title = one.findtext("{*}titel") or ""
            known.append(("dossiers", f"{_dossier_number(one)}\t{' '.join(title.split())}"))
        elif name in {"ondernummer", "kamervraagnummer"}:
            known.append(("ondernummer", text))
        elif name == "tekstregel" and one.get("inhoud") == "vergaderjaar":
            known.append(("vergaderjaar", text.removeprefix("Vergaderjaar ")))
        elif name == "tekstregel" and one.get("inhoud") == "kamernummer":
            known.append(("house", "I" if text == "1" else "II"))
        elif name == "datum" and one.get("isodatum") and _dates_the_letter(one):
            known.append(("date", one.get("isodatum", "")))
        elif name == "kamervraagonderwerp":
            known.append(("subject", text))
    return (*known, *stated)


def _dossier_number(dossier: Element) -> str:
    """Return a dossier's number with its chapter or suffix: "36 725 VI", "21 501-02"."""
    parts = {name_of(part): "".join(part.itertext()).split() for part in dossier.iter("*")}
    number = " ".join(parts.get("dossiernr", ()))
    chapter = " ".join(parts.get("begrotingshoofdstuk", ()))
    council = " ".join(parts.get("raadnr", ()))
    return f"{number} {chapter}".strip() if not council else f"{number}-{council}"


def _dates_the_letter(datum: Element) -> bool:
    parent = datum.getparent()
    if parent is None:
        return False
    if name_of(parent) == "kamervraagomschrijving":
        return parent.get("type") == "antwoord"
    return name_of(parent) in {"datumtekst", "dagtekening", "ondertekening"}


def _counted(lijst: Element, position: int) -> str:
    """Return the number of an item that has none of its own: counted, or a dash."""
    kind = lijst.get("type", "")
    style = _COUNTED.get(kind.casefold())
    if style is None:
        return "–"
    number = numeral(whole(lijst.get("start"), 1) + position, style)
    return f"{number.upper() if kind.isupper() else number}{lijst.get('nr-sluiting', '.')}"


def _spanning(entry: Element, names: list[str], span: Element) -> Cell:
    """Read how far a cell of a CALS table spans; ``span`` is the entry or its spanspec."""
    if name_of(entry) != "entry":
        return Cell(entry, whole(entry.get("colspan"), 1), whole(entry.get("rowspan"), 1))
    first, last = span.get("namest"), span.get("nameend")
    columns = names.index(last) - names.index(first) + 1 if {first, last} <= set(names) else 1
    name = entry.get("colname") or first
    at = names.index(name) if name in names else None
    return Cell(entry, max(columns, 1), whole(entry.get("morerows"), 0) + 1, at)


class _Reader:
    """Walks the tree and fills a flow."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._notes = 0
        self._pair: str | None = None  # the numbers of the question read last

    def walk(self, element: Element) -> None:
        for child in element:
            self.visit(child)

    def visit(self, element: Element) -> None:
        """Read one element in the flow of the text."""
        name = name_of(element)
        if not name or name in _SKIPPED:
            return
        if name in {"kamerstukkop", "kamervraagkop", "kamerwrkkop"}:
            for line in element:
                self.flow.add_furniture("".join(line.itertext()))
        elif name == "dossier":
            self._letterhead(element)
        elif name == "stuk":
            self._stuk(element)
        elif name in _LETTERHEAD:
            self._letterhead(element)
        elif name in _HEADING:
            self.flow.add(self._inline(element), kind="heading", styled=True)
        elif name in {"vraag", "antwoord"}:
            self._question(element)
        elif name in _PARAGRAPHS:
            self.flow.add(self._inline(element))
        elif name == "lijst":
            self._list(element)
        elif name == "table":
            self._table(element)
        elif name in {"ondertekening", "slotondertekening"}:
            self._signature(element)
        elif len(element) == 0 and (element.text or "").strip():
            self.flow.add(self._inline(element))
        else:
            self.walk(element)

    def _letterhead(self, element: Element) -> None:
        self.flow.add(self._inline(element), kind="letterhead", styled=False)

    def _stuk(self, element: Element) -> None:
        """The number and the title of a kamerstuk are one line of its head."""
        head = Inline()
        for child in element:
            if name_of(child) in {"stuknr", "titel"}:
                head.add(" ")
                self._into(child, head, False)
        head.text = head.text.lstrip()
        self.flow.add(head, kind="letterhead", styled=False)
        for child in element:
            if name_of(child) not in {"stuknr", "titel"}:
                self.visit(child)

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
                self.visit(child)
        pair = ", ".join(numbers_in(printed)) or (self._pair if part == "answer" else None)
        self._pair = pair
        self.flow.stretches[first:] = [
            one if one.kind == "signature" else replace(one, part=part, pair=pair)
            for one in self.flow.stretches[first:]
        ]

    def _signature(self, element: Element) -> None:
        lines = []
        for part in element.iter():
            if name_of(part) in {"functie", "naam", "al", "plaats"}:
                line = self.flow.line(self._inline(part))
                if line is not None and line.text.strip():
                    lines.append(line)
        if lines:
            self.flow.stretches.append(Stretch(tuple(lines), kind="signature"))

    def _list(self, element: Element) -> None:
        for position, item in enumerate(one for one in element if name_of(one) == "li"):
            number = " ".join("".join(item.xpath("string(*[local-name()='li.nr'])")).split())
            number = number or _counted(element, position)
            first = True
            for child in item:
                name = name_of(child)
                if name == "li.nr":
                    continue
                if name == "lijst":
                    self._list(child)
                elif name in _PARAGRAPHS:
                    inline = self._inline(child)
                    inline.text = inline.text.lstrip()
                    if first:
                        inline.prepend(f"{number} ")
                    kind = "item" if first else None
                    self.flow.add(inline, kind=kind, number=number if first else None)
                    first = False
                else:
                    self.visit(child)

    def _table(self, element: Element) -> None:
        for title in element.xpath("./*[local-name()='title' or local-name()='titel']"):
            self.flow.add(self._inline(title), kind="heading", styled=True)
        for group in element.xpath("./*[local-name()='tgroup']") or [element]:
            names = [one.get("colname", "") for one in group if name_of(one) == "colspec"]
            spans = {one.get("spanname", ""): one for one in group if name_of(one) == "spanspec"}
            rows = group.xpath(".//*[local-name()='row' or local-name()='tr']")
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

    def _cell(self, cell: Element) -> list[Inline]:
        paragraphs = [self._inline(one) for one in cell if name_of(one) in _PARAGRAPHS]
        return paragraphs or [self._inline(cell)]

    def _inline(self, element: Element) -> Inline:
        inline = Inline()
        self._into(element, inline, False)
        inline.text = inline.text.rstrip()
        return inline

    def _into(self, element: Element, inline: Inline, emphasised: bool) -> None:
        """Append an element's text; a note inside it is lifted out and leaves its mark."""
        inline.add(element.text, emphasised)
        for child in element:
            name = name_of(child)
            if name == "noot":
                self._note(child, inline)
            elif name:
                if name in {"dossiernummer", "titel", "nr", "subtitel", "label"} and inline.text:
                    inline.add(" ")
                self._into(child, inline, emphasised or name in _BOLD)
                if name in {"dossiernummer", "label", "nr"}:
                    inline.add(" ")
            inline.add(child.tail, emphasised)

    def _note(self, element: Element, inline: Inline) -> None:
        self._notes += 1
        note = element.get("id") or f"noot-{self._notes}"
        number = " ".join("".join(element.xpath("string(*[local-name()='noot.nr'])")).split())
        inline.mark(note)
        texts = [self._inline(one) for one in element if name_of(one) in {"noot.al", "al"}]
        self.flow.add_note(note, number.rstrip(".)") or str(self._notes), texts)
