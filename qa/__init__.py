"""letters-qa: questions to letters of the Dutch government, answered by cited verbatim quotes.

    from qa import Assistant
    Assistant.open("indexes/default").ask("what did NL pledge at the UDCG")

`Assistant`, `build_index` and `Settings` are loaded when they are first asked for.
"""

import sys

if sys.argv[:1] == ["-m"]:  # the folder it is started in comes first, see qa.system.apart
    from qa.system.apart import keep_out_working_folder

    keep_out_working_folder()

from qa.system import threads  # noqa: E402

threads.set_up()

from typing import TYPE_CHECKING, Any  # noqa: E402 - from a folder that is to be trusted

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.indexing import BuildReport, build_index
    from qa.settings import Settings

_HOMES = {
    "Assistant": "qa.assistant",
    "BuildReport": "qa.indexing",
    "Settings": "qa.settings",
    "build_index": "qa.indexing",
}
__all__ = ["Assistant", "BuildReport", "Settings", "build_index"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
