"""Which question of a page was asked last: the answer to one before it is shown no more.

A person may ask the next question, or another, before an answer has come, and answers come in
any order.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import Any

import gradio as gr

MOST_PAGES = 4096
"""Pages whose last question is known; each is forgotten when so many others asked after it."""


class Latest:
    """Knows of each open page which question is its last."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most = most
        self._numbers = count()
        self._last: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def begin(self, page: str | None) -> Callable[[], bool]:
        """Note that a page asks; returns what tells whether that is still its last question.

        Who asks without a page, over Gradio's own interface, has no other question.
        """
        if not page:
            return lambda: True
        with self._lock:
            number = next(self._numbers)
            self._last[page] = number
            self._last.move_to_end(page)
            if len(self._last) > self._most:
                self._last.popitem(last=False)
        return lambda: self._last.get(page, number) == number

    def answering(self, ask: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
        """Return the same for Gradio; it changes nothing where the page has asked again since."""

        def ask_in_turn(request: gr.Request, *values: Any) -> tuple[Any, ...]:
            is_last = self.begin(request.session_hash)
            shown = ask(*values)
            return shown if is_last() else tuple(gr.skip() for _ in shown)

        return ask_in_turn
