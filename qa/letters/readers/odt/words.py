"""The words of paragraphs of an ODT as they are printed, and what of them is left out and why.

Notes are lifted out and leave their mark; text boxes and shapes are kept for the reader to place.
Alternative texts of pictures, remarks, hidden and struck words are left out. Formulas, raised and
lowered digits and signs of symbol fonts become characters of their own.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.letters.readers.formulas import formula_text
from qa.letters.readers.markup import Element, Flow, Inline, name_of
from qa.letters.readers.odt.styles import DRAW, TEXT, Look, Styles
from qa.letters.readers.printed import Aside, PrintedLine
from qa.letters.readers.symbol_fonts import as_characters, is_symbol_font
from qa.records import LeftOutKind

_FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
DRAWN = {
    "frame", "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon",
    "regular-polygon", "path", "connector", "caption", "measure", "g", "control", "object",
    "object-ole", "image", "plugin", "applet", "floating-frame", "scene",
}  # fmt: skip
"""Names of what is drawn beside or between words."""
_NO_TEXT = {"bookmark-start", "bookmark-end", "soft-page-break", "number", "annotation-end"}
_HIDES = {"hidden-text", "hidden-paragraph"}


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the text at a place is set, and why all of it is left out, if it is."""

    look: Look
    emphasised: bool = False
    gone: LeftOutKind | None = None


class Words:
    """Reads paragraphs one after another; ``left`` and ``boxes`` grow until they are taken.

    Args:
        styles: The document's styles.
        emphasised: Names of styles that are bold or italic.
        part: Parses the content of an object in the file; ``None`` if it has none.
        root: The document, for its forms.
        flow: Where notes go.
    """

    def __init__(
        self,
        styles: Styles,
        emphasised: set[str],
        part: Callable[[str], Element | None],
        root: Element,
        flow: Flow,
    ) -> None:
        self.left = Aside()
        self.boxes: list[Element] = []
        self._styles = styles
        self._emphasised = emphasised
        self._part = part
        self._flow = flow
        self._boxes_to_tick = {
            one.get(f"{_FORM}id", ""): one.get(f"{_FORM}current-state") or one.get(f"{_FORM}state")
            for one in root.iter(f"{_FORM}checkbox", f"{_FORM}radio")
        }

    def of(self, paragraph: Element, gone: LeftOutKind | None = None) -> Inline:
        """Read a paragraph or heading.

        Args:
            paragraph: Its element.
            gone: Why none of it is to be read.
        """
        self.left.interrupt()
        line = PrintedLine()
        style = paragraph.get(f"{TEXT}style-name")
        hides = any(
            name_of(one) == "hidden-paragraph" and one.get(f"{TEXT}is-hidden") == "true"
            for one in paragraph
        )
        look = self._styles.look("paragraph", style)
        setting = _Setting(look, style in self._emphasised, gone or ("hidden" if hides else None))
        self._into(paragraph, line, setting)
        line.settle()
        line.inline.text = line.inline.text.rstrip()
        return line.inline

    def of_frame(self, frame: Element) -> Inline:
        """Read what a frame that stands in no paragraph has beside boxes: a formula."""
        self.left.interrupt()
        line = PrintedLine()
        self._drawn(frame, line, _Setting(Look()))
        line.settle()
        return line.inline

    def _into(self, element: Element, line: PrintedLine, setting: _Setting) -> None:
        self._put(element.text, line, setting)
        for child in element:
            self._child(child, name_of(child), line, setting)
            self._put(child.tail, line, setting)

    def _child(self, child: Element, name: str, line: PrintedLine, setting: _Setting) -> None:
        if name == "span":
            self._into(child, line, self._within(child, setting))
        elif name in {"tab", "s", "line-break"}:
            self._put("\t" if name == "tab" else " ", line, setting)
        elif name == "note":
            self._note(child, line, setting)
        elif name == "annotation":
            self.left.add("comment", paragraphs_of(child), apart=True)
        elif name in _NO_TEXT or not name:
            return
        elif name == "ruby-text":
            self._into(child, line, replace(setting, gone="decoration"))
        elif name == "placeholder":
            self._into(child, line, replace(setting, gone=setting.gone or "decoration"))
        elif name == "script" or _is_hidden(child, name):
            self._into(child, line, replace(setting, gone="hidden"))
        elif name in DRAWN:
            self._drawn(child, line, setting)
        else:
            self._into(child, line, setting)

    def _within(self, span: Element, setting: _Setting) -> _Setting:
        style = span.get(f"{TEXT}style-name")
        look = self._styles.look("text", style).over(setting.look)
        return replace(
            setting, look=look, emphasised=setting.emphasised or style in self._emphasised
        )

    def _put(self, text: str | None, line: PrintedLine, setting: _Setting) -> None:
        """Write text to the line, or leave it out."""
        if not text:
            return
        look = setting.look
        if look.capitals and not is_symbol_font(look.font or ""):
            text = text.upper()
        text = as_characters(text, look.font or "")
        kind = setting.gone or look.gone
        if kind is not None:
            self.left.add(kind, text)
            return
        self.left.add_unknown(text)
        self.left.interrupt()
        shift = look.shift if look.shift in {"raised", "lowered"} else None
        line.add(text, shift, setting.emphasised)  # type: ignore[arg-type]

    def _note(self, element: Element, line: PrintedLine, setting: _Setting) -> None:
        citation = element.find(f"{TEXT}note-citation")
        body = element.find(f"{TEXT}note-body")
        if setting.gone or setting.look.gone:
            kind = setting.gone or setting.look.gone or "hidden"
            self.left.add(kind, "".join(element.itertext()), apart=True)
            return
        note = element.get(f"{TEXT}id") or f"note-{len(self._flow.notes) + 1}"
        line.settle()
        line.inline.mark(note)
        number = "".join(citation.itertext()).strip() if citation is not None else ""
        if body is not None:
            self._flow.add_note(note, number, [self.of(p) for p in body.iter(f"{TEXT}p")])

    def _drawn(self, element: Element, line: PrintedLine, setting: _Setting) -> None:
        """Keep the text of a frame or shape, write a formula, name what cannot be read."""
        name = name_of(element)
        if name in {"object", "object-ole"}:
            self._object(element, line, setting)
            return
        if name == "control":
            state = self._boxes_to_tick.get(element.get(f"{DRAW}control", ""))
            if element.get(f"{DRAW}control", "") in self._boxes_to_tick:
                self._put("☒" if state in {"checked", "true"} else "☐", line, setting)
            return
        if name == "text-box" or any(name_of(one) in {"p", "list"} for one in element):
            self.boxes.append(element)
        for child in element:
            inner = name_of(child)
            if inner in {"title", "desc"}:
                self.left.add("description", child.text or "", apart=True)
            elif (inner in DRAWN or inner == "a") and name != "text-box":
                self._drawn(child, line, setting)

    def _object(self, element: Element, line: PrintedLine, setting: _Setting) -> None:
        inside = next((one for one in element if name_of(one) == "math"), None)
        href = posixpath.normpath(element.get(f"{_XLINK}href", ""))
        root = inside if inside is not None else self._part(f"{href}/content.xml")
        if root is not None and name_of(root) == "math":
            self._put(formula_text(root), line, setting)
            return
        is_chart = root is not None and any(name_of(one) == "chart" for one in root.iter())
        what = "chart" if is_chart else "embedded object"
        self.left.add("unreadable", f"[{what} {href}]", apart=True)


def paragraphs_of(element: Element) -> str:
    """Return the text of all paragraphs below an element, a space between them."""
    found = list(element.iter(f"{TEXT}p", f"{TEXT}h"))
    return " ".join("".join(one.itertext()) for one in found).strip()


def _is_hidden(element: Element, name: str) -> bool:
    """Tell a field that shows nothing here."""
    if name in _HIDES:
        return element.get(f"{TEXT}is-hidden", "true") == "true"
    return element.get(f"{TEXT}display") == "none"
