"""HTML of the official publications, and other pages with a letter, to blocks.

Takes what stands in ``div#broodtekst``, else in the page's main part. The site's own buttons
("Naar boven", "X Noot") are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html as lxml_html

from qa.errors import LetterError
from qa.readers.blocks import Document, Mark
from qa.readers.css import Style, on_screen
from qa.readers.grid import Cell
from qa.readers.html_facts import states_facts
from qa.readers.html_frame import is_site
from qa.readers.html_notes import find_notes, label_of, shows_raised
from qa.readers.markup import Element, Flow, Inline, add_table, is_out_of_memory, name_of
from qa.readers.numerals import numeral, whole
from qa.readers.official_meta import known_values
from qa.readers.page_meta import page_values
from qa.readers.raised import lowered, raised
from qa.readers.structure import Stretch, classify
from qa.records import LeftOutKind

PARSER = "html 3"

_SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "head", "object", "audio",
           "video", "textarea", "input"}  # fmt: skip
"""What shows no text of its own, or none of the page's."""
_UNSHOWN: dict[str, LeftOutKind] = {
    "svg": "decoration", "iframe": "hidden", "object": "hidden", "audio": "hidden",
    "video": "hidden",
}  # fmt: skip
"""What has words that are part of a picture, or shown only where something else cannot be."""
_FRAME = {"nav", "header", "footer", "button", "aside", "select"}
"""The site's frame, unless it stands in the letter's own article."""
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | _FRAME | {
    "p", "div", "ul", "ol", "li", "table", "section", "article", "main", "dl", "blockquote", "body",
    "dd", "dt", "td", "th", "tr", "form", "center", "address", "figure", "figcaption", "pre",
    "details", "summary", "fieldset", "legend", "hgroup", "hr", "menu", "dir",
}  # fmt: skip
_CSS_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
               "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
_LEAST_SHARE = 0.4  # of the page's words; a place with fewer holds a teaser or a part
MAX_ROWS = 65_534  # the HTML standard's own limit
HTML_ELEMENTS = _BLOCKS | _SILENT | {
    "html", "title", "meta", "link", "span", "a", "br", "hr", "b", "strong", "i", "em", "font",
    "center", "pre", "img",
}  # fmt: skip
"""What a page, or a part of one, begins with."""
_BOLD = {"b", "strong", "i", "em"}
_TERMS = "./dt | ./dd | ./div[dt or dd]/* | ./*[not(self::dt or self::dd or self::div[dt or dd])]"
_HEAD, _SHORT = 20, 12  # stretches before a letter's text; words of one
_BUTTONS = re.compile(r"(?:Naar boven|X ?Noot|Download PDF|Terug naar boven|\^)\s*")
_CELL_PARAGRAPHS = 4  # a cell with more holds a letter, not a value
_BREAK = "\x1f"  # stands for <br> until a paragraph is whole
_OWN_NUMBER = "\x1e"  # stands behind a note's number that is raised or leads back to the mark
_PARAGRAPH_END = re.compile(rf"[ \u00a0]*{_BREAK}(?:[ \u00a0]*{_BREAK})+[ \u00a0]*")
_ARROWS = "↩↑^⏎⤴︎️"
_NOTE_BEGINS = re.compile(
    rf"\s*(?P<button>X ?Noot\s*)?(?P<arrows>[{_ARROWS}\s]*)"
    r"(?:\[?(?P<label>\d{1,3}|[ivxlc]+|[*†‡§]+|[a-z])"
    r"(?P<signs>\x1e?\s?\]?[.):]+(?=\s)|\x1e|\]|[.):]+|(?=\s))\s*)?"
)
_SIGNS = re.compile(r"[\w\s\[\]]")
_NOTE_ENDS = re.compile(rf"[\s{_ARROWS}]*$")
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
    parser = lxml_html.HTMLParser(encoding=encoding_of(content), no_network=True, huge_tree=False,
                                  remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = lxml_html.document_fromstring(content, parser=parser)
    except (ValueError, lxml_html.etree.LxmlError) as error:
        if is_out_of_memory(error):
            raise MemoryError from None
        raise LetterError(path, f"this HTML cannot be read ({error}); get it again") from None
    return read_root(root, path, encoding_of(content))


def read_root(
    root: Element, path: str, encoding: str, known: tuple[tuple[str, str], ...] = ()
) -> Document:
    """Read a page that is parsed.

    Args:
        root: Its html element, or the element of another form that holds a page.
        path: The file's name, for messages.
        encoding: What it was decoded from.
        known: What is known of the letter besides.
    """
    title = " ".join((root.findtext(".//title") or "").split())
    body = _main_part(root)
    sheets = (one.text or "" for one in root.iter("style") if on_screen(one.get("media", "")))
    reader = _Reader(root, Style(sheets), _words(body))
    reader.walk(body)
    flow = reader.flow
    reader.add_frame(root, body)
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
    stated = (*known, *known_values(meta), *page_values(root, body))
    return Document(blocks, "HTML", PARSER, encoding, (), stated)


def encoding_of(content: bytes) -> str:
    """Return a page's encoding: as announced if it is not UTF-8, and UTF-8 where that is valid."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        announced = re.search(rb"charset=[\"']?([\w-]+)", content[:2000])
        name = announced[1].decode("ascii").lower() if announced else ""
        return name if name in {"iso-8859-1", "iso-8859-15", "windows-1252"} else "windows-1252"
    return "utf-8"


def _main_part(root: Element) -> Element:
    """Return what holds the letter: the first likely place that has most of the page's words."""
    places = (
        "//*[@id='broodtekst']", "//main", "//article", "//*[@role='main']",
        "//*[@id='content' or @id='main' or @id='main-content']", "//body",
    )  # fmt: skip
    whole = _words(root)
    for place in places:
        found = max(root.xpath(place), key=_words, default=None)
        if found is not None and _words(found) >= _LEAST_SHARE * whole:
            return found
    return root


def _words(element: Element) -> int:
    """Count the words of an element that are not in the site's frame."""
    texts = element.xpath(
        ".//text()[not(ancestor::nav or ancestor::footer or ancestor::script or ancestor::style"
        " or ancestor::head or ancestor::noscript)]"
    )
    return sum(len(text.split()) for text in texts)


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

    def __init__(self, root: Element, style: Style, words: int) -> None:
        """Prepare; ``words`` counts those of the part that holds the letter."""
        self.flow = Flow()
        self._style = style
        self._words = words
        self._notes = find_notes(root, lambda one: style.unseen(one) is None)
        self._label = ""  # of an item of a list that is begun

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
                self.flow.add_furniture(_text_of(child), "site")
            else:
                self._child(child, loose, False)
            loose.add(child.tail)
        self._flush(loose)

    def _is_block(self, element: Element) -> bool:
        name = name_of(element)
        if name in _BLOCKS or "noot" in element.get("class", "").split():
            return True
        if element in self._notes.blocks:
            return True
        return name not in _SILENT and any(name_of(one) in _BLOCKS for one in element.iter("*"))

    def _flush(self, loose: Inline, **kinds: object) -> None:
        """Append the paragraphs of a text, which line breaks in twos part."""
        for one in _parted(loose):
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
        if name in _SILENT or name == "hr":
            return
        if unseen:
            self.flow.add_furniture(_text_of(element), unseen)
        elif self._is_note(element):
            self._note(element)
        elif self._is_frame(element):
            self._leave_out(element, "site")
        elif name == "header" or (states_facts(element) and self._is_opening()):
            first = len(self.flow.stretches)
            self.walk(element) if name == "header" else self._block(element)
            self.flow.stretches[first:] = map(_of_letterhead, self.flow.stretches[first:])
        else:
            self._block(element)

    def _is_opening(self) -> bool:
        """Tell that no text of the letter was read yet."""
        stretches = self.flow.stretches
        head = (one.kind in {"heading", "letterhead"} or len(one.text.split()) <= _SHORT
                for one in stretches)  # fmt: skip
        return len(stretches) <= _HEAD and all(head)

    def _block(self, element: Element) -> None:
        name, classes = name_of(element), element.get("class", "")
        if name in _HEADINGS and _LETTERHEAD.search(classes):
            self.flow.add(self._inline(element), kind="letterhead", styled=False)
        elif name in _HEADINGS:
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
            if not inline.marks and states_facts(element) and self._is_opening():
                inline.text = inline.text.replace(_BREAK, 2 * _BREAK)  # a fact on each line
            self._flush(inline)
        else:
            self.walk(element)

    def _is_frame(self, element: Element) -> bool:
        name = name_of(element)
        framed = name in _FRAME and not (name == "header" and _in_letter(element))
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
            self.flow.add_furniture(_text_of(element), kind)
        else:
            self.flow.add_furniture(element.text or "", kind)
            for child in element:
                self._leave_out(child, kind)
                self.flow.add_furniture(child.tail or "", kind)

    def _holds_blocks(self, element: Element) -> bool:
        return any(map(self._is_block, element))

    def add_frame(self, root: Element, body: Element) -> None:
        """Hand over what the page has around the letter."""
        inside = set(body.iter())
        above = set(body.iterancestors())

        def walk(element: Element) -> None:
            for child in element:
                if child in above or child is body:
                    walk(child) if child is not body else None
                elif child not in inside and name_of(child) not in _SILENT:
                    self._leave_out(child, self._style.unseen(child) or "site")
                if child is body or child in above or child not in inside:
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
                self.flow.add_furniture(_text_of(row), unseen)
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

    def _cell(self, cell: Element) -> list[Inline]:
        inline = Inline()
        self._into(cell, inline, False)
        return _parted(inline) or [Inline()]

    def _note(self, element: Element) -> None:
        """Read a note; what leads back to its mark is no part of it."""
        name, label = self._notes.blocks.get(element, ("", ""))
        text = Inline()
        self._into(element, text, False, inside_note=True)
        plain = text.text.replace(_BREAK, " ")
        begins = _NOTE_BEGINS.match(plain)
        assert begins is not None  # it may be empty
        printed = begins["label"] or ""
        known = printed == label if label else printed.isdigit()
        counted = name_of(element) == "li" and not begins["signs"] and _OWN_NUMBER not in plain
        start = begins.end() if known and not counted else begins.end("arrows")
        ends = _NOTE_ENDS.search(plain, start)
        end = ends.start() if ends else len(plain)
        if begins["button"]:
            self.flow.add_furniture("X Noot", "site")
        signs = (begins["signs"] or "").replace(_OWN_NUMBER, "") if start == begins.end() else ""
        for one in (begins["arrows"], signs.strip("[]"), plain[end:]):
            self.flow.add_furniture(one, "decoration")
        number = label or (printed if start == begins.end() else "")
        number = number or str(len(self.flow.notes) + 1)
        note = Inline()
        note.add(plain[start:end].replace(_OWN_NUMBER, ""))
        identifier = (
            name
            or element.get("id")
            or next(
                (one.get("id") or one.get("name") for one in element.iter() if one.get("id")), ""
            )
        )
        self.flow.add_note(identifier or f"noot-{number}", number, [note])

    def _inline(self, element: Element) -> Inline:
        inline = Inline()
        self._into(element, inline, False)
        inline.text = inline.text.replace(_BREAK, " ")
        inline.text = inline.text.strip() if not inline.marks else inline.text.rstrip()
        return inline

    def _into(
        self, element: Element, inline: Inline, emphasised: bool, inside_note: bool = False
    ) -> None:
        inline.add(element.text, emphasised)
        for child in element:
            name = name_of(child)
            if name in _BLOCKS and inline.text:
                inline.add(" ")
            self._child(child, inline, emphasised, inside_note)
            if name in _BLOCKS and inline.text:
                inline.add(" ")
            inline.add(child.tail, emphasised)

    def _child(
        self, child: Element, inline: Inline, emphasised: bool, inside_note: bool = False
    ) -> None:
        name = name_of(child)
        if name in _UNSHOWN:
            self.flow.add_furniture("".join(child.itertext()), _UNSHOWN[name])
        if not name or name in _SILENT:
            return
        unseen = self._style.unseen(child)
        if unseen:
            self.flow.add_furniture(_text_of(child), unseen)
        elif name in {"nav", "button", "select"}:
            self.flow.add_furniture(_text_of(child), "site")
        elif child in self._notes.blocks:
            self._note(child)
        elif child in self._notes.marks:
            self._mark(child, inline)
        elif self._lead_back(child, inline) if inside_note else self._refer(child, inline):
            pass
        elif name == "br":
            inline.add(_BREAK)
        elif (name == "sub" or shows_raised(child)) and self._is_plain(child):
            written = lowered if name == "sub" else raised
            inline.add(written("".join(child.itertext())), emphasised)
        else:
            self._into(child, inline, emphasised or name in _BOLD, inside_note)

    def _is_plain(self, element: Element) -> bool:
        """Tell whether all in an element is text that is seen, and no mark of a note."""
        return not any(
            one in self._notes.marks or name_of(one) in _SILENT | {"br"} or self._style.unseen(one)
            for one in element.iterdescendants()
        )

    def _mark(self, child: Element, inline: Inline) -> None:
        """Set the marks of the notes that an element shows the numbers of."""
        inline.text = inline.text.rstrip(" ")
        signs = "".join(child.itertext())
        for name, label in self._notes.marks[child]:
            inline.mark(name)
            signs = signs.replace(label, "", 1)
        self.flow.add_furniture(re.sub(r"[\s\[\]]", "", signs), "decoration")

    def _lead_back(self, child: Element, inline: Inline) -> bool:
        """Read what leads from a note to its mark: its number, or a sign that is no text of it."""
        label = label_of(child)
        begins = re.fullmatch(rf"\s*(?:X ?Noot)?[\s{_ARROWS}]*", inline.text) is not None
        back = child in self._notes.backs
        if (
            begins
            and re.fullmatch(r"\d{1,3}", label)
            and (back or shows_raised(child) or "nootnum" in child.get("class", ""))
        ):
            inline.add(f"{label}{_OWN_NUMBER} ")
            self.flow.add_furniture(_SIGNS.sub("", "".join(child.itertext())), "decoration")
            return True
        if back:
            self.flow.add_furniture(_text_of(child), "decoration")
        return back

    def _refer(self, child: Element, inline: Inline) -> bool:
        """Set the mark of an official paper's note; false if it is none."""
        text = label_of(child)
        if "nootnum" not in child.get("class", "") or not re.fullmatch(r"\d{1,3}", text):
            return False
        inline.text = inline.text.rstrip()
        inline.mark(child.get("href", "").rpartition("#")[2] or f"noot-{text}")
        return True


def _parted(inline: Inline) -> list[Inline]:
    """Cut a text where two line breaks stand together; others become spaces."""
    parts = []
    at = 0
    for end, following in [*((m.start(), m.end()) for m in _PARAGRAPH_END.finditer(inline.text)),
                           (len(inline.text), len(inline.text))]:  # fmt: skip
        text = inline.text[at:end].replace(_BREAK, " ")
        marks = [Mark(mark.at - at, mark.length, mark.note) for mark in inline.marks
                 if at <= mark.at < following or (mark.at == end == following)]  # fmt: skip
        if text.strip() or marks:
            lead = 0 if marks else len(text) - len(text.lstrip())
            parts.append(Inline(text[lead:].rstrip(), marks, inline.emphasised))
        at = following
    return parts


def _text_of(element: Element) -> str:
    """Return what an element shows, of scripts and styles nothing."""
    if name_of(element) in _SILENT - _UNSHOWN.keys():
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [_text_of(child), " " if name_of(child) in _BLOCKS else "", child.tail or ""]
    return "".join(parts)


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
