"""What an update of the index did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qa.index import Writer
from qa.index.left_out import left_out_of
from qa.indexing.changes import Changes
from qa.indexing.update import NOT_READ, Done
from qa.records import LeftOutKind


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an update of the index did; letters by id.

    ``moved`` are letters whose file only changed its place. ``problems`` are sentences about all
    files that are left out or were not read, ``not_read`` those of them about files that were not
    read for a reason that is not theirs: their letters stay as they were, and the next update tries
    again. ``notices`` are sentences about files that were read this time; ``left_out`` counts
    stretches of these files that are in no text, by `qa.records.LeftOutKind`. ``rebuilt`` says that
    all letters were taken in anew, by wish or because the encoder, the chunker or the reader is
    another one. ``gone_on`` is how many letters an update had taken in that was ended, and from
    which this one went on.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    unchanged: int
    problems: tuple[str, ...]
    notices: tuple[str, ...]
    letters: int
    paragraphs: int
    chunks: int
    embedded: int
    generation: int
    rebuilt: bool = False
    left_out: dict[LeftOutKind, int] = field(default_factory=dict)
    not_read: tuple[str, ...] = ()
    gone_on: int = 0

    @property
    def up_to_date(self) -> bool:
        """Whether there was nothing to do, and nothing is left to do."""
        done = self.added or self.changed or self.removed or self.moved or self.rebuilt
        return not (done or self.not_read)


def report_of(
    done: Done,
    changes: Changes,
    published: dict[str, Any],
    writer: Writer,
    rebuilt: bool,
) -> BuildReport:
    """Return what an update did.

    Args:
        done: What it touched.
        changes: What differed between the corpus and the index.
        published: The generation as it stands now.
        writer: Of that generation.
        rebuilt: Whether all letters were taken in anew.
    """
    touched = done.touched
    if rebuilt:
        touched |= writer.old.entries().keys()
    before = {doc_id: entry.fingerprint for doc_id in touched
              if (entry := writer.old.entry(doc_id))}  # fmt: skip
    now = {doc_id: entry.fingerprint for doc_id in touched
           if (entry := writer.known.entry(doc_id))}  # fmt: skip
    moved, former = _moved(changes, writer)
    added = now.keys() - before.keys() - moved
    changed = {doc_id for doc_id in now.keys() & before.keys() if now[doc_id] != before[doc_id]}
    changed -= moved
    counts, left_out = published["counts"], left_out_of(published)
    return BuildReport(
        added=tuple(sorted(added)),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(before.keys() - now.keys() - former)),
        moved=tuple(sorted(moved)),
        unchanged=counts["letters"] - len(added) - len(changed) - len(moved),
        problems=tuple(one["problem"] for one in left_out),
        notices=tuple(done.notices),
        not_read=tuple(one["problem"] for one in left_out if one["fingerprint"] == NOT_READ),
        left_out=dict(done.left_out.most_common()),
        letters=counts["letters"],
        paragraphs=counts["paragraphs"],
        chunks=counts["chunks"],
        embedded=done.embedded,
        generation=published["generation"],
        rebuilt=rebuilt,
    )


def _moved(changes: Changes, writer: Writer) -> tuple[set[str], set[str]]:
    """Return the letters of which only the file's place changed, and the ids they had before."""
    now = writer.known.files_where("path", list(changes.moved))
    before = writer.old.files_where("path", list(changes.moved.values()))
    moved, former = set(), set()
    for name, old in changes.moved.items():
        if name in now and old in before:
            letter = writer.known.letter(now[name].doc_id)
            earlier = writer.old.letter(before[old].doc_id)
            if letter and earlier and letter.version == earlier.version:
                moved.add(letter.doc_id)
                former.add(earlier.doc_id)
    return moved, former - moved
