"""An answer: how it was read, its quotes or why there are none, what may be done with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from qa.answering.refusals import refusal_sentence
from qa.records import Answer, Citation
from qa.retrieval.explaining import words_read
from qa.web.asked import Asked
from qa.web.cards.amounts import amounts_table
from qa.web.cards.hits import NEAR, hit_card
from qa.web.cards.places import LETTER_LANGUAGE, cite_link, day_of
from qa.web.cards.quotes import quote_card
from qa.web.roots import rooted
from qa.web.texts import Texts


def answer_html(
    answer: Answer,
    cited: Sequence[Citation],
    texts: Texts,
    asked: Asked | None = None,
    number: int = 0,
    *,
    summary: bool = False,
) -> str:
    """Return an answer: its quotes as cards, or the reason and the nearest passages.

    Args:
        answer: The answer.
        cited: The citation of each hit, in the order of ``answer.hits``.
        texts: The reader's language.
        asked: What was asked; the answer's question alone by default.
        number: Tells this answer from the ones before it, also from an equal one.
        summary: Leave a place for a summary, which the script asks for.
    """
    asked = asked or Asked(answer.question.typed)
    if answer.found:
        cards = "".join(
            quote_card(i, quote, texts, newest=answer.newest == i - 1)
            for i, quote in enumerate(answer.quotes, 1)
        )
        head = f"<h2>{escape(texts.found.format(texts.count(len(answer.quotes), 'quote')))}</h2>"
        place = _summary_place(asked, texts) if summary else ""
        body = f'{head}{place}<ol class="quotes">{cards}</ol>{amounts_table(answer, texts)}'
    else:
        body = _not_found(answer, cited, texts)
    typed = escape(answer.question.typed)
    return (
        f'<section class="answer" data-answer="{number}" data-found="{str(answer.found).lower()}" '
        f'data-link="{escape(asked.page(texts.lang))}" data-question="{typed}">'
        f'<p class="asked">{typed}</p>{_read(answer, texts)}'
        f"{_filtered(answer, asked, texts)}{_time(answer, texts)}{body}"
        f"{_differences(answer, texts)}{_saving(asked, texts)}{_feedback(asked, texts)}"
        "</section>"
    )


def _summary_place(asked: Asked, texts: Texts) -> str:
    """Return where the script puts a summary by a language model, above the quotes."""
    sent = json.dumps({**asked.as_json, "summary": True}, ensure_ascii=False)
    return (
        f'<section class="summary" hidden data-ask="{escape(rooted("/api/ask"))}" '
        f'data-asked="{escape(sent)}" data-by="{escape(texts.summary_by)}" '
        f'aria-label="{escape(texts.summary)}"><p></p><p class="hint"></p></section>'
    )


def _read(answer: Answer, texts: Texts) -> str:
    """Say how the question was read: in full, and which words of the letters it was found by."""
    lines = ""
    if answer.question.leans:
        said = texts.read_as.format(answer.question.text)
        lines += f'<p class="read">{escape(said)}</p>'
    read = words_read(answer.hits)
    if read:
        pairs = ", ".join(
            f'{escape(word)} → <i lang="{LETTER_LANGUAGE}">{escape(" / ".join(meant))}</i>'
            for word, meant in read
        )
        own = answer.question.words
        best = {word: meant[0] for word, meant in read}
        words = " ".join(best.get(word, word) for word in own)
        lines += (
            f'<p class="read">{escape(texts.words_read)} {pairs} '
            f'<button type="button" data-fill="{escape(words)}">{escape(texts.use_words)}</button>'
            "</p>"
        )
    return lines


def _filtered(answer: Answer, asked: Asked, texts: Texts) -> str:
    """Say which letters were searched, if a filter chose some; what a time chose is told apart."""
    where = answer.searched.where
    of_time = answer.time is not None and answer.time.kept and not answer.time.newest
    said = [texts.of_dossier.format(dossier) for dossier in where.dossiers]
    said += [*where.doc_ids, *where.kinds]
    said += [texts.of_sender.format(sender) for sender in where.senders]
    ends = ((texts.span_from, where.since), (texts.span_until, where.until))
    said += [form.format(day_of(day, texts)) for form, day in ends if day and not of_time]
    if not said:
        return ""
    left = texts.count(answer.searched.letters, "letter")
    only = f"{texts.only_letters} {'; '.join(said)} ({left})"
    return f'<p class="read">{escape(only)}{_undated(answer, asked, texts)}</p>'


def _undated(answer: Answer, asked: Asked, texts: Texts) -> str:
    """Return the way to ask letters without a date too, where a period leaves them out."""
    where = answer.searched.where
    if not (where.since or where.until) or answer.time:
        return ""
    if where.undated:
        return f"; {escape(texts.undated_too)}"
    link = replace(asked, undated=True).page(texts.lang)
    return f' · <a href="{escape(link)}">{escape(texts.undated_too)}</a>'


def _time(answer: Answer, texts: Texts) -> str:
    """Say how a time in the question was read; nothing if there is none."""
    time = answer.time
    if time is None:
        return ""
    if not time.kept:
        said = texts.no_letter_of_time.format(time.words)
    elif time.newest:
        said = texts.asked_newest.format(time.words)
    else:
        ends = ((texts.span_from, time.since), (texts.span_until, time.until))
        span = " ".join(form.format(day_of(day, texts)) for form, day in ends if day)
        said = texts.asked_time.format(time.words, span)
    return f'<p class="time">{escape(said)}</p>'


def _differences(answer: Answer, texts: Texts) -> str:
    """Return where letters name another amount, date or number, each with its place."""
    items = []
    for one in answer.differences:
        sides = "; ".join(
            f'<span lang="{LETTER_LANGUAGE}">{escape(side.says)}</span> '
            f"({escape(day_of(side.citation.date, texts))}, {cite_link(side.citation, texts)})"
            for side in one.sides
        )
        items.append(f"<li>{escape(texts.differs[one.kind])}: {sides}</li>")
    return f'<ul class="differences">{"".join(items)}</ul>' if items else ""


def _saving(asked: Asked, texts: Texts) -> str:
    """Return the links that save an answer, to read and to check, and the link to the question."""
    path = rooted("/save/answer")
    links = " ".join(
        f'<a href="{escape(asked.address(f"{path}.{ending}", lang=texts.lang))}" download>'
        f"{escape(name)}</a>"
        for ending, name in (
            ("html", texts.save_page),
            ("json", texts.save_json),
            ("csv", "CSV"),
            ("xlsx", "Excel"),
        )
    )
    copy = (
        f'<button type="button" data-copy-link data-said="{escape(texts.link_copied)}" '
        f'data-failed="{escape(texts.not_copied)}">{escape(texts.copy_link)}</button>'
    )
    timeline = asked.address(rooted("/t"), lang=texts.lang)
    return (
        f'<p class="save"><span class="label">{escape(texts.save)}</span> {links} {copy} '
        f'<a href="{escape(timeline)}" target="letter">{escape(texts.over_time)}</a></p>'
    )


def _feedback(asked: Asked, texts: Texts) -> str:
    """Return the form that notes a wrong answer; the script sends it."""
    sent = json.dumps(asked.as_json, ensure_ascii=False)
    return (
        f'<details class="wrong-answer"><summary>{escape(texts.wrong_answer)}</summary>'
        f'<form data-feedback="{escape(rooted("/api/feedback"))}" data-asked="{escape(sent)}" '
        f'data-said="{escape(texts.noted)}"><p class="hint">{escape(texts.wrong_explained)}</p>'
        f'<label>{escape(texts.right_letter)} <input name="doc_id" '
        f'maxlength="300"></label> <label>{escape(texts.right_paragraph)} '
        '<input name="unit" size="5" maxlength="20"></label> '
        f'<label><input type="checkbox" name="nowhere"> {escape(texts.right_nowhere)}</label> '
        f'<label>{escape(texts.wrong_note)} <input name="note" maxlength="2000"></label> '
        f'<button type="submit">{escape(texts.send)}</button>'
        '<p class="noted" role="status"></p></form></details>'
    )


def _not_found(answer: Answer, cited: Sequence[Citation], texts: Texts) -> str:
    near = "".join(
        hit_card(hit, citation, texts)
        for hit, citation in zip(answer.hits[:NEAR], cited, strict=False)
    )
    nearest = (
        f'<section class="near"><h3>{escape(texts.near)}</h3>'
        f'<p class="hint">{escape(texts.near_explained)}</p><ol class="hits">{near}</ol></section>'
        if near
        else f'<p class="hint">{escape(texts.nothing_near)}</p>'
    )
    why = refusal_sentence(answer, texts.lang)
    return (
        f'<h2>{escape(texts.not_found)}</h2><p class="reason">{escape(why)}</p>'
        f"{_searched(answer, texts)}{nearest}"
    )


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
    return f'<p class="hint searched">{escape(" ".join(said))}</p>'
