"""Where something stands, in words and as an address: what all cards share."""

from __future__ import annotations

from datetime import date
from typing import Any

from qa.citations.citing import page_range, pages_said
from qa.output.pairs import asked_line
from qa.records import Citation
from qa.web.links import letter_link
from qa.web.rendering import render
from qa.web.texts import Texts


def place(citation: Citation, texts: Texts) -> str:
    """Say in words where a quote stands: "paragraph 11, pages 3-4"."""
    return place_of_hit(
        () if citation.paragraph is None else (citation.paragraph,), citation, texts
    )


def place_of_hit(paragraphs: tuple[int, ...], citation: Citation, texts: Texts) -> str:
    """Say in words where a passage stands that may hold several paragraphs: "paragraphs 2-3"."""
    units = _numbered(texts.paragraph_one, texts.paragraph_many, paragraphs)
    one = texts.page_one if len(citation.pages) == 1 else texts.page_many
    pages = f"{one} {pages_said(citation)}" if citation.pages else ""
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


def day_of(iso: str | None, texts: Texts) -> str:
    """Write a letter's date; say so if it has none."""
    return texts.day(date.fromisoformat(iso)) if iso else texts.no_date


def link_to(citation: Citation, texts: Texts) -> str:
    """Return the address of a letter with the very range of a citation, in its version."""
    place = (citation.start, citation.end)
    return letter_link(citation.doc_id, [place], texts.lang, citation.sha256)


def render_card(template: str, texts: Texts, **values: Any) -> str:
    """Return a card of a template, which may name the functions here and `asked_line`."""
    return render(
        f"cards/{template}", texts,
        link_to=link_to, place=place, day_of=day_of, asked_line=asked_line, **values,
    )  # fmt: skip
