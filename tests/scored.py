"""Letters of a few words, and their sentences as if they had been scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

import numpy as np

from qa.answering.evidence import Evidence
from qa.letters import make_letter
from qa.letters.readers import read_document
from qa.letters.sentences import sentences_of
from qa.records import Hit, Letter, Source

NO_HIT = cast(Hit, None)


def letter_of(text: str, doc_id: str = "a", day: str | None = None, **known: Any) -> Letter:
    """Make a letter of a text whose paragraphs are parted by empty lines.

    Args:
        text: Of the letter.
        doc_id: Its id.
        day: Its date, as ISO writes it.
        known: Other fields of its metadata.
    """
    document = read_document(text.encode(), f"{doc_id}.txt")
    made = make_letter(document, Source(doc_id, "0", len(text), document.form, document.parser))
    metadata = replace(made.metadata, date=date.fromisoformat(day) if day else None, **known)
    return replace(made, doc_id=doc_id, metadata=metadata)


def evidence_of(
    letter: Letter, shares: Sequence[float] = (1.0,), met: float = 1.0
) -> list[Evidence]:
    """Return as many sentences of a letter's paragraphs as there are shares."""
    sentences = [(unit, one) for unit in letter.paragraphs for one in sentences_of(unit)]
    values = np.full(2, met, np.float32)
    return [
        Evidence(share, share, 0.0, letter, unit, sentence, NO_HIT, values, values)
        for (unit, sentence), share in zip(sentences, shares, strict=False)
    ]


def best_first(*found: Sequence[Evidence]) -> list[Evidence]:
    """Put the evidence of several letters together, the likeliest first."""
    return sorted((one for part in found for one in part), key=lambda one: -one.share)
