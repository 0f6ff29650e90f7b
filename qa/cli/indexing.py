"""``letters-qa index`` and ``letters-qa watch``: bring the index up to date, look after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json, progress_bars
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.indexing import BuildReport, Changes

_SHOWN = 10  # names that a dry run lists of each kind


@app.command()
def index(
    corpus: Corpus = None,
    index: Index = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read and embed every letter again.")
    ] = False,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Read scanned PDFs with ocrmypdf [QA_OCR].")
    ] = False,
    ray: Annotated[
        str | None,
        typer.Option(
            help="Read and embed on this Ray cluster: auto, host:port or ray://host:port [QA_RAY]."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Check every file of the index, and all that is kept.",
        ),
    ] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="List the generations that are kept.")
    ] = False,
    rollback: Annotated[
        bool,
        typer.Option("--rollback", help="Go back to the last generation in which letters differ."),
    ] = False,
    generation: Annotated[
        int | None, typer.Option(help="With --rollback: the generation to go back to.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date with the letters in the corpus."""
    if sum([rebuild, dry_run, verify, listing, rollback]) > 1:
        raise typer.BadParameter(
            "give one of --rebuild, --dry-run, --verify, --list and --rollback"
        )
    if generation is not None and not rollback:
        raise typer.BadParameter("--generation goes with --rollback")
    settings = load_settings(corpus=corpus, index=index, ocr=ocr or None, ray=ray)
    if dry_run:
        _dry_run(settings, as_json)
    elif verify:
        _verify(settings, as_json)
    elif listing:
        _list(settings, as_json)
    elif rollback:
        _roll_back(settings, generation, as_json)
    else:
        _update(settings, rebuild, as_json)


def _update(settings: Settings, rebuild: bool, as_json: bool) -> None:
    from qa.indexing import build_index

    with progress_bars() as report:
        built = build_index(settings, report, rebuild, None if as_json else _tell_first_pass)
    for problem in built.problems:
        said = "not read" if problem in built.not_read else "left out"
        err.print(f"{said}: {escape(problem)}", style="yellow")
    for notice in built.notices:
        err.print(f"note: {escape(notice)}")
    if built.left_out:
        kinds = ", ".join(f"{count} {kind}" for kind, count in built.left_out.items())
        err.print(f"in the files and not in the texts: {kinds}; see: letters-qa show ID --left-out")
    if as_json:
        from qa.output.schema.work import BuildReportModel

        out.print_json(json.dumps(BuildReportModel.model_validate(built).as_json()))
    else:
        out.print(escape(report_text(built, settings)))
    if built.not_read:
        err.print("what was not read stays as it was; run it again: letters-qa index")
        raise typer.Exit(1)


def _tell_first_pass(built: BuildReport) -> None:
    """Say that questions can be asked already."""
    err.print(
        f"{built.letters} letters can be asked; the transformer reads them, so that more is found "
        "(where it is ended, the next letters-qa index goes on)"
    )


def report_text(built: BuildReport, settings: Settings) -> str:
    """Say in one line what an update did."""
    if built.up_to_date:
        change = "nothing to do"
    elif built.rebuilt:
        change = "rebuilt"
    else:
        moved = f", {len(built.moved)} moved" if built.moved else ""
        change = (
            f"{len(built.added)} added, {len(built.changed)} changed, "
            f"{len(built.removed)} removed{moved}"
        )
    number = len(built.problems) - len(built.not_read)
    left_out = f", {number} files left out" if number else ""
    left_out += f", {len(built.not_read)} files not read" if built.not_read else ""
    return (
        f"{settings.index}: {change}; {built.letters} letters, {built.paragraphs} paragraphs, "
        f"{built.chunks} chunks{left_out} (generation {built.generation})"
    )


def _dry_run(settings: Settings, as_json: bool) -> None:
    from qa.indexing import Indexer

    with Indexer(settings) as indexer:
        changes, anew = indexer.plan()
    if as_json:
        from qa.output.schema.work import ChangesModel

        told = ChangesModel(
            index=str(settings.index),
            new=list(changes.new),
            changed=list(changes.changed),
            gone=list(changes.gone),
            moved=dict(changes.moved),
            unchanged=changes.unchanged,
            rebuild=anew,
        )
        print_json(told.as_json(), indent=2)
        return
    if anew:
        out.print("the index was made by another program or encoder: everything is read again")
    for title, names in _kinds(changes).items():
        for name in names[:_SHOWN]:
            out.print(f"{title:<8} {escape(name)}")
        if len(names) > _SHOWN:
            out.print(f"{title:<8} ... and {len(names) - _SHOWN} more", style="dim")
    counts = ", ".join(f"{len(names)} {title}" for title, names in _kinds(changes).items())
    out.print(f"{counts}, {changes.unchanged} unchanged files; nothing was done", style="dim")


def _kinds(changes: Changes) -> dict[str, list[str]]:
    return {
        "new": list(changes.new),
        "changed": list(changes.changed),
        "gone": list(changes.gone),
        "moved": [f"{old} -> {new}" for new, old in changes.moved.items()],
    }


def _verify(settings: Settings, as_json: bool) -> None:
    from qa.corpus.kept import check_kept
    from qa.index.engines import engine_of

    store = engine_of(settings).open()
    with progress_bars() as report:
        parts = store.verify(lambda done, of: report("verify", done, of))
    kept = check_kept(settings)
    number, whole = store.manifest["generation"], not kept.faults
    if as_json:
        from qa.output.schema.work import CheckedModel

        told = CheckedModel(
            generation=number,
            parts=parts,
            whole=whole,
            faults=list(kept.faults),
            notes=list(kept.notes),
        )
        print_json(told.as_json())
    else:
        for fault in kept.faults:
            err.print(f"damaged: {escape(fault)}", style="red")
        for note in kept.notes:
            err.print(f"note: {escape(note)}")
        what = "so is all else that is kept" if whole else "not all else that is kept"
        out.print(
            f"{escape(str(settings.index))}: generation {number} is whole ({parts} parts checked), "
            f"{what}"
        )
    if not whole:
        raise typer.Exit(1)


def _list(settings: Settings, as_json: bool) -> None:
    from qa.index.engines import engine_of

    listed = engine_of(settings).generations()
    if as_json:
        from qa.output.schema.work import GenerationModel, GenerationsModel

        every = [GenerationModel.model_validate(one) for one in listed]
        print_json(GenerationsModel(generations=every).as_json(), indent=2)
        return
    for one in listed:
        if one.damage:
            out.print(f"{one.number:>6}  {escape(one.damage)}", style="yellow")
            continue
        now = "  current" if one.current else ""
        if one.deleted_since:
            now += f"  holds letters deleted since: {_names(one.deleted_since)}"
        segments = "" if one.segments is None else f"{one.segments} segments, "
        out.print(
            f"{one.number:>6}  {one.made}  {one.letters} letters, {one.paragraphs} paragraphs, "
            f"{segments}{one.left_out} files left out{now}"
        )


def _names(doc_ids: Sequence[str]) -> str:
    more = f" and {len(doc_ids) - _SHOWN} more" if len(doc_ids) > _SHOWN else ""
    return escape(", ".join(doc_ids[:_SHOWN])) + more


def _roll_back(settings: Settings, generation: int | None, as_json: bool) -> None:
    from qa.index.engines import engine_of

    now = engine_of(settings).roll_back(generation)
    if as_json:
        from qa.output.schema.work import RolledBackModel

        told = RolledBackModel(
            generation=now.number,
            letters=now.letters,
            brings_back=list(now.brings_back),
            takes_away=list(now.takes_away),
        )
        print_json(told.as_json())
        return
    for title, names in (("comes back", now.brings_back), ("goes", now.takes_away)):
        for name in names:
            out.print(f"{title:<10} {escape(name)}")
    said = (
        f"{settings.index}: generation {now.number} of {now.made} is current again, with "
        f"{now.letters} letters; the next letters-qa index follows the corpus again"
    )
    out.print(escape(said))


@app.command()
def watch(
    corpus: Corpus = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Index letters as they come into the corpus, until stopped with Ctrl-C."""
    from qa.indexing.watching import Event, Watcher

    settings = load_settings(corpus=corpus, index=index)

    def tell(event: Event) -> None:
        if as_json:
            print_json(_event_json(event))
        else:
            style = {"failed": "yellow", "left out": "yellow"}.get(event.kind)
            out.print(f"[dim]{event.time:%H:%M:%S}[/] {escape(event.text)}", style=style)

    Watcher(settings, tell).run()


def _event_json(event: Any) -> dict[str, Any]:
    from qa.output.schema.work import EventModel

    return EventModel(
        time=event.time.isoformat(timespec="seconds"),
        kind=event.kind,
        text=event.text,
        letters=list(event.letters),
    ).as_json()
