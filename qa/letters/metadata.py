"""What a letter says of itself: id, dossier, number, house, date, senders; and where it says so.

Reads the margin lines, the letterhead and the signature. What is not printed stays unknown: no
date is guessed from the text, and no title is made up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qa.letters.dates import DATE, dutch_date, iso_date
from qa.letters.file_ids import file_id, is_id
from qa.letters.findings import Finding
from qa.letters.labels import from_labels, from_pairs, from_published
from qa.letters.readers.blocks import Block, Document
from qa.letters.readers.structure import (
    DOSSIER_LINE,
    NUMBER_LINE,
    PAIR_HEAD_LINE,
    PLACE_DATE_LINE,
    PROPOSED_LINE,
    TITLE_LINE,
)
from qa.letters.regular import plain_text
from qa.letters.senders import (
    from_answer_head,
    from_closing,
    from_signature,
    from_title,
    is_closing,
)
from qa.letters.sidecar import Sidecar
from qa.records import Dossier, Metadata
from qa.text.dossiers import CHAPTER, DOSSIER, IN_ID, dossier_number

OFFICIAL_ID = re.compile(r"(?:kst-|ah-[te]k-|kv-[te]k-|blg-|nds-[te]k-)[0-9A-Z][0-9A-Za-z-]*")
_RUNNING_TITLE = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer, vergaderjaar (?P<year>\d{4}[–-]\d{4}), "
    rf"(?P<dossier>{DOSSIER}(?: ?[ -](?:[A-Z]{{1,5}}|\d{{2}}))?), (?:nr\. )?(?P<number>\w+)"
)
_APPENDIX_TITLE = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer, vergaderjaar (?P<year>\d{4}[–-]\d{4}), Aanhangsel"
)
_PAGE_HEAD = re.compile(
    r"(?P<house>Tweede|Eerste) Kamer der Staten-Generaal(?P<year>\d{4}-\d{4})(?=\d{5})"
)
_YEAR_LINE = re.compile(r"Vergaderjaar (\d{4}[–-]\d{4})")
_COMPACT_TITLE = re.compile(
    rf"({DOSSIER})(?: ({CHAPTER}))? (\d+|[A-Z]{{1,2}}) (?=BRIEF|MOTIE|LIJST)"
)
_RECEIVER = re.compile(
    r"(?:Aan )?(?P<receiver>[Dd]e [Vv]oorzitter van de (?P<house>Tweede|Eerste) ?Kamer"
    r"(?: der Staten[- ]Generaal)?)"
)
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
_KINDS = (
    (re.compile(r"\bMEMORIE VAN TOELICHTING\b"), "Memorie van toelichting"),
    (re.compile(r"\bBRIEF\b"), "Brief"),
    (re.compile(r"\bMOTIE\b"), "Motie"),
    (re.compile(r"\bLIJST VAN VRAGEN\b"), "Lijst van vragen"),
    (re.compile(r"\bVERSLAG\b"), "Verslag"),
    (re.compile(r"\bNOTA\b"), "Nota"),
    (re.compile(r"\bAMENDEMENT\b"), "Amendement"),
)


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
        *(Finding(name, value, "sidecar") for name, value in sidecar.values.items()),
        *_from_form(document.known),
        *_from_margin(margin),
        *_from_letterhead(heads),
        *_from_receiver(heads, "letterhead"),
        *_from_answer_head(heads),
        *from_pairs([block for block in document.blocks if block.kind == "letterhead"]),
        *from_labels(head, "letterhead"),
        *_from_signature([block for block in document.blocks if block.kind == "signature"]),
        *_from_closing(document),
        *_from_title(heads),
        *from_labels(margin, "margin"),
        *_from_receiver(margin, "margin"),
        *_from_text(document),
        *from_published(head),
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


def _more_dossiers(known: object, finding: Finding, adds: bool) -> tuple[Dossier, ...]:
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


def _from_form(values: Iterable[tuple[str, str]]) -> Iterable[Finding]:
    for name, value in values:
        if name == "dossiers":
            number, _, title = value.partition("\t")
            yield Finding(name, (_dossier(number, title or None),), "form")
        elif name == "date":
            if iso_date(value):
                yield Finding(name, iso_date(value), "form")
        elif not name.startswith("page "):
            yield Finding(name, value, "form")


def _from_page(values: Iterable[tuple[str, str]]) -> Iterable[Finding]:
    """Take what the web page around a letter says, where the letter does not."""
    for name, value in values:
        if name == "page date" and iso_date(value):
            yield Finding("date", iso_date(value), "web page")
        elif name == "page subject":
            yield Finding("subject", value, "web page")


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


def _from_margin(lines: Iterable[str]) -> Iterable[Finding]:
    for text in lines:
        if OFFICIAL_ID.fullmatch(text):
            yield Finding("doc_id", text, "margin")
        issued = re.match(rf"({OFFICIAL_ID.pattern}) ISSN", text)
        if issued:
            yield Finding("doc_id", issued[1], "margin")
        source = re.fullmatch(rf"Bron: .*/({OFFICIAL_ID.pattern}?)(?:\.html)?", text)
        if source:
            yield Finding("doc_id", source[1], "source line")
        title = _RUNNING_TITLE.search(text)
        if title:
            yield Finding("dossiers", (_dossier(title["dossier"]),), "running title")
            yield Finding("ondernummer", title["number"], "running title")
        head = title or _PAGE_HEAD.search(text)
        if head:
            yield Finding("house", _house(head["house"]), "running title")
            yield Finding("vergaderjaar", head["year"], "running title")
        appendix = _APPENDIX_TITLE.search(text)
        if appendix:
            yield Finding("house", _house(appendix["house"]), "running title")
            yield Finding("vergaderjaar", appendix["year"], "running title")
        year = _YEAR_LINE.fullmatch(text)
        if year:
            yield Finding("vergaderjaar", year[1], "page head")
        subject = re.fullmatch(r"Dossier: (.+)", text)
        if subject:
            yield Finding("subject", subject[1], "page head")


def _dossier(printed: str, title: str | None = None) -> Dossier:
    return Dossier(dossier_number(printed), printed.strip(), title)


def _from_letterhead(lines: list[str]) -> Iterable[Finding]:
    for i, text in enumerate(lines):
        compact = _COMPACT_TITLE.match(text)
        if compact:
            printed = " ".join(part for part in compact.group(1, 2) if part)
            yield Finding("dossiers", (_dossier(printed),), "letterhead")
            yield Finding("ondernummer", compact[3], "letterhead")
        dossier = DOSSIER_LINE.fullmatch(text)
        if dossier:
            printed = " ".join(part for part in dossier.group(1, 2) if part)
            title = dossier[3] or _title_below(lines, i)
            yield Finding("dossiers", (_dossier(printed, title),), "letterhead")
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if re.fullmatch(r"[A-Z]{1,2}", text) and TITLE_LINE.fullmatch(following):
            yield Finding("ondernummer", text, "letterhead")  # of the Eerste Kamer
        number = NUMBER_LINE.match(text)
        if number and not compact and "vergaderjaar" not in text:
            yield Finding("ondernummer", number[1], "letterhead")
        placed = PLACE_DATE_LINE.fullmatch(text) or PROPOSED_LINE.fullmatch(text)
        if dutch_date(placed[1] if placed else text):
            yield Finding("date", dutch_date(placed[1] if placed else text), "letterhead")
        if _is_title(text):
            for pattern, kind in _KINDS:
                if pattern.search(text):
                    yield Finding("kind", kind, "letterhead")
        banner = _BANNER.search(text)
        if banner:
            yield Finding("house", _house(banner[1].capitalize()), "letterhead")
        year = _YEAR_LINE.fullmatch(text)
        if year:
            yield Finding("vergaderjaar", year[1], "letterhead")


def _is_title(text: str) -> bool:
    """Tell a paper's own title, which may stand behind its number."""
    return TITLE_LINE.fullmatch(text) is not None or NUMBER_LINE.fullmatch(text) is not None


def _from_receiver(lines: Sequence[str], where: str) -> Iterable[Finding]:
    receiver = _RECEIVER.search(" ".join(lines))
    if receiver:
        yield Finding("house", _house(receiver["house"]), where)
        yield Finding("receiver", receiver["receiver"], where)


def _from_answer_head(heads: Sequence[str]) -> Iterable[Finding]:
    """Read the head of an Aanhangsel: who asked whom about what, who answered when."""
    for text in heads:
        if not PAIR_HEAD_LINE.fullmatch(text):
            continue
        received = re.search(rf"\((?:\(?ontvangen )+({DATE})\)", text)
        about = re.search(r"\) aan .*? over (.+?) \(ingezonden", text)
        if about:
            yield Finding("subject", about[1], "head of the answer")
        if received:
            yield Finding("date", dutch_date(received[1]), "head of the answer")
            yield Finding("kind", "Antwoord op Kamervragen", "head of the answer")
        senders = from_answer_head(text) if not text.startswith("Vragen") else ()
        if senders:
            yield Finding("senders", senders, "head of the answer")


def _from_title(heads: Sequence[str]) -> Iterable[Finding]:
    for text in heads:
        senders = from_title(text)
        if senders:
            yield Finding("senders", senders, "title line")
        title = _OWN_TITLE.search(text)
        if title and _is_title(text):
            yield Finding("subject", title[0], "title line")


def _from_text(document: Document) -> Iterable[Finding]:
    """What kind of letter it is by its parts, and its language."""
    if any(block.part == "answer" for block in document.blocks):
        yield Finding("kind", "Antwoord op Kamervragen", "text")
    elif any(_RECEIVER.search(b.text) for b in document.blocks if b.kind == "letterhead"):
        yield Finding("kind", "Brief", "letterhead")
    elif any(_THIS_LETTER.search(b.text) for b in document.blocks if b.kind == "paragraph"):
        yield Finding("kind", "Brief", "text")
    shown = [block for block in document.blocks if block.kind != "furniture"]
    first = shown[0] if shown else None
    if first is not None and first.kind == "heading" and not first.part:
        yield Finding("subject", plain_text(first.text), "title")
    for block in shown[:_FIRST_BLOCKS]:  # under a title, which ends the letterhead
        if block.kind not in {"heading", "paragraph"}:
            continue
        text = plain_text(block.text)
        placed = PLACE_DATE_LINE.fullmatch(text)
        if dutch_date(placed[1] if placed else text):
            yield Finding("date", dutch_date(placed[1] if placed else text), "first lines")
    words = [
        word
        for block in document.blocks
        if block.kind in {"paragraph", "item"}
        for word in block.text.casefold().split()
    ]
    language = language_of(words)
    if language:
        yield Finding("language", language, "text")


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


def _from_signature(blocks: Sequence[Block]) -> Iterable[Finding]:
    senders = from_signature([[plain_text(line.text) for line in block.lines] for block in blocks])
    if senders:
        yield Finding("senders", senders, "signature")


def _from_closing(document: Document) -> Iterable[Finding]:
    """Read the name under the closing words, where the letter has no signature in a known form."""
    kinds = {"paragraph", "heading", "signature"}
    lines = [line.text for block in document.blocks if block.kind in kinds for line in block.lines]
    at = next((i for i, text in enumerate(lines) if is_closing(text)), None)
    senders = from_closing([*map(plain_text, lines[at : at + 5])]) if at is not None else ()
    if senders:
        yield Finding("senders", senders, "signature")


def _id_from_parts(known: dict[str, object]) -> str | None:
    dossiers, number = known.get("dossiers"), known.get("ondernummer")
    if not dossiers or not number:
        return None
    assert isinstance(dossiers, tuple)
    return f"kst-{dossiers[0].number}-{number}"


def _fill_from_id(doc_id: str, known: dict[str, object], found: dict[str, str]) -> None:
    """Take dossier, number, house and year out of an id where the text does not give them."""
    values: dict[str, object] = {}
    stuk = re.fullmatch(rf"kst-({IN_ID})-(\w+)", doc_id)
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
