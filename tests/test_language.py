"""Facts of the languages stand once, in `qa.text.language`: no other module lists them again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from qa.text.language import (
    ABBREVIATIONS,
    DUTCH_MONTHS,
    DUTCH_NUMBERS,
    DUTCH_TENS,
    DUTCH_WEEKDAYS,
    ENGLISH_MONTHS,
    ENGLISH_NUMBERS,
    STOPWORDS,
)
from qa.text.numbers import number_value

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "qa" / "text" / "language.py"
LISTS = {
    "Dutch months": DUTCH_MONTHS,
    "English months": ENGLISH_MONTHS,
    "weekdays": DUTCH_WEEKDAYS,
    "numbers": DUTCH_NUMBERS[2:],
    "tens": DUTCH_TENS[1:],
    "English numbers": ENGLISH_NUMBERS[2:],
}
FEW = 3  # of a list, in one value: more is a list of its own


def modules() -> list[Path]:
    """Return all modules but the home of the lists; scripts that the training ran are not tests."""
    folders = (ROOT / "qa", ROOT / "training", ROOT / "benchmarks")
    return sorted(path for folder in folders for path in folder.rglob("*.py") if path != HOME)


def values(tree: ast.AST) -> Iterable[str]:
    """Give the text of every value that is not a docstring: all its strings, joined."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Call | ast.Return):
            strings = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
            yield " ".join(text for text in strings if isinstance(text, str))


def listed(text: str) -> list[str]:
    """Name the lists of which a text has `FEW` words or more."""
    words = set(re.findall(r"[a-zé]+", text.casefold()))
    return [name for name, facts in LISTS.items() if len(words & set(facts)) >= FEW]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_lists_them(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [name for text in values(tree) for name in listed(text)] == []


def test_a_second_list_would_be_found() -> None:
    tree = ast.parse('_MONTHS = re.compile(r"\\b(?:januari|februari" rf"|maart|{rest})")')
    assert "Dutch months" in [name for text in values(tree) for name in listed(text)]


def test_each_number_stands_at_the_place_of_its_value() -> None:
    for names in (DUTCH_NUMBERS, ENGLISH_NUMBERS):
        assert [number_value(name) for name in names[1:]] == list(range(1, len(names)))
    assert [number_value(name) for name in DUTCH_TENS] == list(range(20, 100, 10))


def test_the_lists_are_whole_and_their_words_folded() -> None:
    assert [len(DUTCH_MONTHS), len(ENGLISH_MONTHS), len(DUTCH_WEEKDAYS)] == [12, 12, 7]
    for names in (*LISTS.values(), STOPWORDS, ABBREVIATIONS):
        assert len(set(names)) == len(names)
        assert all(name == name.casefold().strip() for name in names)
