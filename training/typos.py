"""Typing errors, made up: what people do to the words of a question in haste."""

from __future__ import annotations

import random

SHORTEST = 4  # letters; in shorter words an error makes another word
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def with_typos(text: str, share: float, rng: random.Random) -> str:
    """Return the text with one error in about ``share`` of its words of four letters and more."""
    return " ".join(
        misspell(word, rng) if len(word) >= SHORTEST and rng.random() < share else word
        for word in text.split(" ")
    )


def misspell(word: str, rng: random.Random) -> str:
    """Return the word with a letter swapped, lost, doubled or mistaken, but not its first.

    Words with other characters than letters, such as numbers, stay as they are.
    """
    if not word.isalpha():
        return word
    place = rng.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return rng.choice(
        (
            before + after[0] + letter + after[1:],
            before + after,
            before + letter + letter + after,
            before + rng.choice(LETTERS) + after,
        )
    )
