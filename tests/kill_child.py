"""Builds an index in processes that end themselves with SIGKILL before their n-th file operation.

    python tests/kill_child.py CORPUS INDEX

Loads what a build needs; then each line "N" on standard input is a build, in a fork of this
process. Its pid is printed at once, and when it has ended "STATUS OPERATIONS": what it ended with,
as `subprocess` tells it, and how many file operations there were. Every file operation of Python
below the index raises an audit event (PEP 578); before the n-th the process is killed, as by a
power cut. With N = 0 it lives.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path

import qa.indexing.update as update
from qa.indexing import build_index
from qa.settings import Settings

EVENTS = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir",
    "shutil.rmtree", "sqlite3.connect", "os.truncate", "mmap.__new__",
}  # fmt: skip


def build(corpus: Path, index: Path, die_at: int) -> int:
    """Run the build, and die in it if that is asked for; returns the number of operations."""
    seen = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        below = any(isinstance(a, str | Path) and str(index) in str(a) for a in arguments)
        if event in EVENTS and (below or event == "mmap.__new__"):
            seen += 1
            if seen == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    update.FIRST_BATCH = update.BATCH = 1  # so that what is written is kept in between
    sys.addaudithook(count)
    build_index(Settings(corpus=corpus, index=index))
    return seen


def main() -> None:
    """Build once for each line, one after the other."""
    corpus, index = Path(sys.argv[1]), Path(sys.argv[2])
    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.write(writing, str(build(corpus, index, int(line))).encode())
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        os.close(writing)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        with os.fdopen(reading) as told:
            operations = told.read() or "0"
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {operations}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
