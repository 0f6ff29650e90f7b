"""What a small language model is given to write questions, and what is read of what it wrote."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from training.written import EXAMPLES, Written, asked_about, messages, read_written, sources

PAPERS = [
    {"id": f"kst-1-{number}", "subject": subject, "considerations": [], "requests": [text]}
    for number, subject, text in (
        (1, "de bus", "verzoekt de regering de veerdienst van Dam in 2025 elk uur te laten varen,"),
        (2, "de trein", "te kort"),
        (3, "", "verzoekt de regering de kosten van de veerdienst jaarlijks te laten berekenen,"),
        (4, "de brug", "verzoekt de regering de brug over de vaart bij het dorp te vervangen,"),
    )
]


def test_sentences_come_of_papers_that_no_question_asks_about(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "records.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(paper) + "\n" for paper in PAPERS)
    every = list(sources(tmp_path / "records.jsonl.gz", ()))
    assert {source.paper for source in every} == {"kst-1-1", "kst-1-4"}  # long enough, with subject
    assert list(sources(tmp_path / "records.jsonl.gz", ())) == every
    left = list(sources(tmp_path / "records.jsonl.gz", {"kst-1-4"}))
    assert [source.paper for source in left] == ["kst-1-1"]


def test_letters_of_questions_and_of_near_misses_are_asked_about(tmp_path: Path) -> None:
    lines = [{"letter": "kst-1-1"}, {"letter": None, "about": "kst-1-2"}, {"letter": ""}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert asked_about([tmp_path / "a.jsonl"]) == {"kst-1-1", "kst-1-2"}


def test_the_model_is_shown_examples_of_the_near_miss_that_it_is_to_write(tmp_path: Path) -> None:
    source = next(iter(sources_of_one(tmp_path)))
    said = messages(source, "NL")
    assert [one["role"] for one in said] == ["system", *["user", "assistant"] * 3, "user"]
    assert "NL-: a question in Dutch" in said[0]["content"]
    assert said[2]["content"].endswith("NL-: " + EXAMPLES[0][-1])
    assert said[-1]["content"].startswith("Subject: de bus\nSentence: verzoekt")
    shown = read_written(messages(source, "EN")[2]["content"])
    assert shown == []  # examples said again are no questions


def sources_of_one(folder: Path) -> list[tuple[str, str, str]]:
    with gzip.open(folder / "one.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(PAPERS[0]) + "\n")
    return list(sources(folder / "one.jsonl.gz", ()))


def test_questions_are_read_and_other_lines_are_not() -> None:
    wrote = "EN: How often?\nEN: How often?\nNL: geen vraag\nNL-: Hoeveel kost het? \nzomaar iets?"
    assert read_written(wrote) == [
        Written("en", "How often?", False), Written("nl", "Hoeveel kost het?", True),
    ]  # fmt: skip
