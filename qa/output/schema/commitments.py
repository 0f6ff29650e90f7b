"""Commitments as JSON: each verbatim, with who, what, by when, and what perhaps keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Self

from pydantic import Field

from qa.citations.citing import cite
from qa.commitments import Entry, Status
from qa.output.schema.answers import AmountModel, CitationModel
from qa.output.schema.base import Model, Schema1
from qa.records import Letter
from qa.records.commitments import CommitmentKind
from qa.text.amounts import find_amounts
from qa.text.due import Due


class DueModel(Model):
    """The term of a commitment, and the days that it comes to."""

    text: str = Field(description="as it is written")
    start: int = Field(description="where it begins in the letter's regular text")
    end: int = Field(description="where it ends")
    first: str | None = Field(description="the first day on which it is due, ISO; null if open")
    last: str | None = Field(description="the last day, ISO; null if open")
    reason: Literal["vague", "event", "repeats", "undated", "recess"] | None = Field(
        description="why it has no days: the words tell none; it hangs on an event; it repeats; "
        "the letter has no date; the dates of that recess are not known"
    )

    @classmethod
    def of(cls, due: Due) -> Self:
        """Return a term."""
        first, last = (day.isoformat() if day else None for day in (due.first, due.last))
        return cls(
            text=due.text, start=due.start, end=due.end, first=first, last=last, reason=due.reason
        )


class KeptModel(Model):
    """A sentence of a later letter that perhaps keeps the commitment; nobody has checked it."""

    text: str = Field(description="its words, verbatim")
    why: Literal["names the letter", "names its date", "same dossier"] = Field(
        description="what ties it to the commitment, besides the words they share"
    )
    citation: CitationModel = Field(description="where it stands")


class CommitmentModel(Model):
    """A sentence in which the sender of a letter commits himself."""

    text: str = Field(description="its words, verbatim")
    kind: CommitmentKind = Field(
        description="inform parliament; send or publish something; investigate or evaluate; act "
        "otherwise; money pledged"
    )
    status: Status = Field(
        description="as the letters show: open; overdue if its term is over; perhaps kept if a "
        "later letter speaks of it"
    )
    who: list[str] = Field(description="who is to do it: who signed, or whom the sentence names")
    to: str | None = Field(description="to whom the letter was sent")
    due: DueModel | None = Field(description="by when; null if the sentence names no term")
    amounts: list[AmountModel] = Field(description="money that is pledged")
    perhaps_kept_by: KeptModel | None = Field(description="what a later letter says of it")
    subject: str | None = Field(description="what the letter is about")
    dossiers: list[str] = Field(description="numbers of the letter's dossiers")
    citation: CitationModel = Field(description="where it stands")

    @classmethod
    def of(cls, entry: Entry, letter_of: Callable[[str], Letter]) -> Self:
        """Return an entry of the ledger, with its place in the letter that ``letter_of`` gives."""
        one, letter = entry.commitment, letter_of(entry.letter.doc_id)
        amounts = find_amounts(one.text) if one.amounts else []
        return cls(
            text=one.text,
            kind=one.kind,
            status=entry.status,
            who=[one.by] if one.by else list(entry.letter.senders),
            to=letter.metadata.receiver,
            due=DueModel.of(one.due) if one.due else None,
            amounts=[AmountModel.model_validate(amount) for amount in amounts],
            perhaps_kept_by=_kept(entry, letter_of),
            subject=entry.letter.subject,
            dossiers=list(entry.letter.dossiers),
            citation=CitationModel.model_validate(cite(letter, one.start, one.end)),
        )


def _kept(entry: Entry, letter_of: Callable[[str], Letter]) -> KeptModel | None:
    kept = entry.kept
    if kept is None:
        return None
    place = cite(letter_of(kept.doc_id), kept.start, kept.end)
    return KeptModel(text=kept.text, why=kept.why, citation=CitationModel.model_validate(place))


class LedgerModel(Schema1):
    """A page of the commitments."""

    index: str = Field(description="name of the index")
    today: str = Field(description="the day on which terms are over or not, ISO")
    total: int = Field(description="how many commitments fit")
    offset: int = Field(description="how many of them stand before this page")
    limit: int = Field(description="how many a page has at most")
    commitments: list[CommitmentModel] = Field(description="those of this page, as sorted")
