"""A list of Dutch words, for deciding what the hyphen at a line's end is.

Made by ``training/words.py`` from government text. Read when it is first needed. Knows nothing of
letters.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import cache
from importlib.resources import files

_LEAST_PART = 3  # letters: a shorter beginning or end is found in any word


@cache
def _words() -> frozenset[str]:
    content = files("qa.letters").joinpath("words.txt.gz").read_bytes()
    return frozenset(gzip.decompress(content).decode().split("\n"))


@cache
def _sorted(backwards: bool) -> list[str]:
    return sorted(word[::-1] if backwards else word for word in _words())


def is_word(word: str) -> bool:
    """Tell whether a folded word is in the list."""
    return word in _words()


def begins_words(part: str) -> bool:
    """Tell whether longer words of the list begin with this part, as compounds do."""
    return len(part) >= _LEAST_PART and _begins(_sorted(False), part)


def ends_words(part: str) -> bool:
    """Tell whether longer words of the list end with this part."""
    return len(part) >= _LEAST_PART and _begins(_sorted(True), part[::-1])


def _begins(words: list[str], part: str) -> bool:
    at = bisect_left(words, part)
    return any(
        word.startswith(part) and len(word) >= len(part) + _LEAST_PART and "-" not in word
        for word in words[at : at + 50]
    )
