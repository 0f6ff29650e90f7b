"""Stretches of lines to blocks with a kind: letterhead, heading, paragraph, item, signature.

Shared by readers whose form says nothing or little about kinds (plain text, PDF, ODT, DOCX). Works
on the words of a letter and on whether a stretch is set as headings are; where in doubt a stretch
is a paragraph, so that no text is lost. Questions and answers are tied in ``pairs``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.letters.readers.blocks import Block, BlockKind, Line, Mark, Part
from qa.letters.readers.pairs import glued_heads, is_pair_head, pair_head, tie_pairs
from qa.text.dossiers import CHAPTER, DOSSIER

_KINDS = r"(?:BRIEF|LIJST|VERSLAG|MOTIE|NOTA|AMENDEMENT|MEMORIE)"
DOSSIER_LINE = re.compile(
    rf"({DOSSIER})(?:(?: ?-|[ ])({CHAPTER}))?"
    rf"(?:[ \t]+(?!{CHAPTER} \d|(?:{CHAPTER} )?{_KINDS}\b)([^\Wa-z\d_].*|[«“‘\"'(].*))?"
)
"""A dossier's number and title; a title begins with a capital, "50 000 euro" is none."""
NUMBER_LINE = re.compile(
    rf"(?:{DOSSIER}(?:[ -]{CHAPTER})?,? )?"
    rf"(?:[Nn]r\. ?(?=\w)|(?=[A-Z]{{1,2}} {_KINDS}\b))"
    rf"(\d+[a-z]?|[A-Z]{{1,3}})(?!\w)(?: (?:{_KINDS}\b|[A-Z]{{4,}} [A-Z]{{2}}).*)?"
)
"""A letter's number in its dossier, alone or before a title in capitals; the Eerste Kamer's letters
also without "Nr."."""
TITLE_LINE = re.compile(rf"(?:.*\s)?(?:GEWIJZIGDE )?{_KINDS}(?: \S+)* VAN .*")
RECEIVER_LINE = re.compile(r"Aan de [Vv]oorzitter.*")
_CHAMBER_LINE = re.compile(
    r"Aan de [Vv]oorzitter van de (?:Tweede|Eerste) ?Kamer(?: ?der ?Staten[- ]Generaal)?\.?"
)
PLACE_DATE_LINE = re.compile(r"[A-Z][\w'’ -]{2,30}, (\d{1,2} [A-Za-z]+ \d{4})\.?")
PAIR_HEAD_LINE = re.compile(
    r"(?:Vragen van (?:het lid|de leden|de vaste)|Antwoord van|Mededeling van|Nader antwoord van"
    r"|Antwoorden van)\b.*\((?:ingezonden|ontvangen)\b.*"
)
PROPOSED_LINE = re.compile(r"(?:Voorgesteld|Ontvangen|Vastgesteld) (\d{1,2} [a-z]+ \d{4})")
LABELLED_LINE = re.compile(
    r"(?:Datum|Betreft|Onderwerp|Kenmerk|Ons kenmerk|Uw kenmerk|Onze referentie|Uw brief)"
    r"(?:[ ]*:[ ]*|[ ]{2,40}|\t+|[ ](?!(?:van|en|is|was|zijn|die|dat|waar|hier)\b))(?P<value>\S.*)"
)
LIST_MARK = re.compile(
    r"(?P<number>[•▪●○◦■◆❖➢►✓✔](?=\s*\S)|(?:[–—·-]|\d{1,2}(?:\.\d{1,2})*[.)°]|\(?[a-z]\)|[a-z]\."
    r"|\(?[ivx]{1,4}[.)])(?=\s+\S))\s*"
)
"""How an item of a list begins, in letters without markup: a dash, "1.", "a)", "(iv)"."""
SIGNER = re.compile(
    r"(?:[Mm]ede namens )?(?:[Dd]e|DE) (?:[Mm]inister|MINISTER|[Ss]taatssecretaris"
    r"|STAATSSECRETARIS|[Vv]oorzitter|[Pp]resident|[Ii]nformateur)\b.*"
    r"|(?:[Dd]e )?(?:[Aa]djunct-)?[Gg]riffier van de\b.*"
)

_HEADING_MAX = 90  # characters; the longest heading seen in the real letters has 74
ANSWERS_TITLE = re.compile(
    r"(?:Antwoorden|Beantwoording|Antwoord) van d[eat]\b.* vragen\b|.*Kamervragen"
)
NOTES_TITLE = re.compile(
    r"(?:(?:voet|eind)?noten|(?:foot|end)?notes|voetnoot|noot)\s*:?", re.IGNORECASE
)
_TITLE_MAX = 600
_SUBJECT_MAX = 400  # characters; the longest subject line seen in the real letters has 260
_HEAD_LINES = 40  # a letterhead is over by then
_LABELS = {
    "datum", "betreft", "kenmerk", "ons kenmerk", "uw kenmerk", "bijlage(n)", "bijlagen", "blad",
    "onze referentie", "uw brief van", "telefoon", "fax", "e-mail", "behandeld", "onderwerp",
    "inzake", "zaaknr", "zaaknummer",
}  # fmt: skip
FINITE_VERB = re.compile(
    r"\b(?:heeft|hebben|had|hadden|is|zijn|was|waren|zal|zullen|zou|wordt|worden|werd|werden|vroeg"
    r"|vraagt|sprak|spreekt|stelt|stelde|meldt|meldde|kan|kunnen|moet|moeten|wil|willen|gaf|geeft"
    r"|doet|deed|gaat|ging|komt|kwam|schrijft|schreef|antwoordt|antwoordde)\b"
)
"""The verbs of most sentences in letters; lines of a head, a title or a source have none."""
_SENTENCE = re.compile(r"(?:\S+\s+){3}.*[.?!][»”\"’')\]]*\d{0,2}", re.DOTALL)
_SALUTATION = re.compile(r"(?:Geachte|Beste|Mijnheer|Mevrouw|Excellentie)\b.{0,80}[,:]?")
_ENDS_SENTENCE = re.compile(r"[.?!;:,…][»”\"’')\]]*\d{0,2}$")
_NAME = re.compile(
    r"(?:(?:[Mm]r|[Dd]r|[Dd]rs|[Ii]r|[Pp]rof)\. ?)*(?:[A-Z][a-z]?\.[ -]?)+ ?\S.{0,50}"
)
_PLAIN_NAME = re.compile(r"(?:[A-Z][\w’'-]+|van|de|den|der|ten|ter|el|’t|'t)(?: [\w’'.-]+){0,5}")
_MOTION_ENDS = re.compile(r".*\b[Ee]n ga(?:at|an) over tot de orde van de dag ?[.,;]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that belong together, before they have a kind.

    ``styled`` says that the form sets all of it as headings are set (bold, italic, a style of that
    name). ``kind`` is given where the form says it; ``number`` is that of a list item. ``part`` and
    ``pair`` are given where the form ties questions to answers. ``labelled`` says that it is a
    label of a letterhead with its value beside it.
    """

    lines: tuple[Line, ...]
    styled: bool = False
    kind: BlockKind | None = None
    number: str | None = None
    cells: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    part: Part | None = None
    pair: str | None = None
    labelled: bool = False

    @property
    def text(self) -> str:
        """All lines joined by spaces."""
        return " ".join(line.text.strip() for line in self.lines)


def classify(stretches: Sequence[Stretch], plain_headings: bool = True) -> list[Block]:
    """Give each stretch its kind, and tie questions to answers.

    Args:
        stretches: Non-empty stretches in reading order, notes and furniture already out.
        plain_headings: Whether a short line may be a heading although it is not ``styled``;
            forms that show styles say no.

    Returns:
        Blocks in the same order; the lines of one signature are joined to one block.
    """
    stretches = _part_heads(stretches)
    head = letterhead_length(stretches)
    blocks = [Block("letterhead", stretch.lines) for stretch in stretches[:head]]
    asking = False  # under "Vraag 1" what is bold is the question, not a heading
    for stretch in stretches[head:]:
        previous = blocks[-1] if blocks else None
        kind = stretch.kind or _kind(stretch, previous, plain_headings)
        pair = pair_head(stretch.text)
        part = stretch.part or (pair[0] if pair else None)
        asking = part == "question" if part else asking
        opens = pair is not None or (stretch.part is not None and stretch.kind == "heading")
        if asking and kind == "heading" and not opens:
            kind = "item" if LIST_MARK.match(stretch.text) else "paragraph"
        goes_on = previous is not None and previous.kind == kind == "signature"
        if previous is not None and goes_on and not signs(stretch.text):
            # a name under its function, or under another name
            blocks[-1] = Block("signature", (*previous.lines, *stretch.lines))
            continue
        if previous is not None and _goes_on_with_title(previous, stretch):
            blocks[-1] = Block("heading", (*previous.lines, *stretch.lines))
            continue
        number = _item_number(stretch, kind)
        blocks.append(
            Block(
                kind, stretch.lines, number, cells=stretch.cells, headers=stretch.headers,
                part=stretch.part, pair=stretch.pair,
            )
        )  # fmt: skip
    return tie_pairs(_last_heading_is_text(blocks))


def _part_heads(stretches: Sequence[Stretch]) -> Sequence[Stretch]:
    """Part the heads of questions and answers from the text that they are glued to.

    Only where the letter has such heads of questions and of answers: one may be a slip or a title.
    """
    plain = [one for one in stretches if one.part is None and one.kind is None]
    parts = {head[0] for one in plain for text in _glued_texts(one) if (head := pair_head(text))}
    if parts != {"question", "answer"}:
        return stretches
    parted: list[Stretch] = []
    for one in stretches:
        parted += _parted(one) if one.part is None and one.kind is None else [one]
    return parted


def _glued_texts(stretch: Stretch) -> list[str]:
    return [line.text[start:end].strip() for line in stretch.lines
            for start, end in glued_heads(line.text)]  # fmt: skip


def _parted(stretch: Stretch) -> list[Stretch]:
    """Cut a stretch at the heads in its lines; each head becomes a stretch of its own."""
    if not any(glued_heads(line.text) for line in stretch.lines):
        return [stretch]
    found: list[Stretch] = []
    open_lines: list[Line] = []

    def close() -> None:
        if open_lines:
            found.append(Stretch(tuple(open_lines), styled=False))
            open_lines.clear()

    for line in stretch.lines:
        at = 0
        for start, end in glued_heads(line.text):
            if line.text[at:start].strip():
                open_lines.append(_piece(line, at, start))
            close()
            found.append(Stretch((_piece(line, start, end),), kind="heading", styled=True))
            at = end
        if line.text[at:].strip():
            open_lines.append(_piece(line, at, len(line.text)))
    close()
    return found


def _piece(line: Line, start: int, end: int) -> Line:
    """Cut a part out of a line, with the marks in it."""
    marks = tuple(Mark(mark.at - start, mark.length, mark.note) for mark in line.marks
                  if start <= mark.at < end or mark.at == end == len(line.text))  # fmt: skip
    return Line(line.text[start:end], line.start + start, line.page, line.box, marks)


def _goes_on_with_title(previous: Block, stretch: Stretch) -> bool:
    """Tell whether a bold line goes on with the title above it: it begins in lower case."""
    title = previous.kind == "heading" and ANSWERS_TITLE.match(previous.text) is not None
    return title and stretch.styled and stretch.text[:1].islower()


def _item_number(stretch: Stretch, kind: BlockKind) -> str | None:
    if kind != "item":
        return None
    match = LIST_MARK.match(stretch.text)
    return stretch.number or (match["number"] if match else None)


def is_head_line(text: str) -> bool:
    """Tell a line of the letterhead that stands in a known form: number, title, receiver, date."""
    labelled = LABELLED_LINE.fullmatch(text.strip())
    text = " ".join(text.split())
    if labelled and not (labelled["value"][0].islower() and _is_sentence(text)):
        return len(text) <= _SUBJECT_MAX
    if len(text) > 2 * _HEADING_MAX:
        return False
    certain = (PLACE_DATE_LINE, PROPOSED_LINE, NUMBER_LINE, TITLE_LINE, _CHAMBER_LINE)
    if any(pattern.fullmatch(text) for pattern in certain):
        return True
    named = RECEIVER_LINE.fullmatch(text) or DOSSIER_LINE.fullmatch(text)
    return named is not None and not _is_sentence(text)


def _is_sentence(text: str) -> bool:
    """Tell a sentence of the letter: four words or more, and its end."""
    return _SENTENCE.fullmatch(text) is not None and text.upper() != text


def opens_letterhead(text: str) -> bool:
    """Tell a line that begins a part of the letterhead: it never goes on with the line above."""
    text = " ".join(text.split())
    patterns = (DOSSIER_LINE, PROPOSED_LINE, PLACE_DATE_LINE, LABELLED_LINE)
    numbered = re.match(rf"(?:[Nn]r\. ?\w+ [A-Z]{{4}}|[A-Z]{{1,2}} {_KINDS}\b)", text) is not None
    receiver = text.startswith("Aan de ") and RECEIVER_LINE.fullmatch(text) is not None
    return numbered or receiver or any(pattern.fullmatch(text) for pattern in patterns)


def letterhead_length(stretches: Sequence[Stretch]) -> int:
    """Count the stretches before the letter's first sentence, up to the last known one of its head.

    Where the form marks the letterhead, what it does not mark is text; only lines in a known form
    that follow at once (a receiver, a date) are of the head all the same.
    """
    marked = any(stretch.kind == "letterhead" for stretch in stretches)
    length = 0
    after_label = dated = False
    for i, stretch in enumerate(stretches[:_HEAD_LINES]):
        text = stretch.text
        if is_pair_head(text) or stretch.kind == "heading" or stretch.part:
            break
        label = text.casefold().rstrip(":") in _LABELS
        given = stretch.kind == "letterhead" or stretch.labelled or label or after_label
        if given or PAIR_HEAD_LINE.fullmatch(text) or _is_head(stretch, dated):
            length = i + 1
        elif marked or _is_sentence(text) or _SALUTATION.fullmatch(text):
            break
        after_label = label
        dated = dated or PLACE_DATE_LINE.fullmatch(text) is not None
    return length


def _is_head(stretch: Stretch, dated: bool) -> bool:
    """Tell a stretch of the letterhead; below place and date stands no dossier and no number."""
    text = stretch.text
    if dated and (DOSSIER_LINE.fullmatch(text) or NUMBER_LINE.fullmatch(text)):
        return False
    if _is_sentence(text):
        return is_head_line(text)
    return is_head_line(text) or any(is_head_line(line.text) for line in stretch.lines)


def _kind(stretch: Stretch, previous: Block | None, plain_headings: bool) -> BlockKind:
    text = stretch.text
    after_signature = previous is not None and previous.kind == "signature"
    after_motion = previous is not None and _MOTION_ENDS.fullmatch(previous.text) is not None
    if (
        signs(text)
        or (after_signature and is_name(text))
        or (after_motion and is_name(text.rstrip(" .,;")))
    ):
        return "signature"
    if is_pair_head(text):
        return "heading"
    ends_sentence = _ENDS_SENTENCE.search(text) is not None
    if stretch.styled and ANSWERS_TITLE.match(text) and len(text) <= _TITLE_MAX:
        return "heading"
    asks = text.endswith("?") and len(text) <= _HEADING_MAX
    if stretch.styled and (asks or not ends_sentence) and len(text) <= 2 * _HEADING_MAX:
        return "heading"
    if LIST_MARK.match(text):
        return "item"
    if (
        plain_headings
        and len(text) <= _HEADING_MAX
        and len(stretch.lines) <= 2
        and not ends_sentence
        and (text[0].isupper() or text[0].isdigit())
    ):
        return "heading"
    return "paragraph"


def is_name(text: str) -> bool:
    """Tell the name under a signature or a motion from other text."""
    plain = len(text) <= 60 and _PLAIN_NAME.fullmatch(text) is not None
    return _NAME.fullmatch(text) is not None or plain


def signs(text: str) -> bool:
    """Tell a signature line from a sentence that begins with the minister."""
    short = len(text) <= 2 * _HEADING_MAX
    whole = text.endswith((".", "?", "!", ":", ";"))
    return short and not whole and SIGNER.match(text) is not None and not FINITE_VERB.search(text)


def _last_heading_is_text(blocks: list[Block]) -> list[Block]:
    """A heading with nothing under it is a line of text: the letter's own name line, say."""
    kinds = {"heading", "paragraph", "item", "row"}
    body = [i for i, block in enumerate(blocks) if block.kind in kinds]
    last = blocks[body[-1]] if body else None
    if last is None or NOTES_TITLE.fullmatch(last.text):
        return blocks
    if last.kind == "heading" and not (last.part or is_pair_head(last.text)):
        blocks[body[-1]] = Block("paragraph", last.lines)
    return blocks
