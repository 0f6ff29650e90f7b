"""``letters-qa forget``: remove letters for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json
from qa.cli.texts import say, told
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

        model = ForgettingModel.model_validate(planned)
        model.done, model.generation = yes, number
        print_json(model.as_json(), indent=2)
        return
    _print(planned)
    if number is None:
        out.print(say("forget-nothing-done"), style="dim")
    elif number:
        out.print(escape(say("forgotten", number=number, index=settings.index)))
    else:
        out.print(escape(say("forgotten-all", index=settings.index)))


def _print(planned: Forgetting) -> None:
    for title, values in (
        ("goes-letter", planned.doc_ids),
        ("goes-also", planned.also),
        ("goes-file", planned.files),
        ("goes-kept", planned.kept_files),
        ("goes-version", planned.versions),
        ("goes-generation", map(str, planned.generations)),
    ):
        for value in values:
            out.print(f"{say(title):<10} {escape(value)}")
    for note in planned.notes:
        err.print(escape(say("note", note=told(note))), style="yellow")
