"""What is new on a question, on letters or on commitments that somebody follows.

New is what a letter says that came, or changed, since one looked: never what only ranks otherwise.
A question is asked of each of the new letters that speak to it, alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from qa.assistant.opened import Answering
from qa.citations.citing import cite
from qa.commitments import Wanted
from qa.index import LetterEntry
from qa.index.arrivals import Arrivals
from qa.output.schema.answers import CitationModel
from qa.output.schema.following import AllNewsModel, FollowedModel, NewsItemModel, NewsModel
from qa.records import Letter

MOST_ASKED = 10
"""New letters that a followed question is asked of, those that speak to it most."""

MOST_TOLD = 50
"""Items that are told of one thing."""


def moment_now() -> str:
    """Return this moment, ISO in UTC, as arrivals are recorded."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def all_news(assistant: Answering, followed: Sequence[FollowedModel]) -> AllNewsModel:
    """Return what is new on everything that is followed, each since one looked at it last."""
    now = moment_now()
    return AllNewsModel(
        index=assistant.searched.index,
        now=now,
        news=[news_of(assistant, one, one.looked, now) for one in followed],
    )


def news_of(
    assistant: Answering, followed: FollowedModel, since: str, until: str = "9999"
) -> NewsModel:
    """Return what is new on something: of letters that came after a moment, up to another."""
    came = Arrivals(assistant.settings.index).since(since, until)
    new = {
        entry.doc_id: (entry, came[entry.doc_id, entry.version])
        for entry in assistant.letters_where(followed.where)
        if (entry.doc_id, entry.version) in came
    }
    told = _TOLD[followed.kind](assistant, followed, new)
    items = sorted(told, key=lambda one: (one.came, one.date or "", one.doc_id), reverse=True)
    more = max(0, len(items) - MOST_TOLD)
    return NewsModel(followed=followed, items=items[:MOST_TOLD], more=more)


_New = Mapping[str, tuple[LetterEntry, str]]


def _letters(assistant: Answering, followed: FollowedModel, new: _New) -> Iterator[NewsItemModel]:
    newest = sorted(new.values(), key=lambda one: (one[1], one[0].date or ""), reverse=True)
    for number, (entry, came) in enumerate(newest):
        if number < MOST_TOLD:
            letter = assistant.letter(entry.doc_id)
            first = letter.paragraphs[0] if letter.paragraphs else letter.units[0]
            yield _item(letter, came, None, first.start, first.end)


def _answers(assistant: Answering, followed: FollowedModel, new: _New) -> Iterator[NewsItemModel]:
    if not new:
        return
    where = replace(followed.where, doc_ids=tuple(sorted(new)))
    moments = assistant.timeline(followed.question, where).moments
    speaking = list(dict.fromkeys(moment.citation.doc_id for moment in moments))
    for doc_id in speaking[-MOST_ASKED:]:  # they stand oldest first
        only = replace(where, doc_ids=(doc_id,))
        answer = assistant.ask(followed.question, only, any_time=True)
        if answer.found:
            place = answer.quotes[0].citation
            letter = assistant.letter(doc_id)
            yield _item(letter, new[doc_id][1], answer.quotes[0].text, place.start, place.end)


def _promises(assistant: Answering, followed: FollowedModel, new: _New) -> Iterator[NewsItemModel]:
    wanted = Wanted(where=followed.where, words=followed.question)
    for entry in assistant.ledger().chosen(wanted, new):
        one, (_, came) = entry.commitment, new[entry.letter.doc_id]
        yield _item(assistant.letter(entry.letter.doc_id), came, one.text, one.start, one.end)


_TOLD = {"letters": _letters, "question": _answers, "commitments": _promises}


def _item(letter: Letter, came: str, text: str | None, start: int, end: int) -> NewsItemModel:
    sent = letter.metadata.date
    return NewsItemModel(
        doc_id=letter.doc_id,
        title=letter.own_title or letter.doc_id,
        date=sent.isoformat() if sent else None,
        came=came,
        text=text,
        citation=CitationModel.model_validate(cite(letter, start, end)),
    )
