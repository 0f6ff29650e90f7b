"""How the index grows: build, start, memory, time and recall at 10,000 to 1,000,000 passages.

    make bench-scale            python -m benchmarks.scale [--sizes 10000 100000 1000000]

Letters of ten lines of real Dutch text (``training/dutch.txt.gz`` beside the project, repeated with
changes), indexed as any letter is, until the index holds that many passages; questions are the
project's own, in both languages. Every size is built, opened and asked in processes of their own;
those up to `TRANSFORMED` passages once more when the transformer has read them.
Recall compares the first stage with every vector compared. Times depend on the machine: compare
them within one run.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from qa.assistant import Assistant
from qa.index import LocalStore
from qa.index.engines import engine_of
from qa.index.filtering import Filtering
from qa.index.merging import merge
from qa.indexing import Indexer, index_letters, open_encoders
from qa.indexing.chunking import chunk_letter
from qa.indexing.second_pass import second_pass
from qa.letters import make_anchor
from qa.records import UNIT_SEPARATOR, Dossier, Letter, Metadata, Sender, Source, Unit
from qa.records.filters import Filter
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT.parent / "shared" / "training" / "dutch.txt.gz"
QUESTIONS = ROOT / "benchmarks" / "questions" / "letters-own.jsonl"
RESULTS = ROOT / "benchmarks" / "results"
SIZES = (10_000, 100_000, 1_000_000)
TRANSFORMED = 100_000
LINES = 10  # in a letter; they make three or four passages
SHORTEST = 60  # characters: shorter lines are headings
ASKED = 100
ADDED = 5
RESIDENT = "resident memory, MB"

Result = TypeVar("Result")


def passages() -> list[str]:
    """Return the lines of real text that are long enough."""
    with gzip.open(TEXT, "rt", encoding="utf-8") as file:
        return [" ".join(line.split()) for line in file if len(line) >= SHORTEST]


def letters(lines: Sequence[str], count: int) -> Iterator[Letter]:
    """Make letters until they hold that many passages, as the chunker cuts them.

    From the second round on a number in each line differs.
    """
    held = 0
    for number in itertools.count():
        if held >= count:
            return
        first = number * LINES
        parts = []
        for at in range(first, first + LINES):
            turn = at // len(lines)
            # another order in every round, so that letters are not repeated whole
            line = lines[(at * (2 * turn + 1) + turn) % len(lines)]
            parts.append(f"{line} (ronde {turn}, nr. {at})" if turn else line)
        letter = make_letter(f"brief-{number:07d}", parts, number)
        held += len(chunk_letter(letter))
        yield letter


def make_letter(doc_id: str, parts: Sequence[str], number: int) -> Letter:
    """Make a letter of paragraphs, with a date, a dossier and a sender that follow its number."""
    text = UNIT_SEPARATOR.join(parts)
    units, at = [], 0
    for paragraph, part in enumerate(parts, start=1):
        anchor = make_anchor("paragraph", part)
        units.append(Unit("paragraph", f"p{paragraph}", at, at + len(part), part, anchor,
                          number=paragraph))  # fmt: skip
        at += len(part) + len(UNIT_SEPARATOR)
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = Metadata(
        dossiers=(Dossier(str(20_000 + number % 1_000), str(20_000 + number % 1_000)),),
        date=date(2010, 1, 1) + timedelta(days=number % 5_000),
        kind="Brief" if number % 3 else "Motie",
        senders=(Sender(f"Minister {number % 20}", f"A. de Vries{number % 50}"),),
    )
    source = Source(f"{doc_id}.txt", digest, len(text), "passage", "passage 1")
    return Letter(doc_id, text, tuple(units), known, source, fingerprint=digest)


def questions() -> list[str]:
    """Return questions of both languages, in turn."""
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    by_language = [[q["question"] for q in asked if q["lang"] == lang] for lang in ("en", "nl")]
    return [question for pair in zip(*by_language, strict=False) for question in pair][:ASKED]


def alone(function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in a fresh process, so that memory and caches are not shared."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def build(index: str, count: int) -> dict[str, float]:
    """Index that many passages."""
    lines = passages()
    begin = time.perf_counter()
    index_letters(letters(lines, count), Settings(index=Path(index), encoder=STATIC_ENCODER))
    building = time.perf_counter() - begin
    begin = time.perf_counter()
    merge(Path(index))
    return {
        "seconds to build": building,
        "passages a second": count / building,
        "seconds to merge": time.perf_counter() - begin,
        "memory of the build, MB": _peak(),
        "size on disk, MB": sum(p.stat().st_size for p in Path(index).rglob("*.*")) / 1e6,
    }


def transform(index: str, copy: str) -> dict[str, float]:
    """Let the transformer read the passages of a copy, and measure what that takes."""
    shutil.copytree(index, copy)
    settings = Settings(index=Path(copy), encoder=JOINED_ENCODER)
    engine = engine_of(settings)
    count = engine.open().manifest["counts"]["chunks"]
    begin = time.perf_counter()
    second_pass(settings, engine)
    seconds = time.perf_counter() - begin
    segments = engine.open().manifest["segments"]
    folders = [Path(copy) / "segments" / entry["id"] for entry in segments]
    size = sum(path.stat().st_size for folder in folders for path in folder.iterdir())
    return {
        "second pass, passages a second": count / seconds,
        "second pass, memory, MB": _peak(),
        "size on disk with the transformer, MB": size / 1e6,
    }


def start(index: str, encoder: str = STATIC_ENCODER) -> dict[str, float]:
    """Open the index in this fresh process, ask, and measure."""
    settings = Settings(index=Path(index), encoder=encoder)
    begin = time.perf_counter()
    encoders = open_encoders(settings)
    encoder_seconds = time.perf_counter() - begin
    begin = time.perf_counter()
    store = LocalStore.open(settings.index)
    opening = time.perf_counter() - begin
    assistant = Assistant(settings, store, *encoders)
    begin = time.perf_counter()
    assistant.ask("Wat heeft Nederland toegezegd?")
    first = time.perf_counter() - begin
    times = []
    for question in questions():
        begin = time.perf_counter()
        assistant.ask(question)
        times.append(1000 * (time.perf_counter() - begin))
    return {
        "segments": len(store.parts),
        "seconds to load the encoder": encoder_seconds,
        "milliseconds to open the index": 1000 * opening,
        "milliseconds of the first question": 1000 * first,
        "milliseconds a question, p50": float(np.percentile(times, 50)),
        "milliseconds a question, p95": float(np.percentile(times, 95)),
        RESIDENT: _resident(),
        "of it not the files' own, MB": _resident("RssAnon"),
    }


def recall(index: str) -> dict[str, float]:
    """Compare the first stage with every vector compared, without and with filters."""
    settings = Settings(index=Path(index), encoder=STATIC_ENCODER)
    encoder, _ = open_encoders(settings)
    store = LocalStore.open(settings.index)
    asked = questions()
    embeddings = encoder.encode_queries(asked)
    filters = {
        "recall@10 of the first stage": None,
        "recall@10 with a filter that keeps 1 in 1,000": Filter(dossiers=("20007",)),
        "recall@10 with a filter that keeps 1 in 3": Filter(kinds=("Motie",)),
    }
    found: dict[str, float] = {}
    for name, where in filters.items():
        exact = _exact(store, embeddings, where)
        hits = total = 0
        for embedding, best in zip(embeddings, exact, strict=True):
            candidates = store.search(embedding, (), 10, where)
            nearest = sorted(candidates, key=lambda c: (-c.dense, c.chunk_id))[:10]
            least = min(score for score, _ in best) - 1e-6  # of equals any will do
            hits += sum(candidate.dense >= least for candidate in nearest)
            total += len(best)
        found[name] = hits / total
        times = []
        for embedding in embeddings:
            begin = time.perf_counter()
            store.search(embedding, (), 200, where)
            times.append(1000 * (time.perf_counter() - begin))
        found[f"milliseconds of it, p95, {name.removeprefix('recall@10 ')}"] = float(
            np.percentile(times, 95)
        )
    return found


def _exact(
    store: LocalStore, embeddings: NDArray[np.float32], where: Filter | None
) -> list[list[tuple[float, int]]]:
    """Return the ten best of all vectors for each question, by comparing every one."""
    best: list[list[tuple[float, int]]] = [[] for _ in embeddings]
    for part in store.parts:
        allowed = Filtering().rows(part, where)
        rows = np.arange(part.segment.rows) if allowed is None else np.flatnonzero(allowed)
        for start_ in range(0, len(rows), 50_000):
            block = rows[start_ : start_ + 50_000]
            scores = embeddings @ part.segment.vectors.at(block).T
            for kept, values in zip(best, scores, strict=True):
                top = np.argpartition(-values, min(10, len(values) - 1))[:10]
                kept += [(float(values[i]), int(block[i])) for i in top]
                kept.sort(reverse=True)
                del kept[10:]
    return best


def growth(index: str) -> dict[str, float]:
    """Add letters one at a time, as the watcher does, and look whether each is found."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=Path(index), corpus=Path(folder), encoder=STATIC_ENCODER)
        times = []
        run = int(time.time())  # an index that is measured again has the letters of the last time
        with Indexer(settings) as indexer:
            for number in range(run, run + ADDED + 1):
                path = Path(folder) / f"nieuw-{number}.txt"
                path.write_text(f"De sluis bij Kampen krijgt {number} nieuwe deuren.\n")
                begin = time.perf_counter()
                report = indexer.update(only=[path])
                assert report.added == (path.stem,), report
                assert LocalStore.open(settings.index).has(path.stem)
                times.append(1000 * (time.perf_counter() - begin))
    return {"milliseconds to add one letter, median": float(np.median(times[1:]))}


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident(field: str = "VmRSS") -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(x for x in status.splitlines() if x.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


def measure(size: int, folder: Path) -> dict[str, float]:
    """Return all figures of one size."""
    index, built = str(folder / f"{size}"), folder / f"{size}.json"
    if not built.exists():
        folder.mkdir(parents=True, exist_ok=True)
        built.write_text(json.dumps(alone(build, index, size)), encoding="utf-8")
        sys.stderr.write(f"{size:,}: built\n")
    found: dict[str, float] = json.loads(built.read_text(encoding="utf-8"))
    for step in (start, recall, growth):
        found |= alone(step, index)
        sys.stderr.write(f"{size:,}: {step.__name__} done\n")
    if size <= TRANSFORMED:
        both, read = f"{index}-transformed", folder / f"{size}-transformed.json"
        if not read.exists():
            read.write_text(json.dumps(alone(transform, index, both)), encoding="utf-8")
        found |= json.loads(read.read_text(encoding="utf-8"))
        asked = alone(start, both, JOINED_ENCODER)
        names = ("milliseconds a question, p50", "milliseconds a question, p95", RESIDENT)
        found |= {f"{name}, with the transformer": asked[name] for name in names}
        sys.stderr.write(f"{size:,}: second pass done\n")
    return found


def table(found: dict[int, dict[str, float]]) -> str:
    """Return the figures as Markdown."""
    sizes = sorted(found)
    lines = [
        "| | " + " | ".join(f"{size:,} passages" for size in sizes) + " |",
        "| --- |" + " ---: |" * len(sizes),
    ]
    for name in found[sizes[0]]:
        cells = (shown(found[size].get(name)) for size in sizes)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def shown(value: Any) -> str:
    """Write a figure with as many digits as say something."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value <= 1 else f"{value:.1f}"


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="Measure how the index grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument(
        "--folder", type=Path, help="where to build, and kept; what is there is only measured"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        found = {size: measure(size, folder) for size in arguments.sizes}
    RESULTS.mkdir(exist_ok=True)
    results = RESULTS / "scale.json"
    before = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
    found = {int(size): figures for size, figures in before.items()} | found
    results.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(table(found) + "\n")


if __name__ == "__main__":
    main()
