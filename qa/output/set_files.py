"""A set of questions with what was found, as a file: Word, Markdown or JSON, by its ending."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from qa.citations.markdown import markdown_document
from qa.citations.word import MEDIA_TYPE, word_document
from qa.messages import Language
from qa.output.schema.sets import SetModel
from qa.output.set_document import set_document
from qa.records import AnsweredSet


@dataclass(frozen=True, slots=True)
class SetForm:
    """How a form is served, and what writes it."""

    media_type: str
    write: Callable[[AnsweredSet, Language], str | bytes]


def _word(answered: AnsweredSet, language: Language) -> bytes:
    return word_document(set_document(answered, language), language)


def _markdown(answered: AnsweredSet, language: Language) -> str:
    return markdown_document(set_document(answered, language))


def _json(answered: AnsweredSet, _: Language) -> str:
    told = SetModel.of(answered).as_json()
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


SET_FORMS: dict[str, SetForm] = {
    "docx": SetForm(MEDIA_TYPE, _word),
    "md": SetForm("text/markdown; charset=utf-8", _markdown),
    "json": SetForm("application/json", _json),
}
"""The forms by the endings of their files, in the order in which they are offered."""
