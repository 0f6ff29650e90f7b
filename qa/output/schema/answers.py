"""An answer and a timeline as JSON. Offsets count characters of a letter's regular text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, JsonValue

from qa.answering.timeline import Timeline
from qa.llm import PlacedTranslation, Summary
from qa.llm.checking import Fault
from qa.output.schema.base import Model, Schema1
from qa.output.schema.translations import TranslationModel
from qa.records import (
    Answer,
    AnswerState,
    DifferenceKind,
    Hit,
    Quote,
    Refusal,
    Searched,
    Verdict,
)
from qa.records.filters import filter_json
from qa.text.amounts import total
from qa.text.days import Precision

DECIMALS = 4
"""How scores are written: the decimals after these change with the number of threads."""


def _number(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[int | float | None, BeforeValidator(_number)]
Score = Annotated[float, BeforeValidator(lambda score: round(score, DECIMALS))]


class CitationModel(Model):
    """The place of words in a letter: what a reader needs to find them again."""

    doc_id: str = Field(description="the letter's id, such as kst-28676-449")
    unit: str = Field(description="label of the unit: p12 is paragraph 12, n1 note 1")
    paragraph: int | None = Field(description="number of the paragraph; null for other units")
    pages: list[int] = Field(description="pages of the file, from 1; empty if it has none")
    start: int = Field(description="where the words begin in the letter's regular text")
    end: int = Field(description="where they end; this character is not among them")
    anchor: str = Field(description="name of the unit, made of its content")
    reference: str = Field(description="the place as one writes it in a document")
    url: str | None = Field(description="the official publication, if there is one")
    sha256: str = Field(description="of the letter's file: tells versions apart")
    date: str | None = Field(description="the letter's date, ISO")
    printed_pages: str = Field(description='what is printed on the pages: "3-4", "ii"')
    sender: str | None = Field(default=None, description="who signed, with the function")
    subject: str | None = Field(default=None, description="what the letter is about")
    written_after: str | None = Field(
        default=None, description="undated, it was written after this day, ISO"
    )
    written_before: str | None = Field(
        default=None, description="undated, it was written before this day, ISO"
    )


class ContextModel(Model):
    """A stretch of the letter that makes a quote understood, with its own place."""

    text: str = Field(description="the words, verbatim")
    start: int = Field(description="where they begin in the letter's regular text")
    end: int = Field(description="where they end")


class AskedModel(Model):
    """A question of a member of parliament, as the letter that answers it repeats it."""

    text: str = Field(description="its words, verbatim")
    start: int = Field(description="where they begin in the letter's regular text")
    end: int = Field(description="where they end")
    number: str = Field(description="its number in the letter")
    answered: str = Field(description='numbers of the questions answered together: "2, 3"')
    by: str | None = Field(description="who asked, as the letter has it; null if it does not say")


class AmountModel(Model):
    """An amount of money, in whole units of its currency."""

    text: str = Field(description="as it is written")
    start: int = Field(description="where it begins in the letter's regular text")
    end: int = Field(description="where it ends")
    currency: str = Field(description="ISO 4217, such as EUR")
    value: Number = Field(description="what it is worth; null with the reason if that is not said")
    reason: str | None = Field(description="why it has no value")
    low: Number = Field(description="the lower end of a range")
    high: Number = Field(description="the upper end of a range")
    limit: str | None = Field(description='"at most", "at least" or "about"')
    per: str | None = Field(description='the period or unit as written, such as "per jaar"')


class DayModel(Model):
    """A date as a letter writes it."""

    text: str = Field(description="as it is written")
    start: int = Field(description="where it begins in the letter's regular text")
    end: int = Field(description="where it ends")
    precision: Precision = Field(description="what it names")
    value: str | None = Field(description="ISO, by the precision; null with the reason")
    reason: str | None = Field(description="why it has no value")


class TermModel(Model):
    """An abbreviation, and the place that explains it."""

    short: str = Field(description="as the quote has it")
    long: str = Field(description="what it means")
    citation: CitationModel = Field(description="where that is explained")


class SecondLookModel(Model):
    """How a quote says it, and what of the question it lacks."""

    verdict: Verdict = Field(description="whether the letter states it, announces it, denies it")
    lacks: list[str] = Field(description="numbers and names of the question that it has not")
    sentence: str = Field(description="the verdict in words, in English")


class ReferralModel(Model):
    """A sentence of another letter that sends the reader on to the one that is quoted."""

    text: str = Field(description="the words, verbatim")
    citation: CitationModel = Field(description="where they stand")
    asked: AskedModel | None = Field(description="the question that they answer in their letter")


class QuoteModel(Model):
    """A sentence of a letter, verbatim, with its place."""

    text: str = Field(description="the words, exactly as in the letter")
    score: Score = Field(description="how well it answers; higher is better")
    citation: CitationModel = Field(description="where it stands")
    context: list[ContextModel] = Field(description="sentences that make it understood")
    paragraph: ContextModel | None = Field(
        default=None, description="the whole paragraph it stands in, if that says more"
    )
    caveats: list[ContextModel] = Field(
        default=[], description="sentences after it that limit what it says"
    )
    before: ContextModel | None = Field(description="the paragraph before its own")
    after: ContextModel | None = Field(description="the paragraph after its own")
    list_: list[ContextModel] = Field(
        validation_alias=AliasChoices("list", "listed"),
        serialization_alias="list",
        description="the whole list it belongs to, item by item; empty if it is in none",
    )
    also: list[CitationModel] = Field(description="other letters that say the same")
    terms: list[TermModel] = Field(description="its abbreviations, explained")
    amounts: list[AmountModel] = Field(description="the amounts of money in it")
    dates: list[DayModel] = Field(
        validation_alias=AliasChoices("dates", "days"), description="the dates in it"
    )
    second_look: SecondLookModel = Field(description="how the letter says it")
    notices: list[str] = Field(description="what of its letter could not be read, or is left out")
    asked: AskedModel | None = Field(description="the question that it answers in its letter")
    led_by: ContextModel | None = Field(
        description="the answer to that question, where it only refers to this one"
    )
    referral: ReferralModel | None = Field(
        default=None, description="the sentence of another letter that sends the reader to this one"
    )
    newest: bool = Field(
        default=False, description="whether it is the first of the newest letter quoted"
    )


class TotalModel(Model):
    """A sum with every addend."""

    value: Number = Field(description="the sum; null with the reason if they do not add up")
    currency: str | None = Field(description="ISO 4217; null without a sum")
    reason: str | None = Field(description="why there is no sum")
    addends: list[AmountModel] = Field(description="the amounts of the first quote")
    citation: CitationModel = Field(description="the place of the first quote")


class SideModel(Model):
    """What one letter says."""

    citation: CitationModel = Field(description="where it says so")
    text: str = Field(description="its sentence, verbatim")
    says: str = Field(description="the amounts, dates or numbers at issue")


class DifferenceModel(Model):
    """Two letters that say otherwise."""

    kind: DifferenceKind = Field(description="in what they differ")
    sides: list[SideModel] = Field(description="the two, the older letter first")


class SummarySentenceModel(Model):
    """A sentence that the language model wrote."""

    text: str = Field(description="the sentence")
    quotes: list[int] = Field(description="numbers of the quotes that it rests on, from 1")


class TokensModel(Model):
    """What a call to a language model cost."""

    read: int = Field(description="tokens that it read")
    written: int = Field(description="tokens that it wrote, its thinking included")


class SummaryModel(Model):
    """What a language model wrote that passed the check."""

    model: str = Field(description="name of the model")
    sentences: list[SummarySentenceModel] = Field(description="what passed, in order")
    dropped: dict[Fault, int] = Field(description="how many sentences did not, by fault")
    problem: str | None = Field(description="why there is no more, or nothing")
    tokens: TokensModel | None = Field(
        default=None, description="what it cost; null if the server does not count"
    )
    whole: bool = Field(default=True, description="false while the model still writes")


class SummaryLineModel(Schema1, SummaryModel):
    """A summary as far as it has come."""

    told: str | None = Field(description="the problem in the language that the client asks for")

    @classmethod
    def of(cls, summary: Summary, told: str | None) -> Self:
        """Return what is told of a summary."""
        return cls(**SummaryModel.model_validate(summary).model_dump(), told=told)


class FoundByModel(Model):
    """Why a passage was found."""

    words: list[str] = Field(description="words of the question in it, as they stand there")
    across: list[tuple[str, str]] = Field(
        description="a word of the question and one of the passage that means nearly the same"
    )
    similarity: Score = Field(description="likeness of meaning, -1 to 1")

    @classmethod
    def of(cls, hit: Hit) -> Self | None:
        """Return why a passage was found; None if that is not known."""
        if hit.found_by is None:
            return None
        return cls(
            words=list(hit.found_by.words),
            across=list(hit.found_by.across),
            similarity=hit.signals.get("dense", 0.0),
        )


class HitModel(Model):
    """A passage that was found, and why."""

    rank: int = Field(description="its place, from 1")
    score: Score = Field(description="higher is better")
    doc_id: str = Field(description="its letter's id")
    chunk_id: str = Field(description="its own id")
    paragraphs: list[int] = Field(description="numbers of the paragraphs it touches")
    start: int = Field(description="where it begins in the letter's regular text")
    end: int = Field(description="where it ends")
    text: str = Field(description="its words, verbatim")
    found_by: FoundByModel | None = Field(description="why it was found; null if that is not known")
    asked: AskedModel | None = Field(description="the question that it answers, or that it is")
    answer: ContextModel | None = Field(
        description="how the answer begins, where the passage is the question"
    )
    citation: CitationModel | None = Field(
        default=None, description="where it stands: date, sender and subject of its letter too"
    )

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Return what is told of a passage."""
        chunk = hit.chunk
        return cls(
            rank=hit.rank,
            score=hit.score,
            doc_id=chunk.doc_id,
            chunk_id=chunk.chunk_id,
            paragraphs=list(chunk.paragraphs),
            start=chunk.start,
            end=chunk.end,
            text=chunk.text,
            found_by=FoundByModel.of(hit),
            asked=AskedModel.model_validate(hit.asked) if hit.asked else None,
            answer=ContextModel.model_validate(hit.answer) if hit.answer else None,
            citation=CitationModel.model_validate(hit.citation) if hit.citation else None,
        )


class TimeModel(Model):
    """The time of letters that a question asks about."""

    words: str = Field(description="the words that ask for it")
    since: str | None = Field(description="first day, ISO")
    until: str | None = Field(description="last day, ISO")
    newest: bool = Field(description="whether the newest letter that answers is asked for")
    kept: bool = Field(description="false if no letter of that time answers and all were searched")


class SearchedModel(Model):
    """What was searched."""

    letters: int = Field(description="how many letters")
    paragraphs: int = Field(description="how many paragraphs")
    index: str = Field(description="name of the index")
    filter: dict[str, list[str] | str | bool] = Field(
        description="fields that filtered, by the names of a question's filter; empty for none"
    )
    oldest: str | None = Field(description="date of the oldest letter of the whole index, ISO")
    newest: str | None = Field(description="date of the newest letter of the whole index, ISO")
    unread: int = Field(description="files that were left out")
    older: int = Field(description="older versions of letters that are kept, and not searched")
    first_pass: bool = Field(
        default=False,
        description="whether the transformer is still to read the passages: none is found by it",
    )

    @classmethod
    def of(cls, searched: Searched) -> Self:
        """Return what is told of a search."""
        return cls(
            letters=searched.letters,
            paragraphs=searched.paragraphs,
            index=searched.index,
            filter=filter_json(searched.where),
            oldest=searched.oldest,
            newest=searched.newest,
            unread=searched.unread,
            older=searched.older,
            first_pass=searched.first_pass,
        )


class PassedOverModel(Model):
    """A letter on the subject that was not taken where the newest was asked for."""

    citation: CitationModel = Field(description="where its best sentence stands")
    why: Literal["says less", "undated"] = Field(
        description="it is newer and says less than the one taken, or it has no date"
    )
    missing: list[str] = Field(description="words of the question that it lacks")


class AnswerModel(Schema1):
    """An answer: quotes with their citations, or why there is none."""

    id: JsonValue = Field(description="given back as it was sent, in a batch; else null")
    question: str = Field(description="as it was typed")
    found: bool = Field(description="whether the letters answer")
    state: AnswerState = Field(
        description="answer; near: it may be none, and is shown as that; none: not in these letters"
    )
    reason: str = Field(description="how sure the answer is, or why there is none, in English")
    refusal: Refusal | None = Field(description="the kind of reason; null with an answer")
    missing: list[str] = Field(description="words of the question that the letters do not have")
    understood: str | None = Field(
        description="as it was read: in full if it leans on another, slips of typing mended"
    )
    probability: Score = Field(description="how likely it is that the letters answer, 0 to 1")
    time: TimeModel | None = Field(description="the time of letters asked for, as it was applied")
    passed_over: list[PassedOverModel] = Field(
        default=[], description="letters not taken where the newest is asked for, and why"
    )
    quotes: list[QuoteModel] = Field(description="the best first; empty without an answer")
    total: TotalModel | None = Field(description="the sum, where an amount is asked for")
    differences: list[DifferenceModel] = Field(description="letters that say otherwise")
    summary: SummaryModel | None = Field(description="by a language model, if one is set")
    translations: list[TranslationModel] = Field(
        default=[], description="of quotes, by a language model, where they were asked for"
    )
    hits: list[HitModel] = Field(description="the passages that were found, the best first")
    searched: SearchedModel = Field(description="what was searched")

    @classmethod
    def of(
        cls,
        answer: Answer,
        question_id: JsonValue = None,
        summary: Summary | None = None,
        translations: Sequence[PlacedTranslation] = (),
    ) -> Self:
        """Return what is told of an answer.

        Args:
            answer: From `Assistant.ask`.
            question_id: Given back as ``id``, so that answers of a batch can be told apart.
            summary: From `Assistant.summarise`, if a language model is set.
            translations: Of its quotes, if they were asked for.
        """
        return cls(**cls.told_of(answer, question_id, summary, translations))

    @staticmethod
    def told_of(
        answer: Answer,
        question_id: JsonValue = None,
        summary: Summary | None = None,
        translations: Sequence[PlacedTranslation] = (),
    ) -> dict[str, Any]:
        """Return the fields, each as its model takes it."""
        return {
            "id": question_id,
            "question": answer.question.typed,
            "found": answer.found,
            "state": answer.state,
            "reason": answer.reason,
            "refusal": answer.refusal,
            "missing": answer.missing,
            "understood": answer.question.understood,
            "probability": answer.probability,
            "time": answer.time,
            "passed_over": answer.passed_over,
            "quotes": [_quote(one, at == answer.newest) for at, one in enumerate(answer.quotes)],
            "total": _total(answer),
            "differences": answer.differences,
            "summary": summary,
            "translations": [TranslationModel.of(one) for one in translations],
            "hits": [HitModel.of(hit) for hit in answer.hits],
            "searched": SearchedModel.of(answer.searched),
        }


def _quote(quote: Quote, newest: bool) -> QuoteModel:
    model = QuoteModel.model_validate(quote)
    model.newest = newest
    return model


def _total(answer: Answer) -> TotalModel | None:
    """Return the sum of the amounts of the best quote, with each addend's place."""
    amounts = answer.quotes[0].amounts if answer.quotes else ()
    if len(amounts) < 2 or answer.question.kind != "amount":
        return None
    added = total(amounts)
    return TotalModel.model_validate(
        {
            "value": added.value,
            "currency": added.currency,
            "reason": added.reason,
            "addends": added.addends,
            "citation": answer.quotes[0].citation,
        }
    )


class MomentModel(Model):
    """What one letter says."""

    text: str = Field(description="its best sentence, verbatim")
    citation: CitationModel = Field(description="where it stands, with the letter's date")
    subject: str | None = Field(description="what the letter is about")


class TimelineModel(Schema1):
    """The letters that speak to a question, oldest first, and where they differ."""

    question: str = Field(description="as it was asked")
    moments: list[MomentModel] = Field(description="a sentence of each letter, the oldest first")
    differences: list[DifferenceModel] = Field(description="letters that say otherwise")
    searched: SearchedModel = Field(description="what was searched")

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        """Return what is told of a timeline."""
        return cls(
            question=timeline.question,
            moments=[MomentModel.model_validate(one) for one in timeline.moments],
            differences=[DifferenceModel.model_validate(one) for one in timeline.differences],
            searched=SearchedModel.of(timeline.searched),
        )


class SavedIndexModel(Model):
    """The index that answered."""

    name: str = Field(description="its name")
    generation: int = Field(description="number of the generation")
    made: str = Field(description="when that was made, ISO, UTC")
    reader: str = Field(description="what read the letters, with its version")
    chunker: JsonValue = Field(description="what cut them into passages, and how")


class SavedSettingsModel(Model):
    """The settings that the answer hangs on."""

    hits: int = Field(description="how many passages were searched for")
    query_prompt: str = Field(description="put before a question when it is embedded")
    passage_prompt: str = Field(description="put before a passage when it is embedded")


class SavedLetterModel(Model):
    """A letter that is quoted, as it was then."""

    doc_id: str = Field(description="its id")
    path: str = Field(description="its file, in the corpus")
    sha256: str = Field(description="of its file")
    date: str | None = Field(description="ISO")
    subject: str | None = Field(description="what it is about")


class SavedModel(Model):
    """What answered, so that the answer can be proved later."""

    asked: str = Field(description="when it was asked, ISO, with the zone")
    program: str = Field(description="name and version of this program")
    index: SavedIndexModel = Field(description="the index that answered")
    encoder: dict[str, JsonValue] = Field(description="what made the embeddings, with its sha256")
    lexicon: dict[str, JsonValue] = Field(description="the table of token vectors, likewise")
    settings: SavedSettingsModel = Field(description="the settings that the answer hangs on")
    letters: list[SavedLetterModel] = Field(description="the letters that are quoted")


class SavedAnswerModel(AnswerModel):
    """An answer with all that tells what answered it; ``letters-qa verify`` reads it again."""

    saved: SavedModel = Field(description="what answered")
