"""The ledger: what letters commit their senders to, by when, and which letter may keep it.

Made of what the index holds of each letter (`qa.letters.commitments` finds it when a letter is
read); reads no files.
"""

from qa.commitments.ledger import (
    STATUSES,
    Entry,
    Ledger,
    Status,
    Wanted,
    make_ledger,
    make_wanted,
)

__all__ = ["STATUSES", "Entry", "Ledger", "Status", "Wanted", "make_ledger", "make_wanted"]
