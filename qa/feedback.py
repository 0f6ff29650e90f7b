"""“This answer is wrong”: what was asked and shown, and the right paragraph if a person marks it.

One JSON object a line, in a file of the person's own; nothing is sent anywhere. Does not change
what is answered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from qa.citations import cite
from qa.errors import QAError
from qa.filters import filter_json, make_filter
from qa.records import Answer, Letter, Quote

MAX_NOTE = 2000
"""Characters of a note that are kept."""

WAIT_SECONDS = 5.0


Outcome = Literal["right", "right among", "refused", "the same", "another", "wrong"]

OUTCOMES: dict[Outcome, str] = {
    "right": "the first quote is the right one now",
    "right among": "the right one is among the quotes now",
    "refused": "nothing is quoted now",
    "the same": "the same quote comes first still",
    "another": "another quote comes first now",
    "wrong": "the right one is not among the quotes",
}
"""What became of an answer that was found wrong, in words."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a person says is right: a stretch of a letter, or that no letter answers."""

    letter: Letter | None = None
    start: int = 0
    end: int = 0

    @property
    def described(self) -> dict[str, Any]:
        """The same as JSON."""
        if self.letter is None:
            return {"doc_id": None}
        if not 0 <= self.start < self.end <= len(self.letter.text):
            raise ValueError(
                f"{self.start}-{self.end} is no place in {len(self.letter.text)} characters"
            )
        return {
            "doc_id": self.letter.doc_id,
            "start": self.start,
            "end": self.end,
            "unit": cite(self.letter, self.start, self.end).unit,
            "text": self.letter.text[self.start : self.end],
        }


def feedback_entry(answer: Answer, right: Right | None = None, note: str = "") -> dict[str, Any]:
    """Describe an answer that a person finds wrong.

    Args:
        answer: As it was shown.
        right: What is right, if the person knows it.
        note: In the person's words.

    Raises:
        ValueError: If the right stretch is none of its letter's text.
    """
    return {
        "schema": 1,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.understood or answer.question,
        "filter": filter_json(answer.searched.where) if not answer.time else {},
        "found": answer.found,
        "shown": [
            {"doc_id": q.citation.doc_id, "start": q.citation.start, "end": q.citation.end,
             "text": q.text}
            for q in answer.quotes
        ],
        "right": right.described if right else None,
        "note": note[:MAX_NOTE],
    }  # fmt: skip


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

    Raises:
        QAError: If the file cannot be written.
    """
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=WAIT_SECONDS), path.open("ab") as file:
            file.write(line.encode())
    except (OSError, Timeout) as error:
        raise QAError(f"{path}: the feedback cannot be written ({error})") from None


def read_feedback(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a file.

    Raises:
        QAError: Naming the file and the line that cannot be read.
    """
    entries = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QAError(f"{path}: cannot be read ({error}); give a file of feedback") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            right = entry["right"]
            if not isinstance(entry["question"], str) or not isinstance(entry["shown"], list):
                raise TypeError
            if right is not None and right["doc_id"] is not None and not right["text"].strip():
                raise ValueError
            make_filter(**entry.get("filter", {}))
        except (ValueError, KeyError, TypeError, AttributeError, QAError):
            raise QAError(f"{path}, line {number}: not feedback of letters-qa") from None
        entries.append(entry)
    return entries
