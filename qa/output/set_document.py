"""A set of questions with what was found for each, as a document to work on: Word, Markdown.

Under each question: room for the draft answer, earlier questions with their answers, quotes, where
letters differ, other passages; each with its reference in a note. What was not found stands at the
end. What letters say is verbatim; all else is said in one of two languages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from qa.answering.refusals import reason
from qa.citations.document import Note, Paragraph, quoted
from qa.letters.readers.pairs import is_pair_head
from qa.letters.sentences import sentence_spans
from qa.messages import Language, Message
from qa.output.cautions import caution
from qa.output.pairs import asked_line, distinct
from qa.records import (
    UNIT_SEPARATOR,
    AnsweredSet,
    AskedQuestion,
    Citation,
    Earlier,
    Hit,
    Prepared,
    QuestionSet,
    Side,
)
from qa.system.version import program_version
from qa.text.language import DUTCH_MONTHS, ENGLISH_MONTHS

MOST_PASSAGES = 3
"""Other passages that are shown with a question."""

LONGEST_ANSWER = 2500
"""Characters of an earlier answer that are shown; a longer one is cut after a sentence."""

CUT = " […]"

_OF_TEXT = "hpr"  # labels of headings, paragraphs and rows begin so


def set_document(
    answered: AnsweredSet, language: Language, made: datetime.date | None = None
) -> list[Paragraph]:
    """Return the document.

    Args:
        answered: The set with what was found.
        language: Of all that is not quoted.
        made: The day that it says it was made; today by default.
    """
    writer = _Writer(language)
    return [
        *writer.head(answered, made or datetime.date.today()),
        *(one for at, p in enumerate(answered.prepared) for one in writer.question(p, at)),
        *writer.not_found(answered),
    ]


def title_of(asked: QuestionSet, language: Language) -> str:
    """Return what a set is called: its title, else its file's name."""
    return asked.title or asked.name or Message("set-of-questions").say(language)


def named(prepared: Prepared, at: int, language: Language) -> str:
    """Return what a question is called: "Vraag 3a"; one without a number by its place."""
    number = prepared.question.number or str(at + 1)
    return Message("question-numbered", number=number).say(language)


def day_in(day: str | datetime.date | None, language: Language) -> str:
    """Write a date as readers do: "12 februari 2024"."""
    if not day:
        return Message("set-undated").say(language)
    known = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
    month = DUTCH_MONTHS[known.month - 1]
    if language == "en":
        month = ENGLISH_MONTHS[known.month - 1].capitalize()
    return f"{known.day} {month} {known.year}"


def percent(one: Earlier) -> int:
    """Return how alike a question is, in whole percents."""
    return round(100 * one.alike)


def found_line(prepared: Prepared, language: Language) -> str:
    """Say in short what was found for a question."""
    answer = prepared.answer
    said = []
    if prepared.earlier:
        best = prepared.earlier[0]
        day = day_in(best.citation.date, language)
        said.append(Message("set-line-earlier", day=day, percent=percent(best)))
    if answer and answer.found:
        said.append(Message("set-line-quotes" if answer.sure else "set-line-near"))
    return "; ".join(one.say(language) for one in said or [Message("set-line-nothing")])


def why_not(prepared: Prepared, language: Language) -> str:
    """Say why no quote answers a question; "" where one does."""
    if prepared.problem:
        return Message("set-reason", reason=prepared.problem).say(language)
    answer = prepared.answer
    if answer is None or answer.refusal is None:
        return ""
    return Message("set-reason", reason=reason(answer.refusal, answer.missing)).say(language)


def read_as(prepared: Prepared, language: Language) -> str:
    """Say what a question was read as that leans on the one before; "" for another."""
    question = prepared.answer.question if prepared.answer else None
    if question is None or not question.leans:
        return ""
    return Message("set-read-as", text=question.text).say(language)


def earlier_line(one: Earlier, language: Language) -> str:
    """Say which earlier question it is, of whom, when, and how alike."""
    day = day_in(one.citation.date, language)
    asked = asked_line(one.asked, language)
    return Message("set-earlier-of", asked=asked, day=day, percent=percent(one)).say(language)


def side_line(side: Side, language: Language) -> str:
    """Say when a letter says what is at issue: "12 februari 2024: € 10 mln."."""
    day = day_in(side.citation.date, language)
    return Message("set-differs-line", day=day, says=side.says).say(language)


def shown_answer(one: Earlier) -> str:
    """Return an earlier answer, cut after a sentence where it is long."""
    text = one.answer.text
    if len(text) <= LONGEST_ANSWER:
        return text
    ends = [end for _, end in sentence_spans(text[:LONGEST_ANSWER])[:-1]]
    return text[: ends[-1] if ends else LONGEST_ANSWER] + CUT


def other_passages(prepared: Prepared) -> list[Hit]:
    """Return passages near a question of which nothing is shown with it already.

    Those that are a question themselves are left out: that they are not alike is known.
    """
    answer = prepared.answer
    if answer is None:
        return []
    shown = [(q.citation.doc_id, q.citation.start, q.citation.end) for q in answer.quotes]
    shown += [(e.citation.doc_id, e.citation.start, e.citation.end) for e in prepared.earlier]
    shown += [(e.citation.doc_id, e.asked.start, e.asked.end) for e in prepared.earlier]
    hits = [answer.hits[at] for at in distinct(answer.hits)]
    told = (hit for hit in hits if not hit.answer and hit.chunk.units[0][0] in _OF_TEXT)
    return [hit for hit in told if not _overlaps(hit, shown)][:MOST_PASSAGES]


def _overlaps(hit: Hit, shown: list[tuple[str, int, int]]) -> bool:
    chunk = hit.chunk
    return any(
        doc_id == chunk.doc_id and start < chunk.end and chunk.start < end
        for doc_id, start, end in shown
    )


def passage_text(hit: Hit) -> str:
    """Return the words of a passage without "Antwoord 2" above them."""
    first, _, rest = hit.chunk.text.partition(UNIT_SEPARATOR)
    return rest if rest and is_pair_head(first) else hit.chunk.text


def note_of(citation: Citation) -> Note:
    """Return the official reference of a place, with its paragraph and its link."""
    number = citation.paragraph
    place = f", ¶ {number}" if number is not None else ""
    return Note(f"{citation.reference}{place}", citation.url)


class _Writer:
    """Writes the parts of the document in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def _say(self, code: str, **values: object) -> str:
        return Message(code, **values).say(self._language)

    def head(self, answered: AnsweredSet, made: datetime.date) -> Iterator[Paragraph]:
        asked = answered.asked
        yield Paragraph("Title", title_of(asked, self._language))
        if asked.asker:
            yield Paragraph("Subtitle", self._say("set-asked-by", asker=asked.asker))
        if asked.date:
            sent = day_in(asked.date, self._language)
            yield Paragraph("Subtitle", self._say("set-asked-on", day=sent))
        program = f"letters-qa {program_version()}"
        day = day_in(made, self._language)
        said = self._say("set-made", program=program, day=day, letters=answered.letters)
        yield Paragraph("Small", said)
        yield Paragraph("Heading1", self._say("set-overview"))
        for at, one in enumerate(answered.prepared):
            line = f"{named(one, at, self._language)}: {found_line(one, self._language)}"
            yield Paragraph("List", line)

    def question(self, prepared: Prepared, at: int) -> Iterator[Paragraph]:
        asked = prepared.question
        yield Paragraph("Heading1", named(prepared, at, self._language))
        if asked.lead:
            yield Paragraph("Normal", asked.lead)
        yield Paragraph("Question", asked.text)
        if line := read_as(prepared, self._language):
            yield Paragraph("Small", line)
        yield Paragraph("Heading2", self._say("set-draft"))
        yield Paragraph("Draft", self._say("set-draft-here"))
        yield from self._earlier(prepared)
        yield from self._quotes(prepared)
        yield from self._differences(prepared)
        yield from self._passages(prepared)

    def _earlier(self, prepared: Prepared) -> Iterator[Paragraph]:
        if prepared.earlier:
            yield Paragraph("Heading2", self._say("set-earlier"))
        for one in prepared.earlier:
            yield Paragraph("Heading3", earlier_line(one, self._language))
            yield Paragraph("Normal", one.asked.text)
            if one.led_by:
                yield Paragraph("Small", self._say("set-answer-refers"))
                yield Paragraph("Quote", one.led_by.text)
            yield Paragraph("Small", self._say("set-answer"))
            yield from quoted(shown_answer(one), note_of(one.citation))

    def _quotes(self, prepared: Prepared) -> Iterator[Paragraph]:
        answer = prepared.answer
        if answer is None or not answer.found:
            yield Paragraph("Normal", why_not(prepared, self._language))
            return
        head = "set-quotes" if answer.sure else "set-quotes-near"
        yield Paragraph("Heading2", self._say(head))
        before: AskedQuestion | None = None
        for quote in answer.quotes:
            if quote.asked and quote.asked != before:
                yield Paragraph("Small", self._asked(quote.asked))
            before = quote.asked
            yield from quoted(quote.text, note_of(quote.citation))
            if warned := caution(quote.second_look, self._language):
                yield Paragraph("Small", warned)

    def _differences(self, prepared: Prepared) -> Iterator[Paragraph]:
        if prepared.differences:
            yield Paragraph("Heading2", self._say("set-differs"))
        for difference in prepared.differences:
            for side in difference.sides:
                yield Paragraph("Small", side_line(side, self._language))
                yield from quoted(side.text, note_of(side.citation))

    def _passages(self, prepared: Prepared) -> Iterator[Paragraph]:
        hits = other_passages(prepared)
        if hits:
            yield Paragraph("Heading2", self._say("set-passages"))
        for hit in hits:
            if hit.asked:
                yield Paragraph("Small", self._asked(hit.asked))
            if hit.citation:
                yield from quoted(passage_text(hit), note_of(hit.citation))

    def _asked(self, asked: AskedQuestion) -> str:
        return f"{asked_line(asked, self._language)}: {asked.text}"

    def not_found(self, answered: AnsweredSet) -> Iterator[Paragraph]:
        yield Paragraph("Heading1", self._say("set-not-found"))
        if not answered.not_found:
            yield Paragraph("Normal", self._say("set-all-found"))
        for at, one in enumerate(answered.prepared):
            if not one.found:
                line = f"{named(one, at, self._language)}: {one.question.text}"
                yield Paragraph("List", line)
