"""The frame that a site puts above a letter, in the text of a stored page; what it says is kept.

Known are the sites that keep parliamentary papers beside the official one: they show the paper's
data first, then the paper with its own head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.letters.readers.blocks import Line

BANNER = re.compile(r"(?:Tweede|Eerste) Kamer der Staten-Generaal(?: ?[12])?")
_PREVIEW = re.compile(r"Preview document\b.*")
_SIGNS = re.compile(
    r"(?:\[[^\]]{2,40}\]\s*){3,}|.* \| .*\|?|(?:.* - )?Hoofdinhoud|Directe link naar document.*"
    r"|(?:Gerelateerde personen|Onderdeel van (?:zaak|activiteiten|kamerstukdossier)).*"
)
_NAVIGATION = re.compile(r"(?:\[[^\]]{2,40}\]\s*){2,}")
_LONGEST = 60  # lines; no site has more above a paper
_LEAST = 2  # signs of a frame
_ID = re.compile(r"\((?P<id>(?:kst|ah-[te]k|blg)-[\w-]+)\)")
_KENMERK = re.compile(r"Kenmerk \| (?P<dossier>\d{5}(?:-\w+)?), nr\. (?P<number>\w+) \|")
_ISO = re.compile(r"\bdatum: (?P<date>\d{4}-\d{2}-\d{2})")
_DUTCH = re.compile(r"Documentdatum \| (?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{4})")


def frame_length(lines: Sequence[Line]) -> int:
    """Count the lines above a letter that are a site's; 0 where the letter begins at once."""
    signs = 0
    for at, line in enumerate(lines[:_LONGEST]):
        text = line.text.strip()
        if signs >= _LEAST and _PREVIEW.fullmatch(text):
            return at + 1
        if signs >= _LEAST and BANNER.fullmatch(text):
            return at
        signs += bool(text) and _SIGNS.fullmatch(text) is not None
    return 0


def frame_values(frame: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Give what a frame says of the letter: id, date and title."""
    texts = [text for line in frame if (text := line.text.strip())]
    for text in texts:
        named, kenmerk = _ID.search(text), _KENMERK.match(text)
        iso, dutch = _ISO.search(text), _DUTCH.match(text)
        if named:
            yield "doc_id", named["id"]
        if kenmerk:
            yield "doc_id", f"kst-{kenmerk['dossier']}-{kenmerk['number']}"
        if iso:
            yield "page date", iso["date"]
        if dutch:
            yield "page date", f"{dutch['year']}-{dutch['month']}-{dutch['day']}"
    title = next((text for text in texts if not _NAVIGATION.fullmatch(text)), "")
    title = re.sub(r"(?: - [^-]{3,60})? - Hoofdinhoud$", "", title)
    if title:
        yield "subject", title
