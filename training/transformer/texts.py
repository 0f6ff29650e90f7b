"""Stage 1: the texts that belong together, one file a kind, and those held out to choose by.

Each line is ``left<TAB>right<TAB>English of left<TAB>English of right<TAB>source``; the English is
what the teacher reads, and is empty where nobody has translated the text.
"""

from __future__ import annotations

import gzip
import json
import logging
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from training.data import (
    TERMS,
    Pair,
    neighbour_pairs,
    question_pairs,
    readings,
    term_pairs,
    translation_pairs,
    windows,
)
from training.transformer.settings import Settings

log = logging.getLogger(__name__)

FAQ_SOURCES = (
    "developer-overheid-nl/don-site",
    "MinBZK/Algoritmekader",
    "internetstandards/Internet.nl",
)
"""Of ``docs_faq`` those with a licence that allows any use (EUPL-1.2, CC BY 4.0)."""

DEV_PAIRS, DEV_PAPERS, DEV_SQUAD = 1000, 500, 2000
LONGEST = 1600  # characters of a passage


class Row(NamedTuple):
    """Two texts that belong together, and what the teacher reads in place of each."""

    left: str
    right: str
    english_left: str
    english_right: str
    source: str


def json_lines(path: Path) -> Iterator[Any]:
    """Yield the objects of a ``.jsonl.gz`` file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def translations(settings: Settings) -> Iterator[Pair]:
    """Yield English and Dutch of every source with a weight, in the order of the documents."""
    data, weights = settings.paths.data, settings.pairs
    yield from translation_pairs(data / "parallel.tsv.gz", weights)
    if weights.get(TERMS.stem, 0) > 0:
        yield from term_pairs()
    yield from translation_pairs(data / "answering" / "parallel_docs.tsv.gz", weights)
    if weights.get("sick_nl", 0) > 0:
        for item in json_lines(data / "answering" / "sick_nl.jsonl.gz"):
            yield Pair(item["premise_en"], item["premise_nl"], "sick_nl")
            yield Pair(item["hypothesis_en"], item["hypothesis_nl"], "sick_nl")
    if weights.get("qald", 0) > 0:
        for item in json_lines(data / "answering" / "qald_questions_en_nl.jsonl.gz"):
            yield Pair(item["en"], item["nl"], "qald")


def window_rows(pairs: Iterable[Pair], weights: dict[str, float], rng: random.Random) -> list[Row]:
    """Return two to five sentences in a row with their translations."""
    rows = []
    for source, window in windows(pairs, weights):
        some = window[: rng.randint(2, len(window))]
        english = " ".join(pair.left for pair in some)
        dutch = " ".join(pair.right for pair in some)
        rows.append(Row(english, dutch, english, english, source))
    return rows


def neighbour_rows(pairs: list[Pair], weights: dict[str, float], rng: random.Random) -> list[Row]:
    """Return sentences, in either language, with the Dutch of those around them."""
    english = {pair.right: pair.left for pair in pairs}
    return [
        Row(pair.left, pair.right, english.get(pair.left, pair.left), "", pair.source)
        for pair in neighbour_pairs(pairs, weights, rng)
    ]


def question_rows(data: Path) -> Iterator[Row]:
    """Yield English questions with their passages, and Dutch ones of public services' pages."""
    for name in ("squad_train", "policyqa"):
        for pair in question_pairs(data / f"{name}.jsonl.gz"):
            yield Row(pair.left, pair.right, pair.left, pair.right, pair.source)
    for item in json_lines(data / "answering" / "docs_faq.jsonl.gz"):
        if item["source"] in FAQ_SOURCES and item["lang"] == "nl":
            passage = " ".join(item["paragraphs"])[:LONGEST]
            yield Row(item["question"], passage, "", "", "docs_faq")


def answer_rows(data: Path) -> Iterator[Row]:
    """Yield English questions with the sentence that answers."""
    for name in ("squad_train", "policyqa"):
        for found in readings(data / f"{name}.jsonl.gz"):
            sentence = found.sentences[found.answers[0]]
            yield Row(found.question, sentence, found.question, sentence, found.source)
    for item in json_lines(data / "answering" / "selqa_dev_test.jsonl.gz"):
        for sentence, right in zip(item["sentences"], item["labels"], strict=True):
            if right:
                yield Row(item["question"], sentence, item["question"], sentence, "selqa")


def paper_rows(papers: Path) -> list[list[Row]]:
    """Return for each paper its subject with what it asks and with why, and those two."""
    found = []
    for item in json_lines(papers):
        subject = item["subject"] or ""
        asks, reasons = " ".join(item["requests"]), " ".join(item["considerations"])
        couples = [(subject, asks), (subject, reasons), (asks, reasons)]
        rows = [Row(one[:LONGEST], other[:LONGEST], "", "", "papers") for one, other in couples]
        found.append([row for row in rows if row.left and row.right])
    return [rows for rows in found if rows]


def guidance_rows(data: Path) -> Iterator[Row]:
    """Yield Dutch questions of citizens with the passage of the government's page; held out."""
    for item in json_lines(data / "answering" / "rijksoverheid_policyqa_nl.jsonl.gz"):
        texts = [section["text"] for section in item["sections"]]
        holding = [t for t in texts if any(a.casefold() in t.casefold() for a in item["answers"])]
        yield Row(item["question"], (holding or texts)[0][:LONGEST], "", "", "policyqa_nl")
    for item in json_lines(data / "answering" / "rijksoverheid_vac.jsonl.gz"):
        yield Row(item["question"], item["answer"][:LONGEST], "", "", "vac")


def squad_dev_rows(data: Path) -> Iterator[Row]:
    """Yield answerable questions of SQuAD 2.0's development part; held out."""
    for item in json_lines(data / "answering" / "squad2_dev.jsonl.gz"):
        if item["answerable"]:
            yield Row(item["question"], item["passage"], "", "", "squad2_dev")


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write the rows in which both sides hold text; return how many."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            folded = [" ".join(field.split()) for field in row]
            if folded[0] and folded[1]:
                out.write("\t".join(folded) + "\n")
                count += 1
    return count


def read_rows(path: Path) -> list[Row]:
    """Return what `write_rows` wrote."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [Row(*line.rstrip("\n").split("\t")) for line in lines]


def prepare_texts(settings: Settings) -> dict[str, int]:
    """Write the files of all kinds and of all held-out sets; return their sizes."""
    paths, rng = settings.paths, random.Random(settings.seed)
    pairs = list(translations(settings))
    held_out = set(rng.sample(range(len(pairs)), min(DEV_PAIRS, len(pairs) // 10)))
    kept = [pair for place, pair in enumerate(pairs) if place not in held_out]
    papers = paper_rows(paths.papers)
    rng.shuffle(papers)
    squad_dev = list(squad_dev_rows(paths.data))
    files: dict[str, Iterable[Row]] = {
        "pairs": (Row(p.left, p.right, p.left, p.left, p.source) for p in kept),
        "windows": window_rows(kept, settings.windows, rng),
        "questions": question_rows(paths.data),
        "answers": answer_rows(paths.data),
        "neighbours": neighbour_rows(kept, settings.windows, rng),
        "papers": [row for rows in papers[DEV_PAPERS:] for row in rows],
        "dev-pairs": (Row(*pairs[place][:2], "", "", "dev") for place in sorted(held_out)),
        "dev-papers": [rows[0] for rows in papers[:DEV_PAPERS]],
        "dev-guidance": guidance_rows(paths.data),
        "dev-squad": rng.sample(squad_dev, min(DEV_SQUAD, len(squad_dev))),
    }
    paths.work.mkdir(parents=True, exist_ok=True)
    counts = {name: write_rows(paths.work / f"{name}.tsv", rows) for name, rows in files.items()}
    log.info("rows: %s", counts)
    return counts
