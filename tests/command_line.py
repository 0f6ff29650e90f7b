"""The command line as tests call it: in this process, which is quick, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from conftest import ROOT

from qa.cli import main
from qa.settings import Settings


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, stdin: str = "") -> Done:
    """Run a command in this process, where the packages are imported already."""
    out, err, given = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(3))
    given.write(stdin)
    given.seek(0)
    code = 0
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.chdir(ROOT),
        mock.patch.object(sys, "argv", ["letters-qa", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", given),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    out.seek(0)
    err.seek(0)
    return Done(code, out.read(), err.read())


def run_apart(*arguments: str | Path, stdin: str = "") -> Done:
    """Run a command in a process of its own, as a person does."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, input=stdin,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def index_of(settings: Settings) -> list[str]:
    return ["--index", str(settings.index)]
