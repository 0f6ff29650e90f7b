"""Stage 1: the pairs of the chosen sources, out of the shared files.

Reads ``parallel.tsv.gz``, the question files and our own ``terms.tsv``; writes one file for each
kind, each line ``left<TAB>right<TAB>source``: English and Dutch, question and passage, question and
answering sentence, or a sentence and those around it. Also writes ``reading.jsonl``: questions with
all sentences of their passages.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from qa.letters.sentences import sentence_spans
from training.config import KINDS, Config

log = logging.getLogger(__name__)

WINDOW = 5  # sentences
SHORTEST_SENTENCE = 30  # characters
SHORTEST_PASSAGE = 120  # characters

TERMS = Path(__file__).with_name("terms.tsv")
"""Our own list, ``en<TAB>nl`` below a header; its source is called by the file's stem."""


class Pair(NamedTuple):
    """Two texts that mean the same, or a question and a passage that answers it."""

    left: str
    right: str
    source: str


def translation_pairs(path: Path, weights: dict[str, float]) -> Iterator[Pair]:
    """Yield the pairs of sources with a weight above 0, each pair once, in the file's order."""
    seen: set[tuple[str, str]] = set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)  # the header
        for english, dutch, source in rows:
            if weights.get(source, 0) > 0 and (english, dutch) not in seen:
                seen.add((english, dutch))
                yield Pair(_folded(english), _folded(dutch), source)


def term_pairs(path: Path = TERMS) -> Iterator[Pair]:
    """Yield the project's own list of words that letters and questions about them use."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)  # the header
        for english, dutch in rows:
            yield Pair(english, dutch, TERMS.stem)


def question_pairs(path: Path) -> Iterator[Pair]:
    """Yield question and passage of every line of a ``.jsonl.gz`` file, named by the file."""
    source = path.name.split(".")[0]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield Pair(_folded(item["question"]), _folded(item["passage"]), source)


class Reading(NamedTuple):
    """A question and its passage cut into sentences; ``answers`` are the numbers of those that
    hold the answer, ``topic`` names passages on one subject."""

    question: str
    sentences: tuple[str, ...]
    answers: tuple[int, ...]
    topic: str
    source: str


def readings(path: Path) -> Iterator[Reading]:
    """Yield the questions of a ``.jsonl.gz`` file whose answer is known to the sentence.

    A passage of one sentence leaves nothing to choose and is left out.
    """
    source = path.name.split(".")[0]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            passage = _folded(item["passage"])
            sentences = tuple(passage[start:end] for start, end in sentence_spans(passage))
            answer = _folded((item.get("answers") or [""])[0]).casefold()
            holding = tuple(i for i, s in enumerate(sentences) if answer in s.casefold())
            if answer and holding and len(sentences) > 1:
                topic = item.get("title") or source
                yield Reading(_folded(item["question"]), sentences, holding, topic, source)


def read_readings(path: Path) -> list[Reading]:
    """Return what the stage has written to ``reading.jsonl``."""
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [
        Reading(question, tuple(sentences), tuple(answers), topic, source)
        for question, sentences, answers, topic, source in found
    ]


def write_pairs(path: Path, pairs: Iterable[Pair]) -> dict[str, int]:
    """Write the pairs in which both sides hold text; return how many of each source."""
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8") as out:
        for pair in pairs:
            if pair.left and pair.right:
                out.write("\t".join(pair) + "\n")
                counts[pair.source] += 1
    return dict(counts)


def read_pairs(path: Path) -> list[Pair]:
    """Return what ``write_pairs`` wrote."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [Pair(*line.rstrip("\n").split("\t")) for line in lines]


def neighbour_pairs(
    pairs: Iterable[Pair], weights: dict[str, float], rng: random.Random
) -> Iterator[Pair]:
    """Yield a sentence in either language and the Dutch of its neighbours.

    A cloze turned round (Lee et al. 2019): the only questions there are about Dutch passages.
    Windows with too little text to tell a subject are left out.
    """
    for source, window in windows(pairs, weights):
        taken = window.pop(rng.randrange(len(window)))
        sentence = rng.choice((taken.left, taken.right))
        passage = " ".join(pair.right for pair in window)
        if len(sentence) >= SHORTEST_SENTENCE and len(passage) >= SHORTEST_PASSAGE:
            yield Pair(sentence, passage, source)


def prepare_data(config: Config) -> dict[str, dict[str, int]]:
    """Write all files into the work folder and return the counts by source.

    Raises:
        FileNotFoundError: If one of the shared files is missing.
        ValueError: If a source that was asked for has no pair at all.
    """
    data, work = config.paths.data, config.paths.work
    pairs = list(translation_pairs(data / "parallel.tsv.gz", config.pairs))
    if config.pairs.get(TERMS.stem, 0) > 0:
        pairs += term_pairs()
    questions = (
        pair
        for name, weight in config.questions.items()
        if weight > 0
        for pair in question_pairs(data / f"{name}.jsonl.gz")
    )
    reading = [
        found
        for name, weight in config.answers.items()
        if weight > 0
        for found in readings(data / f"{name}.jsonl.gz")
    ]
    with (work / "reading.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(found, ensure_ascii=False) + "\n" for found in reading)
    answers = (Pair(r.question, r.sentences[r.answers[0]], r.source) for r in reading)
    neighbours = neighbour_pairs(pairs, config.neighbours, random.Random(config.seed))
    counts: dict[str, dict[str, int]] = {}
    for kind, found in zip(KINDS, (pairs, questions, answers, neighbours), strict=True):
        counts[kind] = write_pairs(work / f"{kind}.tsv", found)
        wanted = [name for name, weight in getattr(config, kind).items() if weight > 0]
        if missing := [name for name in wanted if name not in counts[kind]]:
            raise ValueError(f"no {kind} of {', '.join(missing)} in {data}")
        log.info("%d %s from %d sources", sum(counts[kind].values()), kind, len(counts[kind]))
    return counts


def windows(pairs: Iterable[Pair], weights: dict[str, float]) -> Iterator[tuple[str, list[Pair]]]:
    """Yield runs of ``WINDOW`` pairs of one source that do not overlap."""
    for source, run in itertools.groupby(pairs, key=lambda pair: pair.source):
        if weights.get(source, 0) > 0:
            while len(window := list(itertools.islice(run, WINDOW))) == WINDOW:
                yield source, window


def _folded(text: str) -> str:
    return " ".join(text.split())
