"""``letters-qa commitments``: what letters commit ministers to, by when, and what may keep it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, write_output
from qa.cli.texts import say
from qa.cli.texts.kinds import COMMITMENTS, STATUSES, WITHOUT_DAYS
from qa.errors import QAError
from qa.records.filters import make_filter
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.commitments.ledger import Order
    from qa.output.schema.commitments import CommitmentModel

MOST = 1_000_000
"""Commitments that are printed; more than any index has."""


@app.command()
def commitments(
    index: Index = None,
    corpus: Corpus = None,
    words: Annotated[
        str, typer.Option(help="Words that the sentence, its subject or the sender must hold.")
    ] = "",
    letter: Annotated[
        list[str] | None, typer.Option(help="This letter only; may be repeated.")
    ] = None,
    dossier: Annotated[
        list[str] | None, typer.Option(help="This dossier only; may be repeated.")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option(help="Part of a sender's name or function.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="inform, send, investigate, act or money.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(help='open, overdue or "perhaps kept".')
    ] = None,
    since: Annotated[str | None, typer.Option(help="Letters from this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Letters up to this day.")] = None,
    due_since: Annotated[str | None, typer.Option(help="Due on this day or later.")] = None,
    due_until: Annotated[str | None, typer.Option(help="Due on this day or earlier.")] = None,
    by_due: Annotated[
        bool, typer.Option("--by-due", help="By term; by letter, newest first, by default.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--out", help="Write them to this .csv, .xlsx, .ics or .json.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what ministers commit to in the letters: verbatim, by when, and what may keep it."""
    from qa.assistant import Assistant
    from qa.assistant.promises import LEDGER_FILES, ledger_file, ledger_page
    from qa.commitments import make_wanted

    form = next((one for one in LEDGER_FILES if file and file.suffix.lower() == f".{one}"), None)
    if file is not None and form is None:
        raise QAError("ledger-form-unknown", path=file, forms=", ".join(LEDGER_FILES))
    where = make_filter(letter or (), dossier or (), (), sender or (), since, until)
    wanted = make_wanted(where, kind or (), status or (), words, due_since, due_until)
    assistant = Assistant.open(settings=load_settings(corpus=corpus, index=index))
    order: Order = "due" if by_due else "letter"
    if file is not None and form is not None:
        write_output(ledger_file(assistant, wanted, order, form), file)
        return
    page = ledger_page(assistant, wanted, order, 0, MOST)
    if as_json:
        print_json(page.as_json(), indent=2)
        return
    for one in page.commitments:
        _print(one)
    out.print(say("commitments", count=page.total), style="dim")


def _print(one: CommitmentModel) -> None:
    place = one.citation
    unit = f"¶ {place.paragraph}" if place.paragraph else place.unit
    out.print(f"“{escape(' '.join(one.text.split()))}”")
    who = escape("; ".join(one.who))
    out.print(f"    {say(COMMITMENTS[one.kind])} · [bold]{say(STATUSES[one.status])}[/] · {who}")
    if one.due is not None:
        days = f"{one.due.first or '…'} – {one.due.last or '…'}"
        said = say(WITHOUT_DAYS[one.due.reason]) if one.due.reason else days
        out.print(f"    {escape(one.due.text)}: {said}")
    out.print(f"    [cyan]{escape(f'{place.reference}, {unit}')}[/] ({place.date or '–'})")
    kept = one.perhaps_kept_by
    if kept is not None:
        text = escape(" ".join(kept.text.split()))
        out.print(f"    {say('perhaps-kept')} “{text}” [cyan]{escape(kept.citation.reference)}[/]")
