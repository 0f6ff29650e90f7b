"""The fitted numbers: those that ship are whole and for their table; others are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.answering import evidence, support
from qa.encoders.encoder import ENCODERS, StaticEncoder, load_encoder
from qa.encoders.fitted import FITTED_FILE, Fitted, load_fitted, read_fitted, write_fitted
from qa.errors import EncoderError
from qa.retrieval.retriever import SIGNALS
from qa.settings import STATIC_ENCODER

SHIPPED = ENCODERS / STATIC_ENCODER
PARTS = tuple(Fitted.model_fields)


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def numbers(part: Any) -> Iterator[str]:
    """Name each number of a part, a weight as ``weights.NAME``."""
    for name, value in part.model_dump(exclude={"made"}).items():
        yield from (f"{name}.{inner}" for inner in value) if isinstance(value, dict) else (name,)


def test_each_feature_and_signal_has_one_weight(lexicon: StaticEncoder) -> None:
    fitted = lexicon.fitted
    assert set(fitted.evidence.weights) == set(evidence.FEATURES)
    assert set(fitted.support.weights) == set(support.FEATURES)
    assert set(fitted.retrieval.weights) <= set(SIGNALS)


@pytest.mark.parametrize("name", PARTS)
def test_what_was_set_by_hand_is_said_of_numbers_that_are_there(
    lexicon: StaticEncoder, name: str
) -> None:
    part = getattr(lexicon.fitted, name)
    assert set(part.made.by_hand) <= set(numbers(part))
    assert part.made.data
    assert all(len(data.sha256) == 64 and data.questions for data in part.made.data)


def test_what_is_written_is_read_again(lexicon: StaticEncoder, tmp_path: Path) -> None:
    write_fitted(tmp_path / FITTED_FILE, lexicon.fitted)
    assert (tmp_path / FITTED_FILE).read_bytes() == (SHIPPED / FITTED_FILE).read_bytes()
    assert load_fitted(tmp_path, lexicon.fingerprint) == lexicon.fitted


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_was_fitted_to_another_table_is_refused(
    lexicon: StaticEncoder, tmp_path: Path, name: str
) -> None:
    saved = json.loads((SHIPPED / FITTED_FILE).read_text(encoding="utf-8"))
    saved[name]["made"]["encoder"] = "0" * 64
    (tmp_path / FITTED_FILE).write_text(json.dumps(saved), encoding="utf-8")
    assert read_fitted(tmp_path / FITTED_FILE)
    with pytest.raises(EncoderError, match=f"{name}.* another encoder.*python -m training"):
        load_fitted(tmp_path, lexicon.fingerprint)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no numbers are fitted.*python -m training"):
        load_fitted(tmp_path, "0" * 64)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda saved: saved["retrieval"].pop("in_chunk"), r"retrieval\.in_chunk: Field required"),
        (lambda saved: saved["support"].update(floor=2), r"support\.floor: .* less than or equal"),
        (lambda saved: saved.update(more=1), "more: Extra inputs"),
        (lambda saved: saved["evidence"]["weights"].update(met="much"), r"weights\.met: "),
    ],
)
def test_a_damaged_file_says_where(tmp_path: Path, change: Any, said: str) -> None:
    saved = json.loads((SHIPPED / FITTED_FILE).read_text(encoding="utf-8"))
    change(saved)
    (tmp_path / FITTED_FILE).write_text(json.dumps(saved), encoding="utf-8")
    with pytest.raises(EncoderError, match=f"damaged .*{said}.*install"):
        read_fitted(tmp_path / FITTED_FILE)


def test_a_file_cut_short_is_damaged(tmp_path: Path) -> None:
    (tmp_path / FITTED_FILE).write_bytes((SHIPPED / FITTED_FILE).read_bytes()[:500])
    with pytest.raises(EncoderError, match="damaged"):
        read_fitted(tmp_path / FITTED_FILE)


def test_a_folder_in_its_place_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / FITTED_FILE).mkdir()
    with pytest.raises(EncoderError, match="cannot be read"):
        read_fitted(tmp_path / FITTED_FILE)


def test_a_table_of_ones_own_embeds_without_fitted_numbers(
    lexicon: StaticEncoder, tmp_path: Path
) -> None:
    """As the encoder of an index: words and tokens are still those of the table that ships."""
    own = StaticEncoder("own", lexicon.table, lexicon._tokenizer, "0" * 64, folder=tmp_path)
    assert own.encode_queries(["brug"]).shape == (1, lexicon.dimension)
    with pytest.raises(EncoderError, match="no numbers are fitted"):
        _ = own.fitted
