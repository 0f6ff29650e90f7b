"""Words between double quotes in a question: they must occur in a passage as written.

As written means the same words in the same order with the same accents, signs and endings; only
capitals, the kind of apostrophe and the amount of white space may differ. A hyphen that a letter
prints between two small letters may be there or not: at the end of a line nobody knows whether it
belongs to the word. Marks like «these» are no wish: parliamentary papers print every quotation so,
and people paste from them. Finds no passages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qa.text.lexical import stem, words

_QUOTED = re.compile(r"(?<![^\s([])[\"“”„](?=\S)([^\"“”„]+)[\"“”](?!\w)")
_INNER_HYPHEN = re.compile(r"(?<=[a-zß-öø-ÿ])[-‐‑](?=[a-zß-öø-ÿ])")
_PERHAPS = "\ue001"  # private use: stands for a hyphen that may belong to the word
_APOSTROPHE = re.compile(r"[’‘`´]")


def quoted_phrases(question: str) -> tuple[str, ...]:
    """Return what stands between double quotes, each once, without marks at its ends.

    Example:
        >>> quoted_phrases('Who sits in the “Ukraine Defence Contact Group?”')
        ('Ukraine Defence Contact Group',)
        >>> quoted_phrases('a 5" pipe beside a 6" pipe')
        ()
    """
    found = (re.sub(r"^\W+|\W+$", "", match[1]) for match in _QUOTED.finditer(question))
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in found if words(phrase)))


def holds_phrases(text: str, phrases: Sequence[str]) -> bool:
    """Tell whether a text holds every phrase, not as part of longer words."""
    plain = _plain(_INNER_HYPHEN.sub(_PERHAPS, text))
    written = (r"\s+".join(map(_written, _plain(phrase).split())) for phrase in phrases)
    return all(re.search(rf"(?<!\w){pattern}(?!\w)", plain) for pattern in written)


def _written(word: str) -> str:
    """Return a pattern for a word in which a hyphen of the text may stand."""
    signs = (f"[{_PERHAPS}-]" if sign == "-" else re.escape(sign) for sign in word)
    return f"{_PERHAPS}?".join(signs)


def stems_of(phrases: Sequence[str]) -> set[str]:
    """Return stems that a text must hold in order to hold the phrases."""
    return {stem(word) for phrase in phrases for word in words(re.sub(r"\W+", " ", phrase))}


def _plain(text: str) -> str:
    return _APOSTROPHE.sub("'", unicodedata.normalize("NFC", text)).casefold()
