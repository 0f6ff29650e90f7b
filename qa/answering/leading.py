"""From a question in a letter to its answer: what matches the one speaks for the other.

Ministers repeat the questions that they answer, and a question resembles a question more than an
answer does. So the best sentence of an answer scores as its question does, and the question itself
is no candidate, but where someone asks what was asked, or who asked. An answer that only refers to
another ("zie het antwoord op vraag 5") leads on to that one, one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from qa.answering.choosing import ALIKE
from qa.answering.evidence import Evidence, with_shares
from qa.answering.pairs import Pair, Pairs, refers
from qa.questions.kind import decides, kind_of
from qa.records import Question, Unit
from qa.text.folding import fold


def lead(
    question: Question, scored: Sequence[Evidence], pairs: Mapping[str, Pairs]
) -> list[Evidence]:
    """Return the sentences, best first, answers in place of the questions that letters repeat.

    Args:
        question: What is asked.
        scored: Sentences with their scores, at least one.
        pairs: Those of each letter, by doc_id.
    """
    of_pair: dict[tuple[str, int], tuple[Pair, list[Evidence], list[Evidence]]] = {}
    others: list[Evidence] = []
    for one in scored:
        pair = pairs[one.letter.doc_id].of(one.unit.label)
        if pair is None:
            others.append(one)
            continue
        key = (one.letter.doc_id, pair.answer[0].start)
        _, asking, answering = of_pair.setdefault(key, (pair, [], []))
        (asking if pair.question_with(one.unit) else answering).append(one)
    if question.unit == "question":
        asked = [one for _, asking, _ in of_pair.values() for one in asking]
        who = others if question.kind == "who" else []  # "Vragen van het lid Kat" in the head
        return with_shares(asked + who if asked else scored)
    found = {key: _answering(question.text, *parts) for key, parts in of_pair.items()}
    for (doc_id, start), (pair, _, _) in of_pair.items():
        for other in pairs[doc_id].led_to(pair):
            target = (doc_id, other.answer[0].start)
            if found.get(target) and found[doc_id, start]:
                found[target] = _led_on(found[doc_id, start], found[target])
                found[doc_id, start] = []
    kept = others + [one for sentences in found.values() for one in sentences]
    return with_shares(kept or scored)


def _is_same(asked: str, repeated: str) -> bool:
    """Tell whether a question is asked as a letter repeats it, or a sentence of it."""
    short, long = sorted((fold(asked), fold(repeated)), key=len)
    return fuzz.partial_ratio(short, long, score_cutoff=ALIKE) > 0


def _answering(
    asked: str, pair: Pair, asking: Sequence[Evidence], answering: Sequence[Evidence]
) -> list[Evidence]:
    """Return the sentences of an answer, the best of them with the score of its question."""
    if not answering:
        return []
    if not pair.refers:  # a sentence that sends on says less than one that says something
        answering = [one for one in answering if not refers(one.sentence)] or answering
    closest = max(asking, key=lambda one: one.score, default=None)
    question: tuple[Unit, ...] = pair.question_with(closest.unit) if closest else pair.questions[0]
    told = [replace(one, asked=question) for one in answering]
    if closest:
        best = max(range(len(told)), key=lambda i: told[i].score)
        opening = min(range(len(told)), key=lambda i: told[i].sentence.start)
        whole = np.max([one.met for one in asking if one.unit in question], axis=0)
        same = _is_same(asked, closest.sentence.text)
        if kind_of(closest.sentence.text) == "yesno" and decides(told[opening].sentence.text):
            best = opening if same or closest.score > told[best].score else best
        most = max(closest.score, *(one.score for one in told)) if same else closest.score
        told[best] = _raised(told[best], replace(closest, met=whole, score=most))
    return told


def _led_on(referring: Sequence[Evidence], answering: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences of an answer that another one refers to, the best with its score."""
    best = max(range(len(answering)), key=lambda i: answering[i].score)
    by = max(referring, key=lambda one: (refers(one.sentence), one.score))
    closest = max(referring, key=lambda one: one.score)
    told = list(answering)
    if closest.score > told[best].score:
        told[best] = replace(_raised(told[best], closest), asked=closest.asked, led_by=by.sentence)
    return told


def _raised(one: Evidence, by: Evidence) -> Evidence:
    """Let a sentence count as much as what leads to it, and meet what that meets."""
    return replace(
        one,
        score=max(one.score, by.score),
        ranked=max(one.ranked, by.ranked),
        met=np.maximum(one.met, by.met),
    )
