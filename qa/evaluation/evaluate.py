"""The whole evaluation: every set, every system, one list of figures.

Sets are found by their names in the data folder: ``*.jsonl`` questions about letters, collections
in BEIR's layout, ``bitext-*.tsv`` and ``sts-dev.jsonl``. Does not print and holds no floors.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qa.assistant import Assistant
from qa.encoders.encoder import Encoder
from qa.encoders.joined import JoinedEncoder
from qa.errors import QAError
from qa.evaluation.measures import (
    Interval,
    Qrel,
    interval,
    measure,
    paired_difference,
    write_qrels,
    write_run,
)
from qa.evaluation.pairs import measure_pairs
from qa.evaluation.passages import Collection, as_letter, load_collection
from qa.evaluation.questions import (
    QuestionSet,
    holds_evidence,
    is_right,
    load_questions,
)
from qa.evaluation.refusals import Asked
from qa.evaluation.systems import MEAN, PEER, SHIPPED, Runs, run_systems
from qa.evaluation.vectors import bitext, similarity
from qa.indexing import build_index, index_letters
from qa.settings import Settings

COLLECTIONS = ("corona-faq", "kamervragen")
EVIDENCE = {"recall@1": "Success@1", "recall@5": "Success@5", "MRR": "RR"}
"""Measures of a set in which each question has one piece of evidence, as ir-measures names them."""

BY_KIND = ("right first quote", "right among quotes")
"""Measures that are told apart by the kind of thing asked."""

PAIRS = "letters-pairs"
"""The set made of the questions that letters answer, by `qa.evaluation.pairs`."""

PASSAGE = {"nDCG@10": "nDCG@10", "recall@10": "R@10"}
DEPTH = 50
"""Ids kept for a question; beyond, a reciprocal rank is less than 0.02."""

NOWHERE = "-"
"""Stands for the relevant id of a question whose evidence no chunk holds whole."""

Progress = Callable[[str, int, int], None]
"""Called with what is being measured, how many questions are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on one set in one language, for each system that it was taken of."""

    set: str
    lang: str
    measure: str
    systems: dict[str, Interval]
    differences: dict[str, Interval] = field(default_factory=dict)  # shipped minus that system
    kind: str | None = None  # of the questions, if only those of one kind were asked

    @property
    def name(self) -> str:
        """The row in words: set, language, measure, kind of question."""
        kind = f", {self.kind}" if self.kind else ""
        return f"{self.set} {self.lang} {self.measure}{kind}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rows, and what they were measured on."""

    rows: tuple[Row, ...]
    data_sha256: str
    letters: int
    notes: tuple[str, ...]
    refusals: tuple[Asked, ...] = ()


def evaluate(
    settings: Settings,
    letters: Path,
    question_files: Sequence[Path],
    data: Path | None = None,
    peer: Encoder | None = None,
    runs: Path | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure on everything that is given.

    Args:
        settings: Encoder and sizes; the index is built in a temporary folder.
        letters: Folder of letters that the questions are about.
        question_files: Sets of questions about letters.
        data: Folder with collections, bitexts and graded pairs; each may be missing.
        peer: The encoder that others ship, to compare with.
        runs: Folder to write runs and qrels into; nothing is written by default.
        progress: Called as the work goes on.

    Raises:
        QAError: If there is nothing to measure on, or a file cannot be read.
    """
    encoders = {MEAN: _shipped_encoder(settings)} | ({PEER: peer} if peer else {})
    tell = progress or (lambda name, done, total: None)
    rows: list[Row] = []
    notes: list[str] = []
    refusals: list[Asked] = []
    used: list[Path] = list(question_files)
    with tempfile.TemporaryDirectory() as folder:
        assistant = _index_letters_in(letters, settings, Path(folder) / "letters")
        for path in question_files:
            questions = load_questions(path, assistant.letter)
            if questions.left_out:
                notes.append(f"{path.stem}: {len(questions.left_out)} questions left out")
            rows += _letter_rows(assistant, questions, peer, runs, tell, refusals)
        rows += _pair_rows(assistant, tell)
        for collection in _collections(data):
            used += sorted((data / collection.name).rglob("*.*")) if data else []
            of_collection = settings.model_copy(update={"index": Path(folder) / collection.name})
            index_letters([as_letter(*item) for item in collection.passages.items()], of_collection)
            rows += _collection_rows(
                Assistant.open(settings=of_collection), collection, peer, runs, tell
            )
        for path in sorted(data.glob("bitext-*.tsv")) if data else []:
            used.append(path)
            rows += _bitext_rows(encoders, path)
        if data and (path := data / "sts-dev.jsonl").exists():
            used.append(path)
            rows += _similarity_rows(encoders, path)
        count = len(assistant.letters)
    if not rows:
        raise QAError("nothing-to-measure", folder=data or letters)
    return Evaluation(tuple(rows), _digest(used), count, tuple(notes), tuple(refusals))


def _shipped_encoder(settings: Settings) -> Encoder:
    from qa.indexing import open_encoders

    encoder = open_encoders(settings)[0]
    return encoder.static if isinstance(encoder, JoinedEncoder) else encoder


def _index_letters_in(letters: Path, settings: Settings, folder: Path) -> Assistant:
    of_letters = settings.model_copy(update={"corpus": letters, "index": folder})
    build_index(of_letters)
    return Assistant.open(settings=of_letters)


def _collections(data: Path | None) -> Iterator[Collection]:
    for name in COLLECTIONS:
        if data and (data / name).is_dir():
            yield load_collection(data / name)


def _letter_rows(
    assistant: Assistant,
    questions: QuestionSet,
    peer: Encoder | None,
    folder: Path | None,
    tell: Progress,
    refusals: list[Asked],
) -> Iterator[Row]:
    """Yield the rows of questions about letters: evidence found, quotes right, refusals."""
    answerable = [question for question in questions.questions if question.answerable]
    chunks = list(assistant.store.live_chunks())
    qrels = []
    for question in answerable:
        relevant = [chunk.chunk_id for chunk in chunks if holds_evidence(chunk.text, question)]
        qrels += [Qrel(question.id, chunk_id, 1) for chunk_id in relevant or [NOWHERE]]
    texts = {question.id: question.question for question in answerable}
    runs = run_systems(
        assistant, texts, DEPTH, lambda chunk: chunk.chunk_id, peer,
        lambda done, total: tell(questions.name, done, total),
    )  # fmt: skip
    langs = {question.id: question.lang for question in questions.questions}
    yield from _run_rows(questions.name, runs, qrels, langs, EVIDENCE, folder)
    kinds = {question.id: question.kind for question in questions.questions}
    for name, values in _quoted(assistant, questions, refusals).items():
        for lang, of_lang in _by_lang(values, langs).items():
            shipped = interval(list(of_lang.values()))
            yield Row(questions.name, lang, name, {SHIPPED: shipped})
        if name in BY_KIND:
            for kind, of_kind in _by_lang(values, kinds).items():
                for lang, both in _by_lang(of_kind, langs).items():
                    shipped = interval(list(both.values()))
                    yield Row(questions.name, lang, name, {SHIPPED: shipped}, kind=kind)


def _pair_rows(assistant: Assistant, tell: Progress) -> Iterator[Row]:
    """Yield the rows of questions that the letters answer themselves, asked word for word."""
    found = measure_pairs(assistant, lambda done, total: tell(PAIRS, done, total))
    for name, values in found.items():
        yield Row(PAIRS, "nl", name, {SHIPPED: interval(list(values.values()))})


def _quoted(
    assistant: Assistant, questions: QuestionSet, refusals: list[Asked]
) -> dict[str, dict[str, float]]:
    """Return for each question whether its quotes are right, and whether it was answered.

    How likely an answer was thought goes to the end of ``refusals``.
    """
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for question in questions.questions:
        answer = assistant.ask(question.question)
        refusals.append(Asked(questions.name, question.answerable, answer.probability))
        if question.answerable:
            right = [is_right(quote, question) for quote in answer.quotes]
            found["right first quote"][question.id] = float(any(right[:1]))
            found["right among quotes"][question.id] = float(any(right))
            found["answered"][question.id] = float(answer.found)
        else:
            found["unanswerable refused"][question.id] = float(not answer.found)
    return found


def _collection_rows(
    assistant: Assistant,
    collection: Collection,
    peer: Encoder | None,
    folder: Path | None,
    tell: Progress,
) -> Iterator[Row]:
    """Yield the rows of a collection; a passage counts by its best chunk."""
    judged = {qrel.query_id for qrel in collection.qrels}
    texts = {query.id: query.text for query in collection.queries if query.id in judged}
    langs = {query.id: query.lang for query in collection.queries}
    runs = run_systems(
        assistant, texts, DEPTH, lambda chunk: chunk.doc_id, peer,
        lambda done, total: tell(collection.name, done, total),
    )  # fmt: skip
    yield from _run_rows(collection.name, runs, collection.qrels, langs, PASSAGE, folder)


def _run_rows(
    name: str,
    runs: Runs,
    qrels: Sequence[Qrel],
    langs: Mapping[str, str],
    measures: Mapping[str, str],
    folder: Path | None,
) -> Iterator[Row]:
    """Yield a row for each language and measure, with what the shipped system reaches more."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        write_qrels(folder / f"{name}.qrels", qrels)
        for system, run in runs.items():
            write_run(folder / f"{name}.{system.replace(' ', '-')}.run", run, system)
    values = {system: measure(run, qrels, measures.values()) for system, run in runs.items()}
    for lang in sorted(set(langs.values())):
        for shown, of_field in measures.items():
            by_system = {
                system: _by_lang(found[of_field], langs).get(lang, {})
                for system, found in values.items()
            }
            if not by_system[SHIPPED]:
                continue
            yield Row(
                name, lang, shown,
                {system: interval(list(v.values())) for system, v in by_system.items()},
                {
                    system: paired_difference(by_system[SHIPPED], v)
                    for system, v in by_system.items()
                    if system != SHIPPED
                },
            )  # fmt: skip


def _by_lang(values: Mapping[str, float], langs: Mapping[str, str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for query_id, value in sorted(values.items()):
        found[langs[query_id]][query_id] = value
    return dict(sorted(found.items()))


def _bitext_rows(encoders: Mapping[str, Encoder], path: Path) -> Iterator[Row]:
    found = {system: bitext(encoder, path) for system, encoder in encoders.items()}
    for way in ("nl-en", "en-nl"):
        values = {system: interval(by_way[way]) for system, by_way in found.items()}
        yield Row(path.stem, way, "accuracy", values)


def _similarity_rows(encoders: Mapping[str, Encoder], path: Path) -> Iterator[Row]:
    found = {system: similarity(encoder, path) for system, encoder in encoders.items()}
    items = len(path.read_text(encoding="utf-8").splitlines())
    for side in found[MEAN]:
        # a correlation is one number of the whole set; its interval is left open
        values = {
            system: Interval(by_side[side], by_side[side], by_side[side], items)
            for system, by_side in found.items()
        }
        yield Row(path.stem, side, "Spearman", values)


def _digest(paths: Sequence[Path]) -> str:
    """Return the hex SHA-256 over the content of the data files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.name):
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
