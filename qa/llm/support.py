"""Whether the words of a sentence are in its quotes: nearly all in one sentence of them.

A model that writes well but loosely joins words of several sentences into one that none of them
says, and adds words of its own. Who speaks, what is certain
and what is denied is left out here; it is checked apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import commonprefix

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import StaticEncoder
from qa.llm.about import clauses, sentences
from qa.llm.denying import without_turning
from qa.llm.modality import without_modal
from qa.retrieval.matching import QuestionTokens, matches, question_tokens
from qa.text.folding import fold
from qa.text.gloss import with_english
from qa.text.language import STOPWORDS
from qa.text.lexical import stem, subject_words, words
from qa.text.numbers import Language

LEAST_MET: dict[Language, float] = {"nl": 0.8, "en": 0.65}
"""What one sentence of the quotes must meet of a sentence's telling words, 0 to 1, by the language
of the sentence: in English they are met by translations."""

UNMET: dict[Language, float] = {"nl": 0.4, "en": 0.3}
"""A word that is met by less, 0 to 1, is taken to be the model's own."""

FEW = 3
"""Telling words of an English sentence, from which on one may be the model's own: not every
translation is known."""

OFFICES = frozenset(
    """
    minister ministers ministry state secretary secretaries cabinet government house parliament
    member members mp mps committee kabinet regering staatssecretaris kamer tweede leden lid
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words for who speaks, which are no names."""

_LIGHT = frozenset(
    """
    get gets got go goes come comes came make makes made take takes took give gives gave put now
    still also out up off before after because while whether under through until since between
    namely well very only just more most less first stands titled called named abbreviation
    afkorting staat komt komen kwam gaat
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words that say little by themselves."""

_POINTS_BACK = re.compile(r"(?:Deze|Dit|Dat|Die|Hij|Zij|Het|Daarbij|Daarin|Hierbij|Hierin)\b")
_PARTICIPLE = re.compile(r"^ge(?=\w{3,}(?:d|t|en)$)")
_WORD = re.compile(r"[^\W_][\w.'’&/-]*")


def is_unsupported(
    text: str, language: Language, quotes: Sequence[str], signed: str, lexicon: StaticEncoder
) -> bool:
    """Tell whether a sentence, or a clause of it, says more than any one sentence of its quotes.

    Args:
        text: The sentence.
        language: It is in.
        quotes: What it cites.
        signed: Who signed the letters: such names may be told with what they say.
        lexicon: Gives the token vectors by which words meet across languages.
    """
    known = OFFICES | _LIGHT | {fold(word.strip(".")) for word in _WORD.findall(signed)} - STOPWORDS
    every = [one for quote in quotes for one in _sentences(quote)]
    if language == "en":
        every = [f"{one} {english_of(one)}" for one in every]

    def is_met(part: str) -> bool:
        rest = without_turning(without_modal(part, language))
        kept = [one for one in _WORD.findall(rest) if fold(one.strip(".'’")) not in known]
        return not subject_words(" ".join(kept)) or _is_met(
            " ".join(kept), every, language, lexicon
        )

    kept = [one for one in _WORD.findall(text) if fold(one.strip(".'’")) not in known]
    telling = subject_words(" ".join(kept))
    if not telling or (language == "nl" and not _stand_together(telling, every)):
        return True
    return not is_met(text) and (len(quotes) == 1 or not all(map(is_met, clauses(text))))


def _sentences(quote: str) -> list[str]:
    """Return the sentences of a quote; one that begins by pointing back has the one before it."""
    found = sentences(quote)
    for place in range(len(found) - 1, 0, -1):
        if _POINTS_BACK.match(found[place]):
            found[place] = f"{found[place - 1]} {found[place]}"
    return found


def _stand_together(telling: Sequence[str], every: Sequence[str]) -> bool:
    """Tell whether a sentence of so few words has them side by side in one of the quotes."""
    if len(telling) >= FEW:
        return True
    sought = {stem(word) for word in telling}
    for one in every:
        there = [stem(word) for word in subject_words(one)]
        places = zip(there, there[1:] or [""], strict=False)
        if any(sought <= set(pair) for pair in places):
            return True
    return False


def _is_met(telling: str, every: Sequence[str], language: Language, lexicon: StaticEncoder) -> bool:
    """Tell whether one of some sentences meets nearly all of the telling words of a text."""
    tokens = question_tokens(telling, lexicon)
    met = _best_met(tokens, every, lexicon)
    if float(tokens.weights @ met) < LEAST_MET[language]:
        return False
    by_word: dict[str, list[float]] = {}
    for word, value in zip(tokens.words, met, strict=True):
        by_word.setdefault(word, []).append(float(value))
    own = [word for word, found in by_word.items() if np.mean(found) < UNMET[language]]
    return len(own) <= (language == "en" and len(by_word) >= FEW)


def _best_met(
    tokens: QuestionTokens, every: Sequence[str], lexicon: StaticEncoder
) -> NDArray[np.float32]:
    """Return how well each word is met by the sentence that meets most."""
    met = matches(tokens, [np.concatenate(lexicon.token_ids([one])) for one in every])
    for column, one in enumerate(every):
        there = {spelled_plainly(word) for word in words(one)}
        for row, word in enumerate(tokens.words):
            if any(is_form(spelled_plainly(fold(word)), other) for other in there):
                met[row, column] = 1
    return np.asarray(met[:, int((tokens.weights @ met).argmax())], np.float32)


def spelled_plainly(word: str) -> str:
    """Return a word with single vowels: "stuur" and "sturen" are forms of one."""
    return re.sub(r"([aeou])\1", r"\1", word)


def is_form(word: str, other: str) -> bool:
    """Tell whether two folded words differ by their ending alone, or by that of a participle."""
    word, other = (_PARTICIPLE.sub("", one) for one in (word, other))
    shortest = min(len(word), len(other))
    alike = len(commonprefix([word, other]))
    return alike >= max(4, shortest - 1) and max(len(word), len(other)) - alike <= 2


def english_of(sentence: str) -> str:
    """Return the English of the words of a Dutch sentence that is known."""
    return " ".join(english for _, english in with_english(sentence) if english)
