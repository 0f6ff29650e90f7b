"""Windows: a question and the few sentences that it is likeliest to be answered by, if any does.

What a reader of windows learns from. The sentences are the best of the question's own passage and
of others that BM25 brings, so that words alone seldom choose. Questions with an answer and near
misses without (SQuAD 2.0, Rajpurkar et al. 2018) are twins: the same sentences, another question.
Dutch ones: subjects of papers of the House with what the papers ask, and questions of the
government's own help pages. Makes texts only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.letters.sentences import sentence_spans
from qa.text.lexical import content_words, stem
from training.data import Reading
from training.transformer.choices import UNSURE, Finder, answerable, one_a_passage
from training.transformer.texts import FAQ_SOURCES, json_lines

SENTENCES = 6
"""Sentences of a window, at most."""

PASSAGES = 3  # of other subjects, from which sentences are drawn beside the question's own
AWAY, AWAY_DUTCH = 0.2, 0.3  # share of the questions whose own passage is left out
SHORTEST = 3  # words of a sentence of other passages
FORMS = (
    "Wat wordt de regering gevraagd over {}?",
    "Wat vraagt de Kamer de regering over {}?",
    "Wat verzoekt de motie over {}?",
    "Wat moet de regering doen aan {}?",
    "{}: wat wordt er gevraagd?",
    "What is the government asked to do about {}?",
    "What does the motion request on {}?",
)
"""Questions that a paper's subject makes."""

REASONS = re.compile(r"^(?:overwegende|constaterende|van mening)[^a-z]*(?:dat )?", re.IGNORECASE)


class Window(NamedTuple):
    """A question and sentences; ``right`` says which of them answer, maybe none."""

    question: str
    sentences: tuple[str, ...]
    right: tuple[bool, ...]
    source: str


class Own(NamedTuple):
    """What a question's own passage brings: its sentences, those that answer, its subject."""

    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    topic: str


@lru_cache(maxsize=200_000)
def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words that say something."""
    return frozenset(stem(word) for word in content_words(text))


class Chooser:
    """Chooses the sentences of windows."""

    def __init__(self, finder: Finder, rng: random.Random) -> None:
        """Take what finds other passages, and what draws."""
        self._finder, self._rng = finder, rng

    def window(
        self, questions: Sequence[str], own: Own, away: bool = False
    ) -> tuple[tuple[str, ...], tuple[bool, ...]]:
        """Return the sentences for questions about one passage, and which answer the first.

        Args:
            questions: The sentences are those that share most with any of them.
            own: The passage; one of its answering sentences is always chosen.
            away: Leave the passage out.
        """
        found = self._finder.others(questions[0], own.topic, PASSAGES + away)
        groups = [] if away else [[(s, i in own.answers) for i, s in enumerate(own.sentences)]]
        for other in found:
            some = [s for s in other.sentences if len(s.split()) >= SHORTEST]
            groups.append([(sentence, False) for sentence in some])
        kept = self._best(questions, groups)
        self._rng.shuffle(kept)
        every = [pair for group in kept for pair in group]
        return tuple(text for text, _ in every), tuple(right for _, right in every)

    def _best(
        self, questions: Sequence[str], groups: list[list[tuple[str, bool]]]
    ) -> list[list[tuple[str, bool]]]:
        """Return of each group, in its order, what shares most with the questions."""
        asked = [stems(question) for question in questions]
        places = [(g, i) for g, group in enumerate(groups) for i in range(len(group))]
        scores = {}
        for g, i in places:
            text = stems(groups[g][i][0])
            shared = max(len(text & one) for one in asked)
            scores[g, i] = shared / (3 + len(text)) ** 0.5 + 0.3 * self._rng.random()
        order = sorted(places, key=lambda place: -scores[place])
        chosen = order[:SENTENCES]
        right = [place for place in order if groups[place[0]][place[1]][1]]
        if right and right[0] not in chosen:
            chosen[-1] = right[0]
        return [
            [pair for i, pair in enumerate(group) if (g, i) in chosen]
            for g, group in enumerate(groups)
        ]


def twins(
    data: Path, chooser: Chooser, count: int, rng: random.Random
) -> Iterator[tuple[Window, Window]]:
    """Yield a question with an answer and a near miss, over the same sentences of one passage.

    Args:
        data: Folder of the training data.
        chooser: Of the sentences.
        count: How many of the pairs are drawn, at most.
        rng: Draws them.
    """
    items = [
        item
        for item in json_lines(data / "answering" / "squad2_unanswerable.jsonl.gz")
        if item["split"] != "dev"
        and item.get("pair_question")
        and item["passage_found"] not in UNSURE
    ]
    for item in rng.sample(items, min(count, len(items))):
        question = item["pair_question"]
        own = passage_of(item["passage"], item.get("pair_answers") or [], item["title"])
        if own.answers and len(own.sentences) > 1:
            sentences, right = chooser.window([question, item["question"]], own)
            none = (False,) * len(sentences)
            yield (
                Window(question, sentences, right, "squad"),
                Window(item["question"], sentences, none, "squad2"),
            )


def plain(
    found: Iterable[Reading], chooser: Chooser, away: float, rng: random.Random
) -> Iterator[Window]:
    """Yield questions with their sentences, a share of them with their passage away."""
    for reading in found:
        own = Own(reading.sentences, reading.answers, reading.topic)
        out = chooser.window([reading.question], own, rng.random() < away)
        if len(out[0]) > 1:
            yield Window(reading.question, *out, reading.source)


def papers(path: Path, without: Collection[str]) -> Iterator[Reading]:
    """Yield subjects of papers as questions; what the paper asks answers, its reasons do not.

    Args:
        path: The papers' records.
        without: Ids of papers to leave out.
    """
    for number, item in enumerate(json_lines(path)):
        subject = (item["subject"] or "").strip()
        sentences = [REASONS.sub("", text).rstrip(";, ") for text in item["considerations"]]
        asked = [text.rstrip(";, ") for text in item["requests"]]
        if item["id"] in without or len(subject.split()) < 3 or not asked or not sentences:
            continue
        right = tuple(range(len(sentences), len(sentences) + len(asked)))
        question = FORMS[number % len(FORMS)].format(subject)
        yield Reading(question, (*sentences, *asked), right, item["id"], "papers")


def help_pages(data: Path) -> Iterator[Reading]:
    """Yield Dutch questions of help pages; the first sentence under a question answers."""
    for item in json_lines(data / "answering" / "docs_faq.jsonl.gz"):
        if item["source"] in FAQ_SOURCES and item["lang"] == "nl":
            text = " ".join(" ".join(item["paragraphs"]).split())
            cut = tuple(text[start:end] for start, end in sentence_spans(text))
            if cut:
                yield Reading(item["question"], cut, tuple(range(len(cut))), text[:40], "docs_faq")


def held_out(data: Path, count: int, seed: int) -> list[Window]:
    """Return windows of the development part of SQuAD 2.0, with and without an answer."""
    rng = random.Random(seed)
    items = list(json_lines(data / "answering" / "squad2_dev.jsonl.gz"))
    owns = [passage_of(item["passage"], item["answers"] or [], item["title"]) for item in items]
    finder = Finder(
        one_a_passage([Reading("", own.sentences, (), own.topic, "squad2_dev") for own in owns])
    )
    chooser = Chooser(finder, rng)
    usable = [
        (item, own)
        for item, own in zip(items, owns, strict=True)
        if bool(own.answers) == item["answerable"] and len(own.sentences) > 1
    ]
    windows = []
    for answerable_ones in (True, False):
        some = [pair for pair in usable if pair[0]["answerable"] == answerable_ones]
        for item, own in rng.sample(some, min(count, len(some))):
            out = chooser.window([item["question"]], own)
            windows.append(Window(item["question"], *out, "squad2_dev"))
    return windows


def passage_of(passage: str, answers: Sequence[str], topic: str) -> Own:
    """Cut a passage into sentences; those that hold one of the answers answer."""
    text = " ".join(passage.split())
    sentences = tuple(text[start:end] for start, end in sentence_spans(text))
    wanted = [" ".join(answer.split()).casefold() for answer in answers]
    holding = tuple(
        i for i, s in enumerate(sentences) if any(a and a in s.casefold() for a in wanted)
    )
    return Own(sentences, holding, topic)


def training_windows(
    data: Path, records: Path, without: Collection[str], counts: dict[str, int], seed: int
) -> list[Window]:
    """Return windows in a random order, twins side by side.

    Args:
        data: Folder of the training data.
        records: Of the papers.
        without: Ids of papers to leave out.
        counts: How many of each: ``twins`` (pairs), ``squad``, ``policyqa``, ``selqa``,
            ``papers``, ``docs_faq``.
        seed: Of what is drawn.
    """
    rng = random.Random(seed)
    english = list(answerable(data))
    chooser = Chooser(Finder(one_a_passage(english)), rng)
    some: list[Reading] = []
    for source in ("squad_train", "policyqa", "selqa"):
        of = [reading for reading in english if reading.source == source]
        some += rng.sample(of, min(counts[source], len(of)))
    groups: list[tuple[Window, ...]] = [(w,) for w in plain(some, chooser, AWAY, rng)]
    groups += twins(data, chooser, counts["twins"], rng)
    for name, found in (
        ("papers", list(papers(records, without))),
        ("docs_faq", list(help_pages(data))),
    ):
        other = Chooser(Finder(found), rng)
        drawn = rng.sample(found, min(counts[name], len(found)))
        groups += [(w,) for w in plain(drawn, other, AWAY_DUTCH, rng)]
    rng.shuffle(groups)
    return [window for group in groups for window in group]
