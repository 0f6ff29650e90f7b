"""The connection to Milvus and the tables of one index there.

    <name>_generations          which generation is current, what each one tells, who writes
    <name>_<epoch>_passages     vectors and words that are searched, what they are filtered by
    <name>_<epoch>_letters      records of letters, cut into pieces that Milvus takes
    <name>_<epoch>_files        which files letters were made of
    <name>_<epoch>_stems        in how many passages each stem occurs
    <name>_<epoch>_forms        words as they stand in the letters, with their vectors

Milvus knows no transactions. Each row therefore says from which generation on it holds and until
which (``since``, ``until``): what is written for the next generation is seen by nobody before the
one row that names the current generation is replaced. A rebuild begins a new epoch: tables of its
own. Knows nothing of letters or questions.
"""

from __future__ import annotations

import base64
import json
import logging
import re
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from pymilvus import DataType, MilvusClient
from pymilvus.exceptions import MilvusException

from qa.errors import IndexDamagedError, StoreError

FOREVER = 2**62
"""``until`` of a row that holds still."""

TABLES = ("passages", "letters", "files", "stems", "forms")

PIECE = 60_000
"""Characters of a text that stand in one row; Milvus takes 65,535 bytes."""

MOST_VALUES = 4_096
"""Values that an array of Milvus holds."""

_ROWS = 500  # inserted at a time, and values in one condition
_PAGE = 16_000  # rows that one query brings; Milvus allows 16,384
_NOTHING = [0.0, 0.0]  # a table must have a vector
_IN_A_FILE = threading.RLock()  # Milvus in a file opens and writes tables for one caller at a time

Row = dict[str, Any]

_TEXT: Mapping[str, Any] = {"datatype": DataType.VARCHAR, "max_length": 65_535}
_INT: Mapping[str, Any] = {"datatype": DataType.INT64}
_TEXTS: Mapping[str, Any] = {
    "datatype": DataType.ARRAY, "element_type": DataType.VARCHAR, "max_length": 1_000,
    "max_capacity": MOST_VALUES,
}  # fmt: skip
_INTS: Mapping[str, Any] = {
    "datatype": DataType.ARRAY, "element_type": DataType.INT64, "max_capacity": MOST_VALUES,
}  # fmt: skip

_FIELDS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "passages": {
        "letter": _INT, "doc_id": _TEXT, "key": _TEXT, "date": _TEXT, "kind": _TEXT,
        "dossiers": _TEXTS, "senders": _TEXT, "stems": _INTS, "payload": _TEXT,
    },
    "letters": {
        "letter": _INT, "piece": _INT, "doc_id": _TEXT, "kind": _TEXT, "date": _TEXT,
        "dossiers": _TEXTS, "senders": _TEXT, "functions": _TEXTS, "names": _TEXTS,
        "entry": _TEXT, "record": _TEXT,
    },
    "files": {
        "letter": _INT, "path": _TEXT, "fingerprint": _TEXT, "own_id": _TEXT, "doc_id": _TEXT,
        "anchors": _INTS,
    },
    "stems": {"stem": _TEXT, "frequency": _INT},
    "forms": {"form": _TEXT, "stem": _TEXT, "length": _INT},
    "generations": {"text": _TEXT},
}  # fmt: skip
_INDEXED = {"since", "until", "letter", "doc_id", "path", "own_id", "key", "stem", "form", "date"}


class Database:
    """One index in one Milvus. Safe in several threads, which a file serves in turn."""

    def __init__(self, uri: str, name: str, token: str = "") -> None:
        """Name the index; nothing is opened before it is used.

        Args:
            uri: Anything pymilvus takes: http://host:19530, or a file that ends in .db.
            name: Of the index; its tables begin with it.
            token: "user:password" or an API key; empty for none.
        """
        self.uri = uri
        self.prefix = "letters_" + re.sub(r"\W", "_", name, flags=re.ASCII)
        self._token = token
        self._loaded: set[str] = set()

    @cached_property
    def client(self) -> MilvusClient:
        """The connection, opened when it is first needed; one for all that use this Milvus.

        Raises:
            StoreError: If there is no Milvus.
        """
        try:
            return _connected(self.uri, self._token)
        except Exception as error:  # pymilvus raises what its parts raise
            raise self.failed(error) from None

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of the client.

        Raises:
            StoreError: If Milvus does not do it; the message says why.
        """
        with self.alone():
            client = self.client
            try:
                return getattr(client, method)(*args, **kwargs)
            except MilvusException as error:
                raise self.failed(error) from None

    def alone(self) -> AbstractContextManager[Any]:
        """Keep other threads out where Milvus runs in a file; a server serves them at once."""
        return _IN_A_FILE if self.is_local else nullcontext()

    def failed(self, error: Exception) -> StoreError:
        """Say what went wrong, and what to do."""
        reason = getattr(error, "message", "") or str(error) or type(error).__name__
        if self.is_local and "Open local milvus failed" in reason and "dir:" not in reason:
            return StoreError("milvus-file-in-use", uri=self.uri)
        return StoreError("milvus-fails", address=self.address, reason=reason.splitlines()[0])

    @cached_property
    def generations(self) -> Table:
        """The table of generations, made when it is first used."""
        with self.alone():
            return self.table("generations", make=True)

    def epoch(self, number: int, dimensions: Mapping[str, int] | None = None) -> dict[str, Table]:
        """Return the tables of an epoch; make them if dimensions are given.

        Args:
            number: Of the epoch.
            dimensions: Of the vectors of "passages" and "forms".

        Raises:
            IndexDamagedError: If a table is not there and is not to be made.
        """
        with self.alone():
            return {
                name: self.table(
                    f"{number}_{name}", dimensions is not None, (dimensions or {}).get(name, 0)
                )
                for name in TABLES
            }

    def rest_of_epoch(self, number: int) -> dict[str, Table]:
        """Return the tables of an epoch that are there; some are not if it was being dropped."""
        names = self.epochs().get(number, [])
        found = (name.removeprefix(f"{self.prefix}_") for name in names)
        return {name.split("_")[-1]: self.table(name) for name in found}

    def table(self, name: str, make: bool = False, dimension: int = 0) -> Table:
        """Return a table; it is loaded, for Milvus may have been started anew.

        Raises:
            IndexDamagedError: If it is not there and is not to be made.
        """
        table = Table(self, f"{self.prefix}_{name}", name.split("_")[-1])
        if table.name in self._loaded:
            return table
        if self.call("has_collection", table.name):
            self.call("load_collection", table.name)
        elif make:
            table.create(dimension)
        else:
            raise IndexDamagedError("milvus-table-missing", table=table.name)
        self._loaded.add(table.name)
        return table

    def epochs(self) -> dict[int, list[str]]:
        """Return the epochs that have tables, with the names of these."""
        found: dict[int, list[str]] = {}
        for name in self.call("list_collections"):
            match = re.fullmatch(rf"{self.prefix}_(\d+)_[a-z]+", name)
            if match:
                found.setdefault(int(match[1]), []).append(name)
        return found

    def drop(self, names: Iterable[str]) -> None:
        """Remove tables of epochs, those of letters last: who looks for one finds what is left."""
        for name in sorted(names, key=lambda name: name.endswith("_letters")):
            self.call("drop_collection", name)
            self._loaded.discard(name)

    @property
    def address(self) -> str:
        """Where Milvus is, without a password."""
        return re.sub(r"//[^/@]*@", "//", self.uri)

    @property
    def is_local(self) -> bool:
        """Whether this is a file, of which one process at a time can be the user."""
        return "://" not in self.uri


@lru_cache
def _connected(uri: str, token: str) -> MilvusClient:
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # every error is told by us
    return MilvusClient(uri, token=token, timeout=10)


class Table:
    """One collection, with rows that hold from one generation to another."""

    def __init__(self, database: Database, name: str, kind: str) -> None:
        self.name = name
        self.columns = ("vector", *(["words"] if kind == "passages" else []), *_FIELDS[kind])
        self._database = database
        self._kind = kind

    def create(self, dimension: int = 0) -> None:
        """Make the table; ``dimension`` is that of its vectors, 0 if it needs none."""
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        for name in ("since", "until"):
            schema.add_field(name, DataType.INT64)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension or len(_NOTHING))
        index = MilvusClient.prepare_index_params()
        # in a file every vector is compared; a server chooses what suits its size
        exact = self._database.is_local or not dimension
        index.add_index("vector", index_type="FLAT" if exact else "AUTOINDEX", metric_type="IP")
        if self._kind == "passages":
            schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
            index.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        for name, field in _FIELDS[self._kind].items():
            schema.add_field(name, **field)
        for name in sorted(_INDEXED.intersection(["since", "until", *_FIELDS[self._kind]])):
            index.add_index(name, index_type="INVERTED")
        self._call("create_collection", schema=schema, consistency_level="Strong")
        self._call("create_index", index, sync=False)  # an empty table has nothing to wait for
        self._call("load_collection")

    def _call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        return self._database.call(method, self.name, *args, **kwargs)

    @property
    def dimension(self) -> int:
        """Of its vectors."""
        fields = self._call("describe_collection")["fields"]
        return next(int(one["params"]["dim"]) for one in fields if one["name"] == "vector")

    def insert(self, rows: Iterable[Row]) -> None:
        """Write rows; those of a table without vectors need give none."""
        for part in in_parts(rows, _ROWS):
            self._call("upsert", [{"vector": _NOTHING, **row} for row in part])

    def end(self, ids: Collection[int], at: int) -> None:
        """Let rows hold until a generation."""
        for part in in_parts(ids, _ROWS):
            self._call("upsert", [{"id": one, "until": at} for one in part], partial_update=True)

    def delete(self, condition: str) -> None:
        """Remove rows for good."""
        self._call("delete", filter=condition)

    def get(self, ids: Collection[int], fields: Sequence[str]) -> list[Row]:
        """Return rows by their ids; those that are not there are left out."""
        found: list[Row] = []
        for part in in_parts(ids, _PAGE):
            found += self._call("get", ids=part, output_fields=list(fields))
        return found

    def where(self, condition: str, fields: Sequence[str]) -> list[Row]:
        """Return all rows that fulfil a condition."""
        found = self._call("query", filter=condition, output_fields=list(fields), limit=_PAGE)
        if len(found) < _PAGE:
            return list(found)
        return list(self.every(condition, fields))

    def where_in(
        self, column: str, values: Collection[Any], fields: Sequence[str], condition: str
    ) -> list[Row]:
        """Return all rows whose column has one of some values."""
        return [
            row
            for part in in_parts(values, _ROWS)
            for row in self.where(f"{column} in {listed(part)} and {condition}", fields)
        ]

    def every(self, condition: str, fields: Sequence[str]) -> Iterator[Row]:
        """Go through all rows that fulfil a condition, however many."""
        pages = self._call(
            "query_iterator", filter=condition, output_fields=list(fields), batch_size=1_000
        )
        try:
            while page := self._next(pages):
                yield from page
        finally:
            pages.close()

    def _next(self, pages: Any) -> list[Row]:
        with self._database.alone():
            try:
                return list(pages.next())
            except MilvusException as error:
                raise self._database.failed(error) from None

    def count(self, condition: str) -> int:
        """Return how many rows fulfil a condition."""
        found = self._call("query", filter=condition, output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def nearest(
        self, field: str, queries: Sequence[Any], k: int, condition: str, fields: Sequence[str] = ()
    ) -> list[list[Row]]:
        """Return for each query the rows of the highest inner product: id, distance and fields."""
        found = self._call(
            "search", data=list(queries), anns_field=field, limit=k, filter=condition,
            output_fields=list(fields), search_params={"metric_type": "IP"},
        )  # fmt: skip
        return [
            [{"id": hit["id"], "distance": hit["distance"], **hit["entity"]} for hit in hits]
            for hits in found
        ]


def holding(generation: int) -> str:
    """Return the condition that a row holds in a generation."""
    return f"since <= {generation} and until > {generation}"


def quoted(text: str) -> str:
    """Write a text as it stands in a condition."""
    return json.dumps(text, ensure_ascii=False)


def listed(values: Collection[Any]) -> str:
    """Write values as a list as it stands in a condition."""
    return json.dumps(list(values), ensure_ascii=False)


def in_parts(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut values into lists of at most ``size``."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def packed(content: Any) -> str:
    """Write what JSON can write as a compressed text."""
    return base64.b85encode(zlib.compress(json.dumps(content).encode())).decode()


def unpacked(text: str) -> Any:
    """Read what `packed` wrote.

    Raises:
        ValueError: If it is not whole.
    """
    try:
        return json.loads(zlib.decompress(base64.b85decode(text)))
    except zlib.error as error:
        raise ValueError(str(error)) from None


def pieces(text: str) -> list[str]:
    """Cut a text into pieces that a row takes; one at least."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]
