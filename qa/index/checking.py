"""Whether a segment is whole and says what its letters say. Changes nothing.

Checksums of all files, counts, every stored offset against its text, and a handful of questions to
itself: a passage's own vector, and its own words, must bring that passage.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from qa.errors import IndexDamagedError
from qa.index.bm25 import WordStatistics, best_rows, bm25
from qa.index.content import searched_text
from qa.index.postings import MOST_COUNTED
from qa.index.segment import Segment
from qa.messages import Message
from qa.records import Chunk, Letter, Sentence, Unit
from qa.records.commitments import Commitment, Fulfilment
from qa.text.lexical import stem, words

SELF_QUERIES = 5
"""Passages that must find themselves."""

_FIRST = 10  # a passage is among so many when it is sought by its words
_NEAR_ENOUGH = 1e-3  # half precision: an equal passage may come first


def check_segment(segment: Segment, letters: int | None = None) -> None:
    """Check a segment thoroughly.

    Args:
        segment: The segment.
        letters: How many letters to compare with their text, spread evenly; all by default.

    Raises:
        IndexDamagedError: With the first thing that is wrong.
    """
    segment.check_files()
    doc_ids = segment.table.doc_ids()
    checked = len(doc_ids) if letters is None else min(letters, len(doc_ids))
    for number in np.linspace(0, len(doc_ids) - 1, checked).astype(int).tolist():
        doc_id = doc_ids[number]
        letter, chunks = segment.table.letter(number), segment.table.chunks(number)
        wrong = wrong_offset(letter, chunks)
        first, last = segment.letter_rows[number], segment.letter_rows[number + 1]
        if len(letter.paragraphs) != segment.letter_paragraphs[number]:
            count = len(letter.paragraphs)
            wrong = Message("paragraphs-miscounted", doc_id=doc_id, count=count)
        elif letter.doc_id != doc_id or segment.doc_ids[number] != doc_id:
            wrong = Message("another-letter", number=number, found=letter.doc_id, expected=doc_id)
        elif [(c.start, c.end) for c in chunks] != [tuple(s) for s in segment.spans[first:last]]:
            wrong = Message("chunks-differ", doc_id=doc_id)
        if wrong:
            raise _damaged(segment, wrong)
    if segment.letters != len(doc_ids):
        raise _damaged(
            segment, Message("letters-miscounted", found=len(doc_ids), expected=segment.letters)
        )
    for row in np.linspace(0, segment.rows - 1, min(SELF_QUERIES, segment.rows)).astype(int):
        if not finds_itself(segment, int(row)):
            raise _damaged(
                segment, Message("passage-not-found", passage=segment.chunk_id(int(row))[0])
            )


def _damaged(segment: Segment, reason: str) -> IndexDamagedError:
    return IndexDamagedError("segment-damaged", folder=segment.folder, reason=reason)


def wrong_offset(letter: Letter, chunks: list[Chunk]) -> Message | None:
    """Return a sentence if a unit, a chunk or a sentence is not what stands at its offsets."""
    spans: list[Unit | Chunk | Sentence | Commitment | Fulfilment] = [
        *letter.units,
        *letter.committed.commitments,
        *letter.committed.fulfilments,
        *chunks,
        *(s for chunk in chunks for s in chunk.sentences),
    ]
    for span in spans:
        if letter.text[span.start : span.end] != span.text or not span.text:
            return Message("offsets-differ", doc_id=letter.doc_id, start=span.start, end=span.end)
    return None


def finds_itself(segment: Segment, row: int) -> bool:
    """Tell whether a passage is found by its own vector and by its own words, counted again."""
    vector = segment.vectors.at(np.array([row]))
    ((found, cosines),) = segment.vectors.nearest(vector, 1)
    own = float(vector[0] @ vector[0])
    if own > 0 and row not in found and cosines[0] < own - _NEAR_ENOUGH:
        return False
    postings = segment.postings
    counts = Counter(stem(word) for word in words(searched_text(segment.chunk(row))))
    for name, count in counts.items():
        part = postings.part_of(name)
        here = postings.counts[part][postings.rows[part] == row]
        if here.tolist() != [min(count, MOST_COUNTED)]:
            return False
    frequencies = {name: postings.document_frequency(name) for name in counts}
    statistics = WordStatistics(segment.rows, float(postings.lengths.mean()), frequencies)
    scores = bm25(postings, [{name: 1.0} for name in counts], statistics)
    # a shorter passage with the same words may stand above it, but not far
    return not counts or row in best_rows(scores, _FIRST) or scores[row] >= scores.max() / 2
