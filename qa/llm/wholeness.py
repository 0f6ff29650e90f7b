"""Whether a sentence leaves out part of what it tells: of a clause that it uses, every word counts.

"De bijdrage van het programma wordt vastgesteld" is not "het programma wordt vastgesteld", and an
international code is not a code. Whole clauses may be left out, but for a condition; words within
one may not. Words meet in any form, across languages by the gloss and the token vectors; a Dutch
word whose English nobody knows may be left out of an English sentence. Names keep their order: who
writes to whom. What is denied and how certain it is are checked apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import StaticEncoder
from qa.llm.about import clauses, fits, sentences
from qa.llm.denying import without_turning
from qa.llm.modality import without_modal
from qa.llm.support import OFFICES, english_of, is_form, spelled_plainly
from qa.questions.analysis import language_of
from qa.retrieval.matching import matches, question_tokens
from qa.text.language import DUTCH_MONTHS, STOPWORDS
from qa.text.lexical import words
from qa.text.numbers import Language

USED = 0.5
"""Share of a clause's words, 0 to 1, above which a sentence uses the clause."""

MET = 0.4
"""A Dutch word whose vector has this cosine with a word of an English sentence is met by it."""

OWN = 0.3
"""A word of an English sentence that is met by less, 0 to 1, is one whose Dutch nobody knows."""

AS_GOOD = 0.05
"""Of sentences of the quotes that fit as well, but for this, one that is told whole is enough."""

RESTRICTING = frozenset(
    """
    alleen slechts uitsluitend voorlopig tijdelijk vooralsnog tussentijds deels gedeeltelijk
    grotendeels bijna ongeveer circa minstens minimaal maximaal hooguit uiterlijk meestal soms
    vaak nauwelijks vrijwel vooral mede opnieuw nog eerst later vanaf tot sinds
    sommige enkele enige meeste weinig helft deel principe
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words that say little by themselves, and without which a clause says more."""

_FILLING = frozenset(
    """
    ik wij we mij ons onze mijn u uw je jij jouw hierbij hiermee hierdoor daarom daarmee daarbij
    daarin daarnaast dan zo ook tevens namelijk immers overigens echter tegelijkertijd voorts
    namens fractie inmiddels reeds al thans momenteel jl ca ter ten der des dd o a b v m i
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words that a clause may lose: who speaks, and what ties it to those before."""

_ASIDE = re.compile(
    r"\b(?:in|bij|per) (?:de|mijn|deze|onze|zijn|haar) brief\b"
    r"|\b(?:op|van|per|d\.d\.)\s+(?:\w+dag\s+)?\d{1,2}\s+"
    rf"(?:{'|'.join(DUTCH_MONTHS)})(?:\s+\d{{4}})?(?:\s+jl\.?)?",
    re.IGNORECASE,
)
"""In which letter and when something was: that may be left out; what is due by a day, from it or
until it may not."""

_CONDITION = re.compile(
    r"\b(?:mits|tenzij|indien|zolang|voor zover|behalve|uitgezonderd|met uitzondering|totdat"
    r"|op voorwaarde|onder voorbehoud|wanneer|ingeval|mocht|mochten"
    r"|als (?:de|het|een|er|u|je|we|wij|ze|zij|hij|dit|dat|deze|die))\b",
    re.IGNORECASE,
)

_THAT = re.compile(r"\b(?:dat|of)\b", re.IGNORECASE)
_STOP = re.compile(r"[,;:()–]|\b(?:dat|of)\b", re.IGNORECASE)
_REPORTING = frozenset(
    """
    blijkt bleek gebleken klopt betekent betekende houdt inhoudt geldt feit bekend duidelijk weet
    weten zien ziet aangegeven geeft staat vermeld merk gemeld zeker waar gevolg zo zodanig sprake
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words before "dat" without which what follows says the same."""

_WHETHER = re.compile(r"\W*(?:of|whether|if)\b|.*\bwhether\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b(?:[A-Z]\w*[A-Z]\w*|[A-Z][\w'’-]{2,})")
_EXPLAINED = re.compile(r"(?:De|Het|Een|Dit|Deze)\b[^,;:]+, (?:de|het|een)\b[^,;:]+,")


def leaves_out(
    text: str, language: Language, quotes: Sequence[str], lexicon: StaticEncoder
) -> bool:
    """Tell whether a sentence leaves words out of a clause of its quotes, or turns names about.

    Args:
        text: The sentence.
        language: It is in.
        quotes: What it cites.
        lexicon: Gives the token vectors by which words meet across languages.
    """
    every = [one for quote in quotes for one in sentences(quote)]
    if not every:
        return True

    def partly(part: str) -> bool:
        fit = fits(part, every, lexicon)
        near = [one for one, value in zip(every, fit, strict=True) if value >= fit.max() - AS_GOOD]
        return all(
            _has_holes(part, language, one, lexicon)
            or _turned(part, one)
            or (language == "nl" and _is_only_told(part, one))
            for one in near
        )

    return partly(text) and (len(quotes) == 1 or any(map(partly, clauses(text))))


def _has_holes(text: str, language: Language, source: str, lexicon: StaticEncoder) -> bool:
    if source.startswith("Of ") and not _WHETHER.match(text):
        return True
    there = {spelled_plainly(word) for word in words(text)}
    ids = np.concatenate(lexicon.token_ids([text]))
    same = language_of(source) == language
    found = []
    for clause in clauses(_ASIDE.sub(" ", source)):
        met: dict[str, bool] = {}
        for word in _telling(clause):
            is_met = _is_met(word, same, there, ids, lexicon)
            if is_met is not None or word in _named(clause):
                met[word] = bool(is_met)
        found.append((clause, met))
    shares = [_share(clause, met) for clause, met in found]
    most = max((sum(met.values()) for _, met in found), default=0)
    used = [
        share > USED or 0 < share == max(shares) or 1 < sum(met.values()) == most
        for share, (_, met) in zip(shares, found, strict=True)
    ]
    for (clause, met), is_used in zip(found, used, strict=True):
        plain = without_turning(without_modal(clause, "nl"))
        lacking = {word for word in _telling(plain) if met.get(word) is False}
        unknown = (  # the one word whose English nobody knows
            len(lacking) == 1
            and not same
            and lacking.isdisjoint(RESTRICTING | _named(clause))
            and _has_own(text, source, lexicon)
        )
        if is_used and lacking and not unknown:
            return True
        if lacking and _CONDITION.search(clause):
            return True
        rest = [word for word in met if word not in RESTRICTING]
        if lacking & RESTRICTING and rest and 2 * sum(met[word] for word in rest) >= len(rest):
            return True
    return _lacks_its_subject(source, used)


def _is_only_told(text: str, source: str) -> bool:
    """Tell whether a sentence has what its source says somebody thinks, fears or starts from,
    "het uitgangspunt is dat de brug open is", and not a word of who does or how."""
    there = {spelled_plainly(word) for word in words(text)}

    def met(part: Sequence[str]) -> list[bool]:
        plain = map(spelled_plainly, part)
        return [one in there or any(is_form(one, other) for other in there) for one in plain]

    for that in _THAT.finditer(source):
        head = _telling(_STOP.split(source[: that.start()])[-1])
        told = met(_telling(_STOP.split(source[that.end() :])[0]))
        governing = [word for word in head if word not in _REPORTING]
        if governing and 2 * sum(told) > len(told) and not any(met(governing)):
            return True
    return False


def _has_own(text: str, source: str, lexicon: StaticEncoder) -> bool:
    """Tell whether an English sentence has a word that nothing in its source meets: the English of
    the one word of the source that nothing in it meets."""
    tokens = question_tokens(" ".join(set(words(text)) - STOPWORDS - OFFICES), lexicon)
    said = [np.concatenate(lexicon.token_ids([f"{source} {english_of(source)}"]))]
    met: dict[str, list[float]] = {}
    for word, value in zip(tokens.words, matches(tokens, said)[:, 0], strict=True):
        met.setdefault(word, []).append(float(value))
    return any(np.mean(found) < OWN for found in met.values())


def _share(clause: str, met: Mapping[str, bool]) -> float:
    """Return how much of a clause a sentence has, 0 to 1; names count only where all are."""
    named = _named(clause)
    counted = [word for word in met if word not in named] or list(met)
    return sum(met[word] for word in counted) / len(counted) if counted else 0.0


def _named(clause: str) -> set[str]:
    return {word for name in _NAME.findall(clause) for word in words(name)}


def _lacks_its_subject(source: str, used: Sequence[bool]) -> bool:
    """Tell a sentence that begins with what only explains the subject: "de bijdrage van A, het
    programma van B, voor C wordt vastgesteld" says nothing of the programme."""
    return (
        len(used) > 2 and not used[0] and used[1] and used[2]
        and _EXPLAINED.match(source) is not None
    )  # fmt: skip


def _telling(clause: str) -> list[str]:
    """Return the words of a clause that a sentence which uses it must tell."""
    return [
        word
        for word in dict.fromkeys(words(clause))
        if word in RESTRICTING or word not in STOPWORDS | OFFICES | _FILLING
    ]


def _is_met(
    word: str,
    same: bool,
    there: set[str],
    ids: NDArray[np.int32],
    lexicon: StaticEncoder,
) -> bool | None:
    """Tell whether a sentence has a word of its source, in any form, or in ``same`` language.

    None for a Dutch word whose English nobody knows.
    """
    plain = spelled_plainly(word)
    if plain in there or any(is_form(plain, other) for other in there):
        return True
    if same or word.isdigit():
        return False
    english = [spelled_plainly(one) for one in words(english_of(word))]
    if any(one == other or is_form(one, other) for one in english for other in there):
        return True
    tokens = question_tokens(word, lexicon)
    if len(tokens.rows) and float(np.mean(matches(tokens, [ids]))) >= MET:
        return True
    return False if english else None


def _turned(text: str, source: str) -> bool:
    """Tell whether names that both have, each once, stand in another order."""
    there, here = _NAME.findall(source), _NAME.findall(text)
    once = [there.index(one) for one in here if here.count(one) == there.count(one) == 1]
    return once != sorted(once)
