"""“This answer is wrong”: what was asked and shown, and the right paragraph if a person marks it.

One JSON object a line, in a file of the person's own; nothing is sent anywhere. Does not change
what is answered.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from qa.citations.citing import cite
from qa.errors import QAError
from qa.messages import Message
from qa.output.schema.work import FeedbackEntryModel, NowhereModel, RightModel, ShownModel
from qa.records import Answer, Letter, Quote
from qa.records.filters import filter_json, make_filter

MAX_NOTE = 2000
"""Characters of a note that are kept."""

WAIT_SECONDS = 5.0
"""Longest wait for another process that writes into the file."""

_BEGINNING = b'{"schema": '  # of every line: what begins so and ends too early was torn


Outcome = Literal["right", "right among", "refused", "the same", "another", "wrong"]

OUTCOMES: dict[Outcome, Message] = {
    "right": Message("came-right"),
    "right among": Message("came-among"),
    "refused": Message("came-nothing"),
    "the same": Message("came-the-same"),
    "another": Message("came-another"),
    "wrong": Message("came-wrong"),
}
"""What became of an answer that was found wrong, in words."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a person says is right: a stretch of a letter, or that no letter answers."""

    letter: Letter | None = None
    start: int = 0
    end: int = 0

    @property
    def described(self) -> RightModel | NowhereModel:
        """The same as a line of feedback has it."""
        if self.letter is None:
            return NowhereModel(doc_id=None)
        if not 0 <= self.start < self.end <= len(self.letter.text):
            raise ValueError(
                f"{self.start}-{self.end} is no place in {len(self.letter.text)} characters"
            )
        return RightModel(
            doc_id=self.letter.doc_id,
            start=self.start,
            end=self.end,
            unit=cite(self.letter, self.start, self.end).unit,
            text=self.letter.text[self.start : self.end],
        )


def feedback_entry(answer: Answer, right: Right | None = None, note: str = "") -> dict[str, Any]:
    """Describe an answer that a person finds wrong.

    Args:
        answer: As it was shown.
        right: What is right, if the person knows it.
        note: In the person's words.

    Raises:
        ValueError: If the right stretch is none of its letter's text.
    """
    return FeedbackEntryModel(
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        question=answer.question.text,
        filter=filter_json(answer.searched.where) if not answer.time else {},
        found=answer.found,
        shown=[
            ShownModel(
                doc_id=quote.citation.doc_id,
                start=quote.citation.start,
                end=quote.citation.end,
                text=quote.text,
            )
            for quote in answer.quotes
        ],
        right=right.described if right else None,
        note=note[:MAX_NOTE],
    ).as_json()


def judge(entry: dict[str, Any], answer: Answer) -> Outcome:
    """Say what became of an answer that was found wrong, now that it is given again."""
    right = entry["right"]
    if right is not None and right["doc_id"] is None:
        return _same_or_another(entry, answer) if answer.found else "right"
    if right is not None:
        met = [_meets(quote, right) for quote in answer.quotes]
        if any(met):
            return "right" if met[0] else "right among"
        return "wrong" if answer.found else "refused"
    return _same_or_another(entry, answer) if answer.found else "refused"


def _same_or_another(entry: dict[str, Any], answer: Answer) -> Outcome:
    shown = entry["shown"]
    same = bool(shown) and answer.quotes[0].text == shown[0]["text"]
    return "the same" if same else "another"


def _meets(quote: Quote, right: dict[str, Any]) -> bool:
    """Say whether a quote is of what is right; by its words, for places may have moved."""
    if quote.citation.doc_id != right["doc_id"]:
        return False
    ours, theirs = " ".join(quote.text.split()), " ".join(right["text"].split())
    return ours in theirs or theirs in ours


def add_feedback(entry: dict[str, Any], path: Path) -> None:
    """Append an entry to a file, whole or not at all, also when several do so at once.

    A line that another program left without its end gets one, so that it spoils no other.

    Raises:
        QAError: If the file cannot be written; what stood in it stays.
    """
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=WAIT_SECONDS), path.open("ab+", 0) as file:
            _append(file, line.encode("utf-8", "replace"))
    except (OSError, Timeout) as error:
        raise QAError("feedback-not-written", path=path, reason=error) from None


def _append(file: FileIO, line: bytes) -> None:
    """Write a line at the end of a file and to the disk; if that fails, cut off what was written.

    The disk may be full in the middle of it.
    """
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(size - 1)
        if file.read(1) != b"\n":
            line = b"\n" + line
    try:
        written = 0
        while written < len(line):
            written += file.write(line[written:]) or 0
        os.fsync(file.fileno())
    except BaseException:
        file.truncate(size)
        raise


@dataclass(frozen=True, slots=True)
class Feedback:
    """What stands in a file: its entries, and a sentence about each line that is torn."""

    entries: list[dict[str, Any]]
    notes: list[str]


def read_feedback(path: Path) -> Feedback:
    """Read a file; lines that were torn when they were written are passed over, with a note.

    Raises:
        QAError: Naming the file and the line that was never feedback.
    """
    entries: list[dict[str, Any]] = []
    notes: list[str] = []
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise QAError("feedback-unreadable", path=path, reason=error) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            line, is_torn = _mended(line)
            if is_torn:
                torn = Message("feedback-line-torn")
                notes.append(Message("about", what=f"{path}, line {number}", message=torn))
            if not line:
                continue
            entry = json.loads(line)
            right = entry["right"]
            if not isinstance(entry["question"], str) or not isinstance(entry["shown"], list):
                raise TypeError
            if right is not None and right["doc_id"] is not None and not right["text"].strip():
                raise ValueError
            make_filter(**entry.get("filter", {}))
        except (ValueError, KeyError, TypeError, AttributeError, QAError):
            raise QAError("feedback-line-wrong", path=path, number=number) from None
        entries.append(entry)
    return Feedback(entries, notes)


def _mended(line: bytes) -> tuple[bytes, bool]:
    """Return the whole entry at the end of a line, if any, and whether a torn one stands there."""
    if not line.startswith(_BEGINNING) and not _BEGINNING.startswith(line):
        return line, False
    try:
        json.loads(line)
    except ValueError:
        last = line.rfind(_BEGINNING)  # a line that was added to a torn one
        with suppress(ValueError):
            json.loads(line[last:])
            return line[max(last, 0) :], True
        return b"", True
    return line, False
