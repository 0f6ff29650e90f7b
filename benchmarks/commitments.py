"""How well the sentences that commit are found, against what careful readers labelled.

    python -m benchmarks.commitments [--letters FOLDER] [--answers FILE] [--floors FILE] [--show]

Labels lie in benchmarks/questions/commitments-*.jsonl: a letter, a hash of the sentence, the kind,
the term and its days, and whether the reader was in doubt; what is in doubt counts neither for nor
against. The hash is of the sentence's letters and digits, so that a label holds however a letter is
read. Prints a table; with ``--floors``, ends with 1 where a figure is below its floor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.evaluation.measures import interval
from qa.index.engines import engine_of
from qa.indexing import build_index
from qa.letters.commitments import find_commitments
from qa.letters.sentences import sentence_spans, sentences_of
from qa.records import Metadata, Sender, Unit
from qa.records.commitments import Commitment
from qa.settings import STATIC_ENCODER, Settings
from qa.text.folding import fold

LABELS = Path(__file__).with_name("questions")
OF_ANSWERS = "answers-"
"""How the names of sets begin whose labels are of ministers' answers (kamervragen), not letters."""
_SIGNED = Metadata(senders=(Sender("Minister", None),))


@dataclass
class Counted:
    """What was found and labelled of one set: 1 or 0 for each that is found, labelled, timed."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    kinds: list[float] = field(default_factory=list)
    terms: list[float] = field(default_factory=list)
    doubtful: int = 0


def key_of(sentence: str) -> str:
    """Return the hash by which a sentence is recognised: 12 hexadecimal digits."""
    plain = re.sub(r"[\W_]+", "", fold(sentence))
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


Sentences = Iterator[tuple[str, str, Commitment | None]]
"""Of each sentence the letter's id, its words, and what it commits to."""


def of_letters(folder: Path) -> Sentences:
    """Go through the sentences of letters, read as the program reads them."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(corpus=folder, index=Path(place), encoder=STATIC_ENCODER)
        build_index(settings)
        store = engine_of(settings).open()
        for doc_id in store.entries:
            letter = store.letter(doc_id)
            found = {one.start: one for one in letter.committed.commitments}
            for unit in letter.units:
                for sentence in sentences_of(unit):
                    yield doc_id, sentence.text, found.get(sentence.start)


def of_answers(path: Path) -> Sentences:
    """Go through the sentences of ministers' answers, each taken for signed and without a date."""
    for line in path.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        text = answer["text"]
        unit = Unit("paragraph", "p1", 0, len(text), text, "", 1)
        found = {one.start: one for one in find_commitments((unit,), _SIGNED).commitments}
        for start, end in sentence_spans(text):
            yield answer["_id"], text[start:end], found.get(start)


def count(sentences: Sentences, labels: Mapping[tuple[str, str], Any], docs: set[str]) -> Counted:
    """Compare what is found in some letters with the labels, by letter and hash."""
    counted = Counted()
    for doc_id, text, one in sentences:
        label = labels.get((doc_id, key_of(text)))
        if doc_id not in docs or (one is None and label is None):
            continue
        doubtful = label is not None and label["doubt"]
        if one is not None and label is not None:
            counted.kinds.append(float(one.kind == label["kind"]))
            if one.due or label["term"]:
                counted.terms.append(float(_days(one) == (label["from"], label["until"])))
        if doubtful:
            counted.doubtful += 1
            continue
        if one is not None:
            counted.precision.append(float(label is not None))
        if label is not None:
            counted.recall.append(float(one is not None))
    return counted


def _days(one: Commitment) -> tuple[str | None, str | None]:
    if one.due is None or one.due.reason:
        return None, None
    first, last = (day.isoformat() if day else None for day in (one.due.first, one.due.last))
    return first, last


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and compare with the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=Path, default=Path("../shared/letters"))
    parser.add_argument(
        "--answers", type=Path, default=Path("../shared/eval/kamervragen/corpus.jsonl")
    )
    parser.add_argument("--floors", type=Path)
    given = parser.parse_args(arguments)
    figures: dict[str, float] = {}
    sys.stdout.write("| set | labels | in doubt | precision | recall | kinds | terms |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|\n")
    for path in sorted(LABELS.glob("commitments-*.jsonl")):
        name = path.stem.removeprefix("commitments-")
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        labels = {(row["doc"], row["hash"]): row for row in rows if "hash" in row}
        is_of_answers = name.startswith(OF_ANSWERS)
        source = of_answers(given.answers) if is_of_answers else of_letters(given.letters)
        counted = count(source, labels, {row["doc"] for row in rows})
        cells = []
        for figure in ("precision", "recall", "kinds", "terms"):
            values = getattr(counted, figure)
            found = interval(values)
            figures[f"{name} {figure}"] = found.mean
            cells.append(f"{found.mean:.3f} ({found.low:.3f}–{found.high:.3f})")
        row = f"| {name} | {len(counted.recall)} | {counted.doubtful} | {' | '.join(cells)} |"
        sys.stdout.write(f"{row}\n")
    if given.floors is None:
        return 0
    floors = json.loads(given.floors.read_text(encoding="utf-8"))
    fallen = {name: floor for name, floor in floors.items() if figures.get(name, 0.0) < floor}
    for name, floor in fallen.items():
        sys.stderr.write(f"{name}: {figures.get(name, 0.0):.4f} is below {floor}\n")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
