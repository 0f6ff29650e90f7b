"""Who is behind the request that is being answered, for whatever answers it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from starlette.exceptions import HTTPException

from qa.messages import Message

Role = Literal["reader", "editor"]
"""Readers ask and read; editors also upload, delete and update."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person or program: ``name`` if they signed in, ``address`` of their machine.

    ``here`` says that they signed in at this server, where they can sign out too; ``stamp`` is
    another one when their password or role changes.
    """

    name: str = ""
    role: Role = "reader"
    address: str = ""
    here: bool = False
    stamp: str = ""

    @property
    def key(self) -> str:
        """What their questions are counted by."""
        return self.name or self.address


_current: ContextVar[Visitor] = ContextVar("visitor")

NOBODY = Visitor(role="reader")
"""Outside a request nobody is known, and so nobody may change anything."""


def current() -> Visitor:
    """Return who is behind the request."""
    return _current.get(NOBODY)


def set_current(visitor: Visitor) -> None:
    """Set who is behind the request, for what this task and its threads do."""
    _current.set(visitor)


def may_edit() -> bool:
    """Say whether who is behind the request may change letters and index."""
    return current().role == "editor"


def must_edit() -> None:
    """Turn away who may not change letters and index."""
    if not may_edit():
        raise HTTPException(403, Message("only-editors"))
