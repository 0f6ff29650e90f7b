"""The JSON of letters-qa, schema 1: what the command line prints and the HTTP API sends.

Fields are only ever added. Offsets count characters of a letter's regular text. Makes plain
dictionaries; writes nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from qa.answering.timeline import Timeline
from qa.citations.citing import cite
from qa.index import LetterEntry
from qa.llm import Summary, summary_json
from qa.records import Answer, Citation, Difference, Hit, Letter, Quote, Searched, Term, Unit
from qa.records.filters import filter_json
from qa.text.amounts import Amount, total

SCHEMA = 1

DECIMALS = 4
"""How scores are printed: the decimals after these change with the number of threads."""


def answer_json(
    answer: Answer, question_id: str | int | None = None, summary: Summary | None = None
) -> dict[str, Any]:
    """Return an answer as the documented object.

    Args:
        answer: From `Assistant.ask`.
        question_id: Given back as ``id``, so that answers of a batch can be told apart.
        summary: From `Assistant.summarise`, if a language model is set.
    """
    return {
        "schema": SCHEMA,
        "id": question_id,
        "question": answer.question.typed,
        "found": answer.found,
        "reason": answer.reason,
        "refusal": answer.refusal,
        "missing": list(answer.missing),
        "understood": answer.question.understood,
        "probability": round(answer.probability, DECIMALS),
        "time": asdict(answer.time) if answer.time else None,
        "quotes": [
            {**quote_json(quote), "newest": position == answer.newest}
            for position, quote in enumerate(answer.quotes)
        ],
        "total": _total(answer),
        "differences": [difference_json(one) for one in answer.differences],
        "summary": summary_json(summary),
        "hits": [hit_json(hit) for hit in answer.hits],
        "searched": _searched(answer.searched),
    }


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as the documented object."""
    return {
        "schema": SCHEMA,
        "question": timeline.question,
        "moments": [
            {**asdict(one), "citation": citation_json(one.citation)} for one in timeline.moments
        ],
        "differences": [difference_json(one) for one in timeline.differences],
        "searched": _searched(timeline.searched),
    }


def difference_json(one: Difference) -> dict[str, Any]:
    """Return a difference as in ``differences[]``."""
    sides = [{**asdict(side), "citation": citation_json(side.citation)} for side in one.sides]
    return {"kind": one.kind, "sides": sides}


def _searched(searched: Searched) -> dict[str, Any]:
    return {
        "letters": searched.letters,
        "paragraphs": searched.paragraphs,
        "index": searched.index,
        "filter": filter_json(searched.where),
        "oldest": searched.oldest,
        "newest": searched.newest,
        "unread": searched.unread,
        "older": searched.older,
    }


def quote_json(quote: Quote) -> dict[str, Any]:
    """Return a quote as in ``quotes[]``, but for ``newest``."""
    return {
        "text": quote.text,
        "score": round(quote.score, DECIMALS),
        "citation": citation_json(quote.citation),
        "context": [asdict(span) for span in quote.context],
        "before": asdict(quote.before) if quote.before else None,
        "after": asdict(quote.after) if quote.after else None,
        "list": [asdict(span) for span in quote.listed],
        "also": [citation_json(citation) for citation in quote.also],
        "terms": [term_json(term) for term in quote.terms],
        "amounts": [amount_json(amount) for amount in quote.amounts],
        "dates": [asdict(day) for day in quote.days],
        "second_look": {**asdict(quote.second_look), "sentence": quote.second_look.sentence},
        "notices": list(quote.notices),
    }


def amount_json(amount: Amount) -> dict[str, Any]:
    """Return an amount as in ``quotes[].amounts``: numbers in whole units of the currency."""
    numbers = {name: _number(getattr(amount, name)) for name in ("value", "low", "high")}
    return {**asdict(amount), **numbers}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _total(answer: Answer) -> dict[str, Any] | None:
    """Return the sum of the amounts of the best quote, with each addend's place."""
    amounts = answer.quotes[0].amounts if answer.quotes else ()
    if len(amounts) < 2 or answer.question.kind != "amount":
        return None
    added = total(amounts)
    return {
        "value": _number(added.value),
        "currency": added.currency,
        "reason": added.reason,
        "addends": [amount_json(amount) for amount in added.addends],
        "citation": citation_json(answer.quotes[0].citation),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation as in ``quotes[].citation``."""
    return {**asdict(citation), "pages": list(citation.pages)}


def term_json(term: Term) -> dict[str, Any]:
    """Return an explained abbreviation as in ``quotes[].terms``."""
    return {**asdict(term), "citation": citation_json(term.citation)}


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a passage as in ``hits[]``."""
    chunk = hit.chunk
    return {
        "rank": hit.rank,
        "score": round(hit.score, DECIMALS),
        "doc_id": chunk.doc_id,
        "chunk_id": chunk.chunk_id,
        "paragraphs": list(chunk.paragraphs),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "found_by": _found_by(hit),
    }


def _found_by(hit: Hit) -> dict[str, Any] | None:
    if hit.found_by is None:
        return None
    return {
        "words": list(hit.found_by.words),
        "across": [list(pair) for pair in hit.found_by.across],
        "similarity": round(hit.signals.get("dense", 0.0), DECIMALS),
    }


def entry_json(entry: LetterEntry) -> dict[str, Any]:
    """Return what a list tells of a letter, as in ``letters[]``."""
    return {
        "doc_id": entry.doc_id,
        "subject": entry.subject,
        "date": entry.date,
        "kind": entry.kind,
        "dossiers": list(entry.dossiers),
        "senders": list(entry.senders),
        "paragraphs": entry.paragraphs,
        "chunks": entry.chunks,
        "form": entry.form,
        "path": entry.path,
        "sha256": entry.version,
        "copies": list(entry.copies),
        "notices": list(entry.notices),
    }


def unit_json(letter: Letter, unit: Unit) -> dict[str, Any]:
    """Return one unit of a letter with its citation."""
    return {
        "schema": SCHEMA,
        "text": unit.text,
        "kind": unit.kind,
        "label": unit.label,
        "printed": unit.printed,
        "heading": unit.heading,
        "citation": citation_json(cite(letter, unit.start, unit.end)),
    }


def letter_json(letter: Letter) -> dict[str, Any]:
    """Return a letter with its regular text, units and metadata, as ``show --json`` prints it."""
    metadata = asdict(letter.metadata)
    if letter.metadata.date:
        metadata["date"] = letter.metadata.date.isoformat()
    return {
        "schema": SCHEMA,
        "doc_id": letter.doc_id,
        "version": letter.version,
        "text": letter.text,
        "units": [
            {**asdict(unit), "paragraph": unit.number, "pages": list(unit.pages)}
            for unit in letter.units
        ],
        "marks": [asdict(mark) for mark in letter.marks],
        "page_starts": [asdict(start) for start in letter.page_starts],
        "source_runs": [[r.start, r.end, r.source_start, r.source_end] for r in letter.runs],
        "left_out": [asdict(one) for one in letter.left_out],
        "metadata": metadata,
        "source": asdict(letter.source),
    }
