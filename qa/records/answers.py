"""The values of an answer: chunks, hits, quotes with their citations.

Offsets count characters of a letter's regular text, as in ``qa.records.letters``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qa.messages import Message
from qa.records.filters import Filter
from qa.records.letters import Sentence
from qa.records.questions import Question, TimeRange
from qa.text.amounts import Amount
from qa.text.days import Day


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded and retrieved: a stretch of a letter under one heading.

    ``units`` are the labels it touches, ``paragraphs`` the numbers of those that are paragraphs.
    ``context`` (dossier title, heading) is embedded with the text but never shown or cited.
    """

    chunk_id: str
    doc_id: str
    start: int
    end: int
    text: str
    units: tuple[str, ...]
    paragraphs: tuple[int, ...]
    context: str = ""
    sentences: tuple[Sentence, ...] = ()


def chunk_id_of(doc_id: str, start: int, end: int) -> str:
    """Return the id of a chunk, made so that the ids of one letter sort by place."""
    return f"{doc_id}:{start:07d}-{end:07d}"


@dataclass(frozen=True, slots=True)
class FoundBy:
    """Why a passage was found: ``words`` of the question that stand in it, as they stand there.

    ``across`` are pairs of a word of the question and one of the passage that means the same or
    nearly so, often in the other language.
    """

    words: tuple[str, ...] = ()
    across: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ContextSpan:
    """A stretch of the letter that makes a quote understood, with its own place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that a letter repeats and answers, with its place.

    ``number`` is as printed, ``answered`` that of the answer, which may be to several: "2, 3".
    ``by`` is who asked, as the letter has it; None where it does not say.
    """

    text: str
    start: int
    end: int
    number: str
    answered: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk with its score, in rank order from 1; ``signals`` are the scores it is made of.

    ``asked`` is the question of the letter that it holds or answers; ``answer`` is the beginning of
    the answer to it, where the chunk is the question. ``citation`` is its place, once it is shown.
    """

    rank: int
    score: float
    chunk: Chunk
    signals: dict[str, float] = field(default_factory=dict)
    found_by: FoundBy | None = None
    asked: AskedQuestion | None = None
    answer: ContextSpan | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a quote: what a reader needs to find it again.

    ``start`` and ``end`` count characters of the letter's regular text, ``sha256`` is that of the
    letter's file, ``date`` the letter's, in ISO. ``pages`` count the file's pages, and
    ``printed_pages`` is what is printed on them: "3-4", "ii". ``sender`` is who signed, with the
    function, ``subject`` what the letter is about. A letter without a date was written between
    ``written_after`` and ``written_before``, ISO, as far as its text tells.
    """

    doc_id: str
    unit: str
    paragraph: int | None
    pages: tuple[int, ...]
    start: int
    end: int
    anchor: str
    reference: str
    url: str | None
    sha256: str = ""
    date: str | None = None
    printed_pages: str = ""
    sender: str | None = None
    subject: str | None = None
    written_after: str | None = None
    written_before: str | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """A sentence of another letter that sends the reader on to the one that is quoted.

    ``asked`` is the question that it answers there.
    """

    text: str
    citation: Citation
    asked: AskedQuestion | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation, what it means, and the place that explains it."""

    short: str
    long: str
    citation: Citation


Verdict = Literal[
    "stated", "announced", "expected", "possible", "conditional", "not yet", "denied", "asked"
]

VERDICTS: dict[Verdict, Message] = {
    "stated": Message("stated"),
    "announced": Message("announced"),
    "expected": Message("expected"),
    "possible": Message("possible"),
    "conditional": Message("conditional"),
    "not yet": Message("not-yet"),
    "denied": Message("denied"),
    "asked": Message("asked"),
}
"""What each verdict means, in words for the reader."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """How a quote says it, and the question's numbers and names that it lacks."""

    verdict: Verdict
    lacks: tuple[str, ...] = ()

    @property
    def sentence(self) -> Message:
        """The verdict in words."""
        return VERDICTS[self.verdict]


@dataclass(frozen=True, slots=True)
class Quote:
    """The answering sentence, verbatim, with its citation and context.

    ``paragraph`` is the whole paragraph it stands in, if that says more; ``caveats`` are sentences
    after it that limit what it says. ``before`` and ``after`` are the paragraphs around; ``listed``
    is the whole list it belongs to, if it does; ``also`` are other letters that say the same;
    ``terms`` are its abbreviations, explained. ``amounts`` and ``days`` are what it names of these,
    with places in the letter's text; ``second_look`` tells how the letter says it, and what of the
    question it lacks. ``notices`` are those of its letter: what of it could not be read, or is left
    out.
    ``asked`` is the question that it answers there, ``led_by`` the answer that refers to this one.
    ``referral`` is what another letter says that sends the reader here: it was found, this quoted.
    """

    text: str
    score: float
    citation: Citation
    context: tuple[ContextSpan, ...] = ()
    paragraph: ContextSpan | None = None
    caveats: tuple[ContextSpan, ...] = ()
    before: ContextSpan | None = None
    after: ContextSpan | None = None
    listed: tuple[ContextSpan, ...] = ()
    also: tuple[Citation, ...] = ()
    terms: tuple[Term, ...] = ()
    amounts: tuple[Amount, ...] = ()
    days: tuple[Day, ...] = ()
    second_look: SecondLook = SecondLook("stated")
    notices: tuple[str, ...] = ()
    asked: AskedQuestion | None = None
    led_by: ContextSpan | None = None
    referral: Referral | None = None


DifferenceKind = Literal["amount", "date", "number"]


@dataclass(frozen=True, slots=True)
class Side:
    """What one letter says: its sentence, and in it the amounts, dates or numbers at issue."""

    citation: Citation
    text: str
    says: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two letters that say the same with another amount, date or number; the older one first."""

    kind: DifferenceKind
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: how many letters and paragraphs, in which index, by which filter.

    What was there to be searched is told with a refusal: ``oldest`` and ``newest`` are ISO dates of
    letters in the whole index, None if none is dated; ``unread`` counts the files that were left
    out: not letters, or not to be read; ``older`` the older versions of letters that are kept.
    ``first_pass`` says that the transformer is still to read the passages, so none was found by it.
    """

    letters: int
    paragraphs: int
    index: str
    where: Filter = Filter()
    oldest: str | None = None
    newest: str | None = None
    unread: int = 0
    older: int = 0
    first_pass: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A letter on the subject that was not taken where the newest was asked for.

    ``citation`` is the place of its best sentence. ``why``: it is newer and "says less" than the
    one taken, with the words of the question that it lacks; or it is "undated".
    """

    citation: Citation
    why: Literal["says less", "undated"]
    missing: tuple[str, ...] = ()


AnswerState = Literal["answer", "near", "none"]

Refusal = Literal[
    "no letter", "no phrase", "no passage", "words missing", "no sentence", "no amount",
    "no date", "no person", "no place", "no colour", "which letter",
]  # fmt: skip
"""Why there is no answer; in words by `qa.answering.refusals`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes with their citations and the hits, or ``found=False`` with the reason.

    ``refusal`` tells the kind of reason, ``missing`` are the words of the question that the letters
    do not support. ``time`` is the time of the letters asked for, as it was applied.
    ``passed_over`` are letters that were not taken where the newest was asked for.
    ``differences`` are letters that say otherwise. ``probability`` is how likely it is that the
    letters answer at all, by several kinds of evidence, 0 to 1; ``sure`` says that this is enough.
    """

    question: Question
    found: bool
    reason: str
    quotes: tuple[Quote, ...]
    hits: tuple[Hit, ...]
    searched: Searched
    missing: tuple[str, ...] = ()
    refusal: Refusal | None = None
    time: TimeRange | None = None
    passed_over: tuple[PassedOver, ...] = ()
    differences: tuple[Difference, ...] = ()
    probability: float = 0.0
    sure: bool = True

    @property
    def state(self) -> AnswerState:
        """Whether this is an answer, is near and perhaps none, or there is none."""
        if not self.found:
            return "none"
        return "answer" if self.sure else "near"

    @property
    def newest(self) -> int | None:
        """Position of the first quote of the newest letter, if quotes are of different dates."""
        dates = [quote.citation.date for quote in self.quotes]
        known = [one for one in dates if one]
        return dates.index(max(known)) if len(set(known)) > 1 else None
