"""What a letter says of itself: id, dossier, number, house, date, senders; and where it says so.

Reads the margin lines, the letterhead and the signature. What is not printed stays unknown: no
date is guessed from the text, and no title is made up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.dossiers import dossier_number
from qa.letters.dates import DATE, dutch_date, iso_date, written_date
from qa.letters.file_ids import file_id, is_id
from qa.letters.regular import plain_text
from qa.letters.senders import (
    from_answer_head,
    from_closing,
    from_label,
    from_signature,
    from_title,
    is_closing,
)
from qa.letters.sidecar import Sidecar
from qa.readers.blocks import Block, Document
from qa.readers.structure import (
    DOSSIER_LINE,
    NUMBER_LINE,
    PAIR_HEAD_LINE,
    PLACE_DATE_LINE,
    PROPOSED_LINE,
    SUFFIX,
    TITLE_LINE,
)
from qa.records import Dossier, Metadata

OFFICIAL_ID = re.compile(r"(?:kst-|ah-[te]k-|kv-[te]k-|blg-|nds-[te]k-)[0-9A-Z][0-9A-Za-z-]*")
_RUNNING_TITLE = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer, vergaderjaar (?P<year>\d{4}[–-]\d{4}), "
    r"(?P<dossier>\d{2} ?\d{3}(?: ?[ -](?:[A-Z]{1,5}|\d{2}))?), (?:nr\. )?(?P<number>\w+)"
)
_APPENDIX_TITLE = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer, vergaderjaar (?P<year>\d{4}[–-]\d{4}), Aanhangsel"
)
_PAGE_HEAD = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer der Staten-Generaal(?P<year>\d{4}-\d{4})(?=\d{5})"
)
_YEAR_LINE = re.compile(r"Vergaderjaar (\d{4}[–-]\d{4})")
_COMPACT_TITLE = re.compile(
    rf"(\d{{2}} ?\d{{3}})(?: ({SUFFIX}))? (\d+|[A-Z]{{1,2}}) (?=BRIEF|MOTIE|LIJST)"
)
_RECEIVER = re.compile(
    r"(?:Aan )?(?P<receiver>[Dd]e [Vv]oorzitter van de (?P<house>Tweede|Eerste) ?Kamer"
    r"(?: der Staten[- ]Generaal)?)"
)
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
_COMMON_WORDS = {
    "nl": {"de", "het", "een", "van", "voor", "niet", "ik", "wordt", "zijn", "aan", "ook", "uw"},
    "en": {"the", "of", "and", "to", "that", "is", "for", "with", "this", "are", "which", "be"},
    "fr": {"le", "la", "les", "des", "et", "est", "une", "dans", "pour", "que", "sur", "du"},
    "de": {"der", "die", "das", "und", "ist", "nicht", "mit", "für", "auf", "eine", "des", "dem"},
}
_THIS_LETTER = re.compile(r"\b(?:[Mm]et|[Ii]n|[Bb]ij|[Mm]iddels|[Pp]er) deze brief\b")
_BANNER = re.compile(r"^(TWEEDE|EERSTE) KAMER DER STATEN-GENERAAL")
_OWN_TITLE = re.compile(
    r"(?:(?![IVXLC]+ )[A-ZÀ-Þ]{4,} )*(?:BRIEF|MOTIE|LIJST|VERSLAG|NOTA|AMENDEMENT|MEMORIE)\b.*"
)
"""What a paper calls itself: "GEWIJZIGDE MOTIE VAN HET LID CEDER"."""
_FIRST_BLOCKS = 8  # of a letter: a date that stands alone among them is its own
_KENMERK = re.compile(r"(?!Pagina)(?=.*\d).{3,40}")
_KINDS = (
    (re.compile(r"\bMEMORIE VAN TOELICHTING\b"), "Memorie van toelichting"),
    (re.compile(r"\bBRIEF\b"), "Brief"),
    (re.compile(r"\bMOTIE\b"), "Motie"),
    (re.compile(r"\bLIJST VAN VRAGEN\b"), "Lijst van vragen"),
    (re.compile(r"\bVERSLAG\b"), "Verslag"),
    (re.compile(r"\bNOTA\b"), "Nota"),
    (re.compile(r"\bAMENDEMENT\b"), "Amendement"),
)


@dataclass(frozen=True, slots=True)
class _Finding:
    """One value with the place it was found in."""

    field: str
    value: object
    where: str


_COMPLETE = {"sidecar", "form"}
"""Places that name every dossier of a letter; a running title names one, the letterhead all."""

_SAYS_NOTHING = {
    "hidden", "struck", "comment", "contents", "decoration", "description", "unreadable"
}  # fmt: skip


def find_metadata(document: Document, path: str, sidecar: Sidecar) -> tuple[str, Metadata]:
    """Return the letter's doc_id and what it says of itself.

    The doc_id is the official id if the letter gives it, or its dossier and number, else the
    place of the file (`qa.letters.file_ids`). A place earlier in this order wins: sidecar, the
    form's own metadata, margin, letterhead, head of an answer, signature, title line, labels beside
    the text, the text.

    Args:
        document: The letter's blocks.
        path: The file's path below the corpus, for an id of last resort.
        sidecar: Values that a person or the service gave.
    """
    margin = _lines(document, "furniture")
    head = _lines(document, "letterhead")
    heads = [plain_text(block.text) for block in document.blocks if block.kind == "letterhead"]
    findings = [
        *(_Finding(name, value, "sidecar") for name, value in sidecar.values.items()),
        *_from_form(document.known),
        *_from_margin(margin),
        *_from_letterhead(heads),
        *_from_receiver(heads, "letterhead"),
        *_from_answer_head(heads),
        *_from_pairs([block for block in document.blocks if block.kind == "letterhead"]),
        *_from_labels(head, "letterhead"),
        *_from_signature([block for block in document.blocks if block.kind == "signature"]),
        *_from_closing(document),
        *_from_title(heads),
        *_from_labels(margin, "margin"),
        *_from_receiver(margin, "margin"),
        *_from_text(document),
        *_from_published(head),
        *_from_page(document.known),
    ]
    known: dict[str, object] = {}
    found: dict[str, str] = {}
    for finding in findings:
        if finding.field not in known:
            known[finding.field] = finding.value
            found[finding.field] = finding.where
        elif finding.field == "dossiers":
            adds = finding.where == found["dossiers"] or (
                finding.where == "letterhead" and found["dossiers"] not in _COMPLETE
            )
            known["dossiers"] = _more_dossiers(known["dossiers"], finding, adds)
    doc_id = str(known.pop("doc_id", "") or "")
    if not is_id(doc_id):
        made = _id_from_parts(known)
        doc_id, found["doc_id"] = (made, "letterhead") if made else (file_id(path), "file name")
    if OFFICIAL_ID.fullmatch(doc_id):
        _fill_from_id(doc_id, known, found)
    return doc_id, Metadata(**known, found=found)  # type: ignore[arg-type]


def _more_dossiers(known: object, finding: _Finding, adds: bool) -> tuple[Dossier, ...]:
    """Add titles, and where the place may add any, the dossiers that it names besides."""
    assert isinstance(known, tuple)
    assert isinstance(finding.value, tuple)
    titles = {one.number: one.title for one in finding.value if one.title}
    kept = tuple(
        one if one.title else Dossier(one.number, one.printed, titles.get(one.number))
        for one in known
    )
    more = tuple(one for one in finding.value if one.number not in {o.number for o in known})
    return kept + more if adds else kept


def _from_form(values: Iterable[tuple[str, str]]) -> Iterable[_Finding]:
    for name, value in values:
        if name == "dossiers":
            number, _, title = value.partition("\t")
            yield _Finding(name, (_dossier(number, title or None),), "form")
        elif name == "date":
            if iso_date(value):
                yield _Finding(name, iso_date(value), "form")
        elif not name.startswith("page "):
            yield _Finding(name, value, "form")


def _from_page(values: Iterable[tuple[str, str]]) -> Iterable[_Finding]:
    """Take what the web page around a letter says, where the letter does not."""
    for name, value in values:
        if name == "page date" and iso_date(value):
            yield _Finding("date", iso_date(value), "web page")
        elif name == "page subject":
            yield _Finding("subject", value, "web page")


def _lines(document: Document, kind: str) -> list[str]:
    """Return the lines of one kind of blocks; what is struck or hidden says nothing of a letter."""
    return [
        plain_text(line.text)
        for block in document.blocks
        if block.kind == kind and (kind != "furniture" or block.left_out not in _SAYS_NOTHING)
        for line in block.lines
    ]


def _house(word: str) -> str:
    return "II" if word == "Tweede" else "I"


def _from_margin(lines: Iterable[str]) -> Iterable[_Finding]:
    for text in lines:
        if OFFICIAL_ID.fullmatch(text):
            yield _Finding("doc_id", text, "margin")
        issued = re.match(rf"({OFFICIAL_ID.pattern}) ISSN", text)
        if issued:
            yield _Finding("doc_id", issued[1], "margin")
        source = re.fullmatch(rf"Bron: .*/({OFFICIAL_ID.pattern}?)(?:\.html)?", text)
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
        appendix = _APPENDIX_TITLE.search(text)
        if appendix:
            yield _Finding("house", _house(appendix["house"]), "running title")
            yield _Finding("vergaderjaar", appendix["year"], "running title")
        year = _YEAR_LINE.fullmatch(text)
        if year:
            yield _Finding("vergaderjaar", year[1], "page head")
        subject = re.fullmatch(r"Dossier: (.+)", text)
        if subject:
            yield _Finding("subject", subject[1], "page head")


def _dossier(printed: str, title: str | None = None) -> Dossier:
    return Dossier(dossier_number(printed), printed.strip(), title)


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
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if re.fullmatch(r"[A-Z]{1,2}", text) and TITLE_LINE.fullmatch(following):
            yield _Finding("ondernummer", text, "letterhead")  # of the Eerste Kamer
        number = NUMBER_LINE.match(text)
        if number and not compact and "vergaderjaar" not in text:
            yield _Finding("ondernummer", number[1], "letterhead")
        placed = PLACE_DATE_LINE.fullmatch(text) or PROPOSED_LINE.fullmatch(text)
        if dutch_date(placed[1] if placed else text):
            yield _Finding("date", dutch_date(placed[1] if placed else text), "letterhead")
        if _is_title(text):
            for pattern, kind in _KINDS:
                if pattern.search(text):
                    yield _Finding("kind", kind, "letterhead")
        banner = _BANNER.search(text)
        if banner:
            yield _Finding("house", _house(banner[1].capitalize()), "letterhead")
        year = _YEAR_LINE.fullmatch(text)
        if year:
            yield _Finding("vergaderjaar", year[1], "letterhead")


def _is_title(text: str) -> bool:
    """Tell a paper's own title, which may stand behind its number."""
    return TITLE_LINE.fullmatch(text) is not None or NUMBER_LINE.fullmatch(text) is not None


def _from_receiver(lines: Sequence[str], where: str) -> Iterable[_Finding]:
    receiver = _RECEIVER.search(" ".join(lines))
    if receiver:
        yield _Finding("house", _house(receiver["house"]), where)
        yield _Finding("receiver", receiver["receiver"], where)


def _from_answer_head(heads: Sequence[str]) -> Iterable[_Finding]:
    """Read the head of an Aanhangsel: who asked whom about what, who answered when."""
    for text in heads:
        if not PAIR_HEAD_LINE.fullmatch(text):
            continue
        received = re.search(rf"\((?:\(?ontvangen )+({DATE})\)", text)
        about = re.search(r"\) aan .*? over (.+?) \(ingezonden", text)
        if about:
            yield _Finding("subject", about[1], "head of the answer")
        if received:
            yield _Finding("date", dutch_date(received[1]), "head of the answer")
            yield _Finding("kind", "Antwoord op Kamervragen", "head of the answer")
        senders = from_answer_head(text) if not text.startswith("Vragen") else ()
        if senders:
            yield _Finding("senders", senders, "head of the answer")


def _from_labels(lines: Sequence[str], where: str) -> Iterable[_Finding]:
    """Read "Datum 16 mei 2024" and "Ons kenmerk" with its value on the next line."""
    for i, text in enumerate(lines):
        match = _LABELLED.fullmatch(text)
        if not match:
            continue
        following = lines[i + 1] if i + 1 < len(lines) else ""
        value = match["value"] or ("" if _LABELLED.fullmatch(following) else following)
        label = match["label"].casefold()
        if label.startswith(("datum", "date", "document")):
            if written_date(value):
                yield _Finding("date", written_date(value), where)
        elif label in {"betreft", "onderwerp", "subject"}:
            if value:
                yield _Finding("subject", value, where)
        elif _KENMERK.fullmatch(value):
            yield _Finding("kenmerk", value, where)


def _from_published(lines: Sequence[str]) -> Iterable[_Finding]:
    """Read when a page was published, which may be after its letter's own date."""
    for text, following in zip(lines, [*lines[1:], ""], strict=False):
        match = _PUBLISHED.fullmatch(text)
        if match and (published := written_date(match["value"] or following)):
            yield _Finding("date", published, "letterhead")


def _from_pairs(blocks: Sequence[Block]) -> Iterable[_Finding]:
    """Read a label with its value beside it: "Van" and "Directie Zorg", "Inzake" and two lines."""
    for block in blocks:
        first, *more = (plain_text(line.text) for line in block.lines)
        match = _PAIR.fullmatch(first)
        value = " ".join([match["value"] or "", *more]).strip() if match else ""
        if not match or not value:
            continue
        label = match["label"].casefold()
        if label in {"datum", "date"}:
            if dutch_date(value):
                yield _Finding("date", dutch_date(value), "letterhead")
        elif label in {"betreft", "onderwerp", "inzake", "subject"}:
            yield _Finding("subject", value, "letterhead")
        elif label in {"van", "afzender", "from"}:
            yield _Finding("senders", from_label(value), "letterhead")
        elif label in {"aan", "voor", "to"}:
            yield _Finding("receiver", value, "letterhead")
        elif _KENMERK.fullmatch(value):
            yield _Finding("kenmerk", value, "letterhead")


def _from_title(heads: Sequence[str]) -> Iterable[_Finding]:
    for text in heads:
        senders = from_title(text)
        if senders:
            yield _Finding("senders", senders, "title line")
        title = _OWN_TITLE.search(text)
        if title and _is_title(text):
            yield _Finding("subject", title[0], "title line")


def _from_text(document: Document) -> Iterable[_Finding]:
    """What kind of letter it is by its parts, and its language."""
    if any(block.part == "answer" for block in document.blocks):
        yield _Finding("kind", "Antwoord op Kamervragen", "text")
    elif any(_RECEIVER.search(b.text) for b in document.blocks if b.kind == "letterhead"):
        yield _Finding("kind", "Brief", "letterhead")
    elif any(_THIS_LETTER.search(b.text) for b in document.blocks if b.kind == "paragraph"):
        yield _Finding("kind", "Brief", "text")
    shown = [block for block in document.blocks if block.kind != "furniture"]
    first = shown[0] if shown else None
    if first is not None and first.kind == "heading" and not first.part:
        yield _Finding("subject", plain_text(first.text), "title")
    for block in shown[:_FIRST_BLOCKS]:  # under a title, which ends the letterhead
        if block.kind not in {"heading", "paragraph"}:
            continue
        text = plain_text(block.text)
        placed = PLACE_DATE_LINE.fullmatch(text)
        if dutch_date(placed[1] if placed else text):
            yield _Finding("date", dutch_date(placed[1] if placed else text), "first lines")
    words = [
        word
        for block in document.blocks
        if block.kind in {"paragraph", "item"}
        for word in block.text.casefold().split()
    ]
    language = language_of(words)
    if language:
        yield _Finding("language", language, "text")


def language_of(words: Sequence[str]) -> str | None:
    """Tell Dutch, English, French and German apart by their commonest words; None if unsure."""
    seen = Counter(words)
    counts = {name: sum(seen[word] for word in common) for name, common in _COMMON_WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 3 and counts[best] > 2 * sorted(counts.values())[-2] else None


def _title_below(lines: list[str], i: int) -> str | None:
    """The dossier's title stands on its own line below the number in older pages."""
    following = lines[i + 1] if i + 1 < len(lines) else ""
    is_title = following and not NUMBER_LINE.match(following) and not TITLE_LINE.match(following)
    return following if is_title else None


def _from_signature(blocks: Sequence[Block]) -> Iterable[_Finding]:
    senders = from_signature([[plain_text(line.text) for line in block.lines] for block in blocks])
    if senders:
        yield _Finding("senders", senders, "signature")


def _from_closing(document: Document) -> Iterable[_Finding]:
    """Read the name under the closing words, where the letter has no signature in a known form."""
    kinds = {"paragraph", "heading", "signature"}
    lines = [
        plain_text(line.text)
        for block in document.blocks
        if block.kind in kinds
        for line in block.lines
    ]
    at = next((i for i, text in enumerate(lines) if is_closing(text)), None)
    senders = from_closing(lines[at : at + 5]) if at is not None else ()
    if senders:
        yield _Finding("senders", senders, "signature")


def _id_from_parts(known: dict[str, object]) -> str | None:
    dossiers, number = known.get("dossiers"), known.get("ondernummer")
    if not dossiers or not number:
        return None
    assert isinstance(dossiers, tuple)
    return f"kst-{dossiers[0].number}-{number}"


def _fill_from_id(doc_id: str, known: dict[str, object], found: dict[str, str]) -> None:
    """Take dossier, number, house and year out of an id where the text does not give them."""
    values: dict[str, object] = {}
    stuk = re.fullmatch(r"kst-(\d{5}(?:-(?:[A-Z]{1,5}|\d{2})(?=-))?)-(\w+)", doc_id)
    if stuk:
        values = {"dossiers": (_dossier(stuk[1]),), "ondernummer": stuk[2]}
        if re.fullmatch(r"[A-Z]{1,3}", stuk[2]):
            values["house"] = "I"  # the Eerste Kamer counts in letters
    answer = re.fullmatch(r"ah-([te])k-(\d{4})(\d{4})-(\d+)", doc_id)
    if answer:
        values = {
            "house": "II" if answer[1] == "t" else "I",
            "vergaderjaar": f"{answer[2]}–{answer[3]}",
            "ondernummer": answer[4],
        }
    for field, value in values.items():
        if field not in known:
            known[field] = value
            found[field] = found["doc_id"]
