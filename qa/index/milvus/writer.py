"""Writes the next generation of an index in Milvus: letters in, letters out, published at once.

Rows of the next generation are written beside those of the current one and seen by nobody before
`commit` replaces the one row that names it. A writer that died leaves rows of a generation that
never became current: the next writer goes on from them, or removes them. Adding a letter costs that
letter's rows and one row for each of its stems.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from qa.errors import IndexBusyError, IndexDamagedError, IndexNotFoundError, StoreError
from qa.index.checking import wrong_offset
from qa.index.content import SegmentContent, searched_text
from qa.index.generations import Manifest
from qa.index.milvus.database import FOREVER, MOST_VALUES, Row, Table, in_parts
from qa.index.milvus.generations import Lease, MilvusGenerations
from qa.index.milvus.going_on import Reached, count_stems, restore
from qa.index.milvus.holdings import MilvusHoldings
from qa.index.milvus.rows import (
    Payload,
    as_the_folder_keeps,
    letter_rows,
    passage_rows,
    with_vectors,
)
from qa.index.protocol import Replaces
from qa.text.lexical import words

_MOVED = 50  # letters at a time


class MilvusWriter:
    """The one writer of an index. ``before`` is the generation it began with, empty if none."""

    def __init__(
        self,
        generations: MilvusGenerations,
        manifest: Manifest,
        lease: Lease,
        unfinished: Manifest | None = None,
    ) -> None:
        self.before = manifest
        # of a writer that was ended, as long as this one has neither gone on from it nor removed it
        self._unfinished = unfinished or {}
        self._generations = generations
        self._database = generations.database
        self._lease = lease
        self._number = generations.pointer().get("highest", 0) + 1
        epochs = self._database.epochs()
        self._epoch = manifest.get("epoch", max(epochs, default=0) + 1)
        self._tables: dict[str, Table] = self._database.epoch(self._epoch) if manifest else {}
        self.old = MilvusHoldings(self._tables, manifest.get("generation", 0))
        self._known = MilvusHoldings(self._tables, self._number)
        self._counts: Counter[str] = Counter(manifest.get("counts", {}))
        self._words = manifest.get("words", 0)
        self._mean_length = manifest.get("mean_length", 0.0)
        self._next_letter = manifest.get("next_letter", 0)
        self._stems: Counter[str] = Counter()  # how much more often each stem occurs
        self._next_row = self._number << 32  # of those that have no number of their own
        self._gone: set[int] = set()  # letters that were taken out

    @classmethod
    @contextmanager
    def open(
        cls, generations: MilvusGenerations, wait: float = 0, *, tidy: bool = True
    ) -> Iterator[MilvusWriter]:
        """Take the lease and open the current generation; a damaged one counts as empty.

        Args:
            generations: Of the index.
            wait: How long to wait for another writer, in seconds.
            tidy: Remove first what is in no generation that is kept.

        Raises:
            IndexBusyError: If another process is writing.
            StoreError: If Milvus does not answer.
        """
        with generations.writing(wait) as lease:
            manifest: Manifest = {}
            with suppress(IndexNotFoundError, IndexDamagedError):
                current = generations.current()
                generations.database.epoch(current["epoch"])
                manifest = current
            unfinished = generations.unfinished() if tidy else {}
            if unfinished and not _is_of(unfinished, generations.pointer()):
                unfinished = {}
            if tidy and not unfinished:
                clean(generations, manifest)
            try:
                yield cls(generations, manifest, lease, unfinished)
            except (StoreError, IndexBusyError):
                raise  # what is kept is no worse for it
            except Exception:
                generations.drop_unfinished()
                raise

    @property
    def known(self) -> MilvusHoldings:
        """What the next generation holds so far."""
        self._begin_anew()
        return self._known

    def _begin_anew(self) -> None:
        """Remove what a writer left that was ended, unless this one has gone on from it."""
        if self._unfinished:
            self._unfinished = {}
            clean(self._generations, self.before)

    def _row(self) -> int:
        """Return the number of a row that has none of its own."""
        self._next_row += 1
        return self._next_row - 1

    def add(self, content: SegmentContent, *, more: bool = False) -> None:
        """Take in letters with their chunks; it is all the same whether more will follow.

        Raises:
            IndexDamagedError: If what was written cannot be read back as it was given.
        """
        self._begin_anew()
        if not self._tables:
            lengths = content.postings.lengths
            self._mean_length = float(lengths.mean()) if len(lengths) else 1.0
            self._begin(content.vectors.shape[1], content.form_vectors.shape[1])
        numbers = {letter.doc_id: self._next_letter + i for i, letter in enumerate(content.letters)}
        self._next_letter += len(numbers)
        passages = list(passage_rows(content, numbers, self._number, self._mean_length))
        self._tables["passages"].insert(passages)
        self._tables["letters"].insert(list(letter_rows(content, numbers, self._number)))
        self._tables["files"].insert(
            [
                {
                    "id": self._row(), "since": self._number, "until": FOREVER,
                    "letter": numbers[file.doc_id], "path": file.path,
                    "fingerprint": file.fingerprint, "own_id": file.own_id,
                    "doc_id": file.doc_id, "anchors": list(file.anchors)[:MOST_VALUES],
                }
                for file in content.files
            ]
        )  # fmt: skip
        self._add_forms(content)
        for number, stem in enumerate(content.postings.stems):
            starts = content.postings.starts
            self._stems[stem] += int(starts[number + 1] - starts[number])
        self._words += int(content.postings.lengths.sum())
        self._counts["letters"] += len(content.letters)
        self._counts["paragraphs"] += sum(len(letter.paragraphs) for letter in content.letters)
        self._counts["chunks"] += len(content.chunks)
        self._check(content, numbers)

    def _begin(self, passages: int, forms: int) -> None:
        """Begin an epoch: tables of its own, with vectors of these dimensions."""
        dimensions = {"passages": passages, "forms": forms}
        self._tables = self._database.epoch(self._epoch, dimensions)
        self._known = MilvusHoldings(self._tables, self._number)

    def _add_forms(self, content: SegmentContent) -> None:
        """Write the words that no letter had before; those of letters that went stay."""
        postings, table = content.postings, self._tables["forms"]
        forms = postings.forms[:]
        known = {row["form"] for row in table.where_in("form", forms, ["form"], self.known.holds)}
        kept = as_the_folder_keeps(content.form_vectors)
        vectors = dict(zip(postings.wordlike_forms().tolist(), kept, strict=True))
        rows = []
        for number, form in enumerate(forms):
            if form in known:
                continue
            row: Row = {
                "id": self._row(), "since": self._number,
                "until": FOREVER, "form": form, "length": len(form),
                "stem": postings.stems[int(postings.form_stems[number])],
                "vector": vectors[number].tolist() if number in vectors
                else [0.0] * content.form_vectors.shape[1],
            }  # fmt: skip
            rows.append(row)
        table.insert(rows)

    def _check(self, content: SegmentContent, numbers: Mapping[str, int]) -> None:
        """Read back what was written: letters with their offsets, and how many passages."""
        rows = len(self._tables["passages"].where_in(
            "letter", numbers.values(), ["letter"], self.known.holds))  # fmt: skip
        if rows != len(content.chunks):
            raise IndexDamagedError(
                "milvus-passages-missing", found=rows, written=len(content.chunks)
            )
        for number in numbers.values():
            if wrong := wrong_offset(*self.known.record(number)):
                raise IndexDamagedError("milvus-letter-not-kept", reason=wrong)

    def delete(self, doc_ids: Collection[str]) -> int:
        """Take letters out; returns how many were there."""
        numbers = self.known.numbers_of(doc_ids)
        self._gone.update(numbers.values())
        for doc_id in numbers:
            entry = self.known.entry(doc_id)
            assert entry is not None
            self._counts["letters"] -= 1
            self._counts["paragraphs"] -= entry.paragraphs
            self._counts["chunks"] -= entry.chunks
        passages = self._tables["passages"].where_in(
            "letter", numbers.values(), ["payload"], self.known.holds
        ) if numbers else []  # fmt: skip
        for row in passages:
            payload = Payload(row["payload"])
            self._stems.subtract(payload.stems.keys())
            self._words -= payload.length
        for name in ("passages", "letters", "files") if numbers else ():
            table = self._tables[name]
            found = table.where_in("letter", numbers.values(), ["letter"], self.known.holds)
            table.end([row["id"] for row in found], self._number)
        return len(numbers)

    def move_without(self, doc_ids: Collection[str]) -> None:
        """Leave letters out by writing all others into tables of their own, with their words only.

        To be called before anything is added or deleted.

        The tables of before can be dropped then, for nothing in the new ones comes from the letters
        that are left out. It costs as much as all letters that are kept.

        Raises:
            IndexDamagedError: If what was written cannot be read back.
        """
        self._move_to_own_tables(doc_ids, self._tables["passages"].dimension)

    def replace_vectors(self, dimension: int, replaces: Replaces) -> None:
        """Give every passage another encoder's vector; see `qa.index.protocol.Writer`.

        All letters are written into tables of their own, and costs as much.

        Raises:
            IndexDamagedError: If what was written cannot be read back.
        """
        self._move_to_own_tables((), dimension, replaces)

    def _move_to_own_tables(
        self, doc_ids: Collection[str], dimension: int, replaces: Replaces | None = None
    ) -> None:
        self._begin_anew()
        tables, old, after = self._tables, self.old, self._next_letter
        entries = {n: entry for n, entry in old.entries().items() if n not in doc_ids}
        numbers = old.numbers_of(entries)
        self.clear()
        self._begin(dimension, tables["forms"].dimension)
        self._next_letter = after
        forms: set[str] = set()
        for part in in_parts(numbers.values(), _MOVED):
            for name in ("passages", "letters", "files"):
                rows = tables[name].where_in("letter", part, tables[name].columns, old.holds)
                if replaces and name == "passages":
                    rows = with_vectors(rows, replaces)
                self._move(name, rows)
                for payload in (Payload(row["payload"]) for row in rows if name == "passages"):
                    self._stems.update(payload.stems.keys())
                    self._words += payload.length
                    self._counts["chunks"] += 1
            for number in part:
                letter, chunks = self.known.record(number)
                if wrong := wrong_offset(letter, chunks):
                    raise IndexDamagedError("milvus-letter-differs", reason=wrong)
                forms.update(word for chunk in chunks for word in words(searched_text(chunk)))
        self._counts["letters"] = len(entries)
        self._counts["paragraphs"] = sum(entry.paragraphs for entry in entries.values())
        if self._counts["chunks"] != sum(entry.chunks for entry in entries.values()):
            raise IndexDamagedError("milvus-passages-stay", count=self._counts["chunks"])
        every = tables["forms"].every(old.holds, tables["forms"].columns)
        self._move("forms", (row for row in every if row["form"] in forms))

    def _move(self, name: str, rows: Iterable[Row]) -> None:
        """Write rows of other tables, to hold from the next generation on."""
        self._tables[name].insert({**r, "since": self._number, "until": FOREVER} for r in rows)

    @property
    def unfinished(self) -> Mapping[str, Any]:
        """What a writer described that was ended before it committed; see `keep`."""
        found: dict[str, Any] = self._unfinished.get("described", {})
        return found

    def keep(self, described: Mapping[str, Any]) -> None:
        """Keep what is added and deleted so far; see `qa.index.protocol.Writer`."""
        self._generations.keep_unfinished(
            {
                "begun_with": self.before.get("generation", 0), "generation": self._number,
                "epoch": self._epoch, "counts": dict(self._counts), "words": self._words,
                "mean_length": self._mean_length, "next_letter": self._next_letter,
                "next_row": self._next_row, "gone": sorted(self._gone),
                "described": dict(described),
            }
        )  # fmt: skip

    def go_on(self) -> None:
        """Begin with what the writer had added and deleted that was ended.

        Raises:
            IndexDamagedError: If that is not whole; then this one begins anew.
        """
        kept = self._unfinished
        tables = self._database.epoch(kept["epoch"])
        gone = set(kept["gone"])
        restore(tables, self._number, Reached(kept["next_letter"], kept["next_row"], gone))
        known = MilvusHoldings(tables, self._number)
        found, written = tables["passages"].count(known.holds), kept["counts"].get("chunks", 0)
        if found != written:
            raise IndexDamagedError("milvus-passages-missing", found=found, written=written)
        self._unfinished = {}
        self._epoch, self._tables, self._known = kept["epoch"], tables, known
        self._counts, self._stems = Counter(kept["counts"]), count_stems(tables, self._number)
        self._words = kept["words"]
        self._mean_length, self._next_letter = kept["mean_length"], kept["next_letter"]
        self._next_row, self._gone = kept["next_row"], gone

    def clear(self) -> None:
        """Take all letters out: what comes is written into tables of its own."""
        self._epoch = max([self.before.get("epoch", 0), *self._database.epochs()]) + 1
        self._tables = {}
        self._known = MilvusHoldings({}, self._number)
        self._counts.clear()
        self._stems.clear()
        self._words = self._next_letter = 0

    def commit(self, described: Mapping[str, Any]) -> Manifest:
        """Make all additions and deletions visible at once, by replacing one row.

        Args:
            described: What the generation tells beside its letters: encoder, chunker, reader,
                versions, files left out.

        Returns:
            The generation as published.
        """
        self._begin_anew()
        if self._tables:
            self._count_stems()
        counts = {name: self._counts[name] for name in ("letters", "paragraphs", "chunks")}
        self._lease.must_hold()
        published = self._generations.publish(
            {
                **described,
                "counts": {**counts, "left_out": len(described.get("left_out", []))},
                "epoch": self._epoch, "words": self._words, "mean_length": self._mean_length,
                "next_letter": self._next_letter,
            }
        )  # fmt: skip
        self._generations.drop_unfinished()
        _forget(self._generations, published)
        return published

    def _count_stems(self) -> None:
        """Write how often stems occur from this generation on, where that changes."""
        table = self._tables["stems"]
        changed = [stem for stem, more in self._stems.items() if more]
        before = table.where_in("stem", changed, ["stem", "frequency"], self.known.holds)
        counted = {row["stem"]: row["frequency"] for row in before}
        table.end([row["id"] for row in before], self._number)
        table.insert(
            [
                {
                    "id": self._row(), "since": self._number, "until": FOREVER,
                    "stem": stem, "frequency": counted.get(stem, 0) + self._stems[stem],
                }
                for stem in changed
                if counted.get(stem, 0) + self._stems[stem] > 0
            ]
        )  # fmt: skip


def _is_of(unfinished: Manifest, pointer: Mapping[str, int]) -> bool:
    """Tell whether a writer that was ended began where the next one begins."""
    begun_with, highest = pointer.get("generation", 0), pointer.get("highest", 0)
    began = unfinished.get("begun_with"), unfinished.get("generation")
    return began == (begun_with, highest + 1)


def clean(generations: MilvusGenerations, manifest: Manifest) -> None:
    """Remove what is in no generation kept: of writers that died, or gone back from.

    If the current generation cannot be read nothing is removed: what it names is not known.
    """
    generations.drop_unfinished()
    if not manifest and generations.pointer():
        return
    current = manifest.get("generation", 0)
    drop_epochs(generations, [n for n in generations.numbers() if n <= current])
    drop_empty(generations)
    if manifest:
        for table in generations.database.epoch(manifest["epoch"]).values():
            table.delete(f"since > {current}")
            ended = table.where(f"until > {current} and until < {FOREVER}", ["until"])
            table.end([row["id"] for row in ended], FOREVER)
    generations.forget(above=current)


def _forget(generations: MilvusGenerations, published: Manifest) -> None:
    """Remove generations beyond the last, and rows that held in these only."""
    oldest = generations.forget(above=published["generation"])
    drop_epochs(generations, generations.numbers())
    if published["counts"]["letters"]:
        for table in generations.database.epoch(published["epoch"]).values():
            table.delete(f"until <= {oldest}")


def drop_empty(generations: MilvusGenerations) -> None:
    """Remove generations whose tables were dropped, since they held letters that are forgotten."""
    there = generations.database.epochs()
    for number in generations.numbers():
        with suppress(IndexDamagedError):
            if generations.read(number)["epoch"] not in there:
                generations.remove([number])


def drop_epochs(generations: MilvusGenerations, numbers: Sequence[int]) -> None:
    """Remove the tables of epochs that none of these generations names."""
    try:
        kept = {generations.read(number)["epoch"] for number in numbers}
    except IndexDamagedError:
        return  # a damaged generation may name any epoch: keep them all
    for epoch, names in generations.database.epochs().items():
        if epoch not in kept:
            generations.database.drop(names)
