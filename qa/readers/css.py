"""What of a page's style says that text is not to be seen, or is struck through.

Reads attributes of elements and plain rules (``.klad { display: none }``) of the page's own style
elements; rules for print, and those of other files, do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from qa.readers.markup import Element, name_of

Unseen = Literal["hidden", "struck"]

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
    r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.I
)
_SELECTOR = re.compile(r"([a-z][a-z\d]*)?((?:[.#][\w-]+)+)", re.IGNORECASE)
_FOR_READERS_ALOUD = {"visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text",
                      "assistive", "offscreen"}  # fmt: skip
_STRUCK_ELEMENTS = {"s", "del", "strike"}


class Style:
    """The style of one page."""

    def __init__(self, sheets: Iterable[str]) -> None:
        """Read the texts of its style elements."""
        self._rules: list[tuple[str, frozenset[str], Unseen]] = []
        for sheet in sheets:
            plain = re.sub(r"/\*.*?\*/", " ", sheet, flags=re.DOTALL)
            plain = _MEDIA.sub(" ", _SCREEN.sub(r" \1 ", plain))
            for selectors, declared in _RULE.findall(plain):
                kind = _kind(declared)
                if kind:
                    self._add(selectors, kind)

    def _add(self, selectors: str, kind: Unseen) -> None:
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match:
                names = frozenset(re.findall(r"[.#][\w-]+", match[2]))
                self._rules.append((match[1] or "", names, kind))

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
        names = {f".{one}" for one in classes} | {f"#{element.get('id')}"}
        kinds = (kind for tag, named, kind in self._rules if named <= names and tag in {"", name})
        return next(kinds, None)


def _kind(declared: str) -> Unseen | None:
    if _HIDDEN.search(declared):
        return "hidden"
    return "struck" if _STRUCK.search(declared) else None
