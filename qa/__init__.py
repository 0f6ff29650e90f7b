"""letters-qa: questions to letters of the Dutch government, answered by cited verbatim quotes.

    from qa import Assistant
    Assistant.open("indexes/default").ask("what did NL pledge at the UDCG")

`Assistant`, `build_index` and `Settings` are loaded when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.assistant import Assistant, BuildReport, build_index
    from qa.settings import Settings

__all__ = ["Assistant", "BuildReport", "Settings", "build_index"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    import importlib

    module = "qa.settings" if name == "Settings" else "qa.assistant"
    return getattr(importlib.import_module(module), name)
