"""Letters to what goes into a segment: chunks, vectors, tokens, words. Touches no files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder, StaticEncoder, Tokens
from qa.index import CorpusFile, SegmentContent, TokenLists
from qa.index.content import postings_of, searched_text
from qa.indexing.chunking import chunk_letter
from qa.records import Chunk, Letter

_SMALL_VOCABULARY = 1 << 16  # token ids that fit two bytes

Known = Mapping[bytes, NDArray[np.float32]]
"""Vectors that are used again, by `embedding_key`."""


def embedded_text(chunk: Chunk) -> str:
    """Return what is embedded for a chunk: its text, with dossier title and heading before it."""
    return searched_text(chunk)


def embedding_key(encoder: Encoder, text: str) -> bytes:
    """Return the key under which the vector of a text is used again: 16 bytes."""
    return hashlib.sha256(f"{encoder.fingerprint}\0{text}".encode()).digest()[:16]


def make_content(
    letters: Sequence[Letter],
    files: Sequence[CorpusFile],
    max_characters: int,
    encoder: Encoder,
    lexicon: StaticEncoder,
    known: Known | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SegmentContent, int]:
    """Make all that goes into a segment.

    Args:
        letters: Each id once.
        files: What they were made of.
        max_characters: The longest chunk.
        encoder: Embeds the chunks.
        lexicon: Cuts them into tokens and embeds the words.
        known: Vectors to use again.
        progress: Called with how many chunks are embedded, and of how many.

    Returns:
        The content, and how many chunks had to be embedded.
    """
    known = known or {}
    letters = sorted(letters, key=lambda letter: letter.doc_id)
    chunks = [chunk for letter in letters for chunk in chunk_letter(letter, max_characters)]
    texts = [embedded_text(chunk) for chunk in chunks]
    keys = [embedding_key(encoder, text) for text in texts]
    missing = [i for i, key in enumerate(keys) if key not in known]
    vectors = np.zeros((len(chunks), encoder.dimension), np.float32)
    for i, key in enumerate(keys):
        if key in known:
            vectors[i] = known[key]

    def report(done: int) -> None:
        if progress:
            progress(done, len(missing))

    found = lexicon.tokenize([chunk.text for chunk in chunks])
    if encoder is lexicon and not lexicon.passage_prompt:
        some = [chunks[i] for i in missing], [found[i] for i in missing]
        vectors[missing] = _of_tokens(*some, lexicon)
        report(len(missing))
    else:
        vectors[missing] = encoder.encode_passages([texts[i] for i in missing], report)
    tokens, sentences, sentence_starts = _tokens(chunks, found, lexicon)
    postings = postings_of(chunks)
    forms = postings.forms[:]
    content = SegmentContent(
        letters=letters,
        chunks=chunks,
        files=files,
        vectors=vectors,
        keys=np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 16),
        tokens=tokens,
        sentences=sentences,
        sentence_starts=sentence_starts,
        postings=postings,
        form_vectors=lexicon.encode_passages([forms[i] for i in postings.wordlike_forms()]),
    )
    return content, len(missing)


def _of_tokens(
    chunks: Sequence[Chunk],
    found: Sequence[Tokens],
    lexicon: StaticEncoder,
) -> NDArray[np.float32]:
    """Return what `StaticEncoder.encode_passages` gives, one row for each chunk.

    Args:
        chunks: To be embedded: the context stands on a line of its own, so that its tokens and
            those of the text are the tokens of both.
        found: The tokens of each chunk's text.
        lexicon: Whose tokens they are.
    """
    contexts = sorted({chunk.context for chunk in chunks})
    before = dict(zip(contexts, lexicon.token_ids(contexts), strict=True))
    return lexicon.encode_tokens(
        [
            np.concatenate([before[chunk.context], tokens.ids])
            for chunk, tokens in zip(chunks, found, strict=True)
        ]
    )


def _tokens(
    chunks: Sequence[Chunk], found: Sequence[Tokens], lexicon: StaticEncoder
) -> tuple[TokenLists, NDArray[np.int32], NDArray[np.int64]]:
    """Return the tokens of chunks, and where their sentences lie among them."""
    starts = np.zeros(len(chunks) + 1, np.int64)
    starts[1:] = np.cumsum([len(tokens.ids) for tokens in found])
    ids = np.concatenate([np.zeros(0, np.int32), *(tokens.ids for tokens in found)])
    small = len(lexicon.table) <= _SMALL_VOCABULARY
    places = []
    for chunk, tokens in zip(chunks, found, strict=True):
        bounds = [(s.start - chunk.start, s.end - chunk.start) for s in chunk.sentences]
        places.append(np.searchsorted(tokens.starts, bounds).astype(np.int32).reshape(-1, 2))
    counts = [len(chunk.sentences) for chunk in chunks]
    return (
        TokenLists(ids.astype(np.uint16) if small else ids, starts),
        np.concatenate(places) if places else np.zeros((0, 2), np.int32),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
