"""The JSON of letters-qa, schema 1: one set of models that makes it, checks it and describes it.

    answers   an answer, a timeline, a saved answer
    letters   letters in a list, whole, and a unit of one
    translations  what a language model made of a quote
    work      what was done with letters and with the index
    short     the same in short, for assistants

The command line prints it, the HTTP API sends it and describes it in its OpenAPI document, and
assistants get it over MCP. Fields are only ever added. Offsets count characters of a letter's
regular text. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from qa.answering.timeline import Timeline
from qa.llm import PlacedTranslation, Summary
from qa.output.schema.answers import AnswerModel, TimelineModel
from qa.records import Answer


def answer_json(
    answer: Answer,
    question_id: JsonValue = None,
    summary: Summary | None = None,
    translations: Sequence[PlacedTranslation] = (),
) -> dict[str, Any]:
    """Return an answer as JSON; see `AnswerModel.of`."""
    return AnswerModel.of(answer, question_id, summary, translations).as_json()


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as JSON."""
    return TimelineModel.of(timeline).as_json()
