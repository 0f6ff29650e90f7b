"""Checks what a language model wrote, sentence by sentence, against the quotes it cites.

A sentence stays only if it is in the reader's language, cites quotes that exist, and if its numbers
with what they count, its days, its names, its negation, what it holds certain, who speaks in it and
most of its words are in them. It is a filter: it
cannot prove a sentence true, so the quotes stand beside it. Changes no word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentence_spans
from qa.llm.days import other_days
from qa.llm.denying import contradicts
from qa.llm.figures import exchanged, numbers_in
from qa.llm.languages import has_dutch, is_in
from qa.llm.modality import changes_modality
from qa.llm.roles import other_roles
from qa.llm.speakers import other_speaker
from qa.llm.support import OFFICES, english_of, is_form, is_unsupported
from qa.messages import Message
from qa.questions.analysis import language_of
from qa.retrieval.matching import name_met
from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.lexical import words
from qa.text.numbers import Language

Fault = Literal[
    "no citation", "unknown quote", "language", "number", "exchanged", "date", "name", "negation",
    "modality", "speaker", "roles", "words", "form",
]  # fmt: skip

FAULTS: dict[Fault, Message] = {
    "no citation": Message("dropped-no-citation"),
    "unknown quote": Message("dropped-unknown-quote"),
    "language": Message("dropped-language"),
    "number": Message("dropped-number"),
    "exchanged": Message("dropped-exchanged"),
    "date": Message("dropped-date"),
    "name": Message("dropped-name"),
    "negation": Message("dropped-negation"),
    "modality": Message("dropped-modality"),
    "speaker": Message("dropped-speaker"),
    "roles": Message("dropped-roles"),
    "words": Message("dropped-words"),
    "form": Message("dropped-form"),
}
"""Why a sentence was dropped, in words."""

LONGEST = 400
"""Characters of a sentence, at most."""

MOST = 5
"""Sentences kept, at most."""

_CITED = re.compile(r"((?:\s*\[\s*\d+(?:\s*[,;]\s*\d+)*\s*\])+)")
_NOT_PLAIN = re.compile(r"https?:|www\.|[<>`|{}]|\]\(|\$\{|!\[", re.IGNORECASE)
_NOT_DUTCH = re.compile(
    r"\b[Hh]et (?:minister|staatssecretaris|brief|motie|commissie|regering|vaste commissie)\b"
)  # such grammar comes with sentences that join words of the quotes at random
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PART_OF_MARK = re.compile(r"\[[\d,; ]*\Z")
_ENDS = re.compile(r"(?:[.!?…][»”\"’')]*(?:\s*\[[\d,; ]+\])*|\n)\s*\Z")
_NOTHING = re.compile(r"\W*(?:none|geen)\W*\Z", re.IGNORECASE)
_SILENT = re.compile(
    r"\b(?:quot(?:e|es|ations?)|citaat|citaten)\b.*\b(?:not?|none|nothing|niet|geen|niets)\b"
    r"|\bnot? answer(?:ed)?\b.*\bquestion\b|\b(?:be)?antwoord\w* (?:de|op de) vraag niet\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_SHORT = {"navo": "nato", "vn": "un", "vs": "us", "vk": "uk", "ovse": "osce"}
"""What short Dutch names are in English."""

_DUTCH = re.compile(
    r"\bDutch (?=government|cabinet|minister|state secretary|house|parliament)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


class Checked(NamedTuple):
    """A sentence without its marks, the quotes it cites from 1, and what is wrong with it."""

    text: str
    quotes: tuple[int, ...]
    fault: Fault | None


class Shown(NamedTuple):
    """What the reader sees of a quote, with its context, and who signed its letter."""

    text: str
    signed: str = ""


class Checker:
    """Checks the sentences of one reply, which may come piece by piece."""

    def __init__(
        self, quotes: Sequence[Shown], lexicon: StaticEncoder, language: Language | None = None
    ) -> None:
        """Set what sentences are checked against.

        Args:
            quotes: Quote 1 is the first.
            lexicon: Gives the token vectors by which names and words meet across languages.
            language: Of the reader; None for any.
        """
        self._quotes = quotes
        self._lexicon = lexicon
        self._language = language
        self._known: dict[tuple[str, tuple[int, ...]], Fault | None] = {}

    def check(self, reply: str, *, whole: bool = True) -> list[Checked]:
        """Cut a reply into sentences and check each.

        Args:
            reply: As the model wrote it, with quotes cited by number in square brackets.
            whole: Whether it has ended by itself; else a last sentence without an end is left out.
        """
        found = []
        for text, cited in cut(reply, whole=whole):
            if (text, cited) not in self._known:
                self._known[text, cited] = self._fault(text, cited)
            found.append(Checked(text, cited, self._known[text, cited]))
        return found

    def _fault(self, text: str, cited: tuple[int, ...]) -> Fault | None:
        if not cited:
            return "no citation"
        if not all(1 <= number <= len(self._quotes) for number in cited):
            return "unknown quote"
        if len(text) > LONGEST or _NOT_PLAIN.search(text) or _NOT_DUTCH.search(text):
            return "form"
        used = [one for number in cited if (one := self._quotes[number - 1]).text]
        if not used:
            return "words"
        language = self._language or language_of(text)
        mixed = language == "en" and has_dutch(text, [one.text for one in used])
        if mixed or (self._language and not is_in(text, self._language)):
            return "language"
        return _fault(text, used, language, self._lexicon)


def check(reply: str, quotes: Sequence[str], lexicon: StaticEncoder) -> list[Checked]:
    """Check a whole reply in any language against what its quotes say."""
    return Checker([Shown(quote) for quote in quotes], lexicon).check(reply)


def finds_nothing(reply: str) -> bool:
    """Tell whether a reply says, in its own words too, that the quotes do not answer."""
    return not reply.strip() or any(
        _NOTHING.match(text) or _SILENT.search(text) for text, _ in cut(reply)
    )


def cut(reply: str, *, whole: bool = True) -> list[tuple[str, tuple[int, ...]]]:
    """Return the sentences of a reply, each with the quotes cited at its end.

    Args:
        reply: Marks may stand before or behind the full stop of their sentence.
        whole: Whether it has ended by itself; else a last sentence without an end is left out.
    """
    reply = _HIDDEN.sub("", reply)
    found = _sentences(reply)
    if not whole and found and not _ENDS.search(_PART_OF_MARK.sub("", reply)):
        found.pop()
    return found


def _sentences(reply: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return each sentence with the quotes cited at its end, before or behind its full stop."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for line in reply.splitlines():
        pieces = _CITED.split(_BULLET.sub("", line))
        for text, marks in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            # the full stop behind a mark belongs to the sentence before it
            plain = " ".join(text.split()).lstrip(".,;: ")
            if not any(sign.isalnum() for sign in plain):
                continue
            spans = list(sentence_spans(plain))
            for start, end in spans[:-1]:
                found.append((plain[start:end], ()))
            start, end = spans[-1]
            numbers = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", marks)))
            found.append((plain[start:end], numbers))
    return found


def _fault(
    text: str, used: Sequence[Shown], language: Language, lexicon: StaticEncoder
) -> Fault | None:
    quotes = [one.text for one in used]
    said = " ".join(quotes)
    if not numbers_in(text) <= numbers_in(said):
        return "number"
    if exchanged(text, quotes, lexicon):
        return "exchanged"
    if other_days(text, quotes, lexicon):
        return "date"
    if contradicts(text, quotes, lexicon):
        return "negation"
    if _strange_names(text, " ".join([said, *(one.signed for one in used)]), lexicon):
        return "name"
    signed = [one.signed for one in used]
    if is_unsupported(text, language, quotes, " ".join(signed), lexicon):
        return "words"
    if language == "nl" and other_roles(text, quotes):
        return "roles"
    if changes_modality(text, language, quotes, lexicon):
        return "modality"
    return "speaker" if other_speaker(text, quotes, signed, lexicon) else None


def _strange_names(text: str, said: str, lexicon: StaticEncoder) -> list[str]:
    """Return the capitalised words of a sentence that its quotes do not have in any form."""
    named = {*words(said), *words(english_of(said))}
    named |= {_SHORT[word] for word in named & _SHORT.keys()}
    ids = np.concatenate(lexicon.token_ids([said]))
    strange = []
    for word in _WORD.findall(_DUTCH.sub(" ", text)):
        is_name = word[0].isupper() and fold(word) not in STOPWORDS | OFFICES
        if not is_name or named.issuperset(words(word)):
            continue
        if any(is_form(fold(word), other) for other in named):
            continue
        if name_met(word, ids, lexicon) < 1:
            strange.append(word)
    return strange
