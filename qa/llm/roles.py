"""Whether a Dutch sentence puts a word of its quotes behind another preposition.

"De Kamer informeren over de uitgaven" is not "dat de Kamer de uitgaven informeert", and a letter
"van 26 september" did not come "op 26 september". What is "door" or "namens" somebody may be told
with him as the subject, and the other way round. Compares forms of words, knows no grammar.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from qa.letters.sentences import sentence_spans
from qa.llm.support import OFFICES
from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.lexical import stem

_PREPOSITIONS = frozenset(
    """
    aan achter af bij binnen boven buiten door in langs met na naar naast namens om onder op over
    per sinds te tegen tijdens tot tussen uit van vanaf vanuit via volgens voor voorafgaand wegens
    zonder inzake betreffende rond ter ten
    """.split()  # noqa: SIM905  the list reads better as words
)
_SAME = {"inzake": "over", "betreffende": "over", "ter": "te", "ten": "te", "vanaf": "van"}
_ACTS = frozenset({"", "door", "namens", "volgens"})
_BETWEEN = frozenset("de het een deze die dit dat zijn haar hun uw mijn ons onze en".split())  # noqa: SIM905
_PARTICIPLE = re.compile(r"\w{0,8}ge\w+(?:d|t|en)|(?:be|ver|ont|her)\w+(?:d|t)")
_NOTE = re.compile(r"(?<=[^\W\d])\.?\d{1,2}$")  # the mark of a note behind a word
_TOKEN = re.compile(r"[^\W_][\w.'’-]*|[,;:()]")


def other_roles(text: str, quotes: Sequence[str]) -> bool:
    """Tell whether a word stands behind a preposition behind which it never does in the quotes.

    Args:
        text: A Dutch sentence.
        quotes: What it cites.
    """
    there = _roles(" ".join(quotes))
    for word, roles in _roles(text).items():
        if word in there and not all(role & there[word] for role in map(_told_as, roles)):
            return True
    return False


def _told_as(role: str) -> frozenset[str]:
    return _ACTS if role in _ACTS else frozenset({role})


def _roles(text: str) -> dict[str, set[str]]:
    """Return the stem of each telling word with the prepositions it stands behind, "" for none."""
    roles: dict[str, set[str]] = defaultdict(set)
    for start, end in sentence_spans(text):
        role = ""
        for token in _TOKEN.findall(text[start:end]):
            word = fold(_NOTE.sub("", token.strip(".'’")))
            if word in _PREPOSITIONS:
                role = _SAME.get(word, word)
            elif word in STOPWORDS or not any(sign.isalpha() for sign in word):
                if word not in _BETWEEN and not word.isdigit():
                    role = ""
            elif word in OFFICES:
                role = ""
            elif not _PARTICIPLE.fullmatch(word):
                roles[stem(word)].add(role)
                if token[0].isupper() or not word.endswith("e"):  # an adjective leads to its noun
                    role = ""
    return roles
