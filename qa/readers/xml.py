"""XML of the official publications to blocks: kamerstuk, kamervragen, kamerwrk.

A debate (handelingen) is no letter and is named. Unknown elements are walked through, so that no
text is lost. A question's number belongs to its element, whatever words are printed there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from qa.errors import LetterError
from qa.readers.blocks import Document, Line, Part
from qa.readers.grid import Cell
from qa.readers.html import read_root
from qa.readers.markup import Element, Flow, Inline, add_table, name_of, parse_xml
from qa.readers.numerals import numeral, whole
from qa.readers.official_meta import known_values
from qa.readers.pairs import numbers_in
from qa.readers.raised import lowered, raised
from qa.readers.structure import Stretch, classify

PARSER = "xml 2"

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
_LETTERHEAD = {"datumtekst", "kamervraagnummer", "kamervraagomschrijving", "onderw"}
_HEADING = {"kop", "tussenkop", "tuskop"}
_BANNERS = {"kamerstukkop", "kamervraagkop", "kamerwrkkop"}
_MARGIN = {"ordernr", "vergjaar", "versie", "metadata", "meta-data"}
_NOTES = {"noot", "voetnoot", "eindnoot"}
_SIGNATURES = {"ondertekening", "slotondertekening", "ondtek"}
_PARAGRAPHS = {"al", "wat", "wie", "context.al", "considerans.al", "slotformulering", "bron"}
_LISTS = {"lijst", "definitielijst", "begrippenlijst"}
_BLOCKS = (
    _LETTERHEAD | _HEADING | _BANNERS | _SIGNATURES | _PARAGRAPHS | _LISTS
    | {"stuk", "dossier", "vraag", "antwoord", "lid", "table", "tekst", "divisie", "artikel",
       "definitie-item", "begrip", "box", "kader"}
)  # fmt: skip
_TABLE_PARTS = {"tgroup", "row", "tr", "tbody", "thead", "tfoot", "title", "titel", "caption",
                "colgroup", "col", "colspec"}  # fmt: skip
_STRUCK = {"del", "s", "strike", "verwijderd", "doorhaling"}
_STRUCK_EMPHASIS = re.compile(r"door(?:haling|gehaald|halen)|strike", re.IGNORECASE)
_APART = {"dossiernummer", "titel", "nr", "subtitel", "label", "nummer", "naam", "ltrlabel",
          "voornaam", "voorvoegsel", "voorvoegsels", "achternaam", "functie", "plaats"}  # fmt: skip
"""Parts of a head or a name, which need no white space between them in the file."""
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
    page = next(root.iter("{http://www.w3.org/1999/xhtml}*"), None) if body is None else None
    if page is not None:
        return _read_page(root, page, path)
    if body is None:
        raise LetterError(
            path, f"no letter in this XML (its root is {name_of(root)}); use the letter's PDF"
        )
    apart = {one.get("id", ""): one for one in body.iter("{*}voetnoot", "{*}eindnoot")}
    reader = _Reader({name: one for name, one in apart.items() if name})
    reader.walk(body)
    reader.add_notes_left()
    blocks = (*classify(reader.flow.stretches, plain_headings=False), *reader.flow.notes,
              *reader.flow.furniture)  # fmt: skip
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(path, "this XML holds no text; put the letter's PDF beside it")
    return Document(blocks, "XML", PARSER, "utf-8", (), _known(root, body))


def _read_page(root: Element, page: Element, path: str) -> Document:
    """Read a web page that another form wraps, with what the wrapper says of it."""
    around = page.getparent() if page.getparent() is not None else page
    known = tuple(
        (field, " ".join("".join(one.itertext()).split()).split("_")[0])
        for field, name in (("doc_id", "identifier"), ("date", "issued"), ("subject", "title"))
        for one in root.iter(f"{{http://purl.org/dc/terms/}}{name}")
    )
    for one in around.iter("{http://www.w3.org/1999/xhtml}*"):
        one.tag = name_of(one)
    etree.cleanup_namespaces(around)
    written = etree.tostring(around, method="html", encoding="unicode", with_tail=False)
    parsed = lxml_html.document_fromstring(f"<html><body>{written}</body></html>")
    document = read_root(parsed, path, "utf-8", known)
    flow = Flow()
    flow.extract.length = max(line.start + len(line.text) + 1
                              for block in document.blocks for line in block.lines)  # fmt: skip
    inside = set(around.iter())
    for one in root.iter("*"):
        if one not in inside:
            flow.add_furniture(one.text or "")
    blocks = (*document.blocks, *flow.furniture)
    return replace(document, blocks=blocks, form="XML", parser=PARSER)


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
    if body.get("kamer") in {"1", "2"}:
        known.append(("house", "I" if body.get("kamer") == "1" else "II"))
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
        elif name == "onderw":
            number, title = one.findtext("{*}nummer") or "", one.findtext("{*}naam") or ""
            known.append(("dossiers", f"{' '.join(number.split())}\t{' '.join(title.split())}"))
        elif name == "vergjaar":
            known.append(("vergaderjaar", text))
        elif name == "nummer" and name_of(one.getparent()) == "stuk":
            known.append(("ondernummer", text))
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

    def __init__(self, notes: dict[str, Element]) -> None:
        """Prepare; ``notes`` are those that stand apart from their marks, by id."""
        self.flow = Flow()
        self._apart = notes
        self._read: set[str] = set()  # notes
        self._notes = 0
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

    @staticmethod
    def _is_block(element: Element) -> bool:
        name = name_of(element)
        if name in _BLOCKS or name in _MARGIN:
            return True
        return name not in _NOTES and any(name_of(one) in _BLOCKS for one in element.iter("*"))

    def visit(self, element: Element) -> None:
        """Read one block in the flow of the text."""
        name = name_of(element)
        if name in _MARGIN:
            self.flow.add_furniture(" ".join(element.itertext()))
        elif name in _BANNERS or _is_banner(element):
            for line in element:
                self.flow.add_furniture("".join(line.itertext()), "running title")
        elif name in _LETTERHEAD or name == "dossier":
            self._letterhead(element)
        elif name == "stuk":
            self._stuk(element)
        elif name in _HEADING:
            self.flow.add(self._inline(element), kind="heading", styled=True)
        elif name in {"vraag", "antwoord"}:
            self._question(element)
        elif name in {"lid", "definitie-item", "begrip"}:
            self._numbered(element)
        elif name in _PARAGRAPHS and not self._holds_blocks(element):
            self.flow.add(self._inline(element))
        elif name == "lijst":
            self._list(element)
        elif name == "table":
            self._table(element)
        elif name in _SIGNATURES:
            self._signature(element)
        else:
            self.walk(element)

    @staticmethod
    def _holds_blocks(element: Element) -> bool:
        inner = (one for child in element for one in child.iter("*"))
        return any(name_of(one) in _BLOCKS - {"naam"} for one in inner)

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
            if name_of(parent) in _SIGNATURES:
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
            elif name in _PARAGRAPHS and first:
                inline = self._inline(child)
                self.flow.add(_after(number, inline))
                first = False
            elif first and not self._holds_blocks(child):
                self.flow.add(_after(number, self._inline(child)))
                first = False
            elif first and name in {"definitie", "begripsdefinitie"}:
                paragraphs = [one for one in child if name_of(one) in _PARAGRAPHS][:1]
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
            number = number or _counted(element, position)
            first = True
            loose = Inline()
            loose.add(item.text)
            for child in item:
                name = name_of(child)
                if name == "li.nr":
                    loose.add(child.tail)
                    continue
                if name in _PARAGRAPHS and not self._holds_blocks(child):
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

    def _cell(self, cell: Element) -> list[Inline]:
        """Read a cell: its paragraphs, items of lists and text beside them, in order."""
        found: list[Inline] = []
        self._cell_parts(cell, found)
        return [one for one in found if one.text.strip() or one.marks] or [Inline()]

    def _cell_parts(self, element: Element, found: list[Inline]) -> None:
        loose = Inline()
        loose.add(element.text)
        for child in element:
            if not self._is_block(child):
                self._child(child, loose, False)
            else:
                found.append(loose)
                if name_of(child) == "lijst":
                    self._cell_list(child, found)
                elif self._holds_blocks(child):
                    self._cell_parts(child, found)
                else:
                    found.append(self._inline(child))
                loose = Inline()
            loose.add(child.tail)
        found.append(loose)

    def _cell_list(self, element: Element, found: list[Inline]) -> None:
        for position, item in enumerate(one for one in element if name_of(one) == "li"):
            number = " ".join("".join(item.xpath("string(*[local-name()='li.nr'])")).split())
            inner: list[Inline] = []
            self._cell_parts(item, inner)
            inner = [one for one in inner if one.text.strip()]
            printed = bool(number) and inner and inner[0].text.strip() == number
            inner = inner[1:] if printed else inner
            if inner:
                inner[0].text = inner[0].text.lstrip()
                inner[0].prepend(f"{number or _counted(element, position)} ")
            found += inner

    def _inline(self, element: Element) -> Inline:
        inline = Inline()
        self._into(element, inline, False)
        inline.text = inline.text.rstrip()
        return inline

    def _into(self, element: Element, inline: Inline, emphasised: bool) -> None:
        """Append an element's text; a note inside it is lifted out and leaves its mark."""
        inline.add(element.text, emphasised)
        for child in element:
            self._child(child, inline, emphasised)
            inline.add(child.tail, emphasised)

    def _child(self, child: Element, inline: Inline, emphasised: bool) -> None:
        """Append one element in a line, without what follows it."""
        name = name_of(child)
        if name in _NOTES and child.get("id") in self._apart:
            pass  # read where its mark stands
        elif name in _NOTES:
            self._note(child, inline)
        elif name == "voetref":
            self._reference(child, inline)
        elif name == "br":
            inline.add(" ")
        elif name == "illustratie":
            self.flow.add_furniture("".join(child.itertext()), "decoration")
        elif name in _STRUCK or _STRUCK_EMPHASIS.search(child.get("type", "")):
            self.flow.add_furniture("".join(child.itertext()), "struck")
        elif name in {"sup", "inf", "sub"} and len(child) == 0:
            written = raised if name == "sup" else lowered
            inline.add(written(child.text or ""), emphasised)
        elif name:
            apart = name in _APART
            if apart and inline.text:
                inline.add(" ")
            self._into(child, inline, emphasised or name in _BOLD)
            if apart and name != "titel":
                inline.add(" ")

    def _note(self, element: Element, inline: Inline) -> None:
        self._notes += 1
        note = element.get("id") or f"noot-{self._notes}"
        number = " ".join("".join(element.xpath("string(*[local-name()='noot.nr'])")).split())
        inline.mark(note)
        self._add_note(element, note, number.rstrip(".)") or element.get("nr", ""))

    def _reference(self, element: Element, inline: Inline) -> None:
        """Set the mark of a note that stands apart, and read the note."""
        note = element.get("refid", "")
        if note in self._apart:
            inline.mark(note)
            if note not in self._read:
                self._notes += 1
                one = self._apart[note]
                self._add_note(one, note, element.get("nr") or one.get("nr", ""))

    def add_notes_left(self) -> None:
        """Read the notes that stand apart and that no mark names."""
        for note, element in self._apart.items():
            if note not in self._read:
                self._notes += 1
                self._add_note(element, note, element.get("nr", ""))

    def _add_note(self, element: Element, note: str, number: str) -> None:
        """Read a note: its paragraphs, and lists in it, a line each."""
        self._read.add(note)
        texts: list[Inline] = []
        for child in element:
            if name_of(child) == "noot.nr":
                continue
            if name_of(child) in _LISTS:
                self._cell_list(child, texts)
            elif self._holds_blocks(child):
                self._cell_parts(child, texts)
            else:
                texts.append(self._inline(child))
        if not len(element):
            texts.append(self._inline(element))
        self.flow.add_note(note, number or str(self._notes), texts)


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
