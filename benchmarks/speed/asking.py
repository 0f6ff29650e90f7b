"""How long a question takes, at the letters and at the papers: each question of each build in turn.

An index is built by each build itself, this one's with the transformer's vectors.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.speed.builds import Child, Trees, environment
from benchmarks.speed.figures import Figure, compared

_ASK = """
import json, sys, time
from pathlib import Path
from qa.assistant import Assistant
from qa.settings import Settings

assistant = Assistant.open(settings=Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2])))
print("null", flush=True)
for line in sys.stdin:
    question, start = json.loads(line), time.perf_counter()
    assistant.ask(question)
    print(1000 * (time.perf_counter() - start), flush=True)
"""
_WARM = 8  # questions that are asked before any is counted
AIMS = {50: "1.3 of before the transformer", 95: "1.5 of before the transformer"}


def questions(*files: Path) -> list[str]:
    """Return the questions of sets, each in the language that it has there."""
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["question"] for line in lines]


def index(tree: Path, corpus: Path, place: Path) -> None:
    """Build an index with the command of a build, both passes; one that is there is used."""
    if place.exists():
        return
    done = subprocess.run(
        [sys.executable, "-m", "qa", "index", "--corpus", str(corpus), "--index", str(place)],
        cwd=tree, env=environment(tree), capture_output=True, text=True,
    )  # fmt: skip
    if not place.exists():
        sys.exit(f"{tree}: {done.stderr[-2000:]}")


def asking(
    trees: Trees, corpora: dict[str, Path], asked: Sequence[str], work: Path
) -> Iterator[Figure]:
    """Measure p50 and p95 of a question at each corpus."""
    for number, (name, corpus) in enumerate(corpora.items()):
        children = {}
        for build, tree in trees.items():
            place = work / f"index-{number}-{tree.name}"
            index(tree, corpus, place)
            children[build] = Child(tree, _ASK, corpus, place)
        took: dict[str, list[float]] = {build: [] for build in trees}
        for at, question in enumerate((*asked[:_WARM], *asked)):
            turn = list(children.items())
            for build, child in turn[at % len(turn) :] + turn[: at % len(turn)]:
                milliseconds = child.ask(question)
                if at >= _WARM:
                    took[build].append(milliseconds)
        for child in children.values():
            child.close()
        for share, aim in AIMS.items():
            values = {build: float(np.percentile(times, share)) for build, times in took.items()}
            yield compared(f"a question at {name}, p{share}", values, "ms", aim)
