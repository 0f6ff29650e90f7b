"""The gloss: for readers of English, what single Dutch words of a quote nearly always mean.

Looks words up in a list (`training.gloss` made it from translated sentences); what it does not hold
stays blank, and so do words of several meanings. It is no translation: it knows no grammar, no
expression and no compound.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

WORDS = Path(__file__).with_name("gloss.tsv.gz")
"""Dutch word in small letters, tab, English; one to a line."""

_WORD = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)")


def with_english(text: str) -> list[tuple[str, str]]:
    """Cut a Dutch text at the words whose English is known; each piece with it, else "".

    Example:
        >>> with_english("De Kamer heeft geen bezwaar.")[:4]
        [('De ', ''), ('Kamer', 'Chamber'), (' heeft ', ''), ('geen', 'no')]
    """
    known = known_words()
    pieces = [(piece, known.get(piece.lower(), "")) for piece in _WORD.split(text)]
    return [(piece, english) for piece, english in _joined(pieces) if piece]


def known_words() -> Mapping[str, str]:
    """Return the whole list: a Dutch word in small letters, and its English."""
    return _words()


@cache
def english_words() -> frozenset[str]:
    """Return the words of the English in the list, in small letters."""
    return frozenset(word for english in _words().values() for word in english.lower().split())


def _joined(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Join neighbours that have no English."""
    for blank, group in groupby(pieces, key=lambda piece: not piece[1]):
        if blank:
            yield "".join(piece for piece, _ in group), ""
        else:
            yield from group


@cache
def _words() -> dict[str, str]:
    lines = gzip.decompress(WORDS.read_bytes()).decode().splitlines()
    return dict(line.split("\t") for line in lines)
