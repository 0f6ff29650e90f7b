"""What a web page says of itself beside its text: when it was published, under which title.

A letter's own date and title go before these: a page may be younger than its letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from qa.letters.readers.markup import Element

_DATES = {"article:published_time", "datepublished", "dcterms.date", "dc.date", "date", "pubdate"}
_TITLES = {"og:title", "dcterms.title", "dc.title"}


def page_values(root: Element, body: Element) -> tuple[tuple[str, str], ...]:
    """Return pairs of "page date" or "page subject" and their values, best first.

    Args:
        root: The page.
        body: The part that holds the letter: a time in it counts, one elsewhere does not.
    """
    return (*_of_times(body), *_of_meta(root), *_of_data(root))


def _of_times(body: Element) -> Iterator[tuple[str, str]]:
    for one in body.iter("time"):
        if one.get("datetime"):
            yield "page date", one.get("datetime")


def _of_meta(root: Element) -> Iterator[tuple[str, str]]:
    for one in root.iter("meta"):
        name = (one.get("name") or one.get("property") or one.get("itemprop") or "").casefold()
        value = " ".join(one.get("content", "").split())
        if value and name in _DATES:
            yield "page date", value
        elif value and name in _TITLES:
            yield "page subject", re.sub(r"\s*[|–]\s*[^|–]{3,40}$", "", value)


def _of_data(root: Element) -> Iterator[tuple[str, str]]:
    """Read JSON-LD, as search engines do."""
    for one in root.iter("script"):
        if one.get("type") != "application/ld+json":
            continue
        try:
            data: Any = json.loads(one.text or "")
        except ValueError:
            continue
        for thing in data if isinstance(data, list) else [data]:
            if isinstance(thing, dict):
                for key, field in (("datePublished", "page date"), ("headline", "page subject")):
                    if isinstance(thing.get(key), str):
                        yield field, thing[key]
