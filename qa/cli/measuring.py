"""``letters-qa eval`` and ``letters-qa encoders``: how well it does, and with what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, app, err, out, print_json, progress_bars
from qa.cli.texts import say, told
from qa.settings import DEFAULT_ENCODER, STATIC_ENCODER, load_settings

if TYPE_CHECKING:
    from qa.assistant.feedback import Outcome

_OUTCOMES: dict[Outcome, str] = {
    "right": "outcome-right",
    "right among": "outcome-right-among",
    "refused": "outcome-refused",
    "the same": "outcome-the-same",
    "another": "outcome-another",
    "wrong": "outcome-wrong",
}


@app.command("eval")
def evaluate(
    letters: Annotated[
        Path, typer.Option(help="Folder of the letters that the questions are about.")
    ] = Path("../shared/letters"),
    questions: Annotated[
        list[Path] | None,
        typer.Option(help="File of questions; may be given more than once (else letters-dev)."),
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
        str | None,
        typer.Option(help="Encoder to compare with (else all-MiniLM-L6-v2, if installed)."),
    ] = None,
    floors: Annotated[
        Path | None, typer.Option(help="File of floors; a figure below one ends with exit code 1.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors.")] = False,
    because: Annotated[
        str | None, typer.Option(help="Why floors may be lowered by --update; kept in the file.")
    ] = None,
    feedback: Annotated[
        Path | None,
        typer.Option(help="Ask the questions of a file of wrong answers again, and nothing else."),
    ] = None,
    results: Annotated[
        Path | None, typer.Option(help="Folder for the tables (JSON, Markdown), runs and qrels.")
    ] = None,
) -> None:
    """Measure how well it finds and quotes, beside BM25 and what others ship."""
    if feedback:
        _ask_again(feedback)
        return
    from qa.evaluation.command import Task, run

    if not questions:
        data = data or Path("../shared/eval")
        questions = [data / "letters-dev.jsonl"]
    task = Task(letters, tuple(questions), data, paragraphs, peer, floors, update, because, results)
    with progress_bars() as report:
        table, failures = run(load_settings(), task, report)
    sys.stdout.write(table)
    for failure in failures:
        err.print(f"letters-qa: {escape(told(failure))}", style="red")
    if failures:
        raise typer.Exit(1)


def _ask_again(path: Path) -> None:
    """Ask the questions whose answers were found wrong, of the index in use, and say what came."""
    from collections import Counter

    from qa.assistant import Assistant
    from qa.assistant.feedback import OUTCOMES, judge, read_feedback
    from qa.records.filters import make_filter

    read = read_feedback(path)
    for note in read.notes:
        err.print(escape(say("note", note=told(note))))
    assistant = Assistant.open(settings=load_settings())
    outcomes = []
    for entry in read.entries:
        answer = assistant.ask(entry["question"], make_filter(**entry.get("filter", {})))
        outcomes.append(judge(entry, answer))
        out.print(f"{say(_OUTCOMES[outcomes[-1]]):<12} {escape(entry['question'])}")
    for outcome, count in Counter(outcomes).most_common():
        out.print(f"{count:>4}  {told(OUTCOMES[outcome])}", style="dim")


@app.command()
def encoders(as_json: AsJson = False) -> None:
    """List the encoders that can be set with QA_ENCODER, and what changes with each."""
    from qa.encoders.hub import HUB_ENCODERS
    from qa.output.schema.work import EncodersModel, HubEncoderModel

    chosen = load_settings().encoder
    if as_json:
        print_json(
            EncodersModel(
                default=DEFAULT_ENCODER,
                chosen=chosen,
                hub=[HubEncoderModel.model_validate(one) for one in HUB_ENCODERS.values()],
            ).as_json(),
            indent=2,
        )
        return
    out.print(f"[bold]{DEFAULT_ENCODER}[/]  {say('encoder-ships')}")
    out.print(f"\n[bold]{STATIC_ENCODER}[/]  {say('encoder-static')}")
    for known in HUB_ENCODERS.values():
        out.print(f"\n[bold]{known.name}[/]")
        size = say(
            "encoder-size",
            dimension=known.dimension,
            parameters=known.parameters,
            licence=known.licence,
        )
        out.print(f"  {size}")
        out.print(f"  {told(known.note)}")
    out.print(f"\n{say('encoder-others')}")
    if chosen != DEFAULT_ENCODER:
        out.print(escape(say("encoder-now", name=chosen)))
