"""The letters that speak to a question, the newest first; and what is said of those passed over.

Where "the latest" is asked for, the newest letter on the subject is to answer, not the one that
meets the words best. A letter speaks to the subject if it has the names that the question and other
letters have ("the bridge at Veerdam" is not that at Zandhoek), a sentence of it meets half of what
the best one meets, and an answer by it alone is not much less likely. The numbers are rules of
thumb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.answering.evidence import Evidence
from qa.answering.letter_text import LetterText
from qa.citations.citing import cite
from qa.encoders.encoder import StaticEncoder
from qa.records import Letter, PassedOver
from qa.retrieval.matching import Query, matches
from qa.text.folding import fold
from qa.text.lexical import words

HITS = 60
"""Passages whose letters are looked at."""

TRIED = 8
"""Letters that are tried, the newest first, at most."""

TOLD = 4
"""Letters passed over that are told of each kind, at most."""

LIKELY = 0.4
"""An answer by the letter alone must be so likely, of what it is by the letter best for it."""

SENTENCE = 0.5
"""What a letter's best sentence must meet of what the best of all does."""

TOUCHES = 0.6
"""A newer letter that meets so much of what the best letter meets is told of where it is passed."""

UNLIKELY = 0.25
"""... an answer by it alone is so likely, of what it is by the letter taken, or it lacks words; """

MOST_LACKING = 0.7
"""... and these count no more than this of the question."""

_UNMET = 0.5  # a word of less is not in the letter


@dataclass(frozen=True)
class Speaking:
    """A letter with its sentences, best first, and what it meets of the question.

    ``whole`` and ``sentence`` are shares of the question met by the letter and by its best
    sentence, 0 to 1; ``likely`` how likely it answers, 0 to 1, 0 if it lacks a name; ``missing``
    are words that it does not meet, ``lacking`` what they count of the question, 0 to 1.
    """

    letter: Letter
    evidence: tuple[Evidence, ...]
    whole: float
    sentence: float
    likely: float
    missing: tuple[str, ...]
    lacking: float

    def passed_over(self) -> PassedOver:
        """Return what is told of it where it is not the one that answers."""
        best = self.evidence[0].sentence
        place = cite(self.letter, best.start, best.end)
        if self.letter.metadata.date is None:
            return PassedOver(place, "undated")
        return PassedOver(place, "says less", self.missing)


def speaking(
    query: Query,
    scored: Sequence[Evidence],
    time: str,
    likely: Callable[[Sequence[Evidence]], float],
    texts: Callable[[Letter], LetterText],
    lexicon: StaticEncoder,
) -> list[Speaking]:
    """Group sentences by their letters; those of letterheads and signatures only if asked for.

    Args:
        query: The question.
        scored: Sentences of many letters, best first.
        time: The words that ask for the newest: no letter need say them.
        likely: Tells how likely the sentences of a letter answer, 0 to 1.
        texts: Gives a letter cut into tokens.
        lexicon: Whose tokens they are.
    """
    weights = _weights(query, time)
    of: dict[str, list[Evidence]] = {}
    for one in scored:
        if query.question.unit is not None or one.unit.kind not in {"letterhead", "signature"}:
            of.setdefault(one.letter.doc_id, []).append(one)
    found = []
    names = [
        word
        for word in query.question.words
        if any(_is_name(word, one[0].letter) for one in of.values())
    ]
    for sentences in of.values():
        text = texts(sentences[0].letter)
        topic = text.letter.metadata.topic or ""
        ids = np.concatenate([text.all_tokens, *lexicon.token_ids([topic])])
        met = matches(query.tokens, [ids])[:, 0]
        best: dict[str, tuple[float, float]] = {}  # word -> best met, what it counts
        for word, value, weight in zip(query.tokens.words, met, weights, strict=True):
            bare = word.strip("?!.,;:")
            known, counts = best.get(bare, (0.0, 0.0))
            best[bare] = max(known, float(value)), counts + float(weight)
        missing = tuple(
            word
            for word, (value, counts) in best.items()
            if counts
            and (value < _UNMET or not text.named.issuperset({*words(word)}.intersection(names)))
        )
        found.append(
            Speaking(
                letter=text.letter,
                evidence=tuple(sentences),
                whole=float(weights @ met),
                sentence=max(float(weights @ one.met) for one in sentences),
                likely=likely(sentences) if text.named.issuperset(names) else 0.0,
                missing=missing,
                lacking=sum(best[word][1] for word in missing),
            )
        )
    return found


def newest_first(found: Sequence[Speaking]) -> list[Speaking]:
    """Return the dated letters that speak to the question, the newest first."""
    near = [one for one in _near(found) if one.letter.metadata.date]
    return sorted(near, key=lambda one: (_date(one), one.sentence), reverse=True)[:TRIED]


def passed_over(found: Sequence[Speaking], taken: Speaking) -> tuple[PassedOver, ...]:
    """Return the newer letters on the subject that were not taken, and those without a date."""
    most = max(one.whole for one in found)
    newer = [
        one
        for one in found
        if _date(one) > _date(taken)
        and one.whole >= TOUCHES * most
        and one.sentence >= SENTENCE * taken.sentence
        and one.lacking <= MOST_LACKING
        and (one.likely >= UNLIKELY * taken.likely or one.missing)
    ]
    newer.sort(key=_date, reverse=True)
    undated = [one for one in _near(found) if not one.letter.metadata.date]
    return tuple(one.passed_over() for one in [*newer[:TOLD], *undated[:TOLD]])


def _near(found: Sequence[Speaking]) -> list[Speaking]:
    likely = max((one.likely for one in found), default=0.0)
    sentence = max((one.sentence for one in found if one.likely), default=0.0)
    return [
        one
        for one in found
        if one.likely >= max(LIKELY * likely, 1e-9) and one.sentence >= SENTENCE * sentence
    ]


def _is_name(word: str, letter: Letter) -> bool:
    """Tell whether a letter writes a word of a question with a capital within its sentences.

    A word of letters and figures is a name too: "f35" of "F-35".
    """
    if not (word.isalpha() or word.isdigit()):
        parted = r"[-\s.]?".join(re.findall(r"\d+|\D+", word))
        return re.search(rf"\b{parted}\b", letter.text, re.IGNORECASE) is not None
    for match in re.finditer(rf"(?<=[a-z,;] ){re.escape(word)}\b", letter.text, re.IGNORECASE):
        return match[0][0].isupper()
    return False


def _date(one: Speaking) -> str:
    known = one.letter.metadata.date
    return known.isoformat() if known else ""


def _weights(query: Query, time: str) -> np.ndarray:
    """Return what each token of the question counts, those that ask for the newest nothing."""
    asks = set(fold(time).replace("-", " ").split())
    kept = np.array([fold(word) not in asks for word in query.tokens.words], bool)
    weights = np.where(kept, query.telling, 0)
    return np.asarray(weights / max(float(weights.sum()), 1e-9), np.float32)
