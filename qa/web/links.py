"""Addresses of the letter's reading view and of citations: made and read in this one place.

``/l/<doc_id>?q=8520-8760#quote`` shows a letter with those characters of its text marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from qa.web.roots import rooted
from qa.web.texts import Language

VERSION_CHARACTERS = 8
"""Characters of a version's sha256 in an address."""

MAX_PLACE = 100_000_000
"""More characters than any letter has: a place in a version whose length is not known yet."""

MAX_RANGES = 50
"""Ranges in one address; an answer needs a handful."""

_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")

Range = tuple[int, int]
"""Start and end in characters of a letter's regular text."""


class BadRangeError(ValueError):
    """A range in an address that is not a place in the letter."""


def letter_link(
    doc_id: str,
    ranges: Iterable[Range] = (),
    lang: Language | None = None,
    version: str = "",
) -> str:
    """Return the address of a letter, with ranges of its text to be marked.

    Args:
        doc_id: Of the letter.
        ranges: Places in its text.
        lang: Of the page around it; the browser's own by default.
        version: The sha256 of the version whose characters are counted, so that the words are
            found again when the letter has changed.
    """
    places = _places(ranges)
    query = [f"q={places}"] if places else []
    query += [f"v={version[:VERSION_CHARACTERS]}"] if places and version else []
    query += [f"lang={lang}"] if lang else []
    path = rooted(f"/l/{quote(doc_id, safe='')}")
    return path + ("?" + "&".join(query) if query else "") + ("#quote" if places else "")


def version_link(doc_id: str, version: str, ranges: Iterable[Range], lang: Language) -> str:
    """Return the address of an older version of a letter, with ranges of its text to be marked."""
    link = letter_link(doc_id, ranges, lang)
    return link.replace("?", f"?version={version[:VERSION_CHARACTERS]}&", 1)


def page_link(doc_id: str, page: int, ranges: Iterable[Range], lang: Language) -> str:
    """Return the address of an original page, with ranges of the letter's text to be marked."""
    places = _places(ranges)
    marked = f"&q={places}" if places else ""
    return rooted(f"/p/{quote(doc_id, safe='')}?page={page}{marked}&lang={lang}")


def _places(ranges: Iterable[Range]) -> str:
    return ",".join(f"{start}-{end}" for start, end in ranges)


def citation_link(
    doc_id: str, place: Range, form: str, lang: Language | None = None, version: str = ""
) -> str:
    """Return the address of a citation in one form.

    Args:
        doc_id: Of the letter.
        place: In its text.
        form: One of `qa.citations.formats.FORMATS`.
        lang: In which it is told why there is none; the browser's own by default.
        version: The sha256 of the version whose characters are counted: its words are cited where
            they stand now, and others never.
    """
    query = [f"q={_places([place])}"]
    query += [f"v={version[:VERSION_CHARACTERS]}"] if version else []
    query += [f"lang={lang}"] if lang else []
    return rooted(f"/c/{quote(doc_id, safe='')}?{'&'.join(query)}&form={form}")


def parse_ranges(values: Sequence[str], length: int) -> list[Range]:
    """Read the ranges of an address, to be marked in a text of ``length`` characters.

    Args:
        values: The values of ``q``, each "START-END" or several with commas between.
        length: Number of characters of the letter's text.

    Returns:
        Ranges by rising start, none touching another: what touches is one mark.

    Raises:
        BadRangeError: If one cannot be read, is empty or lies outside the text.
    """
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if len(parts) > MAX_RANGES:
        raise BadRangeError(f"{len(parts)} > {MAX_RANGES}")
    return _joined(sorted(_parse_range(part, length) for part in parts))


def _parse_range(part: str, length: int) -> Range:
    match = _RANGE.fullmatch(part)
    if match is None:
        raise BadRangeError(part)
    start, end = int(match[1]), int(match[2])
    if not start < end <= length:
        raise BadRangeError(part)
    return start, end


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Join ranges that touch or overlap; they come in rising order."""
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
