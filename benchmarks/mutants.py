"""What the last run of ``make mutants`` left alive: `results/mutants.md`.

    python -m benchmarks.mutants

A mutant is the program with one expression changed (mutmut); it is killed if a test fails. Those
that live are listed with the reason in ``mutants.toml``, where one is known: most change nothing
that can be seen. A reason belongs to a function and its changed line, not to mutmut's number, which
changes with the code.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
MUTANTS = HERE.parent / "mutants"
RESULT = HERE / "results" / "mutants.md"
REASONS = HERE / "mutants.toml"
STATES = {0: "alive", 1: "killed", 3: "killed", 33: "no test"}
"""By pytest's exit status, and mutmut's for a function that no test calls; others ran too long."""


class Mutant(NamedTuple):
    """A mutant by its name, such as ``qa.answering.lists.x_whole_list__mutmut_3``, and its end."""

    name: str
    state: str

    @property
    def module(self) -> str:
        """The module it is a change of."""
        return re.split(r"\.x[_ǁ]", self.name)[0]

    @property
    def function(self) -> str:
        """The function or method it is a change of; mutmut parts a class from its method by ǁ."""
        changed = self.name.split("__mutmut_")[0]
        return re.sub(r"\.x[_ǁ]", ".", changed).replace("ǁ", ".")


def mutants() -> Iterator[Mutant]:
    """Yield all mutants, by module."""
    for path in sorted(MUTANTS.rglob("*.py.meta")):
        ends = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, end in ends.items():  # of another end: too slow, or broken at once
            yield Mutant(name, "not tried" if end is None else STATES.get(end, "killed"))


def changed_lines(name: str) -> tuple[str, str]:
    """Return the line that was and the line that is, without the space around them."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lines = get_diff_for_mutant(name).splitlines()
    was = [line[1:].strip() for line in lines if line[:1] == "-" and line[:3] != "---"]
    now = [line[1:].strip() for line in lines if line[:1] == "+" and line[:3] != "+++"]
    return " ".join(was), " ".join(now)


def notes() -> tuple[str, dict[tuple[str, str], str]]:
    """Return what is to be known of the run, and the reason of each function and changed line."""
    known = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    of_alive = {(one["function"], one["now"]): one["reason"] for one in known["alive"]}
    return known.get("about", ""), of_alive


def table(found: list[Mutant]) -> Iterator[str]:
    """Yield the lines of a table of what was killed, by module."""
    yield "| module | mutants | killed | share |"
    yield "|---|---|---|---|"
    total, killed = Counter[str](), Counter[str]()
    for mutant in found:
        for name in (mutant.module, "all"):
            total[name] += 1
            killed[name] += mutant.state == "killed"
    for name, count in sorted(total.items(), key=lambda one: (one[0] == "all", one[0])):
        yield f"| {name} | {count} | {killed[name]} | {killed[name] / count:.2f} |"


def alive(found: list[Mutant]) -> Iterator[str]:
    """Yield a line for each mutant that lives, with the reason."""
    known = notes()[1]
    for mutant in found:
        if mutant.state != "killed":
            was, now = changed_lines(mutant.name)
            reason = known.get((mutant.function, now), "no test notices; none written yet")
            yield f"- `{mutant.function}`: `{was}` as `{now}`: {reason}"


def main() -> None:
    """Write the table and the list."""
    every = list(mutants())
    found = [mutant for mutant in every if mutant.state != "not tried"]
    if not found:
        sys.exit(f"{MUTANTS}: nothing was tried; run make mutants")
    tried = f"{len(found)} of {len(every)} were tried. {notes()[0]}".rstrip()
    lines = ["# Mutants", "", tried, "", *table(found), "", "Alive:", "", *alive(found)]
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
