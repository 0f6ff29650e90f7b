"""Measure retrieval and first quotes on the founding letter: the README's table.

    python -m benchmarks.letters_dev [--questions FILE] [--corpus DIR] [--write]

Builds an index in a temporary folder and asks every question of that corpus's letters, with each
signal alone and with all together. Needs the question file, which is not in the repository.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from qa.assistant import Assistant
from qa.building import build_index
from qa.errors import QAError
from qa.evaluation import (
    EvalQuestion,
    Qrel,
    ScoredDoc,
    bootstrap_interval,
    holds_evidence,
    is_right,
    load_questions,
    measure,
)
from qa.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DEPTH = 50  # hits asked for; beyond, a reciprocal rank is less than 0.02
SYSTEMS = {
    "BM25 alone, across languages": {"bm25": 1.0},
    "dense alone (mean vector)": {"dense": 1.0},
    "token-level alone": {"tokens": 1.0},
    "together, as shipped": None,
}
_START, _END = "<!-- letters-dev -->", "<!-- /letters-dev -->"


def rows(assistant: Assistant, questions: Sequence[EvalQuestion]) -> list[list[str]]:
    """Return the table's rows: one for each system, then the first quotes."""
    table = []
    for name, weights in SYSTEMS.items():
        cells = [name]
        for lang in ("en", "nl"):
            asked = [q for q in questions if q.lang == lang]
            run, qrels = _run(assistant, asked, weights)
            found = measure(run, qrels, ("Success@1", "Success@5", "RR"))
            cells.append(" / ".join(f"{value:.3f}" for value in found.values()))
        table.append(cells)
    cells = ["right first quote"]
    for lang in ("en", "nl"):
        right = [
            float(bool(quotes) and is_right(quotes[0], q))
            for q in questions
            if q.lang == lang
            for quotes in [assistant.ask(q.question).quotes]
        ]
        low, high = bootstrap_interval(right)
        cells.append(f"{sum(right):.0f} of {len(right)} ({low:.2f}-{high:.2f})")
    return [*table, cells]


def _run(
    assistant: Assistant, questions: Sequence[EvalQuestion], weights: dict[str, float] | None
) -> tuple[list[ScoredDoc], list[Qrel]]:
    """Ask all questions; a chunk is relevant if it contains the evidence."""
    run, qrels = [], []
    chunks = [chunk for chunk, _, _ in assistant.store.live_chunks()]
    for question in questions:
        hits = assistant.search(question.question, DEPTH, weights=weights)
        run += [ScoredDoc(question.id, hit.chunk.chunk_id, hit.score) for hit in hits]
        relevant = [chunk for chunk in chunks if holds_evidence(chunk.text, question)]
        qrels += [Qrel(question.id, chunk.chunk_id, 1) for chunk in relevant]
        if not relevant:
            raise QAError(f"question {question.id}: no chunk contains its evidence")
    return run, qrels


def markdown(table: Sequence[Sequence[str]], counts: dict[str, int]) -> str:
    """Write the table as Markdown."""
    heads = [f"{lang.upper()} ({count} questions)" for lang, count in counts.items()]
    lines = [["recall@1 / recall@5 / MRR of the evidence", *heads], ["---"] * 3, *table]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main() -> int:
    """Measure, print, and with ``--write`` put the table into the README."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    shared = ROOT.parent / "shared" / "eval" / "letters-dev.jsonl"
    parser.add_argument("--questions", type=Path, default=shared)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(corpus=options.corpus, index=Path(folder) / "index")
            build_index(settings)
            assistant = Assistant.open(settings=settings)
            letters = {entry.doc_id for entry in assistant.letters}
            questions = [q for q in load_questions(options.questions) if q.letter in letters]
            if not questions:
                raise QAError(f"{options.questions}: no question about {options.corpus}")
            counts = {lang: sum(q.lang == lang for q in questions) for lang in ("en", "nl")}
            table = markdown(rows(assistant, questions), counts)
    except QAError as error:
        sys.stderr.write(f"eval: {error}\n")
        return 1
    sys.stdout.write(table + "\n")
    if options.write:
        readme = ROOT / "README.md"
        text = readme.read_text(encoding="utf-8")
        pattern = re.compile(f"{re.escape(_START)}.*{re.escape(_END)}", re.DOTALL)
        readme.write_text(pattern.sub(f"{_START}\n{table}\n{_END}", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
