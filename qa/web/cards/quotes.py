"""A quote as a card: its words, its place, how it says it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qa.answering.glossary import with_meanings
from qa.citations.formats import FORMATS
from qa.output.cautions import caution
from qa.records import Citation, ContextSpan, Quote
from qa.text.gloss import with_english
from qa.web.cards.places import LETTER_LANGUAGE, cite_link, link_to, place
from qa.web.links import citation_link
from qa.web.texts import Texts
from qa.web.told import told_html


def quote_card(number: int, quote: Quote, texts: Texts, newest: bool) -> str:
    """Return a quote with its context, place, verdict and tools."""
    return (
        f'<li class="card"><article>{_context(quote.context, texts)}'
        f'<blockquote lang="{LETTER_LANGUAGE}"><p>{_words(quote)}</p></blockquote>'
        f"{_citation(quote.citation, texts, number, newest)}{_also(quote, texts)}"
        f"{_verdict(quote, texts)}{_terms(quote, texts)}{_tools(quote, texts)}</article></li>"
    )


def _words(quote: Quote) -> str:
    """Return the words of a quote, its abbreviations explained to who points at them."""
    meanings = {term.short: term.long for term in quote.terms}
    return "".join(
        f'<abbr title="{escape(meaning)}">{escape(part)}</abbr>' if meaning else escape(part)
        for part, meaning in with_meanings(quote.text, meanings)
    )


def _gloss(quote: Quote, texts: Texts) -> str:
    """Return the quote with the English of its single words above them, folded away."""
    if not texts.gloss or not texts.gloss_note:
        return ""
    words = "".join(
        f'<ruby>{escape(piece)}<rp> (</rp><rt lang="{texts.lang}">{escape(english)}</rt>'
        "<rp>) </rp></ruby>"
        if english
        else escape(piece)
        for piece, english in with_english(quote.text)
    )
    return (
        f'<details class="gloss"><summary>{escape(texts.gloss)}</summary>'
        f'<p class="note">{escape(texts.gloss_note)}</p>'
        f'<p class="span" lang="{LETTER_LANGUAGE}">{words}</p></details>'
    )


def _also(quote: Quote, texts: Texts) -> str:
    """Return the other letters that say the same."""
    links = ", ".join(cite_link(citation, texts) for citation in quote.also)
    return f'<p class="also">{escape(texts.also)} {links}</p>' if links else ""


def _terms(quote: Quote, texts: Texts) -> str:
    """Return what the abbreviations of a quote mean, each with a link to where that is said."""
    terms = "; ".join(
        f'<a href="{escape(link_to(place, texts))}" '
        f'target="letter" lang="{LETTER_LANGUAGE}">{escape(term.short)}: {escape(term.long)}</a>'
        for term in quote.terms
        for place in (term.citation,)
    )
    return f'<p class="terms">{escape(texts.terms)} {terms}</p>' if terms else ""


def _verdict(quote: Quote, texts: Texts) -> str:
    """Return what the second look warns of, and what is noticed about the letter's text."""
    said = caution(quote.second_look, texts.lang)
    notices = "".join(
        f'<p class="verdict">{escape(texts.notices)}: {told_html(notice, texts)}</p>'
        for notice in quote.notices
    )
    return (f'<p class="verdict">{escape(said)}</p>' if said else "") + notices


def _context(spans: Sequence[ContextSpan], texts: Texts) -> str:
    """Return what makes a quote understood, apart from it and smaller."""
    if not spans:
        return ""
    parts = " … ".join(
        f'<span class="span" lang="{LETTER_LANGUAGE}">{escape(span.text)}</span>' for span in spans
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
        f'<p class="citation">{cite_link(citation, texts, number)}'
        f'<span class="place">{escape(place(citation, texts))}</span>{mark}{official}</p>'
    )


def _tools(quote: Quote, texts: Texts) -> str:
    """Return what may be done with a quote: cite it elsewhere, read on around it."""
    citation = quote.citation
    place = (citation.start, citation.end)
    items = []
    for form, written in FORMATS.items():
        address = escape(citation_link(citation.doc_id, place, form, texts.lang, citation.sha256))
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
        f'data-moved="{escape(texts.citation_moved)}" '
        f'data-failed="{escape(texts.not_copied)}"></p></details>'
    )
    if quote.listed:
        lines = "".join(
            f'<li lang="{LETTER_LANGUAGE}">{escape(span.text)}</li>' for span in quote.listed
        )
        tools += (
            f'<details class="list"><summary>{escape(texts.whole_list)}</summary>'
            f"<ul>{lines}</ul></details>"
        )
    tools += _gloss(quote, texts)
    around = "".join(
        f'<p class="{side}"><span class="label">{escape(label)}</span> '
        f'<span class="span" lang="{LETTER_LANGUAGE}">{escape(span.text)}</span></p>'
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
