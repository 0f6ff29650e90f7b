"""A quote as a card: its words, its place, how it says it, and what may be done with it."""

from __future__ import annotations

import json
from typing import NamedTuple

from qa.answering.glossary import with_meanings
from qa.citations.formats import FORMATS
from qa.output.cautions import caution
from qa.records import Quote
from qa.text.gloss import with_english
from qa.web.cards.places import render_card
from qa.web.links import citation_link
from qa.web.texts import LETTERS, Texts

_REST = 400
"""Characters of a paragraph that are shown on each side of a quote, at most; the letter's page
shows all."""


def quote_card(
    number: int, quote: Quote, texts: Texts, newest: bool, translate: bool = False
) -> str:
    """Return a quote with its context, place, verdict and tools.

    Args:
        number: Of the quote, from 1.
        quote: The quote.
        texts: The reader's language.
        newest: Whether it is of the newest letter that answers.
        translate: Whether it can be translated for readers of another language than the letters'.
    """
    glossed = texts.gloss and texts.gloss_note
    return render_card(
        "quote.html",
        texts,
        number=number,
        quote=quote,
        newest=newest,
        lead=_lead(quote),
        tail=_tail(quote),
        words=with_meanings(quote.text, {term.short: term.long for term in quote.terms}),
        caution=caution(quote.second_look, texts.lang),
        forms=_forms(quote, texts),
        translated=_translated(quote, texts) if translate and texts.lang != LETTERS else [],
        gloss=list(with_english(quote.text)) if glossed else [],
    )


def _lead(quote: Quote) -> str:
    """Return what stands before the quote in its paragraph, or the end of it."""
    if quote.paragraph is None:
        return ""
    text = quote.paragraph.text[: max(0, quote.citation.start - quote.paragraph.start)].strip()
    return text if len(text) <= _REST else "... " + text[-_REST:].partition(" ")[2]


def _tail(quote: Quote) -> str:
    """Return what stands after the quote and its caveats in its paragraph, or its beginning."""
    if quote.paragraph is None:
        return ""
    end = max([quote.citation.end, *(span.end for span in quote.caveats)])
    text = quote.paragraph.text[max(0, end - quote.paragraph.start) :].strip()
    return text if len(text) <= _REST else text[:_REST].rpartition(" ")[0] + " ..."


def _translated(quote: Quote, texts: Texts) -> list[tuple[str, str]]:
    """Return what can be translated, the quote and its paragraph: a label and what is sent."""
    citation, paragraph = quote.citation, quote.paragraph
    places = [(texts.translate, citation.start, citation.end)]
    if paragraph and (_lead(quote) or _tail(quote)):
        places.append((texts.translate_paragraph, paragraph.start, paragraph.end))
    letter = {"doc_id": citation.doc_id, "sha256": citation.sha256}
    return [
        (label, json.dumps(letter | {"start": start, "end": end})) for label, start, end in places
    ]


class _Form(NamedTuple):
    """A form to cite a quote in: copied by the script, or a file."""

    name: str
    address: str
    copied: bool


def _forms(quote: Quote, texts: Texts) -> list[_Form]:
    """Return the forms in which a quote can be cited elsewhere."""
    citation = quote.citation
    place = (citation.start, citation.end)
    return [
        _Form(
            texts.forms.get(form, form),
            citation_link(citation.doc_id, place, form, texts.lang, citation.sha256),
            written.copied,
        )
        for form, written in FORMATS.items()
    ]
