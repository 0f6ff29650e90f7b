"""A process that answers questions for another; see `qa.assistant.beside`."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, Final

from qa.assistant.assistant import Assistant
from qa.assistant.beside import number_of, send
from qa.errors import QAError

IDLE_SECONDS = 300.0
"""Seconds without a question after which the process ends and gives its memory back."""

_NO_MORE: Final = object()


def _received(pipe: IO[bytes]) -> Iterator[Any]:
    """Go through what is sent, until the pipe is closed or nothing came for `IDLE_SECONDS`."""
    came: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def read() -> None:
        with suppress(EOFError, OSError, pickle.PickleError):  # the other end is gone
            while True:
                came.put(pickle.load(pipe))
        came.put(_NO_MORE)

    threading.Thread(target=read, daemon=True).start()
    with suppress(queue.Empty):
        yield from iter(lambda: came.get(timeout=IDLE_SECONDS), _NO_MORE)


def main() -> None:
    """Answer questions that come through standard input until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ended by its pipe
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    received = _received(sys.stdin.buffer)
    assistant = Assistant.open(settings=next(received))
    send(out, (True, None))
    for generation, method, values in received:
        done, found = False, None
        with suppress(Exception):  # it is done again where the question came from, and told there
            if number_of(assistant.generation) != generation:
                assistant = assistant.newer()
            if number_of(assistant.generation) == generation:
                done, found = True, getattr(assistant, method)(*values)
        send(out, (done, found))


if __name__ == "__main__":
    with suppress(QAError, BrokenPipeError, StopIteration):
        main()
