"""Places in letters to references people use, and back. Pure functions, no files.

References follow the Leidraad voor juridische auteurs: ``Kamerstukken II 2023/24, 28676, nr. 449,
p. 3-4``. What a letter does not say is left out of its reference, never filled in.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from qa.letters.undated import written_between
from qa.records import Citation, Letter, Unit

_PUBLICATIONS = "https://zoek.officielebekendmakingen.nl/"
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`/\x00-\x1f\x7f][^\s<>\"{}|\\^`\x00-\x1f\x7f]*", re.I)
_OFFICIAL_ID = re.compile(r"(?:kst|ah-[te]k|kv-[te]k|blg|nds-[te]k|h-[te]k)-[0-9A-Z][0-9A-Za-z-]*")


def official_url(doc_id: str) -> str | None:
    """Return the link to the official publication, or ``None`` if the id is not an official one."""
    return _PUBLICATIONS + doc_id if _OFFICIAL_ID.fullmatch(doc_id) else None


def web_address(url: str | None) -> str | None:
    """Return an address that may be linked to: http or https and well formed; else ``None``.

    What a file says it was fetched from may be anything, and links are followed.
    """
    return url if url and _WEB.fullmatch(url) else None


def short_year(vergaderjaar: str) -> str:
    """Write a parliamentary year as in citations: "2023–2024" becomes "2023/24"."""
    match = re.fullmatch(r"(\d{4})[–-](\d{4})", vergaderjaar)
    return f"{match[1]}/{match[2][2:]}" if match else vergaderjaar


def parliamentary_year(day: date) -> str:
    """Return the parliamentary year of a day, which begins on the third Tuesday of September.

    Example:
        >>> parliamentary_year(date(2024, 1, 17))
        '2023–2024'
    """
    first = date(day.year, 9, 1)
    opening = first + timedelta(days=(1 - first.weekday()) % 7 + 14)
    begins = day.year if day >= opening else day.year - 1
    return f"{begins}–{begins + 1}"


def page_range(pages: tuple[int, ...]) -> str:
    """Write pages as people do: (3, 4) is "3-4", (2,) is "2", (1, 3) is "1, 3"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def printed_pages(letter: Letter, pages: tuple[int, ...]) -> str:
    """Write pages by the numbers that are printed on them: "3-4", "i, ii"; "" for none."""
    labels = dict(letter.page_labels)
    printed = [labels.get(page, str(page)) for page in pages]
    if all(label.isdigit() for label in printed):
        return page_range(tuple(map(int, printed)))
    return ", ".join(printed)


def pages_said(citation: Citation) -> str:
    """Write the pages of a citation as they are printed; "" for none."""
    return citation.printed_pages or page_range(citation.pages)


def reference(letter: Letter, pages: tuple[int, ...] = ()) -> str:
    """Return the reference to a letter, or to pages of it.

    A letter with a dossier and number is cited as a Kamerstuk, an answer to questions as
    Aanhangsel; another by its kenmerk, or by its subject and date, with its id last.
    """
    metadata = letter.metadata
    known = metadata.vergaderjaar or (parliamentary_year(metadata.date) if metadata.date else "")
    year = f" {short_year(known)}" if known else ""
    if letter.doc_id.startswith(("ah-tk-", "ah-ek-")) and metadata.ondernummer:
        house = f" {metadata.house}" if metadata.house else ""
        parts = [f"Aanhangsel Handelingen{house}{year}", f"nr. {metadata.ondernummer}"]
    elif metadata.dossiers and metadata.ondernummer:
        number = metadata.ondernummer
        parts = [
            f"Kamerstukken{' ' + metadata.house if metadata.house else ''}{year}",
            metadata.dossiers[0].number,
            f"nr. {number}" if number.isdigit() else number,
        ]
    else:
        sent = metadata.date.strftime("%d-%m-%Y") if metadata.date else None
        kenmerk = f"kenmerk {metadata.kenmerk}" if metadata.kenmerk else None
        parts = [part for part in (metadata.subject, kenmerk, sent, letter.doc_id) if part]
    if pages:
        parts.append(f"p. {printed_pages(letter, pages)}")
    return ", ".join(parts)


def cite(letter: Letter, start: int, end: int) -> Citation:
    """Cite ``letter.text[start:end]``: the unit it begins in, its pages, its reference.

    Raises:
        ValueError: If the range is empty or outside the letter.
    """
    if not 0 <= start < end <= len(letter.text):
        raise ValueError(f"range {start}-{end} is not inside 0-{len(letter.text)}")
    unit: Unit = letter.unit_at(start)
    undated = letter.metadata.date is None
    after, before = written_between(letter) if undated else (None, None)
    senders = [sender.line for sender in letter.metadata.senders if sender.line]
    pages = letter.pages_between(start, end)
    return Citation(
        doc_id=letter.doc_id,
        unit=unit.label,
        paragraph=unit.number,
        pages=pages,
        start=start,
        end=end,
        anchor=unit.anchor,
        reference=reference(letter, pages),
        url=official_url(letter.doc_id) or web_address(letter.source.url),
        sha256=letter.version,
        date=letter.metadata.date.isoformat() if letter.metadata.date else None,
        printed_pages=printed_pages(letter, pages),
        sender="; ".join(senders) or None,
        subject=letter.about,
        written_after=after,
        written_before=before,
    )
