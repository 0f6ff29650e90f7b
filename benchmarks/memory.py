"""Memory of a server that is asked many questions: it must not grow with them.

    python -m benchmarks.memory [QUESTIONS]

Asks the HTTP API, in this process, 10,000 questions that differ, with an answer to save and a
letter to read every tenth time, and prints the resident memory after each thousand.
"""

from __future__ import annotations

import itertools
import resource
import sys
import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient

from qa.building import build_index
from qa.settings import Settings
from qa.web import create_app

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FORMS = (
    "what did NL pledge for {}",
    "Wat besprak de NAVO over {}?",
    "When does {} enter its third year?",
    "Wie vertegenwoordigt {} bij de NUC?",
    "Hoeveel geld gaat er naar {} in 20{}?",
)
SUBJECTS = ("the UDCG", "munitie", "Oekraïne", "de oorlog", "air defence", "de IT-coalitie")


def main() -> int:
    """Ask, and print what memory it takes."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            corpus=CORPUS, index=Path(folder) / "index", questions_a_minute=10_000_000
        )
        build_index(settings)
        with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
            started = time.perf_counter()
            for number in itertools.count(1):
                form, subject = FORMS[number % len(FORMS)], SUBJECTS[number % len(SUBJECTS)]
                question = f"{form.format(subject, number % 90 + 10)} {number}"
                assert client.get("/api/ask", params={"q": question}).status_code == 200
                if number % 10 == 0:
                    assert (
                        client.get("/save/answer.html", params={"q": question}).status_code == 200
                    )
                    assert client.get("/l/kst-28676-449?q=0-50").status_code == 200
                if number % max(1, most // 10) == 0:
                    took = time.perf_counter() - started
                    sys.stdout.write(
                        f"{number:>7} questions  {_resident():>6.0f} MB  {took:>5.0f} s\n"
                    )
                    sys.stdout.flush()
                if number == most:
                    return 0
    return 0


def _resident() -> float:
    """Return the memory of this process now, in MB; the most it had, where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    sys.exit(main())
