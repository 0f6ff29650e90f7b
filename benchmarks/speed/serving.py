"""A server: the first answer, several who ask, a build beside them, and its memory."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import httpx

from benchmarks.load import ask, serving
from benchmarks.speed.builds import THIS, Trees, environment, run
from benchmarks.speed.figures import Figure, compared

_MEMORY = """
import json, re, sys
from pathlib import Path
from fastapi.testclient import TestClient
from qa.settings import Settings
from qa.web.app import create_app

def resident():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmRSS:\\s+(\\d+)", status)[1]) / 1000

asked = json.loads(Path(sys.argv[3]).read_text())
settings = Settings(
    corpus=Path(sys.argv[1]), index=Path(sys.argv[2]), questions_a_minute=10_000_000
)
with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
    found = []
    for count in (100, 1000):
        for number in range(count):
            question = f"{asked[number % len(asked)]} {number // len(asked) or ''}"
            assert client.get("/api/ask", params={"q": question}).status_code == 200
        found.append(resident())
print(json.dumps(found))
"""
ASKERS = 4


def several(letters: Path, papers: Path, asked: list[str], seconds: float) -> Iterator[Figure]:
    """Measure what four get of the server together, and beside a build of papers."""
    os.environ["QA_QUESTIONS_A_MINUTE"] = "1000000"
    tree = Path(__file__).resolve().parent.parent.parent
    with serving(tree, letters) as address, tempfile.TemporaryDirectory() as folder:
        asyncio.run(ask(address, asked, ASKERS, seconds))  # letters are read and kept by then
        counts = []
        for askers, build in ((1, False), (ASKERS, False), (ASKERS, True)):
            beside = _build(tree, papers, Path(folder)) if build else None
            counts.append(len(asyncio.run(ask(address, asked, askers, seconds)).answered))
            if beside:
                beside.kill()
                beside.wait()
    one, four, hindered = counts
    name = f"answers that {ASKERS} get, to those of one"
    yield Figure(name, {THIS: four / one}, "times", "at least 1.7")
    name = f"answers of {ASKERS} alone, to those beside a build"
    yield Figure(name, {THIS: four / max(1, hindered)}, "times", "at most 2")


def _build(tree: Path, corpus: Path, folder: Path) -> subprocess.Popen[bytes]:
    places = ["--corpus", str(corpus), "--index", str(folder / "built")]
    return subprocess.Popen(
        [sys.executable, "-m", "qa", "index", *places], cwd=tree, env=environment(tree),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def memory(trees: Trees, corpus: Path, indexes: dict[str, Path], asked: Path) -> Iterator[Figure]:
    """Measure a server's memory after a hundred questions, and after a thousand more."""
    after: dict[str, list[float]] = {}
    for build, tree in trees.items():
        after[build] = run(tree, _MEMORY, corpus, indexes[build], asked)
    hundred = {build: found[0] for build, found in after.items()}
    name = "memory of a server after 100 questions"
    yield compared(name, hundred, "MB", "1.15 of the last build")
    thousand = {build: found[1] for build, found in after.items()}
    yield compared("the same after 1,000 more", thousand, "MB", "flat")


def starting(
    trees: Trees, corpus: Path, indexes: dict[str, Path], asked: Sequence[str], rounds: int
) -> Iterator[Figure]:
    """Measure a question on the command line from cold, and a server's first answer."""
    commands: dict[str, list[float]] = {build: [] for build in trees}
    servers: dict[str, list[float]] = {build: [] for build in trees}
    for turn in range(rounds):
        for build, tree in trees.items():
            places = ["--corpus", str(corpus), "--index", str(indexes[build])]
            start = time.perf_counter()
            command = [sys.executable, "-m", "qa", "ask", asked[turn], *places]
            subprocess.run(command, cwd=tree, env=environment(tree), capture_output=True)
            commands[build].append(time.perf_counter() - start)
            servers[build].append(_first_answer(tree, places, asked[turn]))
    values = {build: median(found) for build, found in commands.items()}
    yield compared("letters-qa ask from cold", values, "s", "0.9 s")
    values = {build: median(found) for build, found in servers.items()}
    yield compared("letters-qa serve to its first answer", values, "s", "2.5 s")


def _first_answer(tree: Path, places: list[str], question: str) -> float:
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", *places, "--port", "7869"],
        cwd=tree, env=environment(tree), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while server.poll() is None:
            try:
                reply = httpx.get(
                    "http://127.0.0.1:7869/api/ask", params={"q": question}, timeout=60
                )
                reply.raise_for_status()
                return time.perf_counter() - start
            except httpx.ConnectError:
                time.sleep(0.02)
        sys.exit(f"{tree}: the server did not start")
    finally:
        server.kill()
        server.wait()
