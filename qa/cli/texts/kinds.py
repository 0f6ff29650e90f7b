"""The texts of kinds that several commands tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.commitments import Status
    from qa.records import LeftOutKind
    from qa.records.commitments import CommitmentKind
    from qa.text.due import Reason
    from qa.verifying.proof import Verdict

LEFT_OUT: dict[LeftOutKind, str] = {
    "running title": "left-running-title",
    "page number": "left-page-number",
    "margin": "left-margin",
    "hidden": "left-hidden",
    "struck": "left-struck",
    "contents": "left-contents",
    "decoration": "left-decoration",
    "description": "left-description",
    "comment": "left-comment",
    "repeated": "left-repeated",
    "site": "left-site",
    "unreadable": "left-unreadable",
}
"""Why a stretch of a file is not in its text."""

PROVED: dict[Verdict, str] = {
    "verbatim": "proved-verbatim",
    "altered": "proved-altered",
    "moved": "proved-moved",
    "changed": "proved-changed",
    "gone": "proved-gone",
}
"""How a quote stands in its letter."""

COMMITMENTS: dict[CommitmentKind, str] = {
    "inform": "commits-inform",
    "send": "commits-send",
    "investigate": "commits-investigate",
    "act": "commits-act",
    "money": "commits-money",
}
"""What kind of thing is committed to."""

STATUSES: dict[Status, str] = {
    "open": "commitment-open",
    "overdue": "commitment-overdue",
    "perhaps kept": "commitment-perhaps-kept",
}
"""How a commitment stands."""

WITHOUT_DAYS: dict[Reason, str] = {
    "vague": "days-vague",
    "event": "days-event",
    "repeats": "days-repeat",
    "undated": "days-undated",
    "recess": "days-recess",
}
"""Why a term has no days."""
