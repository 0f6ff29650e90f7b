from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from training.data import Reading
from training.transformer.choices import (
    LONGEST,
    Finder,
    make_choice,
    make_choices,
    near_misses,
    one_a_passage,
    told_apart,
)

BREAD = Reading(
    "Who bakes the bread?", ("The mill grinds.", "Ann bakes the bread."), (1,), "b", "s"
)
SHIP = Reading("Who sails?", ("A ship sails with bread.", "Bob is its captain."), (0,), "s", "s")
DIKE = Reading("Who guards it?", ("The dike guards the bread.", "It rains."), (0,), "d", "s")


def write(path: Path, items: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(item) + "\n" for item in items)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    passage = "The mill grinds the corn. Ann bakes the bread."
    other = "A ship sails with the bread. Bob is its captain."
    write(
        tmp_path / "squad_train.jsonl.gz",
        [
            {"question": "Who bakes bread?", "passage": passage, "answers": ["Ann"], "title": "b"},
            {"question": "Who is captain?", "passage": other, "answers": ["Bob"], "title": "s"},
        ],
    )
    write(tmp_path / "policyqa.jsonl.gz", [])
    write(
        tmp_path / "answering" / "selqa_dev_test.jsonl.gz",
        [{"question": "What falls?", "sentences": ["It is day.", "Rain falls."], "labels": [0, 1],
          "article": "r"}],
    )  # fmt: skip
    miss = {"question": "Who bakes the pie?", "passage": passage, "title": "b"}
    write(
        tmp_path / "answering" / "squad2_unanswerable.jsonl.gz",
        [
            {**miss, "split": "train", "passage_found": "pair"},
            {**miss, "split": "dev", "passage_found": "pair"},
            {**miss, "split": "train", "passage_found": "matched"},
        ],
    )
    return tmp_path


def test_near_misses_that_are_sure_and_of_the_training_part_are_taken(data: Path) -> None:
    (found,) = near_misses(data)
    assert (found.question, found.answers, len(found.sentences)) == ("Who bakes the pie?", (), 2)


def test_a_finder_brings_passages_on_other_subjects() -> None:
    finder = Finder([BREAD, SHIP, DIKE])
    assert {found.topic for found in finder.others(BREAD.question, "b", 2)} == {"s", "d"}
    assert finder.others("xyzzy", "b", 2) == []


def test_the_answer_keeps_its_place_among_the_sentences_of_other_passages() -> None:
    finder = Finder([BREAD, SHIP, DIKE])
    for seed in range(9):
        choice = make_choice(BREAD, finder, False, random.Random(seed))
        assert [choice.sentences[i] for i in choice.answers] == ["Ann bakes the bread."]
        assert len(choice.sentences) == 6


def test_nothing_answers_where_the_passage_is_away() -> None:
    choice = make_choice(BREAD, Finder([BREAD, SHIP, DIKE]), True, random.Random(1))
    assert choice.answers == ()
    assert not set(choice.sentences) & set(BREAD.sentences)


def test_no_more_sentences_than_allowed_and_the_answer_among_them() -> None:
    many = [
        Reading("?", tuple(f"Bread {n} {i}." for i in range(12)), (0,), f"t{n}", "s")
        for n in range(5)
    ]
    for seed in range(20):
        choice = make_choice(BREAD, Finder([BREAD, *many]), False, random.Random(seed))
        assert len(choice.sentences) == LONGEST
        assert [choice.sentences[i] for i in choice.answers] == ["Ann bakes the bread."]


def test_each_passage_stands_for_one() -> None:
    again = BREAD._replace(question="What does Ann bake?")
    assert {found.question for found in one_a_passage([BREAD, again, SHIP])} == {
        BREAD.question,
        SHIP.question,
    }


def test_all_questions_are_made_of_the_data(data: Path) -> None:
    choices = list(make_choices(data, away=0.0, seed=3))
    assert told_apart(choices) == {"selqa": (1, 0), "squad2": (0, 1), "squad_train": (2, 0)}
    assert told_apart(list(make_choices(data, away=1.0, seed=3)))["squad2"] == (0, 1)
    assert all(len(choice.sentences) > 1 for choice in choices)
