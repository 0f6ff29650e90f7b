"""Whether papers of the House are known by their own ids, dossiers, numbers, dates and titles.

    python -m benchmarks.identity [--papers FILE] [--records FILE] [--show N]

Reads every paper of a gzipped file of JSON lines ({"id", "xml"}) as it is read from a corpus, and
compares with the paper's official id and with what is known of it besides (records: {"id", "date",
"kind", "title", "dossier_title"}). Also says whether any two papers would be taken for one letter.
Measures no speed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.letters import make_letter
from qa.letters.forms import group_letters
from qa.letters.readers import read_document
from qa.records import Letter, Source
from qa.text.dossiers import IN_ID

MOTIONS = Path(__file__).resolve().parent.parent.parent / "shared" / "letters" / "moties"
_ID = re.compile(rf"kst-({IN_ID})-(\w+)")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_paper(paper: dict[str, Any]) -> Letter:
    """Read a paper as a file whose name says nothing."""
    content = paper["xml"].encode()
    document = read_document(content, "paper.xml")
    source = Source(f"{paper['document_number']}.xml", paper["id"], len(content), document.form,
                    document.parser, notices=document.notices)  # fmt: skip
    return make_letter(document, source)


def faults(letter: Letter, paper: dict[str, Any], record: dict[str, Any]) -> Iterator[str]:
    """Give the name of each field that is not the paper's own, with the value it has."""
    known = letter.metadata
    if letter.doc_id != paper["id"]:
        yield f"doc_id: {letter.doc_id}"
    parts = _ID.fullmatch(paper["id"])
    dossier, number = parts.groups() if parts else (None, None)
    if dossier not in {one.number for one in known.dossiers[:1]}:
        yield f"dossier: {[one.number for one in known.dossiers]}"
    if known.ondernummer != number:
        yield f"ondernummer: {known.ondernummer}"
    if record["date"] and str(known.date) != record["date"]:
        yield f"date: {known.date}, not {record['date']}"
    if not record["kind"].startswith(known.kind or "?"):
        yield f"kind: {known.kind}, not {record['kind']}"
    own = re.search(r'documenttitel"[^>]*content="([^"]*)"', paper["xml"])
    if own is None and re.search(r"<stuk>", paper["xml"]):
        own = re.search(r"</stuknr>\s*<titel>([^<]*)</titel>", paper["xml"])
    if own is not None and own[1] and _plain(own[1]) != _plain(known.subject or ""):
        yield f"title: {known.subject}, not {own[1]}"
    titles = {one.title for one in known.dossiers}
    if known.subject is None or known.subject in titles:
        yield f"title: {known.subject}, the dossier's"


def _plain(text: str) -> str:
    for entity, sign in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"),
                         ("&amp;", "&")):  # fmt: skip
        text = text.replace(entity, sign)
    return " ".join(text.split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many papers are known by each field; 1 if any is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=Path, default=MOTIONS / "papers.jsonl.gz")
    parser.add_argument("--records", type=Path, default=MOTIONS / "records.jsonl.gz")
    parser.add_argument("--show", type=int, default=3, help="examples of each fault (3)")
    args = parser.parse_args(arguments)
    records = {one["id"]: one for one in read_lines(args.records)}
    wrong: Counter[str] = Counter()
    letters = []
    for paper in read_lines(args.papers):
        letter = read_paper(paper)
        letters.append(letter)
        for fault in faults(letter, paper, records[paper["id"]]):
            field = fault.split(":")[0]
            wrong[field] += 1
            if wrong[field] <= args.show:
                sys.stdout.write(f"{paper['id']}: {fault}\n")
    grouped, clashes = group_letters(letters)
    sys.stdout.write(f"{len(letters)} papers, {len(grouped)} letters, {len(clashes)} clashes\n")
    for one in grouped:
        if len(one.paths) > 1:
            wrong["taken for one"] += 1
            if wrong["taken for one"] <= args.show:
                sys.stdout.write(f"taken for one: {one.letter.doc_id} {one.paths}\n")
    for field, count in sorted(wrong.items()):
        sys.stdout.write(f"{field}: {count} wrong\n")
    return int(bool(wrong) or bool(clashes))


if __name__ == "__main__":
    sys.exit(main())
