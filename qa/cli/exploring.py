"""``letters-qa timeline`` and ``letters-qa glossary``: what letters say over time, and in short."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from qa.cli.answers import print_differences, print_searched, unit_of
from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, progress_bars, shortened
from qa.cli.texts import say
from qa.errors import QAError
from qa.records.filters import make_filter
from qa.settings import load_settings


@app.command()
def timeline(
    question: Annotated[str, typer.Argument(help="The question, English or Dutch.")],
    index: Index = None,
    corpus: Corpus = None,
    dossier: Annotated[
        list[str] | None, typer.Option(help="This dossier only; may be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day, month or year.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the letters that speak to a question, oldest first, and where they differ."""
    from qa.assistant import Assistant

    assistant = Assistant.open(settings=load_settings(corpus=corpus, index=index))
    found = assistant.timeline(question, make_filter((), dossier or (), (), (), since, until))
    if as_json:
        from qa.output.schema import timeline_json

        print_json(timeline_json(found), indent=2)
        return
    for moment in found.moments:
        place = moment.citation
        text = escape(shortened(moment.text, 300))
        out.print(f"[bold]{place.date or say('no-date'):<10}[/]  “{text}”")
        out.print(f"            [cyan]{escape(f'{place.doc_id} {unit_of(place)}')}[/]")
    print_differences(found.differences)
    if not found.moments:
        out.print(say("no-letter-speaks"))
    print_searched(found.searched)


@app.command()
def glossary(
    short: Annotated[
        str | None, typer.Argument(help="One abbreviation; all of them by default.")
    ] = None,
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """List abbreviations with what they mean and where that is explained first."""
    from qa.answering.glossary import all_terms, first_terms
    from qa.index.engines import engine_of

    store = engine_of(load_settings(corpus=corpus, index=index)).open()
    names = list(store.entries)
    with progress_bars() as report:
        letters = []
        for done, name in enumerate(names, start=1):
            letters.append(store.letter(name))
            report("read", done, len(names))
    terms = first_terms(all_terms(letters))
    if short is not None:
        terms = [term for term in terms if term.short.casefold() == short.casefold()]
        if not terms:
            raise QAError("nothing-explains", short=short)
    if as_json:
        from qa.output.schema.answers import TermModel
        from qa.output.schema.letters import TermsModel

        listed = [TermModel.model_validate(term) for term in terms]
        print_json(TermsModel(terms=listed).as_json(), indent=2)
        return
    for term in terms:
        place = f"{term.citation.doc_id} {unit_of(term.citation)}"
        out.print(f"[bold]{escape(term.short)}[/]: {escape(term.long)} [cyan]{escape(place)}[/]")
