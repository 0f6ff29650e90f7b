"""What a saved object says, compared field by field with what it should say.

Knows no field by name but those it is told to leave: one that is added later is compared by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

_PLACES = re.compile(r"\[\d+\]")
_NOTHING: tuple[Any, ...] = (None, "", [], {})

Outcome = Literal["differs", "missing", "unknown", "unchecked"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Names of fields that differ, are not there, are not known, and could not be checked."""

    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def compare(said: Any, given: Any, left: Collection[str] = ()) -> Compared:
    """Compare an object with what it should be.

    Args:
        said: As saved.
        given: As it should be.
        left: Fields that nothing here can tell, with their parents and without the places in lists
            ("hits.score"); they are named if they say anything that ``given`` does not.

    Example:
        >>> compare({"a": 1, "b": [{"c": 2}], "d": 0}, {"a": 1, "b": [{"c": 3}], "e": 0})
        Compared(differs=('b',), missing=('e',), unknown=('d',), unchecked=())
    """
    found: dict[Outcome, dict[str, None]] = {
        "differs": {}, "missing": {}, "unknown": {}, "unchecked": {}
    }  # fmt: skip
    made = json.loads(json.dumps(given))  # tuples become lists, as they did in what was saved
    for outcome, path in _outcomes(said, made, "", left):
        found[outcome][_name(path, outcome)] = None
    return Compared(*(tuple(found[outcome]) for outcome in found))


def _outcomes(
    said: Any, given: Any, path: str, left: Collection[str]
) -> Iterator[tuple[Outcome, str]]:
    if _PLACES.sub("", path) in left:
        if said not in _NOTHING and (given is None or not _same(said, given)):
            yield "unchecked", path
    elif isinstance(said, dict) and isinstance(given, dict):
        for name in dict.fromkeys([*given, *said]):
            inner = f"{path}.{name}" if path else name
            if name not in said:
                yield "missing", inner
            elif name not in given:
                yield "unknown", inner
            else:
                yield from _outcomes(said[name], given[name], inner, left)
    elif isinstance(said, list) and isinstance(given, list) and len(said) == len(given):
        for at, (one, other) in enumerate(zip(said, given, strict=True)):
            yield from _outcomes(one, other, f"{path}[{at}]", left)
    elif not _same(said, given):
        yield "differs", path


def _same(said: Any, given: Any) -> bool:
    """Tell whether two values are one; a truth value is no number."""
    return isinstance(said, bool) == isinstance(given, bool) and bool(said == given)


def _name(path: str, outcome: Outcome) -> str:
    """Name a field for people: one of the citation by itself, one within another by that."""
    short = path.removeprefix("citation.")
    if outcome == "differs":
        return re.split(r"[.\[]", short)[0]
    return _PLACES.sub("", short) if outcome == "unchecked" else short
