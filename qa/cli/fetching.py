"""``letters-qa fetch``: new letters from the official publications into the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, app, err, out, print_json, progress_bars, shortened
from qa.cli.texts import say, told
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.corpus.official import FetchReport, Planned
    from qa.corpus.official.fetch import What

_PLANNED: dict[What, str] = {
    "new": "plan-new",
    "newer version": "plan-newer",
    "there already": "plan-there",
    "kept: changed by hand": "plan-by-hand",
    "no readable form": "plan-no-form",
    "not found": "plan-not-found",
    "refused: not an official id": "plan-refused",
}


@app.command()
def fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Official ids, such as kst-28676-449.")
    ] = None,
    dossier: Annotated[
        str | None, typer.Option(help="All letters of a dossier, such as 28676.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Published or changed on or after this day (2024-01-31).")
    ] = None,
    until: Annotated[str | None, typer.Option(help="And on or before this day.")] = None,
    corpus: Corpus = None,
    pdf: Annotated[bool, typer.Option(help="Also the PDF of each letter, for its pages.")] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would come.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch new letters from the official publications, the best form of each.

    Nothing that was changed by hand is overwritten. Index them afterwards: letters-qa index.
    """
    from qa.corpus.official import Client, make_query
    from qa.corpus.official import fetch as fetch_all
    from qa.corpus.official import plan as plan_all

    settings = load_settings(corpus=corpus)
    query = make_query(ids=ids or (), dossier=dossier, since=since, until=until)
    with Client(
        settings.fetch_service, pause=settings.fetch_pause, max_bytes=settings.max_file_bytes
    ) as client:
        with progress_bars() as report:
            planned = plan_all(query, settings.corpus, client, with_pdf=pdf, progress=report)
        if dry_run:
            _print_plan(planned, as_json)
            return
        with progress_bars() as report:
            done = fetch_all(planned, settings.corpus, client, progress=report)
    _print_report(done, as_json)
    if done.stopped or (ids and done.problems):
        raise typer.Exit(1)


def _print_plan(planned: list[Planned], as_json: bool) -> None:
    if as_json:
        from qa.output.schema.work import FetchPlanModel, PlannedModel

        listed = [PlannedModel.model_validate(one) for one in planned]
        print_json(FetchPlanModel(planned=listed).as_json(), indent=2)
        return
    for one in planned:
        forms = f" ({' + '.join(one.forms)})" if one.forms else ""
        title = shortened(one.title or "", 90)
        known = f"{one.doc_id}  {one.date or '':<10}  {say(_PLANNED[one.what])}{forms}"
        out.print(f"{escape(known)}  [dim]{escape(title)}[/]")
    coming = sum(bool(one.forms) for one in planned)
    out.print(say("planned", letters=len(planned), coming=coming), style="dim")


def _print_report(done: FetchReport, as_json: bool) -> None:
    if as_json:
        from qa.output.schema.work import FetchedFilesModel

        print_json(FetchedFilesModel.model_validate(done).as_json(), indent=2)
    else:
        for name in done.new:
            out.print(escape(say("fetched-new", name=name)))
        for name in done.newer:
            out.print(escape(say("fetched-newer", name=name)))
        out.print(
            say("fetched", new=len(done.new), newer=len(done.newer), already=done.already),
            style="dim",
        )
    for sentence in (*done.kept, *done.notices):
        err.print(escape(say("note", note=told(sentence))))
    for problem in done.problems:
        err.print(escape(say("not-fetched", problem=told(problem))), style="yellow")
    if done.stopped:
        err.print(f"letters-qa: {escape(told(done.stopped))}", style="red")
