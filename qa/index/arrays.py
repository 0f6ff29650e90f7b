"""Named arrays in one file, mapped into memory where they are large: read when they are used.

The form is safetensors, written by its library; only the header is read here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

_TYPES = {
    "BOOL": np.bool_, "U8": np.uint8, "U16": np.uint16, "U32": np.uint32, "U64": np.uint64,
    "I8": np.int8, "I16": np.int16, "I32": np.int32, "I64": np.int64,
    "F16": np.float16, "F32": np.float32,
}  # fmt: skip


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write named arrays into one file."""
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)


def open_arrays(path: Path, *, mapped: bool = True) -> dict[str, NDArray[Any]]:
    """Open the arrays of a file, to be read only.

    Args:
        path: The file.
        mapped: Map it into memory; else it is read whole.

    Raises:
        OSError: If the file cannot be opened.
        ValueError: If it is cut short or is no such file.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 0 < length <= size - 8:
            raise ValueError(f"{path.name} is cut short")
        header: dict[str, Any] = json.loads(file.read(length))
    begin = 8 + length
    content = np.memmap(path, np.uint8, mode="r") if mapped else np.fromfile(path, np.uint8)
    arrays = {}
    for name, described in header.items():
        if name == "__metadata__":
            continue
        first, last = described["data_offsets"]
        if begin + last > size:
            raise ValueError(f"{path.name} is cut short")
        part: NDArray[Any] = content[begin + first : begin + last].view(_TYPES[described["dtype"]])
        arrays[name] = np.asarray(part).reshape(described["shape"])
    return arrays
