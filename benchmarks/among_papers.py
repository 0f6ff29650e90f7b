"""Whether answering weakens as the corpus grows: the same questions beside 8,000 papers.

    python -m benchmarks.among_papers FOLDER [--questions FILE ...] [--sample N] [--show N]

Indexes the letters in FOLDER/letters, and the letters with all papers of the House in FOLDER/papers
(half an hour of processor time; an index that is there is used), asks every question of both, and
prints for each set what is found, quoted and refused, and how many questions gain and lose. Every
answer is kept in FOLDER/answers.jsonl. A question that no letter answers may be answered by a
paper; nobody has judged that, so look at what --show prints. Measures no speed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.identity import MOTIONS, read_lines, read_paper
from qa.assistant import Assistant
from qa.evaluation.questions import EvalQuestion, holds_evidence, is_right, load_questions
from qa.evaluation.table import markdown_table
from qa.indexing import build_index, index_letters
from qa.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
LETTERS = ROOT.parent / "shared" / "letters"
EVAL, OWN = ROOT.parent / "shared" / "eval", ROOT / "benchmarks" / "questions"
SETS = (
    EVAL / "letters-dev.jsonl",
    OWN / "letters-own.jsonl",
    OWN / "letters-near.jsonl",
    OWN / "letters-later.jsonl",
    EVAL / "letters-far.jsonl",
)
BEST = 5
"""Hits among which the evidence is sought."""

SEED = 7
"""Of the papers that are drawn."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: whether it can be answered, and what was found, quoted and said.

    ``rank`` is that of the first hit that holds the evidence, from 1; 0 if none does.
    """

    set: str
    id: str
    lang: str
    question: str
    answerable: bool
    letter: str | None
    rank: int
    right: bool
    found: bool
    sure: bool
    refusal: str | None
    probability: float
    quote: str
    quoted: str  # the doc_id of the first quote's letter


MEASURES: dict[str, tuple[bool, Callable[[Outcome], bool]]] = {
    "recall@5": (True, lambda one: 0 < one.rank <= BEST),
    "right first quote": (True, lambda one: one.right),
    "wrongly refused": (True, lambda one: not one.found),
    "refused": (False, lambda one: not one.found),
    "refused or near only": (False, lambda one: not one.found or not one.sure),
}
"""Whether a measure is one of questions with an answer, and how it is told."""


def outcome(assistant: Assistant, name: str, question: EvalQuestion) -> Outcome:
    """Ask a question and say what became of it."""
    answer = assistant.ask(question.question)
    holding = (hit.rank for hit in answer.hits if holds_evidence(hit.chunk.text, question))
    first = answer.quotes[:1]
    return Outcome(
        set=name,
        id=question.id,
        lang=question.lang,
        question=question.question,
        answerable=question.answerable,
        letter=question.letter,
        rank=next(holding, 0),
        right=question.answerable and any(is_right(quote, question) for quote in first),
        found=answer.found,
        sure=answer.found and answer.sure,
        refusal=answer.refusal,
        probability=answer.probability,
        quote=first[0].text if first else "",
        quoted=first[0].citation.doc_id if first else "",
    )


def ask_all(assistant: Assistant, files: Sequence[Path]) -> list[Outcome]:
    """Ask the questions of all files, in their order."""
    found = []
    for path in files:
        asked = load_questions(path, assistant.letter)
        found += [outcome(assistant, asked.name, question) for question in asked.questions]
    return found


def compare(alone: Sequence[Outcome], beside: Sequence[Outcome]) -> list[list[str]]:
    """Return a row for each set and measure: n, both shares, questions that begin and cease.

    Args:
        alone: Asked of the letters.
        beside: The same questions, asked of the letters and the papers.
    """
    rows = []
    pairs = list(zip(alone, beside, strict=True))
    for name in dict.fromkeys(one.set for one in alone):
        for measure, (answerable, tell) in MEASURES.items():
            told = [
                (tell(one), tell(other)) for one, other in pairs
                if one.set == name and one.answerable is answerable
            ]  # fmt: skip
            if told:
                before, after = (sum(values) / len(told) for values in zip(*told, strict=True))
                begin, cease = told.count((False, True)), told.count((True, False))
                shares = [f"{before:.3f}", f"{after:.3f}"]
                rows.append([name, measure, str(len(told)), *shares, f"+{begin} -{cease}"])
    return rows


def open_both(
    folder: Path, letters: Path, papers: Path, sample: int | None = None
) -> tuple[Assistant, Assistant]:
    """Return an assistant over the letters and one over the papers too; build what is missing.

    Args:
        folder: Of the indexes.
        letters: Folder of letters.
        papers: A gzipped file of papers.
        sample: How many of them, drawn at random; all by default.
    """
    alone = Settings(corpus=letters, index=folder / "letters")
    beside = Settings(corpus=letters, index=folder / "papers")
    if not alone.index.exists():
        build_index(alone)
    asked = Assistant.open(settings=alone)
    if not beside.index.exists():
        known = [asked.letter(entry.doc_id) for entry in asked.letters]
        lines = read_lines(papers)
        drawn = random.Random(SEED).sample(lines, sample) if sample else lines
        index_letters([*known, *map(read_paper, drawn)], beside)
    return asked, Assistant.open(settings=beside)


def changed(alone: Sequence[Outcome], beside: Sequence[Outcome], count: int) -> list[str]:
    """Return a line for each of the first questions refused in one corpus and not in the other."""
    lines = []
    for one, other in zip(alone, beside, strict=True):
        if one.found is not other.found:
            said = other if other.found else one
            lines.append(
                f"{one.set} {one.id}, {'answerable' if one.answerable else 'no answer'}: "
                f"{'answered' if one.found else 'refused'} at {one.probability:.2f}, "
                f"{'answered' if other.found else 'refused'} at {other.probability:.2f}: "
                f"{one.question} | {said.quoted}: {said.quote}"
            )
    return lines[:count]


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, keep the answers and print the table; always 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the indexes and the answers are kept")
    parser.add_argument("--letters", type=Path, default=LETTERS)
    parser.add_argument("--papers", type=Path, default=MOTIONS / "papers.jsonl.gz")
    parser.add_argument("--questions", type=Path, nargs="+", default=SETS)
    parser.add_argument("--sample", type=int, help="papers drawn at random; all by default")
    parser.add_argument("--show", type=int, default=10, help="changed decisions that are shown")
    args = parser.parse_args(arguments)
    both = open_both(args.folder, args.letters, args.papers, args.sample)
    alone, beside = (ask_all(assistant, args.questions) for assistant in both)
    with (args.folder / "answers.jsonl").open("w", encoding="utf-8") as out:
        for corpus, found in (("letters", alone), ("papers", beside)):
            for one in found:
                line = {"corpus": corpus, **asdict(one)}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
    heads = ["set", "measure", "n", "letters", "with papers", "questions"]
    sys.stdout.write(markdown_table(heads, compare(alone, beside)) + "\n")
    for line in changed(alone, beside, args.show):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
