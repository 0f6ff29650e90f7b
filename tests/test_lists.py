"""Lists of letters: what is an item, where a list begins and ends."""

from __future__ import annotations

import pytest
from scored import letter_of

from qa.answering.lists import MAX_ITEMS, whole_list

BEFORE, AFTER = "De brug is oud.", "Daarna is de brug gereed."
OPENING = "Er zijn vier maatregelen:"


def listed(paragraphs: list[str], at: int) -> list[str]:
    letter = letter_of("\n\n".join(paragraphs))
    assert [unit.text for unit in letter.paragraphs] == paragraphs
    return [unit.text for unit in whole_list(letter, letter.paragraphs[at])]


@pytest.mark.parametrize(
    "items",
    [
        ["– een hek;", "– een bord;", "– een lamp."],
        ["• een hek;", "• een bord;"],
        ["a. een hek;", "b. een bord;"],
        ["1. Een hek.", "2. Een bord."],
        ["(i) een hek;", "(ii) een bord;"],
    ],
)
def test_opening_and_items_show_the_whole_list(items: list[str]) -> None:
    paragraphs = [BEFORE, OPENING, *items, AFTER]
    for at in range(1, len(paragraphs) - 1):
        assert listed(paragraphs, at) == [OPENING, *items]
    for at in (0, len(paragraphs) - 1):
        assert listed(paragraphs, at) == []


def test_items_without_an_opening_are_a_list() -> None:
    items = ["– een hek;", "– een bord;"]
    assert listed([BEFORE, *items, AFTER], 2) == items
    assert listed(items, 0) == items


def test_one_item_is_no_list() -> None:
    paragraphs = [BEFORE, OPENING, "– een hek.", AFTER]
    assert [listed(paragraphs, at) for at in range(4)] == [[], [], [], []]


def test_an_opening_after_a_list_is_not_of_that_list() -> None:
    items = ["– een hek;", "– een bord."]
    paragraphs = [*items, OPENING, AFTER]
    assert listed(paragraphs, 2) == []
    assert listed(paragraphs, 1) == items


def test_an_item_that_ends_with_a_colon_opens_nothing() -> None:
    items = ["– een hek, namelijk:", "– een bord;", "– een lamp."]
    assert listed([BEFORE, *items], 1) == items
    assert listed([BEFORE, *items], 2) == items


@pytest.mark.parametrize("text", ["1.5 mln. is genoeg.", "2024 was een goed jaar.", "A-merken."])
def test_what_begins_with_a_number_or_letter_need_not_be_an_item(text: str) -> None:
    assert listed([text, text.replace("goed", "best"), AFTER], 0) == []


def test_a_long_list_is_cut() -> None:
    items = [f"– stuk {number:02};" for number in range(MAX_ITEMS + 3)]
    assert listed([OPENING, *items], 5) == [OPENING, *items[:MAX_ITEMS]]


def test_only_paragraphs_are_in_lists() -> None:
    letter = letter_of(
        f"{OPENING}\n\n– een hek;\n\n– een bord.\n\nDE MINISTER VAN BRUGGEN,\n\nJ. Dam"
    )
    others = [unit for unit in letter.units if unit.kind != "paragraph"]
    assert others
    assert all(whole_list(letter, unit) == () for unit in others)
