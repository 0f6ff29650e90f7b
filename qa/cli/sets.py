"""``letters-qa questions``: a file of questions, and for each what letters said before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, progress_bars, write_output
from qa.cli.texts import say
from qa.errors import QAError
from qa.messages import Language
from qa.records import AnsweredSet, QuestionSet
from qa.records.filters import make_filter
from qa.settings import load_settings


@app.command()
def questions(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="New questions: PDF, DOCX, ODT, XML, HTML or text; any form.")
    ],
    out_: Annotated[
        Path | None,
        typer.Option("--out", help="Write it to this file: .docx, .md or .json."),
    ] = None,
    index: Index = None,
    corpus: Corpus = None,
    dossier: Annotated[
        list[str] | None, typer.Option(help="Search this dossier only; may be repeated.")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option(help="Search letters of this sender: part of its name.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day, month or year.")] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="With a date: also letters whose date is unknown.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prepare the answers to a file of questions: what was answered before, with references."""
    from qa.assistant import Assistant
    from qa.assistant.sets import answer_set, read_set
    from qa.output.set_files import SET_FORMS

    ending = out_.suffix[1:].lower() if out_ else ("json" if as_json else "md")
    if ending not in SET_FORMS:
        raise QAError("set-ending-unknown", path=out_)
    where = make_filter((), dossier or (), (), sender or (), since, until, undated)
    settings = load_settings(corpus=corpus, index=index)
    asked = read_set(file, settings)
    with progress_bars() as report:
        answered = answer_set(
            asked, Assistant.open(settings=settings), where,
            report=lambda done, total: report("ask", done, total),
        )  # fmt: skip
    content = SET_FORMS[ending].write(answered, _language(context, asked))
    write_output(content, out_)
    if out_:
        _tell(answered, out_)


def _language(context: typer.Context, asked: QuestionSet) -> Language:
    """Return the language that was asked for, else that of the questions."""
    wanted: Language | None = context.find_root().params.get("language")
    return wanted or asked.language


def _tell(answered: AnsweredSet, place: Path) -> None:
    count, lacking = len(answered.prepared), len(answered.not_found)
    out.print(escape(say("set-told", count=count, lacking=lacking)))
    err.print(escape(say("wrote", path=place)), style="dim")
