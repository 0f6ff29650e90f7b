"""What goes into a segment, and what an index knows of letters and files without opening them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.index.postings import Postings, build_postings
from qa.records import Chunk, Letter, Sender
from qa.text.offices import office_name


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """What the index tells of a letter in a list.

    ``senders`` are lines such as `Sender.line`; ``titles`` those of the dossiers, "" if unknown.
    """

    doc_id: str
    version: str
    path: str
    paragraphs: int
    chunks: int
    fingerprint: str
    form: str
    date: str | None = None
    kind: str | None = None
    copies: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    subject: str | None = None
    dossiers: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    commitments: int = 0


def entry_of_letter(letter: Letter, chunks: int) -> LetterEntry:
    """Return what a list tells of a letter that has so many chunks."""
    known = letter.metadata
    return LetterEntry(
        doc_id=letter.doc_id,
        version=letter.version,
        path=letter.source.path,
        paragraphs=len(letter.paragraphs),
        chunks=chunks,
        fingerprint=letter.fingerprint,
        form=letter.source.form,
        date=known.date.isoformat() if known.date else None,
        kind=known.kind,
        copies=tuple(copy.path for copy in letter.copies),
        notices=letter.source.notices,
        subject=known.full_title,
        dossiers=tuple(dossier.number for dossier in known.dossiers),
        senders=tuple(sender.line for sender in known.senders if sender.line),
        titles=tuple(dossier.title or "" for dossier in known.dossiers),
        commitments=len(letter.committed.commitments),
    )


def office_of(sender: Sender) -> str | None:
    """Return the one name of the office that somebody signed with, if any."""
    return office_name(sender.function) if sender.function else None


def sender_text(sender: Sender) -> str:
    """Return what a sender is found by: function as printed, the office's one name, the name."""
    return f"{sender.function} {office_of(sender) or ''} {sender.name}"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file that a letter was made of.

    ``fingerprint`` changes when the file or its sidecar does. ``own_id`` is the id that the file
    has alone, ``doc_id`` the letter it became part of. ``anchors`` stand for its long paragraphs.
    """

    path: str
    fingerprint: str
    own_id: str
    doc_id: str
    anchors: tuple[int, ...] = ()


TokenIds = NDArray[np.uint16] | NDArray[np.int32]
"""Token ids, in two bytes where the lexicon is small enough."""


@dataclass(frozen=True, slots=True)
class TokenLists:
    """Token ids of many texts, one after the other: text i is ``ids[starts[i]:starts[i + 1]]``."""

    ids: TokenIds
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SegmentContent:
    """All that goes into a segment: letters that rise by doc_id, row i of every part is chunk i.

    ``sentences`` has the shape (sentences, 2): first and last-but-one position of a sentence's
    tokens in its row; those of row i are ``sentences[sentence_starts[i]:sentence_starts[i + 1]]``.
    ``form_vectors`` has one unit vector for each word form without a digit, in their order.
    """

    letters: Sequence[Letter]
    chunks: Sequence[Chunk]
    files: Sequence[CorpusFile]
    vectors: NDArray[np.float32]  # (chunks, dimension)
    keys: NDArray[np.uint8]  # (chunks, 16)
    tokens: TokenLists
    sentences: NDArray[np.int32]
    sentence_starts: NDArray[np.int64]
    postings: Postings
    form_vectors: NDArray[np.float32]  # (forms without a digit, lexicon dimension)


def searched_text(chunk: Chunk) -> str:
    """Return the text whose words are counted: the chunk's, with its context before it."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


def postings_of(chunks: Sequence[Chunk]) -> Postings:
    """Count the words of chunks."""
    return build_postings([searched_text(chunk) for chunk in chunks])
