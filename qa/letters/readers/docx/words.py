"""The words of paragraphs of a DOCX as Word prints them, and what of them is left out and why.

Left out are text that is deleted, moved away, struck, hidden or a field's instruction, contents,
comments and alternative texts; each with its kind. Notes are lifted out and leave their mark; text
boxes and what cannot be read are kept for the reader to place. Raised and lowered digits, formulas
and signs of symbol fonts become characters of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.letters.readers.docx.fields import CHECKED, EMPTY, Fields
from qa.letters.readers.docx.notes import Notes
from qa.letters.readers.docx.package import WP, Package, R, W, child
from qa.letters.readers.docx.styles import Look, Styles, is_on
from qa.letters.readers.formulas import formula_text
from qa.letters.readers.markup import Element, Flow, Inline, name_of
from qa.letters.readers.printed import Aside, PrintedLine
from qa.letters.readers.symbol_fonts import UNKNOWN, as_characters, is_symbol_font, sign
from qa.records import LeftOutKind

_NO_TEXT = {
    "pPr", "rPr", "tblPr", "sectPr", "proofErr", "sdtPr", "sdtEndPr", "bookmarkStart",
    "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "rubyPr", "fldData", "ffData",
}  # fmt: skip
_CONTENTS_GALLERY = "table of contents"


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a run is set, and why all text here is left out, if it is."""

    look: Look
    gone: LeftOutKind | None


class Words:
    """Reads paragraphs one after another; ``left`` and ``boxes`` grow until they are taken."""

    def __init__(
        self, package: Package, styles: Styles, notes: Notes, flow: Flow, body: Element
    ) -> None:
        self.fields = Fields()
        self.left = Aside()
        self.boxes: list[Element] = []
        self.unclosed: set[Element] = set()
        self._package = package
        self._styles = styles
        self._notes = notes
        self._flow = flow
        self._paper_is_white = not _is_coloured(body)
        part = package.own_part("comments")
        self._comments = {
            one.get(f"{W}id", ""): one
            for one in (part.iter(f"{W}comment") if part is not None else ())
        }

    def of(self, paragraphs: Sequence[Element], gone: LeftOutKind | None = None) -> Inline:
        """Read paragraphs that are printed as one.

        Args:
            paragraphs: The ``w:p`` elements.
            gone: Why none of it is to be read.
        """
        line = PrintedLine()
        self.left.interrupt()
        for paragraph in paragraphs:
            line.style = self._styles.of_paragraph(paragraph)
            self.fields.enter(self._styles.level(line.style, paragraph))
            own = "contents" if self._styles.is_contents(line.style) else gone
            self._into(paragraph, line, own)
        line.settle()
        return line.inline

    def leave_out_rest(self) -> None:
        """Leave out the notes and comments that the text has no mark of."""
        for note in self._notes.unseen():
            self.left.add("hidden", _plain(note), apart=True)
        for comment in self._comments.values():
            self.left.add("comment", _plain(comment), apart=True)

    def chosen(self, alternatives: Element) -> Element | None:
        """Return the form of a thing that Word shows; the text of the others is left out."""
        forms = list(alternatives)
        shown = next(
            (one for one in forms if next(one.iter(f"{W}t", f"{W}drawing"), None) is not None),
            forms[0] if forms else None,
        )
        for one in forms:
            if one is not shown:
                self.left.add("repeated", _plain(one), apart=True)
        return shown

    def embedded(self, kind: str, relation: str | None, name: str = "") -> None:
        """Name a part that cannot be read."""
        what = name or self._package.target(relation)
        self.left.add("unreadable", f"[{kind} {what}".rstrip() + "]", apart=True)

    def _into(self, element: Element, line: PrintedLine, gone: LeftOutKind | None) -> None:
        for part in element:
            name = name_of(part)
            if name == "r":
                self._run(part, line, gone)
            elif name in _NO_TEXT:
                continue
            elif name in {"del", "moveFrom"}:
                self._into(part, line, "struck")
            elif name == "fldSimple":
                self.fields.begin(instruction=part.get(f"{W}instr", ""))
                self._into(part, line, gone)
                self._put(self.fields.end(), line, _Setting(Look(), gone))
            elif name == "sdt":
                self._control(part, line, gone)
            elif name in {"oMath", "oMathPara"}:
                self._put(formula_text(part), line, _Setting(Look(), gone))
            elif name == "AlternateContent":
                shown = self.chosen(part)
                if shown is not None:
                    self._into(shown, line, gone)
            else:
                self._into(part, line, gone)

    def _control(self, control: Element, line: PrintedLine, gone: LeftOutKind | None) -> None:
        """Read a content control: what was filled in, not what asks for it."""
        content = control.find(f"{W}sdtContent")
        properties = control.find(f"{W}sdtPr")
        box = next((one for one in control.iter() if name_of(one) == "checkbox"), None)
        if box is not None and (content is None or not _plain(content)):
            checked = any(
                name_of(one) == "checked" and next(iter(one.attrib.values()), "1") in {"1", "true"}
                for one in box
            )
            self._put(CHECKED if checked else EMPTY, line, _Setting(Look(), gone))
        elif content is not None:
            self._into(content, line, gone or kind_of_control(properties))

    def _run(self, run: Element, line: PrintedLine, gone: LeftOutKind | None) -> None:
        look = self._styles.look(line.style, child(run, "rPr"))
        gone = gone or look.gone
        if look.white and not gone and self._paper_is_white:
            gone = "hidden" if self._styles.on_white(run, line.style) else None
        self._parts(run, line, _Setting(look, gone))

    def _parts(self, run: Element, line: PrintedLine, setting: _Setting) -> None:
        own_mark: PrintedLine | None = None
        reference = ""
        for part in run:
            name = name_of(part)
            if name == "t":
                text = self._characters(part.text or "", setting.look)
                self._put(text, own_mark or line, setting)
            elif name == "sym":
                self._put(_symbol(part), own_mark or line, setting)
            elif name in {"footnoteReference", "endnoteReference"}:
                reference = f"{name.removesuffix('Reference')}-{part.get(f'{W}id')}"
                if part.get(f"{W}customMarkFollows", "0") in {"1", "true", "on"}:
                    own_mark = PrintedLine()
                else:
                    self._note(reference, line, setting)
            elif name != "rPr":
                self._other(name, part, line, setting)
        if own_mark is not None:
            own_mark.settle()
            self._note(reference, line, setting, own_mark.inline.text.strip())

    def _other(self, name: str, part: Element, line: PrintedLine, setting: _Setting) -> None:
        """Read what a run has beside letters, symbols and notes."""
        if name in {"tab", "ptab"}:
            self._put("\t", line, setting)
        elif name in {"br", "cr"}:
            if part.get(f"{W}type") == "page":
                self._notes.page += 1
            elif part.get(f"{W}type") != "column":
                self._break(line, setting)
        elif name == "noBreakHyphen":
            self._put("\u2011", line, setting)
        elif name in {"instrText", "delInstrText"}:
            self.fields.instruct(part.text or "")
        elif name == "fldChar":
            self._field(part, line, setting)
        elif name == "delText":
            self.left.add("struck", part.text or "")
        elif name == "lastRenderedPageBreak":
            self._notes.page += 1
        elif name == "commentReference":
            comment = self._comments.pop(part.get(f"{W}id", ""), None)
            if comment is not None:
                self.left.add("comment", _plain(comment), apart=True)
        elif name == "ruby":
            self._ruby(part, line, setting.gone)
        elif name == "AlternateContent":
            shown = self.chosen(part)
            if shown is not None:
                self._parts(shown, line, setting)
        elif name in {"drawing", "pict", "object"}:
            self._drawn(part, set())

    def _ruby(self, ruby: Element, line: PrintedLine, gone: LeftOutKind | None) -> None:
        """Read a word with its pronunciation above it, which is left out."""
        for part in ruby:
            if name_of(part) == "rubyBase":
                self._into(part, line, gone)
            elif name_of(part) == "rt":
                self._into(part, line, "decoration")

    def _field(self, mark: Element, line: PrintedLine, setting: _Setting) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin" and mark not in self.unclosed:
            self.fields.begin(mark)
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self._put(self.fields.end(), line, setting)

    def _characters(self, text: str, look: Look) -> str:
        first, other = look.fonts
        if look.capitals and not is_symbol_font(first):
            text = text.upper()
        if text.isascii() or first == other:
            return as_characters(text, first)
        return "".join(as_characters(one, first if one.isascii() else other) for one in text)

    def _put(self, text: str, line: PrintedLine, setting: _Setting) -> None:
        """Write text to the line, or leave it out."""
        kind = setting.gone or self._field_kind()
        if not text:
            return
        if kind is not None:
            self.left.add(kind, text)
            return
        self.left.add_unknown(text)
        self.left.interrupt()
        self.fields.take()
        line.add(text, setting.look.shift, setting.look.emphasised)

    def _break(self, line: PrintedLine, setting: _Setting) -> None:
        if setting.gone or self._field_kind():
            self._put(" ", line, setting)
            return
        line.settle()
        line.inline.add("\v", setting.look.emphasised, fold=False)

    def _field_kind(self) -> LeftOutKind | None:
        if not self.fields.shows_text:
            return "hidden"
        return "contents" if self.fields.in_contents else None

    def _note(
        self, note: str, line: PrintedLine, setting: _Setting, own_mark: str | None = None
    ) -> None:
        element = self._notes.texts.get(note)
        if element is None:
            return
        kind = setting.gone or self._field_kind()
        if kind is not None:
            if self._notes.take(note):
                self.left.add(kind, _plain(element), apart=True)
            return
        line.mark(note)
        if self._notes.take(note):
            number = self._notes.number(note) if own_mark is None else own_mark
            texts = self._note_texts(element, own_mark)
            self._flow.add_note(note, number, texts)

    def _note_texts(self, element: Element, own_mark: str | None) -> list[Inline]:
        """Read the paragraphs of a note, without the mark that they begin with."""
        outside, self.fields = self.fields, self.fields.beside()
        texts: list[Inline] = []
        for paragraph in element.iter(f"{W}p"):
            text = self.of([paragraph])
            text.text = text.text.replace("\v", " ").lstrip()
            if own_mark and not texts:
                text.text = text.text.removeprefix(own_mark).lstrip()
            texts.append(text)
        self.fields = outside
        return texts

    def _drawn(self, element: Element, told: set[str]) -> None:
        """Keep the text boxes of a drawing, and name what else is in it."""
        for part in element:
            name = name_of(part)
            if name == "txbxContent":
                self.boxes.append(part)
            elif name == "AlternateContent":
                shown = self.chosen(part)
                if shown is not None:
                    self._drawn(shown, told)
            elif name == "chart":
                self.embedded("chart", part.get(f"{R}id"))
            elif name == "relIds":
                self.embedded("diagram", part.get(f"{R}dm"))
            elif name == "OLEObject":
                self.embedded("embedded object", part.get(f"{R}id"), part.get("ProgID", ""))
            elif name == "t":
                self.left.add("decoration", part.text or "", apart=True)
            else:
                self._tell(part, told)
                self._drawn(part, told)

    def _tell(self, element: Element, told: set[str]) -> None:
        """Leave out what a picture says of itself, and the words of a watermark."""
        for key in ("title", "descr", "alt", "string"):
            text = element.get(key, "")
            if text.strip() and text not in told:
                told.add(text)
                kind: LeftOutKind = "decoration" if key == "string" else "description"
                self.left.add(kind, text, apart=True)


def _is_coloured(body: Element) -> bool:
    """Tell pages with a colour, or a picture behind the text, on which white text may be seen."""
    background = next(body.itersiblings(f"{W}background", preceding=True), None)
    return background is not None or any(
        one.get("behindDoc") in {"1", "true"} for one in body.iter(f"{WP}anchor")
    )


def _symbol(element: Element) -> str:
    code = element.get(f"{W}char", "")
    is_code = re.fullmatch(r"[\da-fA-F]{1,5}", code) is not None
    return sign(element.get(f"{W}font", ""), int(code, 16)) if is_code else UNKNOWN


def kind_of_control(properties: Element | None) -> LeftOutKind | None:
    """Return why the content of a content control is no text of the letter, if it is none."""
    if properties is None:
        return None
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    if gallery is not None and gallery.get(f"{W}val", "").casefold() == _CONTENTS_GALLERY:
        return "contents"
    return "decoration" if is_on(properties, "showingPlcHdr") else None


def _plain(element: Element) -> str:
    """Return all letters below an element, a space between paragraphs."""
    return " ".join(filter(None, map(_letters, _paragraphs(element)))).strip()


def _paragraphs(element: Element) -> Iterator[Element]:
    found = list(element.iter(f"{W}p"))
    return iter(found or [element])


def _letters(element: Element) -> str:
    return "".join(
        one.text or ""
        for one in element.iter(f"{W}t", f"{W}delText")
        if element.tag != f"{W}p" or next(one.iterancestors(f"{W}p")) is element
    )
