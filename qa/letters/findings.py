"""A value that a letter says of itself, with the place it was found in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of the metadata: its field's name, and where it stands."""

    field: str
    value: object
    where: str
