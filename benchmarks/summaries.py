"""Whether a small language model's summaries hold, sentence by sentence, and what they cost.

    python -m benchmarks.summaries --url URL --model NAME --out FILE.jsonl
    python -m benchmarks.summaries --out FILE.jsonl --again          # the check alone, no model
    python -m benchmarks.summaries --out FILE.jsonl --read READ.jsonl   # the figures

Asks the answerable questions of three sets over the letters in a fixed shuffled order, or with
--set those of a collection of passages (corona-faq, kamervragen), and writes for each the quotes,
the reply as it came, its sentences with the fault of each, seconds and tokens. May be
stopped at any time: what is in the file is not asked again. With --again the replies of the file
are checked by the checker as it is now. READ.jsonl holds what somebody who read the sentences
against their quotes found: {"id", "text", "supported", "drawn", "later"} a line: ``drawn`` at
random among those dropped, ``later`` than the last rule was made.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.among_papers import EVAL, LETTERS, OWN
from qa.assistant import Assistant
from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.evaluation.passages import Collection, as_letter, load_collection
from qa.evaluation.questions import load_questions
from qa.evaluation.table import markdown_table
from qa.indexing import build_index, index_letters
from qa.llm.checking import Checker, Shown, finds_nothing
from qa.llm.client import Endpoint, LLMError, replies
from qa.llm.summary import prompt_of, shown_of
from qa.settings import Settings

SETS = (EVAL / "letters-dev.jsonl", OWN / "letters-own.jsonl", OWN / "letters-later.jsonl")

SEED = 30
"""Of the order of the questions."""

LONGEST = 220
"""Characters of a question of a collection: longer ones are several."""

SECONDS = 240.0
"""The longest wait for a reply: what is slow is measured, not cut off."""


class Asked(NamedTuple):
    """A question, with an id that no other set has."""

    id: str
    question: str


def opened(index: Path, collection: Collection | None) -> Assistant:
    """Return an assistant over the letters, or some passages; its index is built if it lacks."""
    settings = Settings(corpus=LETTERS, index=index)
    if not index.exists() and collection is None:
        build_index(settings)
    elif not index.exists():
        index_letters((as_letter(*one) for one in collection.passages.items()), settings)
    return Assistant.open(settings=settings)


def questions(assistant: Assistant, collection: Collection | None) -> list[Asked]:
    """Return the answerable questions of the sets, or the short ones of a collection, shuffled."""
    if collection is None:
        every = [one for path in SETS for one in load_questions(path, assistant.letter).questions]
        asked = [Asked(one.id, one.question) for one in every if one.answerable]
    else:
        asked = [
            Asked(f"{collection.name} {one.id}", one.text)
            for one in collection.queries
            if len(one.text) <= LONGEST
        ]
    random.Random(SEED).shuffle(asked)
    return asked


def lexicon() -> StaticEncoder:
    """Return the encoder by whose token vectors sentences are checked."""
    encoder = load_encoder()
    if not isinstance(encoder, StaticEncoder):
        raise TypeError("the encoder that ships is static")
    return encoder


def record(
    assistant: Assistant, question: Asked, endpoint: Endpoint, words: StaticEncoder
) -> dict[str, Any]:
    """Ask a question and its summary, and return all that came of it."""
    began = time.monotonic()
    answer = assistant.ask(question.question)
    line: dict[str, Any] = {
        "id": question.id,
        "question": question.question,
        "language": answer.question.language,
        "state": answer.state,
        "quotes": [shown_of(quote) for quote in answer.quotes],
        "seconds_quotes": round(time.monotonic() - began, 3),
        "reply": "",
    }
    if answer.state != "answer":
        return line
    checker = Checker([shown_of(quote) for quote in answer.quotes], words, line["language"])
    first = None
    try:
        for reply in replies(endpoint, *prompt_of(answer)):
            checked = checker.check(reply.text, whole=reply.whole)
            begun = takewhile(lambda one: one.cites, checked)
            stands = any(one.fault is None for one in (checked if reply.whole else begun))
            if first is None and stands:
                first = round(time.monotonic() - began, 3)
            if reply.whole:
                line |= {
                    "reply": reply.text,
                    "problem": str(reply.problem or ""),
                    "tokens": reply.tokens,
                    "seconds_first": first,
                    "seconds": round(time.monotonic() - began, 3),
                }
    except LLMError as error:
        line["problem"] = str(error)
    return line


def checked(line: dict[str, Any], words: StaticEncoder) -> dict[str, Any]:
    """Return a line with its sentences checked; nothing is shown of a reply that finds nothing."""
    if not line["reply"]:
        return line | {"sentences": []}
    checker = Checker([Shown(*quote) for quote in line["quotes"]], words, line["language"])
    silent = finds_nothing(line["reply"])
    return line | {
        "sentences": [
            {"text": one.text, "quotes": one.quotes, "fault": "silent" if silent else one.fault}
            for one in checker.check(line["reply"], whole=not line.get("problem"))
        ]
    }


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a file; none if it is not there."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def interval(part: int, of: int) -> str:
    """Return a share with its 95% interval (Wilson 1927) and n."""
    if not of:
        return "-"
    share, z = part / of, 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return f"{share:.3f} ({middle - half:.3f}-{middle + half:.3f}), {part} of {of}"


def figures(lines: Sequence[dict[str, Any]], read_: Sequence[dict[str, Any]]) -> Iterator[Any]:
    """Yield the rows of the table: what is told, and the figure."""
    supported = {(one["id"], one["text"]): one["supported"] for one in read_}
    drawn = {(one["id"], one["text"]) for one in read_ if one["drawn"]}
    later = {(one["id"], one["text"]) for one in read_ if one["later"]}
    asked = [one for one in lines if one["state"] == "answer" and one["reply"]]
    shown = [one for one in asked if any(s["fault"] is None for s in one["sentences"])]
    kept: set[tuple[str, str]] = set()
    dropped: set[tuple[str, str]] = set()
    for line in asked:
        for one in line["sentences"]:
            (dropped if one["fault"] else kept).add((line["id"], one["text"]))
    for name, told in (
        ("shown", kept & supported.keys()),
        ("shown, read after the last rule", kept & later),
        ("dropped, drawn at random", dropped & drawn),
    ):
        share = interval(sum(supported[key] for key in told), len(told))
        yield f"fully supported of the sentences {name}", share
    yield "questions with a sure answer and a paragraph", interval(len(shown), len(asked))
    yield "all questions with a paragraph", interval(len(shown), len(lines))
    faults = Counter(one["fault"] or "shown" for line in asked for one in line["sentences"])
    yield "sentences", ", ".join(f"{name} {count}" for name, count in faults.most_common())
    firsts = [one["seconds_first"] for one in shown if one.get("seconds_first")]
    if firsts:
        yield (
            "median seconds to the quotes",
            f"{statistics.median(o['seconds_quotes'] for o in asked):.2f}",
        )
        yield "median seconds to the first sentence", f"{statistics.median(firsts):.1f}"
    tokens = [one["tokens"] for one in asked if one.get("tokens")]
    if tokens:
        read_tokens, written = (statistics.median(values) for values in zip(*tokens, strict=True))
        yield "median tokens read and written", f"{read_tokens:.0f} and {written:.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, check again, or print the figures; always 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--url", help="of the model, as in QA_LLM_URL")
    parser.add_argument("--model", default="")
    parser.add_argument("--out", type=Path, required=True, help="what was asked and came, as JSON")
    parser.add_argument("--set", choices=("corona-faq", "kamervragen"), help="not the letters")
    parser.add_argument("--index", type=Path, help="indexes/summaries, or of a set, by default")
    parser.add_argument("--again", action="store_true", help="check what is there, ask nothing")
    parser.add_argument("--read", type=Path, help="what a reader found; prints the figures")
    args = parser.parse_args(arguments)
    words, known = lexicon(), read(args.out)
    if args.again:
        lines = [json.dumps(checked(one, words), ensure_ascii=False) + "\n" for one in known]
        args.out.write_text("".join(lines), encoding="utf-8")
    elif args.url:
        collection = load_collection(EVAL / args.set) if args.set else None
        index = args.index or Path("indexes") / (args.set or "summaries")
        assistant, done = opened(index, collection), {one["id"] for one in known}
        endpoint = Endpoint(args.url, args.model, seconds=SECONDS)
        with args.out.open("a", encoding="utf-8") as out:
            for question in questions(assistant, collection):
                if question.id not in done:
                    line = checked(record(assistant, question, endpoint, words), words)
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
                    out.flush()
    if args.read or args.again:
        rows = [list(row) for row in figures(read(args.out), read(args.read) if args.read else [])]
        sys.stdout.write(markdown_table(["", "figure"], rows) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
