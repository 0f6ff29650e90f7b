"""Answers on the command line, as lines to be read. The JSON is `qa.output.schema`'s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape

from qa.cli.common import out, shortened
from qa.output.cautions import caution
from qa.output.pairs import asked_line
from qa.records.filters import filter_json
from qa.text.gloss import with_english

if TYPE_CHECKING:
    from qa.llm import Summary
    from qa.records import Answer, Citation, Difference, Quote, Searched, TimeRange


def print_answer(found: Answer, summary: Summary | None = None, gloss: bool = False) -> None:
    """Print an answer to be read: quotes with their places, or why there are none.

    Args:
        found: The answer.
        summary: What a language model wrote, if one was asked.
        gloss: Whether to say what single words mean in English.
    """
    if found.question.leans:
        out.print(f"Read as: {escape(found.question.text)}", style="dim")
    if found.time:
        out.print(_time_line(found.time), style="dim")
    if not found.found:
        out.print(f"[bold]Not found in these letters[/]: {escape(found.reason)}.")
        for hit in found.hits[:3]:
            out.print(f"\n  near, but not an answer: {escape(hit.chunk.doc_id)}", style="dim")
            if hit.asked and hit.answer:
                out.print(
                    f"  {escape(asked_line(hit.asked))}: {escape(shortened(hit.asked.text))}",
                    style="dim",
                )
            out.print(f"  {escape(shortened((hit.answer or hit.chunk).text))}", style="dim")
    elif summary:
        _print_summary(summary)
    for number, quote in enumerate(found.quotes, start=1):
        _print_quote(number, quote, newest=found.newest == number - 1, gloss=gloss)
    print_differences(found.differences)
    print_searched(found.searched)


def print_differences(differences: Sequence[Difference]) -> None:
    """Print where letters name another amount, date or number, each with its date."""
    for difference in differences:
        said = "; ".join(
            f"{side.says} ({side.citation.date or 'no date'}, {side.citation.doc_id})"
            for side in difference.sides
        )
        out.print(f"\n[yellow]Letters name another {difference.kind}:[/] {escape(said)}")


def _print_quote(number: int, quote: Quote, newest: bool, gloss: bool) -> None:
    out.print(f"\n[bold]\\[{number}][/] “{escape(quote.text)}”")
    if quote.asked:
        words = f"{asked_line(quote.asked)}: “{' '.join(quote.asked.text.split())}”"
        out.print(f"    {escape(words)}", style="dim")
    if quote.led_by:
        said = f"the answer to it refers to this one: “{quote.led_by.text}”"
        out.print(f"    {escape(said)}", style="dim")
    mark = " [green]newest[/]" if newest else ""
    out.print(f"    [cyan]{escape(_citation_line(quote))}[/]{mark}")
    if quote.citation.url:
        out.print(f"    {escape(quote.citation.url)}", style="cyan")
    if quote.also:
        names = ", ".join(citation.doc_id for citation in quote.also)
        out.print(f"    also in {escape(names)}", style="cyan")
    if gloss:
        known = dict(pair for pair in with_english(quote.text) if pair[1])
        said = ", ".join(f"{word} = {english}" for word, english in known.items())
        out.print(f"    single words in English: {escape(said)}", style="dim")
    warned = caution(quote.second_look)
    if warned:
        out.print(f"    [yellow]{escape(warned)}[/]")
    for notice in quote.notices:
        out.print(f"    [yellow]note on the letter: {escape(notice)}[/]")
    for span in quote.context:
        out.print(f"    context: “{escape(span.text)}”", style="dim")
    for term in quote.terms:
        place = f"{term.citation.doc_id} {unit_of(term.citation)}"
        out.print(f"    {escape(f'{term.short}: {term.long}, {place}')}", style="dim")
    if quote.listed:
        out.print("    the whole list:", style="dim")
        for span in quote.listed:
            out.print(f"      {escape(span.text)}", style="dim")


def _print_summary(summary: Summary) -> None:
    """Print what a language model wrote, apart from the quotes and named as such."""
    from qa.llm import dropped_in_words

    out.print(f"\n[bold]Summary[/] by {escape(summary.model)}, checked against the quotes below:")
    for sentence in summary.sentences:
        marks = "".join(f"[{number}]" for number in sentence.quotes)
        out.print(f"  {escape(sentence.text)} {escape(marks)}")
    for said in dropped_in_words(summary):
        out.print(f"  dropped {escape(said)}", style="dim")
    if summary.problem:
        out.print(f"  {escape(summary.problem)}", style="yellow")


def _time_line(time: TimeRange) -> str:
    """Say how a time in the question was read, and how to search all letters."""
    words = escape(f"“{time.words}”")
    if not time.kept:
        return f"No letter of {words} answers; all letters were searched."
    if time.newest:
        return f"Read {words} as: the newest letter that answers. For all: --any-time."
    span = " ".join(
        f"{word} {day}" for word, day in (("from", time.since), ("up to", time.until)) if day
    )
    return f"Read {words} as: letters {span}. For all: --any-time."


def print_searched(searched: Searched) -> None:
    """Print how much was searched, of which dates, and how many files were left out."""
    place = f"{searched.letters} letters, {searched.paragraphs} paragraphs, index {searched.index}"
    if searched.where:
        asked = (f"{name} {_shown(value)}" for name, value in filter_json(searched.where).items())
        place += f"; only {', '.join(asked)}"
    if searched.newest:
        place += f"; the index has letters of {searched.oldest} to {searched.newest}"
    if searched.unread:
        place += f"; {searched.unread} files left out: letters-qa letters --problems"
    if searched.older:
        place += f"; {searched.older} older versions not searched: letters-qa letters --versions"
    out.print(f"\nSearched {escape(place)}.", style="dim")


def _shown(value: bool | str | list[str]) -> str:
    if isinstance(value, bool):
        return "too"
    return value if isinstance(value, str) else " or ".join(value)


def unit_of(citation: Citation) -> str:
    """Return the paragraph of a citation, or the label of another unit: "¶ 11", "s1"."""
    return f"¶ {citation.paragraph}" if citation.paragraph is not None else citation.unit


def _citation_line(quote: Quote) -> str:
    citation = quote.citation
    return f"{citation.doc_id} {unit_of(citation)} · {citation.reference}"
