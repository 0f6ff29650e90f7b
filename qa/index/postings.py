"""Which passages hold which words: counted, merged, and looked up. Scores nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.text.lexical import stem, words
from qa.text.sorted_strings import SortedStrings

MOST_COUNTED = 255
"""More of one word in a chunk is counted as this many."""

_ROW_BITS, _COUNT_BITS = 32, 8  # of the numbers that postings are sorted by
_ROW_MASK = (1 << _ROW_BITS) - 1


@dataclass(frozen=True, slots=True)
class Postings:
    """Which rows hold which stem, how often. Arrays may be memory-mapped.

    ``forms`` are the folded words as they stand in the letters, sorted; ``form_stems`` gives the
    stem of each. The rows of stem i are ``rows[starts[i]:starts[i + 1]]``, rising; a count stops
    at `MOST_COUNTED`.
    """

    forms: SortedStrings
    form_stems: NDArray[np.int32]  # (forms,)
    stems: SortedStrings
    starts: NDArray[np.int64]  # (stems + 1,)
    rows: NDArray[np.int32]  # (postings,)
    counts: NDArray[np.uint8]  # (postings,)
    lengths: NDArray[np.int32]  # (rows,) words in each row

    def wordlike_forms(self) -> NDArray[np.int32]:
        """Return the numbers of the forms without a digit: what figures mean has no neighbours."""
        has_digit = re.compile(r"\d").search
        return np.array([i for i, form in enumerate(self.forms) if not has_digit(form)], np.int32)

    def document_frequency(self, stem_: str) -> int:
        """Return in how many rows the stem occurs."""
        return len(self.rows_of(stem_))

    def rows_of(self, stem_: str) -> NDArray[np.int32]:
        """Return the rows that hold the stem, rising."""
        return self.rows[self.part_of(stem_)]

    def part_of(self, stem_: str) -> slice:
        """Return where the postings of a stem stand; an empty slice if there are none."""
        number = self.stems.get(stem_)
        if number is None:
            return slice(0, 0)
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


def build_postings(texts: Sequence[str]) -> Postings:
    """Count the words of each text; row i is text i."""
    form_numbers: dict[str, int] = {}
    lengths = np.zeros(len(texts), np.int32)
    found: list[int] = []  # form numbers of all texts, one after the other
    for row, text in enumerate(texts):
        tokens = words(text)
        lengths[row] = len(tokens)
        found += [form_numbers.setdefault(token, len(form_numbers)) for token in tokens]
    stems_of_forms = [stem(form) for form in form_numbers]
    names = sorted(set(stems_of_forms))
    numbers = {name: number for number, name in enumerate(names)}
    by_form = np.array([numbers[name] for name in stems_of_forms], np.int64)
    pairs = (by_form[found] << _ROW_BITS) | np.repeat(np.arange(len(texts)), lengths)
    unique, counts = np.unique(pairs if found else np.zeros(0, np.int64), return_counts=True)
    forms = sorted(form_numbers)
    return Postings(
        forms=SortedStrings.of(forms),
        form_stems=np.array([numbers[stem(form)] for form in forms], np.int32),
        stems=SortedStrings.of(names),
        starts=np.searchsorted(unique >> _ROW_BITS, np.arange(len(names) + 1)).astype(np.int64),
        rows=(unique & _ROW_MASK).astype(np.int32),
        counts=np.minimum(counts, MOST_COUNTED).astype(np.uint8),
        lengths=lengths,
    )


def merge_postings(
    inputs: Sequence[Postings], new_rows: Sequence[NDArray[np.int64]]
) -> tuple[Postings, list[NDArray[np.int64]]]:
    """Make one of several.

    Args:
        inputs: The postings.
        new_rows: For each, the new number of every row; -1 for a row that goes.

    Returns:
        The postings, and for each input the new number of every form; -1 for one that goes.
    """
    names = sorted({name for postings in inputs for name in postings.stems})
    numbers = {name: number for number, name in enumerate(names)}
    every = _renumbered(inputs, new_rows, numbers)
    counts = (every & np.uint64(MOST_COUNTED)).astype(np.uint8)
    every >>= np.uint64(_COUNT_BITS)
    rows: NDArray[np.int32] = (every & np.uint64(_ROW_MASK)).astype(np.int32)
    every >>= np.uint64(_ROW_BITS)
    held = np.bincount(every.astype(np.int64), minlength=len(names))
    alive = np.flatnonzero(held)
    number_of = np.full(len(names), -1, np.int32)
    number_of[alive] = np.arange(len(alive))
    form_stems = {form: number for form, number in _forms(inputs, numbers) if held[number]}
    forms = sorted(form_stems)
    merged = Postings(
        forms=SortedStrings.of(forms),
        form_stems=number_of[[form_stems[form] for form in forms]],
        stems=SortedStrings.of([names[number] for number in alive]),
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(held[alive], dtype=np.int64)]),
        rows=rows,
        counts=counts,
        lengths=_merged_lengths(inputs, new_rows),
    )
    at = {form: number for number, form in enumerate(forms)}
    return merged, [np.array([at.get(form, -1) for form in p.forms], np.int64) for p in inputs]


def _merged_lengths(
    inputs: Sequence[Postings], new_rows: Sequence[NDArray[np.int64]]
) -> NDArray[np.int32]:
    total = max((int(rows.max(initial=-1)) for rows in new_rows), default=-1) + 1
    lengths = np.zeros(total, np.int32)
    for postings, rows in zip(inputs, new_rows, strict=True):
        lengths[rows[rows >= 0]] = postings.lengths[rows >= 0]
    return lengths


def _renumbered(
    inputs: Sequence[Postings],
    new_rows: Sequence[NDArray[np.int64]],
    numbers: Mapping[str, int],
) -> NDArray[np.uint64]:
    """Return all postings whose rows stay, sorted, each a number of stem, row and count."""
    packed: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    for postings, renumbered in zip(inputs, new_rows, strict=True):
        stems = np.array([numbers[name] for name in postings.stems], np.uint64)
        of_posting = np.repeat(stems, np.diff(postings.starts))
        rows = renumbered[postings.rows]
        kept = rows >= 0
        own = of_posting[kept] << np.uint64(_ROW_BITS + _COUNT_BITS)
        own |= rows[kept].astype(np.uint64) << np.uint64(_COUNT_BITS)
        own |= postings.counts[kept].astype(np.uint64)
        packed.append(own)
    every = np.concatenate(packed)
    every.sort()
    return every


def _forms(inputs: Sequence[Postings], numbers: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Go through the forms of all with the numbers of their stems."""
    for postings in inputs:
        of_form = (numbers[postings.stems[number]] for number in postings.form_stems.tolist())
        yield from zip(postings.forms, of_form, strict=True)
