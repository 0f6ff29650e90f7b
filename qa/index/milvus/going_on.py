"""What a writer that was ended had written to tables of Milvus, for the next one to go on from.

Its rows hold from a generation on that never became current. Those that were written after it last
kept what it knew are removed, letters that it took out after that are there again, and how often
stems occur is counted from the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from qa.index.milvus.database import FOREVER, Table, in_parts
from qa.index.milvus.rows import Payload

_OF_LETTERS = ("passages", "letters", "files")  # tables whose rows belong to a letter
_AT_A_TIME = 1_000  # rows


class Reached(NamedTuple):
    """How far a writer was: the numbers of the next letter and of the next row that has none of
    its own, and of the letters that it took out."""

    letter: int
    row: int
    gone: Collection[int]


def restore(tables: Mapping[str, Table], generation: int, reached: Reached) -> None:
    """Bring the tables of an epoch to where a writer of a generation last kept what it knew."""
    fresh = f"since == {generation}"
    for name in ("passages", "letters"):
        tables[name].delete(f"{fresh} and letter >= {reached.letter}")
    for name in ("files", "forms"):
        tables[name].delete(f"{fresh} and id >= {reached.row}")
    tables["stems"].delete(fresh)
    for name in (*_OF_LETTERS, "stems"):
        ended = tables[name].every(
            f"until == {generation}", ["letter"] if name in _OF_LETTERS else ["until"]
        )
        again = (row["id"] for row in ended if row.get("letter") not in reached.gone)
        for ids in in_parts(list(again), _AT_A_TIME):
            tables[name].end(ids, FOREVER)


def count_stems(tables: Mapping[str, Table], generation: int) -> Counter[str]:
    """Return in how many more passages each stem occurs by what a writer did."""
    stems = Counter[str]()
    fresh = f"since == {generation} and until > {generation}"
    for row in tables["passages"].every(fresh, ["payload"]):
        stems.update(Payload(row["payload"]).stems.keys())
    for row in tables["passages"].every(
        f"since < {generation} and until == {generation}", ["payload"]
    ):
        stems.subtract(Payload(row["payload"]).stems.keys())
    return stems
