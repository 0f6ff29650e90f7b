"""How many papers a second are indexed, and what a build costs whom it runs beside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import busy
from benchmarks.speed.builds import THIS, Trees, run
from benchmarks.speed.figures import Figure, compared

_BUILD = """
import json, resource, sys, time
from pathlib import Path
from qa.indexing import build_index
from qa.settings import Settings

settings = Settings(
    corpus=Path(sys.argv[1]), index=Path(sys.argv[2]), encoder="nl-en-static-v2"
)
start = time.perf_counter()
report = build_index(settings)
seconds = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rate": len(report.added) / seconds, "memory": memory}))
"""


def building(trees: Trees, papers: Path, work: Path, rounds: int) -> Iterator[Figure]:
    """Measure the first pass, after which the index can be asked: words and static vectors."""
    rates: dict[str, list[float]] = {build: [] for build in trees}
    memory: dict[str, list[float]] = {build: [] for build in trees}
    for _ in range(rounds):
        for build, tree in trees.items():
            place = work / "built"
            shutil.rmtree(place, ignore_errors=True)
            told = run(tree, _BUILD, papers, place)
            rates[build].append(told["rate"])
            memory[build].append(told["memory"])
    values = {build: median(found) for build, found in rates.items()}
    yield compared("papers indexed, first pass", values, "a second", "2 of the last build")
    values = {build: median(found) for build, found in memory.items()}
    yield compared("memory of that build", values, "MB")


def beside_others(letters: Path, rounds: int) -> Iterator[Figure]:
    """Measure building and asking beside a job of two threads."""
    for what, ratio in busy.measure(letters, rounds).items():
        name = f"{what} beside two busy threads, to the quiet time"
        yield Figure(name, {THIS: ratio}, "times", "2.5")
