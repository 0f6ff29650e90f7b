"""Letter files read in processes of their own, with a limit of time and memory for each file.

A hostile or broken file can neither hang nor kill the build: its process is ended and replaced, and
the file is named. A process that died is replaced and its file tried once more, for memory may have
been taken by the files before. If it was ended from outside that is not the file's fault, and said
so (`UnreadError`). The processes speak JSON over pipes, one line for each file; they run in an
empty folder and import nothing from the corpus (`qa.system.apart`).

Memory is limited where the system can do that (not on Windows).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from qa.errors import LetterError, ReaderError, UnreadError
from qa.letters import read_letter
from qa.letters.faults import is_the_machines, unread
from qa.messages import Message
from qa.records import Letter
from qa.system.apart import command
from qa.system.threads import own_processors
from qa.system.watchdog import Watchdog

_LETTER = TypeAdapter(Letter)
_IS_LETTER = b'{"letter":'  # how the answer begins that holds one
_PROCESSES = 2  # more fill the memory before they save time
_START_SECONDS = 60.0
_END_SECONDS = 5.0  # for a process that has closed its pipe
_TRIES = 2  # of a file at which a process died
_OUT_OF_MEMORY = 3  # exit status
_FROM_OUTSIDE = frozenset(
    -number
    for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")
    if (number := getattr(signal, name, None)) is not None
)
"""Exit statuses of a process that something else ended; its own faults end it by other signals, and
Windows does not tell."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: bytes on disk, seconds, megabytes of memory.

    And whether to OCR, and to follow a link out of the corpus.
    """

    file_bytes: int = 20_000_000
    seconds: float = 60.0
    memory_mb: int = 1500
    ocr: bool = False
    follow_links: bool = False


def read_files(
    paths: Sequence[Path], corpus: Path, limits: Limits
) -> Iterator[tuple[Path, Letter | LetterError]]:
    """Read files, each in a process with limits; in the order given.

    Args:
        paths: Letter files.
        corpus: The folder that their names in the index are relative to.
        limits: For each file.

    Returns:
        Each path with its letter, or with the reason why it cannot be read.
    """
    with FileReader(corpus, limits) as reader:
        yield from reader.read(paths)


class FileReader:
    """Reading processes that are started when they are needed and kept for the next files."""

    def __init__(self, corpus: Path, limits: Limits) -> None:
        count = min(_PROCESSES, own_processors())
        self._folder = tempfile.TemporaryDirectory(prefix="letters-qa-")
        self._watchdog = Watchdog()
        self._workers = [
            _Worker(corpus, limits, self._folder.name, self._watchdog) for _ in range(count)
        ]
        self._idle = list(self._workers)
        self._waiting: deque[tuple[Path, Future[Letter | LetterError]]] = deque()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(count)

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self, paths: Sequence[Path], *, first: bool = False
    ) -> Iterator[tuple[Path, Letter | LetterError]]:
        """Begin to read; return each path with its letter, or with the reason why there is none.

        Args:
            paths: The files.
            first: Read them before those that wait already.

        Raises:
            ReaderError: If no process can be started, when the first letter is asked for.
        """
        begun: list[tuple[Path, Future[Letter | LetterError]]] = [(p, Future()) for p in paths]
        with self._lock:
            self._waiting = deque([*begun, *self._waiting] if first else [*self._waiting, *begun])
        for _ in begun:
            self._pool.submit(self._read_next)
        return ((path, future.result()) for path, future in begun)

    def _read_next(self) -> None:
        """Read the file whose turn it is."""
        with self._lock:
            path, future = self._waiting.popleft()
        try:
            future.set_result(self._read(path))
        except BaseException as error:
            future.set_exception(error)

    def _read(self, path: Path) -> Letter | LetterError:
        with self._lock:
            worker = self._idle.pop(0)
        try:
            return worker.read(path)
        finally:
            with self._lock:
                self._idle.insert(0, worker)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._watchdog.close()
        self._folder.cleanup()


class _Worker:
    """One reading process, started when it is first needed and again after it was ended."""

    def __init__(self, corpus: Path, limits: Limits, folder: str, watchdog: Watchdog) -> None:
        self._corpus = corpus
        self._limits = limits
        self._folder = folder
        self._watchdog = watchdog
        self._process: subprocess.Popen[bytes] | None = None
        self._setup = {
            "corpus": _sent(corpus),
            "file_bytes": limits.file_bytes,
            "memory_mb": limits.memory_mb,
            "seconds": limits.seconds,
            "ocr": limits.ocr,
            "follow_links": limits.follow_links,
        }

    def read(self, path: Path) -> Letter | LetterError:
        """Read a file, or say why it cannot be read."""
        for _ in range(_TRIES - 1):
            with suppress(_DiedError, ReaderError):
                return self._try(path)
        try:
            return self._try(path)
        except _DiedError as died:
            return self._died(path, died.status)

    def _try(self, path: Path) -> Letter | LetterError:
        process = self._started()
        request = json.dumps({"path": _sent(path)})
        seconds = self._limits.seconds * (10 if self._limits.ocr else 1)
        with self._watchdog.deadline(process, seconds) as late:
            answer = _exchange(process, request)
        if answer:
            return _answer(path, answer, self._corpus)
        status = self.stop(_END_SECONDS)
        if late.is_set():
            return LetterError(path, "reading-too-slow", seconds=seconds)
        raise _DiedError(status)

    def _died(self, path: Path, status: int | None) -> LetterError:
        memory = self._limits.memory_mb
        if status is not None and status in _FROM_OUTSIDE:
            return UnreadError(path, "reader-ended", signal=-status, memory=memory)
        return LetterError(path, "reading-too-big", memory=memory)

    def _started(self) -> subprocess.Popen[bytes]:
        """Return the process, ready to read.

        Raises:
            ReaderError: If it cannot be started.
        """
        if self._process is not None and self._process.poll() is None:
            return self._process
        try:
            os.makedirs(self._folder, exist_ok=True)  # systems clean up what is old
            self._process = subprocess.Popen(
                command("qa.letters.worker"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
            )
        except OSError as error:
            raise _not_started(error.strerror or str(error)) from None
        with self._watchdog.deadline(self._process, _START_SECONDS) as late:
            ready = _exchange(self._process, json.dumps(self._setup))
        if not ready:
            status = self.stop(_END_SECONDS)
            raise _not_started(
                Message("reader-late", seconds=_START_SECONDS)
                if late.is_set()
                else Message("reader-ended-with", status=status)
            )
        return self._process

    def stop(self, seconds: float = 0.0) -> int | None:
        """End the process, if there is one, and return its exit status.

        Args:
            seconds: To wait for it to end by itself, so that its status is its own.
        """
        process, self._process = self._process, None
        if process is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return process.wait()


class _DiedError(Exception):
    """The process ended before it answered."""

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.status = status


def _not_started(reason: str) -> ReaderError:
    return ReaderError("reader-not-started", reason=reason)


def _exchange(process: subprocess.Popen[bytes], request: str) -> bytes:
    """Return the answer to a request, a line; nothing if the process ended before it was whole."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(request.encode("utf-8", "surrogateescape") + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    except OSError:
        return b""
    return answer if answer.endswith(b"\n") else b""


def _sent(path: Path) -> str:
    """Write a path for a process that runs in another folder."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "surrogateescape")


def _answer(path: Path, answer: bytes, corpus: Path) -> Letter | LetterError:
    try:
        if answer.startswith(_IS_LETTER):
            return _LETTER.validate_json(
                answer[len(_IS_LETTER) : -2]
            )  # without }, and the line's end
        found: dict[str, Any] = json.loads(answer)
        named = Path(found["path"])
        if named.is_relative_to(whole := os.path.abspath(corpus)):
            named = corpus / named.relative_to(whole)  # as the person named the folder
        reason = Message.from_json(found["reason"])
        return (UnreadError if found.get("unread") else LetterError)(named, reason)
    except (ValueError, KeyError, TypeError):
        return LetterError(path, "reader-answer-wrong")


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    size = megabytes * 1_000_000
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _serve() -> None:
    """Answer requests until standard input ends. What libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    lines = iter(sys.stdin.buffer.readline, b"")
    setup = json.loads(next(lines))
    _limit_memory(setup["memory_mb"])
    answers.write(b"{}\n")
    answers.flush()
    for line in lines:
        path = Path(json.loads(line.decode("utf-8", "surrogateescape"))["path"])
        answers.write(_read(path, setup) + b"\n")
        answers.flush()


def _read(path: Path, setup: dict[str, Any]) -> bytes:
    try:
        letter = read_letter(
            path,
            Path(setup["corpus"]),
            setup["file_bytes"],
            10 * setup["seconds"] if setup["ocr"] else None,
            setup["follow_links"],
        )
        return _IS_LETTER + _LETTER.dump_json(letter) + b"}"
    except LetterError as error:
        found = _told(error)
    except MemoryError:  # what was read before may hold it: a fresh process tries again
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # whatever a broken file does to a reader, the build goes on
        if isinstance(error, OSError) and is_the_machines(error):
            found = _told(unread(path, error))
        else:
            kind, said = type(error).__name__, str(error)[:120]
            found = _told(LetterError(path, "reading-failed", kind=kind, said=said))
    return json.dumps(found, ensure_ascii=True).encode()


def _told(error: LetterError) -> dict[str, Any]:
    return {
        "path": error.path,
        "reason": error.reason.as_json(),
        "unread": isinstance(error, UnreadError),
    }


if __name__ == "__main__":
    _serve()
