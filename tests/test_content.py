"""What goes into a segment is what the encoder and the lexicon give, whichever way it is made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import FOUNDING

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.index.content import SegmentContent
from qa.index.vectors import VectorWriter
from qa.indexing.content import embedded_text, make_content
from qa.indexing.made_by import open_encoders
from qa.letters import read_letter
from qa.settings import STATIC_ENCODER, Settings


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder(STATIC_ENCODER)
    assert isinstance(encoder, StaticEncoder)
    return encoder


def content_of(path: Path, **given: str) -> tuple[SegmentContent, StaticEncoder]:
    encoder, lexicon = open_encoders(Settings(encoder=STATIC_ENCODER, **given))
    assert isinstance(encoder, StaticEncoder)
    letter = read_letter(path, path.parent)
    return make_content([letter], (), 500, encoder, lexicon)[0], encoder


@pytest.mark.parametrize("prompt", ["", "passage: "])
def test_the_vectors_are_those_of_the_embedded_texts(prompt: str) -> None:
    content, encoder = content_of(FOUNDING, passage_prompt=prompt)
    assert any(chunk.context for chunk in content.chunks)
    expected = encoder.encode_passages([embedded_text(chunk) for chunk in content.chunks])
    np.testing.assert_allclose(content.vectors, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("context", "text"),
    [
        ("Steun aan Oekraïne", "De steun gaat door."),
        ("Nr. 12-", "-vervolg van de brief"),
        ("(her)indicatie:", "…en de rest"),
        ("e\u0301", "\u0301 los teken"),
        ("slot\u00a0", "\u00a0begin"),
        ("", "alleen tekst"),
    ],
)
def test_tokens_of_two_lines_are_those_of_each(
    lexicon: StaticEncoder, context: str, text: str
) -> None:
    (whole,) = lexicon.token_ids([f"{context}\n{text}" if context else text])
    parts = lexicon.token_ids([context, text])
    assert whole.tolist() == np.concatenate(parts).tolist()


def test_a_segment_that_becomes_part_of_another_gets_no_codes(tmp_path: Path) -> None:
    from qa.index.segment import EXACT_FORMS, vector_writer

    vectors = np.random.default_rng(1).normal(size=(EXACT_FORMS + 1, 8)).astype(np.float32)
    for coded in (True, False):
        folder = tmp_path / str(coded)
        folder.mkdir()
        writer: VectorWriter = vector_writer(folder, "forms", 8, coded=coded)
        writer.add(vectors)
        writer.close()
        assert (folder / "forms-codes.faiss").exists() == coded
