"""A batch of questions: JSON lines with id, question and, if they have one, a filter."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.errors import QuestionError
from qa.messages import Message
from qa.records.filters import Filter, make_filter


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a batch, with the filter of its own if it has one."""

    id: str | int | None
    question: str
    where: Filter | None


def read_batch(path: Path) -> Iterator[Asked]:
    """Read questions from JSON lines; "-" is standard input.

    Raises:
        QuestionError: If it cannot be read, or a line of it is no question.
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError("questions-not-read", path=path, reason=error) from None
    for number, line in enumerate(text.split("\n"), start=1):  # U+2028 may stand in a string
        if not line.strip():
            continue
        try:
            entry = json.loads(line, parse_constant=_refuse)
            question = entry["question"]
        except (ValueError, KeyError, TypeError, RecursionError):
            question = None
        if not isinstance(question, str) or not any(c.isalnum() for c in question):
            raise QuestionError("question-line-wrong", path=path, number=number)
        yield Asked(
            entry.get("id"),
            question,
            _own_filter(entry, Message("line-of", path=path, number=number)),
        )


def _own_filter(entry: dict[str, Any], place: str) -> Filter | None:
    """Return the filter of one question of a batch, if it has one."""
    given = entry.get("filter")
    if given is None:
        return None
    try:
        return make_filter(**_Own.model_validate(given).model_dump())
    except QuestionError as error:
        raise QuestionError("about", what=place, message=error) from None
    except ValidationError:
        raise QuestionError("filter-wrong", place=place, given=given) from None


class _Own(BaseModel):
    """The fields that the filter of a question may have, as `make_filter` takes them."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)

    letters: list[str] = []
    dossiers: list[str] = []
    kinds: list[str] = []
    senders: list[str] = []
    since: str = ""
    until: str = ""
    undated: bool = False


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(constant)
