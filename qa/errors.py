"""Errors this package can explain to the person using it.

Each has a code and values, of which `qa.messages` makes a sentence in English or Dutch: what
happened, to which value, and what to do. They are caught in two places: the command line and the
web page. Wrong arguments from our own code stay ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.messages import Message


class QAError(Exception):
    """A problem with a message for the person using the program; its text is English.

    Raised as ``QAError("index-missing", folder=folder)``, or with a `Message` that is made already.
    """

    def __init__(self, code: str, /, **values: Any) -> None:
        self.message = code if isinstance(code, Message) else Message(code, **values)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """What happened, as a word of the catalogue."""
        return self.message.code

    @property
    def values(self) -> Mapping[str, Any]:
        """To what it happened, by the names that the catalogue's texts give."""
        return self.message.values


class LetterError(QAError):
    """One letter file that cannot be read; the others still can. ``reason`` is said without it."""

    def __init__(self, path: Path | str, code: str, /, **values: Any) -> None:
        self.reason = code if isinstance(code, Message) else Message(code, **values)
        self.path = str(path)
        super().__init__("about", what=self.path, message=self.reason)


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


class LetterChangedError(QAError):
    """A letter that is there in another version than the one asked for."""


class NoModelError(QAError):
    """A language model is asked for, and none is set."""


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

    def __init__(
        self, code: str, /, *, seconds: int, place: int | None = None, **values: Any
    ) -> None:
        super().__init__(code, seconds=seconds, **values)
        self.seconds = seconds
        self.place = place


class EncoderError(QAError):
    """An encoder that cannot be loaded."""
