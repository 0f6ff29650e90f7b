"""What all commands share: the consoles, the options for corpus and index, JSON, progress bars."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa.cli.texts import say, set_language, speak
from qa.errors import QAError
from qa.system.version import program_version
from qa.system.visible import visible, visible_json
from qa.system.whole_files import write_whole


def language_first(args: list[str]) -> list[str]:
    """Return arguments with ``--language`` before the command, where it is an option of all."""
    end = args.index("--") if "--" in args else len(args)
    for at, one in enumerate(args[:end]):
        if one == "--language" or one.startswith("--language="):
            after = at + (1 if "=" in one else 2)
            return [*args[at:after], *args[:at], *args[after:]]
    return args


app = typer.Typer(
    name="letters-qa",
    help="Ask letters of the Dutch government a question; get verbatim quotes, each cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        out.print(f"letters-qa {program_version()}")
        raise typer.Exit()


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
    language: Annotated[
        Literal["en", "nl"] | None,
        typer.Option(
            help="Speak English or Dutch; also after the command [QA_LANGUAGE, else the machine's]."
        ),
    ] = None,
) -> None:
    """Ask letters of the Dutch government a question; get verbatim quotes, each cited."""
    speak(language or set_language(os.environ))


class _Printed(Console):
    """A console on which letters and names of files do nothing but stand there."""

    def print(self, *objects: Any, **given: Any) -> None:
        """Print, with what a terminal would obey made visible."""
        shown = (visible(one) if isinstance(one, str) else one for one in objects)
        super().print(*shown, **given)


out = _Printed(highlight=False, soft_wrap=True)
err = _Printed(stderr=True, highlight=False, soft_wrap=True)

Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", help="Folder of letters, read recursively [QA_CORPUS, else corpus]."),
]
Index = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index [QA_INDEX, else indexes/default]."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_STAGES = {
    "read": "doing-read",
    "ask": "doing-ask",
    "embed": "doing-embed",
    "transform": "doing-transform",
    "merge": "doing-merge",
    "verify": "doing-verify",
    "list": "doing-list",
    "fetch": "doing-fetch",
}


@contextmanager
def progress_bars() -> Iterator[Any]:
    """Show a bar for each stage on stderr; yields what `build_index` calls."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                title = say(_STAGES[stage]) if stage in _STAGES else stage
                tasks[stage] = bars.add_task(title, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def print_json(value: dict[str, Any], indent: int | None = None) -> None:
    """Write one object to standard output: on one line, or indented."""
    sys.stdout.write(visible_json(value, indent) + "\n")
    sys.stdout.flush()


def write_output(content: str | bytes, output: Path | None) -> None:
    """Write text to standard output, or anything to a file, whole or not at all.

    Raises:
        QAError: If the file cannot be written, or if bytes would go to a terminal.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise QAError("form-is-no-text")
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        write_whole(output, data)
    except OSError as error:
        raise QAError("not-written", path=output, reason=error.strerror or error) from None


def shortened(text: str, length: int = 200) -> str:
    """Cut a text short at a word."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: text.rfind(" ", 0, length)] + " …"
