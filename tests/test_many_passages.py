"""Many passages: read in bfloat16 by another process, and in numpy where there is none."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from qa.encoders import many
from qa.encoders.bfloat16 import Bfloat16Layers
from qa.encoders.encoder import ENCODERS, TRANSFORMER, load_encoder
from qa.encoders.joined import JoinedEncoder
from qa.encoders.layers import TransformerLayers
from qa.encoders.many import MANY, for_many
from qa.settings import JOINED_ENCODER, STATIC_ENCODER

TEXTS = [
    "De brug is dicht.", "", "Nederland levert munitie aan Oekraïne. " * 60,
    *(f"In {year} kostte de dijk € {year - 1900} miljoen." for year in range(2000, 2040)),
]  # fmt: skip
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


@pytest.mark.usefixtures("any_gain")
def test_another_process_reads_them(joined: JoinedEncoder) -> None:
    done: list[int] = []
    with for_many(joined, MANY) as quick:
        assert isinstance(quick, JoinedEncoder)
        found = quick.encode_passages(TEXTS, done.append)
        again = quick.encode_passages(TEXTS[:3])
        nothing = quick.encode_passages([])
        apart = quick.transformer._apart  # type: ignore[attr-defined]
        assert apart._process is not None
        assert (quick.name, quick.fingerprint) == (joined.name, joined.fingerprint)
    assert apart._process is None
    assert done == [len(TEXTS)]
    assert nothing.shape == (0, joined.dimension)
    np.testing.assert_allclose(found, joined.encode_passages(TEXTS), atol=0.01)
    np.testing.assert_allclose(again, found[:3], atol=0.01)


@pytest.mark.parametrize(
    "code",
    [
        "pass",
        "print('{}', flush=True)",
        "print('{}', flush=True); input(); print('short', flush=True)",
    ],
)
def test_where_it_ends_numpy_goes_on(
    joined: JoinedEncoder, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(many, "command", lambda *_: [sys.executable, "-c", code])
    with for_many(joined, MANY) as quick:
        found = quick.encode_passages(TEXTS)
        again = quick.encode_passages(TEXTS)
    np.testing.assert_array_equal(found, joined.encode_passages(TEXTS))
    np.testing.assert_array_equal(again, found)


def test_few_passages_and_other_encoders_stay_as_they_are(joined: JoinedEncoder) -> None:
    static = load_encoder(STATIC_ENCODER)
    with for_many(joined, MANY - 1) as few, for_many(static, 10 * MANY) as other:
        assert few is joined
        assert other is static
