"""``letters-qa verify``: whether the quotes of a saved answer still stand in the letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, progress_bars
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.proof import Proof, SavedQuote
    from qa.records import Letter

_STYLES = {
    "verbatim": "green", "altered": "red", "moved": "yellow", "changed": "red", "gone": "red"
}  # fmt: skip


@app.command()
def verify(
    file: Annotated[
        Path, typer.Argument(help="JSON of a saved answer, or what ask --json printed.")
    ],
    files: Annotated[
        bool, typer.Option("--files", help="Compare with the letter files alone, not the index.")
    ] = False,
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """Check every quote of a saved answer: verbatim, moved, changed or gone.

    Ends with exit code 1 if one is altered, changed or gone.
    """
    from qa.proof import prove, read_saved

    settings = load_settings(corpus=corpus, index=index)
    quotes = read_saved(file)
    letter_of = _from_files(settings) if files else _from_index(settings)
    proofs = [prove(quote, letter_of) for quote in quotes]
    if as_json:
        print_json({"schema": 1, "quotes": [_proof_json(proof) for proof in proofs]}, indent=2)
    else:
        _print_proofs(proofs)
    if any(proof.verdict in {"altered", "changed", "gone"} for proof in proofs):
        raise typer.Exit(1)


def _from_index(settings: Settings) -> Callable[[SavedQuote], Letter | None]:
    from qa.engines import engine_of

    store = engine_of(settings).open()
    return lambda quote: store.holdings.letter(store.find_id(quote.doc_id))


def _from_files(settings: Settings) -> Callable[[SavedQuote], Letter | None]:
    """Read the file that the quote names; all files only if that is not the letter any more."""
    from qa.letters.corpus import limits_of, put_together, read_each
    from qa.letters.scan import letter_files, must_be_there
    from qa.letters.worker import FileReader

    must_be_there(settings.corpus)
    every: dict[str, Letter] = {}

    def read(paths: list[Path]) -> list[Letter]:
        with FileReader(settings.corpus, limits_of(settings)) as reader, progress_bars() as report:
            return read_each(reader, paths, lambda done: report("read", done, len(paths)))[0]

    def letter_of(quote: SavedQuote) -> Letter | None:
        if not every:
            place = settings.corpus / quote.path
            inside = settings.corpus.resolve() in place.resolve().parents
            if quote.path and inside and place.is_file():
                for letter in read([place]):
                    if (letter.doc_id, letter.version) == (quote.doc_id, quote.sha256):
                        return letter
            found = read(letter_files(settings.corpus))
            every.update(put_together(found, settings.corpus).letters)
        return every.get(quote.doc_id)

    return letter_of


def _proof_json(proof: Proof) -> dict[str, object]:
    from qa.schema import citation_json

    quote = proof.quote
    return {
        "question": quote.question,
        "text": quote.text,
        "doc_id": quote.doc_id,
        "verdict": proof.verdict,
        "sentence": proof.sentence,
        "same_file": proof.same_file,
        "now": proof.now or None,
        "citation": citation_json(proof.place) if proof.place else None,
    }


def _print_proofs(proofs: list[Proof]) -> None:
    asked = ""
    for number, proof in enumerate(proofs, start=1):
        if proof.quote.question != asked:
            asked = proof.quote.question
            out.print(f"\n[bold]{escape(asked)}[/]")
        out.print(f"\\[{number}] “{escape(proof.quote.text)}”")
        out.print(f"    {proof.verdict}: {escape(proof.sentence)}", style=_STYLES[proof.verdict])
        if proof.verdict in {"moved", "changed"} and proof.now != proof.quote.text:
            out.print(f"    now: “{escape(proof.now)}”", style="dim")
    counts = {name: sum(p.verdict == name for p in proofs) for name in _STYLES}
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    out.print(f"\nquotes: {said or 'nothing to check'}", style="dim")
