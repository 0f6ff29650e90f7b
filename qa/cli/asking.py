"""``letters-qa ask``: one question, or a batch of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.answers import print_answer, print_summary
from qa.cli.batch import Asked, read_batch
from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json, write_output
from qa.cli.texts import say, told
from qa.errors import QAError, QuestionError
from qa.records.filters import Filter, make_filter
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.llm import PlacedTranslation
    from qa.records import Answer


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, English or Dutch.")] = None,
    index: Index = None,
    corpus: Corpus = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="JSON lines with id and question; - reads standard input."),
    ] = None,
    letter: Annotated[
        list[str] | None, typer.Option(help="Search this letter only; may be repeated.")
    ] = None,
    dossier: Annotated[
        list[str] | None, typer.Option(help="Search this dossier only; may be repeated.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Search letters of this kind only, such as Brief.")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option(help="Search letters of this sender: part of its name.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="From this day, month or year on: 2024-02-05, 2024.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day, month or year.")] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="With a date: also letters whose date is unknown.")
    ] = False,
    any_time: Annotated[
        bool,
        typer.Option("--any-time", help='Search all letters, also if it asks for "in 2023".'),
    ] = False,
    after: Annotated[
        str | None,
        typer.Option(help='The question before it: "and at the NUC?" leans on that.'),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(help="Also save the answer: FILE.html to read, FILE.json to verify."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(help="Also write quotes and amounts as a table: FILE.csv or FILE.xlsx."),
    ] = None,
    gloss: Annotated[
        bool, typer.Option("--gloss", help="Also say what single words mean in English.")
    ] = False,
    translate: Annotated[
        bool,
        typer.Option(
            "--translate", help="Also translate the quotes by the language model that is set."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question by quotes, each cited to its paragraph."""
    from qa.assistant import Assistant

    if (question is None) == (batch is None):
        raise typer.BadParameter(say("question-or-batch"))
    if question is None and (translate or any(one is not None for one in (save, export, after))):
        raise typer.BadParameter(say("with-one-question"))
    _check_endings(save, export)
    settings = load_settings(corpus=corpus, index=index)
    where = make_filter(
        letter or (), dossier or (), kind or (), sender or (), since, until, undated
    )
    questions = list(read_batch(batch)) if batch else []
    assistant = Assistant.open(settings=settings)
    if question is not None:
        found = assistant.ask(question, where, any_time=any_time, after=after)
        translations = _translations(found, assistant) if translate else []
        if save is not None:
            _save(found, assistant, save, translations)
        if export is not None:
            _export(found, export)
        _print(found, assistant, gloss, as_json, translations=translations)
    elif not all([_ask_one(assistant, one, where, any_time, gloss, as_json) for one in questions]):
        raise typer.Exit(1)


def _check_endings(save: Path | None, export: Path | None) -> None:
    if export is not None and export.suffix not in {".csv", ".xlsx"}:
        raise QAError("table-ending-unknown", path=export)
    if save is not None and save.suffix not in {"", ".html", ".json"}:
        raise QAError("saved-ending-unknown", path=save)


def _ask_one(
    assistant: Assistant, asked: Asked, where: Filter, any_time: bool, gloss: bool, as_json: bool
) -> bool:
    """Answer one question of a batch; tells whether it could be used. The others are answered."""
    try:
        found = assistant.ask(asked.question, asked.where or where, any_time=any_time)
    except QuestionError as error:
        if as_json:
            said = {"error": error.message, **error.message.as_json()}
            print_json({"id": asked.id, "question": asked.question, **said})
        err.print(f"{asked.id}: {escape(told(error.message))}", style="red")
        return False
    if not as_json:
        out.print(f"\n[bold]{escape(str(asked.id))}[/] {escape(asked.question)}")
    _print(found, assistant, gloss, as_json, asked)
    return True


def _translations(found: Answer, assistant: Assistant) -> list[PlacedTranslation]:
    """Translate the quotes of an answer."""
    from qa.assistant.translations import Translations

    made, places = Translations(), [quote.citation for quote in found.quotes]
    return [made.make(assistant, one.doc_id, (one.start, one.end)) for one in places]


def _print(
    found: Answer,
    assistant: Assistant,
    gloss: bool,
    as_json: bool,
    asked: Asked | None = None,
    translations: Sequence[PlacedTranslation] = (),
) -> None:
    """Print an answer and then its summary, if there is one; as JSON a line for one of a batch."""
    if not as_json:
        print_answer(found, gloss, translations)
        if summary := assistant.summarise(found):
            print_summary(summary)
        return
    summary = assistant.summarise(found)
    from qa.output.schema import answer_json

    if asked is None:
        print_json(answer_json(found, None, summary, translations), indent=2)
    else:
        print_json(answer_json(found, asked.id, summary))


def _save(
    found: Answer, assistant: Assistant, place: Path, translations: Sequence[PlacedTranslation]
) -> None:
    """Write an answer as a page and as JSON, beside each other."""
    from qa.assistant.saving import saved_html, saved_json

    stem = place.with_suffix("") if place.suffix in {".html", ".json"} else place
    saved = saved_json(found, assistant, translations=translations)
    text = json.dumps(saved, ensure_ascii=False, indent=2) + "\n"
    for suffix, content in ((".html", saved_html(found, saved)), (".json", text)):
        write_output(content, stem.with_name(stem.name + suffix))
    done = say("saved", stem=stem.name, folder=stem.parent)
    err.print(escape(done), style="dim")


def _export(found: Answer, place: Path) -> None:
    from qa.output.exporting import as_csv, as_xlsx

    write_output(as_csv(found) if place.suffix == ".csv" else as_xlsx(found), place)
    err.print(escape(say("wrote", path=place)), style="dim")
