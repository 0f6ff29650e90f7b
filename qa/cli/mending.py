"""``letters-qa mend``: correct the data of a letter."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json
from qa.cli.texts import say
from qa.errors import LetterNotFoundError
from qa.settings import load_settings


@app.command()
def mend(
    doc_id: Annotated[str, typer.Argument(help="Id of the letter, such as kst-28676-449.")],
    date: Annotated[
        str | None, typer.Option(help="Its date, such as 2024-02-05 or 5 februari 2024.")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option(help="'function; name' of a sender; may be repeated.")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    dossier: Annotated[
        list[str] | None, typer.Option(help="Number of a dossier; may be repeated.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Such as Brief or Nota.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take all corrections back.")] = False,
    by: Annotated[
        str | None, typer.Option(help="Who corrects it; by default who is logged in here.")
    ] = None,
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """Correct a letter's data, kept in a file beside it, and index it again; '' undoes a value."""
    from qa.corpus.files import CorpusFiles
    from qa.index.engines import engine_of
    from qa.indexing import build_index

    given = {"date": date, "senders": sender, "subject": subject, "dossiers": dossier, "kind": kind}
    changes: dict[str, Any] = {
        name: [one for one in value if one] if isinstance(value, list) else value
        for name, value in given.items()
        if value is not None
    }
    if bool(changes) == undo:
        raise typer.BadParameter(say("mend-or-undo"))
    settings = load_settings(corpus=corpus, index=index)
    store = engine_of(settings).open()
    entry = store.entry(store.find_id(doc_id))
    if entry is None:
        raise LetterNotFoundError("letter-not-there", doc_id=doc_id)
    files = CorpusFiles(settings)
    if undo:
        sidecar = files.undo_mending(entry)
    else:
        sidecar = files.mend(entry, changes, getpass.getuser() if by is None else by)
    build_index(settings)
    if as_json:
        print_json(sidecar, indent=2)
        return
    done = "mend-undone" if undo else "mended"
    out.print(escape(say(done, doc_id=entry.doc_id, file=f"{entry.path}.json")))
