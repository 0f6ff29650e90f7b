"""Memory of a server that is asked and visited much: it must not grow with that.

    python -m benchmarks.memory [QUESTIONS [VISITS]]

In this process, asks the HTTP API 10,000 questions that differ, with an answer to save and a letter
to read every tenth time; then visits the page 10,000 times, each as another browser that opens it
and calls for its state. Prints the resident memory after each tenth of both.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient

from qa.indexing import build_index
from qa.settings import Settings
from qa.web.app import create_app

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FORMS = (
    "what did NL pledge for {}",
    "Wat besprak de NAVO over {}?",
    "When does {} enter its third year?",
    "Wie vertegenwoordigt {} bij de NUC?",
    "Hoeveel geld gaat er naar {} in 20{}?",
)
SUBJECTS = ("the UDCG", "munitie", "Oekraïne", "de oorlog", "air defence", "de IT-coalitie")
_LOADED = re.compile(r'"id":(\d+),"targets":\[\[\d+,"load"\]\]')  # what a browser calls for at once


def main() -> int:
    """Ask and visit, and print what memory it takes."""
    questions, visits = (int(sys.argv[i]) if len(sys.argv) > i else 10_000 for i in (1, 2))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            corpus=CORPUS, index=Path(folder) / "index", questions_a_minute=10_000_000
        )
        build_index(settings)
        with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
            _repeat("questions", questions, lambda number: _ask(client, number))
            _repeat("visits", visits, lambda number: _visit(client, number))
    return 0


def _repeat(what: str, most: int, do: Callable[[int], None]) -> None:
    started = time.perf_counter()
    for number in range(1, most + 1):
        do(number)
        if number % max(1, most // 10) == 0:
            took = time.perf_counter() - started
            sys.stdout.write(f"{number:>7} {what:<9}  {_resident():>6.0f} MB  {took:>5.0f} s\n")
            sys.stdout.flush()


def _ask(client: TestClient, number: int) -> None:
    form, subject = FORMS[number % len(FORMS)], SUBJECTS[number % len(SUBJECTS)]
    question = f"{form.format(subject, number % 90 + 10)} {number}"
    assert client.get("/api/ask", params={"q": question}).status_code == 200
    if number % 10 == 0:
        assert client.get("/save/answer.html", params={"q": question}).status_code == 200
        assert client.get("/l/kst-28676-449?q=0-50").status_code == 200


def _visit(client: TestClient, number: int) -> None:
    page = client.get("/en/")
    assert page.status_code == 200
    loaded = _LOADED.findall(page.text)
    assert loaded, "the page calls for nothing when it is opened"
    for function in loaded:
        call = {"data": [], "fn_index": int(function), "session_hash": f"visit{number}"}
        assert client.post("/en/gradio_api/run/predict", json=call).status_code == 200


def _resident() -> float:
    """Return the memory of this process now, in MB; the most it had, where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    sys.exit(main())
