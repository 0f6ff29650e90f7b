"""The builds that are compared, each in a folder, and what runs with the code of one.

All run with the packages of this environment, in processes of their own that take turns, so that
other work on the machine slows all alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
THIS = "this build"
COMMITS = {"last build": "37f1df7", "before the transformer": "b979bcc"}
"""Builds to compare with: that before speed with the transformer became an aim, and the last one
that had no transformer."""

Trees = Mapping[str, Path]
"""The folder of each build, by its name; this one comes first."""


@contextmanager
def trees(work: Path) -> Iterator[Trees]:
    """Check out the builds below a folder; a copy without their history compares with none."""
    found = {THIS: ROOT}
    try:
        for name, commit in COMMITS.items():
            place = work / commit
            if not place.exists() and _git("worktree", "add", "--detach", str(place), commit):
                sys.stderr.write(f"{name} ({commit}) is not in this repository: left out\n")
                continue
            found[name] = place
        yield found
    finally:
        for name in COMMITS:
            if name in found:
                _git("worktree", "remove", "--force", str(found[name]))


def _git(*arguments: str) -> int:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True).returncode


def environment(tree: Path, **settings: str) -> dict[str, str]:
    """Return the variables with which a process runs the code of a build."""
    return os.environ | {"PYTHONPATH": str(tree), "PYTHONUNBUFFERED": "1"} | settings


def run(tree: Path, code: str, *arguments: object, **settings: str) -> Any:
    """Run Python code with a build; return what it printed last, which is JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=tree, env=environment(tree, **settings), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{tree}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


class Child:
    """A process with the code of a build, which answers each line with a line of JSON."""

    def __init__(self, tree: Path, code: str, *arguments: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=tree, env=environment(tree), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self.ready = self._answer()

    def ask(self, what: str) -> Any:
        """Send a line and return the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            sys.exit("a measuring process ended; see above")
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
