"""What a letter commits its sender to, and where one says that a promise is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from qa.text.due import Due

CommitmentKind = Literal["inform", "send", "investigate", "act", "money"]
"""Tell parliament something; send or publish a paper; have something examined or evaluated; do
something else; money pledged."""
COMMITMENT_KINDS: tuple[CommitmentKind, ...] = get_args(CommitmentKind)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sentence in which the sender commits himself: ``text`` is ``letter.text[start:end]``.

    ``unit`` is the label of its unit, ``anchor`` the unit's anchor. ``by`` is who it says will do
    it, where that is not the sender ("de Minister van Financiën"). ``due`` is the term it names,
    with offsets in the letter's text. ``amounts`` are those of a pledge of money, as printed.
    """

    start: int
    end: int
    text: str
    unit: str
    anchor: str
    kind: CommitmentKind
    by: str | None = None
    due: Due | None = None
    amounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A sentence, ``letter.text[start:end]``, which says that the letter keeps a promise."""

    start: int
    end: int
    text: str
    unit: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Committed:
    """All that a letter commits to and all that it says it keeps, in reading order."""

    commitments: tuple[Commitment, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any of it."""
        return bool(self.commitments or self.fulfilments)
