"""Builds an index in a process that ends itself with SIGKILL before its n-th file operation.

    python tests/kill_child.py CORPUS INDEX N

Every file operation of Python below the index raises an audit event (PEP 578); before the n-th the
process is killed, as by a power cut. With N = 0 it lives, and prints how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

EVENTS = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir",
    "shutil.rmtree", "sqlite3.connect", "os.truncate", "mmap.__new__",
}  # fmt: skip


def main() -> None:
    """Run the build, and die in it if that is asked for."""
    corpus, index, die_at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    from qa.indexing import build_index
    from qa.settings import Settings

    seen = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        below = any(isinstance(a, str | Path) and str(index) in str(a) for a in arguments)
        if event in EVENTS and (below or event == "mmap.__new__"):
            seen += 1
            if seen == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    build_index(Settings(corpus=corpus, index=index))
    sys.stdout.write(f"{seen}\n")


if __name__ == "__main__":
    main()
