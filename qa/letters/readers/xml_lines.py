"""What stands in the lines of an official paper: text, cells of tables, notes and their marks."""

from __future__ import annotations

import re

from qa.letters.readers.markup import Element, Flow, Inline, name_of
from qa.letters.readers.numerals import numeral, whole
from qa.letters.readers.raised import lowered, raised

LETTERHEAD = {"datumtekst", "kamervraagnummer", "kamervraagomschrijving", "onderw"}
HEADING = {"kop", "tussenkop", "tuskop"}
BANNERS = {"kamerstukkop", "kamervraagkop", "kamerwrkkop"}
MARGIN = {"ordernr", "vergjaar", "versie", "metadata", "meta-data"}
_NOTES = {"noot", "voetnoot", "eindnoot"}
SIGNATURES = {"ondertekening", "slotondertekening", "ondtek"}
PARAGRAPHS = {"al", "wat", "wie", "context.al", "considerans.al", "slotformulering", "bron"}
_LISTS = {"lijst", "definitielijst", "begrippenlijst"}
BLOCKS = (
    LETTERHEAD | HEADING | BANNERS | SIGNATURES | PARAGRAPHS | _LISTS
    | {"stuk", "dossier", "vraag", "antwoord", "lid", "table", "tekst", "divisie", "artikel",
       "definitie-item", "begrip", "box", "kader"}
)  # fmt: skip
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


class LineReader:
    """Reads what stands in lines; a note inside them is lifted out."""

    def __init__(self, notes: dict[str, Element]) -> None:
        """Prepare; ``notes`` are those that stand apart from their marks, by id."""
        self.flow = Flow()
        self._apart = notes
        self._read: set[str] = set()  # notes
        self._notes = 0

    @staticmethod
    def _is_block(element: Element) -> bool:
        name = name_of(element)
        if name in BLOCKS or name in MARGIN:
            return True
        return name not in _NOTES and any(name_of(one) in BLOCKS for one in element.iter("*"))

    @staticmethod
    def _holds_blocks(element: Element) -> bool:
        inner = (one for child in element for one in child.iter("*"))
        return any(name_of(one) in BLOCKS - {"naam"} for one in inner)

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
                inner[0].prepend(f"{number or counted(element, position)} ")
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


def counted(lijst: Element, position: int) -> str:
    """Return the number of an item that has none of its own: counted, or a dash."""
    kind = lijst.get("type", "")
    style = _COUNTED.get(kind.casefold())
    if style is None:
        return "–"
    number = numeral(whole(lijst.get("start"), 1) + position, style)
    return f"{number.upper() if kind.isupper() else number}{lijst.get('nr-sluiting', '.')}"
