"""What the service says: an SRU answer to records, and whether a file is the form it should be.

Takes bytes, asks nobody. A record gives only what it says; nothing is worked out from a title.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from qa.corpus.official.client import FetchError
from qa.messages import Message

FORMS = ("xml", "html", "odt", "pdf")
"""Forms of a letter, the best first; also the endings of their files."""

_ID = re.compile(
    r"(?:kst-?|blg-|(?:ah|kv|h|nds)-(?:[te]k-)?)[0-9A-Z][0-9A-Za-z]*(?:-[0-9A-Za-z]+)*"
)
_LONGEST_ID = 60  # the longest seen has 26 characters; an id becomes a file name
_BYTE_ORDER_MARKS = (b"\xc3\xaf\xc2\xbb\xc2\xbf", b"\xef\xbb\xbf")  # the first, encoded twice
_ODT = b"application/vnd.oasis.opendocument.text"
_ERROR_TITLE = re.compile(
    r"(?:error|fout(?:code)?|status|http)?\s*[45]\d\d"
    r"\s*(?:[:–-]|$|\b(?:not found|forbidden|bad|internal|service|gateway|unauthori[sz]ed)\b)"
    r"|.{0,20}\b(?:pagina|page|document|publicatie|file)\b.{0,20}\b(?:niet gevonden|not found)\b"
    r"|(?:de )?(?:service|site|dienst)\b.{0,20}\b(?:unavailable|niet beschikbaar)\b"
    r"|er is (?:iets misgegaan|een fout opgetreden)",
    re.IGNORECASE,
)
_ERROR_ROOTS = {"html", "error", "errors", "fault", "exception", "problem"}


def is_official_id(text: str) -> bool:
    """Whether this is an id of the official publications, and so safe as the name of a file."""
    return len(text) <= _LONGEST_ID and _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Record:
    """One publication as the service describes it; ``None`` or empty where it does not say.

    ``type`` is its place in parliament ("Kamerstuk", "Bijlage"), ``kind`` what it is ("Brief").
    ``dossiers`` are pairs of number and title. ``urls`` has the url of each manifestation.
    """

    doc_id: str
    title: str | None = None
    subject: str | None = None
    type: str | None = None
    kind: str | None = None
    date: str | None = None
    available: str | None = None
    modified: str | None = None
    dossiers: tuple[tuple[str, str | None], ...] = ()
    ondernummer: str | None = None
    vergaderjaar: str | None = None
    house: str | None = None
    creator: str | None = None
    language: str | None = None
    submitters: tuple[str, ...] = ()
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms there are, the best first."""
        return tuple(form for form in FORMS if form in self.urls)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """One page of an SRU answer.

    ``total`` is what the service counts, ``size`` what stands on this page. ``refused`` are ids
    that are none, made printable.
    """

    total: int
    size: int
    records: tuple[Record, ...]
    refused: tuple[str, ...]


def parse_answer(content: bytes, service: str) -> SearchAnswer:
    """Read the service's answer to a query.

    Args:
        content: The answer's body. Entities are not resolved; a document type is refused.
        service: Whose answer it is, for messages.

    Raises:
        FetchError: If it is no SRU answer, or carries a diagnostic. A clause that the service
            does not understand is left out of the query with a diagnostic, so no diagnostic is
            harmless.
    """
    root = _parse_xml(content)
    if root is None or etree.QName(root).localname != "searchRetrieveResponse":
        raise FetchError("no-sru-service", service=service)
    diagnostic = root.find(".//{*}diagnostic")
    if diagnostic is not None:
        parts = [_text(diagnostic, "message"), _text(diagnostic, "details")]
        said = ": ".join(part for part in parts if part)[:200] or Message(
            "diagnostic-without-words"
        )
        raise FetchError("query-refused", service=service, said=said)
    total = _text(root, "numberOfRecords") or ""
    if not re.fullmatch(r"[0-9]{1,9}", total):
        raise FetchError("records-not-counted", service=service)
    found = root.findall("{*}records/{*}record")
    records = [_read_record(element) for element in found]
    return SearchAnswer(
        total=int(total),
        size=len(found),
        records=tuple(record for record in records if is_official_id(record.doc_id)),
        refused=tuple(
            ascii(record.doc_id[:80]) for record in records if not is_official_id(record.doc_id)
        ),
    )


def _parse_xml(content: bytes) -> etree._Element | None:
    """Parse XML that may be hostile; ``None`` if it is none, or has a document type."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.getroottree().docinfo.internalDTD is None else None


def _texts(element: etree._Element, name: str) -> list[str]:
    """All values of the descendants of this name, white space made regular."""
    found = (" ".join((child.text or "").split()) for child in element.iter(f"{{*}}{name}"))
    return [text for text in found if text]


def _text(element: etree._Element, name: str) -> str | None:
    return next(iter(_texts(element, name)), None)


def _matching(pattern: str, text: str | None) -> str | None:
    return text if text and re.fullmatch(pattern, text) else None


def _day(texts: Iterable[str]) -> str | None:
    """The first of these that is a date, as 2024-01-31."""
    for text in texts:
        try:
            return datetime.date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            continue
    return None


def _read_record(record: etree._Element) -> Record:
    meta = record.find(".//{*}originalData")
    meta = record if meta is None else meta
    doc_id = _text(meta, "identifier") or ""
    creator = _text(meta, "creator")
    urls = {
        item.get("manifestation", ""): (item.text or "").strip()
        for item in record.iter("{*}itemUrl")
    }
    return Record(
        doc_id=doc_id,
        title=_text(meta, "title"),
        subject=_text(meta, "documenttitel") or _text(meta, "title"),
        type=next(iter(_types(meta, "Parlementair")), None) or _text(meta, "type"),
        kind=_text(meta, "subrubriek") or next(iter(_types(meta, "Typen")), None),
        date=_day([*_texts(meta, "issued"), *_texts(meta, "date")]),
        available=_day(_texts(meta, "available")),
        modified=_day(_texts(meta, "modified")),
        dossiers=_dossiers(meta),
        ondernummer=_matching(r"\w{1,10}", _text(meta, "ondernummer")),
        vergaderjaar=_matching(r"\d{4}-\d{4}", _text(meta, "vergaderjaar")),
        house=_house(creator, doc_id),
        creator=creator,
        language=_matching(r"[a-z]{2}", _text(meta, "language")),
        submitters=tuple(_texts(meta, "indiener")),
        urls={form: url for form, url in urls.items() if form and url},
    )


def _types(meta: etree._Element, ending: str) -> list[str]:
    """Values of the types whose scheme has this ending: OVERHEIDop.Parlementair and so on."""
    found = [child for child in meta.iter("{*}type") if child.get("scheme", "").endswith(ending)]
    return [" ".join(child.text.split()) for child in found if child.text]


def _dossiers(meta: etree._Element) -> tuple[tuple[str, str | None], ...]:
    """Numbers with their titles; a title only where it is certain whose it is."""
    numbers = ["".join(text.split()) for text in _texts(meta, "dossiernummer")]
    titles: list[str | None] = [*_texts(meta, "dossiertitel")]
    if len(titles) != len(numbers):
        titles = [None] * len(numbers)
    return tuple(zip(numbers, titles, strict=True))


def _house(creator: str | None, doc_id: str) -> str | None:
    """The creator is the chamber, except where it says "overige"."""
    if creator and creator.startswith(("Eerste Kamer", "Tweede Kamer")):
        return "I" if creator.startswith("Eerste") else "II"
    letter = re.match(r"(?:ah|kv|h|nds)-([te])k-", doc_id)
    return {"t": "II", "e": "I"}[letter[1]] if letter else None


def sidecar_metadata(record: Record) -> dict[str, Any]:
    """Return what stands in ``<file>.json`` beside a letter: only values the record gives.

    Submitters are not given as senders: a sidecar wins over the letter, whose signature has their
    function too; and those of an answer to questions are the members who asked.
    """
    values = {
        "doc_id": record.doc_id,
        "dossiers": [
            {"number": number, "title": title} if title else {"number": number}
            for number, title in record.dossiers
        ],
        "ondernummer": record.ondernummer,
        "vergaderjaar": record.vergaderjaar,
        "house": record.house,
        "date": record.date,
        "kind": record.kind,
        "subject": record.subject,
        "language": record.language,
    }
    return {name: value for name, value in values.items() if value}


def fault_of(content: bytes, form: str) -> Message | None:
    """Say why these bytes are not a letter in this form, or ``None`` if they are.

    A page that says "404: Pagina niet gevonden" is none, whatever its status was.

    Args:
        content: A file's whole content.
        form: One of ``FORMS``.
    """
    if not content.strip():
        return Message("form-empty")
    return {"xml": _xml_fault, "html": _html_fault, "odt": _odt_fault, "pdf": _pdf_fault}[form](
        content
    )


def _xml_fault(content: bytes) -> Message | None:
    for mark in _BYTE_ORDER_MARKS:
        content = content.removeprefix(mark).lstrip()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Message("form-not-xml")
    name = etree.QName(root).localname
    if name.lower() in _ERROR_ROOTS:
        return Message("form-other-xml", name=name)
    has_text = any(text.strip() for text in root.itertext())
    return None if has_text else Message("form-xml-without-text")


def _html_fault(content: bytes) -> Message | None:
    if content.startswith((b"%PDF", b"PK\x03\x04")) or b"<html" not in content[:2000].lower():
        return Message("form-not-html")
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, ValueError):
        return Message("form-html-unreadable")
    titles = [element.text_content().strip() for element in root.iter("title", "h1", "h2")]
    wrong = next((title for title in titles if _ERROR_TITLE.match(title)), None)
    if wrong is not None:
        return Message("form-error-page", title=wrong[:60])
    body = root.find("body")
    has_text = body is not None and body.text_content().strip()
    return None if has_text else Message("form-html-without-text")


def _odt_fault(content: bytes) -> Message | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = file.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return Message("form-not-odt")
    is_odt = _ODT in content[:200] and "content.xml" in names
    return None if is_odt else Message("form-not-odt")


def _pdf_fault(content: bytes) -> Message | None:
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content
    return None if whole else Message("form-not-pdf")
