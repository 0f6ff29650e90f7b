"""Put figures into README.md, docs/quality.md and docs/scale.md: those of the last results.

    python -m benchmarks.readme [scale]

Measures the questions about ``corpus/``; takes the rest from ``benchmarks/results``: ``eval.json``
of ``letters-qa eval``, ``scale.json`` of ``benchmarks.scale``, ``speed.json`` of
``benchmarks.speed``. With "scale" only the last two, in docs/scale.md and README.md.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from benchmarks.scale import shown
from benchmarks.speed.__main__ import report
from benchmarks.speed.builds import THIS
from qa.errors import QAError
from qa.evaluation.evaluate import evaluate
from qa.evaluation.measures import Interval
from qa.evaluation.systems import SHIPPED, SYSTEMS
from qa.evaluation.table import markdown_table
from qa.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT.parent / "shared" / "eval" / "letters-dev.jsonl"
RESULTS = Path(__file__).with_name("results")
SCALE = (
    "passages a second",
    "memory of the build, MB",
    "size on disk, MB",
    "milliseconds to open the index",
    "resident memory, MB",
    "milliseconds a question, p50",
    "milliseconds a question, p95",
    "recall@10 of the first stage",
    "recall@10 with a filter that keeps 1 in 1,000",
    "milliseconds to add one letter, median",
    "second pass, passages a second",
    "size on disk with the transformer, MB",
    "milliseconds a question, p50, with the transformer",
    "milliseconds a question, p95, with the transformer",
    "resident memory, MB, with the transformer",
)
"""Figures of the scale benchmark that stand in docs/scale.md."""

SPEEDS = {
    "a question at 8,026 papers, p50": "",
    "papers indexed, first pass": "last build",
    "the letters until they can be asked": "LangChain, FAISS, MiniLM",
    "the letters, both passes": "LangChain, FAISS, MiniLM",
    "letters-qa ask from cold": "",
    "letters-qa serve to its first answer": "last build",
}
"""Figures of speed that stand in the README, and whose stand beside them."""

HEADLINES = (
    ("letters-dev", "recall@5"),
    ("letters-dev", "right first quote"),
    ("letters-dev", "right among quotes"),
    ("letters-dev", "unanswerable refused"),
    ("letters-own", "recall@5"),
    ("letters-own", "right first quote"),
    ("letters-own", "right among quotes"),
    ("letters-own", "unanswerable refused"),
    ("letters-near", "unanswerable refused"),
    ("letters-far", "unanswerable refused"),
    ("corona-faq", "nDCG@10"),
    ("kamervragen", "nDCG@10"),
)
"""Sets and measures of the evaluation that stand in docs/quality.md."""


def founding_table() -> str:
    """Measure the questions about the founding letter, each system on its own."""
    found = evaluate(Settings(), ROOT / "corpus", [QUESTIONS])
    rows = {(row.lang, row.measure): row.systems for row in found.rows if row.kind is None}
    systems = [name for name in SYSTEMS if name in rows["en", "MRR"]]
    lines = []
    for system in systems:
        cells = [
            " / ".join(f"{rows[lang, m][system].mean:.3f}" for m in ("recall@1", "recall@5", "MRR"))
            for lang in ("en", "nl")
        ]
        lines.append([system, *cells])
    quotes = [rows[lang, "right first quote"][SHIPPED] for lang in ("en", "nl")]
    lines.append(["right first quote", *(f"{q.mean * q.n:.0f} of {q.n}" for q in quotes)])
    heads = [f"{lang.upper()} ({rows[lang, 'MRR'][SHIPPED].n} questions)" for lang in ("en", "nl")]
    return markdown_table(["recall@1 / recall@5 / MRR of the evidence", *heads], lines)


def headline_table(results: dict[str, Any]) -> str:
    """Return the headlines of an evaluation."""
    rows = [
        row
        for row in results["rows"]
        if row["kind"] is None and (row["set"], row["measure"]) in HEADLINES
    ]
    systems = [name for name in SYSTEMS if any(name in row["systems"] for row in rows)]
    lines = []
    for row in rows:
        values = {name: Interval(**value) for name, value in row["systems"].items()}
        n = next(iter(values.values())).n
        cells = [f"{values[name].mean:.3f}" if name in values else "" for name in systems[:-1]]
        ours = values[SHIPPED]
        cells.append(f"**{ours.mean:.3f}** ({ours.low:.2f}–{ours.high:.2f})")
        lines.append([f"{row['set']} {row['lang'].upper()} {row['measure']}", str(n), *cells])
    return markdown_table(["", "n", *systems], lines)


def scale_table() -> str:
    """Return the figures of the scale benchmark, a column for each size."""
    found = json.loads((RESULTS / "scale.json").read_text(encoding="utf-8"))
    sizes = sorted(found, key=int)
    lines = [[name, *(shown(found[size].get(name)) for size in sizes)] for name in SCALE]
    return markdown_table(["", *(f"{int(size):,} passages" for size in sizes)], lines)


def speed_table() -> str:
    """Return the figures of speed, of all parts that were measured."""
    return report(json.loads((RESULTS / "speed.json").read_text(encoding="utf-8"))).strip()


def few_speeds() -> str:
    """Return a few figures of speed, a row each: this build, and who it is compared with."""
    found = json.loads((RESULTS / "speed.json").read_text(encoding="utf-8"))
    every = {figure["name"]: figure for part in found.values() for figure in part["figures"]}
    lines = []
    for name, other in SPEEDS.items():
        values, unit = every[name]["values"], every[name]["unit"]
        cells = [shown(values[THIS]), shown(values[other]) if other else ""]
        lines.append([f"{name}, {unit}", *cells, other])
    return markdown_table(["", "letters-qa", "beside", "which is"], lines)


def put(text: str, name: str, table: str) -> str:
    """Replace what stands between the marks of that name."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(start)}.*{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{start}\n{table}\n{end}", text)


def main() -> int:
    """Write the tables into the documents."""
    readme = ROOT / "README.md"
    quality, scale = ROOT / "docs" / "quality.md", ROOT / "docs" / "scale.md"
    try:
        sizes = put(scale.read_text(encoding="utf-8"), "scale", scale_table())
        sizes = put(sizes, "speed", speed_table())
        readme.write_text(
            put(readme.read_text(encoding="utf-8"), "speed", few_speeds()), encoding="utf-8"
        )
        if sys.argv[1:] == ["scale"]:
            scale.write_text(sizes, encoding="utf-8")
            return 0
        text = put(quality.read_text(encoding="utf-8"), "founding", founding_table())
        results = json.loads((RESULTS / "eval.json").read_text(encoding="utf-8"))
    except (QAError, OSError) as error:
        sys.stderr.write(f"readme: {error}\n")
        return 1
    scale.write_text(sizes, encoding="utf-8")
    quality.write_text(put(text, "headlines", headline_table(results)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
