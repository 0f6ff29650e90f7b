"""Raised and lowered digits as characters."""

from __future__ import annotations

import pytest

from qa.letters.readers.raised import fraction, lowered, raised


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("6", "⁶"),
        ("-3", "⁻³"),
        ("e", "e"),
        ("ste", "ste"),
        ("2)", "²⁾"),
        ("n+1", "ⁿ⁺¹"),
        ("n", "n"),
    ],
)
def test_only_numbers_are_raised(text: str, want: str) -> None:
    assert raised(text) == want


def test_lowered_digits_and_fractions() -> None:
    assert lowered("2") == "₂"
    assert lowered("max") == "max"
    assert fraction("3", "4") == "3/4"
    assert fraction("1,5", "n + 1") == "1,5/(n + 1)"
