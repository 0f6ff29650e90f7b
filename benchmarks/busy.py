"""What other work on the machine costs: building and asking, quiet and beside a job of two threads.

    python -m benchmarks.busy [LETTERS] [ROUNDS]

Each round builds an index of the letters and asks questions of it, once alone and once beside two
processes that calculate without a pause; all in processes of their own. Prints the seconds, and the
median of the ratios. A fair half of two cores costs twice the time, so 2.0 is the least to expect.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
LETTERS = ROOT.parent / "shared" / "letters"
JOBS = 2
QUESTIONS = 30

_SPIN = "x = 1.0001\nwhile True:\n    x = x * x % 10.0\n"
_WORK = """
import json, sys, time
from pathlib import Path
from qa.assistant import Assistant
from qa.indexing import build_index
from qa.settings import Settings

settings = Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]))
began = time.perf_counter()
build_index(settings)
built = time.perf_counter()
assistant = Assistant.open(settings=settings)
assistant.ask("warm up the assistant")
opened = time.perf_counter()
for number in range(int(sys.argv[3])):
    assistant.ask(f"Hoeveel geld gaat er naar munitie voor Oekraine in 20{number + 10}?")
print(json.dumps({"build": built - began, "ask": time.perf_counter() - opened}))
"""


def main() -> int:
    """Measure and print."""
    letters = Path(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for what, ratio in measure(letters, rounds).items():
        sys.stdout.write(f"{what}: {ratio:.2f} times the quiet time\n")
    return 0


def measure(letters: Path, rounds: int) -> dict[str, float]:
    """Return how many times the quiet time building and asking take; tell each round."""
    ratios: dict[str, list[float]] = {"build": [], "ask": []}
    for number in range(1, rounds + 1):
        quiet = _work(letters)
        with _busy():
            beside = _work(letters)
        for what, found in ratios.items():
            found.append(beside[what] / quiet[what])
            sys.stderr.write(
                f"round {number}  {what:<5}  quiet {quiet[what]:6.1f} s  "
                f"beside {beside[what]:6.1f} s  ratio {found[-1]:.2f}\n"
            )
    return {what: median(found) for what, found in ratios.items()}


def _work(letters: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _WORK, str(letters), f"{folder}/index", str(QUESTIONS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    timed: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return timed


@contextmanager
def _busy() -> Iterator[None]:
    jobs = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(JOBS)]
    try:
        yield
    finally:
        for job in jobs:
            job.kill()
            job.wait()


if __name__ == "__main__":
    sys.exit(main())
