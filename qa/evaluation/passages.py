"""Passage collections in BEIR's layout, each passage made a small letter that can be indexed.

Source of the layout: Thakur et al. 2021 (corpus.jsonl, queries.jsonl, qrels/<part>.tsv).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import QAError
from qa.evaluation.measures import Qrel
from qa.letters import make_anchor
from qa.records import Letter, Metadata, Source, Unit


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a collection, with its language."""

    id: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages by id, questions, and which passage answers which."""

    name: str
    passages: dict[str, str]
    queries: tuple[Query, ...]
    qrels: tuple[Qrel, ...]


def load_collection(folder: Path) -> Collection:
    """Read a collection; white space in texts is folded.

    Raises:
        QAError: Naming the file that cannot be read.
    """
    try:
        corpus, queries = _lines(folder / "corpus.jsonl"), _lines(folder / "queries.jsonl")
        judged = (folder / "qrels" / "dev.tsv").read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, ValueError) as error:
        raise QAError("collection-wrong", folder=folder, reason=error) from None
    qrels = []
    for line in judged:
        query_id, passage_id, grade = line.split("\t")
        if int(grade) > 0:
            qrels.append(Qrel(query_id, passage_id, int(grade)))
    return Collection(
        folder.name,
        {item["_id"]: _folded(f"{item.get('title', '')} {item['text']}") for item in corpus},
        tuple(Query(item["_id"], _folded(item["text"]), item["lang"]) for item in queries),
        tuple(qrels),
    )


def as_letter(passage_id: str, text: str) -> Letter:
    """Make a passage a letter of one paragraph, so that it is searched as letters are.

    Args:
        passage_id: Becomes the doc_id.
        text: The passage, not empty.
    """
    unit = Unit("paragraph", "p1", 0, len(text), text, make_anchor("paragraph", text), number=1)
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(f"{passage_id}.txt", digest, len(text), "passage", "passage 1")
    return Letter(passage_id, text, (unit,), Metadata(), source)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
