"""An answer as HTML for the page: quotes as cards, or the reason and what comes near.

Pure functions from records to strings. Every piece of text that is not ours goes through
``html.escape``; nothing is read as HTML, Markdown or template.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from qa.amounts import Amount, total
from qa.citation_formats import FORMATS
from qa.citations import cite, page_range
from qa.explaining import words_read
from qa.lexical import content_words
from qa.question import asked_for
from qa.records import Answer, Citation, ContextSpan, Hit, Letter, Quote
from qa.refusals import refusal_sentence
from qa.web.asked import Asked
from qa.web.links import citation_link, letter_link
from qa.web.roots import rooted
from qa.web.texts import Texts

NEAR = 3
"""Passages shown under "not found" before the rest is folded away."""

_LETTER_LANGUAGE = "nl"


def answer_html(
    answer: Answer,
    cited: Sequence[Citation],
    texts: Texts,
    asked: Asked | None = None,
    number: int = 0,
) -> str:
    """Return an answer: its quotes as cards, or the reason and the nearest passages.

    Args:
        answer: The answer.
        cited: The citation of each hit, in the order of ``answer.hits``.
        texts: The reader's language.
        asked: What was asked; the answer's question alone by default.
        number: Tells this answer from the ones before it, also from an equal one.
    """
    asked = asked or Asked(answer.question)
    if answer.found:
        cards = "".join(
            _quote_card(i, quote, texts, newest=answer.newest == i - 1)
            for i, quote in enumerate(answer.quotes, 1)
        )
        head = f"<h2>{escape(texts.found.format(texts.count(len(answer.quotes), 'quote')))}</h2>"
        body = f'{head}<ol class="quotes">{cards}</ol>{_amounts(answer, texts)}'
    else:
        body = _not_found(answer, cited, texts)
    return (
        f'<section class="answer" data-answer="{number}" data-found="{str(answer.found).lower()}" '
        f'data-link="{escape(asked.page(texts.lang))}" data-question="{escape(answer.question)}">'
        f'<p class="asked">{escape(answer.question)}</p>{_read(answer, texts)}'
        f"{_filtered(answer, texts)}{_time(answer, texts)}{body}"
        f"{_differences(answer, texts)}{_saving(asked, texts)}{_feedback(answer, asked, texts)}"
        "</section>"
    )


def _read(answer: Answer, texts: Texts) -> str:
    """Say how the question was read: in full, and which words of the letters it was found by."""
    lines = ""
    if answer.understood:
        said = texts.read_as.format(answer.understood)
        lines += f'<p class="read">{escape(said)}</p>'
    read = words_read(answer.hits)
    if read:
        pairs = ", ".join(
            f'{escape(word)} → <i lang="{_LETTER_LANGUAGE}">{escape(" / ".join(meant))}</i>'
            for word, meant in read
        )
        own = content_words(answer.understood or answer.question)
        best = {word: meant[0] for word, meant in read}
        words = " ".join(best.get(word, word) for word in own)
        lines += (
            f'<p class="read">{escape(texts.words_read)} {pairs} '
            f'<button type="button" data-fill="{escape(words)}">{escape(texts.use_words)}</button>'
            "</p>"
        )
    return lines


def _filtered(answer: Answer, texts: Texts) -> str:
    """Say which letters were searched, if a filter chose some; what a time chose is told apart."""
    where = answer.searched.where
    of_time = answer.time is not None and answer.time.kept and not answer.time.newest
    said = [texts.of_dossier.format(dossier) for dossier in where.dossiers]
    said += [*where.doc_ids, *where.kinds]
    said += [texts.of_sender.format(sender) for sender in where.senders]
    ends = ((texts.span_from, where.since), (texts.span_until, where.until))
    said += [form.format(_day(day, texts)) for form, day in ends if day and not of_time]
    if not said:
        return ""
    left = texts.count(answer.searched.letters, "letter")
    only = f"{texts.only_letters} {'; '.join(said)} ({left})"
    return f'<p class="read">{escape(only)}</p>'


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
        span = " ".join(form.format(_day(day, texts)) for form, day in ends if day)
        said = texts.asked_time.format(time.words, span)
    return f'<p class="time">{escape(said)}</p>'


def _day(iso: str | None, texts: Texts) -> str:
    return texts.day(date.fromisoformat(iso)) if iso else texts.no_date


def _differences(answer: Answer, texts: Texts) -> str:
    """Return where letters name another amount, date or number, each with its place."""
    items = []
    for one in answer.differences:
        sides = "; ".join(
            f'<span lang="{_LETTER_LANGUAGE}">{escape(side.says)}</span> '
            f"({escape(_day(side.citation.date, texts))}, {_cite_link(side.citation, texts)})"
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


def _feedback(answer: Answer, asked: Asked, texts: Texts) -> str:
    """Return the form that notes a wrong answer; the script sends it."""
    doc_id = answer.quotes[0].citation.doc_id if answer.quotes else ""
    sent = json.dumps(asked.as_json, ensure_ascii=False)
    return (
        f'<details class="wrong-answer"><summary>{escape(texts.wrong_answer)}</summary>'
        f'<form data-feedback="{escape(rooted("/api/feedback"))}" data-asked="{escape(sent)}" '
        f'data-said="{escape(texts.noted)}"><p class="hint">{escape(texts.wrong_explained)}</p>'
        f'<label>{escape(texts.right_letter)} <input name="doc_id" value="{escape(doc_id)}" '
        f'maxlength="300"></label> <label>{escape(texts.right_paragraph)} '
        '<input name="unit" size="5" maxlength="20"></label> '
        f'<label><input type="checkbox" name="nowhere"> {escape(texts.right_nowhere)}</label> '
        f'<label>{escape(texts.wrong_note)} <input name="note" maxlength="2000"></label> '
        f'<button type="submit">{escape(texts.send)}</button>'
        '<p class="noted" role="status"></p></form></details>'
    )


def other_hits(answer: Answer) -> list[int]:
    """Return the positions of the hits that the answer does not show already."""
    if not answer.found:
        return list(range(len(answer.hits)))[NEAR:]
    return [
        i
        for i, hit in enumerate(answer.hits)
        if not any(_holds(hit, quote.citation) for quote in answer.quotes)
    ]


def hits_html(answer: Answer, cited: Sequence[Citation], texts: Texts) -> str:
    """Return the hits that the answer does not show already, with their scores."""
    cards = (_hit_card(answer.hits[i], cited[i], texts) for i in other_hits(answer))
    return f'<ol class="hits">{"".join(cards)}</ol>'


def cite_hits(hits: Iterable[Hit], letters: dict[str, Letter]) -> list[Citation]:
    """Cite each hit, from the letters by doc_id."""
    return [cite(letters[hit.chunk.doc_id], hit.chunk.start, hit.chunk.end) for hit in hits]


def place(citation: Citation, texts: Texts) -> str:
    """Say in words where a quote stands: "paragraph 11, pages 3-4"."""
    return place_of_hit(
        () if citation.paragraph is None else (citation.paragraph,), citation, texts
    )


def place_of_hit(paragraphs: tuple[int, ...], citation: Citation, texts: Texts) -> str:
    """Say in words where a passage stands that may hold several paragraphs: "paragraphs 2-3"."""
    units = _numbered(texts.paragraph_one, texts.paragraph_many, paragraphs)
    pages = _numbered(texts.page_one, texts.page_many, citation.pages)
    parts = (units or _other_unit(citation.unit, texts), pages)
    return ", ".join(part for part in parts if part)


def _numbered(one: str, many: str, numbers: tuple[int, ...]) -> str:
    """Write "page 3" or "pages 3-4"; nothing if there is no number."""
    return f"{one if len(numbers) == 1 else many} {page_range(numbers)}" if numbers else ""


def _other_unit(label: str, texts: Texts) -> str:
    """Name a unit that is not a paragraph by its label: ``n1`` is "note 1"."""
    names = {
        "h": texts.heading,
        "n": texts.note.format(label[1:]),
        "s": texts.signature,
        "l": texts.letterhead,
        "r": texts.row,
    }
    return names.get(label[:1], label)


def _quote_card(number: int, quote: Quote, texts: Texts, newest: bool) -> str:
    return (
        f'<li class="card"><article>{_context(quote.context, texts)}'
        f'<blockquote lang="{_LETTER_LANGUAGE}"><p>{escape(quote.text)}</p></blockquote>'
        f"{_citation(quote.citation, texts, number, newest)}{_also(quote, texts)}"
        f"{_verdict(quote, texts)}{_terms(quote, texts)}{_tools(quote, texts)}</article></li>"
    )


def _also(quote: Quote, texts: Texts) -> str:
    """Return the other letters that say the same."""
    links = ", ".join(_cite_link(citation, texts) for citation in quote.also)
    return f'<p class="also">{escape(texts.also)} {links}</p>' if links else ""


def _terms(quote: Quote, texts: Texts) -> str:
    """Return what the abbreviations of a quote mean, each with a link to where that is said."""
    terms = "; ".join(
        f'<a href="{escape(_link(place, texts))}" '
        f'target="letter" lang="{_LETTER_LANGUAGE}">{escape(term.short)}: {escape(term.long)}</a>'
        for term in quote.terms
        for place in (term.citation,)
    )
    return f'<p class="terms">{escape(texts.terms)} {terms}</p>' if terms else ""


def _verdict(quote: Quote, texts: Texts) -> str:
    """Return what the second look warns of; nothing for a plain statement that lacks nothing."""
    look = quote.second_look
    said = [texts.verdicts[look.verdict]] if look.verdict in texts.verdicts else []
    if look.lacks:
        said.append(texts.lacks.format(", ".join(look.lacks)))
    return f'<p class="verdict">{escape("; ".join(said))}</p>' if said else ""


def _amounts(answer: Answer, texts: Texts) -> str:
    """Return the amounts of the quotes as a table, and their sum if they may be added up."""
    rows = [
        (number, amount)
        for number, quote in enumerate(answer.quotes, start=1)
        for amount in quote.amounts
    ]
    if not rows or asked_for(answer.question) != "amount":
        return ""
    cells = "".join(
        f'<tr><td lang="{_LETTER_LANGUAGE}">{escape(amount.text)}</td>'
        f"<td>{escape(_normalised(amount, texts))}</td>"
        f"<td>{number}</td></tr>"
        for number, amount in rows
    )
    heads = "".join(
        f'<th scope="col">{escape(head)}</th>'
        for head in (texts.as_written, texts.amount, texts.where)
    )
    first = answer.quotes[0].amounts
    added = total(first) if len(first) > 1 else None
    foot = ""
    if added and added.value is not None:
        sum_of = texts.sum_of.format(len(first), 1)
        written = f"{texts.number(added.value)} {added.currency}"
        foot = (
            f'<tfoot><tr><th scope="row">{escape(sum_of)}</th>'
            f"<td>{escape(written)}</td><td></td></tr></tfoot>"
        )
    return (
        f'<details class="amounts" open><summary>{escape(texts.amounts)}</summary>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody>{foot}</table></details>"
    )


def _normalised(amount: Amount, texts: Texts) -> str:
    """Write an amount in whole units of its currency, or why that cannot be done."""
    per = f" {amount.per}" if amount.per else ""
    limit = f"{texts.limits[amount.limit]} " if amount.limit else ""
    if amount.value is not None:
        return f"{limit}{texts.number(amount.value)} {amount.currency}{per}"
    if amount.low is not None and amount.high is not None:
        both = f"{texts.number(amount.low)} – {texts.number(amount.high)}"
        return f"{limit}{both} {amount.currency}{per}"
    return texts.not_normalised


def _tools(quote: Quote, texts: Texts) -> str:
    """Return what may be done with a quote: cite it elsewhere, read on around it."""
    citation = quote.citation
    place = (citation.start, citation.end)
    items = []
    for form, written in FORMATS.items():
        address = escape(citation_link(citation.doc_id, place, form))
        name = escape(texts.forms.get(form, form))
        items.append(
            f'<li><button type="button" data-copy="{address}">{name}</button></li>'
            if written.copied
            else f'<li><a href="{address}" download>{name}</a></li>'
        )
    copies = "".join(items)
    tools = (
        f'<details class="cite-as"><summary>{escape(texts.cite)}</summary>'
        f'<ul>{copies}</ul><p class="copied" role="status" data-said="{escape(texts.copied)}" '
        f'data-failed="{escape(texts.not_copied)}"></p></details>'
    )
    if quote.listed:
        lines = "".join(
            f'<li lang="{_LETTER_LANGUAGE}">{escape(span.text)}</li>' for span in quote.listed
        )
        tools += (
            f'<details class="list"><summary>{escape(texts.whole_list)}</summary>'
            f"<ul>{lines}</ul></details>"
        )
    around = "".join(
        f'<p class="{side}"><span class="label">{escape(label)}</span> '
        f'<span class="span" lang="{_LETTER_LANGUAGE}">{escape(span.text)}</span></p>'
        for side, label, span in (
            ("before", texts.before, quote.before),
            ("after", texts.after, quote.after),
        )
        if span
    )
    if around:
        tools += (
            f'<details class="around"><summary>{escape(texts.around)}</summary>{around}</details>'
        )
    return f'<div class="tools">{tools}</div>'


def _context(spans: Sequence[ContextSpan], texts: Texts) -> str:
    """Return what makes a quote understood, apart from it and smaller."""
    if not spans:
        return ""
    parts = " … ".join(
        f'<span class="span" lang="{_LETTER_LANGUAGE}">{escape(span.text)}</span>' for span in spans
    )
    return f'<p class="context"><span class="label">{escape(texts.context)}</span> {parts}</p>'


def _citation(citation: Citation, texts: Texts, number: int, newest: bool) -> str:
    """Return the line under a quote: its number and reference, its place, its publication."""
    official = (
        f'<a class="official" href="{escape(citation.url)}" target="_blank" '
        f'rel="noopener noreferrer">{escape(texts.official)}</a>'
        if citation.url
        else ""
    )
    mark = f'<span class="newest">{escape(texts.newest)}</span>' if newest else ""
    return (
        f'<p class="citation">{_cite_link(citation, texts, number)}'
        f'<span class="place">{escape(place(citation, texts))}</span>{mark}{official}</p>'
    )


def _link(citation: Citation, texts: Texts) -> str:
    """Return the address of a letter with the very range of a citation, in its version."""
    place = (citation.start, citation.end)
    return letter_link(citation.doc_id, [place], texts.lang, citation.sha256)


def _cite_link(citation: Citation, texts: Texts, number: int | None = None) -> str:
    """Return the link to a passage; it carries the very range whose text is shown with it."""
    link = _link(citation, texts)
    badge = f'<span class="number">{number}</span>' if number else ""
    return (
        f'<a class="cite" href="{escape(link)}" target="letter">{badge}'
        f'<span class="reference" lang="nl">{escape(citation.reference)}</span></a>'
    )


def _hit_card(hit: Hit, citation: Citation, texts: Texts) -> str:
    where = place_of_hit(hit.chunk.paragraphs, citation, texts)
    parts = "".join(
        f'<span class="part">{escape(part)}</span>' for part in hit.chunk.text.split("\n\n")
    )
    return (
        f'<li class="hit"><article><p class="passage" lang="{_LETTER_LANGUAGE}">{parts}</p>'
        f'<p class="citation">{_cite_link(citation, texts)}'
        f'<span class="place">{escape(where)}</span>'
        f"</p>{_found_by(hit, texts)}</article></li>"
    )


def _found_by(hit: Hit, texts: Texts) -> str:
    """Say why a passage was found, and fold its scores away."""
    said = []
    if hit.found_by and hit.found_by.words:
        said.append(texts.found_words.format(", ".join(hit.found_by.words)))
    if hit.found_by and hit.found_by.across:
        pairs = ", ".join(f"{word} → {met}" for word, met in hit.found_by.across)
        said.append(texts.found_across.format(pairs))
    if "dense" in hit.signals:
        said.append(texts.similarity.format(texts.decimal(hit.signals["dense"])))
    score = texts.score.format(texts.decimal(hit.score))
    signals = ", ".join(f"{name} {texts.decimal(value)}" for name, value in hit.signals.items())
    why = f"{texts.found_by} {'; '.join(said)}" if said else score
    more = f"{score}: {signals}" if signals else score
    return (
        f'<details class="found-by"><summary>{escape(why)}</summary>'
        f'<p class="score">{escape(more)}</p></details>'
    )


def _not_found(answer: Answer, cited: Sequence[Citation], texts: Texts) -> str:
    near = "".join(
        _hit_card(hit, citation, texts)
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
        ends = (_day(searched.oldest, texts), _day(searched.newest, texts))
        said.append(texts.dates_searched.format(*ends))
    if searched.unread:
        said.append(texts.files_unread.format(searched.unread))
    return f'<p class="hint searched">{escape(" ".join(said))}</p>'


def _holds(hit: Hit, citation: Citation) -> bool:
    """Say whether a hit and a quote have characters in common."""
    return (
        hit.chunk.doc_id == citation.doc_id
        and hit.chunk.start < citation.end
        and citation.start < hit.chunk.end
    )
