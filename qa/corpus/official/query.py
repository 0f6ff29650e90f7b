"""What to ask of the SRU service: letters of a dossier, by id, or changed since a date.

Checks what a person typed, writes the query (CQL), and asks it page by page.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.corpus.official.client import Client, FetchError
from qa.corpus.official.records import Record, is_official_id, parse_answer

Progress = Callable[[str, int, int], None]
"""Called with the stage ("list", "fetch"), how many are done, and of how many."""

_MOST_IDS = 30  # the whole query stands in the url
_PAGE = 200  # records a request, about 1 MB
_REACHABLE = 9_999  # the service does not serve records from 10,000 on
_MOST_ANSWER_BYTES = 20_000_000
_DOSSIER = re.compile(r"([0-9]{2})[\s.]?([0-9]{3})(?:[\s–-]+([A-Za-z]{1,5}|[0-9]{2}))?")
_ANNEX = re.compile(r"blg-.*|h-.*|.*-b\d+")


@dataclass(frozen=True, slots=True)
class Query:
    """A checked question to the service: ids, or a dossier and days, from and to inclusive."""

    ids: tuple[str, ...] = ()
    dossier: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def cql(self) -> str:
        """The query in the service's language.

        A value with == is matched whole; w.publicatienaam is left out for ids, which say it.
        """
        clauses = ["c.product-area==officielepublicaties"]
        if self.ids:
            named = " OR ".join(f'dt.identifier=="{doc_id}"' for doc_id in self.ids)
            clauses.append(f"({named})" if len(self.ids) > 1 else named)
        else:
            clauses.append('w.publicatienaam=="Kamerstuk"')
        if self.dossier:
            clauses.append(f'w.dossiernummer=="{self.dossier}"')
        if self.since:
            clauses.append(f'dt.modified>="{self.since.isoformat()}"')
        if self.until:
            clauses.append(f'dt.modified<="{self.until.isoformat()}"')
        return " AND ".join(clauses)

    def wants(self, doc_id: str, kind: str | None = None) -> bool:
        """Whether a record is asked for: debates and annexes only by their id.

        Args:
            doc_id: Id of the record.
            kind: Its type, such as "Kamerstuk" or "Bijlage".
        """
        if self.ids:
            return doc_id in self.ids
        return kind != "Bijlage" and not _ANNEX.fullmatch(doc_id)


def make_query(
    *,
    ids: Sequence[str] = (),
    dossier: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Query:
    """Check what a person asks for.

    Args:
        ids: Official ids, such as "kst-28676-449", or links to them; nothing else beside them.
        dossier: A dossier's number as it is printed or in ids: "28 676", "36800-X".
        since: First day of change, as 2024-01-31; alone or within a dossier.
        until: Last day of change.

    Raises:
        FetchError: If nothing is asked, or a value is not of its form; the message shows how.
    """
    if ids and (dossier or since or until):
        raise FetchError("ids-stand-alone")
    if not ids and not dossier and not since:
        raise FetchError("say-which-letters")
    if len(ids) > _MOST_IDS:
        raise FetchError("too-many-ids", count=len(ids), most=_MOST_IDS)
    query = Query(
        ids=tuple(dict.fromkeys(_read_id(text) for text in ids)),
        dossier=_read_dossier(dossier) if dossier else None,
        since=_read_day(since, "since") if since else None,
        until=_read_day(until, "until") if until else None,
    )
    if query.since and query.until and query.until < query.since:
        raise FetchError("until-before-since", until=query.until, since=query.since)
    if query.since and query.since > datetime.date.today():
        raise FetchError("since-in-future", since=query.since)
    return query


def _read_id(text: str) -> str:
    """Read an id or its link; the service minds case: "KST-36800-x-4" is kst-36800-X-4."""
    last = re.sub(r"\.(?:html|xml|pdf|odt)$", "", text.strip().rstrip("/").rpartition("/")[2])
    head, *parts = last.split("-")
    small = {"tk", "ek"}
    written = [
        part.lower() if part.lower() in small else part.upper() if part.isalpha() else part
        for part in parts
    ]
    doc_id = "-".join([head.lower(), *written])
    if not is_official_id(doc_id):
        raise FetchError("no-official-id", text=text[:80])
    return doc_id


def _read_dossier(text: str) -> str:
    match = _DOSSIER.fullmatch(text.strip())
    if not match:
        raise FetchError("no-dossier", text=text[:80])
    suffix = f"-{match[3].upper()}" if match[3] else ""
    return f"{match[1]}{match[2]}{suffix}"


def _read_day(text: str, name: str) -> datetime.date:
    try:
        return datetime.datetime.strptime(text.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise FetchError("no-day", name=name, text=text[:80]) from None


def search(query: Query, client: Client, progress: Progress) -> tuple[dict[str, Record], list[str]]:
    """Ask page after page, until all are there or a page brings nothing new.

    Args:
        query: What is asked.
        client: Asks one page at a time.
        progress: Called with "list", how many are there, and of how many.

    Returns:
        Records by their id, in the service's order; and ids that are none, made printable.

    Raises:
        FetchError: If the service cannot be reached, does not answer the query, or has more
            records than it gives.
    """
    found: dict[str, Record] = {}
    refused: dict[str, None] = {}
    start = total = 1
    while start <= total:
        body = client.get(client.service, _parameters(query, start), _MOST_ANSWER_BYTES)
        answer = parse_answer(body, client.service)
        total = answer.total
        if total > _REACHABLE:
            raise FetchError("too-many-records", total=total, most=_REACHABLE)
        known = len(found) + len(refused)
        for record in answer.records:
            found.setdefault(record.doc_id, record)
        refused.update(dict.fromkeys(answer.refused))
        progress("list", min(len(found), total), total)
        if len(found) + len(refused) == known:
            break
        start += answer.size
    return found, list(refused)


def _parameters(query: Query, start: int) -> dict[str, str]:
    return {
        "operation": "searchRetrieve",
        "version": "2.0",
        "recordSchema": "gzd",
        "query": query.cql,
        "startRecord": str(start),
        "maximumRecords": str(_PAGE),
    }
