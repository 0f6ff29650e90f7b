"""``letters-qa ask``: one question, or a batch of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, shortened
from qa.errors import QuestionError
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.records import Answer, Quote


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
            print_json(answer_json(found), indent=2)
        else:
            _print_answer(found)
        return
    assert batch is not None
    questions = list(_read_batch(batch))
    assistant = Assistant.open(settings=settings)
    for question_id, text in questions:
        found = assistant.ask(text)
        if as_json:
            print_json(answer_json(found, question_id))
        else:
            out.print(f"\n[bold]{escape(str(question_id))}[/] {escape(text)}")
            _print_answer(found)


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
            out.print(f"  {escape(shortened(hit.chunk.text))}", style="dim")
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
