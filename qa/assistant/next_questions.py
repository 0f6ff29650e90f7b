"""What one may ask next: questions that the letters of an answer also answer.

In Dutch the questions of members of parliament that stand near the quotes; in either language what
headings and abbreviations there give. Every question is asked before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa.assistant.examples import Kind, Language, is_answered, names_in, question_about
from qa.assistant.opened import Answering
from qa.errors import QAError
from qa.records import Answer, Letter
from qa.records.filters import Filter
from qa.text.folding import fold

MOST = 3
"""Questions that are offered."""

TRIES = 8
"""Questions that are asked for that."""

LONGEST = 160
"""Characters of a question of parliament that is offered."""

_SHORTEST = 25
_LETTERS = 2  # of the quotes that are looked into
_KINDS: tuple[Kind, ...] = ("about", "meaning", "amount")


def next_questions(
    assistant: Answering, answer: Answer, lang: Language, where: Filter | None = None
) -> list[str]:
    """Return questions that follow on an answer, in one language; none if it has no quotes.

    Args:
        assistant: Gives the letters, and is asked each question.
        answer: Whose letters are looked into, near its quotes.
        lang: "nl" or "en".
        where: The filter that the answer was asked with.
    """
    seen = {fold(answer.question.typed), fold(answer.question.text)}
    found: list[str] = []
    tries = 0
    for question, kind, name in _candidates(assistant, answer, lang):
        if fold(question) in seen:
            continue
        seen.add(fold(question))
        tries += 1
        if kind:
            good = is_answered(assistant, question, name, kind, where, sure=True)
        else:
            good = _is_answered_by(assistant, question, name, where)
        if good:
            found.append(question)
        if len(found) == MOST or tries == TRIES:
            break
    return found


def _candidates(
    assistant: Answering, answer: Answer, lang: Language
) -> Iterator[tuple[str, Kind | None, str]]:
    """Go through questions, of what kind, and what each is about: the letter for one of its own."""
    places = {quote.citation.doc_id: quote.citation.start for quote in reversed(answer.quotes)}
    nearest = list(dict.fromkeys(quote.citation.doc_id for quote in answer.quotes))[:_LETTERS]
    for doc_id in nearest:
        letter = assistant.letter(doc_id)
        if lang == "nl":
            for question in _asked_near(letter, places[doc_id])[:MOST]:
                yield question, None, doc_id
        for kind in _KINDS:
            for name in names_in(letter, kind, places[doc_id])[:2]:
                yield question_about(name, kind, lang), kind, name


def _asked_near(letter: Letter, place: int) -> list[str]:
    """Return the questions of parliament in a letter, those nearest to a place first."""
    asked = [unit for unit in letter.units if unit.part == "question"]
    asked.sort(key=lambda unit: abs(unit.start - place))
    texts = (" ".join(unit.text.split()) for unit in asked)
    return [
        text
        for text in texts
        if text.endswith("?") and text.count("?") == 1 and _SHORTEST <= len(text) <= LONGEST
    ]


def _is_answered_by(assistant: Answering, question: str, doc_id: str, where: Filter | None) -> bool:
    """Tell whether a question of a letter is answered, and by that letter."""
    try:
        answer = assistant.ask(question, where)
    except QAError:
        return False
    return answer.sure and any(quote.citation.doc_id == doc_id for quote in answer.quotes)
