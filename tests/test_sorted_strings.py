"""A sorted table of strings finds what a list holds, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.sorted_strings import SortedStrings

strings = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=8)


@given(st.sets(strings, max_size=400), strings)
def test_it_finds_what_is_there(given_: set[str], other: str) -> None:
    rising = sorted(given_)
    table = SortedStrings.of(rising)
    assert list(table) == rising
    assert [table.get(string) for string in rising] == list(range(len(rising)))
    assert (other in table) == (other in given_)
    assert table[1:3] == rising[1:3]
    assert table[::2] == rising[::2]


def test_it_refuses_what_does_not_rise() -> None:
    with pytest.raises(ValueError, match="'a' does not rise above 'b'"):
        SortedStrings.of(["b", "a"])
    with pytest.raises(ValueError, match="line feed"):
        SortedStrings.of(["a\nb"])
    with pytest.raises(IndexError):
        SortedStrings.of(["a"])[1]
