"""An answer: how it was read, its quotes or why there are none, what may be done with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from qa.answering.refusals import refusal_sentence
from qa.output.pairs import distinct
from qa.records import Answer, Citation, PassedOver
from qa.retrieval.explaining import words_read
from qa.text.folding import fold
from qa.web.asked import Asked
from qa.web.cards.amounts import amounts_table
from qa.web.cards.hits import NEAR, shown_hit
from qa.web.cards.places import day_of, render_card
from qa.web.cards.quotes import quote_card
from qa.web.texts import Texts


def answer_html(
    answer: Answer,
    cited: Sequence[Citation],
    texts: Texts,
    asked: Asked | None = None,
    number: int = 0,
    *,
    summary: bool = False,
    translate: bool = False,
) -> str:
    """Return an answer: its quotes as cards, or the reason and the nearest passages.

    Args:
        answer: The answer.
        cited: The citation of each hit, in the order of ``answer.hits``.
        texts: The reader's language.
        asked: What was asked; the answer's question alone by default.
        number: Tells this answer from the ones before it, also from an equal one.
        summary: Leave a place for a summary, which the script asks for.
        translate: Offer to translate the quotes.
    """
    asked = asked or Asked(answer.question.typed)
    asks = fold(answer.time.words).split() if answer.time else ()
    read = [(word, meant) for word, meant in words_read(answer.hits) if fold(word) not in asks]
    cards = (
        quote_card(i, quote, texts, newest=answer.newest == i - 1, translate=translate)
        for i, quote in enumerate(answer.quotes, 1)
    )
    near = [] if answer.found else distinct(answer.hits)[:NEAR]
    return render_card(
        "answer.html",
        texts,
        answer=answer,
        asked=asked,
        number=number,
        typed=answer.question.typed,
        read=read,
        fill=_in_their_words(answer, read),
        only=_only(answer, texts),
        undated=_undated(answer, asked, texts),
        time=_time(answer, texts),
        summary=summary,
        quotes=Markup("".join(cards)),
        amounts=Markup(amounts_table(answer, texts)),
        why="" if answer.found else refusal_sentence(answer, texts.lang),
        searched=_searched(answer, texts),
        passed_over=[(one, _why_passed_over(one, texts)) for one in answer.passed_over],
        near=[shown_hit(answer.hits[i], cited[i], texts) for i in near],
        noted=_sent(asked.as_json),
    )


def _sent(value: object) -> str:
    """Return what the script sends."""
    return json.dumps(value, ensure_ascii=False)


def _in_their_words(answer: Answer, read: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the words of the question, those of the letters in place of its own."""
    best = {word: meant[0] for word, meant in read}
    return " ".join(best.get(word, word) for word in answer.question.words)


def _only(answer: Answer, texts: Texts) -> str:
    """Say which letters were searched, if a filter chose some; what a time chose is told apart."""
    where = answer.searched.where
    of_time = answer.time is not None and answer.time.kept and not answer.time.newest
    said = [texts.of_dossier.format(dossier) for dossier in where.dossiers]
    said += [*where.doc_ids, *where.kinds]
    said += [texts.of_sender.format(sender) for sender in where.senders]
    ends = ((texts.span_from, where.since), (texts.span_until, where.until))
    said += [form.format(day_of(day, texts)) for form, day in ends if day and not of_time]
    left = texts.count(answer.searched.letters, "letter")
    return f"{texts.only_letters} {'; '.join(said)} ({left})" if said else ""


def _undated(answer: Answer, asked: Asked, texts: Texts) -> str:
    """Return the address that asks letters without a date too, where a period leaves them out.

    "in" if they are searched already.
    """
    where = answer.searched.where
    if not (where.since or where.until) or answer.time:
        return ""
    return "in" if where.undated else replace(asked, undated=True).page(texts.lang)


def _time(answer: Answer, texts: Texts) -> str:
    """Say how a time in the question was read; nothing if there is none."""
    time = answer.time
    if time is None:
        return ""
    if not time.kept:
        return texts.no_letter_of_time.format(time.words)
    if time.newest:
        return texts.asked_newest.format(time.words)
    ends = ((texts.span_from, time.since), (texts.span_until, time.until))
    span = " ".join(form.format(day_of(day, texts)) for form, day in ends if day)
    return texts.asked_time.format(time.words, span)


def _why_passed_over(one: PassedOver, texts: Texts) -> str:
    """Say why a letter was not taken where the newest was asked for."""
    if one.why == "says less":
        if not one.missing:
            return texts.over_less
        return texts.over_lacks.format(", ".join(f"“{word}”" for word in one.missing))
    return texts.over_undated


def _searched(answer: Answer, texts: Texts) -> str:
    """Say how much was searched, of which dates, and how many files could not be read."""
    searched = answer.searched
    letters = texts.count(searched.letters, "letter")
    said = [texts.searched.format(letters, texts.count(searched.paragraphs, "paragraph"))]
    if searched.newest:
        ends = (day_of(searched.oldest, texts), day_of(searched.newest, texts))
        said.append(texts.dates_searched.format(*ends))
    if searched.unread:
        said.append(texts.files_unread.format(searched.unread))
    if searched.older:
        said.append(texts.versions_unsearched.format(searched.older))
    if searched.first_pass:
        said.append(texts.first_pass)
    return " ".join(said)
