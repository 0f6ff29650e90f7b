"""Notes of a page: which links and raised numbers are marks, which blocks the notes.

Told by structure, whatever a generator calls its addresses: a number links to a block further on
that links back or begins with that number, or roles say so. Raised numbers without links are marks
where the page ends in notes with these numbers. Reads no style.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from qa.letters.readers.markup import Element, name_of
from qa.letters.readers.structure import NOTES_TITLE

_BLOCKS = {"li", "p", "div", "aside", "dd", "td", "section", "blockquote"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {"sup", "span", "b", "strong", "i", "em", "small", "font", "a"}
_NUMBER = re.compile(r"\d{1,3}")
_LABEL = re.compile(r"\d{1,3}|[ivxlc]{1,6}|[*†‡§]{1,3}|[a-z]")
_ADDRESS = re.compile(r"noot|note|fn|ftn|voet", re.IGNORECASE)
_BACK_ADDRESS = re.compile(r"ref|anc|back", re.IGNORECASE)
_BACK_CLASS = re.compile(r"back-?(?:ref|link)|footnote-?back", re.IGNORECASE)
_NOTE_ROLES = {"doc-footnote", "doc-endnote"}
_UNIT = re.compile(r"(?<![^\W_])(?:[^\W\d_]|[kcdm]m|CO|NO|SO|PM)$")
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_LONGEST = 400  # words of a note


@dataclass
class Notes:
    """The notes of a page; each has a name and a label, which is its number as printed.

    ``marks`` are elements that stand for one or more notes; ``backs`` are links of a note to its
    mark.
    """

    marks: dict[Element, list[tuple[str, str]]] = field(default_factory=dict)
    blocks: dict[Element, tuple[str, str]] = field(default_factory=dict)
    backs: set[Element] = field(default_factory=set)

    def inside(self, element: Element) -> bool:
        """Tell whether an element is a note, or has one in it."""
        return bool(self.blocks) and any(one in self.blocks for one in element.iter("*"))


def find_notes(root: Element, is_seen: Callable[[Element], bool]) -> Notes:
    """Find the notes of a page; one that is not seen is none."""
    page = _Page(root)
    notes = Notes()
    for link in page.targets:
        block = page.note_of(link)
        if block is not None and all(map(is_seen, (block, *block.iterancestors()))):
            name = _address(link)
            notes.marks[link] = [notes.blocks.setdefault(block, (name, label_of(link)))]
    for one in root.iter("*"):
        if one.get("role") in _NOTE_ROLES and is_seen(one) and not notes.inside(one):
            notes.blocks[one] = (one.get("id", ""), "")
    _find_backs(page, notes)
    if not notes.blocks:
        _find_bare(root, notes)
    notes.marks = _whole(notes.marks)
    return notes


def shows_raised(element: Element) -> bool:
    """Tell whether an element itself sets its text higher and smaller."""
    return name_of(element) == "sup" or _RAISED.search(element.get("style", "")) is not None


def label_of(element: Element) -> str:
    """Return the number or sign that an element shows, without the brackets around it."""
    return "".join(element.itertext()).strip().strip("[]().").strip()


def _address(link: Element) -> str:
    return str(link.get("href", "").rpartition("#")[2])


class _Page:
    """The order of a page's elements, and where its links lead."""

    def __init__(self, root: Element) -> None:
        self.order = {one: at for at, one in enumerate(root.iter("*"))}
        named: dict[str, Element] = {}
        for one in self.order:
            for name in (one.get("id"), one.get("name") if name_of(one) == "a" else None):
                if name:
                    named.setdefault(name, one)
        self.targets: dict[Element, Element] = {}
        for link in root.iter("a"):
            name = _address(link) if "#" in link.get("href", "") else ""
            target = named.get(name) if name in named else named.get(unquote(name))
            if target is not None:
                self.targets[link] = target

    def note_of(self, link: Element) -> Element | None:
        """Return the note that a link is the mark of; ``None`` if it is no mark."""
        target, label = self.targets[link], label_of(link)
        role = link.get("role") == "doc-noteref"
        if not (role or _LABEL.fullmatch(label)):
            return None
        block = _block_of(target)
        if block is None or link in set(block.iter("a")):
            return None
        if role or (self.order[target] > self.order[link] and self._is_mark(link, label, block)):
            return block
        return None

    def _is_mark(self, link: Element, label: str, block: Element) -> bool:
        if block.get("role") in _NOTE_ROLES or self.leads_back(block, link):
            return True
        if not _NUMBER.fullmatch(label):
            return False
        name = _address(link)
        if _ADDRESS.search(name) and "ref" not in name:
            return True
        begins = re.match(r"\W*(\d*)", "".join(block.itertext()))
        printed = {label_of(self.targets[link]), begins[1] if begins else ""}
        numbered = name_of(block) == "li" or label in printed
        shown = "".join(link.itertext()).strip()
        return numbered and (_is_raised(link) or shown.startswith("["))

    def leads_back(self, block: Element, mark: Element) -> bool:
        """Tell whether a link in a block leads to a mark, or to what is just around it."""
        places = set(_around(mark))
        return any(self.targets.get(one) in places for one in block.iter("a"))


def _around(mark: Element) -> Iterator[Element]:
    yield from mark.iter("*")
    for one in (mark, *mark.iterancestors()):
        yield one
        before = one.getprevious()
        if before is not None and not "".join(before.itertext()).strip():
            yield before
        if name_of(one) in _BLOCKS:
            return


def _is_raised(element: Element) -> bool:
    return any(map(shows_raised, (*element.iter("*"), *element.iterancestors())))


def _block_of(target: Element) -> Element | None:
    """Return the block that begins where a link leads, if it can be a note."""
    following = target.getnext()
    empty = not "".join(target.itertext()).strip() and not (target.tail or "").strip()
    if empty and following is not None and name_of(following) in {"p", "li"}:
        target = following
    block = None
    for one in (target, *target.iterancestors()):
        if name_of(one) in _HEADINGS:
            return None
        if name_of(one) in _BLOCKS:
            block = one
            break
    if block is None or not _begins(block, target):
        return None
    around = block.getparent()
    if around is not None and _begins(around, target) and _holds_one_note(around):
        block = around
    words = len("".join(block.itertext()).split())
    holds = any(name_of(one) in _HEADINGS for one in block.iter("*"))
    return None if holds or not words or words > _LONGEST else block


def _holds_one_note(element: Element) -> bool:
    numbered = re.fullmatch(r"\D*\d+", element.get("id", "")) is not None
    return name_of(element) in {"li", "dd", "tr"} or (name_of(element) == "div" and numbered)


def _begins(block: Element, target: Element) -> bool:
    """Tell whether a block has nothing but a number before a place in it."""
    before = ""
    for one in (target, *target.iterancestors()):
        if one is block:
            return len(re.sub(r"X ?Noot", "", before).strip()) <= 5
        before += one.getparent().text or ""
        for other in one.itersiblings(preceding=True):
            before += "".join(other.itertext()) + (other.tail or "")
    return False


def _find_backs(page: _Page, notes: Notes) -> None:
    places = {place for mark in notes.marks for place in _around(mark)}
    for block in notes.blocks:
        for link in block.iter("a"):
            told = link.get("role") == "doc-backlink" or _BACK_CLASS.search(link.get("class", ""))
            if told or page.targets.get(link) in places:
                notes.backs.add(link)


def _whole(marks: dict[Element, list[tuple[str, str]]]) -> dict[Element, list[tuple[str, str]]]:
    """Widen each mark to the element that shows it, with its brackets, and no more."""
    whole: dict[Element, list[tuple[str, str]]] = {}
    for mark, named in marks.items():
        top = mark
        for one in mark.iterancestors():
            inner = [other for other in one.iter("*") if other in marks]
            labels = "".join("".join(other.itertext()) for other in inner)
            text = "".join(one.itertext())
            if name_of(one) not in _INLINE or re.sub(r"[\W_]", "", text) != re.sub(
                r"[\W_]", "", labels
            ):
                break
            top = one
        whole.setdefault(top, []).extend(named)
    return whole


def _find_bare(root: Element, notes: Notes) -> None:
    """Find raised numbers without links, and the notes with these numbers below them."""
    raised = [one for one in root.iter("sup", "span", "font")
              if shows_raised(one) and _NUMBER.fullmatch(label_of(one))]  # fmt: skip
    listed = _listed(root) if raised else {}
    if not listed:
        return
    inside = {one for block in listed.values() for one in block.iter("*")}
    order = {one: at for at, one in enumerate(root.iter("*"))}
    expected = 1
    for mark in raised:
        label = label_of(mark)
        block = listed.get(label)
        if block is None or mark in inside or order[mark] > order[block]:
            continue
        if _is_exponent(_text_before(mark), int(label) == expected):
            continue
        expected = max(expected, int(label) + 1)
        notes.marks[mark] = [(f"noot-{label}", label)]
    if notes.marks:
        notes.blocks = {block: (f"noot-{label}", label) for label, block in listed.items()}


def _is_exponent(before: str, is_next: bool) -> bool:
    """Tell a power ("10" or "m" before it) from the mark of a note, which stands behind a word."""
    number = re.search(r"\d+$", before)
    if number:
        return number[0] == "10" or not is_next
    return not before.strip() or _UNIT.search(before) is not None


def _text_before(element: Element) -> str:
    """Return what stands before an element in its block."""
    before = element.getprevious()
    parent = element.getparent()
    if before is not None:
        return "".join(before.itertext()) + (before.tail or "")
    text = (parent.text or "") if parent is not None else ""
    if not text.strip() and parent is not None and name_of(parent) in _INLINE:
        return _text_before(parent)
    return text


def _listed(root: Element) -> dict[str, Element]:
    """Return the numbered notes that a page ends in: raised numbers, or a list under a heading."""
    raised = [
        (label_of(first), one)
        for one in root.iter("p", "div", "li")
        if not (one.text or "").strip() and len(one) and shows_raised(first := one[0])
        and _NUMBER.fullmatch(label_of(first)) and (first.tail or "").strip()
    ]  # fmt: skip
    return _in_sequence(raised) or _in_sequence(list(_under_heading(root)))


def _in_sequence(numbered: list[tuple[str, Element]]) -> dict[str, Element]:
    labels = [int(label) for label, _ in numbered]
    return dict(numbered) if labels == list(range(1, len(labels) + 1)) else {}


def _under_heading(root: Element) -> Iterator[tuple[str, Element]]:
    heading = next(
        (one for one in reversed(list(root.iter(*_HEADINGS, "p", "strong")))
         if NOTES_TITLE.fullmatch("".join(one.itertext()).strip())),
        None,
    )  # fmt: skip
    while heading is not None and heading.getnext() is None and name_of(heading) not in _BLOCKS:
        heading = heading.getparent()
    if heading is None:
        return
    for one in heading.itersiblings():
        if name_of(one) == "ol" and not one.get("start"):
            for at, item in enumerate(one.iterchildren("li"), 1):
                yield str(at), item
            return
        begins = re.match(r"\s*\[?(\d{1,3})(?:[\].):]+|\s)\s*\S", "".join(one.itertext()))
        if name_of(one) in {"p", "div"} and begins:
            yield begins[1], one
        elif name_of(one) not in {"hr", "br"}:
            return
