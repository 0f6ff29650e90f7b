"""How large the wheel is, and what is installed with it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.builds import ROOT, THIS
from benchmarks.speed.figures import Figure

MOST = 12  # packages that are listed


def sizes() -> Iterator[Figure]:
    """Build the wheel and weigh it; add up what the program needs in this environment."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder]
        subprocess.run([*pip, "--no-build-isolation", str(ROOT)], check=True, capture_output=True)
        (wheel,) = Path(folder).glob("*.whl")
        yield Figure("the wheel", {THIS: wheel.stat().st_size / 1e6}, "MB", "100 MB")
    weights = {name: _installed(name) for name in _needed("letters-qa")}
    largest = sorted(weights, key=lambda name: -weights[name])[:MOST]
    values = {"all": sum(weights.values())} | {name: weights[name] for name in largest}
    yield Figure("installed with it", values, "MB")


def _needed(name: str) -> set[str]:
    """Return the packages that a package brings, itself left out."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        try:
            required = importlib.metadata.requires(waiting.pop()) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        for line in required:
            needed = re.match(r"[\w.-]+", line)
            plain = needed[0].lower() if needed and "extra ==" not in line else ""
            if plain and plain not in found and _is_installed(plain):
                found.add(plain)
                waiting.append(plain)
    return found


def _is_installed(name: str) -> bool:
    return bool(list(importlib.metadata.distributions(name=name)))


def _installed(name: str) -> float:
    files = importlib.metadata.files(name) or []
    places = (Path(str(file.locate())) for file in files)
    return sum(place.stat().st_size for place in places if place.exists()) / 1e6
