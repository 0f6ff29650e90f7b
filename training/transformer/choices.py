"""Questions with sentences of which one answers, or none: what a reader of sentences learns from.

The sentences are those of the passages that a search brings, as in use, and not those of one
article; questions without an answer are people's, about the very passage (SQuAD 2.0, Rajpurkar et
al. 2018). Makes texts only.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qa.index.bm25 import WordStatistics, best_rows, bm25
from qa.index.postings import build_postings
from qa.letters.sentences import sentence_spans
from qa.text.lexical import content_words, stem
from training.data import Reading, readings
from training.transformer.texts import json_lines

UNSURE = ("matched",)
"""How the passage of an unanswerable question was found, where that may be wrong."""

PASSAGES = 3  # of other subjects, from the search, beside the question's own
LONGEST = 24  # sentences to choose from


class Choice(NamedTuple):
    """A question and sentences; ``answers`` are the numbers of those that answer, maybe none."""

    question: str
    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    source: str


def answerable(data: Path) -> Iterator[Reading]:
    """Yield English questions whose answer is known to the sentence."""
    for name in ("squad_train", "policyqa"):
        yield from readings(data / f"{name}.jsonl.gz")
    for item in json_lines(data / "answering" / "selqa_dev_test.jsonl.gz"):
        right = tuple(i for i, label in enumerate(item["labels"]) if label)
        if right and len(item["sentences"]) > 1:
            yield Reading(
                item["question"], tuple(item["sentences"]), right, item["article"], "selqa"
            )


def near_misses(data: Path) -> Iterator[Reading]:
    """Yield questions about a passage that does not answer them; those of SQuAD's test stay out."""
    for item in json_lines(data / "answering" / "squad2_unanswerable.jsonl.gz"):
        if item["split"] == "dev" or item["passage_found"] in UNSURE:
            continue
        passage = " ".join(item["passage"].split())
        sentences = tuple(passage[start:end] for start, end in sentence_spans(passage))
        yield Reading(item["question"], sentences, (), item["title"], "squad2")


class Finder:
    """Finds passages for questions by BM25, as the product finds its candidates by words."""

    def __init__(self, passages: Sequence[Reading]) -> None:
        """Take one reading for each passage."""
        self._passages = passages
        texts = [" ".join(passage.sentences) for passage in passages]
        self._postings = build_postings(texts)
        lengths = self._postings.lengths
        self._statistics = WordStatistics(
            len(texts),
            float(lengths.mean()),
            {name: self._postings.document_frequency(name) for name in self._postings.stems},
        )

    def others(self, question: str, topic: str, count: int) -> list[Reading]:
        """Return the best passages on other subjects."""
        groups = [{stem(word): 1.0} for word in content_words(question)]
        scores = bm25(self._postings, groups, self._statistics)
        found = (self._passages[row] for row in best_rows(scores, 10 * count).tolist())
        return [passage for passage in found if passage.topic != topic][:count]


def one_a_passage(found: Sequence[Reading]) -> list[Reading]:
    """Return one reading for each passage, the first."""
    return list({reading.sentences: reading for reading in reversed(found)}.values())


def make_choice(reading: Reading, finder: Finder, away: bool, rng: random.Random) -> Choice:
    """Put the sentences of other passages round those of the question's own, or in their place.

    Args:
        reading: The question.
        finder: Brings the other passages.
        away: Leave the question's own passage out, so that nothing answers.
        rng: Draws the order of the passages.
    """
    own = [(sentence, i in reading.answers) for i, sentence in enumerate(reading.sentences)]
    groups = [] if away else [own]
    for other in finder.others(reading.question, reading.topic, PASSAGES + away):
        groups.append([(sentence, False) for sentence in other.sentences])
    rng.shuffle(groups)
    every = [one for group in groups for one in group]
    if len(every) > LONGEST:  # a stretch, and an answer in it if there is one
        kept = next((i for i, (_, right) in enumerate(every) if right), rng.randrange(len(every)))
        begin = max(0, min(kept - rng.randrange(LONGEST), len(every) - LONGEST))
        every = every[begin : begin + LONGEST]
    answers = tuple(i for i, (_, right) in enumerate(every) if right)
    return Choice(reading.question, tuple(text for text, _ in every), answers, reading.source)


def make_choices(data: Path, away: float, seed: int) -> Iterator[Choice]:
    """Yield all questions with their sentences.

    Args:
        data: Folder of the training data.
        away: Share of the answerable questions from which their passage is taken away.
        seed: Of what is drawn.
    """
    rng = random.Random(seed)
    found = list(answerable(data))
    finder = Finder(one_a_passage(found))
    for reading in [*found, *near_misses(data)]:
        choice = make_choice(reading, finder, bool(reading.answers) and rng.random() < away, rng)
        if len(choice.sentences) > 1:
            yield choice


def told_apart(choices: Sequence[Choice]) -> dict[str, tuple[int, int]]:
    """Return for each source how many questions are answered, and how many are not."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for choice in choices:
        counts[choice.source][not choice.answers] += 1
    return {source: (one, other) for source, (one, other) in sorted(counts.items())}
