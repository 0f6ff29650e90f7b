"""How well letters are read: real files against what a careful reader wrote down about them.

    python -m benchmarks.reading [--letters DIR] [--update [--because WHY]]

For each file of ``tests/data/reading/expected.jsonl``: stretches that must stand in the text and
others that must not, counts of paragraphs, notes, pages and rows, headings, questions and answers,
and metadata. Prints a table, and compares with the floors beside the file. Floors only rise:
lowering one needs a reason, which is kept with it. Measures no speed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import LetterError
from qa.letters import read_letter
from qa.records import Letter

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = ROOT / "tests" / "data" / "reading" / "expected.jsonl"
FLOORS = EXPECTED.with_name("floors.json")
LETTERS = ROOT.parent / "shared" / "letters"

COUNTS = ("paragraphs", "footnotes", "marks", "rows", "pages", "headings", "pairs")
FIELDS = (
    "doc_id", "dossiers", "ondernummer", "vergaderjaar", "house", "date", "kind", "senders",
    "receiver", "kenmerk", "subject",
)  # fmt: skip
FIGURES = ("F1", *COUNTS, "metadata")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one file gave: figures from 0 to 1, and a line about each thing that is not right."""

    file: str
    figures: dict[str, float]
    wrong: tuple[str, ...]


def expected_files(path: Path = EXPECTED) -> list[dict[str, Any]]:
    """Return what was written down, one object for each file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def measure(letter: Letter, expected: dict[str, Any]) -> Outcome:
    """Compare a letter as read with what was written down about its file."""
    text = _folded(letter.text)
    missing = [part for part in expected["must"] if _folded(part) not in text]
    extra = [part for part in expected["must_not"] if _folded(part) in text]
    found = len(expected["must"]) - len(missing)
    wrong = [f"missing: {part}" for part in missing] + [f"should not be: {p}" for p in extra]
    figures = {"F1": 2 * found / (2 * found + len(extra) + len(missing)) if found else 0.0}
    for name, got, want in _counts(letter, expected):
        figures[name] = float(got in want)
        if got not in want:
            wrong.append(f"{name}: {got}, not {' or '.join(map(str, want))}")
    fields = list(_fields(letter, expected["metadata"]))
    if fields:
        figures["metadata"] = sum(got == want for _, got, want in fields) / len(fields)
    wrong += [f"{name}: {got!r}, not {want!r}" for name, got, want in fields if got != want]
    return Outcome(expected["file"], figures, tuple(wrong))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _counts(letter: Letter, expected: dict[str, Any]) -> Iterator[tuple[str, Any, list[Any]]]:
    """Give each count with the values that are right."""
    kinds = [unit.kind for unit in letter.units]
    for name, kind in (("paragraphs", "paragraph"), ("rows", "row")):
        if expected[name] is not None:  # of long files not all were counted
            yield name, kinds.count(kind), _allowed(expected, name)
    yield "footnotes", kinds.count("note"), [expected["footnotes"]]
    yield (
        "marks",
        _marks_right(letter, expected["footnote_marks"]),
        [len(expected["footnote_marks"])],
    )
    if expected["pages"] is not None:
        yield "pages", len(letter.pages), [expected["pages"]]
    headings = {_folded(unit.text) for unit in letter.units if unit.kind == "heading"}
    yield (
        "headings",
        sum(_folded(h) in headings for h in expected["headings"]),
        [len(expected["headings"])],
    )
    if expected["pairs"]:
        heads = [unit for unit in letter.units if unit.kind == "heading" and unit.part]
        asked = {n for u in heads if u.part == "question" for n in (u.pair or "").split(", ")}
        answers = sum(unit.part == "answer" for unit in heads)
        want = expected["pairs"]
        yield "pairs", (len(asked), answers), [(want["questions"], want["answers"])]


def _allowed(expected: dict[str, Any], name: str) -> list[int]:
    return [expected[name], *expected.get(f"{name}_or", [])]


def _marks_right(letter: Letter, marks: Sequence[Sequence[Any]]) -> int:
    """Count the marks that stand behind the words that were written down."""
    places = [(mark.note, _folded(letter.text[: mark.offset])[-60:]) for mark in letter.marks]
    printed = {unit.label: unit.printed for unit in letter.units if unit.kind == "note"}
    return sum(
        any(
            printed.get(note) == str(number) and before.endswith(_folded(words)[-15:])
            for note, before in places
        )
        for number, words in marks
    )


def _fields(letter: Letter, known: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Give each field that was written down with its value as read."""
    metadata = letter.metadata
    houses = {"Tweede Kamer": "II", "Eerste Kamer": "I"}
    got: dict[str, Any] = {
        "doc_id": letter.doc_id,
        "dossiers": [dossier.number for dossier in metadata.dossiers],
        "ondernummer": metadata.ondernummer,
        "vergaderjaar": (metadata.vergaderjaar or "").replace("–", "-") or None,
        "house": metadata.house,
        "date": metadata.date.isoformat() if metadata.date else None,
        "kind": metadata.kind,
        "senders": [
            [(s.function or "").casefold(), s.name]
            for s in metadata.senders
            if s.name or len(metadata.senders) == 1
        ],
        "receiver": (metadata.receiver or "").casefold().removeprefix("de ") or None,
        "kenmerk": metadata.kenmerk,
        "subject": metadata.subject,
    }
    for name in FIELDS:
        want = known.get(name)
        if want in (None, []):
            continue
        if name == "house":
            want = houses.get(want, want)
        elif name == "senders":
            want = [[(one["function"] or "").casefold(), one["name"]] for one in want]
        elif name == "receiver":
            want = want.casefold().removeprefix("aan ").removeprefix("de ")
        elif name == "dossiers":
            want = [number.replace(" ", "-") for number in want]
        yield name, got[name], want


def measure_all(letters: Path, expected: Sequence[dict[str, Any]]) -> list[Outcome]:
    """Read each file and compare; a file that cannot be read has figures of 0."""
    outcomes = []
    for one in expected:
        try:
            outcomes.append(measure(read_letter(letters / one["file"], letters), one))
        except LetterError as error:
            outcomes.append(Outcome(one["file"], dict.fromkeys(FIGURES, 0.0), (str(error),)))
    return outcomes


def table(outcomes: Sequence[Outcome]) -> str:
    """Return a Markdown table: a line for each file, and the means."""
    lines = [f"| file | {' | '.join(FIGURES)} |", f"|---{'|---' * len(FIGURES)}|"]
    for one in outcomes:
        cells = [f"{one.figures[name]:.2f}" if name in one.figures else "" for name in FIGURES]
        lines.append(f"| {one.file} | {' | '.join(cells)} |")
    means = [f"{value:.3f}" for value in mean_figures(outcomes).values()]
    return "\n".join([*lines, f"| **mean** | {' | '.join(means)} |"]) + "\n"


def mean_figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the mean of each figure over the files that have it."""
    return {
        name: sum(values) / len(values)
        for name in FIGURES
        if (values := [one.figures[name] for one in outcomes if name in one.figures])
    }


def below_floors(outcomes: Sequence[Outcome], floors: dict[str, Any]) -> list[str]:
    """Name every figure that is below its floor; one that was not measured counts as 0."""
    measured = {one.file: one.figures for one in outcomes}
    return [
        f"{file}: {name} is {value:.3f}, its floor is {floor:.3f}"
        for file, its_floors in floors["files"].items()
        for name, floor in its_floors.items()
        if (value := measured.get(file, {}).get(name, 0.0)) < floor - 1e-9
    ]


def updated_floors(
    outcomes: Sequence[Outcome], floors: dict[str, Any], because: str | None
) -> dict[str, Any]:
    """Return floors raised to the figures; lowered or dropped ones only with a reason.

    Raises:
        ValueError: If a floor would be lowered without a reason.
    """
    lowered = below_floors(outcomes, floors)
    if lowered and not because:
        raise ValueError("--update would lower floors; say why with --because: " + lowered[0])
    reasons = [
        *floors.get("lowered", []),
        *([{"why": because, "what": lowered}] if lowered else []),
    ]
    files = {one.file: one.figures for one in outcomes}
    return {"files": dict(sorted(files.items())), "lowered": reasons}


def read_floors() -> dict[str, Any]:
    """Return the floors; none if the file does not exist."""
    if not FLOORS.exists():
        return {"files": {}}
    floors: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def main() -> int:
    """Measure, print, compare; exit code 1 if a figure is below its floor."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--letters", type=Path, default=LETTERS)
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--because", help="why floors may be lowered")
    given = parser.parse_args()
    outcomes = measure_all(given.letters, expected_files())
    sys.stdout.write(table(outcomes))
    for one in outcomes:
        for line in one.wrong:
            sys.stdout.write(f"{one.file}: {line}\n")
    floors = read_floors()
    if given.update:
        try:
            made = updated_floors(outcomes, floors, given.because)
        except ValueError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        FLOORS.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return 0
    low = below_floors(outcomes, floors)
    for line in low:
        sys.stderr.write(f"{line}\n")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
