"""``letters-qa ask``: one question, or a batch of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from qa.cli.answers import print_answer
from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json, write_output
from qa.errors import QAError, QuestionError
from qa.records.filters import Filter, make_filter
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.assistant import Assistant
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
    as_json: AsJson = False,
) -> None:
    """Answer a question by quotes, each cited to its paragraph."""
    from qa.assistant import Assistant

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE, and not both")
    if question is None and any(one is not None for one in (save, export, after)):
        raise typer.BadParameter("--save, --export and --after go with one question")
    if export is not None and export.suffix not in {".csv", ".xlsx"}:
        raise QAError("table-ending-unknown", path=export)
    if save is not None and save.suffix not in {"", ".html", ".json"}:
        raise QAError("saved-ending-unknown", path=save)
    settings = load_settings(corpus=corpus, index=index)
    where = make_filter(
        letter or (), dossier or (), kind or (), sender or (), since, until, undated
    )
    if question is not None:
        assistant = Assistant.open(settings=settings)
        found = assistant.ask(question, where, any_time=any_time, after=after)
        if save is not None:
            _save(found, assistant, save)
        if export is not None:
            _export(found, export)
        summary = assistant.summarise(found)
        if as_json:
            from qa.output.schema import answer_json

            print_json(answer_json(found, summary=summary), indent=2)
        else:
            print_answer(found, summary, gloss)
        return
    assert batch is not None
    questions = list(_read_batch(batch))
    assistant = Assistant.open(settings=settings)
    failed = 0
    for question_id, text, own in questions:
        try:
            found = assistant.ask(text, own or where, any_time=any_time)
        except QuestionError as error:  # of this question alone: the others are answered
            failed += 1
            if as_json:
                said = {"error": error.message, **error.message.as_json()}
                print_json({"id": question_id, "question": text, **said})
            err.print(f"{question_id}: {escape(str(error))}", style="red")
            continue
        summary = assistant.summarise(found)
        if as_json:
            from qa.output.schema import answer_json

            print_json(answer_json(found, question_id, summary))
        else:
            out.print(f"\n[bold]{escape(str(question_id))}[/] {escape(text)}")
            print_answer(found, summary, gloss)
    if failed:
        raise typer.Exit(1)


def _save(found: Answer, assistant: Assistant, place: Path) -> None:
    """Write an answer as a page and as JSON, beside each other."""
    from qa.assistant.saving import saved_html, saved_json

    stem = place.with_suffix("") if place.suffix in {".html", ".json"} else place
    saved = saved_json(found, assistant)
    text = json.dumps(saved, ensure_ascii=False, indent=2) + "\n"
    for suffix, content in ((".html", saved_html(found, saved)), (".json", text)):
        write_output(content, stem.with_name(stem.name + suffix))
    err.print(escape(f"saved {stem.name}.html and {stem.name}.json in {stem.parent}"), style="dim")


def _export(found: Answer, place: Path) -> None:
    from qa.output.exporting import as_csv, as_xlsx

    write_output(as_csv(found) if place.suffix == ".csv" else as_xlsx(found), place)
    err.print(escape(f"wrote {place}"), style="dim")


def _read_batch(path: Path) -> Iterator[tuple[str | int | None, str, Filter | None]]:
    """Read questions from JSON lines; every line is checked before the first is answered."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError("questions-not-read", path=path, reason=error) from None
    for number, line in enumerate(text.split("\n"), start=1):  # U+2028 may stand in a string
        if not line.strip():
            continue
        try:
            entry = json.loads(line, parse_constant=_refuse)
            question = entry["question"]
        except (ValueError, KeyError, TypeError, RecursionError):
            question = None
        if not isinstance(question, str) or not any(c.isalnum() for c in question):
            raise QuestionError("question-line-wrong", path=path, number=number)
        yield entry.get("id"), question, _own_filter(entry, f"{path}, line {number}")


def _own_filter(entry: dict[str, Any], place: str) -> Filter | None:
    """Return the filter of one question of a batch, if it has one."""
    given = entry.get("filter")
    if given is None:
        return None
    try:
        if not all(_is_filter_value(*pair) for pair in given.items()):
            raise TypeError
        return make_filter(**given)
    except QuestionError as error:
        raise QuestionError("about", what=place, message=error) from None
    except (TypeError, AttributeError):
        raise QuestionError("filter-wrong", place=place, given=given) from None


def _is_filter_value(name: str, value: object) -> bool:
    if name == "undated":
        return isinstance(value, bool)
    if name in {"since", "until"}:
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(constant)
