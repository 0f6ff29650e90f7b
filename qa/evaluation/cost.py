"""What the shipped system costs: size, speed of embedding, time per question, memory.

Times depend on the machine and on what else runs there: they are compared within one run, and no
test asserts them. The figures of two encoders come from one process bound to one core.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from qa.assistant import Assistant
from qa.encoders.encoder import ENCODERS, load_encoder
from qa.evaluation.passages import as_letter
from qa.evaluation.systems import PEER, SHIPPED
from qa.indexing import index_letters
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, TRANSFORMER, Settings

EMBEDDED = 400
"""Paragraphs embedded to measure the speed."""

CHUNKS = 100_000
"""Chunks in the index that is asked."""

Result = TypeVar("Result")

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


def measure_cost(
    settings: Settings,
    paragraphs: Sequence[str],
    questions: Sequence[str],
    peer: str | None = None,
    chunks: int = CHUNKS,
) -> dict[str, dict[str, float]]:
    """Return what is measured, by system.

    Args:
        settings: Encoder and sizes.
        paragraphs: Dutch text to embed and to search; repeated with a number if they are too few.
        questions: Asked of the large index, at least one.
        peer: Folder of the encoder that others ship.
        chunks: How large the index is; the transformer does not read it.
    """
    found: dict[str, dict[str, float]] = {}
    names = {SHIPPED: settings.encoder} | ({PEER: peer} if peer else {})
    sample = list(paragraphs[:EMBEDDED])
    found["paragraphs embedded per second, one core"] = {
        system: _alone(_embedding_speed, name, sample) for system, name in names.items()
    }
    if settings.encoder == JOINED_ENCODER:
        parts = (STATIC_ENCODER, TRANSFORMER)
        found["size of the encoder, MB"] = {SHIPPED: sum(_size(ENCODERS / name) for name in parts)}
        settings = settings.model_copy(update={"encoder": STATIC_ENCODER})
    found |= {
        what: {SHIPPED: value}
        for what, value in _alone(_asking, settings, list(paragraphs), list(questions), chunks)
    }
    return found


def _alone(function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in a fresh process, so that neither threads nor memory are shared."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def _embedding_speed(name: str, paragraphs: list[str]) -> float:
    """Return paragraphs per second on one core, the best of three."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    encoder = load_encoder(name)
    encoder.encode_passages(paragraphs[:20])
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        encoder.encode_passages(paragraphs)
        times.append(time.perf_counter() - begin)
    return len(paragraphs) / min(times)


def _asking(
    settings: Settings, paragraphs: list[str], questions: list[str], chunks: int
) -> list[tuple[str, float]]:
    """Return the figures of an index of that many chunks, each with what it is."""
    letters = [
        as_letter(f"p{i:06d}", f"{paragraphs[i % len(paragraphs)]} {i // len(paragraphs) or ''}")
        for i in range(chunks)
    ]
    with tempfile.TemporaryDirectory() as folder:
        large = settings.model_copy(update={"index": Path(folder) / "large"})
        begin = time.perf_counter()
        index_letters(letters, large)
        building = time.perf_counter() - begin
        del letters
        memory, times = _alone(_ask_all, large, questions)
    return [
        (f"seconds to index {chunks:,} chunks", building),
        (f"milliseconds per question, {chunks:,} chunks, p50", float(np.percentile(times, 50))),
        (f"milliseconds per question, {chunks:,} chunks, p95", float(np.percentile(times, 95))),
        (f"resident memory asking {chunks:,} chunks, MB", memory),
    ]


def _ask_all(settings: Settings, questions: list[str]) -> tuple[float, list[float]]:
    """Return the resident memory in MB after asking, and each question's milliseconds."""
    assistant = Assistant.open(settings=settings)
    assistant.ask(questions[0])
    times = []
    for question in questions:
        begin = time.perf_counter()
        assistant.ask(question)
        times.append(1000 * (time.perf_counter() - begin))
    return _resident(), times


def _resident() -> float:
    """Return the process's resident memory in MB; its peak would count the parent's, too."""
    status = Path("/proc/self/status")  # Linux only
    if not status.exists():
        return float("nan")
    line = next(x for x in status.read_text(encoding="ascii").splitlines() if x[:6] == "VmRSS:")
    return int(line.split()[1]) / 1024


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
