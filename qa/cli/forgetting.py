"""``letters-qa forget``: remove letters for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.corpus.forgetting import Forgetting


@app.command()
def forget(
    doc_ids: Annotated[list[str], typer.Argument(help="Ids of letters, such as kst-28676-449.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without this, it is only said what would go.")
    ] = False,
    corpus: Corpus = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Remove letters for good: files, what is kept of them, older versions, all of the index."""
    from qa.corpus.forgetting import forget as forget_letters
    from qa.corpus.forgetting import plan_forgetting

    settings = load_settings(corpus=corpus, index=index)
    planned = plan_forgetting(settings, doc_ids)
    number = forget_letters(settings, planned) if yes else None
    if as_json:
        from qa.output.schema.work import ForgettingModel

        told = ForgettingModel.model_validate(planned)
        told.done, told.generation = yes, number
        print_json(told.as_json(), indent=2)
        return
    _print(planned)
    if number is None:
        out.print(
            "nothing was done; it cannot be undone once you add --yes. A letter that is fetched or "
            "put in the folder again comes back.",
            style="dim",
        )
    elif number:
        out.print(f"forgotten; generation {number} of {settings.index} has nothing of it")
    else:
        out.print(f"forgotten; {settings.index} holds no letter any more")


def _print(planned: Forgetting) -> None:
    for title, values in (
        ("letter", planned.doc_ids),
        ("also named", planned.also),
        ("file", planned.files),
        ("kept", planned.kept_files),
        ("version", planned.versions),
        ("generation", map(str, planned.generations)),
    ):
        for value in values:
            out.print(f"{title:<10} {escape(value)}")
    for note in planned.notes:
        err.print(f"note: {escape(note)}", style="yellow")
