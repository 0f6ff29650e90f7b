"""What stands in the lines of a page: text, marks of notes, the notes themselves."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.letters.readers.blocks import Mark
from qa.letters.readers.css import Style
from qa.letters.readers.html_elements import BLOCKS, SILENT, UNSHOWN, text_of
from qa.letters.readers.html_notes import find_notes, label_of, shows_raised
from qa.letters.readers.markup import Element, Flow, Inline, name_of
from qa.letters.readers.raised import lowered, raised

_BOLD = {"b", "strong", "i", "em"}
BREAK = "\x1f"  # stands for <br> until a paragraph is whole
_OWN_NUMBER = "\x1e"  # stands behind a note's number that is raised or leads back to the mark
_PARAGRAPH_END = re.compile(rf"[ \u00a0]*{BREAK}(?:[ \u00a0]*{BREAK})+[ \u00a0]*")
_ARROWS = "↩↑^⏎⤴︎️"
_NOTE_BEGINS = re.compile(
    rf"\s*(?P<button>X ?Noot\s*)?(?P<arrows>[{_ARROWS}\s]*)"
    r"(?:\[?(?P<label>\d{1,3}|[ivxlc]+|[*†‡§]+|[a-z])"
    r"(?P<signs>\x1e?\s?\]?[.):]+(?=\s)|\x1e|\]|[.):]+|(?=\s))\s*)?"
)
_SIGNS = re.compile(r"[\w\s\[\]]")
_NOTE_ENDS = re.compile(rf"[\s{_ARROWS}]*$")


class LineReader:
    """Reads what stands in lines, and hands over what is left out of them."""

    def __init__(self, root: Element, style: Style) -> None:
        """Prepare to read a page."""
        self.flow = Flow()
        self._style = style
        self._notes = find_notes(root, lambda one: style.unseen(one) is None)

    def _cell(self, cell: Element) -> list[Inline]:
        inline = Inline()
        self._into(cell, inline, False)
        return parted(inline) or [Inline()]

    def _note(self, element: Element) -> None:
        """Read a note; what leads back to its mark is no part of it."""
        name, label = self._notes.blocks.get(element, ("", ""))
        text = Inline()
        self._into(element, text, False, inside_note=True)
        plain = text.text.replace(BREAK, " ")
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
        inline.text = inline.text.replace(BREAK, " ")
        inline.text = inline.text.strip() if not inline.marks else inline.text.rstrip()
        return inline

    def _into(
        self, element: Element, inline: Inline, emphasised: bool, inside_note: bool = False
    ) -> None:
        inline.add(element.text, emphasised)
        for child in element:
            name = name_of(child)
            if name in BLOCKS and inline.text:
                inline.add(" ")
            self._child(child, inline, emphasised, inside_note)
            if name in BLOCKS and inline.text:
                inline.add(" ")
            inline.add(child.tail, emphasised)

    def _child(
        self, child: Element, inline: Inline, emphasised: bool, inside_note: bool = False
    ) -> None:
        name = name_of(child)
        if name in UNSHOWN:
            self.flow.add_furniture("".join(child.itertext()), UNSHOWN[name])
        if not name or name in SILENT:
            return
        unseen = self._style.unseen(child)
        if unseen:
            self.flow.add_furniture(text_of(child), unseen)
        elif name in {"nav", "button", "select"}:
            self.flow.add_furniture(text_of(child), "site")
        elif child in self._notes.blocks:
            self._note(child)
        elif child in self._notes.marks:
            self._mark(child, inline)
        elif self._lead_back(child, inline) if inside_note else self._refer(child, inline):
            pass
        elif name == "br":
            inline.add(BREAK)
        elif (name == "sub" or shows_raised(child)) and self._is_plain(child):
            written = lowered if name == "sub" else _raised_after(inline.text)
            inline.add(written("".join(child.itertext())), emphasised)
        else:
            self._into(child, inline, emphasised or name in _BOLD, inside_note)

    def _is_plain(self, element: Element) -> bool:
        """Tell whether all in an element is text that is seen, and no mark of a note."""
        return not any(
            one in self._notes.marks or name_of(one) in SILENT | {"br"} or self._style.unseen(one)
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
            self.flow.add_furniture(text_of(child), "decoration")
        return back

    def _refer(self, child: Element, inline: Inline) -> bool:
        """Set the mark of an official paper's note; false if it is none."""
        text = label_of(child)
        if "nootnum" not in child.get("class", "") or not re.fullmatch(r"\d{1,3}", text):
            return False
        inline.text = inline.text.rstrip()
        inline.mark(child.get("href", "").rpartition("#")[2] or f"noot-{text}")
        return True


def _raised_after(before: str) -> Callable[[str], str]:
    """Return how to write raised signs: "10^1,5" is a power, "kade¹,²" has the marks of notes."""

    def written(text: str) -> str:
        if not re.fullmatch(r"\s*\d+(?:[,.;]\s*\d+)+\s*", text):
            return raised(text)
        if before[-1:].isdigit():
            return f"^{text}"
        return re.sub(r"\d+", lambda number: raised(number[0]), text)

    return written


def parted(inline: Inline) -> list[Inline]:
    """Cut a text where two line breaks stand together; others become spaces."""
    if BREAK not in inline.text:
        lead = 0 if inline.marks else len(inline.text) - len(inline.text.lstrip())
        kept = Inline(inline.text[lead:].rstrip(), inline.marks, inline.emphasised)
        return [kept] if kept.text or kept.marks else []
    parts = []
    at = 0
    for end, following in [*((m.start(), m.end()) for m in _PARAGRAPH_END.finditer(inline.text)),
                           (len(inline.text), len(inline.text))]:  # fmt: skip
        text = inline.text[at:end].replace(BREAK, " ")
        marks = [Mark(mark.at - at, mark.length, mark.note) for mark in inline.marks
                 if at <= mark.at < following or (mark.at == end == following)]  # fmt: skip
        if text.strip() or marks:
            lead = 0 if marks else len(text) - len(text.lstrip())
            parts.append(Inline(text[lead:].rstrip(), marks, inline.emphasised))
        at = following
    return parts
