"""``letters-qa letters`` and ``letters-qa show``: what is in the index, and how it was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json, shortened, write_output
from qa.cli.texts import say, told
from qa.cli.texts.kinds import LEFT_OUT, PROVED
from qa.errors import LetterNotFoundError, QAError
from qa.settings import load_settings

if TYPE_CHECKING:
    from qa.index import Store
    from qa.records import Letter, Unit


@app.command()
def letters(
    index: Index = None,
    corpus: Corpus = None,
    citing: Annotated[
        str | None,
        typer.Option(help="Only letters that name this publication, such as 28676-426."),
    ] = None,
    versions: Annotated[
        bool, typer.Option("--versions", help="Also the older versions that are kept.")
    ] = False,
    problems: Annotated[
        bool, typer.Option("--problems", help="Only the files that could not be read.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the letters that can be asked, with their paragraph counts."""
    from qa.index.engines import engine_of

    if sum([citing is not None, versions, problems]) > 1:
        raise typer.BadParameter(say("one-of-letters"))
    settings = load_settings(corpus=corpus, index=index)
    store = engine_of(settings).open()
    if citing is not None:
        _print_citing(store, citing, as_json)
    elif versions:
        _print_versions(store, as_json)
    elif problems:
        _print_problems(store, as_json)
    else:
        _print_letters(store, as_json)


def _print_letters(store: Store, as_json: bool) -> None:
    from qa.output.schema.letters import EntryModel, ListModel

    entries = list(store.entries.values())
    left_out = store.problems
    if as_json:
        listed = [EntryModel.of(entry) for entry in entries]
        found = ListModel(index=store.name, letters=listed, problems=left_out)
        print_json(found.as_json(), indent=2)
        return
    width = max((len(entry.doc_id) for entry in entries), default=0)
    for entry in entries:
        copies = say("copies", count=len(entry.copies)) if entry.copies else ""
        paragraphs = say("paragraphs", count=entry.paragraphs)
        line = (
            f"{entry.doc_id:<{width}}  {entry.date or '':<10}  {paragraphs}  "
            f"{entry.form:<14}  {entry.path}{copies}"
        )
        out.print(escape(line))
    total = sum(entry.paragraphs for entry in entries)
    out.print(say("listed", letters=len(entries), paragraphs=total), style="dim")
    if left_out:
        err.print(say("see-problems", count=len(left_out)), style="yellow")


def _print_problems(store: Store, as_json: bool) -> None:
    left_out = store.problems
    if as_json:
        from qa.output.schema.letters import ProblemsModel

        print_json(ProblemsModel(index=store.name, problems=left_out).as_json(), indent=2)
        return
    for problem in left_out:
        out.print(escape(told(problem)))
    out.print(say("problems", left_out=len(left_out), letters=len(store.entries)), style="dim")


def _print_versions(store: Store, as_json: bool) -> None:
    from qa.index.versions import VersionStore, older_versions

    kept: dict[str, list[str]] = {}
    entries = store.entries
    for old in older_versions(VersionStore(store.folder), entries.get):
        kept.setdefault(old.doc_id, []).append(old.version)
    if as_json:
        from qa.output.schema.letters import VersionsModel, VersionsOfModel

        listed = [
            VersionsOfModel(
                doc_id=doc_id,
                current=entries[doc_id].version if doc_id in entries else None,
                older=kept.get(doc_id, []),
            )
            for doc_id in sorted({*entries, *kept})
        ]
        print_json(VersionsModel(index=store.name, letters=listed).as_json(), indent=2)
        return
    for doc_id in sorted({*entries, *kept}):
        now = entries[doc_id].version[:16] if doc_id in entries else say("not-in-corpus")
        current = f"  [dim]{say('current')}[/]" if doc_id in entries else ""
        out.print(f"{escape(doc_id)}  {now}{current}")
        for version in kept.get(doc_id, []):
            how = say("older", command=f"letters-qa show {doc_id} --version {version[:8]}")
            out.print(f"{' ' * len(doc_id)}  {version}  [dim]{escape(how)}[/]")


def _print_citing(store: Store, citing: str, as_json: bool) -> None:
    from qa.letters.references import reference_target
    from qa.output.schema.letters import CitingModel, MentionModel

    target = reference_target(citing)
    if target is None:
        raise QAError("no-publication", citing=citing)
    found = []
    for doc_id, start, end in store.places_of(target):
        letter = store.letter(doc_id)
        unit = letter.unit_at(start)
        found.append(
            MentionModel(
                doc_id=doc_id,
                unit=unit.label,
                paragraph=unit.number,
                start=start,
                end=end,
                text=letter.text[start:end],
                sentence=_around(letter, start),
            )
        )
    if as_json:
        model = CitingModel(index=store.name, target=target, citing=found)
        print_json(model.as_json(), indent=2)
        return
    for one in found:
        place = f"¶ {one.paragraph}" if one.paragraph is not None else one.unit
        where, sentence = f"{one.doc_id} {place}", shortened(one.sentence)
        out.print(f"{escape(where)}  [dim]{escape(sentence)}[/]")
    count = len({one.doc_id for one in found})
    code = "one-names" if count == 1 else "letters-name"
    out.print(escape(say(code, count=count, target=target)), style="dim")


def _around(letter: Letter, at: int) -> str:
    """Return the sentence in which a place lies."""
    from qa.letters.sentences import sentences_of

    unit = letter.unit_at(at)
    inside = [one.text for one in sentences_of(unit) if one.start <= at < one.end]
    return inside[0] if inside else unit.text


@app.command()
def show(
    doc_id: Annotated[str, typer.Argument(help="Id of a letter, such as kst-28676-449.")],
    paragraph: Annotated[
        str | None,
        typer.Option("--paragraph", "-p", help="Number of a paragraph, or a label such as n1."),
    ] = None,
    version: Annotated[
        str | None, typer.Option(help="Beginning of the sha256 of an older version.")
    ] = None,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="List what its file has and its text has not.")
    ] = False,
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """Show a letter, or one paragraph of it, as it was read."""
    from qa.citations.citing import official_url, reference
    from qa.index.engines import engine_of

    settings = load_settings(corpus=corpus, index=index)
    letter = _version(engine_of(settings).open(), doc_id, version)
    if left_out and not as_json:
        _print_left_out(letter)
        return
    units = list(letter.units)
    if paragraph is not None:
        label = f"p{paragraph}" if paragraph.isdigit() else paragraph
        units = [unit for unit in units if unit.label == label]
        if not units:
            raise LetterNotFoundError(
                "no-such-paragraph",
                paragraph=paragraph,
                doc_id=doc_id,
                count=len(letter.paragraphs),
            )
    if as_json:
        from qa.output.schema.letters import LetterModel

        described = LetterModel.of(letter).as_json()
        labels = {unit.label for unit in units}
        described["units"] = [u for u in described["units"] if u["label"] in labels]
        print_json(described, indent=2)
        return
    if paragraph is None:
        out.print(f"[bold]{doc_id}[/]  {escape(reference(letter))}")
        for notice in letter.source.notices:
            out.print(escape(say("note", note=told(notice))), style="yellow")
        if official_url(doc_id):
            out.print(official_url(doc_id), style="cyan")
    for unit in units:
        _print_unit(unit)


@app.command()
def cite(
    doc_id: Annotated[str, typer.Argument(help="Id of a letter, as letters prints it.")],
    paragraph: Annotated[int | None, typer.Option(help="Number of the paragraph.")] = None,
    unit: Annotated[
        str | None, typer.Option(help="Label of another unit, such as n1, as show prints it.")
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="reference, markdown, html, bibtex, ris, csl-json or docx (a Word footnote).",
        ),
    ] = "reference",
    version: Annotated[
        str | None,
        typer.Option(help="Beginning of the sha256 of the version that this is a paragraph of."),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
    index: Index = None,
    corpus: Corpus = None,
) -> None:
    """Print the citation of a paragraph, ready to paste or import.

    With --version its words are cited where they stand now, or not at all.
    """
    from qa.citations.citing import cite as cite_range
    from qa.citations.formats import format_named, formatted
    from qa.index.engines import engine_of

    format_named(form)
    if (paragraph is None) == (unit is None):
        raise typer.BadParameter(say("paragraph-or-unit"))
    settings = load_settings(corpus=corpus, index=index)
    store = engine_of(settings).open()
    letter, then = store.letter(doc_id), _version(store, doc_id, version)
    label = unit or f"p{paragraph}"
    found = then.unit(label)
    if found is None:
        raise LetterNotFoundError("no-such-unit", doc_id=doc_id, label=label)
    start, end = (
        (found.start, found.end) if then.version == letter.version else _now(found, then, letter)
    )
    write_output(formatted(letter, cite_range(letter, start, end), form), output)


def _now(unit: Unit, then: Letter, letter: Letter) -> tuple[int, int]:
    """Return where the words of a unit of an older version stand in a letter as it is now."""
    from qa.verifying.proof import SavedQuote, prove

    asked = SavedQuote("", unit.text, then.doc_id, unit.start, unit.end, then.version)
    proof = prove(asked, lambda _: letter)
    if proof.place is None or proof.verdict not in {"verbatim", "moved"}:
        older = f"letters-qa show {then.doc_id} --version {then.version[:8]}"
        raise QAError(
            "unit-has-changed",
            label=unit.label,
            version=then.version[:8],
            proof=proof.sentence,
            command=older,
        )
    err.print(f"{say(PROVED[proof.verdict])}: {escape(told(proof.sentence))}", style="yellow")
    return proof.place.start, proof.place.end


def _version(store: Store, doc_id: str, version: str | None) -> Letter:
    """Return a letter as it is now, or an older version of it."""
    from qa.index.versions import VersionStore

    entry = store.entries.get(store.find_id(doc_id))
    if version is None or (entry is not None and entry.version.startswith(version)):
        return store.letter(doc_id)
    return VersionStore(store.folder).letter(store.find_id(doc_id), version)


def _print_left_out(letter: Letter) -> None:
    """Print the ledger of a letter: kind, place and text of each stretch."""
    if not letter.left_out:
        out.print(escape(say("nothing-left-out", doc_id=letter.doc_id)))
    for one in letter.left_out:
        page = f"p. {one.page}" if one.page is not None else ""
        place = f"{page} {say('before-unit', unit=letter.unit_at(one.offset).label)}".strip()
        out.print(f"[dim]{say(LEFT_OUT[one.kind]):<14}{place:<16}[/] {escape(one.text)}")


def _print_unit(unit: Unit) -> None:
    pages = f"p. {'-'.join(str(page) for page in unit.pages)}" if unit.pages else ""
    name = f"¶ {unit.number}" if unit.number is not None else unit.label
    style = "bold" if unit.kind == "heading" else None
    out.print(f"\n[dim]{name:<6}{pages}[/]")
    out.print(escape(unit.text), style=style)
