"""Unit vectors that are searched by inner product, on disk. The only import of faiss.

    <name>.faiss         every vector in half precision: exact search, and what others are scored by
    <name>-codes.faiss   above `EXACT_ROWS`: 4 bits for every 4 numbers, a sixteenth of the size

Both are mapped into memory where they are large, so that opening costs the same at any size. Up to
`EXACT_ROWS` vectors every one is compared (fp16, under 20 ms on one core). Above, all codes are
scanned with product quantisation (PQ fast scan, André et al. 2017) and `LOOKED_AT` times as many as
are asked for are scored again exactly.

Inverted lists (IVF) were measured and left: questions lie far from passages in this space, and
1,024 lists probed at 128 found 0.82 of the exact ten best in 224,000 Dutch passages, where the
thousand best by codes hold 0.999 of them after 1.2 ms. Graphs (HNSW) were not tried: they want
their vectors in memory, and lose recall under a filter. Here a filter that keeps few rows is
searched exactly, so it never costs recall.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from qa.system.threads import own_processors

EXACT_ROWS = 65_536
"""Up to this many rows every vector is compared."""

LOOKED_AT = 10
"""Rows that the codes bring to be scored exactly, for each that is asked for."""

_TRAINED_ON = 4_096  # rows that the quantiser learns from, of up to `EXACT_ROWS`
_TRAINED_ON_MANY = 16_384  # of more: of 100,000 the ten best are found to 0.977, not to 0.961
_ROUNDS = 10  # of learning; with 25, which is the default, the codes find no more
_NUMBERS = 4  # numbers of a vector that share one code of 4 bits
_LEAST_LOOKED_AT = 300  # rows, however few are asked for
_LOOKED_AT_OF = 500  # one row in so many at least; of a million the ten best are found to 0.99
_BLOCK = 16_384  # rows moved at a time

FloatArray = NDArray[np.float32]


def _alone() -> None:
    """Let FAISS share out no work of this thread; the setting holds for one thread.

    One question's search is too short to share: threads that wait for each other cost more than
    they save, and questions of several people run side by side.
    """
    faiss.omp_set_num_threads(1)


class VectorWriter:
    """Writes vectors block by block, so that they need not be in memory all at once."""

    def __init__(
        self, folder: Path, name: str, dimension: int, exact_rows: int | None = None
    ) -> None:
        """Begin an empty file.

        Args:
            folder: Where it is written.
            name: Of the files.
            dimension: Length of a vector.
            exact_rows: Above this many rows codes are written; `EXACT_ROWS` by default.
        """
        self._exact_rows = EXACT_ROWS if exact_rows is None else exact_rows
        self._exact_path, self._codes_path = _paths(folder, name)
        self._index = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )

    def add(self, vectors: FloatArray) -> None:
        """Add rows of shape (n, dimension)."""
        _alone()
        for start in range(0, len(vectors), _BLOCK):
            part = np.ascontiguousarray(vectors[start : start + _BLOCK], np.float32)
            self._index.add(part)

    def close(self) -> None:
        """Write what was added, with codes if there are many rows."""
        faiss.write_index(self._index, str(self._exact_path))
        rows, dimension = self._index.ntotal, self._index.d
        if rows <= self._exact_rows or dimension % _NUMBERS:
            return
        faiss.omp_set_num_threads(own_processors())
        codes = faiss.IndexPQFastScan(dimension, dimension // _NUMBERS, 4,
                                      faiss.METRIC_INNER_PRODUCT)  # fmt: skip
        codes.pq.cp.niter = _ROUNDS
        learnt_from = _TRAINED_ON if rows <= EXACT_ROWS else _TRAINED_ON_MANY
        codes.pq.cp.max_points_per_centroid = learnt_from  # else FAISS draws fewer
        sample = np.linspace(0, rows - 1, min(rows, learnt_from)).astype(np.int64)
        codes.train(self._index.reconstruct_batch(sample))
        for start in range(0, rows, _BLOCK):
            part = np.arange(start, min(start + _BLOCK, rows))
            codes.add(self._index.reconstruct_batch(part))
        _alone()
        faiss.write_index(codes, str(self._codes_path))


class Vectors:
    """Vectors on disk, open to be searched."""

    def __init__(self, folder: Path, name: str, *, mapped: bool = True) -> None:
        """Open what `VectorWriter` wrote.

        Args:
            folder: Where it lies.
            name: Of the files.
            mapped: Map them into memory; else they are read whole.

        Raises:
            RuntimeError: From faiss, if a file is missing or not whole.
        """
        exact, codes = _paths(folder, name)
        flags = faiss.IO_FLAG_MMAP_IFC if mapped else 0
        self._exact: Any = faiss.read_index(str(exact), flags)
        self._codes: Any = None
        if codes.exists():
            self._codes = faiss.read_index(str(codes), flags)
            self._refined: Any = faiss.IndexRefine(self._codes, self._exact)

    def __len__(self) -> int:
        return int(self._exact.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._exact.d)

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared."""
        return self._codes is None

    def at(self, rows: NDArray[np.int64]) -> FloatArray:
        """Return the vectors of rows, shape (rows, dimension)."""
        if len(rows) == 0:
            return np.zeros((0, self.dimension), np.float32)
        _alone()
        vectors: FloatArray = self._exact.reconstruct_batch(np.asarray(rows, np.int64))
        return vectors

    def nearest(
        self, queries: FloatArray, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[tuple[NDArray[np.int64], FloatArray]]:
        """Return for each query the rows nearest to it and their inner products, best first.

        Args:
            queries: Shape (queries, dimension).
            k: How many rows, at least 1; fewer come back if there are fewer.
            allowed: One value for each row; rows that are false are passed over in the search.
        """
        _alone()
        queries = np.ascontiguousarray(queries, np.float32)
        count = len(self) if allowed is None else int(np.count_nonzero(allowed))
        if count == 0 or len(queries) == 0:
            return [(np.zeros(0, np.int64), np.zeros(0, np.float32)) for _ in queries]
        if self._codes is None or (allowed is not None and count <= EXACT_ROWS):
            return self._every_one(queries, min(k, count), allowed)
        least = max(_LEAST_LOOKED_AT, LOOKED_AT * k, len(self) // _LOOKED_AT_OF)
        wide = min(int(least * len(self) / count), len(self))
        every = faiss.IndexRefineSearchParameters(k_factor=1)  # type: ignore[call-arg]
        scores, found = self._refined.search(queries, wide, params=every)
        kept = [(rows >= 0) if allowed is None else (rows >= 0) & allowed[rows] for rows in found]
        return [
            (rows[keep][:k], values[keep][:k])
            for rows, values, keep in zip(found, scores, kept, strict=True)
        ]

    def _every_one(
        self, queries: FloatArray, k: int, allowed: NDArray[np.bool_] | None
    ) -> list[tuple[NDArray[np.int64], FloatArray]]:
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, found = self._exact.search(queries, k, params=parameters)
        return [
            (rows[rows >= 0], values[rows >= 0])  # FAISS fills up with -1
            for rows, values in zip(found, scores, strict=True)
        ]


def _paths(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / f"{name}.faiss", folder / f"{name}-codes.faiss"
