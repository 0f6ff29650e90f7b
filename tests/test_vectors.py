"""Vectors on disk: search agrees with brute force, with codes and with filters too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.index import vectors as module
from qa.index.vectors import Vectors, VectorWriter

DIMENSION = 64


def unit(count: int, seed: int) -> NDArray[np.float32]:
    """Return unit vectors that lie in clusters, as those of texts do."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(7).normal(size=(40, DIMENSION))
    rows = centres[random.integers(0, 40, count)] + 0.8 * random.normal(size=(count, DIMENSION))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def written(folder: Path, rows: NDArray[np.float32]) -> Vectors:
    writer = VectorWriter(folder, "v", DIMENSION)
    for part in np.array_split(rows, 3):
        writer.add(part)
    writer.close()
    return Vectors(folder, "v")


def test_every_vector_is_compared_when_there_are_few(tmp_path: Path) -> None:
    rows = unit(500, 1)
    found = written(tmp_path, rows)
    assert found.is_exact
    assert not (tmp_path / "v-codes.faiss").exists()
    half = rows.astype(np.float16).astype(np.float32)
    queries = unit(5, 2)
    for query, (at, scores) in zip(queries, found.nearest(queries, 7), strict=True):
        expected = np.argsort(-(half @ query), kind="stable")[:7]
        assert at.tolist() == expected.tolist()
        np.testing.assert_allclose(scores, (half @ query)[expected], atol=1e-5)
    np.testing.assert_array_equal(found.at(np.array([3, 499])), half[[3, 499]])


@pytest.mark.parametrize("share", [1.0, 0.5, 0.001])
def test_codes_find_the_exact_best_whatever_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(module, "EXACT_ROWS", 1_000)
    rows = unit(20_000, 1)
    found = written(tmp_path, rows)
    assert not found.is_exact
    allowed = None if share == 1 else np.random.default_rng(3).random(len(rows)) < share
    scores = rows.astype(np.float16).astype(np.float32) @ (queries := unit(30, 4)).T
    if allowed is not None:
        scores[~allowed] = -2
    hits = 0
    for i, (at, values) in enumerate(found.nearest(queries, 10, allowed)):
        exact = np.argsort(-scores[:, i])[:10]
        hits += len(set(at.tolist()) & set(exact.tolist()))
        np.testing.assert_allclose(values, scores[at, i], atol=1e-5)  # scored exactly
        assert np.all(np.diff(values) <= 0)
        if allowed is not None:
            assert allowed[at].all()
    assert hits / 300 >= (0.98 if share > 0.01 else 1.0)


def test_few_or_no_rows(tmp_path: Path) -> None:
    found = written(tmp_path, unit(3, 1))
    ((at, _),) = found.nearest(unit(1, 2), 10)
    assert sorted(at.tolist()) == [0, 1, 2]
    ((at, _),) = found.nearest(unit(1, 2), 10, np.zeros(3, bool))
    assert at.tolist() == []
    empty = tmp_path / "empty"
    empty.mkdir()
    ((at, _),) = written(empty, unit(0, 1)).nearest(unit(1, 2), 10)
    assert at.tolist() == []
