"""What reading letters costs: pages per second by form, memory, and how both grow.

    python -m benchmarks.reading_cost [--letters DIR]

Reads every file of a folder three times in one process and takes the fastest; then the longest PDF,
HTML and text repeated 1, 10 and 100 times, each in a fresh process for its memory. Writes
``benchmarks/results/reading.md`` and ``.json``: the figures, and what each file gave. Compare the
forms in one run; seconds are those of a noisy machine.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdfium2

from qa.errors import LetterError
from qa.letters import read_letter
from qa.letters.scan import letter_files
from qa.records import Letter

ROOT = Path(__file__).resolve().parent.parent
LETTERS = ROOT.parent / "shared" / "letters"
RESULTS = Path(__file__).with_name("results")
CHARACTERS_A_PAGE = 2500  # of forms without pages: as many as a publisher's page holds
TIMES = 3
GROWTH = (1, 10, 100)

# The kernel's VmHWM: ru_maxrss of a child begins with that of its parent. "5" sets it back to what
# is in use, for loading the modules takes more than reading a short letter.
_PEAK = (
    "import re, sys, time; from pathlib import Path; from qa.letters import read_letter; "
    "status = Path('/proc/self/status'); "
    "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', status.read_text())[1]); "
    "Path('/proc/self/clear_refs').write_text('5'); "
    "base = peak(); start = time.perf_counter(); "
    "[read_letter(Path(name), max_bytes=10**9) for name in sys.argv[1:]]; "
    "print(time.perf_counter() - start, base, peak())"
)


@dataclass(frozen=True, slots=True)
class FileCost:
    """What reading one file gave and took; ``problem`` is set if it could not be read."""

    file: str
    form: str
    pages: float
    milliseconds: float
    paragraphs: int = 0
    notes: int = 0
    rows: int = 0
    references: int = 0
    doc_id: str = ""
    problem: str = ""


def cost_of(path: Path, folder: Path) -> FileCost:
    """Read a file a few times; the fastest counts."""
    name = path.relative_to(folder).as_posix()
    fastest = float("inf")
    try:
        for _ in range(TIMES):
            start = time.perf_counter()
            letter = read_letter(path, folder)
            fastest = min(fastest, time.perf_counter() - start)
    except LetterError as error:
        return FileCost(name, "", 0, 0, problem=error.reason)
    kinds = [unit.kind for unit in letter.units]
    return FileCost(
        name,
        letter.source.form,
        round(_pages(letter), 1),
        round(1000 * fastest, 2),
        kinds.count("paragraph"),
        kinds.count("note"),
        kinds.count("row"),
        len(letter.references),
        letter.doc_id,
    )


def _pages(letter: Letter) -> float:
    return letter.source.pages or max(len(letter.pages), len(letter.text) / CHARACTERS_A_PAGE)


def repeated(path: Path, times: int) -> bytes:
    """Return a letter's file with its pages, or its body, that many times."""
    if path.suffix == ".pdf":
        source, grown = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
        for _ in range(times):
            grown.import_pages(source)
        kept = io.BytesIO()
        grown.save(kept)
        return kept.getvalue()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        body = re.search(r'(?s)<div id="broodtekst">.*</div>(?=\s*<div id="voetregel")', text)
        assert body is not None
        return text.replace(body[0], f"<div id='broodtekst'>{body[0] * times}</div>").encode()
    return ("\n\n".join([text] * times)).encode()


def growth_of(path: Path) -> Iterator[tuple[int, float, float]]:
    """Yield (times, seconds, megabytes above a process that waits) for a letter that grows."""
    with tempfile.TemporaryDirectory() as folder:
        for times in GROWTH:
            grown = Path(folder) / f"grown{path.suffix}"
            grown.write_bytes(repeated(path, times))
            seconds, base, peak = _alone([grown])
            yield times, seconds, peak - base


def _alone(paths: list[Path]) -> tuple[float, float, float]:
    """Read files in a fresh process: seconds, and its megabytes before reading and at most."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *map(str, paths)], capture_output=True, text=True, check=True
    )
    seconds, base, peak = map(float, done.stdout.split())
    return seconds, base / 1000, peak / 1000


def memory_by_form(costs: list[FileCost], folder: Path) -> dict[str, tuple[float, float]]:
    """Return for each form the memory of a process that reads all its files, one after the other.

    Megabytes before reading, and at most; a reading process of the build is such a process.
    """
    forms: dict[str, list[Path]] = defaultdict(list)
    for one in costs:
        if one.form:
            forms[one.form].append(folder / one.file)
    return {form: _alone(paths)[1:] for form, paths in forms.items()}


def by_form(costs: list[FileCost]) -> dict[str, tuple[int, float, float]]:
    """Return for each form the number of files, of pages, and pages a second."""
    forms: dict[str, list[FileCost]] = defaultdict(list)
    for one in costs:
        if one.form:
            forms[one.form].append(one)
    return {
        form: (len(some), sum(one.pages for one in some),
               1000 * sum(one.pages for one in some) / sum(one.milliseconds for one in some))
        for form, some in sorted(forms.items())
    }  # fmt: skip


def report(
    costs: list[FileCost],
    growth: dict[str, list[tuple[int, float, float]]],
    memory: dict[str, tuple[float, float]],
) -> str:
    """Return all tables in Markdown."""
    lines = [
        "# Reading letters", "",
        f"Made by `python -m benchmarks.reading_cost`. A page of a form without pages is "
        f"{CHARACTERS_A_PAGE} characters. Memory is that of a process that reads all files of the "
        "form, at most, and how much of it came with reading (Linux).", "",
        "| form | files | pages | pages a second | peak MB | of which reading |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| {form} | {files} | {pages:.0f} | {rate:.0f} | {peak:.0f} | {peak - base:.0f} |"
        for form, (files, pages, rate) in by_form(costs).items()
        for base, peak in [memory[form]]
    ]
    lines += ["", "How it grows, one letter repeated (Linux):", ""]
    lines += ["| letter | times | seconds | MB that came with reading |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {times} | {seconds:.2f} | {megabytes:.0f} |"
        for name, steps in growth.items()
        for times, seconds, megabytes in steps
    ]
    lines += ["", "What each file gave:", ""]
    lines += [
        "| file | form | id | pages | ms | paragraphs | notes | rows | references |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.file} | {one.form} | {one.doc_id} | {one.pages:g} | {one.milliseconds:.1f} | "
        f"{one.paragraphs} | {one.notes} | {one.rows} | {one.references} |"
        for one in costs
        if not one.problem
    ]
    left_out = [one for one in costs if one.problem]
    lines += ["", f"Left out ({len(left_out)}), each with its reason:", ""]
    lines += [f"- {one.file}: {one.problem}" for one in left_out]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--letters", type=Path, default=LETTERS)
    given = parser.parse_args()
    costs = [cost_of(path, given.letters) for path in letter_files(given.letters)]
    growth = {}
    for pattern in ("pdf/*.pdf", "html/*.html", "txt_pages/*.txt"):
        longest = max(given.letters.glob(pattern), key=lambda path: path.stat().st_size)
        if "blg-" in longest.name:  # a scan
            longest = given.letters / "pdf" / "bijlage-bnc-fiche-5-mifid.pdf"
        growth[longest.name] = list(growth_of(longest))
    memory = memory_by_form(costs, given.letters)
    text = report(costs, growth, memory)
    (RESULTS / "reading.md").write_text(text, encoding="utf-8")
    described = {"files": [asdict(one) for one in costs], "growth": growth, "memory": memory}
    (RESULTS / "reading.json").write_text(
        json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    sys.stdout.write(text.split("What each file gave")[0])


if __name__ == "__main__":
    main()
