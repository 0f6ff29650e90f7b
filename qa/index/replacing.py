"""A segment with other vectors for its passages, and everything else as it was.

So an index changes its encoder without its letters being cut, counted and written again: files of a
segment that hold no vector of a passage are copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from qa.errors import IndexDamagedError
from qa.index.arrays import open_arrays, write_arrays
from qa.index.checking import check_segment
from qa.index.files import writing_into
from qa.index.parts import Part
from qa.index.protocol import Replaces
from qa.index.segment import Segment, describe_segment, vector_writer
from qa.messages import Message

_ARRAYS = "arrays.safetensors"
_CHECKED_LETTERS = 200  # all files are compared with their checksums
_BLOCK = 16_384  # rows at a time


def write_replaced(folder: Path, part: Part, dimension: int, replaces: Replaces) -> None:
    """Write a part's segment with other vectors; deleted letters keep their places, without any.

    Args:
        folder: Of the new segment, not there yet.
        part: Whose segment it is.
        dimension: Length of the new vectors.
        replaces: Gives new keys and vectors for keys.

    Raises:
        IndexWriteError: If the disk is full, or may not be written to.
        IndexDamagedError: If the segment is not whole, or the new one cannot be read back.
    """
    old = part.segment
    keys = np.array(old.keys)
    live = np.arange(old.rows) if part.live is None else np.flatnonzero(part.live)
    copied = [n for n in old.checksums if n != _ARRAYS and not n.startswith("vectors")]
    with writing_into(folder):
        folder.mkdir(parents=True)
        for name in copied:
            shutil.copyfile(old.folder / name, folder / name)
        writer = vector_writer(folder, "vectors", dimension)
        for start in range(0, old.rows, _BLOCK):
            rows = live[(live >= start) & (live < start + _BLOCK)]
            block = np.zeros((min(_BLOCK, old.rows - start), dimension), np.float32)
            keys[rows], block[rows - start] = replaces(keys[rows])
            writer.add(block)
        writer.close()
        arrays = open_arrays(old.folder / _ARRAYS, mapped=False)
        write_arrays(folder / _ARRAYS, {**arrays, "keys": keys})
        describe_segment(folder)
    new = Segment(folder)
    for name in copied:
        if new.checksums[name] != old.checksums[name]:
            changed = Message("file-has-changed", name=name)
            raise IndexDamagedError("segment-damaged", folder=old.folder, reason=changed)
    check_segment(new, _CHECKED_LETTERS)
