"""Many passages: read in bfloat16 by another process, and in numpy where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from qa.encoders import many
from qa.encoders.bfloat16 import Bfloat16Layers
from qa.encoders.encoder import ENCODERS, TRANSFORMER, load_encoder
from qa.encoders.joined import JoinedEncoder
from qa.encoders.layers import TransformerLayers
from qa.encoders.many import MANY, Apart, for_many
from qa.settings import JOINED_ENCODER, STATIC_ENCODER

TEXTS = [
    "De brug is dicht.", "", "Nederland levert munitie aan Oekraïne. " * 60,
    *(f"In {year} kostte de dijk € {year - 1900} miljoen." for year in range(2000, 2040)),
]  # fmt: skip
BATCHES = [TEXTS[:20], TEXTS[20:21], TEXTS[21:]]
ANY_GAIN = (
    "import sys; sys.argv[0] = 'x'; from qa.encoders import bfloat16; bfloat16.LEAST_GAIN = 0; "
    "bfloat16._serve()"
)


@pytest.fixture(scope="module")
def joined() -> JoinedEncoder:
    encoder = load_encoder(JOINED_ENCODER)
    assert isinstance(encoder, JoinedEncoder)
    return encoder


@pytest.fixture
def any_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the other process serve, however fast it is on this machine."""
    monkeypatch.setattr(many, "command", lambda _, *given: [sys.executable, "-c", ANY_GAIN, *given])
    return


def test_in_bfloat16_they_are_as_in_numpy_to_what_an_index_keeps() -> None:
    exact = TransformerLayers(TRANSFORMER, ENCODERS / TRANSFORMER)
    quick = Bfloat16Layers(TRANSFORMER, ENCODERS / TRANSFORMER)
    there, here = quick.encode_passages(TEXTS), exact.encode_passages(TEXTS)
    assert quick.fingerprint == exact.fingerprint
    assert (there * here).sum(axis=1).min() > 0.9995
    np.testing.assert_allclose(there, here, atol=0.01)


def test_where_shares_of_attention_are_too_large_they_are_cut_off() -> None:
    """Numbers of single precision end at e to the power of 88."""
    quick = Bfloat16Layers(TRANSFORMER, ENCODERS / TRANSFORMER)
    for name, weight in quick._t.items():
        if name.endswith("parts.weight"):
            weight[: quick.dimension] *= 30  # queries
    with torch.inference_mode():
        assert not np.isfinite(quick._means([list(range(1000, 1040))])).all()
    np.testing.assert_allclose((quick.encode_passages(TEXTS) ** 2).sum(axis=1), 1, atol=1e-5)


@pytest.mark.usefixtures("any_gain")
def test_another_process_reads_them(joined: JoinedEncoder) -> None:
    apart = Apart()
    with for_many(joined, MANY, apart) as encode:
        found = list(encode(iter(BATCHES)))
        again = list(encode([TEXTS[:3]]))
        assert list(encode([])) == []
        assert apart._process is not None
    assert apart._process is None
    assert [len(one) for one in found] == [len(one) for one in BATCHES]
    np.testing.assert_allclose(np.concatenate(found), joined.encode_passages(TEXTS), atol=0.01)
    np.testing.assert_allclose(again[0], found[0][:3], atol=0.01)


@pytest.mark.usefixtures("any_gain")
def test_a_batch_is_made_ready_while_the_one_before_is_read(joined: JoinedEncoder) -> None:
    """Large ones too: neither process waits for the other to take what it gives."""
    taken: list[int] = []

    def batches() -> Iterator[list[str]]:
        for number in range(4):
            taken.append(number)
            yield [f"{number}. De dijk is {i} meter lang. " * 8 for i in range(600)]

    with for_many(joined, MANY) as encode:
        for number, vectors in enumerate(encode(batches())):
            assert len(vectors) == 600
            assert taken == list(range(min(number + 2, 4)))


@pytest.mark.usefixtures("any_gain")
def test_who_leaves_off_gets_no_vectors_of_other_passages(joined: JoinedEncoder) -> None:
    with for_many(joined, MANY) as encode:
        next(encode([TEXTS[3:6], TEXTS[6:9], TEXTS[9:12]]))
        (found,) = encode([TEXTS[20:23]])
    np.testing.assert_allclose(found, joined.encode_passages(TEXTS[20:23]), atol=0.01)


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "print('{}', flush=True)",
        "print('{}', flush=True); input(); print('short', flush=True)",
        "print('{}', flush=True); input(); input(); print('short', flush=True)",
    ],
)
def test_where_it_ends_numpy_goes_on(
    joined: JoinedEncoder, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(many, "command", lambda *_: [sys.executable, "-c", code])
    with for_many(joined, MANY) as encode:
        found = list(encode(BATCHES))
        again = list(encode(BATCHES))
    for made in (found, again):
        np.testing.assert_array_equal(
            np.concatenate(made), np.concatenate([joined.encode_passages(one) for one in BATCHES])
        )


def test_few_passages_and_other_encoders_are_read_here(
    joined: JoinedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Apart, "start", lambda *_: pytest.fail("started"))
    static = load_encoder(STATIC_ENCODER)
    with for_many(joined, MANY - 1) as few, for_many(static, 10 * MANY) as other:
        np.testing.assert_array_equal(*few([TEXTS]), joined.encode_passages(TEXTS))
        np.testing.assert_array_equal(*other([TEXTS]), static.encode_passages(TEXTS))
