"""What of a page's style says that text is not to be seen, or is struck through.

Reads attributes of elements and plain rules (``.klad { display: none }``) of the page's own style
elements; rules for print, and those of other files, do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from qa.readers.markup import Element, name_of

Unseen = Literal["hidden", "struck"]
_Compound = tuple[str, frozenset[str]]  # an element's name or "*", and its classes and id

_HIDDEN = re.compile(
    r"(?:^|[;\s{])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?"
    r"\s*(?:[;!]|$)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!]|$)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_SHOWN = re.compile(r"(?:^|[;\s{])(?:display\s*:\s*(?!none)\w|visibility\s*:\s*visible)", re.I)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.DOTALL)
_SCREEN = re.compile(
    r"@media\s+(?:only\s+)?(?:screen|all)\b[^{}]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.I
)
_COMPOUND = re.compile(r"(\*|[a-z][a-z\d]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_FOR_READERS_ALOUD = {"visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text",
                      "assistive", "offscreen"}  # fmt: skip
_STRUCK_ELEMENTS = {"s", "del", "strike"}


class Style:
    """The style of one page."""

    def __init__(self, sheets: Iterable[str]) -> None:
        """Read the texts of its style elements."""
        self._rules: list[tuple[tuple[_Compound, ...], Unseen | None]] = []
        for sheet in sheets:
            plain = re.sub(r"/\*.*?\*/", " ", sheet, flags=re.DOTALL)
            plain = _MEDIA.sub(" ", _SCREEN.sub(r" \1 ", plain))
            for selectors, declared in _RULE.findall(plain):
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
