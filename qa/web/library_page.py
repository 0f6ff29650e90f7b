"""The page of letters and index as HTML: table, upload, what was removed, generations.

Made on the server and whole without script; the template escapes everything.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from qa.assistant.listing import COLUMNS, Listing, list_letters
from qa.corpus.files import Added, Removal
from qa.errors import QAError
from qa.index import Generation, LetterEntry
from qa.index.engines import engine_of
from qa.index.versions import VersionStore, older_versions
from qa.web.asked import Asked, Params
from qa.web.links import letter_link
from qa.web.notices import job_html, status_html
from qa.web.rendering import render
from qa.web.roots import rooted
from qa.web.state import PageState, Status
from qa.web.texts import Texts

PATH = "/letters"

LIMIT = 50
"""Letters on one page."""

NEWEST_FIRST = "-date"
"""How letters are sorted at first."""

MOST_SHOWN = 20
"""Removals that are listed."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the letters is looked at: chosen by words and filter, sorted, from one on."""

    chosen: Asked = Asked()
    words: str = ""
    sort: str = NEWEST_FIRST
    offset: int = 0

    @classmethod
    def from_params(cls, params: Params) -> Looking:
        """Read an address; what cannot be read is as if it were not there."""
        given = {name: (params.getlist(name) or [""])[-1] for name in ("words", "sort", "offset")}
        sort, offset = given["sort"], given["offset"]
        if sort.removeprefix("-") not in COLUMNS:
            sort = NEWEST_FIRST
        return cls(
            chosen=Asked.from_params(params),
            words=given["words"].strip()[:200],
            sort=sort,
            offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 9 else 0,
        )

    def address(self, lang: str) -> str:
        """Return the address that shows this."""
        pairs = [*self.chosen.pairs]
        pairs += [("words", self.words)] if self.words else []
        pairs += [("sort", self.sort)] if self.sort != NEWEST_FIRST else []
        pairs += [("offset", str(self.offset))] if self.offset else []
        return f"{rooted(PATH)}?{urlencode([*pairs, ('lang', lang)])}"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said above the letters: what was just done, or why it was not."""

    removed: Removal | None = None
    restored: str = ""
    added: Sequence[Added] = ()
    problem: str = ""


def library_html(
    state: PageState, looking: Looking, texts: Texts, *, may_edit: bool, told: Told | None = None
) -> str:
    """Return the page."""
    told = told or Told()
    status = state.status()
    problem = told.problem
    listing = Listing((), 0, LIMIT, 0)
    try:
        listing = _listing(state, looking, status)
    except QAError as error:
        problem = problem or error.message
    return render(
        "library.html",
        texts,
        looking=looking,
        status=status,
        status_html=Markup(status_html(status, state.settings, texts)),
        job_html=Markup(job_html(status.job, texts)),
        running=status.job is not None and status.job.running,
        listing=listing,
        rows=[_row(entry, texts) for entry in listing.letters],
        older=_older_versions(state, listing.letters),
        columns=_columns(looking, texts),
        pages=_pages(looking, listing, texts),
        chosen=bool(looking.words or looking.chosen != Asked()),
        told=replace(told, problem=problem),
        removals=state.files.removals()[:MOST_SHOWN] if may_edit else [],
        generations=_generations(state),
        made=_made(state, status),
        when=lambda iso: _when(iso, texts),
        may_edit=may_edit,
        most_mb=state.settings.max_file_bytes // 1_000_000,
        path=rooted(PATH),
        other_language=rooted(f"{PATH}?lang={texts.other_lang}"),
    )


def _listing(state: PageState, looking: Looking, status: Status) -> Listing:
    if status.kind != "ready":
        return Listing((), 0, LIMIT, 0)
    column: Any = looking.sort.removeprefix("-")
    return list_letters(
        state.assistant().letters_where(looking.chosen.where()),
        words=looking.words,
        by=column,
        falling=looking.sort.startswith("-"),
        offset=looking.offset,
        limit=LIMIT,
    )


def _row(entry: LetterEntry, texts: Texts) -> Mapping[str, Any]:
    day = datetime.date.fromisoformat(entry.date) if entry.date else None
    return {
        "entry": entry,
        "link": letter_link(entry.doc_id, lang=texts.lang),
        "day": texts.day(day) if day else "",
    }


def _columns(looking: Looking, texts: Texts) -> list[Mapping[str, str]]:
    """Return the heads of the table: name, the address that sorts by it, and how it is sorted."""
    columns: list[Mapping[str, str]] = []
    for column, name in texts.columns.items():
        now = looking.sort.removeprefix("-") == column
        falling = looking.sort.startswith("-")
        # what is sorted already turns round; dates begin with the newest
        other = ("" if falling else "-") if now else ("-" if column == "date" else "")
        again = replace(looking, sort=other + column, offset=0)
        sorted_ = ("descending" if falling else "ascending") if now else "none"
        columns.append({"name": name, "link": again.address(texts.lang), "sorted": sorted_})
    return columns


def _pages(looking: Looking, listing: Listing, texts: Texts) -> Mapping[str, str]:
    """Return the addresses of the pages before and after."""
    pages = {"former": "", "next": ""}
    if listing.offset > 0:
        former = replace(looking, offset=max(0, listing.offset - LIMIT))
        pages["former"] = former.address(texts.lang)
    if listing.offset + LIMIT < listing.total:
        pages["next"] = replace(looking, offset=listing.offset + LIMIT).address(texts.lang)
    return pages


def _older_versions(state: PageState, listed: Sequence[LetterEntry]) -> Mapping[str, int]:
    searched = {entry.doc_id: entry for entry in listed}
    kept = older_versions(VersionStore(state.settings.index), searched.get)
    return Counter(one.doc_id for one in kept)


def _generations(state: PageState) -> list[Generation]:
    try:
        return list(reversed(engine_of(state.settings).generations()))
    except QAError:  # none yet: the state says so
        return []


def _made(state: PageState, status: Status) -> Mapping[str, Any]:
    return state.assistant().generation if status.kind == "ready" else {}


def _when(iso: str, texts: Texts) -> str:
    """Write a moment: "5 February 2024 at 12:30 UTC"."""
    moment = datetime.datetime.fromisoformat(iso).astimezone(datetime.UTC)
    return texts.utc.format(texts.day(moment.date()), f"{moment:%H:%M}")
