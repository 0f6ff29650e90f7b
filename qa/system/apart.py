"""Modules of this package run as programs of their own, which import nothing that visitors sent.

Python puts the folder that it is started in before its own library. A corpus or an index may lie
there, and a file ``json.py`` in it would be run. `command` starts a module isolated (``python -I``)
and gives it the folders that this process imports from, behind Python's own and without that one;
`keep_out_working_folder` does the same for this process, where it is started as ``python -m qa``.

Uses nothing that Python has not loaded by then.
"""

import os
import sys

HOME = os.path.realpath(f"{__file__}/../../..")
"""The folder that this package lies in."""

_START = (
    "import runpy, sys; module, folders = sys.argv[1:3]; del sys.argv[1:3]; "
    "sys.path += [one for one in folders.split('\\n') if one not in sys.path]; "
    "runpy.run_module(module, run_name='__main__', alter_sys=True)"
)


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this package; give it a folder of its own."""
    utf8 = ("-X", "utf8") if sys.flags.utf8_mode else ()
    return [sys.executable, *utf8, "-I", "-c", _START, module, "\n".join(_trusted()), *arguments]


def keep_out_working_folder() -> None:
    """Import from the working folder no more; from this package's own folder last of all."""
    sys.path[:] = _trusted()


def _trusted() -> list[str]:
    """Return where this process imports from, without the working folder; `HOME` is the last."""
    here = os.path.realpath(os.curdir)
    kept = [
        folder
        for folder in sys.path
        if os.path.isabs(folder) and os.path.realpath(folder) not in (here, HOME)
    ]
    return [*kept, HOME]
