"""“This answer is wrong”: what was asked and shown, and the right paragraph if a person marks it.

One JSON object a line, in a file of the person's own; nothing is sent anywhere. Does not change
what is answered.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from qa.citations import cite
from qa.errors import QAError
from qa.filters import filter_json
from qa.records import Answer, Letter

MAX_NOTE = 2000
"""Characters of a note that are kept."""

WAIT_SECONDS = 5.0


def feedback_entry(
    answer: Answer, right: tuple[Letter, int, int] | None = None, note: str = ""
) -> dict[str, Any]:
    """Describe an answer that a person finds wrong.

    Args:
        answer: As it was shown.
        right: The letter and the stretch of its text that answers, if the person knows it.
        note: In the person's words.

    Raises:
        ValueError: If the stretch is none of the letter's text.
    """
    marked = None
    if right:
        letter, start, end = right
        if not 0 <= start < end <= len(letter.text):
            raise ValueError(f"{start}-{end} is no place in {len(letter.text)} characters")
        place = cite(letter, start, end)
        marked = {"doc_id": letter.doc_id, "start": start, "end": end, "unit": place.unit,
                  "text": letter.text[start:end]}  # fmt: skip
    return {
        "schema": 1,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "filter": filter_json(answer.searched.where),
        "found": answer.found,
        "shown": [
            {"doc_id": q.citation.doc_id, "start": q.citation.start, "end": q.citation.end,
             "text": q.text}
            for q in answer.quotes
        ],
        "right": marked,
        "note": note[:MAX_NOTE],
    }  # fmt: skip


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
            checked = entry["question"], entry["shown"], entry["right"]
            if not isinstance(checked[0], str) or not isinstance(checked[1], list):
                raise TypeError
        except (ValueError, KeyError, TypeError):
            raise QAError(f"{path}, line {number}: not feedback of letters-qa") from None
        entries.append(entry)
    return entries
