"""Passages that were found, each with why; what an answer does not show already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.citations.citing import cite
from qa.output.pairs import distinct
from qa.records import Answer, AskedQuestion, Citation, Hit, Letter
from qa.web.cards.places import place, place_of_hit, render_card
from qa.web.texts import Texts

NEAR = 3
"""Passages shown under "not found" before the rest is folded away."""


def other_hits(answer: Answer) -> list[int]:
    """Return the positions of the hits that the answer does not show already."""
    places = distinct(answer.hits)
    if not answer.found:
        return places[NEAR:]
    return [
        i
        for i in places
        if not any(_holds(answer.hits[i], quote.citation) for quote in answer.quotes)
    ]


def hits_html(answer: Answer, cited: Sequence[Citation], texts: Texts) -> str:
    """Return the hits that the answer does not show already, with their scores."""
    shown = [shown_hit(answer.hits[i], cited[i], texts) for i in other_hits(answer)]
    return render_card("hits.html", texts, hits=shown)


def cite_hits(hits: Iterable[Hit], letters: dict[str, Letter]) -> list[Citation]:
    """Cite each hit, or the answer where it is a question, from the letters by doc_id."""
    places = ((hit.chunk.doc_id, hit.answer or hit.chunk) for hit in hits)
    return [cite(letters[doc_id], place.start, place.end) for doc_id, place in places]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A passage as its card shows it: its parts, its place, why it was found, its scores.

    Of a question that the letter answers it is the answer, with the question in ``asked``.
    """

    parts: list[str]
    asked: AskedQuestion | None
    citation: Citation
    place: str
    why: str
    score: str


def shown_hit(hit: Hit, citation: Citation, texts: Texts) -> ShownHit:
    """Return what the card of a passage shows."""
    score = texts.score.format(texts.decimal(hit.score))
    signals = ", ".join(f"{name} {texts.decimal(value)}" for name, value in hit.signals.items())
    said = _found_by(hit, texts)
    paragraphs = hit.chunk.paragraphs
    return ShownHit(
        parts=(hit.answer or hit.chunk).text.split("\n\n"),
        asked=hit.asked,
        citation=citation,
        place=place(citation, texts) if hit.answer else place_of_hit(paragraphs, citation, texts),
        why=f"{texts.found_by} {'; '.join(said)}" if said else score,
        score=f"{score}: {signals}" if signals else score,
    )


def _found_by(hit: Hit, texts: Texts) -> list[str]:
    """Say why a passage was found."""
    said = []
    if hit.found_by and hit.found_by.words:
        said.append(texts.found_words.format(", ".join(hit.found_by.words)))
    if hit.found_by and hit.found_by.across:
        pairs = ", ".join(f"{word} → {met}" for word, met in hit.found_by.across)
        said.append(texts.found_across.format(pairs))
    if "dense" in hit.signals:
        said.append(texts.similarity.format(texts.decimal(hit.signals["dense"])))
    return said


def _holds(hit: Hit, citation: Citation) -> bool:
    """Say whether a hit, or the answer it shows, and a quote have characters in common."""
    spans = (hit.chunk, hit.answer or hit.chunk)
    return hit.chunk.doc_id == citation.doc_id and any(
        span.start < citation.end and citation.start < span.end for span in spans
    )
