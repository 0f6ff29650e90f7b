"""A hundred people ask at once for a minute: who is answered when, who is told their place.

    make bench-load             python -m benchmarks.load [--old TREE] [--askers 100] [--seconds 60]
                                python -m benchmarks.load --askers 4 --beside-one

Serves the letters with the defaults and asks over HTTP, each asker from an address of its own and
the next question as soon as it can: at once after an answer, after ``Retry-After`` where it was
told to come again. With ``--old``, the folder of another build, that build is asked in turn with
this one: their ratio is of one run. Prints, for each build, how many were answered, how long these
took, how long one was left without an answer or a word, and errors: any other status, a cut
connection, more than `PATIENCE` seconds.

With ``--beside-one`` one asker asks alone first, of the same server and without the limit a minute:
how many times as many answers a second the askers get together.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
LETTERS = ROOT.parent / "shared" / "letters"
QUESTIONS = ROOT / "benchmarks" / "questions" / "letters-own.jsonl"
PATIENCE = 120.0
TOLD = frozenset({429, 503})


@dataclass
class Seen:
    """What the askers saw: seconds of requests that were answered, of those that were told to come
    again, and from the first asking of a question to its answer."""

    answered: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    placed: int = 0
    errors: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Return names and values to print."""
        waits = [*self.answered, *self.told] or [0.0]
        yield "answered", str(len(self.answered))
        yield "told to come again", f"{len(self.told)}, {self.placed} with their place"
        yield "seconds an answer took, p50", f"{self.percentile(50):.2f}"
        yield "seconds an answer took, p95", f"{self.percentile(95):.2f}"
        yield "longest without answer or word", f"{max(waits):.2f}"
        yield "since it was first asked, p95", f"{_percentile(self.first, 95):.2f}"
        yield "errors", f"{len(self.errors)} {' '.join(self.errors[:2])}"

    def percentile(self, share: int) -> float:
        """Return how many seconds this share of the answered took at most."""
        return _percentile(self.answered, share)


def _percentile(seconds: list[float], share: int) -> float:
    return float(np.percentile(seconds, share)) if seconds else float("nan")


async def ask(address: str, questions: list[str], askers: int, seconds: float) -> Seen:
    """Ask from many addresses for so many seconds, and wait for what was begun."""
    seen = Seen()
    end = time.perf_counter() + seconds
    limits = httpx.Limits(max_connections=askers, max_keepalive_connections=askers)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=PATIENCE) as client:
        work = (_asker(client, number, questions, end, seen) for number in range(askers))
        await asyncio.gather(*work)
    return seen


async def _asker(
    client: httpx.AsyncClient, number: int, questions: list[str], end: float, seen: Seen
) -> None:
    headers = {"x-forwarded-for": f"198.51.100.{number}"}
    order = itertools.cycle(questions[number:] + questions[:number])
    question, first = next(order), time.perf_counter()
    while (began := time.perf_counter()) < end:
        try:
            reply = await client.get("/api/ask", params={"q": question}, headers=headers)
        except httpx.HTTPError as error:
            seen.errors.append(repr(error))
            await asyncio.sleep(1)
            continue
        took = time.perf_counter() - began
        if reply.status_code == 200:
            seen.answered.append(took)
            seen.first.append(began + took - first)
            question, first = next(order), time.perf_counter()
        elif reply.status_code in TOLD:
            seen.told.append(took)
            seen.placed += "before you" in reply.text
            await asyncio.sleep(float(reply.headers.get("retry-after", 1)))
        else:
            seen.errors.append(f"{reply.status_code} {reply.text[:100]}")


@contextmanager
def serving(tree: Path, letters: Path) -> Iterator[str]:
    """Index the letters with the build in a folder, serve them, and give the address."""
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "qa"]
    with tempfile.TemporaryDirectory() as folder:
        places = ["--corpus", str(letters), "--index", f"{folder}/index"]
        subprocess.run(
            [*command, "index", *places], cwd=tree, env=environment, capture_output=True
        )  # fmt: skip
        with open(f"{folder}/log", "w+b") as log:
            server = subprocess.Popen(
                [*command, "serve", *places, "--port", "0"],
                cwd=tree, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
            try:
                yield _address(Path(log.name), server)
            finally:
                server.terminate()
                server.wait()


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        found = re.search(r"http://127\.0\.0\.1:[1-9]\d*", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Ask with many people at once.")
    parser.add_argument("--old", type=Path, help="folder of a build to compare with")
    parser.add_argument("--letters", type=Path, default=LETTERS)
    parser.add_argument("--askers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--beside-one", action="store_true", help="compare with one asker")
    arguments = parser.parse_args()
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    builds = {"this build": ROOT} | ({"old build": arguments.old} if arguments.old else {})
    found: dict[str, Seen] = {}
    if arguments.beside_one:
        os.environ["QA_QUESTIONS_A_MINUTE"] = "1000000"
    for name, tree in builds.items():
        with serving(tree.resolve(), arguments.letters) as address:
            asyncio.run(ask(address, questions[:5], 5, 2))  # warms up
            alone = Seen()
            if arguments.beside_one:
                alone = asyncio.run(ask(address, questions, 1, arguments.seconds))
            found[name] = asyncio.run(ask(address, questions, arguments.askers, arguments.seconds))
        for what, value in found[name].lines():
            sys.stdout.write(f"{name:<10}  {what:<32}  {value}\n")
        if alone.answered:
            ratio = len(found[name].answered) / len(alone.answered)
            sys.stdout.write(f"{name:<10}  {'answers, times those of one':<32}  {ratio:.2f}\n")
        sys.stdout.flush()
    if arguments.old:
        ratio = found["this build"].percentile(95) / found["old build"].percentile(95)
        sys.stdout.write(f"p95, this build to the old one: {ratio:.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
