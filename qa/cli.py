"""The command line: translates arguments to calls and results to text. Holds no retrieval.

Heavy packages are imported inside the commands that need them. Exit codes: 0 answered (found or
not), 1 something is wrong with input, index or encoder, 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa.errors import LetterNotFoundError, QAError, QuestionError
from qa.settings import DEFAULT_ENCODER, Settings, load_settings

if TYPE_CHECKING:
    from qa.building import BuildReport
    from qa.records import Answer, Quote, Unit

app = typer.Typer(
    name="letters-qa",
    help="Ask letters of the Dutch government a question; get verbatim quotes, each cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", help="Folder of letters, read recursively [QA_CORPUS, else corpus]."),
]
Index = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index [QA_INDEX, else indexes/default]."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def main() -> None:
    """Run the command line; a problem that can be explained ends it with exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except QAError as error:
        err.print(f"letters-qa: {escape(str(error))}", style="red")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output is gone: nothing is left to say
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        err.print(f"letters-qa: {escape(place)}{error.strerror or error}", style="red")
        sys.exit(1)
    except KeyboardInterrupt:
        err.print("letters-qa: stopped")
        sys.exit(130)


@contextmanager
def _progress() -> Iterator[Any]:
    """Show a bar for each stage on stderr; yields what `build_index` calls."""
    titles = {"read": "reading letters", "embed": "embedding chunks"}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(titles.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


@app.command()
def index(
    corpus: Corpus = None,
    index: Index = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read and embed every letter again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date with the letters in the corpus."""
    from qa.building import build_index

    settings = load_settings(corpus=corpus, index=index)
    with _progress() as report:
        built = build_index(settings, report, rebuild)
    for problem in built.problems:
        err.print(f"left out: {escape(problem)}", style="yellow")
    for notice in built.notices:
        err.print(f"note: {escape(notice)}")
    if as_json:
        out.print_json(json.dumps(_report_json(built)))
    else:
        out.print(_report_text(built, settings))


def _report_json(built: BuildReport) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(built)


def _report_text(built: BuildReport, settings: Settings) -> str:
    if built.up_to_date:
        change = "nothing to do"
    elif built.rebuilt:
        change = "rebuilt"
    else:
        change = (
            f"{len(built.added)} added, {len(built.changed)} changed, {len(built.removed)} removed"
        )
    left_out = f", {len(built.problems)} files left out" if built.problems else ""
    return (
        f"{settings.index}: {change}; {built.letters} letters, {built.paragraphs} paragraphs, "
        f"{built.chunks} chunks{left_out} (generation {built.generation})"
    )


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, English or Dutch.")] = None,
    index: Index = None,
    corpus: Corpus = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="JSON lines with id and question; - reads standard input."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question by quotes, each cited to its paragraph."""
    from qa.assistant import Assistant
    from qa.schema import answer_json

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE, and not both")
    settings = load_settings(corpus=corpus, index=index)
    if question is not None:
        found = Assistant.open(settings=settings).ask(question)
        if as_json:
            _print_line(answer_json(found), indent=2)
        else:
            _print_answer(found)
        return
    assert batch is not None
    questions = list(_read_batch(batch))
    assistant = Assistant.open(settings=settings)
    for question_id, text in questions:
        found = assistant.ask(text)
        if as_json:
            _print_line(answer_json(found, question_id))
        else:
            out.print(f"\n[bold]{escape(str(question_id))}[/] {escape(text)}")
            _print_answer(found)


def _print_line(value: dict[str, Any], indent: int | None = None) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def _read_batch(path: Path) -> Iterator[tuple[str | int | None, str]]:
    """Read questions from JSON lines; every line is checked before the first is answered."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"cannot read {path} ({error}); give a UTF-8 file of JSON lines"
        ) from None
    for number, line in enumerate(text.split("\n"), start=1):  # U+2028 may stand in a string
        if not line.strip():
            continue
        try:
            entry = json.loads(line, parse_constant=_refuse)
            question = entry["question"]
        except (ValueError, KeyError, TypeError, RecursionError):
            question = None
        if not isinstance(question, str) or not any(c.isalnum() for c in question):
            raise QuestionError(
                f'{path}, line {number}: not a question; write {{"id": "1", "question": "..."}}'
            )
        yield entry.get("id"), question


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(constant)


def _print_answer(found: Answer) -> None:
    searched = found.searched
    place = f"{searched.letters} letters, {searched.paragraphs} paragraphs, index {searched.index}"
    if not found.found:
        out.print(f"[bold]Not found in these letters[/] ({place}): {escape(found.reason)}.")
        for hit in found.hits[:3]:
            out.print(f"\n  near, but not an answer: {hit.chunk.doc_id}", style="dim")
            out.print(f"  {escape(_shortened(hit.chunk.text))}", style="dim")
        return
    for number, quote in enumerate(found.quotes, start=1):
        out.print(f"\n[bold]\\[{number}][/] “{escape(quote.text)}”")
        out.print(f"    {escape(_citation_line(quote))}", style="cyan")
        if quote.citation.url:
            out.print(f"    {quote.citation.url}", style="cyan")
        for span in quote.context:
            out.print(f"    context: “{escape(span.text)}”", style="dim")
    out.print(f"\nSearched {place}.", style="dim")


def _citation_line(quote: Quote) -> str:
    citation = quote.citation
    unit = f"¶ {citation.paragraph}" if citation.paragraph is not None else citation.unit
    return f"{citation.doc_id} {unit} · {citation.reference}"


def _shortened(text: str, length: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: text.rfind(" ", 0, length)] + " …"


@app.command()
def letters(index: Index = None, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """List the letters that can be asked, with their paragraph counts."""
    from qa.index import LocalStore

    settings = load_settings(corpus=corpus, index=index)
    store = LocalStore.open(settings.index)
    entries = list(store.entries.values())
    problems = store.manifest.get("problems", [])
    if as_json:
        _print_line(
            {
                "schema": 1,
                "index": store.name,
                "letters": [
                    {"doc_id": e.doc_id, "paragraphs": e.paragraphs, "chunks": e.chunks,
                     "path": e.path, "sha256": e.version}
                    for e in entries
                ],
                "problems": problems,
            },
            indent=2,
        )  # fmt: skip
        return
    width = max((len(entry.doc_id) for entry in entries), default=0)
    for entry in entries:
        out.print(
            f"{entry.doc_id:<{width}}  {entry.paragraphs:>4} paragraphs  {escape(entry.path)}"
        )
    total = sum(entry.paragraphs for entry in entries)
    out.print(f"{len(entries)} letters, {total} paragraphs", style="dim")
    for problem in problems:
        err.print(f"left out: {escape(problem)}", style="yellow")


@app.command()
def show(
    doc_id: Annotated[str, typer.Argument(help="Id of a letter, such as kst-28676-449.")],
    paragraph: Annotated[
        str | None,
        typer.Option("--paragraph", "-p", help="Number of a paragraph, or a label such as n1."),
    ] = None,
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """Show a letter, or one paragraph of it, as it was read."""
    from qa.citations import official_url, reference
    from qa.index import LocalStore
    from qa.schema import letter_json

    settings = load_settings(corpus=corpus, index=index)
    letter = LocalStore.open(settings.index).letter(doc_id)
    units = list(letter.units)
    if paragraph is not None:
        label = f"p{paragraph}" if paragraph.isdigit() else paragraph
        units = [unit for unit in units if unit.label == label]
        if not units:
            raise LetterNotFoundError(
                f"no paragraph {paragraph} in {doc_id}; it has {len(letter.paragraphs)} paragraphs"
            )
    if as_json:
        described = letter_json(letter)
        labels = {unit.label for unit in units}
        described["units"] = [u for u in described["units"] if u["label"] in labels]
        _print_line(described, indent=2)
        return
    if paragraph is None:
        out.print(f"[bold]{doc_id}[/]  {escape(reference(letter))}")
        for notice in letter.source.notices:
            out.print(f"note: {escape(notice)}", style="yellow")
        if official_url(doc_id):
            out.print(official_url(doc_id), style="cyan")
    for unit in units:
        _print_unit(unit)


def _print_unit(unit: Unit) -> None:
    pages = f"p. {'-'.join(str(page) for page in unit.pages)}" if unit.pages else ""
    name = f"¶ {unit.number}" if unit.number is not None else unit.label
    style = "bold" if unit.kind == "heading" else None
    out.print(f"\n[dim]{name:<6}{pages}[/]")
    out.print(escape(unit.text), style=style)


@app.command("eval")
def evaluate(
    letters: Annotated[
        Path, typer.Option(help="Folder of the letters that the questions are about.")
    ] = Path("../shared/letters"),
    questions: Annotated[
        list[Path] | None,
        typer.Option(help="File of questions; may be given more than once [letters-dev]."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder of collections, bitexts and graded pairs "
            "[../shared/eval, if no questions are given]."
        ),
    ] = None,
    paragraphs: Annotated[
        Path | None, typer.Option(help="Dutch text (.txt.gz) to measure the cost with.")
    ] = None,
    peer: Annotated[
        str | None, typer.Option(help="Encoder to compare with [all-MiniLM-L6-v2, if installed].")
    ] = None,
    floors: Annotated[
        Path | None, typer.Option(help="File of floors; a figure below one ends with exit code 1.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors.")] = False,
    because: Annotated[
        str | None, typer.Option(help="Why floors may be lowered by --update; kept in the file.")
    ] = None,
    results: Annotated[
        Path | None, typer.Option(help="Folder for the tables (JSON, Markdown), runs and qrels.")
    ] = None,
) -> None:
    """Measure how well it finds and quotes, beside BM25 and what others ship."""
    from qa.evaluation.command import Task, run

    if not questions:
        data = data or Path("../shared/eval")
        questions = [data / "letters-dev.jsonl"]
    task = Task(letters, tuple(questions), data, paragraphs, peer, floors, update, because, results)
    with _progress() as report:
        table, failures = run(load_settings(), task, report)
    sys.stdout.write(table)
    for failure in failures:
        err.print(f"letters-qa: {escape(failure)}", style="red")
    if failures:
        raise typer.Exit(1)


@app.command()
def encoders(as_json: AsJson = False) -> None:
    """List the encoders that can be set with QA_ENCODER, and what changes with each."""
    from dataclasses import asdict

    from qa.hub_encoders import HUB_ENCODERS

    chosen = load_settings().encoder
    if as_json:
        _print_line(
            {
                "schema": 1,
                "default": DEFAULT_ENCODER,
                "chosen": chosen,
                "hub": [asdict(encoder) for encoder in HUB_ENCODERS.values()],
            },
            indent=2,
        )
        return
    out.print(f"[bold]{DEFAULT_ENCODER}[/]  ships with this program, works offline")
    for known in HUB_ENCODERS.values():
        out.print(f"\n[bold]{known.name}[/]")
        out.print(f"  {known.dimension} numbers a vector, {known.parameters} million parameters, "
                  f"licence: {known.licence}")  # fmt: skip
        out.print(f"  {known.note}")
    out.print(
        "\nThe others are downloaded from the model hub when they are first used, and need a new "
        "index:\n  QA_ENCODER=NAME letters-qa index\nAny other sentence-transformers model works "
        "by its name or folder, with QA_QUERY_PROMPT and QA_PASSAGE_PROMPT."
    )
    if chosen != DEFAULT_ENCODER:
        out.print(f"Set now: {escape(chosen)}")


@app.command()
def serve(
    corpus: Corpus = None,
    index: Index = None,
    host: Annotated[str | None, typer.Option(help="Address [QA_HOST, else 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port [QA_PORT, else 7860].")] = None,
) -> None:
    """Serve the page."""
    from qa.web import serve as serve_page

    serve_page(load_settings(corpus=corpus, index=index, host=host, port=port))
