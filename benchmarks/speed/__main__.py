"""Measure all of it, or a part, and write benchmarks/results/speed.md.

    make bench      python -m benchmarks.speed [--only PART ...] [--work FOLDER] [--papers 8026]

Under an hour, on a machine that does nothing else; a part that is measured alone takes its place in
the results. The index at sizes up to a million passages is `benchmarks.scale`'s.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.identity import MOTIONS, read_lines
from benchmarks.speed.asking import asking, index, questions
from benchmarks.speed.building import beside_others, building
from benchmarks.speed.builds import ROOT, Trees, trees
from benchmarks.speed.figures import Figure, as_table
from benchmarks.speed.peers import peers
from benchmarks.speed.serving import memory, several, starting
from benchmarks.speed.sizes import sizes

SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "benchmarks" / "results"
ASKED = (SHARED / "eval/letters-dev.jsonl", ROOT / "benchmarks/questions/letters-own.jsonl")
FOUNDING = ROOT / "corpus"


def main() -> int:
    """Measure, keep and show."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--work", type=Path, default=RESULTS / "runs" / "speed")
    parser.add_argument("--papers", type=int, default=8_026, help="that are asked (8026)")
    parser.add_argument("--built", type=int, default=1_000, help="papers that are built (1000)")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    given.work = given.work.resolve()
    given.work.mkdir(parents=True, exist_ok=True)
    kept = RESULTS / "speed.json"
    found = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    with trees(given.work) as built:
        for part in given.only:
            began = time.monotonic()
            figures = [asdict(figure) for figure in PARTS[part](built, given)]
            found[part] = {"machine": machine(), "figures": figures}
            sys.stderr.write(f"{part}: {time.monotonic() - began:.0f} s\n")
            kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = report(found)
    (RESULTS / "speed.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


def report(found: dict[str, dict[str, object]]) -> str:
    """Return the results as Markdown, the parts in their order."""
    figures = [
        Figure(**one)  # type: ignore[arg-type]
        for part in PARTS if part in found
        for one in found[part]["figures"]  # type: ignore[attr-defined]
    ]  # fmt: skip
    machines = sorted({str(one["machine"]) for one in found.values()})
    return f"Measured with `make bench` on {'; '.join(machines)}.\n\n{as_table(figures)}\n"


def machine() -> str:
    """Say what is measured on."""
    names = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    model = names[0].partition(":")[2].strip() if names else platform.processor()
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {model}, {platform.system()}, Python {platform.python_version()}"


def papers(work: Path, count: int) -> Path:
    """Write so many papers of the House as files; return their folder."""
    folder = work / f"papers-{count}"
    if not folder.exists():
        folder.mkdir()
        for paper in read_lines(MOTIONS / "papers.jsonl.gz")[:count]:
            (folder / f"{paper['id']}.xml").write_text(paper["xml"], encoding="utf-8")
    return folder


def _asking(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    corpora = {
        "the letters": SHARED / "letters",
        f"{given.papers:,} papers": papers(given.work, given.papers),
    }
    yield from asking(built, corpora, questions(*ASKED), given.work)


def _building(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    yield from building(built, papers(given.work, given.built), given.work, given.rounds)


def _beside(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    yield from beside_others(SHARED / "letters", max(1, given.rounds - 1))


def _several(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    few = papers(given.work, given.built)
    yield from several(SHARED / "letters", few, questions(*ASKED), seconds=20)


def _memory(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    asked = given.work / "asked.json"
    asked.write_text(json.dumps(questions(*ASKED)), encoding="utf-8")
    letters = SHARED / "letters"
    yield from memory(built, letters, _indexes(built, letters, given.work, "letters"), asked)


def _starting(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    indexes = _indexes(built, FOUNDING, given.work, "founding")
    yield from starting(built, FOUNDING, indexes, questions(*ASKED), given.rounds)


def _indexes(built: Trees, corpus: Path, work: Path, name: str) -> dict[str, Path]:
    places = {build: work / f"index-{name}-{tree.name}" for build, tree in built.items()}
    for build, tree in built.items():
        index(tree, corpus, places[build])
    return places


def _peers(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    yield from peers(SHARED / "letters", questions(*ASKED), given.work)


def _sizes(built: Trees, given: argparse.Namespace) -> Iterator[Figure]:
    yield from sizes()


PARTS: dict[str, Callable[[Trees, argparse.Namespace], Iterator[Figure]]] = {
    "asking": _asking, "building": _building, "peers": _peers, "several": _several,
    "beside": _beside, "memory": _memory, "starting": _starting, "sizes": _sizes,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
