"""``letters-qa ask``: one question, or a batch of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from qa.cli.common import (
    AsJson,
    Corpus,
    Index,
    app,
    err,
    out,
    print_json,
    shortened,
    write_output,
)
from qa.errors import QAError, QuestionError
from qa.filters import Filter, filter_json, make_filter
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.asked_time import AskedTime
    from qa.assistant import Assistant
    from qa.llm import Summary
    from qa.records import Answer, Quote, Searched


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
    save: Annotated[
        Path | None,
        typer.Option(help="Also save the answer: FILE.html to read, FILE.json to verify."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(help="Also write quotes and amounts as a table: FILE.csv or FILE.xlsx."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question by quotes, each cited to its paragraph."""
    from qa.assistant import Assistant
    from qa.schema import answer_json

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE, and not both")
    if question is None and (save is not None or export is not None):
        raise typer.BadParameter("--save and --export go with one question")
    if export is not None and export.suffix not in {".csv", ".xlsx"}:
        raise QAError(f"{export}: tables are written as .csv or .xlsx")
    settings = load_settings(corpus=corpus, index=index)
    where = make_filter(
        letter or (), dossier or (), kind or (), sender or (), since, until, undated
    )
    if question is not None:
        assistant = Assistant.open(settings=settings)
        found = assistant.ask(question, where, any_time=any_time)
        if save is not None:
            _save(found, assistant, save)
        if export is not None:
            _export(found, export)
        summary = assistant.summarise(found)
        if as_json:
            print_json(answer_json(found, summary=summary), indent=2)
        else:
            _print_answer(found, summary)
        return
    assert batch is not None
    questions = list(_read_batch(batch))
    assistant = Assistant.open(settings=settings)
    for question_id, text, own in questions:
        found = assistant.ask(text, own or where, any_time=any_time)
        summary = assistant.summarise(found)
        if as_json:
            print_json(answer_json(found, question_id, summary))
        else:
            out.print(f"\n[bold]{escape(str(question_id))}[/] {escape(text)}")
            _print_answer(found, summary)


def _save(found: Answer, assistant: Assistant, place: Path) -> None:
    """Write an answer as a page and as JSON, beside each other."""
    from qa.saving import saved_html, saved_json

    stem = place.with_suffix("") if place.suffix in {".html", ".json"} else place
    saved = saved_json(found, assistant)
    text = json.dumps(saved, ensure_ascii=False, indent=2) + "\n"
    for suffix, content in ((".html", saved_html(found, saved)), (".json", text)):
        write_output(content, stem.with_name(stem.name + suffix))
    err.print(f"saved {stem.name}.html and {stem.name}.json in {stem.parent}", style="dim")


def _export(found: Answer, place: Path) -> None:
    from qa.exporting import as_csv, as_xlsx

    write_output(as_csv(found) if place.suffix == ".csv" else as_xlsx(found), place)
    err.print(f"wrote {place}", style="dim")


def _read_batch(path: Path) -> Iterator[tuple[str | int | None, str, Filter | None]]:
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
        raise QuestionError(f"{place}: {error}") from None
    except (TypeError, AttributeError):
        raise QuestionError(
            f'{place}: {given!r} is no filter; write {{"dossiers": ["28676"], '
            '"since": "2023"}; other fields are letters, kinds, senders and until'
        ) from None


def _is_filter_value(name: str, value: object) -> bool:
    if name == "undated":
        return isinstance(value, bool)
    if name in {"since", "until"}:
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(constant)


def _print_answer(found: Answer, summary: Summary | None = None) -> None:
    if found.time:
        out.print(_time_line(found.time), style="dim")
    if not found.found:
        out.print(f"[bold]Not found in these letters[/]: {escape(found.reason)}.")
        for hit in found.hits[:3]:
            out.print(f"\n  near, but not an answer: {hit.chunk.doc_id}", style="dim")
            out.print(f"  {escape(shortened(hit.chunk.text))}", style="dim")
    elif summary:
        _print_summary(summary)
    for number, quote in enumerate(found.quotes, start=1):
        _print_quote(number, quote, newest=found.newest == number - 1)
    for difference in found.differences:
        first, second = (
            f"{side.says} ({side.citation.date or 'no date'}, {side.citation.doc_id})"
            for side in difference.sides
        )
        out.print(
            f"\n[yellow]Letters name another {difference.kind}:[/] {escape(first)}; "
            f"{escape(second)}"
        )
    _print_searched(found.searched)


def _print_quote(number: int, quote: Quote, newest: bool) -> None:
    out.print(f"\n[bold]\\[{number}][/] “{escape(quote.text)}”")
    mark = " [green]newest[/]" if newest else ""
    out.print(f"    [cyan]{escape(_citation_line(quote))}[/]{mark}")
    if quote.citation.url:
        out.print(f"    {quote.citation.url}", style="cyan")
    if quote.also:
        names = ", ".join(citation.doc_id for citation in quote.also)
        out.print(f"    also in {names}", style="cyan")
    look = quote.second_look
    if look.verdict != "stated" or look.lacks:
        lacks = f"; does not name {', '.join(look.lacks)}" if look.lacks else ""
        out.print(f"    [yellow]{escape(look.sentence + lacks)}[/]")
    for span in quote.context:
        out.print(f"    context: “{escape(span.text)}”", style="dim")
    if quote.listed:
        out.print("    the whole list:", style="dim")
        for span in quote.listed:
            out.print(f"      {escape(span.text)}", style="dim")


def _print_summary(summary: Summary) -> None:
    """Print what a language model wrote, apart from the quotes and named as such."""
    from qa.llm import dropped_in_words

    out.print(f"\n[bold]Summary[/] by {escape(summary.model)}, checked against the quotes below:")
    for sentence in summary.sentences:
        marks = "".join(f"[{number}]" for number in sentence.quotes)
        out.print(f"  {escape(sentence.text)} {escape(marks)}")
    for said in dropped_in_words(summary):
        out.print(f"  dropped {escape(said)}", style="dim")
    if summary.problem:
        out.print(f"  {escape(summary.problem)}", style="yellow")


def _time_line(time: AskedTime) -> str:
    """Say how a time in the question was read, and how to search all letters."""
    words = escape(f"“{time.words}”")
    if not time.kept:
        return f"No letter of {words} answers; all letters were searched."
    if time.newest:
        return f"Read {words} as: the newest letter that answers. For all: --any-time."
    span = " ".join(
        f"{word} {day}" for word, day in (("from", time.since), ("up to", time.until)) if day
    )
    return f"Read {words} as: letters {span}. For all: --any-time."


def _print_searched(searched: Searched) -> None:
    place = f"{searched.letters} letters, {searched.paragraphs} paragraphs, index {searched.index}"
    if searched.where:
        asked = (f"{name} {_shown(value)}" for name, value in filter_json(searched.where).items())
        place += f"; only {', '.join(asked)}"
    out.print(f"\nSearched {place}.", style="dim")


def _shown(value: bool | str | list[str]) -> str:
    if isinstance(value, bool):
        return "too"
    return value if isinstance(value, str) else " or ".join(value)


def _citation_line(quote: Quote) -> str:
    citation = quote.citation
    unit = f"¶ {citation.paragraph}" if citation.paragraph is not None else citation.unit
    return f"{citation.doc_id} {unit} · {citation.reference}"
