"""What a letter says of itself: id, dossier, number, house, date, senders; and where it says so.

Reads the margin lines, the letterhead and the signature. What is not printed stays unknown: no
date is guessed from the text, and no title is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from qa.readers.blocks import Block, Document
from qa.readers.structure import DOSSIER_LINE, NUMBER_LINE, PLACE_DATE_LINE, TITLE_LINE
from qa.records import Dossier, Metadata, Sender

_ID = re.compile(r"(?:kst-|ah-[te]k-|kv-[te]k-|blg-|nds-[te]k-)[0-9A-Z][0-9A-Za-z-]*")
_RUNNING_TITLE = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer, vergaderjaar (?P<year>\d{4}[–-]\d{4}), "
    r"(?P<dossier>\d{2} ?\d{3}(?:[ -][A-Z]{1,5})?), (?:nr\. )?(?P<number>\w+)"
)
_PAGE_HEAD = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer der Staten-Generaal(?P<year>\d{4}-\d{4})(?=\d{5})"
)
_YEAR_LINE = re.compile(r"Vergaderjaar (\d{4}[–-]\d{4})")
_COMPACT_TITLE = re.compile(r"(\d{2} ?\d{3})(?: ([A-Z]{1,5}))? (\d+|[A-Z]) (?=BRIEF|MOTIE|LIJST)")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_INITIALS = r"(?:(?:Mr|mr|Dr|dr|Drs|drs|Ir|ir|Prof|prof)\.? ?)*(?:[A-Z][a-z]?\.[ -]?)+"
_NAME_AT_END = re.compile(rf"^(?P<function>.*?)[,\s]\s*(?P<name>{_INITIALS} ?[^,]+)$", re.DOTALL)
_KINDS = (
    (re.compile(r"\bBRIEF\b"), "Brief"),
    (re.compile(r"\bMOTIE\b"), "Motie"),
    (re.compile(r"\bLIJST VAN VRAGEN\b"), "Lijst van vragen"),
    (re.compile(r"\bVERSLAG\b"), "Verslag"),
)


@dataclass(frozen=True, slots=True)
class _Finding:
    """One value with the place it was found in."""

    field: str
    value: object
    where: str


def dutch_date(text: str) -> date | None:
    """Read "7 oktober 2009"; ``None`` if it is no date with a year."""
    match = re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", text.strip().casefold())
    if not match or match[2] not in _MONTHS:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    except ValueError:
        return None


def find_metadata(document: Document, path: str) -> tuple[str, Metadata]:
    """Return the letter's doc_id and what it says of itself.

    The doc_id is the official id if the letter prints it or its dossier and number, else the
    file's stem. A place found earlier wins: margin, then letterhead, then signature.

    Args:
        document: The letter's blocks.
        path: The file's name; only its stem is used, as an id of last resort.
    """
    stem = PurePath(path).stem
    findings = [
        *_from_margin(_lines(document, "furniture")),
        *_from_letterhead(_lines(document, "letterhead")),
        *_from_signature([block for block in document.blocks if block.kind == "signature"]),
    ]
    known: dict[str, object] = {}
    found: dict[str, str] = {}
    for finding in findings:
        if finding.field not in known:
            known[finding.field] = finding.value
            found[finding.field] = finding.where
    doc_id = str(known.pop("doc_id", "") or _id_from_parts(known) or stem)
    found.setdefault("doc_id", "letterhead" if doc_id != stem else "file name")
    if _ID.fullmatch(doc_id):
        _fill_from_id(doc_id, known, found)
    return doc_id, Metadata(**known, found=found)  # type: ignore[arg-type]


def _lines(document: Document, kind: str) -> list[str]:
    return [
        re.sub(r"\s+", " ", line.text).strip()
        for block in document.blocks
        if block.kind == kind
        for line in block.lines
    ]


def _house(word: str) -> str:
    return "II" if word == "Tweede" else "I"


def _from_margin(lines: Iterable[str]) -> Iterable[_Finding]:
    for text in lines:
        if _ID.fullmatch(text):
            yield _Finding("doc_id", text, "margin")
        source = re.fullmatch(rf"Bron: .*/({_ID.pattern}?)(?:\.html)?", text)
        if source:
            yield _Finding("doc_id", source[1], "source line")
        title = _RUNNING_TITLE.search(text)
        if title:
            yield _Finding("dossiers", (_dossier(title["dossier"]),), "running title")
            yield _Finding("ondernummer", title["number"], "running title")
        head = title or _PAGE_HEAD.search(text)
        if head:
            yield _Finding("house", _house(head["house"]), "running title")
            yield _Finding("vergaderjaar", head["year"], "running title")
        year = _YEAR_LINE.fullmatch(text)
        if year:
            yield _Finding("vergaderjaar", year[1], "page head")
        subject = re.fullmatch(r"Dossier: (.+)", text)
        if subject:
            yield _Finding("subject", subject[1], "page head")


def _dossier(printed: str, title: str | None = None) -> Dossier:
    number = re.sub(r"(\d{2})[\s.](\d{3})", r"\1\2", printed.strip())
    return Dossier(re.sub(r"[\s-]+", "-", number), printed.strip(), title)


def _from_letterhead(lines: list[str]) -> Iterable[_Finding]:
    for i, text in enumerate(lines):
        compact = _COMPACT_TITLE.match(text)
        if compact:
            printed = " ".join(part for part in compact.group(1, 2) if part)
            yield _Finding("dossiers", (_dossier(printed),), "letterhead")
            yield _Finding("ondernummer", compact[3], "letterhead")
        dossier = DOSSIER_LINE.fullmatch(text)
        if dossier:
            printed = " ".join(part for part in dossier.group(1, 2) if part)
            title = dossier[3] or _title_below(lines, i)
            yield _Finding("dossiers", (_dossier(printed, title),), "letterhead")
            if title:
                yield _Finding("subject", title, "letterhead")
        number = NUMBER_LINE.match(text)
        if number and not compact:
            yield _Finding("ondernummer", number[1], "letterhead")
        house = re.search(r"\bvan de (Tweede|Eerste) ?Kamer", text)
        if text.casefold().startswith("aan de voorzitter") and house:
            yield _Finding("house", _house(house[1]), "letterhead")
            yield _Finding("receiver", text.removeprefix("Aan "), "letterhead")
        placed = PLACE_DATE_LINE.fullmatch(text)
        printed_date = placed[1] if placed else text
        if dutch_date(printed_date):
            yield _Finding("date", dutch_date(printed_date), "letterhead")
        if TITLE_LINE.fullmatch(text):
            for pattern, kind in _KINDS:
                if pattern.search(text):
                    yield _Finding("kind", kind, "letterhead")
        label = lines[i - 1].casefold().rstrip(":") if i else ""
        if label in {"kenmerk", "ons kenmerk"}:
            yield _Finding("kenmerk", text, "letterhead")
        if label in {"betreft", "onderwerp"}:
            yield _Finding("subject", text, "letterhead")


def _title_below(lines: list[str], i: int) -> str | None:
    """The dossier's title stands on its own line below the number in older pages."""
    following = lines[i + 1] if i + 1 < len(lines) else ""
    is_title = following and not NUMBER_LINE.match(following) and not TITLE_LINE.match(following)
    return following if is_title else None


def _from_signature(blocks: list[Block]) -> Iterable[_Finding]:
    senders = tuple(
        sender
        for block in blocks
        if (sender := _sender(" ".join(line.text.strip() for line in block.lines)))
    )
    if senders:
        yield _Finding("senders", senders, "signature")


def _sender(text: str) -> Sender | None:
    match = _NAME_AT_END.match(re.sub(r"\s+", " ", text).strip())
    function, name = (match["function"], match["name"]) if match else (text, None)
    function = re.sub(r"^(?:De|DE) ", "", function.strip(" ,"))
    if not function and not name:
        return None
    return Sender(function[:1].upper() + function[1:] if function else None, name)


def _id_from_parts(known: dict[str, object]) -> str | None:
    dossiers, number = known.get("dossiers"), known.get("ondernummer")
    if not dossiers or not number:
        return None
    assert isinstance(dossiers, tuple)
    return f"kst-{dossiers[0].number}-{number}"


def _fill_from_id(doc_id: str, known: dict[str, object], found: dict[str, str]) -> None:
    """Take dossier and number out of a kst id where the text does not give them."""
    match = re.fullmatch(r"kst-(\d{5}(?:-[A-Z]{1,5}(?=-))?)-(\w+)", doc_id)
    if not match:
        return
    for field, value in (("dossiers", (_dossier(match[1]),)), ("ondernummer", match[2])):
        if field not in known:
            known[field] = value
            found[field] = found["doc_id"]
