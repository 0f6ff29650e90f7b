"""``letters-qa index``: bring the index up to date with the corpus."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, err, out, progress_bars
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.building import BuildReport


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
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date with the letters in the corpus."""
    from qa.building import build_index

    settings = load_settings(corpus=corpus, index=index, ocr=ocr or None)
    with progress_bars() as report:
        built = build_index(settings, report, rebuild)
    for problem in built.problems:
        err.print(f"left out: {escape(problem)}", style="yellow")
    for notice in built.notices:
        err.print(f"note: {escape(notice)}")
    if as_json:
        out.print_json(json.dumps(_report_json(built)))
    else:
        out.print(_report_text(built, settings))


def _report_json(built: BuildReport) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(built)


def _report_text(built: BuildReport, settings: Settings) -> str:
    if built.up_to_date:
        change = "nothing to do"
    elif built.rebuilt:
        change = "rebuilt"
    else:
        change = (
            f"{len(built.added)} added, {len(built.changed)} changed, {len(built.removed)} removed"
        )
    left_out = f", {len(built.problems)} files left out" if built.problems else ""
    return (
        f"{settings.index}: {change}; {built.letters} letters, {built.paragraphs} paragraphs, "
        f"{built.chunks} chunks{left_out} (generation {built.generation})"
    )
