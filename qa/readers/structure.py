"""Stretches of lines to blocks with a kind: letterhead, heading, paragraph, signature.

Shared by readers whose form says nothing about kinds (plain text, PDF). Works on the words of a
letter alone; where in doubt a stretch is a paragraph, so that no text is lost.
"""

from __future__ import annotations

import re

from qa.readers.blocks import Block, BlockKind, Line

DOSSIER_LINE = re.compile(
    r"(\d{2}[ .\u00a0\u2009]?\d{3})(?:[ -]([A-Z]{1,5}|\d{2}))?(?: (?![A-Z]{1,5} \d)(\D.*))?"
)
NUMBER_LINE = re.compile(r"(?:.*\s)?[Nn]r\. ?(\d+|[A-Z]{1,3})(?: .*)?")
TITLE_LINE = re.compile(r"(?:.*\s)?(?:BRIEF|LIJST|VERSLAG|MOTIE|NOTA)(?: \S+)* VAN .*")
RECEIVER_LINE = re.compile(r"Aan de [Vv]oorzitter.*")
PLACE_DATE_LINE = re.compile(r"[A-Z][\w'’ -]{2,30}, (\d{1,2} [A-Za-z]+ \d{4})")
SIGNER = re.compile(
    r"(?:De|DE) (?:[Mm]inister|MINISTER|[Ss]taatssecretaris|STAATSSECRETARIS|[Vv]oorzitter"
    r"|[Pp]resident|[Ii]nformateur)\b.*"
)

_HEADING_MAX = 90  # characters; the longest heading seen in the real letters has 74
_HEAD_LINES = 40  # a letterhead is over by then
_LABELS = {
    "datum", "betreft", "kenmerk", "ons kenmerk", "uw kenmerk", "bijlage(n)", "bijlagen", "blad",
    "telefoon", "fax", "e-mail", "behandeld", "onderwerp",
}  # fmt: skip
_VERB = re.compile(
    r"\b(?:heeft|hebben|had|hadden|is|zijn|was|waren|zal|zullen|zou|wordt|worden|werd|werden|vroeg"
    r"|vraagt|sprak|spreekt|stelt|stelde|meldt|meldde|kan|kunnen|moet|moeten|wil|willen|gaf|geeft"
    r"|doet|deed|gaat|ging|komt|kwam|schrijft|schreef|antwoordt|antwoordde)\b"
)
_ENDS_SENTENCE = re.compile(r"[.?!;:,…][»”\"’')\]]*\d{0,2}$")
_NAME = re.compile(
    r"(?:(?:[Mm]r|[Dd]r|[Dd]rs|[Ii]r|[Pp]rof)\. ?)*(?:[A-Z][a-z]?\.[ -]?)+ ?\S.{0,50}"
)


def classify(stretches: list[tuple[Line, ...]]) -> list[Block]:
    """Give each stretch of lines its kind.

    Args:
        stretches: Non-empty stretches in reading order, notes and furniture already out.

    Returns:
        Blocks in the same order; the lines of one signature are joined to one block.
    """
    head = _letterhead_length(stretches)
    blocks = [Block("letterhead", stretch) for stretch in stretches[:head]]
    for stretch in stretches[head:]:
        kind = _kind(stretch, blocks[-1] if blocks else None)
        if kind == "signature" and blocks[-1:] and blocks[-1].kind == "signature":
            joins = _NAME.fullmatch(_joined(stretch)) is not None
            if joins:
                blocks[-1] = Block("signature", (*blocks[-1].lines, *stretch))
                continue
        blocks.append(Block(kind, stretch))
    return _last_heading_is_text(blocks)


def _joined(stretch: tuple[Line, ...]) -> str:
    return " ".join(line.text.strip() for line in stretch)


def is_head_line(text: str) -> bool:
    """Tell a line of the letterhead that stands in a known form: number, title, receiver, date."""
    text = text.strip()
    patterns = (NUMBER_LINE, TITLE_LINE, RECEIVER_LINE, PLACE_DATE_LINE, DOSSIER_LINE)
    return len(text) <= 2 * _HEADING_MAX and any(pattern.fullmatch(text) for pattern in patterns)


def _letterhead_length(stretches: list[tuple[Line, ...]]) -> int:
    """Count the stretches before the letter's first sentence."""
    length = 0
    after_label = False
    for i, stretch in enumerate(stretches[:_HEAD_LINES]):
        text = _joined(stretch)
        label = text.casefold().rstrip(":") in _LABELS
        if label or after_label or any(is_head_line(line.text) for line in stretch):
            length = i + 1
        after_label = label
        if len(text) > 2 * _HEADING_MAX and text.endswith("."):
            break
    return length


def _kind(stretch: tuple[Line, ...], previous: Block | None) -> BlockKind:
    text = _joined(stretch)
    after_signature = previous is not None and previous.kind == "signature"
    if signs(text) or (after_signature and _NAME.fullmatch(text)):
        return "signature"
    if (
        len(text) <= _HEADING_MAX
        and len(stretch) <= 2
        and not _ENDS_SENTENCE.search(text)
        and (text[0].isupper() or text[0].isdigit())
    ):
        return "heading"
    return "paragraph"


def signs(text: str) -> bool:
    """Tell a signature line from a sentence that begins with the minister."""
    short = len(text) <= 2 * _HEADING_MAX
    whole = text.endswith((".", "?", "!", ":", ";"))
    return short and not whole and SIGNER.match(text) is not None and not _VERB.search(text)


def _last_heading_is_text(blocks: list[Block]) -> list[Block]:
    """A heading with nothing under it is a line of text: the letter's own name line, say."""
    body = [i for i, block in enumerate(blocks) if block.kind in {"heading", "paragraph"}]
    if body and blocks[body[-1]].kind == "heading":
        blocks[body[-1]] = Block("paragraph", blocks[body[-1]].lines)
    return blocks
