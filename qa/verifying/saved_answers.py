"""The JSON of saved answers, read: what ``ask --json`` prints, one a line or one alone, and what is
saved from the page.

Only what is needed to look the quotes up must be there and of its type; all else is kept as it is,
to be compared by `qa.verifying`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import QAError, QuestionError
from qa.messages import Message
from qa.verifying.proof import SavedQuote


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as it was saved: all that its file says, and its quotes."""

    said: Mapping[str, Any]
    quotes: tuple[SavedQuote, ...]

    @property
    def question(self) -> str:
        """What was asked."""
        return str(self.said["question"])


def read_saved(path: Path) -> list[SavedAnswer]:
    """Read a saved answer, or many, one a line.

    Raises:
        QuestionError: If the file holds no answer; the message names the line and what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise QuestionError("saved-not-read", path=path, reason=error) from None
    try:
        return [_answer(said, place) for place, said in _values(text, path)]
    except RecursionError:
        raise QuestionError("saved-too-deep", path=path) from None


def _values(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    try:
        yield str(path), json.loads(text)
        return
    except ValueError:
        pass
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield Message("line-of", path=path, number=number), json.loads(line)
            except ValueError as error:
                raise QuestionError(
                    "saved-no-json", path=path, number=number, reason=error
                ) from None


def _answer(said: Any, place: str) -> SavedAnswer:
    try:
        json.dumps(said, ensure_ascii=False).encode()
        if not isinstance(said, dict):
            raise _WrongError("saved-no-object", kind=_kind(said))
        _text(said, "question")
        paths = _paths(said)
        quotes = tuple(_quote(said["question"], one, paths) for one in _list(said, "quotes"))
        return SavedAnswer(said, quotes)
    except UnicodeEncodeError:
        raise QuestionError("saved-half-character", place=place) from None
    except _WrongError as error:
        raise QuestionError("saved-no-answer", place=place, reason=error) from None


class _WrongError(QAError):
    """Something of another type than it has in an answer."""


def _quote(question: str, said: Any, paths: Mapping[str, str]) -> SavedQuote:
    text = _text(said, "text")
    if not text.strip():
        raise _WrongError("saved-quote-empty")
    citation = _field(said, "citation")
    start, end = (_field(citation, name) for name in ("start", "end"))
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise _WrongError("saved-no-place", start=start, end=end)
    doc_id = _text(citation, "doc_id")
    sha256 = _text(citation, "sha256") if "sha256" in citation else ""
    return SavedQuote(question, text, doc_id, start, end, sha256, paths.get(doc_id, ""))


def _paths(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the files of the letters, as far as the answer names them."""
    if "saved" not in said:
        return {}
    letters = _list(said["saved"], "letters")
    return {_text(one, "doc_id"): _text(one, "path") for one in letters}


def _field(said: Any, name: str) -> Any:
    if not isinstance(said, dict):
        raise _WrongError("saved-no-object", kind=_kind(said))
    if name not in said:
        raise _WrongError("saved-field-missing", name=name)
    return said[name]


def _text(said: Any, name: str) -> str:
    found = _field(said, name)
    if not isinstance(found, str):
        raise _WrongError("saved-no-text", name=name, kind=_kind(found))
    return found


def _list(said: Any, name: str) -> list[Any]:
    found = _field(said, name)
    if not isinstance(found, list):
        raise _WrongError("saved-no-list", name=name, kind=_kind(found))
    return found


def _kind(value: Any) -> Message:
    codes = {
        dict: "kind-object", list: "kind-list", str: "kind-text", bool: "kind-truth",
        type(None): "kind-nothing",
    }  # fmt: skip
    return Message(codes.get(type(value), "kind-number"))
