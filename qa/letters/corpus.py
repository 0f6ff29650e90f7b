"""Letter files to letters: each read within limits, forms of one letter put together.

One bad file is named, with the reason and what to do, and the rest goes on. Which files there are
is the subject of `qa.letters.scan`. Writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qa.errors import LetterError
from qa.letters.forms import Grouped, group_letters
from qa.letters.ledger import EXPECTED, SAID
from qa.letters.worker import Limits
from qa.messages import Message
from qa.records import Letter
from qa.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the stage ("read", "embed", "merge"), how many are done, and of how many."""


class Reader(Protocol):
    """Reads letter files, each on its own: `qa.letters.worker.FileReader` does it here."""

    def read(
        self, paths: Sequence[Path], *, first: bool = False
    ) -> Iterator[tuple[Path, Letter | LetterError]]:
        """Return each path with its letter, or with the reason why it cannot be read, in order.

        It may begin to read at once, before the first is asked for; those that are to be read
        ``first`` go before others that wait.
        """

    def close(self) -> None:
        """End what reads."""


def limits_of(settings: Settings) -> Limits:
    """Return what one file may take, by the settings."""
    return Limits(
        settings.max_file_bytes, settings.read_seconds, settings.read_memory_mb, settings.ocr,
        settings.follow_links,
    )  # fmt: skip


def read_each(
    reading: Iterable[tuple[Path, Letter | LetterError]], progress: Callable[[int], None]
) -> tuple[list[Letter], dict[Path, LetterError]]:
    """Take what a reader reads, one by one, and tell how many there are.

    Returns:
        A letter for each file that can be read, and the reason for each other one.
    """
    read: list[Letter] = []
    problems: dict[Path, LetterError] = {}
    for done, (path, letter) in enumerate(reading, start=1):
        if isinstance(letter, LetterError):
            problems[path] = letter
        else:
            read.append(letter)
        progress(done)
    return read, problems


@dataclass(frozen=True, slots=True)
class PutTogether:
    """Letters made of files, by doc_id, and what is to be said about files.

    ``files`` names those of each letter; ``older`` are versions that are not current.
    ``clashes`` are files that say they are a letter they are not: name -> sentence.
    """

    letters: dict[str, Letter]
    files: dict[str, tuple[str, ...]]
    older: tuple[Letter, ...]
    clashes: dict[str, Message]
    notices: tuple[Message, ...]


def put_together(
    files: Sequence[Letter], corpus: Path, keys: Mapping[str, Collection[int]] | None = None
) -> PutTogether:
    """Put the files of each letter together.

    Args:
        files: A letter for each file.
        corpus: The folder they lie in.
        keys: Path -> the `sharing_keys` of the file; found here without it.
    """
    ages = {letter.source.path: _age(corpus / letter.source.path) for letter in files}
    grouped, clashes = group_letters(files, ages, keys)
    said = {
        clash.letter.source.path: LetterError(
            corpus / clash.letter.source.path,
            "id-clash",
            doc_id=clash.letter.doc_id,
            first=clash.first.source.path,
            path=clash.letter.source.path,
        ).message
        for clash in clashes
    }
    return PutTogether(
        {one.letter.doc_id: one.letter for one in grouped},
        {one.letter.doc_id: one.paths for one in grouped},
        tuple(letter for one in grouped for letter in one.older),
        said,
        tuple(notice for one in grouped for notice in _notices(one, corpus)),
    )


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _notices(one: Grouped, corpus: Path) -> list[Message]:
    letter = one.letter
    path = corpus / letter.source.path
    kinds = Counter(one.kind for one in letter.left_out if one.kind not in EXPECTED)
    return [
        *(Message("about", what=path, message=notice) for notice in letter.source.notices),
        *(
            Message("about", what=path, message=_not_in_text(SAID[kind], count, letter.doc_id))
            for kind, count in kinds.items()
        ),
        *(
            Message(
                "about",
                what=corpus / copy.path,
                message=Message("same-letter", first=letter.source.path, path=copy.path),
            )
            for copy in letter.copies
        ),
    ]


def _not_in_text(kind: str, count: int, doc_id: str) -> Message:
    return Message("not-in-its-text", kind=Message(kind), count=count, doc_id=doc_id)
