"""Errors this package can explain to the person using it.

Each message says what happened, to which value, and what to do. They are caught in two places:
the command line and the web page. Wrong arguments from our own code stay ``ValueError``.
"""

from __future__ import annotations

from pathlib import Path


class QAError(Exception):
    """A problem with a plain message for the person using the program."""


class LetterError(QAError):
    """One letter file that cannot be read; the others still can."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason


class UnreadError(LetterError):
    """One letter file that was not read this time, for a reason that is not its own.

    Its letter stays as it was, and the next update tries again.
    """


class ReaderError(QAError):
    """The processes that read letters cannot be started."""


class ScanError(LetterError):
    """A PDF without a text layer, which OCR can make readable."""


class CorpusError(QAError):
    """A folder of letters that is missing, or holds nothing that can be read."""


class LetterNotFoundError(QAError):
    """A doc_id, paragraph or unit that the index does not hold."""


class QuestionError(QAError):
    """A question, or a file of questions, that cannot be used."""


class IndexNotFoundError(QAError):
    """There is no index where one was asked for."""


class IndexDamagedError(QAError):
    """An index whose files are missing, cut short or changed."""


class StoreError(QAError):
    """A server that keeps the index and does not answer."""


class ClusterError(QAError):
    """A cluster that does not answer, or that would make another index than this machine."""


class IndexWriteError(QAError):
    """An index that cannot be written: the disk is full, or may not be written to."""


class IndexMismatchError(QAError):
    """An index that another encoder, or another version of the format, has built."""


class IndexBusyError(QAError):
    """Another process is writing this index."""


class TooBusyError(QAError):
    """Work that must wait: too much of one visitor, or of all.

    ``seconds`` says how long, ``place`` which place in the line it would have, from 1.
    """

    def __init__(self, message: str, seconds: int, place: int | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds
        self.place = place


class EncoderError(QAError):
    """An encoder that cannot be loaded."""
