"""News as an Atom feed (RFC 4287): an entry for each letter, with the words that are new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from lxml import etree

from qa.output.schema.following import NewsItemModel
from qa.text.xml_signs import held_by_xml

_ATOM = "http://www.w3.org/2005/Atom"
_AUTHOR = "letters-qa"


def atom_feed(
    title: str,
    address: str,
    page: str,
    items: list[NewsItemModel],
    made: str,
    link_of: Callable[[NewsItemModel], str],
    lang: str,
) -> bytes:
    """Return a feed.

    Args:
        title: What is followed.
        address: Of the feed itself, whole; it is also its id.
        page: Address of the page that shows the same.
        items: The newest first.
        made: When the index was made, ISO: the feed's moment if it has no entry.
        link_of: Gives the whole address of an item's words in its letter.
        lang: Of the title.
    """
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    _add(feed, "id", address)
    _add(feed, "title", title)
    _add(feed, "updated", max((one.came for one in items), default=made))
    _add(_add(feed, "author"), "name", _AUTHOR)
    _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=page, type="text/html")
    for one in items:
        _entry(feed, one, link_of(one))
    written: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _entry(feed: etree._Element, one: NewsItemModel, link: str) -> None:
    place = one.citation
    key = f"{one.doc_id} {place.sha256} {place.start} {place.end}"
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:sha256:{hashlib.sha256(key.encode()).hexdigest()}")
    _add(entry, "title", one.title)
    _add(entry, "updated", one.came)
    if one.date:
        _add(entry, "published", f"{one.date}T00:00:00Z")
    _add(entry, "link", rel="alternate", href=link, type="text/html")
    words = f"“{one.text}”\n\n" if one.text else ""
    _add(entry, "summary", f"{words}{place.reference}", type="text")


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = held_by_xml(text, "\ufffd") if text else None
    return child
