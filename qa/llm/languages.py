"""Whether a sentence is in the reader's language, by its function words.

Names and numbers are in none. A sentence that shows no language at all passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.text.gloss import with_english
from qa.text.lexical import words
from qa.text.numbers import Language

_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(listed.split())
    for language, listed in {
        "en": "the of and to for from with by this that these those which who whom whose when where"
        " why how does did are has have had will would could should must may been being its their"
        " his her it as at on an a not",
        "nl": "de het een van en dat die dit deze wat welk welke wie waar hoe zijn waren heeft had"
        " hebben zal zou zullen kan kunnen moet moeten over voor uit met door er bij aan naar op om"
        " te wordt worden werd werden niet geen ook als tot ik wij we",
        "de": "der die das den dem des und ist sind nicht ein eine einer für mit von zu auf wird"
        " werden wurde hat haben sich auch im als dass",
        "fr": "le la les des du et est sont une dans pour que qui sur par avec pas ce cette aux au"
        " sera ont",
        "es": "el la los las y que es son una para por con no se del al su fue",
    }.items()
}
_LEFT = re.compile(r"(?<![\w.'’-])[A-Za-zà-ÿ]{3,}(?![\w'’-])")
_TITLE = re.compile(r"[\"“«‘'].*?[\"”»’']")
_ONLY_DUTCH = frozenset(
    "het een van voor aan naar wordt zijn door bij niet geen".split()  # noqa: SIM905
)
_MOST_LEFT = 2  # words of a sentence that are taken for Dutch; one may be in both languages
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff\u0300-\u036f]")


def is_in(text: str, language: Language) -> bool:
    """Tell whether a sentence is in a language, or shows none.

    Example:
        >>> is_in("The minister sends it.", "en"), is_in("De minister stuurt het.", "en")
        (True, False)
    """
    if _OTHER_SCRIPT.search(text):
        return False
    found = words(text)
    counts = {name: sum(word in listed for word in found) for name, listed in _WORDS.items()}
    return counts[language] >= max(counts.values())


def has_dutch(text: str, quotes: Sequence[str]) -> bool:
    """Tell whether an English sentence holds words that it left in the Dutch of its quotes.

    Words in quotation marks may stay as they are.
    """
    there = set(_LEFT.findall(" ".join(quotes)))
    left = there.intersection(_LEFT.findall(_TITLE.sub(" ", text)))
    return bool(left & _ONLY_DUTCH) or sum(map(_is_translated, left)) >= _MOST_LEFT


def _is_translated(word: str) -> bool:
    """Tell whether a Dutch word has an English that is written otherwise: "extra" is in both."""
    return any(english and english.lower() != word.lower() for _, english in with_english(word))
