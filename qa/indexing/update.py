"""One update: files that changed, and those that may belong to the same letters, are indexed.

1 the corpus is compared with the index by content hash; 2 files are read in batches; with each
batch come the known files that could be forms of the same letters: those with the same id and those
that share a long paragraph; 3 forms are put together; 4 letters that differ from the index leave it
and come in anew, with the vectors of unchanged passages; 5 everything is published at once. The
result does not depend on the order in which files came. A letter of which a file was not read for a
reason that is not the file's stays as it was.
"""

from __future__ import annotations

from collections import ChainMap, Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder, StaticEncoder
from qa.errors import LetterError, UnreadError
from qa.index import CorpusFile, Holdings, Writer
from qa.index.versions import VersionStore
from qa.indexing.changes import Changes
from qa.indexing.content import make_content
from qa.letters.corpus import PutTogether, Reader, put_together, read_each
from qa.letters.forms import sharing_keys
from qa.letters.scan import FoundFile
from qa.messages import Message, stored
from qa.records import LeftOutKind, Letter
from qa.settings import Settings

BATCH = 1_500
"""Files that are read before their letters are written, at most."""

AHEAD = 2
"""Batches that are read meanwhile."""

FIRST_BATCH = 250
"""Files of the first batch, at most; each has twice as many as the one before: nothing can be
written before the first is read."""

KEPT_AGAIN = 1.1
"""Times as many files as when it was last kept have been read when an update is kept again: what
is kept grows with them, and so does the cost of writing it."""

BATCH_BYTES = 30_000_000
"""The size of such files together, about: what they are read as is in memory."""

FORMULA = 40
"""A paragraph that stands in more files than this is a formula and ties no files together."""

NOT_READ = "not read"
"""Fingerprint of a file that was not read, for a reason that is not its own: of no file, so that
the next update reads it."""

Report = Callable[[str, int, int], None]


@dataclass
class LeftOut:
    """A file that is not in the index as it is now, and why; as it stands in the generation."""

    path: str
    fingerprint: str
    own_id: str
    problem: str


@dataclass
class Done:
    """What has been done so far: letters that came or went, sentences about files, embeddings, and
    stretches of files that are in no text, by kind."""

    touched: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)
    left_out: Counter[LeftOutKind] = field(default_factory=Counter)
    embedded: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can write it."""
        notices = [
            [str(one), one.as_json() if isinstance(one, Message) else None] for one in self.notices
        ]
        return {
            "touched": sorted(self.touched), "notices": notices, "left_out": dict(self.left_out),
            "embedded": self.embedded,
        }  # fmt: skip

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Done:
        """Return what `as_json` told of."""
        notices = [stored(sentence, kept) for sentence, kept in found["notices"]]
        left_out: Counter[LeftOutKind] = Counter(found["left_out"])
        return cls(set(found["touched"]), notices, left_out, found["embedded"])


class _Reading(NamedTuple):
    """Files that are being read, by name, and what they were read as, in their order."""

    names: Sequence[str]
    letters: Iterator[tuple[Path, Letter | LetterError]]


class Update:
    """The work of one update, on an open writer."""

    def __init__(
        self,
        settings: Settings,
        encoders: tuple[Encoder, StaticEncoder],
        writer: Writer,
        reader: Reader,
        found: dict[str, FoundFile],
        left_out: Iterable[LeftOut],
        progress: Report,
        embedded: dict[bytes, NDArray[np.float32]] | None = None,
        done: Done | None = None,
    ) -> None:
        """Prepare an update.

        Args:
            settings: Those of the index.
            encoders: The encoder and the lexicon.
            writer: Of the next generation.
            reader: Of files.
            found: The files of the corpus.
            left_out: Files that are left out of what the writer has.
            progress: Called as the work goes on.
            embedded: Filled by a reader that embeds what it reads.
            done: What an update had done that was ended, and that this one goes on from.
        """
        self.done = done or Done()
        self.left_out = {one.path: one for one in left_out}
        self._settings = settings
        self._encoder, self._lexicon = encoders
        self._writer = writer
        self._reader = reader
        self._found = found
        self._progress = progress
        self._versions = VersionStore(settings.index)
        self._embedded = {} if embedded is None else embedded
        self._vectors: Mapping[bytes, NDArray[np.float32]] | None = None
        self._moved: Mapping[str, str] = {}
        self._read = 0
        self._total = 0
        self._size = FIRST_BATCH
        self._more = False

    def run(self, changes: Changes, keep: Callable[[], None] = lambda: None) -> None:
        """Bring the writer's next generation up to date; the caller commits.

        Args:
            changes: What differs from what the writer has.
            keep: Called each time that letters are written and more will follow.
        """
        for name in (*changes.left, *changes.to_read):
            self.left_out.pop(name, None)
        self._moved = changes.moved
        waiting = dict.fromkeys(changes.to_read)
        left = set(changes.left)
        self._read = changes.unchanged if self.done.touched else 0  # before this one went on
        self._total = self._read + len(waiting)
        begun: deque[_Reading] = deque()
        rest = iter(changes.to_read)
        kept = 0
        while waiting or left:
            while len(begun) <= AHEAD and (names := self._batch(rest)):
                begun.append(self._begin(names))
            reading = begun.popleft() if begun else _Reading((), iter(()))
            batch = [name for name in reading.names if name in waiting]  # else it was read before
            for name in batch:
                del waiting[name]
            self._more = bool(begun)
            self._take_in(batch, reading, left, waiting)
            left = set()
            if waiting and self._read >= KEPT_AGAIN * kept:
                keep()
                kept = self._read

    def reuse(self, old: Holdings) -> None:
        """Use these vectors again, for passages whose embedded text is the same."""
        self._vectors = old.vectors()

    def _take_in(
        self, batch: list[str], reading: _Reading, left: Collection[str], waiting: dict[str, None]
    ) -> None:
        """Read a batch with all files that may belong to its letters, and index these letters."""
        letters = self._letters_of(reading, batch)
        touched = self._writer.known.files_where("path", [*batch, *left])
        doc_ids = {file.doc_id for file in touched.values()}
        own_ids = {file.own_id for file in touched.values()}
        own_ids |= {letter.doc_id for letter in letters.values()}
        shared = {name: sharing_keys(letter) for name, letter in letters.items()}
        keys = {key for of_file in shared.values() for key in of_file}
        related = self._related(own_ids, keys, doc_ids, {*batch, *left})
        again = [name for name in sorted(related) if name in self._found]
        for name in again:
            waiting.pop(name, None)
            self.left_out.pop(name, None)
        doc_ids |= {file.doc_id for file in related.values() if file is not None}
        more = self._letters_of(self._begin(again, first=True), again)
        letters |= more
        shared |= {name: sharing_keys(letter) for name, letter in more.items()}
        unread = {name for name in (*batch, *again) if self._was_not_read(name)}
        if unread:
            doc_ids -= self._keep_as_they_were(unread, letters)
        together = put_together(list(letters.values()), self._settings.corpus, shared)
        for name, problem in together.clashes.items():
            self._leave_out(name, letters[name].doc_id, problem)
        self.done.notices += together.notices
        for letter in together.letters.values():
            self.done.left_out.update(one.kind for one in letter.left_out)
        self._replace(doc_ids, together, letters, shared)

    def _batch(self, rest: Iterator[str]) -> list[str]:
        """Return the next files to be read together."""
        names: list[str] = []
        size = 0
        while len(names) < self._size and size < BATCH_BYTES and (name := next(rest, None)):
            names.append(name)
            with suppress(OSError):  # a file that is gone is told when it is read
                size += self._found[name].path.stat().st_size
        self._size = min(2 * self._size, BATCH)
        return names

    def _begin(self, names: Sequence[str], *, first: bool = False) -> _Reading:
        """Let files be read while something else is done; ``first``, before others that wait."""
        paths = [self._found[name].path for name in names]
        return _Reading(names, self._reader.read(paths, first=first))

    def _letters_of(self, reading: _Reading, names: Sequence[str]) -> dict[str, Letter]:
        """Return the letters of files, by the file's name; a file that has none is left out."""
        before = self._read
        self._total += max(0, before + len(names) - self._total)

        def report(done: int) -> None:
            self._read = before + done
            self._progress("read", self._read, self._total)

        by_path = {self._found[name].path: name for name in names}
        wanted = (one for one in reading.letters if one[0] in by_path)
        read, problems = read_each(wanted, report)
        for path, error in problems.items():
            self._leave_out(by_path[path], "", error.message)
            if isinstance(error, UnreadError):
                self.left_out[by_path[path]].fingerprint = NOT_READ
        return {letter.source.path: letter for letter in read}

    def _was_not_read(self, name: str) -> bool:
        return name in self.left_out and self.left_out[name].fingerprint == NOT_READ

    def _keep_as_they_were(self, unread: Collection[str], letters: dict[str, Letter]) -> set[str]:
        """Leave letters alone of which a file was not read, and all that their files touch.

        Args:
            unread: The files.
            letters: What the others were read as; those of these letters are taken out. What is new
                in them is found by the next update, which reads the letters whole.

        Returns:
            The ids of the letters.
        """
        known, old = self._writer.known, self._writer.old
        names = {*unread, *(self._moved[name] for name in unread if name in self._moved)}
        ids: set[str] = set()
        lost = bool(names - known.files_where("path", names).keys())  # by a rebuild, or a move
        while True:
            files = [known.files_where("path", names), known.files_where("doc_id", ids)]
            if lost:
                files += [old.files_where("path", names), old.files_where("doc_id", ids)]
            more = {file.doc_id for found in files for file in found.values()}
            same = {name for name, letter in letters.items() if letter.doc_id in ids | more}
            if more <= ids and names.issuperset(same.union(*files)):
                break
            ids |= more
            names |= same.union(*files)
        for name in names:
            letters.pop(name, None)
        if lost:
            self._put_back(ids)
        return ids

    def _put_back(self, doc_ids: Collection[str]) -> None:
        """Let letters be again as they were before this update."""
        known, old = self._writer.known, self._writer.old
        differ = [doc_id for doc_id in doc_ids if known.entry(doc_id) != old.entry(doc_id)]
        self._writer.delete([doc_id for doc_id in differ if known.has(doc_id)])
        letters = [letter for doc_id in differ if (letter := old.letter(doc_id)) is not None]
        if letters:
            files = old.files_where("doc_id", {letter.doc_id for letter in letters})
            vectors = old.vectors([letter.doc_id for letter in letters])
            self._add(letters, list(files.values()), vectors)
        self.done.touched.update(differ)

    def _leave_out(self, name: str, own_id: str, problem: str) -> None:
        fingerprint = self._found[name].fingerprint
        self.left_out[name] = LeftOut(name, fingerprint, own_id, problem)

    def _related(
        self, own_ids: set[str], keys: set[int], doc_ids: set[str], seen: set[str]
    ) -> dict[str, CorpusFile | None]:
        """Find the known files that could be forms of the same letters; ``None`` if left out."""
        known = self._writer.known
        related: dict[str, CorpusFile | None] = {}
        while own_ids or keys or doc_ids:
            found = known.files_where("own_id", own_ids) | known.files_where("doc_id", doc_ids)
            found |= known.files_where("path", known.files_sharing(keys, FORMULA))
            left_out = {n for n, one in self.left_out.items() if one.own_id in own_ids}
            related |= dict.fromkeys(left_out - related.keys() - seen)
            fresh = {n: f for n, f in found.items() if n not in related and n not in seen}
            related |= fresh
            own_ids = {file.own_id for file in fresh.values()}
            keys = {key for file in fresh.values() for key in file.anchors}
            doc_ids = {file.doc_id for file in fresh.values()}
        return related

    def _replace(
        self,
        doc_ids: set[str],
        together: PutTogether,
        letters: dict[str, Letter],
        shared: Mapping[str, frozenset[int]],
    ) -> None:
        """Put letters in the place of those that the same files made before.

        Args:
            doc_ids: Of the letters that these files made.
            together: What they make now.
            letters: What each file was read as, by its name.
            shared: The `sharing_keys` of each file.
        """
        known = self._writer.known
        old = {doc_id: entry for doc_id in doc_ids if (entry := known.entry(doc_id)) is not None}
        same = {
            doc_id
            for doc_id, letter in together.letters.items()
            if doc_id in old and old[doc_id].fingerprint == letter.fingerprint
        }
        fresh = [letter for doc_id, letter in together.letters.items() if doc_id not in same]
        self._keep_versions(fresh, together.older)
        known_vectors = self._vectors or known.vectors(old.keys() - same)
        self._writer.delete(old.keys() - same)
        if fresh:
            files = [
                CorpusFile(
                    name,
                    letters[name].fingerprint,
                    letters[name].doc_id,
                    letter.doc_id,
                    tuple(sorted(shared[name])),
                )
                for letter in fresh
                for name in together.files[letter.doc_id]  # copies and older versions too
            ]
            self._add(fresh, files, known_vectors)
        self._embedded.clear()
        self.done.touched |= old.keys() - same
        self.done.touched.update(letter.doc_id for letter in fresh)

    def _add(
        self,
        letters: Sequence[Letter],
        files: Sequence[CorpusFile],
        vectors: Mapping[bytes, NDArray[np.float32]],
    ) -> None:
        """Index letters; vectors that are known or come with the reader are used again."""
        content, embedded = make_content(
            letters,
            files,
            self._settings.chunk_characters,
            self._encoder,
            self._lexicon,
            ChainMap(self._embedded, vectors),  # type: ignore[arg-type]
            lambda done, of: self._progress("embed", done, of),
        )
        self._writer.add(content, more=self._more)
        elsewhere = sum(key.tobytes() in self._embedded for key in content.keys)
        self.done.embedded += embedded + elsewhere

    def _keep_versions(self, fresh: Sequence[Letter], older: Sequence[Letter]) -> None:
        """Keep the versions that the next generation no longer searches."""
        before = self._writer.old
        for letter in older:
            self._versions.put(letter)
        for letter in fresh:
            entry = before.entry(letter.doc_id)
            if entry is not None and entry.version != letter.version:
                kept = before.letter(letter.doc_id)
                assert kept is not None
                self._versions.put(kept)


def left_out_json(left_out: Iterable[LeftOut]) -> list[dict[str, Any]]:
    """Return the files that are left out as entries of a generation, in the order of names."""
    return [asdict(one) for one in sorted(left_out, key=lambda one: one.path)]
