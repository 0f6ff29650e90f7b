"""The version of this program, as it was installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the version, or "unknown" where the program was not installed."""
    try:
        return version("letters-qa")
    except PackageNotFoundError:
        return "unknown"
