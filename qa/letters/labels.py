"""What stands with a label in a letter's head, margin or page: "Datum 16 mei 2024", "Ons kenmerk".

A value follows its label on the line, on the next line, or beside it in the same block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from qa.letters.dates import written_date
from qa.letters.findings import Finding
from qa.letters.readers.blocks import Block
from qa.letters.regular import plain_text
from qa.letters.senders import from_label

_LABELLED = re.compile(
    r"(?P<label>Datum (?:van )?(?:de |het )?(?:brief|document|stuk)|Datum|Date|Documentdatum"
    r"|Betreft|Onderwerp|Subject(?=:|$)|Kenmerk|Ons kenmerk|Onze referentie|Our reference)"
    r"(?:\s*:\s*|\s+|$)(?P<value>.*)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:Publicatiedatum|Datum (?:van )?publicatie|Gepubliceerd(?: op)?|Publication date|Published"
    r"(?: on)?)(?:\s*:\s*|\s+|$)(?P<value>.*)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?P<label>datum|date|betreft|onderwerp|inzake|subject|(?:ons |onze |zaak)?"
    r"(?:kenmerk|referentie|nummer|nr\.?)|our ref\.?|van|afzender|from|aan|voor|to)"
    r"\s*(?::\s*(?P<value>.*))?",
    re.IGNORECASE,
)
"""A line that opens a labelled value: the label alone on it, or with a colon."""
_KENMERK = re.compile(r"(?!Pagina)(?=.*\d).{3,40}")


def from_labels(lines: Sequence[str], where: str) -> Iterable[Finding]:
    """Read "Datum 16 mei 2024" and "Ons kenmerk" with its value on the next line."""
    for text, following in zip(lines, [*lines[1:], ""], strict=False):
        match = _LABELLED.fullmatch(text)
        if match:
            beside = "" if _LABELLED.fullmatch(following) else following
            yield from _said(match["label"], match["value"] or beside, where)


def from_pairs(blocks: Sequence[Block]) -> Iterable[Finding]:
    """Read a label with its value beside it: "Van" and "Directie Zorg", "Inzake" and two lines."""
    for block in blocks:
        first, *more = (plain_text(line.text) for line in block.lines)
        match = _PAIR.fullmatch(first)
        if match:
            value = " ".join([match["value"] or "", *more]).strip()
            yield from _said(match["label"], value, "letterhead")


def from_published(lines: Sequence[str]) -> Iterable[Finding]:
    """Read when a page was published, which may be after its letter's own date."""
    for text, following in zip(lines, [*lines[1:], ""], strict=False):
        match = _PUBLISHED.fullmatch(text)
        if match:
            yield from _said("datum", match["value"] or following, "letterhead")


def _said(label: str, value: str, where: str) -> Iterator[Finding]:
    """Tell what a label and its value say; nothing if the value is not of its kind."""
    label = label.casefold()
    if label.startswith(("datum", "date", "document")):
        if written_date(value):
            yield Finding("date", written_date(value), where)
    elif not value:
        return
    elif label in {"betreft", "onderwerp", "inzake", "subject"}:
        yield Finding("subject", value, where)
    elif label in {"van", "afzender", "from"}:
        yield Finding("senders", from_label(value), where)
    elif label in {"aan", "voor", "to"}:
        yield Finding("receiver", value, where)
    elif _KENMERK.fullmatch(value):
        yield Finding("kenmerk", value, where)
