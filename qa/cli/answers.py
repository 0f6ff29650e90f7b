"""Answers on the command line, as lines to be read. The JSON is `qa.output.schema`'s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape

from qa.cli.common import out, shortened
from qa.cli.texts import say, spoken, told
from qa.output.cautions import caution
from qa.output.pairs import asked_line, distinct
from qa.records.filters import filter_json
from qa.text.gloss import with_english

if TYPE_CHECKING:
    from qa.llm import PlacedTranslation, Summary
    from qa.records import (
        Answer,
        Citation,
        Difference,
        DifferenceKind,
        PassedOver,
        Quote,
        Searched,
        TimeRange,
    )

_ANOTHER: dict[DifferenceKind, str] = {
    "amount": "other-amount",
    "date": "other-date",
    "number": "other-number",
}
_FILTERS = {
    "letters": "filter-letters",
    "dossiers": "filter-dossiers",
    "kinds": "filter-kinds",
    "senders": "filter-senders",
    "since": "filter-since",
    "until": "filter-until",
    "undated": "filter-undated",
}


def print_answer(
    found: Answer, gloss: bool = False, translations: Sequence[PlacedTranslation] = ()
) -> None:
    """Print an answer to be read: quotes with their places, or why there are none.

    Args:
        found: The answer.
        gloss: Whether to say what single words mean in English.
        translations: Of quotes, if they were asked for.
    """
    if found.question.understood:
        out.print(escape(say("read-as", text=found.question.text)), style="dim")
    for typed, _ in found.question.slips:
        out.print(escape(say("slip", typed=typed)), style="dim")
    if found.time:
        out.print(escape(_time_line(found.time)), style="dim")
    if not found.found:
        out.print(f"[bold]{say('not-found')}[/]: {escape(told(found.reason))}.")
        for hit in (found.hits[i] for i in distinct(found.hits)[:3]):
            near = say("near", doc_id=hit.chunk.doc_id)
            out.print(f"\n  {escape(near)}", style="dim")
            if hit.asked and hit.answer:
                asked = f"{asked_line(hit.asked, spoken())}: {shortened(hit.asked.text)}"
                out.print(f"  {escape(asked)}", style="dim")
            out.print(f"  {escape(shortened((hit.answer or hit.chunk).text))}", style="dim")
    elif not found.sure:
        out.print(f"[yellow]{escape(say('near-answer'))}[/]")
    for number, quote in enumerate(found.quotes, start=1):
        _print_quote(number, quote, newest=found.newest == number - 1, gloss=gloss)
        place = quote.citation
        for one in translations:
            if (one.doc_id, one.start, one.end) == (place.doc_id, place.start, place.end):
                _print_translation(one)
    print_differences(found.differences)
    for over in found.passed_over:
        out.print(f"\n[yellow]{escape(_passed_over(over))}[/]")
    print_searched(found.searched)


def print_differences(differences: Sequence[Difference]) -> None:
    """Print where letters name another amount, date or number, each with its date."""
    for difference in differences:
        said = "; ".join(
            f"{side.says} ({side.citation.date or say('no-date')}, {side.citation.doc_id})"
            for side in difference.sides
        )
        out.print(f"\n[yellow]{say(_ANOTHER[difference.kind])}[/] {escape(said)}")


def _print_quote(number: int, quote: Quote, newest: bool, gloss: bool) -> None:
    out.print(f"\n[bold]\\[{number}][/] “{escape(quote.text)}”")
    if quote.asked:
        words = f"{asked_line(quote.asked, spoken())}: “{' '.join(quote.asked.text.split())}”"
        out.print(f"    {escape(words)}", style="dim")
    if quote.led_by:
        out.print(f"    {escape(say('led-by', text=quote.led_by.text))}", style="dim")
    if quote.referral:
        place, text = quote.referral.citation.reference, quote.referral.text
        out.print(f"    {escape(say('referral', place=place, text=text))}", style="dim")
    mark = f" [green]{say('newest')}[/]" if newest else ""
    out.print(f"    [cyan]{escape(_citation_line(quote))}[/]{mark}")
    out.print(f"    {escape(_letter_line(quote.citation))}", style="dim")
    if quote.citation.url:
        out.print(f"    {escape(quote.citation.url)}", style="cyan")
    if quote.also:
        names = ", ".join(citation.doc_id for citation in quote.also)
        out.print(f"    {escape(say('also-in', names=names))}", style="cyan")
    if gloss:
        known = dict(pair for pair in with_english(quote.text) if pair[1])
        said = ", ".join(f"{word} = {english}" for word, english in known.items())
        out.print(f"    {escape(say('single-words', words=said))}", style="dim")
    warned = caution(quote.second_look, spoken())
    if warned:
        out.print(f"    [yellow]{escape(warned)}[/]")
    for notice in quote.notices:
        out.print(f"    [yellow]{escape(say('note-on-letter', notice=told(notice)))}[/]")
    for span in quote.caveats:
        out.print(f"    [yellow]{escape(say('caveat', text=span.text))}[/]")
    for span in quote.context:
        out.print(f"    {escape(say('context', text=span.text))}", style="dim")
    for term in quote.terms:
        place = f"{term.citation.doc_id} {unit_of(term.citation)}"
        out.print(f"    {escape(f'{term.short}: {term.long}, {place}')}", style="dim")
    if quote.listed:
        out.print(f"    {say('whole-list')}", style="dim")
        for span in quote.listed:
            out.print(f"      {escape(span.text)}", style="dim")


def print_summary(summary: Summary) -> None:
    """Print what a language model wrote, apart from the quotes and named as such."""
    from qa.llm import dropped_in_words

    by = say("summary-by", model=summary.model)
    out.print(f"\n[bold]{say('summary')}[/] {escape(by)}")
    for sentence in summary.sentences:
        marks = "".join(f"[{number}]" for number in sentence.quotes)
        out.print(f"  {escape(sentence.text)} {escape(marks)}")
    for said in dropped_in_words(summary):
        out.print(f"  {escape(say('dropped', said=said))}", style="dim")
    if summary.tokens:
        cost = say("tokens", read=summary.tokens.read, written=summary.tokens.written)
        out.print(f"  {escape(cost)}", style="dim")
    if summary.problem:
        out.print(f"  {escape(told(summary.problem))}", style="yellow")


def _print_translation(one: PlacedTranslation) -> None:
    """Print what a language model made of a quote, apart from it and named as that."""
    made = one.translation
    words = [s.text or (f"[{told(s.problem)}]" if s.problem else "") for s in made.sentences]
    out.print(f"    {escape(say('translation-by', model=made.model))}", style="dim")
    out.print(f"    {escape(' '.join(words))}")
    for difference in (each for sentence in made.sentences for each in sentence.differences):
        out.print(f"    [yellow]{escape(told(difference.message))}[/]")


def _letter_line(place: Citation) -> str:
    """Say of a letter when it was written, by whom and what it is about."""
    day = place.date or say("no-date") + _written(place)
    return " · ".join(part for part in (day, place.sender, place.subject) if part)


def _passed_over(over: PassedOver) -> str:
    """Say which letter was not taken where the newest was asked for, and why."""
    place = over.citation
    letter = ", ".join(part for part in (place.date, place.doc_id, place.subject) if part)
    if over.why == "undated":
        return say("over-undated", letter=letter, when=_written(place))
    if not over.missing:
        return say("over-less", letter=letter)
    return say("over-lacks", letter=letter, missing=", ".join(over.missing))


def _written(place: Citation) -> str:
    """Say when a letter without a date was written, as far as it tells."""
    if place.written_after and place.written_before:
        return say("over-between", after=place.written_after, before=place.written_before)
    if place.written_after:
        return say("over-after", after=place.written_after)
    return say("over-before", before=place.written_before) if place.written_before else ""


def _time_line(time: TimeRange) -> str:
    """Say how a time in the question was read, and how to search all letters."""
    if not time.kept:
        return say("time-not-kept", words=time.words)
    if time.newest:
        return say("time-newest", words=time.words)
    ends = (("from-day", time.since), ("up-to-day", time.until))
    span = " ".join(say(code, day=day) for code, day in ends if day)
    return say("time-span", words=time.words, span=span)


def print_searched(searched: Searched) -> None:
    """Print how much was searched, of which dates, and how many files were left out."""
    parts = [
        say(
            "searched-in",
            letters=searched.letters,
            paragraphs=searched.paragraphs,
            index=searched.index,
        )
    ]
    if searched.where:
        given = filter_json(searched.where).items()
        asked = (say(_FILTERS[name], value=_shown(value)) for name, value in given)
        parts.append(say("searched-only", filters=", ".join(asked)))
    if searched.newest:
        parts.append(say("searched-dates", oldest=searched.oldest, newest=searched.newest))
    if searched.unread:
        parts.append(say("searched-unread", count=searched.unread))
    if searched.first_pass:
        parts.append(say("searched-first-pass"))
    if searched.older:
        parts.append(say("searched-older", count=searched.older))
    out.print(f"\n{escape(say('searched', place='; '.join(parts)))}", style="dim")


def _shown(value: bool | str | list[str]) -> str:
    return say("or").join(value) if isinstance(value, list) else str(value)


def unit_of(citation: Citation) -> str:
    """Return the paragraph of a citation, or the label of another unit: "¶ 11", "s1"."""
    return f"¶ {citation.paragraph}" if citation.paragraph is not None else citation.unit


def _citation_line(quote: Quote) -> str:
    citation = quote.citation
    return f"{citation.doc_id} {unit_of(citation)} · {citation.reference}"
