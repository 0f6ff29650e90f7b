"""What an update of the index did."""

from __future__ import annotations

from dataclasses import dataclass, field

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
