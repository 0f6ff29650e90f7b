"""``letters-qa index`` and ``letters-qa watch``: bring the index up to date, look after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, print_json, progress_bars
from qa.cli.following import tell_news
from qa.cli.texts import say, told
from qa.cli.texts.kinds import LEFT_OUT
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
        raise typer.BadParameter(say("one-of-index"))
    if generation is not None and not rollback:
        raise typer.BadParameter(say("generation-alone"))
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
    if built.gone_on:
        err.print(say("gone-on", letters=built.gone_on))
    for problem in built.problems:
        code = "file-not-read" if problem in built.not_read else "file-left-out"
        err.print(escape(say(code, problem=told(problem))), style="yellow")
    for notice in built.notices:
        err.print(escape(say("note", note=told(notice))))
    if built.left_out:
        kinds = ", ".join(
            f"{count} {say(LEFT_OUT[kind])}" for kind, count in built.left_out.items()
        )
        err.print(say("stretches-left-out", kinds=kinds))
    if as_json:
        from qa.output.schema.work import BuildReportModel

        out.print_json(json.dumps(BuildReportModel.model_validate(built).as_json()))
    else:
        out.print(escape(report_text(built, settings)))
        if built.added or built.changed:
            tell_news(settings)
    if built.not_read:
        err.print(say("run-again"))
        raise typer.Exit(1)


def _tell_first_pass(built: BuildReport) -> None:
    """Say that questions can be asked already."""
    err.print(say("first-pass", letters=built.letters))


def report_text(built: BuildReport, settings: Settings) -> str:
    """Say in one line what an update did."""
    if built.up_to_date:
        change = say("nothing-to-do")
    elif built.rebuilt:
        change = say("rebuilt")
    else:
        change = say(
            "letters-changed",
            added=len(built.added),
            changed=len(built.changed),
            removed=len(built.removed),
        )
        change += say("letters-moved", count=len(built.moved)) if built.moved else ""
    number = len(built.problems) - len(built.not_read)
    left_out = say("files-left-out", count=number) if number else ""
    left_out += say("files-not-read", count=len(built.not_read)) if built.not_read else ""
    return say(
        "indexed",
        index=settings.index,
        change=change,
        letters=built.letters,
        paragraphs=built.paragraphs,
        chunks=built.chunks,
        left_out=left_out,
        generation=built.generation,
    )


def _dry_run(settings: Settings, as_json: bool) -> None:
    from qa.indexing import Indexer

    with Indexer(settings) as indexer:
        changes, anew = indexer.plan()
    if as_json:
        from qa.output.schema.work import ChangesModel

        model = ChangesModel(
            index=str(settings.index),
            new=list(changes.new),
            changed=list(changes.changed),
            gone=list(changes.gone),
            moved=dict(changes.moved),
            unchanged=changes.unchanged,
            rebuild=anew,
        )
        print_json(model.as_json(), indent=2)
        return
    if anew:
        out.print(say("all-again"))
    for title, names in _kinds(changes).items():
        for name in names[:_SHOWN]:
            out.print(f"{title:<8} {escape(name)}")
        if len(names) > _SHOWN:
            more = say("and-more", count=len(names) - _SHOWN)
            out.print(f"{title:<8} {more}", style="dim")
    counts = ", ".join(f"{len(names)} {title}" for title, names in _kinds(changes).items())
    out.print(say("would-change", counts=counts, unchanged=changes.unchanged), style="dim")


def _kinds(changes: Changes) -> dict[str, list[str]]:
    return {
        say("change-new"): list(changes.new),
        say("change-changed"): list(changes.changed),
        say("change-gone"): list(changes.gone),
        say("change-moved"): [f"{old} -> {new}" for new, old in changes.moved.items()],
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

        model = CheckedModel(
            generation=number,
            parts=parts,
            whole=whole,
            faults=list(kept.faults),
            notes=list(kept.notes),
        )
        print_json(model.as_json())
    else:
        for fault in kept.faults:
            err.print(escape(say("damaged", fault=told(fault))), style="red")
        for note in kept.notes:
            err.print(escape(say("note", note=told(note))))
        rest = say("rest-whole" if whole else "rest-not-whole")
        said = say("index-whole", index=settings.index, number=number, parts=parts, rest=rest)
        out.print(escape(said))
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
            out.print(f"{one.number:>6}  {escape(told(one.damage))}", style="yellow")
            continue
        said = say(
            "generation",
            letters=one.letters,
            paragraphs=one.paragraphs,
            segments="" if one.segments is None else say("segments", count=one.segments),
            left_out=one.left_out,
        )
        said += f"  {say('current')}" if one.current else ""
        if one.deleted_since:
            said += f"  {say('holds-deleted', names=_names(one.deleted_since))}"
        out.print(f"{one.number:>6}  {one.made}  {escape(said)}")


def _names(doc_ids: Sequence[str]) -> str:
    names, more = ", ".join(doc_ids[:_SHOWN]), len(doc_ids) - _SHOWN
    return say("names-and-more", names=names, count=more) if more > 0 else names


def _roll_back(settings: Settings, generation: int | None, as_json: bool) -> None:
    from qa.index.engines import engine_of

    now = engine_of(settings).roll_back(generation)
    if as_json:
        from qa.output.schema.work import RolledBackModel

        model = RolledBackModel(
            generation=now.number,
            letters=now.letters,
            brings_back=list(now.brings_back),
            takes_away=list(now.takes_away),
        )
        print_json(model.as_json())
        return
    for title, names in (("comes-back", now.brings_back), ("goes", now.takes_away)):
        for name in names:
            out.print(f"{say(title):<10} {escape(name)}")
    said = say(
        "rolled-back",
        index=settings.index,
        number=now.number,
        made=now.made,
        letters=now.letters,
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
            out.print(f"[dim]{event.time:%H:%M:%S}[/] {escape(told(event.text))}", style=style)
            if event.kind == "indexed":
                tell_news(settings)

    Watcher(settings, tell).run()


def _event_json(event: Any) -> dict[str, Any]:
    from qa.output.schema.work import EventModel

    return EventModel(
        time=event.time.isoformat(timespec="seconds"),
        kind=event.kind,
        text=event.text,
        letters=list(event.letters),
    ).as_json()
