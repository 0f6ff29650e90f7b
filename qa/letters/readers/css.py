"""What of a page's style says that text is not to be seen, or is struck through.

Reads attributes of elements and plain rules (``.klad { display: none }``) of the page's own style
elements, as a browser on a desk screen does; rules for print, and those of other files, do not
count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from qa.letters.readers.markup import Element, name_of

Unseen = Literal["hidden", "struck"]
_Compound = tuple[str, frozenset[str]]  # an element's name or "*", and its classes and id

_HIDDEN = re.compile(
    r"(?:^|[;\s{])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?"
    r"\s*(?:[;!]|$)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!]|$)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_SHOWN = re.compile(r"(?:^|[;\s{])(?:display\s*:\s*(?!none)\w|visibility\s*:\s*visible)", re.I)
_COMMENTS_AND_STRINGS = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_AT_NAME = re.compile(r"@[\w-]+")
_INNER_RULE = re.compile(r"[^{};]*\{[^{}]*\}")
_OTHER_MEDIA = re.compile(r"(?:only\s+)?(?:print|speech|tty|tv|projection|handheld|braille)\b")
_WIDTH = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*([\d.]+)(px|em|rem)")
_WISHES = re.compile(
    r"prefers-[\w-]+\s*:\s*(?:dark|reduce|more)|orientation\s*:\s*portrait|hover\s*:\s*none"
)
_SCREEN_WIDTH = 1280  # pixels, of a desk screen
_EM = 16  # pixels
_COMPOUND = re.compile(r"(\*|[a-z][a-z\d]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_FOR_READERS_ALOUD = {"visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text",
                      "assistive", "offscreen"}  # fmt: skip
_STRUCK_ELEMENTS = {"s", "del", "strike"}


class Style:
    """The style of one page."""

    def __init__(self, sheets: Iterable[str]) -> None:
        """Read the texts of its style elements."""
        self._rules: list[tuple[tuple[_Compound, ...], Unseen | None]] = []
        plain = [_COMMENTS_AND_STRINGS.sub(" ", sheet) for sheet in sheets]
        rules = [rule for sheet in plain for rule in _rules(sheet)]
        rules.sort(key=lambda rule: not rule[2])  # what is in no layer goes before any layer
        for selectors, declared, _ in rules:
            kind = _kind(declared)
            if kind or _SHOWN.search(declared):
                self._add(selectors, kind)

    def _add(self, selectors: str, kind: Unseen | None) -> None:
        for selector in selectors.split(","):
            parts = [_COMPOUND.fullmatch(part) for part in selector.replace(">", " ").split()]
            compounds = tuple(
                ((part[1] or "*").lower(), frozenset(re.findall(r"[.#][\w-]+", part[2])))
                for part in parts
                if part
            )
            if compounds and len(compounds) == len(parts):
                self._rules.append((compounds, kind))

    def unseen(self, element: Element) -> Unseen | None:
        """Tell whether an element itself is hidden or struck, whatever is around it."""
        own = element.get("style", "")
        name = name_of(element)
        kind = _kind(own) if own else None
        if kind:
            return kind
        if name in _STRUCK_ELEMENTS:
            return "struck"
        classes = set(element.get("class", "").split())
        if element.get("hidden") is not None or classes & _FOR_READERS_ALOUD:
            return "hidden"
        if not self._rules or _SHOWN.search(own):
            return None
        kinds = [kind for compounds, kind in self._rules if _matches(element, compounds)]
        return kinds[-1] if kinds else None  # the last rule counts


def on_screen(media: str) -> bool:
    """Tell whether a list of media, such as "print, screen and (min-width: 600px)", means ours."""
    return not media.strip() or any(map(_is_ours, media.casefold().split(",")))


def _is_ours(query: str) -> bool:
    query = query.strip()
    if query.startswith("not "):
        return not _is_ours(query[4:])
    for edge, number, unit in _WIDTH.findall(query):
        pixels = float(number) * (1 if unit == "px" else _EM)
        if pixels > _SCREEN_WIDTH if edge == "min" else pixels < _SCREEN_WIDTH:
            return False
    return not _OTHER_MEDIA.match(query) and not _WISHES.search(query)


def _rules(sheet: str, layered: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Give the selectors and declarations of each rule that counts, and if it is in a layer."""
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        before = sheet[at:opened].rpartition(";")[2].strip()
        at = _closing(sheet, opened)
        inside = sheet[opened + 1 : at - 1]
        name = _AT_NAME.match(before)
        if name is None:
            yield before, _INNER_RULE.sub(" ", inside), layered
        elif _holds(name[0].casefold(), before[name.end() :]):
            yield from _rules(inside, layered or name[0].casefold() == "@layer")


def _holds(name: str, condition: str) -> bool:
    """Tell whether the rules within an at-rule count; a browser supports what a page asks for."""
    if name == "@media":
        return on_screen(condition)
    if name == "@supports":
        return not condition.strip().casefold().startswith("not")
    return name in {"@layer", "@container", "@scope"}


def _closing(sheet: str, opened: int) -> int:
    """Return the place behind the brace that closes the one at ``opened``."""
    depth = 0
    for brace in _BRACE.finditer(sheet, opened):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return len(sheet) + 1


def _matches(element: Element, compounds: Sequence[_Compound]) -> bool:
    """Tell whether a selector means an element: its last part, and the others around it."""
    if not _fits(element, compounds[-1]):
        return False
    rest = list(compounds[:-1])
    for around in element.iterancestors():
        if rest and _fits(around, rest[-1]):
            rest.pop()
    return not rest


def _fits(element: Element, compound: _Compound) -> bool:
    tag, named = compound
    if tag not in {"*", name_of(element)}:
        return False
    names = {f".{one}" for one in element.get("class", "").split()} | {f"#{element.get('id')}"}
    return named <= names


def _kind(declared: str) -> Unseen | None:
    if _HIDDEN.search(declared):
        return "hidden"
    return "struck" if _STRUCK.search(declared) else None
