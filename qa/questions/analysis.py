"""Question analysis: what a question asks for, about which time, in which language. Done once.

All that follows from the words alone; what the letters add to it is the subject of `qa.retrieval`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from qa.questions.answer_type import answer_type_of
from qa.questions.follow_up import follow_up
from qa.questions.kind import kind_of, names_no_letter, unit_asked_for
from qa.questions.time_range import time_range_of
from qa.records import Language, Question
from qa.text.folding import fold
from qa.text.gloss import english_words, known_words
from qa.text.lexical import content_words, subject_words, words
from qa.text.phrases import quoted_phrases

MAX_QUESTION = 2000
"""Longest question, in characters; nobody types more. What follows is left out; the page and
the API refuse more."""

_ENGLISH = frozenset(
    """
    the of and to what which who whom whose when where why how does did do are has have will would
    could should many much about for from with by this that these there i my you your can a an not
    if be it its their they he she his our any some at on into after before than
    """.split()  # noqa: SIM905  the list reads better as words
)
_DUTCH = frozenset(
    """
    de het een van en wat welke welk wie wiens wanneer waar waarom hoe doet deed zijn waren heeft
    hebben zal zou kan kunnen moet hoeveel over voor uit met door dit dat deze er bij aan naar op
    wordt worden werd ik je jij u uw mijn niet geen heb hebt ben bent als dan ook nog maar mag
    moeten hun zij hij haar ons onze tot te om
    """.split()  # noqa: SIM905
)


def analyse(typed: str, after: str | None = None, understood: str | None = None) -> Question:
    """Analyse a question in English or Dutch; white space around it does not count.

    Args:
        typed: As typed; what follows `MAX_QUESTION` is left out.
        after: The question before it, in full, which it may lean on.
        understood: What it was understood as, where that is known.

    Example:
        >>> analyse("and for the IT coalition?", "What did NL pledge for ammunition?").text
        'What did NL pledge for the IT coalition?'
        >>> analyse("Hoeveel kost de brug?").kind
        'amount'
    """
    typed = typed.strip()[:MAX_QUESTION]
    if understood is None and after:
        understood = follow_up(typed, after.strip()[:MAX_QUESTION])
    text = " ".join((understood or typed)[:MAX_QUESTION].split())
    unit = unit_asked_for(text)
    return Question(
        typed=typed,
        text=text,
        leans=understood is not None,
        language=language_of(text),
        kind=kind_of(text),
        answer_type=None if unit else answer_type_of(text),
        unit=unit,
        names_no_letter=unit is not None and names_no_letter(text),
        time=time_range_of(text),
        phrases=quoted_phrases(text),
        words=tuple(content_words(text)),
        bare=not subject_words(text),
    )


def mend(question: Question, slips: Mapping[str, str]) -> Question:
    """Read a question with other words in the place of those that are mistyped.

    Args:
        question: From `analyse`.
        slips: Folded words of it, each with the word that is meant.
    """
    mended: list[tuple[str, str]] = []

    def meant(match: re.Match[str]) -> str:
        found = slips.get(fold(match[0]))
        if found is None:
            return match[0]
        found = found.capitalize() if match[0][0].isupper() else found
        mended.append((match[0], found))
        return found

    text = re.sub(r"\w+", meant, question.text)
    read = analyse(question.typed, understood=text)
    return replace(read, leans=question.leans, slips=tuple(dict.fromkeys(mended)))


def language_of(text: str) -> Language:
    """Return the language of a question: by its function words, else by which words it knows.

    Dutch where neither tells.

    Example:
        >>> language_of("what did NL pledge at the UDCG"), language_of("bijdrage Oekraïne")
        ('en', 'nl')
        >>> language_of("strategic airlift expected demand")
        'en'
    """
    found = words(text)
    english = sum(word in _ENGLISH for word in found)
    dutch = sum(word in _DUTCH for word in found)
    if english == dutch:
        known, meant = known_words(), english_words()
        english = sum(word in meant and word not in known for word in found)
        dutch = sum(word in known and word not in meant for word in found)
    return "en" if english > dutch else "nl"
