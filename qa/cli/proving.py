"""``letters-qa verify``: whether the quotes of a saved answer still stand in the letters."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, progress_bars
from qa.cli.texts import say, told
from qa.cli.texts.kinds import PROVED
from qa.errors import QAError
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.output.schema.work import ProofModel, RestModel
    from qa.records import Letter
    from qa.verifying import Verified
    from qa.verifying.comparing import Compared
    from qa.verifying.proof import Proof, SavedQuote, Verdict


_STYLES: dict[Verdict, str] = {
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

    What stands beside the quotes is compared too, and what cannot be is named. Ends with exit code
    1 if a quote is altered, changed or gone, or the rest is altered.
    """
    from qa.verifying import verify_answer
    from qa.verifying.saved_answers import read_saved

    settings = load_settings(corpus=corpus, index=index)
    answers = read_saved(file)
    letters = _Files(settings) if files else _Indexed(settings)
    found = [verify_answer(answer, letters.now, letters.then, letters.reader) for answer in answers]
    if as_json:
        from qa.output.schema.work import ProvedModel

        quotes = [_proof(proof) for one in found for proof in one.proofs]
        rest = [_rest(one) for one in found]
        print_json(ProvedModel(quotes=quotes, answers=rest).as_json(), indent=2)
    else:
        _print_verified(found)
    if not all(one.holds for one in found):
        raise typer.Exit(1)


class _Indexed:
    """The letters of an index, and the older versions that it keeps."""

    def __init__(self, settings: Settings) -> None:
        from qa.index.engines import engine_of
        from qa.index.versions import VersionStore

        self._store = engine_of(settings).open()
        self._kept = VersionStore(self._store.folder)
        self.reader = str(self._store.manifest["reader"])

    def now(self, quote: SavedQuote) -> Letter | None:
        """Return the letter of a quote as it is now."""
        return self._store.holdings.letter(self._store.find_id(quote.doc_id))

    def then(self, doc_id: str, sha256: str) -> Letter | None:
        """Return a version of a letter; with an empty sha256 the one of now."""
        letter = self._store.holdings.letter(doc_id)
        if not sha256 or (letter is not None and letter.version == sha256):
            return letter
        try:
            old = self._kept.letter(doc_id, sha256)
        except QAError:
            return None
        return old if old.version == sha256 else None


class _Files:
    """The letter files alone: the file that a quote names, all only if it is not that letter."""

    def __init__(self, settings: Settings) -> None:
        from qa.indexing.made_by import READER
        from qa.letters.scan import must_be_there

        must_be_there(settings.corpus)
        self._settings = settings
        self._every: dict[str, Letter] = {}
        self._read_apart: dict[str, Letter] = {}
        self.reader = READER

    def now(self, quote: SavedQuote) -> Letter | None:
        """Return the letter of a quote."""
        from qa.letters.corpus import put_together
        from qa.letters.scan import letter_files

        known = self.then(quote.doc_id, quote.sha256) if quote.sha256 else None
        if known is not None or self._every:
            return known or self._every.get(quote.doc_id)
        place = self._named(quote.path)
        for letter in self._read([place]) if place else []:
            if (letter.doc_id, letter.version) == (quote.doc_id, quote.sha256):
                self._read_apart[letter.doc_id] = letter
                return letter
        corpus = self._settings.corpus
        files = letter_files(corpus, follow_links=self._settings.follow_links)
        self._every = dict(put_together(self._read(files), corpus).letters)
        return self._every.get(quote.doc_id)

    def then(self, doc_id: str, sha256: str) -> Letter | None:
        """Return a letter that was read already, if it is of this version."""
        letter = self._every.get(doc_id) or self._read_apart.get(doc_id)
        return letter if letter and sha256 in {"", letter.version} else None

    def _named(self, path: str) -> Path | None:
        """Return the file of a name, if it is one in the corpus."""
        corpus = self._settings.corpus
        try:
            place = corpus / path
            inside = corpus.resolve() in place.resolve().parents
            return place if path and inside and place.is_file() else None
        except (OSError, ValueError):  # too long, or no name of a file
            return None

    def _read(self, paths: list[Path]) -> list[Letter]:
        from qa.letters.corpus import limits_of, read_each
        from qa.letters.worker import FileReader

        limits = limits_of(self._settings)
        with FileReader(self._settings.corpus, limits) as reader, progress_bars() as report:
            return read_each(reader.read(paths), lambda done: report("read", done, len(paths)))[0]


def _proof(proof: Proof) -> ProofModel:
    from qa.output.schema.answers import CitationModel
    from qa.output.schema.work import ProofModel

    quote = proof.quote
    return ProofModel(
        question=quote.question,
        text=quote.text,
        doc_id=quote.doc_id,
        verdict=proof.verdict,
        sentence=proof.sentence,
        same_file=proof.same_file,
        now=proof.now or None,
        citation=CitationModel.model_validate(proof.place) if proof.place else None,
        differs=list(proof.differs),
        missing=list(proof.missing),
        unknown=list(proof.unknown),
        unchecked=list(proof.unchecked),
    )


def _rest(found: Verified) -> RestModel:
    from qa.output.schema.work import RestModel

    fields = {name: list(names) for name, names in asdict(found.rest).items()}
    return RestModel(question=found.answer.question, altered=found.altered, **fields)


def _print_verified(found: list[Verified]) -> None:
    for one in found:
        out.print(f"\n[bold]{escape(one.answer.question)}[/]")
        for number, proof in enumerate(one.proofs, start=1):
            _print_proof(number, proof)
        _print_fields(say("the-answer"), one.rest, "red" if one.altered else "yellow")
    proofs = [proof for one in found for proof in one.proofs]
    counts = {name: sum(p.verdict == name for p in proofs) for name in _STYLES}
    said = ", ".join(f"{count} {say(PROVED[name])}" for name, count in counts.items() if count)
    out.print(f"\n{say('quotes', counts=said or say('nothing-to-check'))}", style="dim")
    altered = sum(one.altered for one in found)
    if altered:
        out.print(say("answers-altered", altered=altered, all=len(found)), style="red")
    parts: list[Proof | Compared] = [*proofs, *(one.rest for one in found)]
    left = sorted({name for part in parts for name in part.unchecked})
    if left:
        out.print(escape(say("not-checked", names=", ".join(left))), style="dim")


def _print_proof(number: int, proof: Proof) -> None:
    out.print(f"\\[{number}] “{escape(proof.quote.text)}”")
    verdict, sentence = say(PROVED[proof.verdict]), escape(told(proof.sentence))
    out.print(f"    {verdict}: {sentence}", style=_STYLES[proof.verdict])
    if proof.verdict in {"moved", "changed"} and proof.now != proof.quote.text:
        out.print(f"    {escape(say('now', text=proof.now))}", style="dim")
    left = [name for name in proof.unchecked if name != "score"]
    if left:
        said = say("version-not-here", names=", ".join(left))
        out.print(f"    {escape(said)}", style="yellow")
    if proof.verdict != "altered":
        _print_fields(f"    {say('the-quote')}", proof, "yellow")


def _print_fields(what: str, found: Compared | Proof, style: str) -> None:
    """Say which fields differ, are not there, or are not known to this program."""
    for code, names in (
        ("gives-another", found.differs),
        ("lacks", found.missing),
        ("has-unknown", found.unknown),
    ):
        if names:
            out.print(escape(say(code, what=what, names=", ".join(names))), style=style)
