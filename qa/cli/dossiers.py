"""``letters-qa dossiers``: the dossiers of the letters, and one with its letters."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, shortened
from qa.cli.texts import say
from qa.settings import load_settings

MOST = 1_000_000
"""Dossiers, or letters of one, that are printed; more than any index has."""


@app.command()
def dossiers(
    number: Annotated[
        str | None, typer.Argument(help="One dossier, such as 28676; all of them by default.")
    ] = None,
    words: Annotated[str, typer.Option(help="Words that its number or title must hold.")] = "",
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """List the dossiers of the letters, or the letters of one with what they name."""
    from qa.assistant import Assistant
    from qa.assistant.dossiers import dossier_model, dossiers_model

    assistant = Assistant.open(settings=load_settings(corpus=corpus, index=index))
    if number is None:
        found = dossiers_model(assistant, words, 0, MOST)
        if as_json:
            print_json(found.as_json(), indent=2)
            return
        for line in found.dossiers:
            counted = say("dossier-counts", letters=line.letters, commitments=line.commitments)
            out.print(f"[bold]{line.number:<10}[/] {escape(shortened(line.title, 90))}")
            out.print(
                f"           {line.first or '…'} – {line.last or '…'}; {counted}", style="dim"
            )
        out.print(say("dossiers", count=found.total), style="dim")
        return
    page = dossier_model(assistant, number, 0, MOST)
    if as_json:
        print_json(page.as_json(), indent=2)
        return
    out.print(f"[bold]{page.about.number}[/] {escape(page.about.title)}")
    for chapter in page.chapters:
        out.print(f"  {chapter.number} {escape(chapter.title)} ({chapter.letters})", style="dim")
    for one in page.letters:
        out.print(f"{one.letter.date or '–':<10}  {escape(shortened(one.title, 110))}")
        who = "; ".join(one.letter.senders)
        out.print(f"            [cyan]{escape(one.letter.doc_id)}[/] {escape(who)}")
        for code, mentions in (("names", one.names), ("named-by", one.named_by)):
            if mentions:
                ids = ", ".join(mention.target for mention in mentions)
                out.print(f"            {say(code)} {escape(ids)}", style="dim")
