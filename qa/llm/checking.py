"""Checks what a language model wrote, sentence by sentence, against the quotes it cites.

A sentence stays only if it is in the reader's language, cites quotes that exist, and if its numbers
with what they count, its days, its names, its negation, what it holds certain, who speaks in it and
most of its words are in them. It is a filter: it
cannot prove a sentence true, so the quotes stand beside it. Changes no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentence_spans
from qa.llm.about import GAP, about, fits, runs, sentences
from qa.llm.days import other_days
from qa.llm.denying import contradicts
from qa.llm.figures import exchanged, numbers_in
from qa.llm.languages import has_dutch, is_in
from qa.llm.modality import changes_modality
from qa.llm.pointing import answers_another, leans_back, source_leans_back
from qa.llm.roles import other_roles
from qa.llm.speakers import other_speaker
from qa.llm.support import OFFICES, english_of, is_form, is_unsupported
from qa.llm.wholeness import leaves_out
from qa.messages import Message
from qa.questions.analysis import language_of
from qa.retrieval.matching import name_met
from qa.text.folding import fold
from qa.text.language import STOPWORDS
from qa.text.lexical import words
from qa.text.numbers import Language

Fault = Literal[
    "no citation", "unknown quote", "language", "number", "exchanged", "date", "name", "negation",
    "modality", "speaker", "roles", "words", "partial", "form", "leans", "repeated",
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
    "partial": Message("dropped-partial"),
    "form": Message("dropped-form"),
    "leans": Message("dropped-leans"),
    "repeated": Message("dropped-repeated"),
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
_BREAKS_OFF = re.compile(
    r"(?::(?:\s*\d{1,2}\.)?|\s\.|\b(?:de|het|een|the|an?|zou|zouden|om|te|en|of|maar|als|die"
    r"|would|and|or|but|to|which)\s*\.?)$"
)
_CAUSE = re.compile(
    r"\b(?:omdat|doordat|want|daarom|daardoor|aangezien|vanwege|wegens|dankzij|because|since|due to"
    r"|therefore|thanks to|owing to|so that|zodat|om te|teneinde|in order to|gezien|nu|zo|dus)\b",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r"\b(?:omdat|doordat|because|since|therefore|daarom|zodat)\b", re.IGNORECASE)
_AS_GOOD = 0.02  # sentences of quotes that fit as well, but for this, are the same one
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
    """A sentence without its marks, the quotes it rests on from 1, and what is wrong with it.

    ``cites`` tells whether the model named the quotes; else it was found here on which it rests.
    """

    text: str
    quotes: tuple[int, ...]
    fault: Fault | None
    cites: bool = True


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
        self._firsts = {place for n in range(1, len(quotes) + 1) for place in self._first_places(n)}
        self._known: dict[tuple[str, tuple[int, ...]], Checked] = {}
        self._sources: dict[tuple[str, tuple[int, ...]], set[tuple[int, int]]] = {}

    def check(self, reply: str, *, whole: bool = True) -> list[Checked]:
        """Cut a reply into sentences and check each.

        Args:
            reply: As the model wrote it, with quotes cited by number in square brackets.
            whole: Whether it has ended by itself; else a last sentence without an end is left out.
        """
        found: list[Checked] = []
        said: set[str] = set()
        before: set[tuple[int, int]] = set()  # where the last sentence that stands has its words
        for text, cited in cut(reply, whole=whole):
            if (text, cited) not in self._known:
                self._known[text, cited] = self._checked(text, cited)
            one = self._known[text, cited]
            if one.fault is None:
                places = self._places(one)
                one = one._replace(fault=self._fault_in_place(one.text, places, said, before))
            if one.fault is None:
                said.add(text)
                before = places
            found.append(one)
        return found

    def _places(self, one: Checked) -> set[tuple[int, int]]:
        """Return the sentences that one has its words from: the quote's number, and which."""
        key = one.text, one.quotes
        if key not in self._sources:
            every = [(n, i) for n in one.quotes for i in range(len(self._sentences(n)))]
            fit = fits(one.text, [self._sentences(n)[i] for n, i in every], self._lexicon)
            best = fit.max() - _AS_GOOD
            self._sources[key] = {p for p, value in zip(every, fit, strict=True) if value >= best}
        return self._sources[key]

    def _sentences(self, number: int) -> list[str]:
        return sentences(self._quotes[number - 1].text)

    def _first_places(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield the sentences of a quote that do not follow the one before them in the letter."""
        at = 0
        for run in runs(self._quotes[number - 1].text):
            yield number, at
            at += len(run)

    def _fault_in_place(
        self,
        text: str,
        places: set[tuple[int, int]],
        said: set[str],
        before: set[tuple[int, int]],
    ) -> Fault | None:
        """Return what is wrong with a sentence where it stands, if anything."""
        if text in said:
            return "repeated"
        sources = [self._sentences(number)[at] for number, at in places]
        leans = leans_back(text) or all(source_leans_back(text, one) for one in sources)
        follows = any((number, at - 1) in before for number, at in places - self._firsts)
        return "leans" if answers_another(text) or (leans and not follows) else None

    def _checked(self, text: str, cited: tuple[int, ...]) -> Checked:
        """Check a sentence; one that cites nothing may rest on one of the quotes all the same."""
        if cited:
            return Checked(text, cited, self._fault(text, cited))
        for number in range(1, len(self._quotes) + 1):
            if self._fault(text, (number,)) is None:
                return Checked(text, (number,), None, cites=False)
        return Checked(text, (), "no citation", cites=False)

    def _fault(self, text: str, cited: tuple[int, ...]) -> Fault | None:
        if not all(1 <= number <= len(self._quotes) for number in cited):
            return "unknown quote"
        if len(text) > LONGEST or _NOT_PLAIN.search(text) or _NOT_DUTCH.search(text):
            return "form"
        if _BREAKS_OFF.search(text) or _repeats(text) or text.endswith("?"):
            return "form"
        if text[0].islower() and text.split()[0].islower():  # a part; not "eHerkenning"
            return "form"
        if any(_stops_short(text, self._quotes[number - 1].text) for number in cited):
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
    if other_speaker(text, quotes, signed, lexicon):
        return "speaker"
    if _BECAUSE.search(text) and not any(map(_CAUSE.search, about(text, quotes, lexicon))):
        return "words"
    return "partial" if leaves_out(text, language, quotes, lexicon) else None


def _repeats(text: str) -> bool:
    """Tell whether a sentence says three words in a row twice: it broke off and began again."""
    said = words(text)
    threes = list(zip(said, said[1:], said[2:], strict=False))
    return len(set(threes)) < len(threes)


def _stops_short(text: str, quote: str) -> bool:
    """Tell whether a sentence is the last words of a quote, or part of one, that breaks off."""
    said = words(text)
    for part in quote.split(GAP):
        there = words(part)
        if part.rstrip()[-1:].isalnum() and said == there[-len(said) :]:
            return True
    return False


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
