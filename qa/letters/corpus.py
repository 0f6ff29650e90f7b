"""A folder of letter files to letters: each read within limits, forms of one letter put together.

One bad file is named, with the reason and what to do, and the rest goes on. Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qa.errors import CorpusError, LetterError
from qa.letters.forms import group_letters
from qa.letters.worker import Limits, read_files
from qa.records import Letter
from qa.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the stage ("read", "embed"), how many are done, and of how many."""

_SKIPPED_SUFFIXES = {".json"}  # sidecars: metadata beside a letter, not letters
_NO_LETTERS = re.compile(r"(?:readme|licen[cs]e|manifest|changelog)(?:\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The letters that can be read, by doc_id, their older versions, and what is to be said.

    ``problems`` has a sentence about each file that is left out, ``notices`` about others.
    """

    letters: dict[str, Letter]
    older: tuple[Letter, ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...]


def letter_files(corpus: Path, index: Path | None = None) -> list[Path]:
    """Return the letter files below a folder, in the order of their relative paths.

    Hidden files and folders, ``<file>.json`` sidecars, README and the like, and what lies in
    ``index`` are passed over.

    Raises:
        CorpusError: If the folder does not exist.
    """
    if not corpus.is_dir():
        raise CorpusError(
            f"no folder {corpus}; make it and put letters in it, or pass --corpus DIR"
        )
    inside = index.resolve() if index else None
    files = [
        path
        for path in corpus.rglob("*")
        if path.is_file()
        and path.suffix.casefold() not in _SKIPPED_SUFFIXES
        and not _NO_LETTERS.fullmatch(path.name)
        and not any(part.startswith(".") for part in path.relative_to(corpus).parts)
        and not (inside and path.resolve().is_relative_to(inside))
    ]
    return sorted(files, key=lambda path: path.relative_to(corpus).as_posix())


def limits_of(settings: Settings) -> Limits:
    """Return what one file may take, by the settings."""
    return Limits(
        settings.max_file_bytes, settings.read_seconds, settings.read_memory_mb, settings.ocr
    )


def read_corpus(settings: Settings, progress: Progress | None = None) -> Corpus:
    """Read every letter file of the corpus and put the files of each letter together.

    Raises:
        CorpusError: If the folder does not exist.
    """
    files = letter_files(settings.corpus, settings.index)
    read: list[Letter] = []
    problems: list[str] = []
    found = read_files(files, settings.corpus, limits_of(settings))
    for done, (_, letter) in enumerate(found, start=1):
        if isinstance(letter, LetterError):
            problems.append(str(letter))
        else:
            read.append(letter)
        if progress:
            progress("read", done, len(files))
    ages = {letter.source.path: _age(settings.corpus / letter.source.path) for letter in read}
    grouped, clashes = group_letters(read, ages)
    for clash in clashes:
        error = LetterError(
            settings.corpus / clash.letter.source.path,
            f"it has the id {clash.letter.doc_id} of {clash.first.source.path} but other text; "
            f"remove one, or give it its own doc_id in {clash.letter.source.path}.json",
        )
        problems.append(str(error))
    letters = {one.letter.doc_id: one.letter for one in grouped}
    notices = [notice for one in grouped for notice in _notices(one.letter, settings.corpus)]
    older = tuple(letter for one in grouped for letter in one.older)
    notices += [
        f"{settings.corpus / one.source.path}: an older version of {one.doc_id}; not searched"
        for one in older
    ]
    return Corpus(letters, older, tuple(problems), tuple(notices))


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _notices(letter: Letter, corpus: Path) -> list[str]:
    notices = [f"{corpus / letter.source.path}: {notice}" for notice in letter.source.notices]
    return notices + [
        f"{corpus / copy.path}: the same letter as {letter.source.path}; kept once"
        for copy in letter.copies
    ]
