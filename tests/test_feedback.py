"""Answers that were found wrong: kept in a file, asked again, and judged by what is right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from web_fixtures import make_answer, make_letter

from qa.assistant import Assistant
from qa.assistant.feedback import Outcome, Right, add_feedback, feedback_entry, judge, read_feedback
from qa.cli.common import app
from qa.errors import QAError
from qa.questions import analyse
from qa.settings import Settings

LETTER = make_letter(["De eerste alinea.", "De tweede alinea.", "De derde alinea."])
FIRST, SECOND, THIRD = ((unit.start, unit.end) for unit in LETTER.paragraphs)
WRONG = make_answer(LETTER, [FIRST], question="wat?")


def entry(right: Right | None) -> dict[str, Any]:
    return json.loads(json.dumps(feedback_entry(WRONG, right, "niet deze")))


@pytest.mark.parametrize(
    ("right", "spans", "outcome"),
    [
        (Right(LETTER, *SECOND), [SECOND], "right"),
        (Right(LETTER, *SECOND), [FIRST, SECOND], "right among"),
        (Right(LETTER, *SECOND), [FIRST, THIRD], "wrong"),
        (Right(LETTER, *SECOND), [], "refused"),
        (Right(), [], "right"),
        (Right(), [FIRST], "the same"),
        (Right(), [SECOND], "another"),
        (None, [FIRST, SECOND], "the same"),
        (None, [SECOND], "another"),
        (None, [], "refused"),
    ],
)
def test_an_answer_given_again_is_judged_by_what_is_right(
    right: Right | None, spans: list[tuple[int, int]], outcome: Outcome
) -> None:
    assert judge(entry(right), make_answer(LETTER, spans)) == outcome


def test_what_is_kept_holds_all_that_is_needed_to_ask_again(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "feedback.jsonl"
    leaning = replace(
        WRONG, question=analyse("en de eerste?", understood="wat is de eerste alinea?")
    )
    add_feedback(feedback_entry(leaning, Right(LETTER, *SECOND), "x" * 5000), path)
    add_feedback(feedback_entry(WRONG), path)
    first, second = read_feedback(path).entries
    assert first["question"] == "wat is de eerste alinea?"
    assert first["right"]["text"] == "De tweede alinea."
    assert first["right"]["unit"] == "p2"
    assert first["shown"][0]["text"] == "De eerste alinea."
    assert len(first["note"]) == 2000
    assert second["right"] is None
    with pytest.raises(ValueError, match="is no place"):
        feedback_entry(WRONG, Right(LETTER, 5, 5))


@pytest.mark.parametrize(
    "line", ["{x", "[]", '{"question": 1, "shown": [], "right": null}', '{"question": "x"}',
             '{"question": "x", "shown": [], "right": {"doc_id": "a", "text": " "}}',
             '{"question": "x", "shown": [], "right": null, "filter": {"since": "mei"}}']
)  # fmt: skip
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(QAError, match="line 2: not feedback"):
        read_feedback(path)


TORN = json.dumps(feedback_entry(WRONG, note="één"))[:-30].encode()


@pytest.mark.parametrize(
    "torn", [TORN, b"{", TORN + "é".encode()[:1], TORN + json.dumps(feedback_entry(WRONG)).encode()]
)
def test_a_torn_line_does_not_spoil_the_next_one(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "feedback.jsonl"
    add_feedback(feedback_entry(WRONG), path)
    with path.open("ab") as file:
        file.write(torn)
    add_feedback(feedback_entry(WRONG, note="hierna"), path)
    read = read_feedback(path)
    assert len(read.entries) == (3 if torn.endswith(b"}") else 2)
    assert read.entries[-1]["note"] == "hierna"
    assert read.notes == [f"{path}, line 2: torn when it was written; passed over"]


def test_a_line_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feedback.jsonl"
    add_feedback(feedback_entry(WRONG), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("qa.assistant.feedback.os.fsync", full)
        with pytest.raises(QAError, match="No space left"):
            add_feedback(feedback_entry(WRONG), path)
    assert path.read_bytes() == before


def test_the_command_asks_again(
    assistant: Assistant, founding_settings: Settings, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("QA_INDEX", str(founding_settings.index))
    path = tmp_path / "feedback.jsonl"
    letter = assistant.letter("kst-28676-449")
    eleventh = letter.unit("p11")
    assert eleventh is not None
    answer = assistant.ask("what did NL pledge at the UDCG")
    add_feedback(feedback_entry(answer, Right(letter, eleventh.start, eleventh.end)), path)
    add_feedback(feedback_entry(answer), path)
    done = CliRunner().invoke(app, ["eval", "--feedback", str(path)])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].split() == ["right", "what", "did", "NL", "pledge", "at", "the", "UDCG"]
    assert lines[1].startswith("the same")
    assert "the first quote is the right one now" in done.output
