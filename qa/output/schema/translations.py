"""A translation by a language model as JSON: what it is of, and how it differs from that."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from qa.llm import PlacedTranslation, TranslatedSentence
from qa.llm.comparing import Difference, DifferenceKind
from qa.output.schema.base import Model


class TranslationDifferenceModel(Model):
    """What a sentence says and its translation does not, or the other way round."""

    kind: DifferenceKind = Field(description="of what")
    message: str = Field(description="the difference in words, in English")
    original: str = Field(description="the words of the letter; empty if it has none")
    start: int | None = Field(description="where they begin in the letter's regular text")
    end: int | None = Field(description="where they end")
    translation: str = Field(description="the words of the translation; empty if it has none")
    translation_start: int | None = Field(description="where they begin in the sentence's text")
    translation_end: int | None = Field(description="where they end")

    @classmethod
    def of(cls, one: Difference, begins: int) -> Self:
        """Return what is told of a difference in a sentence that begins at a place."""
        start, end = one.original_at or (None, None)
        translation_start, translation_end = one.translation_at or (None, None)
        return cls(
            kind=one.kind,
            message=one.message,
            original=one.original,
            start=None if start is None else begins + start,
            end=None if end is None else begins + end,
            translation=one.translation,
            translation_start=translation_start,
            translation_end=translation_end,
        )


class TranslatedSentenceModel(Model):
    """What the model made of one sentence."""

    start: int = Field(description="where the sentence begins in the letter's regular text")
    end: int = Field(description="where it ends")
    text: str = Field(description="the translation; empty if there is none")
    differences: list[TranslationDifferenceModel] = Field(
        description="in numbers, amounts, dates, names and negation; others are not found"
    )
    problem: str | None = Field(description="why there is none, in English")

    @classmethod
    def of(cls, one: TranslatedSentence, begins: int) -> Self:
        """Return what is told of a sentence of a text that begins at a place."""
        start = begins + one.start
        return cls(
            start=start,
            end=begins + one.end,
            text=one.text,
            differences=[TranslationDifferenceModel.of(d, start) for d in one.differences],
            problem=one.problem,
        )


class TranslationModel(Model):
    """A translation by a language model; it is no quote, and no person has checked it."""

    doc_id: str = Field(description="the letter's id")
    sha256: str = Field(description="of the letter's file: tells versions apart")
    start: int = Field(description="where the translated words begin in the letter's regular text")
    end: int = Field(description="where they end")
    language: Literal["en", "nl"] = Field(description="of the translation")
    model: str = Field(description="the language model that wrote it")
    sentences: list[TranslatedSentenceModel] = Field(description="in the order of the letter")

    @classmethod
    def of(cls, one: PlacedTranslation) -> Self:
        """Return what is told of a translation."""
        made = one.translation
        return cls(
            doc_id=one.doc_id,
            sha256=one.sha256,
            start=one.start,
            end=one.end,
            language=made.language,
            model=made.model,
            sentences=[TranslatedSentenceModel.of(each, one.start) for each in made.sentences],
        )
