"""Fifty readers ask while a writer adds two hundred letters: errors, generations, and the time.

    make bench-readers          python -m benchmarks.readers [--readers 50] [--letters 200]

The readers are threads of one process, as those of the page; the writer is another process that
indexes one letter after the other and merges, as ``letters-qa watch`` does. Each answer must be
that of exactly one generation: its hits and quotes must stand in the letters that generation holds.
The same questions asked with nothing being written give the time to compare with.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.scale import RESULTS, letters, passages, questions
from qa.assistant import Assistant
from qa.indexing import Indexer, index_letters
from qa.records import Answer
from qa.settings import Settings

BEFORE = 10_000  # passages in the index at the beginning
TEXT = "De sluis bij Kampen krijgt in {} nieuwe deuren; dat kost € {} mln.\n"


@dataclass
class Seen:
    """What the readers saw."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    generations: set[int] = field(default_factory=set)
    mixed: int = 0


def write(index: str, corpus: str, count: int) -> None:
    """Add letters one by one; runs in a process of its own."""
    with Indexer(Settings(index=Path(index), corpus=Path(corpus))) as indexer:
        for number in range(count):
            path = Path(corpus) / f"nieuw-{number:03}.txt"
            path.write_text(TEXT.format(2030 + number, number), encoding="utf-8")
            indexer.update(only=[path])
            if number % 8 == 7:
                indexer.merge()


def read(index: Path, readers: int, go_on: threading.Event, least: int) -> Seen:
    """Ask with many threads until told to stop, each at least so many questions."""
    settings = Settings(index=index)
    seen = Seen()
    current = [Assistant.open(settings=settings)]
    lock = threading.Lock()
    asked = questions()

    def ask(reader: int) -> None:
        number = 0
        while number < least or go_on.is_set():
            question = asked[(reader * 7 + number) % len(asked)]
            number += 1
            try:
                with lock:
                    current[0] = assistant = current[0].newer()
                begin = time.perf_counter()
                answer = assistant.ask(question)
                lasted = 1000 * (time.perf_counter() - begin)
            except Exception as error:  # counted, and printed at the end
                with lock:
                    seen.errors.append(f"{type(error).__name__}: {error}")
                continue
            with lock:
                seen.milliseconds.append(lasted)
                seen.generations.add(assistant.store.manifest["generation"])
                seen.mixed += not _is_of(assistant, answer)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _is_of(assistant: Assistant, answer: Answer) -> bool:
    """Tell whether all of an answer stands in the generation that was asked."""
    counts = assistant.store.manifest["counts"]
    texts = [(hit.chunk.doc_id, hit.chunk.start, hit.chunk.text) for hit in answer.hits]
    texts += [(q.citation.doc_id, q.citation.start, q.text) for q in answer.quotes]
    return answer.searched.letters == counts["letters"] and all(
        assistant.letter(doc_id).text.startswith(text, start) for doc_id, start, text in texts
    )


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="Ask while letters are added.")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--letters", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index, corpus = Path(folder) / "index", Path(folder) / "corpus"
        corpus.mkdir()
        index_letters(letters(passages(), BEFORE), Settings(index=index))
        quiet = read(index, arguments.readers, threading.Event(), 4)
        go_on = threading.Event()
        go_on.set()
        code = f"from benchmarks.readers import write; write({str(index)!r}, {str(corpus)!r}, " \
               f"{arguments.letters})"  # fmt: skip
        writer = subprocess.Popen([sys.executable, "-c", code])
        threading.Thread(target=lambda: (writer.wait(), go_on.clear()), daemon=True).start()
        begin = time.perf_counter()
        busy = read(index, arguments.readers, go_on, 4)
        lasted = time.perf_counter() - begin
        held = len(Assistant.open(settings=Settings(index=index)).letters)
    found = {
        "readers": arguments.readers,
        "letters added meanwhile": arguments.letters,
        "letters in the index afterwards": held,
        "writer's exit code": writer.returncode,
        "seconds": round(lasted, 1),
        "questions answered": len(busy.milliseconds),
        "errors": len(busy.errors),
        "answers of more than one generation": busy.mixed,
        "generations that were asked": len(busy.generations),
        "milliseconds a question, p50, nothing written": round(_percentile(quiet, 50)),
        "milliseconds a question, p95, nothing written": round(_percentile(quiet, 95)),
        "milliseconds a question, p50, while writing": round(_percentile(busy, 50)),
        "milliseconds a question, p95, while writing": round(_percentile(busy, 95)),
    }
    (RESULTS / "readers.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name, value in found.items():
        sys.stdout.write(f"| {name} | {value} |\n")
    for error in busy.errors[:5]:
        sys.stdout.write(f"{error}\n")


def _percentile(seen: Seen, share: int) -> float:
    return float(np.percentile(seen.milliseconds, share)) if seen.milliseconds else float("nan")


if __name__ == "__main__":
    main()
