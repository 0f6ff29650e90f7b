"""What differs between two generations: letters that one holds and the other does not.

Segments that both have with the same letters deleted are not looked into, so that it costs what
was changed between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.index.content import LetterEntry
from qa.index.parts import Part, Parts


def beyond(these: Sequence[Part], others: Sequence[Part]) -> tuple[str, ...]:
    """Return the ids of letters that can be found in some parts and not in others, in order."""
    known = Parts(others)
    return tuple(
        sorted(
            doc_id
            for part in _only_in(these, others)
            for number, doc_id in enumerate(part.segment.doc_ids)
            if number not in part.gone and not known.has(doc_id)
        )
    )


def differ(these: Sequence[Part], others: Sequence[Part]) -> bool:
    """Tell whether people see other letters, or letters that say something else."""
    return _content(_only_in(these, others)) != _content(_only_in(others, these))


def as_seen(entry: LetterEntry) -> LetterEntry:
    """Return an entry without what says only where its files lie."""
    return replace(entry, path="", fingerprint="", copies=())


def _only_in(these: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    there = {(part.name, part.gone) for part in others}
    return [part for part in these if (part.name, part.gone) not in there]


def _content(parts: Sequence[Part]) -> dict[str, tuple[LetterEntry, bytes]]:
    """Return each letter's entry with the keys of its passages, which their text makes."""
    return {
        entry.doc_id: (
            as_seen(entry),
            part.segment.keys[slice(*part.segment.letter_rows[number : number + 2])].tobytes(),
        )
        for part in parts
        for number, entry in part.segment.table.entries()
        if number not in part.gone
    }
