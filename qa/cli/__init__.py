"""The command line: translates arguments to calls and results to text. Holds no retrieval.

Heavy packages are imported inside the commands that need them. Exit codes: 0 answered (found or
not), 1 something is wrong with input, index or encoder, 2 wrong use.
"""

from __future__ import annotations

import os
import sys

from rich.markup import escape

from qa.cli import (  # noqa: F401 - commands
    asking,
    commitments,
    dossiers,
    exploring,
    fetching,
    following,
    forgetting,
    indexing,
    letters,
    measuring,
    mending,
    people,
    proving,
    serving,
    sets,
)
from qa.cli.common import app, err, language_first
from qa.cli.texts import machine_language, say, speak, told
from qa.errors import QAError


def main() -> None:
    """Run the command line; a problem that can be explained ends it with exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    speak(machine_language(os.environ))
    try:
        app(language_first(sys.argv[1:]))
    except QAError as error:
        err.print(f"letters-qa: {escape(told(error.message))}", style="red")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output is gone: nothing is left to say
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        err.print(f"letters-qa: {escape(place)}{error.strerror or error}", style="red")
        sys.exit(1)
    except KeyboardInterrupt:
        err.print(f"letters-qa: {say('stopped')}")
        sys.exit(130)
