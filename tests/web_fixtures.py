"""What the tests of the page share: letters and answers made by hand, and a small HTML reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from qa.answering.glossary import terms_in
from qa.answering.timeline import Moment, Timeline
from qa.citations.citing import cite
from qa.errors import LetterNotFoundError, QuestionError
from qa.index import LetterEntry
from qa.index.content import entry_of_letter
from qa.llm import Summary, Translation
from qa.questions import analyse
from qa.records import (
    Answer,
    Chunk,
    ContextSpan,
    Hit,
    Letter,
    Metadata,
    NoteMark,
    PageStart,
    Quote,
    Refusal,
    Searched,
    Source,
    Term,
    Unit,
    UnitKind,
)
from qa.records.filters import Filter
from qa.settings import Settings

HOSTILE = (
    '<script>window.hacked=1</script><img src=x onerror="window.hacked=1"> '
    "${window.hacked=1} `${window.hacked=1}` {{constructor.constructor('window.hacked=1')()}} "
    "{% raw %} [klik](javascript:window.hacked=1) **vet** $x^2$ \\(y\\) </mark></p></blockquote> "
    "&amp; &lt;b&gt; \" ' \u202eomgekeerd\u202c \u00a0 " + "w" * 200
)
"""Text that would do harm, or change, wherever it is taken for anything but text."""

LOCAL = {"base_url": "http://127.0.0.1"}
"""For test clients: the name that a server on this machine answers to."""

VOID = {"br", "hr", "img", "input", "link", "meta"}


def make_letter(
    paragraphs: Sequence[str],
    doc_id: str = "kst-1-1",
    page_starts: Sequence[tuple[int, int]] = ((0, 1),),
    marks: Sequence[tuple[int, str]] = (),
    notes: Sequence[str] = (),
    signature: str = "",
    metadata: Metadata | None = None,
) -> Letter:
    """Make a letter of paragraphs, a signature and notes, with two line feeds between units."""
    parts: list[tuple[UnitKind, str]] = [("paragraph", text) for text in paragraphs]
    parts += [("signature", signature)] if signature else []
    parts += [("note", text) for text in notes]
    units: list[Unit] = []
    counts = {"paragraph": 0, "signature": 0, "note": 0}
    start = 0
    for kind, text in parts:
        counts[kind] += 1
        label = f"{kind[0]}{counts[kind]}"
        number = counts[kind] if kind == "paragraph" else None
        end = start + len(text)
        units.append(Unit(kind, label, start, end, text, f"{label}-anchor", number))
        start = end + 2
    return Letter(
        doc_id=doc_id,
        text="\n\n".join(text for _, text in parts),
        units=tuple(units),
        metadata=metadata or Metadata(),
        source=Source(f"{doc_id}.txt", "0" * 64, 1, "text", "test"),
        marks=tuple(NoteMark(offset, note) for offset, note in marks),
        page_starts=tuple(PageStart(offset, page) for offset, page in page_starts),
    )


def make_quote(
    letter: Letter, span: tuple[int, int], context: Sequence[tuple[int, int]] = ()
) -> Quote:
    """Quote a span of a letter."""
    spans = tuple(ContextSpan(letter.text[a:b], a, b) for a, b in context)
    return Quote(letter.text[span[0] : span[1]], 1.0, cite(letter, *span), spans)


def make_hit(letter: Letter, label: str, rank: int = 1, score: float = 1.0) -> Hit:
    """Make a hit of one unit of a letter."""
    unit = letter.unit(label)
    assert unit is not None
    numbers = (unit.number,) if unit.number else ()
    chunk = Chunk(
        f"{letter.doc_id}:{label}",
        letter.doc_id,
        unit.start,
        unit.end,
        unit.text,
        (label,),
        numbers,
    )
    return Hit(rank, score, chunk)


def make_answer(
    letter: Letter,
    spans: Sequence[tuple[int, int]] = (),
    hits: Sequence[Hit] = (),
    question: str = "wat staat er?",
    missing: tuple[str, ...] = (),
) -> Answer:
    """Make an answer that quotes the spans; without spans one that found nothing."""
    quotes = tuple(make_quote(letter, span) for span in spans)
    searched = Searched(1, len(letter.paragraphs), "test")
    refusal: Refusal = "words missing" if missing else "no sentence"
    return Answer(
        analyse(question), bool(spans), "because", quotes, tuple(hits), searched, missing,
        refusal=None if spans else refusal,
    )  # fmt: skip


@dataclass
class FakeAssistant:
    """Gives the same answer to every question, or raises what it was given."""

    letters: Sequence[Letter]
    answer: Answer | None = None
    error: Exception | None = None
    problems: list[str] = field(default_factory=list)

    asked: list[dict[str, object]] = field(default_factory=list)
    summary: Summary | None = None
    translation: Translation | None = None
    set: Settings = field(default_factory=Settings)

    def ask(
        self,
        question: str,
        where: Filter | None = None,
        *,
        any_time: bool = False,
        after: str | None = None,
    ) -> Answer:
        """Give the answer; remember how it was asked."""
        self.asked.append(
            {"question": question, "where": where, "any_time": any_time, "after": after}
        )
        if self.error:
            raise self.error
        if self.answer is None:
            raise QuestionError("question-empty")
        return self.answer

    def search(
        self,
        question: str,
        k: int = 10,
        where: Filter | None = None,
        *,
        after: str | None = None,
        quick: bool = False,
    ) -> list[Hit]:
        """Give the hits of the answer."""
        if self.error:
            raise self.error
        return list(self.answer.hits[:k]) if self.answer else []

    def letter(self, doc_id: str) -> Letter:
        """Give a letter."""
        for letter in self.letters:
            if letter.doc_id == doc_id:
                return letter
        raise LetterNotFoundError("no-such-letter", doc_id=doc_id, index="test")

    def has_letter(self, doc_id: str) -> bool:
        """Tell whether there is such a letter."""
        return any(letter.doc_id == doc_id for letter in self.letters)

    def terms(self, letter: Letter) -> tuple[Term, ...]:
        """Give what the letter itself explains."""
        return terms_in([unit.text for unit in letter.units], letter, self)

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Know no other place."""
        return []

    @property
    def settings(self) -> Settings:
        """Tell the defaults, or what was given."""
        return self.set

    def timeline(self, question: str, where: Filter | None = None) -> Timeline:
        """Give the first sentence of each letter."""
        moments = tuple(
            Moment(
                letter.units[0].text, cite(letter, 0, letter.units[0].end), letter.metadata.subject
            )
            for letter in self.letters
        )
        return Timeline(question, moments, (), self.searched)

    def summarise(self, found: Answer) -> Summary | None:
        """Give the summary, if there is one."""
        return self.summary

    def summaries(self, found: Answer, left: Callable[[], bool]) -> Iterator[Summary]:
        """Give the summary, if there is one."""
        if self.summary:
            yield self.summary

    def translate(self, text: str) -> Translation | None:
        """Give the translation, if there is one."""
        return self.translation

    @property
    def generation(self) -> dict[str, Any]:
        """Tell a first generation."""
        made_by = {"name": "none", "sha256": "0" * 64}
        return {
            "generation": 1, "made": "2024-02-05T12:00:00+00:00", "encoder": made_by,
            "lexicon": made_by, "reader": "none", "chunker": "none",
        }  # fmt: skip

    def would_search(self, where: Filter) -> Searched:
        """Count as if nothing were filtered."""
        return self.searched

    def letters_where(self, where: Filter) -> list[LetterEntry]:
        """Give all letters."""
        return [entry_of_letter(letter, 1) for letter in self.letters]

    def values_of(self, column: str) -> dict[str, int]:
        """Give none."""
        return {}

    def meaning_of(self, short: str) -> str:
        """Know none."""
        return ""

    def newer(self) -> FakeAssistant:
        """Stay the same."""
        return self

    @property
    def searched(self) -> Searched:
        """Count letters and paragraphs."""
        return Searched(len(self.letters), sum(len(x.paragraphs) for x in self.letters), "test")


@dataclass
class Element:
    """An HTML element with all text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def close(self) -> None:
        super().close()
        assert not self._open, f"not closed: {[element.tag for element in self._open]}"


def elements(html: str) -> list[Element]:
    """Read HTML; fails if tags are not closed in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.elements


def find(html: str, tag: str = "", **attributes: str) -> Iterator[Element]:
    """Yield the elements with this tag and these attributes; ``class_`` is one class among more."""
    for element in elements(html):
        if tag and element.tag != tag:
            continue
        wanted = dict(attributes)
        class_ = wanted.pop("class_", None)
        if class_ and class_ not in element.attributes.get("class", "").split():
            continue
        if all(element.attributes.get(name) == value for name, value in wanted.items()):
            yield element
