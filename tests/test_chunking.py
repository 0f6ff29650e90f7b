"""Chunks: they cover the letter once, never cross a heading, and keep their offsets."""

from __future__ import annotations

import pytest
from conftest import DATA, FOUNDING
from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.chunking import chunk_letter
from qa.letters import read_letter
from qa.records import Letter

LETTERS = [FOUNDING, *sorted(DATA.glob("*.txt"))]


@given(st.sampled_from(LETTERS), st.integers(200, 1200))
def test_chunks_cover_the_text_once_with_true_offsets(path, size: int) -> None:  # type: ignore[no-untyped-def]
    letter = read_letter(path)
    chunks = chunk_letter(letter, size)
    at = 0
    for chunk in chunks:
        assert letter.text[at : chunk.start].strip() == ""
        assert letter.text[chunk.start : chunk.end] == chunk.text
        assert len(chunk.text) <= size
        at = chunk.end
    assert letter.text[at:].strip() == ""


def test_a_chunk_stays_under_its_heading_and_knows_its_paragraphs(founding: Letter) -> None:
    for chunk in chunk_letter(founding):
        headings = [label for label in chunk.units if label.startswith("h")]
        assert headings in ([], [chunk.units[0]])
        numbers = tuple(int(label[1:]) for label in chunk.units if label.startswith("p"))
        assert chunk.paragraphs == numbers
    under = next(c for c in chunk_letter(founding) if "Namens Nederland heb ik" in c.text)
    assert (under.paragraphs, under.context) == ((11,), "Oekraïne")


def test_notes_and_signature_stand_apart(founding: Letter) -> None:
    chunks = chunk_letter(founding)
    assert [chunk.units for chunk in chunks[-2:]] == [("s1",), ("n1",)]


def test_sentences_are_not_cut_where_they_fit(founding: Letter) -> None:
    chunks = chunk_letter(founding, 800)
    found = [sentence for chunk in chunks for sentence in chunk.sentences]
    for chunk in chunks:
        assert chunk.sentences[-1].end == chunk.end
    assert len({sentence.start for sentence in found}) == len(found)


def test_chunk_ids_sort_in_reading_order(founding: Letter) -> None:
    ids = [chunk.chunk_id for chunk in chunk_letter(founding)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_a_sentence_longer_than_a_chunk_is_cut_at_spaces(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "long.txt"
    path.write_text("woord " * 300, encoding="utf-8")
    chunks = chunk_letter(read_letter(path), 400)
    assert len(chunks) > 3
    assert all(set(chunk.text.split()) == {"woord"} for chunk in chunks)


@pytest.mark.parametrize("size", [200, 800, 1200])
def test_cutting_twice_gives_the_same(founding: Letter, size: int) -> None:
    assert chunk_letter(founding, size) == chunk_letter(founding, size)
