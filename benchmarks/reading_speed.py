"""How fast two builds read the same letters: letters a second by form, and the ratio.

    python -m benchmarks.reading_speed --old TREE [--letters DIR] [--readings N] [--floor 0.9]

Each tree has a process of its own; they take turns file by file, so that a noisy machine slows both
alike. Counted is the processor's time, of each file the fastest round. Leaves PDF out, which the
drawing of pages rules; exits 1 if a form is slower than the floor allows.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from qa.errors import LetterError
from qa.letters import read_letter
from qa.letters.scan import letter_files

ROOT = Path(__file__).resolve().parent.parent
LETTERS = ROOT.parent / "shared" / "letters"
READINGS = 200  # of each form by each build, at least; a file is read three times or more
FLOOR = 0.9  # more than a tenth slower than the old build is too slow

_CHILD = (
    "import sys, time; from pathlib import Path; from qa.letters import read_letter\n"
    "for line in sys.stdin:\n"
    "    path = Path(line.rstrip('\\n')); start = time.process_time()\n"
    "    try: read_letter(path)\n"
    "    except Exception as error: print('-', flush=True)\n"
    "    else: print(time.process_time() - start, flush=True)\n"
)


class Build:
    """A process that reads letters with the code of one tree."""

    def __init__(self, tree: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CHILD], cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def seconds(self, path: Path) -> float | None:
        """Read a file; ``None`` if this build cannot."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline().strip()
        return None if said == "-" else float(said)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def files_by_form(folder: Path) -> dict[str, list[Path]]:
    """Return the files of a folder that are letters, by the form that reads them."""
    forms: dict[str, list[Path]] = defaultdict(list)
    for path in letter_files(folder):
        if path.suffix != ".pdf":
            try:
                forms[read_letter(path, folder).source.form].append(path)
            except LetterError:
                continue
    return forms


def fastest(builds: tuple[Build, Build], path: Path, rounds: int) -> tuple[float, float] | None:
    """Return the fastest time of each build; ``None`` if one of them cannot read the file."""
    best = [float("inf"), float("inf")]
    for turn in range(rounds):
        for which in (0, 1) if turn % 2 else (1, 0):
            took = builds[which].seconds(path)
            if took is None:
                return None
            best[which] = min(best[which], took)
    return best[0], best[1]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--old", type=Path, required=True)
    parser.add_argument("--letters", type=Path, default=LETTERS)
    parser.add_argument("--readings", type=int, default=READINGS)
    parser.add_argument("--floor", type=float, default=FLOOR)
    given = parser.parse_args()
    folder = given.letters.resolve()
    builds = (Build(given.old.resolve()), Build(ROOT))
    slow = False
    sys.stdout.write("| form | letters | old, letters/s | new, letters/s | new to old |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    for form, paths in sorted(files_by_form(folder).items()):
        rounds = max(3, -(-given.readings // len(paths)))
        times = [took for path in paths if (took := fastest(builds, path, rounds))]
        if not times:
            continue
        old, new = (len(times) / sum(took[which] for took in times) for which in (0, 1))
        slow |= new < given.floor * old
        sys.stdout.write(f"| {form} | {len(times)} | {old:.1f} | {new:.1f} | {new / old:.2f} |\n")
        sys.stdout.flush()
    for build in builds:
        build.close()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
