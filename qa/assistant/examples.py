"""Example questions made from the letters of an index: only such as the letters answer.

Made of headings, of abbreviations that letters explain, of amounts and of who signed; from the
newest letters. Every question is asked before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from qa.assistant.opened import Answering
from qa.citations.citing import official_url
from qa.errors import QAError
from qa.records import Letter, Quote
from qa.records.filters import Filter

Language = Literal["nl", "en"]
Kind = Literal["about", "meaning", "amount", "signed"]

LETTERS = 20
"""Letters that are looked into, the newest."""

TRIES = 8
"""Questions of one kind that are asked before it is given up."""

_KINDS: tuple[Kind, ...] = ("about", "meaning", "amount", "about", "signed", "meaning")

_FORMS: dict[Language, dict[Kind, str]] = {
    "nl": {
        "about": "Wat schrijft het kabinet over {}?",
        "meaning": "Waar staat {} voor?",
        "amount": "Hoeveel geld is er voor {}?",
        "signed": "Wie heeft {} ondertekend?",
    },
    "en": {
        "about": "What does the government write about {}?",
        "meaning": "What does {} stand for?",
        "amount": "How much money is there for {}?",
        "signed": "Who signed {}?",
    },
}
_NEAR = 2_000  # characters before a place in which something is near to it
_AMOUNT = re.compile(r"€ ?\d|\d (?:miljoen|miljard) euro")
_PLAIN_HEADING = re.compile(r"[A-ZÀ-Ý][^\d:;?!()]{7,44}")
_EMPTY_HEADINGS = re.compile(
    r"inleiding|slot|samenvatting|conclusie|bijlage|vervolg", re.IGNORECASE
)


def example_questions(assistant: Answering, lang: Language, most: int = 4) -> list[str]:
    """Return questions that the letters answer, in one language.

    Args:
        assistant: Gives the letters, and is asked each question.
        lang: "nl" or "en".
        most: How many, at most.
    """
    entries = assistant.letters_where(Filter())
    newest = sorted(entries, key=lambda one: (one.date or "", one.doc_id), reverse=True)[:LETTERS]
    letters = [assistant.letter(entry.doc_id) for entry in newest]
    names: dict[Kind, Iterator[str]] = {kind: _names(kind, letters) for kind in _FORMS[lang]}
    found: list[str] = []
    for kind in _KINDS:
        for _, name in zip(range(TRIES), names[kind], strict=False):
            question = question_about(name, kind, lang)
            if is_answered(assistant, question, name, kind):
                found.append(question)
                break
        if len(found) == most:
            break
    return found


def question_about(name: str, kind: Kind, lang: Language) -> str:
    """Return a question of a kind about something that a letter names."""
    return _FORMS[lang][kind].format(name)


def names_in(letter: Letter, kind: Kind, place: int) -> list[str]:
    """Return what questions of a kind may ask about in a letter, the nearest to a place first."""
    names = dict.fromkeys(_OF_LETTER[kind](letter))

    def away(name: str) -> int:
        near = letter.text.lower().find(name.lower(), max(0, place - _NEAR))
        return abs(near - place) if near >= 0 else len(letter.text)

    return sorted(names, key=away)


def _names(kind: Kind, letters: Sequence[Letter]) -> Iterator[str]:
    """Yield what questions of a kind may ask about, each once, a letter at a time."""
    seen: set[str] = set()
    for letter in letters:
        for name in _OF_LETTER[kind](letter):
            if name not in seen:
                seen.add(name)
                yield name


def _headings(letter: Letter) -> Iterator[str]:
    for unit in letter.units:
        heading = unit.text.strip(" .")
        if unit.kind != "heading" or not _PLAIN_HEADING.fullmatch(heading):
            continue
        if not _EMPTY_HEADINGS.search(heading):
            words = heading.split()
            # one word may be a name, several with another capital hold one
            named = len(words) == 1 or any(word[:1].isupper() for word in words[1:])
            yield heading if named else heading[0].lower() + heading[1:]


def _abbreviations(letter: Letter) -> Iterator[str]:
    by_use = sorted(letter.abbreviations, key=lambda one: -letter.text.count(one.short))
    yield from (one.short for one in by_use)


def _with_amounts(letter: Letter) -> Iterator[str]:
    for one in letter.abbreviations:
        if _AMOUNT.search(letter.unit_at(one.start).text):
            yield one.short


def _signed(letter: Letter) -> Iterator[str]:
    if letter.metadata.senders and official_url(letter.doc_id):  # people know its name
        yield letter.doc_id


_OF_LETTER: dict[Kind, Callable[[Letter], Iterator[str]]] = {
    "about": _headings,
    "meaning": _abbreviations,
    "amount": _with_amounts,
    "signed": _signed,
}


def is_answered(
    assistant: Answering,
    question: str,
    name: str,
    kind: Kind,
    where: Filter | None = None,
    *,
    sure: bool = False,
) -> bool:
    """Tell whether the letters give what a question of a kind asks about something they name; with
    ``sure`` they must be sure to."""
    try:
        answer = assistant.ask(question, where)
    except QAError:
        return False
    if not answer.found or (sure and not answer.sure):
        return False
    quote = answer.quotes[0]
    return _fits(quote, assistant.letter(quote.citation.doc_id), name, kind)


def _fits(quote: Quote, letter: Letter, name: str, kind: Kind) -> bool:
    """Say whether a quote gives what a question of its kind asks for."""
    if kind == "signed":
        return letter.doc_id == name and quote.citation.unit.startswith("s")
    unit = letter.unit_at(quote.citation.start)
    heading = letter.unit(unit.heading) if kind == "about" and unit.heading else None
    spans = [*(span.text for span in quote.context), heading.text if heading else "", quote.text]
    named = name.casefold() in " ".join(spans).casefold()
    return named and (kind != "amount" or bool(quote.amounts))
