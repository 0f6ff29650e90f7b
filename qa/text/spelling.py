"""Words that differ by a typing slip: a letter more or less, another one, two changed places.

The first letter must agree: slips there are rare, and only a part of the words must be compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""Shorter words have too many neighbours that mean something else."""

LONG = 9
"""From this length on, two slips are allowed."""


PLAIN = 7
"""A slip in a word of so many letters is mended where one word alone can be meant. A rule of thumb:
shorter words are often others that the letters do not use."""


def one_slip_from(word: str, forms: Sequence[str]) -> list[str]:
    """Return the words that differ from a word by a letter more or less, or two changed places.

    Not by another letter: so differ real words ("bevolkingsgroei", "bevolkingsgroep"). None of a
    word shorter than `PLAIN`.

    Example:
        >>> one_slip_from("coridor", ["corridor", "corridors", "coronator", "coridol"])
        ['corridor']
    """
    if len(word) < PLAIN:
        return []
    return [
        form
        for form in spelled_like(word, forms)
        if OSA.distance(word, form) == 1
        and (len(form) != len(word) or sorted(form) == sorted(word))
    ]


def spelled_like(word: str, forms: Sequence[str]) -> list[str]:
    """Return the words that a word may be a mistyped form of, nearest first.

    Args:
        word: A folded word.
        forms: Folded words, sorted.

    Returns:
        Those within one slip, or two for a long word (optimal string alignment distance), the word
        itself among them if it is there.
    """
    if len(word) < SHORTEST:
        return []
    first, last = (bisect_left(forms, chr(ord(word[0]) + step)) for step in (0, 1))
    found = process.extract(
        word, forms[first:last], scorer=OSA.distance, limit=None,
        score_cutoff=1 if len(word) < LONG else 2,
    )  # fmt: skip
    return [form for form, _, _ in sorted(found, key=lambda match: (match[1], match[0]))]
